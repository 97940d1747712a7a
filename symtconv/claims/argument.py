"""A proof in words, as plain data: what a renderer prints and a reader can check with a pencil.

Everything is read from the certificate of the verdict and from the claim, so that what is printed is what is
replayed: the names for quotients, minima and maxima, the cases that the tree opens, and for each the identity with
its multipliers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.parse import parse_term
from symtconv.arithmetic.polynomial import Polynomial, add, constant, multiply, variable
from symtconv.arithmetic.sizes import unfolded
from symtconv.arithmetic.term import DIVISIONS, Comparison, Formula, Operation, Term, domain_of
from symtconv.certificates.limits import Budget
from symtconv.checker.facts import obligations, with_divisions
from symtconv.checker.tree import polynomial
from symtconv.claims.known import Known, Named, Telling
from symtconv.claims.verdict import ClaimVerdict
from symtconv.claims.writing import assignment, text
from symtconv.geometry import InputError


@dataclass(frozen=True, slots=True)
class Combination:
    """Positive multiples of products of hypotheses whose sum is a negative number: ``total``."""

    terms: tuple[tuple[int, tuple[int, ...]], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Branches:
    """Cases of which one must be: in each of them hypotheses by number, all ≥ 0, and why they cannot be."""

    cases: tuple[tuple[tuple[tuple[int, Polynomial], ...], Reason], ...]


Reason: TypeAlias = Combination | Branches


@dataclass(frozen=True, slots=True)
class CaseArgument:
    """Why one case cannot occur.

    Parameters
    ----------
    atoms : tuple of str
        The comparisons that make the case, in the claim language; those of the domain are left out.
    named : tuple of Named
        The quotients, minima and maxima that the hypotheses speak of.
    worth : tuple of (str, Polynomial)
        Every quotient and remainder of the comparisons that is not a name alone, by these names.
    hypotheses : mapping of int to Polynomial
        Those that the reason uses, all ≥ 0.
    origins : mapping of int to str
        Where each comes from: a comparison in the claim language, or the name of a quotient, minimum or maximum.
    reason : Combination or Branches
    """

    atoms: tuple[str, ...]
    named: tuple[Named, ...]
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
    exact: tuple[str, ...] = ()

    @property
    def identity(self) -> Polynomial | None:
        """What both sides of an equation are when they are multiplied out, if they are the same then."""
        goal = self.claim.goal
        if not isinstance(goal, Comparison) or goal.word != "==":
            return None
        telling = Telling(Budget())
        left, right = (telling.value(unfolded(part)) for part in (goal.left, goal.right))
        return left if left == right and not telling.named else None


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
    *of_divisors, of_claim = obligations(claim)
    divisors = (
        (text(formulas[-1].left), _cases(formulas, tree))
        for formulas, tree in zip(of_divisors, body["divisors"], strict=True)
        if isinstance(formulas[-1], Comparison) and formulas[-1].word == "<"
    )
    # An obligation about a divisor ends with that it is below 1, one about p/q with what that leaves over.
    last = (formulas[-1] for formulas in of_divisors)
    rests = (one.left for one in last if isinstance(one, Comparison) and one.word == ">")
    exact = tuple(text(Operation("/", rest.terms)) for rest in rests if isinstance(rest, Operation))
    return Argument(claim, dict(body["witness"]), tuple(divisors), _cases(of_claim, body["tree"]), exact)


def _cases(formulas: Sequence[Formula], tree: Any) -> tuple[CaseArgument, ...]:
    """Give a case for each way through the alternatives that are opened before anything else is done."""
    telling = Telling(Budget())
    formulas, tree = with_divisions(formulas, tree)
    telling.assume_all(formulas)
    return tuple(_case(telling, known, below) for known, below in _opened(telling.known, tree))


def _opened(known: tuple[Known, ...], tree: Any) -> Iterator[tuple[tuple[Known, ...], Any]]:
    if "cases" not in tree:
        yield known, tree
        return
    for branch, below in zip(_branches(known, tree["cases"]), tree["of"], strict=True):
        yield from _opened(branch, below)


def _branches(known: tuple[Known, ...], number: int) -> Iterator[tuple[Known, ...]]:
    """Open the alternatives of a number, as the checker does."""
    place = [place for place, one in enumerate(known) if one.is_choice][number]
    for part in known[place].parts:
        yield (*known[:place], *known[place + 1 :], *part.flat())


def _case(telling: Telling, known: tuple[Known, ...], tree: Any) -> CaseArgument:
    reason = _reason(known, tree)
    hypotheses = [one for one in known if not one.is_choice]
    used = sorted({number for number in _used(reason) if number < len(hypotheses)})
    domain = set(domain_of(sorted(telling.names)))
    said = [one.comparison for one in hypotheses if one.comparison is not None and one.comparison not in domain]
    atoms = [one for one in said if one.left != one.right]  # which a division that the proof adds is
    spoken = [hypotheses[number].polynomial for number in used] + list(_split_at(reason))
    # Numbered are those that are shown: first the hypotheses, then, as far as the reason goes on, what it puts.
    numbers = {number: place for place, number in enumerate(used, 1)}
    numbers |= {new: len(used) + 1 + new - len(hypotheses) for new in _put(reason)}
    return CaseArgument(
        atoms=tuple(dict.fromkeys(text(atom) for atom in atoms)),
        named=telling.behind(spoken),
        worth=_worth(telling, atoms),
        hypotheses={numbers[number]: hypotheses[number].polynomial for number in used},
        origins={numbers[number]: hypotheses[number].origin for number in used},
        reason=_renumbered(reason, numbers),
    )


def _renumbered(reason: Reason, numbers: Mapping[int, int]) -> Reason:
    if isinstance(reason, Combination):
        terms = ((factor, tuple(sorted(numbers[one] for one in product))) for factor, product in reason.terms)
        return Combination(tuple(sorted(terms, key=lambda term: term[1])), reason.total)
    return Branches(
        tuple(
            (tuple((numbers[key], value) for key, value in new), _renumbered(below, numbers))
            for new, below in reason.cases
        )
    )


def _worth(telling: Telling, atoms: Sequence[Comparison]) -> tuple[tuple[str, Polynomial], ...]:
    """Give every division of a case with its value; in a later one the value stands for an earlier one."""
    found: dict[str, Polynomial] = {}

    def valued(term: Term) -> Term:
        if not isinstance(term, Operation):
            return term
        inner = Operation(term.word, tuple(map(valued, term.terms)))
        if term.word not in DIVISIONS:
            return inner
        value = telling.value(term)
        found.setdefault(text(inner), value)
        return side(polynomial_text(value))

    for atom in atoms:
        valued(atom.left)
        valued(atom.right)
    names = [variable(name) for name in telling.named.values()]
    return tuple((term, value) for term, value in found.items() if value not in names)


def side(written: str) -> Term:
    """Read a term, which is half a formula.

    Examples
    --------
    >>> side("2*k")
    Operation(word='*', terms=(Number(value=2), Name(name='k')))
    """
    return parse_term(written)


def _reason(known: tuple[Known, ...], tree: Any) -> Reason:
    polynomials = [one.polynomial for one in known if not one.is_choice]
    if "sum" in tree:
        terms = tuple((factor, tuple(numbers)) for factor, numbers in tree["sum"])
        return Combination(terms, _total(polynomials, terms))
    if "split" in tree:
        split = polynomial(tree["split"], Budget())
        opened = [(*known, Known(one, "")) for one in (split, add(constant(-1), split, -1))]
        trees = [tree["yes"], tree["no"]]
    else:
        opened, trees = list(_branches(known, tree["cases"])), tree["of"]
    first = len(polynomials)
    cases = []
    for branch, below in zip(opened, trees, strict=True):
        new = [one.polynomial for one in branch if not one.is_choice][first:]
        cases.append((tuple(enumerate(new, first)), _reason(branch, below)))
    return Branches(tuple(cases))


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
        for _, below in reason.cases:
            yield from _used(below)


def _put(reason: Reason) -> Iterator[int]:
    if isinstance(reason, Branches):
        for new, below in reason.cases:
            yield from (key for key, _ in new)
            yield from _put(below)


def _split_at(reason: Reason) -> Iterator[Polynomial]:
    if isinstance(reason, Branches):
        for new, below in reason.cases:
            yield from (value for _, value in new)
            yield from _split_at(below)


SAID = {
    "claim": "Claim: {claim}.",
    "claim.domain": "Claim: {claim}, for all integers with {domain}.",
    "witness": "Not vacuous: it speaks of {values}.",
    "divisors": "Each divisor is at least 1: {divisors}.",
    "exact": "Each exact quotient leaves nothing over: {quotients}.",
    "identity": "Multiplied out, both sides are {value}.",
    "suppose": "Suppose that the claim fails.",
    "case": "Case {number} of {count}: {atoms}",
    "quotient": "  let {name} = floor({dividend} / {divisor}): 0 <= {rest} <= {upper}",
    "extreme": "  let {name} = {word}({parts})",
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
      e1 = n - s*q0 >= 0
      e2 = s*q0 - n - 1 >= 0
      e1 + e2 = -1: contradiction
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
    if argument.exact:
        lines.append(tell(SAID["exact"]).format(quotients=", ".join(argument.exact)))
    if argument.identity is not None:
        return [*lines, tell(SAID["identity"]).format(value=polynomial_text(argument.identity))]
    lines.append(tell(SAID["suppose"]))
    for number, case in enumerate(argument.cases, 1):
        if case.atoms or len(argument.cases) > 1:
            head = tell(SAID["case"])
            lines.append(head.format(number=number, count=len(argument.cases), atoms=", ".join(case.atoms)))
        lines += _case_lines(case, tell)
    return lines


def _case_lines(case: CaseArgument, tell: Callable[[str], str]) -> list[str]:
    lines = []
    for one in case.named:
        if one.word != "//":
            parts = ", ".join(map(polynomial_text, one.parts))
            lines.append(tell(SAID["extreme"]).format(name=shown(one.name), word=one.word, parts=parts))
            continue
        dividend, divisor = one.parts
        rest, upper = remainder(one.name, dividend, divisor)
        words = {
            "name": shown(one.name),
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
    for place, (new, branch) in enumerate(reason.cases):
        told = " >= 0, ".join(f"e{number} = {polynomial_text(value)}" for number, value in new)
        lines.append(tell(SAID["otherwise" if place else "if"]).format(hypothesis=told))
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
