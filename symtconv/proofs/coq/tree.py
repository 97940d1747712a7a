"""The tree of a certificate in Coq: facts that cannot all hold, every step of the tree spelt out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, TypeAlias

from symtconv.arithmetic.polynomial import add, constant
from symtconv.certificates.limits import Budget
from symtconv.checker.facts import Alternatives, Fact, Together
from symtconv.checker.tree import polynomial
from symtconv.proofs.coq.formula import letter, spell_polynomial

Held: TypeAlias = tuple[Fact, str]  # a fact, and the hypothesis that says it


def spell_fact(fact: Fact, known: Mapping[str, str]) -> str:
    r"""Spell a fact.

    Examples
    --------
    >>> spell_fact(Alternatives(({("k",): 1, (): -2}, {("k",): -1})), {})
    '(0 <= k + (-2)) \\/ (0 <= (-1) * k)'
    """
    if isinstance(fact, dict):
        return f"0 <= {spell_polynomial(fact, known)}"
    word = " /\\ " if isinstance(fact, Together) else " \\/ "
    return word.join(f"({spell_fact(part, known)})" for part in fact.parts)


def tree_lemma(name: str, names: Sequence[str], given: Sequence[str], facts: Sequence[Fact], tree: Any) -> str:
    """Write the lemma that facts cannot all hold.

    Parameters
    ----------
    name : str
    names, given : sequence of str
        Names of the claim, and those that the facts give to quotients, minima and maxima.
    facts : sequence of Fact
    tree : tree of a certificate
    """
    spelt = {each: f"{each[1:]}'" for each in given}
    bound = [*map(letter, names), *spelt.values()]
    premises = " ->\n  ".join([*(f"({spell_fact(fact, spelt)})" for fact in facts), "False"])
    script = _Script(spelt)
    patterns, held = script.taken(facts)
    forall = f"forall {' '.join(bound)} : Z,\n  " if bound else ""
    lines = "".join(f"{line}\n" for line in script.lines(held, tree, "  "))
    return f"Lemma {name} : {forall}{premises}.\nProof.\n  intros {' '.join([*bound, *patterns])}.\n{lines}Qed.\n"


class _Script:
    def __init__(self, spelt: Mapping[str, str]) -> None:
        self.spelt, self.numbers = spelt, count()

    def taken(self, facts: Sequence[Fact]) -> tuple[list[str], list[Held]]:
        """Give patterns that take facts apart, and what is held then, in the order of the checker."""
        patterns: list[str] = []
        held: list[Held] = []
        for fact in facts:
            if isinstance(fact, Together):
                inner, more = self.taken(fact.parts)
                pattern = inner[-1]
                for part in reversed(inner[:-1]):
                    pattern = f"[{part} {pattern}]"
            else:
                pattern = f"H{next(self.numbers)}'"
                more = [(fact, pattern)]
            patterns.append(pattern)
            held += more
        return patterns, held

    def lines(self, held: Sequence[Held], tree: Any, indent: str) -> Iterator[str]:
        if "sum" in tree:
            yield f"{indent}pose proof {self.sum(held, tree)} as N'. clear - N'. lia."
            return
        if "split" in tree:
            split = polynomial(tree["split"], Budget())
            opened: Fact = Alternatives((split, add(constant(-1), split, -1)))
            rest, source, trees = (
                list(held),
                f"either ({spell_polynomial(split, self.spelt)})",
                [tree["yes"], tree["no"]],
            )
        else:
            place = [place for place, (fact, _) in enumerate(held) if isinstance(fact, Alternatives)][tree["cases"]]
            opened, source = held[place]
            rest, trees = [*held[:place], *held[place + 1 :]], tree["of"]
        parts = opened.parts if isinstance(opened, Alternatives) else ()
        branches = [self.taken([part]) for part in parts]
        pattern = branches[-1][0][0]
        for (first,), _ in reversed(branches[:-1]):
            pattern = f"[{first}|{pattern}]"
        yield f"{indent}destruct ({source}) as {pattern}."
        for (_, more), below in zip(branches, trees, strict=True):
            yield f"{indent}{{"
            yield from self.lines([*rest, *more], below, f"{indent}  ")
            yield f"{indent}}}"

    def sum(self, held: Sequence[Held], tree: Any) -> str:
        known = [name for fact, name in held if isinstance(fact, dict)]
        proofs = []
        for factor, numbers in tree["sum"]:
            proof = known[numbers[0]]
            for number in numbers[1:]:
                proof = f"(times _ _ {proof} {known[number]})"
            proofs.append(f"(scaled {factor} _ {proof})")
        total = proofs[0]
        for proof in proofs[1:]:
            total = f"(plus _ _ {total} {proof})"
        return total
