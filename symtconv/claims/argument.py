"""A proof in words, as plain data: what a renderer prints and a reader can check with a pencil.

Everything is read from the certificate of the verdict and from the claim, so that what is printed is what is
replayed: Euclidean substitution, the cases, and for each the identity with its multipliers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from symtconv.arithmetic.parse import Claim, parse
from symtconv.arithmetic.polynomial import Polynomial, add, constant, multiply, variable
from symtconv.arithmetic.term import DIVISIONS, Comparison, Name, Operation, Term, domain_of, walk
from symtconv.checker.claim import polynomial
from symtconv.checker.euclid import Elimination, Leaf, divisor_leaves, divisor_obligations, main_leaves
from symtconv.claims.verdict import ClaimVerdict
from symtconv.claims.writing import assignment, text
from symtconv.geometry import InputError


@dataclass(frozen=True, slots=True)
class Combination:
    """Positive multiples of products of hypotheses whose sum is a negative number: ``total``."""

    terms: tuple[tuple[int, tuple[int, ...]], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Split:
    """Two cases: ``polynomial >= 0`` as hypothesis ``number``, and ``-polynomial - 1 >= 0`` as the same."""

    polynomial: Polynomial
    number: int
    yes: Reason
    no: Reason

    def branches(self) -> tuple[tuple[Polynomial, Reason], ...]:
        """Give what is ≥ 0 in either case, and why neither can be."""
        return (self.polynomial, self.yes), (add(constant(-1), self.polynomial, -1), self.no)


Reason: TypeAlias = Combination | Split


@dataclass(frozen=True, slots=True)
class CaseArgument:
    """Why one case cannot occur.

    Parameters
    ----------
    atoms : tuple of str
        The comparisons that make the case, in the claim language; those of the domain are left out.
    quotients : tuple of (str, Polynomial, Polynomial)
        Name, dividend, divisor: ``0 <= dividend - divisor*name <= divisor - 1``.
    worth : tuple of (str, Polynomial)
        Every quotient and remainder of the comparisons that is not a name alone, by these names.
    hypotheses : mapping of int to Polynomial
        Those that the reason uses, all ≥ 0.
    origins : mapping of int to str
        Where each comes from: a comparison in the claim language, or the name of a quotient.
    reason : Combination or Split
    """

    atoms: tuple[str, ...]
    quotients: tuple[tuple[str, Polynomial, Polynomial], ...]
    worth: tuple[tuple[str, Polynomial], ...]
    hypotheses: Mapping[int, Polynomial]
    origins: Mapping[int, str]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Argument:
    """A whole proof: every divisor is at least 1, and no case in which the claim fails can occur."""

    claim: Claim
    witness: Mapping[str, int]
    divisors: tuple[tuple[str, tuple[CaseArgument, ...]], ...]
    cases: tuple[CaseArgument, ...]


def argument_of(verdict: ClaimVerdict) -> Argument:
    """Read the argument from a proved verdict.

    Raises
    ------
    InputError
        When the verdict is no proof.
    """
    if verdict.outcome != "proved" or verdict.certificate is None:
        msg = f"the claim is {verdict.outcome}, not proved: there is no argument to print"
        raise InputError(msg)
    body = verdict.certificate.body
    claim = Claim.read(body["claim"], body["where"])
    divisors = (
        (text(divisor), _cases(divisor_leaves(divisor, known), trees))
        for (divisor, known), trees in zip(divisor_obligations(claim), body["divisors"], strict=True)
    )
    return Argument(claim, dict(body["witness"]), tuple(divisors), _cases(main_leaves(claim), body["cases"]))


def _cases(leaves: Sequence[Leaf], trees: Sequence[Any]) -> tuple[CaseArgument, ...]:
    return tuple(_case(leaf, tree) for leaf, tree in zip(leaves, trees, strict=True))


def _case(leaf: Leaf, tree: Any) -> CaseArgument:
    names = {part.name for atom in leaf.atoms for part in walk(atom) if isinstance(part, Name)}
    domain = set(domain_of(sorted(names)))
    reason = _reason(list(leaf.hypotheses), tree)
    # The order of a leaf: one hypothesis for each comparison, two for an equation, then two for each quotient.
    origins = [text(atom) for atom in leaf.atoms for _ in range(1 + (atom.word == "=="))]
    origins += [quotient for quotient, _, _ in leaf.quotients for _ in range(2)]
    used = sorted({number for number in _used(reason) if number < len(leaf.hypotheses)})
    return CaseArgument(
        atoms=tuple(dict.fromkeys(text(atom) for atom in leaf.atoms if atom not in domain)),
        quotients=leaf.quotients,
        worth=_worth(leaf),
        hypotheses={number: leaf.hypotheses[number] for number in used},
        origins={number: origins[number] for number in used},
        reason=reason,
    )


def _worth(leaf: Leaf) -> tuple[tuple[str, Polynomial], ...]:
    """Give every division of a case with its value; in a later one the value stands for an earlier one."""
    elimination = Elimination()
    elimination.leaf(leaf.atoms)  # names the quotients as the leaf does
    found: dict[str, Polynomial] = {}

    def valued(term: Term) -> Term:
        if not isinstance(term, Operation):
            return term
        inner = Operation(term.word, tuple(map(valued, term.terms)))
        if term.word not in DIVISIONS:
            return inner
        value = elimination.of_term(term)
        found.setdefault(text(inner), value)
        return side(polynomial_text(value))

    for atom in leaf.atoms:
        valued(atom.left)
        valued(atom.right)
    names = [variable(name) for name, _, _ in leaf.quotients]
    return tuple((term, value) for term, value in found.items() if value not in names)


def side(written: str) -> Term:
    """Read a term, which is half a formula.

    Examples
    --------
    >>> side("2*k")
    Operation(word='*', terms=(Number(value=2), Name(name='k')))
    """
    whole = parse(f"{written} == 0")
    if not isinstance(whole, Comparison):  # the suffix makes it one
        raise TypeError
    return whole.left


def _reason(hypotheses: list[Polynomial], tree: Any) -> Reason:
    if "sum" in tree:
        terms = tuple((factor, tuple(numbers)) for factor, numbers in tree["sum"])
        return Combination(terms, _total(hypotheses, terms))
    split = polynomial(tree["split"])
    other = add(constant(-1), split, -1)
    yes, no = _reason([*hypotheses, split], tree["yes"]), _reason([*hypotheses, other], tree["no"])
    return Split(split, len(hypotheses), yes, no)


def _total(hypotheses: Sequence[Polynomial], terms: Sequence[tuple[int, tuple[int, ...]]]) -> int:
    # The sum is a number, so it is the same everywhere: at 0 only the constants are left.
    total = 0
    for factor, numbers in terms:
        for number in numbers:
            factor *= hypotheses[number].get((), 0)  # noqa: PLW2901 - the product
        total += factor
    return total


def _used(reason: Reason) -> Iterator[int]:
    if isinstance(reason, Combination):
        for _, numbers in reason.terms:
            yield from numbers
    else:
        yield from _used(reason.yes)
        yield from _used(reason.no)


SAID = {
    "claim": "Claim: {claim}.",
    "claim.domain": "Claim: {claim}, for all integers with {domain}.",
    "witness": "Not vacuous: it speaks of {values}.",
    "divisors": "Each divisor is at least 1: {divisors}.",
    "suppose": "Suppose that the claim fails.",
    "case": "Case {number} of {count}: {atoms}",
    "quotient": "  let {name} = floor({dividend} / {divisor}): 0 <= {rest} <= {upper}",
    "worth": "  so {term} = {value}",
    "contradiction": "{sum} = {total}: contradiction",
    "if": "if {hypothesis} >= 0:",
    "otherwise": "otherwise {hypothesis} >= 0:",
}
"""The sentences of an argument in plain text, as they are translated."""


def argument_lines(verdict: ClaimVerdict, tell: Callable[[str], str] = str) -> list[str]:
    r"""Give the argument as plain text.

    Parameters
    ----------
    verdict : ClaimVerdict
        A proof.
    tell : callable
        Gives a sentence of `SAID` in another language.

    Examples
    --------
    >>> from symtconv.claims.decide import check
    >>> print(*argument_lines(check("floor(n/s)*s <= n")), sep="\n")
    Claim: floor(n/s)*s <= n, for all integers with n >= 1, s >= 1.
    Not vacuous: it speaks of n = 1, s = 1.
    Each divisor is at least 1: s.
    Suppose that the claim fails.
    Case 1 of 1: floor(n/s)*s > n
      let q0 = floor(n / s): 0 <= n - s*q0 <= s - 1
      e2 = s*q0 - n - 1 >= 0
      e3 = n - s*q0 >= 0
      e2 + e3 = -1: contradiction
    """
    argument = argument_of(verdict)
    claim = argument.claim
    opening = tell(SAID["claim.domain" if claim.domain else "claim"])
    lines = [opening.format(claim=claim.text, domain=", ".join(claim.domain))]
    if argument.witness:
        lines.append(tell(SAID["witness"]).format(values=assignment(argument.witness)))
    if argument.divisors:
        divisors = ", ".join(divisor for divisor, _ in argument.divisors)
        lines.append(tell(SAID["divisors"]).format(divisors=divisors))
    lines.append(tell(SAID["suppose"]))
    for number, case in enumerate(argument.cases, 1):
        head = tell(SAID["case"])
        lines.append(head.format(number=number, count=len(argument.cases), atoms=", ".join(case.atoms)))
        lines += _case_lines(case, tell)
    return lines


def _case_lines(case: CaseArgument, tell: Callable[[str], str]) -> list[str]:
    lines = []
    for name, dividend, divisor in case.quotients:
        rest, upper = remainder(name, dividend, divisor)
        words = {
            "name": shown(name),
            "dividend": _grouped(polynomial_text(dividend)),
            "divisor": _grouped(polynomial_text(divisor)),
            "rest": polynomial_text(rest),
            "upper": polynomial_text(upper),
        }
        lines.append(tell(SAID["quotient"]).format(**words))
    for term, value in case.worth:
        lines.append(tell(SAID["worth"]).format(term=term, value=polynomial_text(value)))
    lines += [f"  e{key} = {polynomial_text(value)} >= 0" for key, value in case.hypotheses.items()]
    return lines + [f"  {line}" for line in _reason_lines(case.reason, tell)]


def _reason_lines(reason: Reason, tell: Callable[[str], str]) -> list[str]:
    if isinstance(reason, Combination):
        terms = [
            "*".join([*([str(factor)] if factor > 1 else []), *(f"e{number}" for number in numbers)])
            for factor, numbers in reason.terms
        ]
        return [tell(SAID["contradiction"]).format(sum=" + ".join(terms), total=reason.total)]
    lines: list[str] = []
    for head, (value, branch) in zip(("if", "otherwise"), reason.branches(), strict=True):
        lines.append(tell(SAID[head]).format(hypothesis=f"e{reason.number} = {polynomial_text(value)}"))
        lines += [f"  {line}" for line in _reason_lines(branch, tell)]
    return lines


def polynomial_text(value: Polynomial) -> str:
    """Write a polynomial, terms of high degree and with a plus first."""
    parts: list[str] = []
    for monomial, factor in ordered(value):
        names = "*".join(map(shown, monomial))
        size = abs(factor)
        term = names if names and size == 1 else f"{size}*{names}" if names else str(size)
        parts.append(f"{'-' if factor < 0 else ''}{term}" if not parts else f"{'-' if factor < 0 else '+'} {term}")
    return " ".join(parts) or "0"


def ordered(value: Polynomial) -> list[tuple[tuple[str, ...], int]]:
    """Give the terms of a polynomial in the order in which they are written, names before quotients."""
    terms = [(tuple(sorted(monomial, key=lambda name: (name[0] == "_", name))), c) for monomial, c in value.items()]
    return sorted(terms, key=lambda term: (not term[0], term[1] < 0, -len(term[0]), term[0]))


def shown(name: str) -> str:
    """Write a quotient's name without its underscore."""
    return name.removeprefix("_")


def remainder(name: str, dividend: Polynomial, divisor: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Give what a quotient leaves, and the most that it may be; the least is 0."""
    return add(dividend, multiply(divisor, variable(name)), -1), add(divisor, constant(-1))


def _grouped(written: str) -> str:
    return f"({written})" if " " in written else written
