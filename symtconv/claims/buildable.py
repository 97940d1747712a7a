"""What makes every named size in a claim that of a real layer: sizes at least 1, the kernel inside the padded input."""

from __future__ import annotations

from collections.abc import Iterator

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.sizes import SIZES
from symtconv.arithmetic.term import Comparison, Formula, Number, Operation, domain_of, walk
from symtconv.claims.writing import text

POSITIVE = frozenset("inksd")


def buildable_conditions(claim: Claim) -> tuple[Comparison, ...]:
    """Give the conditions that `Claim.domain` does not give already, in order of appearance."""
    bounds = set(domain_of(claim.names))
    found = dict.fromkeys(condition for part in (claim.goal, *claim.where) for condition in _of(part))
    return tuple(condition for condition in found if condition not in bounds and not _is_plain(condition))


def with_buildable(claim: Claim) -> Claim:
    """Give the claim with these conditions added."""
    extra = (text(condition) for condition in buildable_conditions(claim))
    return Claim.read(claim.text, (*claim.conditions, *extra))


def _of(formula: Formula) -> Iterator[Comparison]:
    for part in walk(formula):
        if isinstance(part, Operation) and part.word in SIZES:
            named = dict(zip(SIZES[part.word][0], part.terms, strict=True))
            for letter, term in named.items():
                if letter in POSITIVE:
                    yield Comparison(">=", term, Number(1))
                elif letter == "a":
                    yield Comparison(">=", term, Number(0))
            if part.word == "convt_size":
                yield Comparison(">=", part, Number(1))
            elif "i" in named:
                padded = Operation("+", (Operation("+", (named["i"], named["l"])), named["h"]))
                yield Comparison(">=", padded, Operation("span", (named["k"], named["d"])))


def _is_plain(condition: Comparison) -> bool:
    """Tell a comparison of two literals that is true."""
    left, right = condition.left, condition.right
    return isinstance(left, Number) and isinstance(right, Number) and left.value >= right.value
