"""The middle of a claim's Coq proof: the claim about numbers that are its quotients, minima and maxima.

The minima and maxima are taken case by case. In each case every quotient becomes a number counted from the part
that divides exactly, as in the certificate, so that the lemmas of the certificate's cases fit; linear arithmetic
over the monomials does the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, product
from math import prod

from symtconv.arithmetic.polynomial import Monomial, Polynomial, add, constant, divide, multiply, variable
from symtconv.arithmetic.term import Formula, Name, Number, Operation, Term
from symtconv.checker.euclid import Leaf
from symtconv.geometry import LimitError
from symtconv.proofs.coq.formula import CHOICES, choices, letter, nodes, spell, spell_polynomial, spell_term

MAX_CASES = 128


def abstract_lemma(name: str, names: Sequence[str], formulas: Sequence[Formula], leaves: Sequence[Leaf]) -> str:
    """Write the lemma ``NAME_numbers``: the last formula from the others, every node a number of its own.

    Parameters
    ----------
    name : str
        Name of what is being proved; the lemmas of its cases are ``NAME_case_N``.
    names : sequence of str
        Names of the claim.
    formulas : sequence of Formula
        In plain terms: what is known, and the goal.
    leaves : sequence of Leaf
        Those of the certificate, in order.

    Raises
    ------
    LimitError
        When there are more than 128 cases.
    """
    found = nodes(formulas)
    numbers: dict[Term, str] = {node: f"m{place}'" for place, node in enumerate(found)}
    count = prod(len(choices(node)) for node in found if node.word in CHOICES)
    if count > MAX_CASES:
        msg = f"minima and maxima make {count} cases; the limit of a Coq file is {MAX_CASES}"
        raise LimitError(msg)
    bound = " ".join([*map(letter, names), *numbers.values()])
    lines = [*(_meaning(node, numbers) for node in found), *(f"({spell(part, numbers)})" for part in formulas)]
    premises = " ->\n  ".join(lines)
    forall = f"forall {bound} : Z,\n  " if bound else ""
    intros = " ".join(
        [bound, *(f"S{place}'" for place in range(len(found))), *(f"H{place}'" for place in range(len(formulas) - 1))]
    ).strip()
    body = "".join(_Case(name, names, found, numbers, leaves, chosen).script() for chosen in _chosen(found))
    taken = "".join(_destruct(place, node) for place, node in enumerate(found))
    return f"Lemma {name}_numbers : {forall}{premises}.\nProof.\n  intros {intros}.\n{taken}{body}Qed.\n"


def _meaning(node: Operation, numbers: Mapping[Term, str]) -> str:
    """Say what the number of a node is, in terms of the numbers below it."""
    this, parts = numbers[node], [spell_term(part, numbers) for part in node.terms]
    if node.word == "//":
        return f"0 <= {parts[0]} - {parts[1]} * {this} <= {parts[1]} - 1"
    if node.word == "%":
        return f"{this} = {parts[0]} - {parts[1]} * {numbers[Operation('//', node.terms)]}"
    word = "<=" if node.word == "min" else ">="
    terms = choices(node)
    cases = []
    for chosen in terms:
        value = spell_term(chosen, numbers)
        others = [f"{value} {word} {spell_term(other, numbers)}" for other in terms if other != chosen]
        cases.append("(" + " /\\ ".join([f"{this} = {value}", *others]) + ")")
    return "(" + " \\/ ".join(cases) + ")"


def _chosen(found: Sequence[Operation]) -> list[dict[Operation, Term]]:
    """Every way to choose, in the order in which the script meets the cases."""
    open_nodes = [node for node in found if node.word in CHOICES]
    return [dict(zip(open_nodes, terms, strict=True)) for terms in product(*map(choices, open_nodes))]


def _destruct(place: int, node: Operation) -> str:
    """Open the cases of one node; those that are open already are all carried on."""
    if node.word == "//":
        return ""
    if node.word == "%":
        return f"  all: subst m{place}'.\n"
    terms = choices(node)
    branch = f"[-> S{place}']" if len(terms) > 1 else "->"
    pattern = branch
    for _ in terms[1:]:
        pattern = f"[{branch}|{pattern}]"
    return f"  all: destruct S{place}' as {pattern}.\n"


@dataclass
class _Case:
    """One choice for every minimum and maximum: the quotients in it, and the lemmas that apply."""

    name: str
    names: Sequence[str]
    found: Sequence[Operation]
    numbers: Mapping[Term, str]
    leaves: Sequence[Leaf]
    chosen: Mapping[Operation, Term]
    values: dict[Term, Polynomial] = field(default_factory=dict)
    counted: list[tuple[Polynomial, Polynomial, int, Polynomial]] = field(default_factory=list)

    def script(self) -> str:
        lines = [self.quotient(place, node) for place, node in enumerate(self.found) if node.word == "//"]
        for number, leaf in enumerate(self.leaves):
            arguments = self.fitting(leaf)
            if arguments is not None:
                words = " ".join([f"{self.name}_case_{number}", *map(letter, self.names), *arguments])
                lines.append(f"pose proof ({words}).")
        return "  {\n" + "".join(f"    {line}\n" for line in [*lines, "lia."]) + "  }\n"

    def quotient(self, place: int, node: Operation) -> str:
        """Count a quotient from what divides exactly, or say what it is."""
        dividend, divisor = map(self.value, node.terms)
        whole, rest = divide(dividend, divisor)
        this, shift = self.numbers[node], self.spell(whole)
        if not rest or (not any(chain(rest, divisor)) and divisor[()] > 0):
            self.values[node] = whole
            known = f"quotient_known _ _ _ ({shift}) {rest.get((), 0)} S{place}' ltac:(ring) ltac:(lia)"
            return f"pose proof ({known}) as E{place}'. subst {this}."
        for number, (other_rest, other_divisor, other_place, other_whole) in enumerate(self.counted):
            if (other_rest, other_divisor) == (rest, divisor):
                self.values[node] = add(whole, variable(f"_c{number}"))
                moved = self.spell(add(whole, other_whole, -1))
                proof = f"quotient_moved _ _ _ _ _ _ ({moved}) S{other_place}' S{place}' ltac:(ring) ltac:(ring)"
                return f"pose proof ({proof}) as E{place}'. subst {this}."
        number = len(self.counted)
        self.counted.append((rest, divisor, place, whole))
        self.values[node] = add(whole, variable(f"_c{number}"))
        return f"destruct (counted_from {this} ({shift})) as [c{number}' E{place}']. subst {this}."

    def value(self, term: Term) -> Polynomial:
        """Give a term as a polynomial in the names and the counted quotients."""
        if isinstance(term, Number):
            return constant(term.value)
        if isinstance(term, Name):
            return variable(term.name)
        if term.word in CHOICES:
            return self.value(self.chosen[term])
        if term in self.values:
            return self.values[term]
        return self.combined(term.word, *map(self.value, self.below(term)))

    def below(self, term: Operation) -> tuple[Term, ...]:
        """Give what a term is made of; for a remainder its quotient too."""
        return term.terms if term.word != "%" else (*term.terms, Operation("//", term.terms))

    def combined(self, word: str, left: Polynomial, *more: Polynomial) -> Polynomial:
        match word, more:
            case "neg", ():
                return add({}, left, -1)
            case "+" | "-", (right,):
                return add(left, right, 1 if word == "+" else -1)
            case "*", (right,):
                return multiply(left, right)
            case "%", (right, quotient):
                return add(left, multiply(right, quotient), -1)
        raise AssertionError(word)

    def fitting(self, leaf: Leaf) -> list[str] | None:
        """Give the numbers for a leaf's quotients, or None where one of them does not occur in this case."""
        renamed: dict[str, str] = {}
        for quotient, dividend, divisor in leaf.quotients:
            key = (_renamed(dividend, renamed), _renamed(divisor, renamed))
            places = [number for number, (*pair, _, _) in enumerate(self.counted) if tuple(pair) == key]
            if not places:
                return None
            renamed[quotient] = f"_c{places[0]}"
        return [name[1:] + "'" for name in renamed.values()]

    def spell(self, polynomial: Polynomial) -> str:
        return spell_polynomial(polynomial, {f"_c{number}": f"c{number}'" for number in range(len(self.counted))})


def _renamed(polynomial: Mapping[Monomial, int], names: Mapping[str, str]) -> Polynomial:
    return {tuple(sorted(names.get(name, name) for name in part)): factor for part, factor in polynomial.items()}
