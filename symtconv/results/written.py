"""What is written out of a layer, with symbols: C, Cᵀy, and every view by its own route beside the index maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symtconv.checker.verdict import Outcome, Verdict
from symtconv.geometry import ConvTranspose, DisagreementError, GeometryError, Lowering
from symtconv.numeric.agreement import Agreement
from symtconv.operators.convolution import convolution_matrix
from symtconv.operators.estimate import excess, products
from symtconv.operators.matrix import Operator
from symtconv.operators.result import Index, Result
from symtconv.operators.stages import lowered
from symtconv.operators.views import VIEWS
from symtconv.rendering.documents.facts import INDEX_MAP, WRITTEN_OUT, ViewVerdict
from symtconv.results.evidence import agreement_of

PRODUCTS = 20_000
"""Products of a weight and an entry of y up to which every view goes its own route; many can be cropped away."""


@dataclass(frozen=True, slots=True)
class Written:
    """A layer written out.

    Parameters
    ----------
    matrix : Operator
        C, row y and column x.
    result : Result
        Cᵀy, entry by entry.
    agreement : Agreement
        The symbolic result against two oracles, on random integers.
    """

    matrix: Operator
    result: Result
    agreement: Agreement


def written(layer: ConvTranspose) -> Written:
    """Write a layer out and cross-check it; what is too large is refused before.

    Raises
    ------
    DisagreementError
        When two implementations that share no code disagree.
    """
    matrix = convolution_matrix(layer)
    result = matrix.T.apply()
    return Written(matrix, result, agreement_of(layer, result))


def judged(
    names: Sequence[str], layer: ConvTranspose, lowering: Lowering, verdict: Verdict, found: Written | None, limit: int
) -> tuple[ViewVerdict, ...]:
    """Say of each view what its index map says; where Cᵀy is written out, the view written out has to say the same.

    Raises
    ------
    DisagreementError
        When it does not.
    """
    return tuple(_judged(name, layer, lowering, verdict, found, limit) for name in names)


def _judged(
    name: str, layer: ConvTranspose, lowering: Lowering, verdict: Verdict, written_out: Written | None, limit: int
) -> ViewVerdict:
    difference = verdict.counterexample if name == "lowering" and verdict.outcome == "refuted" else None
    if isinstance(difference, dict):  # an assignment belongs to a claim
        raise AssertionError
    outcome: Outcome = "proved" if difference is None else "refuted"
    fits = not excess(layer, limit, lowering) if name == "lowering" else products(layer) <= PRODUCTS
    by_route = written_out is not None and (fits or name == "matrix")
    if written_out is not None and fits and name != "matrix":  # which is what the others are compared with
        found = _first_difference(name, layer, lowering, written_out)
        expected = None if difference is None else difference.entry
        if found not in (expected, ()):
            msg = f"view {name}: written out it differs at {found}, by its index maps at {expected}; please report this"
            raise DisagreementError(msg)
    return ViewVerdict(name, VIEWS[name].title, outcome, difference, WRITTEN_OUT if by_route else INDEX_MAP)


def _first_difference(name: str, layer: ConvTranspose, lowering: Lowering, ours: Written) -> Index | None:
    """Compare a view with Cᵀy, entry by entry; of a kernel that does not fit the channels there is nothing, ()."""
    if name != "lowering":
        return ours.result.first_difference(VIEWS[name].evaluate(layer))
    try:
        operator = lowered(layer, lowering)
    except GeometryError:
        return ()
    # Equal operators make the same of y; what they make of it is written out where they are not.
    return None if operator == ours.matrix.T else ours.result.first_difference(operator.apply())
