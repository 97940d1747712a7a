"""One claim of a rewrite's plan as a lemma in Coq: its tree spelt out, its quotients put in.

Sizes are spelt one way, so that a quotient is the same text wherever it stands. A fact of the tree follows from one
hypothesis by linear arithmetic over the monomials; nothing is searched for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from symtconv.arithmetic.polynomial import Monomial, Polynomial
from symtconv.arithmetic.sizes import unfolded
from symtconv.arithmetic.term import names_of
from symtconv.certificates.limits import Budget
from symtconv.checker.guards import Assumed, Known
from symtconv.checker.sides import Obligation
from symtconv.geometry import InputError
from symtconv.programs.guard import Guard
from symtconv.programs.question import Question
from symtconv.programs.size import Size
from symtconv.proofs.coq.formula import letter, spell, spell_polynomial
from symtconv.proofs.coq.tree import spell_fact, tree_lemma

INSTEAD = "its certificate replays with symtconv verify"


def spell_size(size: Size) -> str:
    """Spell a size, the same text for equal sizes.

    Examples
    --------
    >>> from symtconv.programs.size import floor_div, name
    >>> spell_size(name("s") * floor_div(name("k") - 1, name("s")) - 2)
    '(-2) + (((-1) + k) / (s)) * s'
    """
    facts = Assumed(Budget())
    return _sorted(facts.size(size), _spelt(facts))


def spell_guard(guard: Guard) -> str:
    """Spell a guard."""
    return f"{spell_size(guard.size)} = 0" if guard.word == "==" else f"0 <= {spell_size(guard.size)}"


def spell_known(known: Known) -> str:
    """Spell what is known, a guard or a condition."""
    if isinstance(known, Guard):
        return spell_guard(known)
    facts = Assumed(Budget())
    fact = facts.fact(unfolded(known), holds=True)
    return spell_fact(fact, _spelt(facts)) if facts.named else spell(unfolded(known))


def _spelt(facts: Assumed) -> dict[str, str]:
    """Give what the names of quotients, minima and maxima stand for."""
    known: dict[str, str] = {}
    for (word, parts), name in facts.named.items():
        texts = [f"({_sorted(dict(part), known)})" for part in parts]
        if word == "//":
            known[name] = f"({texts[0]} / {texts[1]})"
        else:
            known[name] = reduce(lambda rest, part, word=word: f"(Z.{word} {part} {rest})", reversed(texts))  # type: ignore[misc]
    return known


def _sorted(polynomial: Polynomial, known: Mapping[str, str]) -> str:
    def spelt(name: str) -> str:
        return known.get(name) or letter(name)

    terms: list[tuple[Monomial, int]] = [
        (tuple(sorted(monomial, key=spelt)), factor) for monomial, factor in polynomial.items()
    ]
    return spell_polynomial(dict(sorted(terms, key=lambda term: [*map(spelt, term[0])])), known)


def names_in(known: Known) -> list[str]:
    """Give the names in a guard or a condition."""
    return sorted(known.size.names) if isinstance(known, Guard) else list(names_of(known))


@dataclass
class Lemmas:
    """The lemmas so far, and which of them show that a divisor is at least 1."""

    question: Question
    parts: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    divisors: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Of what is at least 1: the claim that says so, and its lemma at its names."""

    def add(self, obligation: Obligation, proof: Mapping[str, Any]) -> str:
        """Add the lemma of one claim; give it at its names, its premises left open.

        Raises
        ------
        InputError
            When a divisor is not shown to be at least 1 by a claim before.
        """
        number = len(self.names)
        own = self.question.names
        every = (*obligation.known, obligation.goal)
        others = dict.fromkeys(name for part in every for name in names_in(part) if name not in own)
        bound = [*own, *others]
        domain = [f"D{place}'" for place in range(len(self.question.bounds))]
        held = [f"H{place}'" for place in range(len(obligation.known))]
        premises = [
            *map(spell, self.question.bounds),
            *map(spell_known, obligation.known),
            spell_guard(obligation.goal),
        ]
        forall = f"forall {' '.join(map(letter, bound))} : Z,\n  " if bound else ""
        intros = " ".join([*map(letter, bound), *domain, *held])
        tree, steps = self.steps(f"claim_{number}", obligation, proof)
        told = obligation.name.replace("(*", "( *").replace("*)", "* )")
        self.parts.append(
            f"(* {told} *)\n{tree}Lemma claim_{number} : {forall}"
            + " ->\n  ".join(f"({premise})" for premise in premises)
            + f".\nProof.\n  intros{' ' if intros else ''}{intros}.\n"
            + "".join(f"  {step}\n" for step in steps)
            + "Qed.\n"
        )
        self.names.append(f"claim_{number}")
        applied = " ".join([f"claim_{number}", *map(letter, bound)])
        if obligation.goal.word == ">=":
            goal = spell_guard(obligation.goal)
            self.divisors.setdefault(spell_size(obligation.goal.size + 1), (goal, applied))
        return applied

    def steps(self, name: str, obligation: Obligation, proof: Mapping[str, Any]) -> tuple[str, list[str]]:
        """Give the lemma of the tree, and the steps from it to the claim."""
        facts = Assumed(Budget())
        sources: list[str] = []
        for number in [*proof["use"], None]:
            known: Known = obligation.goal if number is None else obligation.known[number]
            facts.know(known, holds=number is not None)
            sources += ["" for _ in facts.facts[len(sources) : -1]]
            sources.append(f"H{number}'")
        spelt = _spelt(facts)
        steps = self.quotients(facts, spelt, obligation.known)
        promised = {names_of(bound)[0]: f"D{place}'" for place, bound in enumerate(self.question.bounds)}
        for place, (fact, source) in enumerate(zip(facts.facts[:-1], sources, strict=False)):
            from_ = source or self.source(fact, promised, facts)
            keep = f"clear - {from_}" if from_ else "clear"
            steps.append(f"assert (F{place}' : {spell_fact(fact, spelt)}) by ({keep}; lia).")
        bound = _letters(facts)
        arguments = [*map(letter, bound), *spelt.values(), *(f"F{place}'" for place in range(len(facts.facts) - 1))]
        opposite = spell_fact(facts.facts[-1], spelt)
        steps.append(
            f"assert (N' : ~ ({opposite})) by (intro F'; exact ({' '.join([f'{name}_tree', *arguments])} F'))."
        )
        steps.append("clear - N'. lia.")
        return tree_lemma(f"{name}_tree", bound, [*spelt], facts.facts, proof["tree"]), steps

    def quotients(self, facts: Assumed, spelt: Mapping[str, str], known: Sequence[Known]) -> list[str]:
        """Give the steps that say what each quotient is."""
        steps = []
        for (word, parts), name in facts.named.items():
            if word == "//":
                dividend, divisor = (_sorted(dict(part), spelt) for part in parts)
                steps.append(
                    f"assert (P{name[1:]}' : 1 <= {divisor}) by ({self.positive(divisor, dict(parts[1]), known)})."
                )
                steps.append(f"pose proof (quotient ({dividend}) ({divisor}) P{name[1:]}') as Q{name[1:]}'.")
        return steps

    def positive(self, divisor: str, polynomial: Polynomial, known: Sequence[Known]) -> str:
        """Give the tactic that shows that a divisor is at least 1."""
        if divisor in self.divisors:
            goal, applied = self.divisors[divisor]
            return f"enough ({goal}) by lia; first [lia | apply ({applied}); first [assumption | lia]]"
        held = {spell_size(one.size + 1) for one in known if isinstance(one, Guard) and one.word == ">="}
        held |= {letter(names_of(bound)[0]) for bound in self.question.bounds}
        if divisor in held or not any(polynomial):  # a hypothesis, or a number
            return "lia"
        msg = f"this proof divides by {divisor}, which no claim of it shows to be at least 1; {INSTEAD}"
        raise InputError(msg)

    def source(self, fact: Any, promised: Mapping[str, str], facts: Assumed) -> str:
        """Give the hypothesis that a fact without one of its own comes from: a promise, or what a quotient is."""
        if not isinstance(fact, dict):
            return ""
        inner = [name for monomial in fact for name in monomial if name in facts.named.values()]
        quotients = [name for (word, _), name in facts.named.items() if word == "//" and name in inner]
        if quotients:
            return f"Q{max(quotients, key=[*facts.named.values()].index)[1:]}'"
        letters = [name for monomial in fact for name in monomial]
        return "" if inner else promised[letters[0]]


def _letters(facts: Assumed) -> list[str]:
    """Give the names of the claim in some facts."""
    found: dict[str, None] = {}

    def walk(fact: Any) -> None:
        if isinstance(fact, dict):
            found.update(dict.fromkeys(name for monomial in fact for name in monomial))
        else:
            for part in fact.parts:
                walk(part)

    for fact in facts.facts:
        walk(fact)
    return [name for name in found if name not in facts.named.values()]
