"""The middle of a claim's Coq proof: the claim about numbers that are its quotients, minima and maxima.

Each fact of the certificate follows from one formula, or from what one number is, by linear arithmetic over the
monomials; the tree does the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from symtconv.arithmetic.term import Formula, Operation, Term
from symtconv.certificates.limits import Budget
from symtconv.checker.facts import Elimination, Fact
from symtconv.proofs.coq.formula import letter, nodes, spell, spell_term
from symtconv.proofs.coq.tree import spell_fact


@dataclass
class Numbers:
    """Facts of formulas, and for each name in them the node of the formulas that it stands for.

    Parameters
    ----------
    known : sequence of Formula
        As the checker takes them; the last is the opposite of what is to be shown.
    plain : sequence of Formula
        The same in plain terms, and the goal in place of its opposite.
    """

    known: Sequence[Formula]
    plain: Sequence[Formula]
    elimination: Elimination = field(default_factory=lambda: Elimination(Budget()))
    sources: list[str] = field(default_factory=list)  # of each fact: a name, or the hypothesis it follows from
    found: list[Operation] = field(init=False)

    def __post_init__(self) -> None:
        self.found = nodes(self.plain)
        for place, formula in enumerate(self.known):
            names = len(self.elimination.named)
            self.elimination.assume(formula)
            for (word, parts), name in list(self.elimination.named.items())[names:]:
                self.sources += [name] * (len(parts) + (word != "//"))
            self.sources.append(f"H{place}'")

    @property
    def facts(self) -> list[Fact]:
        """All facts, the opposite of the goal last."""
        return self.elimination.facts

    @property
    def given(self) -> list[str]:
        """The names that the facts give."""
        return list(self.elimination.named.values())

    def lemma(self, name: str, names: Sequence[str]) -> str:
        """Write the lemma ``NAME_numbers``: the goal from the others, every node a number of its own."""
        numbers: dict[Term, str] = {node: f"m{place}'" for place, node in enumerate(self.found)}
        lines = [*(_meaning(node, numbers) for node in self.found), *(f"({spell(one, numbers)})" for one in self.plain)]
        bound = [*map(letter, names), *numbers.values()]
        said = [f"S{place}'" for place in range(len(self.found))]
        taken = " ".join([*bound, *said, *(f"H{place}'" for place in range(len(self.plain) - 1))])
        steps, spelt = self._numbered(numbers)
        *facts, opposite = self.facts
        for place, (fact, source) in enumerate(zip(facts, self.sources, strict=False)):
            kept = f"S{spelt[source][1:]}" if source in spelt else source
            steps.append(f"assert (F{place}' : {spell_fact(fact, spelt)}) by (clear - {kept}; lia).")
        arguments = [*map(letter, names), *(spelt[each] for each in self.given)]
        arguments += [f"F{place}'" for place in range(len(facts))]
        steps.append(
            f"assert (N' : ~ ({spell_fact(opposite, spelt)})) "
            f"by (intro F'; exact ({' '.join([f'{name}_tree', *arguments])} F'))."
        )
        steps.append("clear - N'. lia.")
        forall = f"forall {' '.join(bound)} : Z,\n  " if bound else ""
        intros = f"  intros {taken}.\n" if taken else ""
        body = "".join(f"  {step}\n" for step in steps)
        statement = forall + " ->\n  ".join(lines)
        return f"Lemma {name}_numbers : {statement}.\nProof.\n{intros}{body}Qed.\n"

    def _numbered(self, numbers: Mapping[Term, str]) -> tuple[list[str], dict[str, str]]:
        """Give the steps after which every node is said by names of the facts, and how these are spelt."""
        steps: list[str] = []
        spelt: dict[str, str] = {}
        for place, node in enumerate(self.found):
            this = numbers[node]
            if node.word == "%":
                steps.append(f"subst {this}.")
                continue
            ((name,),) = self.elimination.value(node)
            first = spelt.setdefault(name, this)
            if first != this:  # another way to write the same
                other = f"S{first[1:]}"
                same = f"quotient_moved _ _ _ _ _ _ 0 {other} S{place}' ltac:(ring) ltac:(ring)"
                proof = f"pose proof ({same}) as E{place}'" if node.word == "//" else f"clear - {other} S{place}'"
                steps.append(f"assert (E{place}' : {this} = {first}) by ({proof}; lia). subst {this}.")
        return steps, spelt


def _meaning(node: Operation, numbers: Mapping[Term, str]) -> str:
    """Say what the number of a node is, in terms of the numbers below it."""
    this, parts = numbers[node], [spell_term(part, numbers) for part in node.terms]
    if node.word == "//":
        return f"0 <= {parts[0]} - {parts[1]} * {this} <= {parts[1]} - 1"
    if node.word == "%":
        return f"{this} = {parts[0]} - {parts[1]} * {numbers[Operation('//', node.terms)]}"
    return f"{this} = {spell_term(node, {key: value for key, value in numbers.items() if key != node})}"
