"""A derivation as one JSON object: format 1 of ``derive --json`` and ``-o x.json``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symtconv.certificates.format import Certificate, carrying
from symtconv.checker.layer import difference_data
from symtconv.geometry import ConvTranspose, Lowering
from symtconv.operators.estimate import WRITTEN, entries
from symtconv.operators.matrix import Operator
from symtconv.operators.result import entry_text
from symtconv.rendering.documents.facts import Nested, Numbers, ViewVerdict
from symtconv.results.written import Written

FORMAT = 1
ONCE = "groups that are alike are written once: matrix and result are those of the first of {groups} groups"


def derivation_report(
    *,
    layer: ConvTranspose,
    lowering: Lowering,
    written: Written | None,
    whole: bool,
    views: Sequence[ViewVerdict],
    notes: Sequence[str],
    numbers: Numbers | None,
    verdict: str,
    certificate: Certificate,
) -> dict[str, Any]:
    """Give the report; its certificate is bound to it, so that an altered report is seen.

    Parameters
    ----------
    written : Written or None
        C, Cᵀy and the cross-check; what is left out is null.
    whole : bool
        Whether C and Cᵀy stand in the report too.
    views : sequence of ViewVerdict
        A refuted view says where, and each how it was decided.
    numbers : Numbers or None
        The user's own; C is then given in numbers too.
    """
    alike = layer.groups if written is not None and whole and entries(layer).nonzeros > WRITTEN else 1
    said = [*notes, *([ONCE.format(groups=alike)] if alike > 1 else [])]
    report: dict[str, Any] = {
        "format": FORMAT,
        "layer": layer.to_dict(),
        "output": list(layer.output),
        "exact_transpose": layer.is_exact_transpose,
        "lowering": lowering.to_dict(),
        **_written(written if whole else None, alike),
        "views": {view.name: _view(view) for view in views},
        "agreement": None if written is None else written.agreement.to_dict(),
        **({"notes": said} if said else {}),
        "verdict": verdict,
    }
    if numbers is not None:
        report["numbers"] = {
            "y": numbers.y,
            "w": numbers.w,
            "x": numbers.x,
            "matrix": _numeric_entries(written.matrix, numbers.w) if whole and written is not None else None,
        }
    return carrying(report, certificate)


def _written(found: Written | None, alike: int) -> dict[str, Any]:
    """Give C and Cᵀy; of many groups that are alike the first one's: its channels are the first of y and of x′."""
    if found is None:
        return {"matrix": None, "result": None, "result_text": None}
    result = found.result.entries[: len(found.result.entries) // alike]
    first = _matrix_entries(found.matrix, found.matrix.shape[0] // alike)
    return {
        "matrix": {
            "shape": list(found.matrix.shape),
            "entries": first,
            **({"groups": alike} if alike > 1 else {}),
        },
        "result": [[[c, list(tap), list(source)] for c, tap, source in entry] for entry in result],
        "result_text": [entry_text(entry) for entry in result],
    }


BYTES = 42  # an entry of C that is a weight takes so many bytes at least: its place, its term, and that as text


def least_bytes(written: Written | None, layer: ConvTranspose) -> int:
    """Give what the entries of a report take at least; of many groups that are alike the first one is written."""
    return 0 if written is None else BYTES * written.matrix.nnz // layer.groups


def _matrix_entries(matrix: Operator, rows: int) -> list[list[Any]]:
    return [
        [row, column, [[coefficient, list(tap)] for (tap,), coefficient in sorted(entry.terms.items())]]
        for row, column, entry in matrix.items()
        if row < rows
    ]


def _numeric_entries(matrix: Operator, w: Nested) -> list[list[Any]]:
    def number(tap: Sequence[int]) -> Any:
        found: Any = w
        for place in tap:
            found = found[place]
        return found

    return [
        [row, column, sum(coefficient * number(tap) for (tap,), coefficient in entry.terms.items())]
        for row, column, entry in matrix.items()
    ]


def _view(view: ViewVerdict) -> dict[str, Any]:
    difference = {} if view.difference is None else difference_data(view.difference)
    return {"verdict": view.outcome, "by": view.by, **difference}
