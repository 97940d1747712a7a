"""The plan as code for libraries of arrays; NumPy, PyTorch and JAX differ in a few words, their `Dialect`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from symtconv.codegen.plan import Piece, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a library says what all of them can do.

    Parameters
    ----------
    imports : str
        What stands before the function.
    definitions : mapping of str to str
        What stands behind it, by the name that calls it; what nobody calls is left out.
    swap : str
        Method that exchanges axes 1 and 2.
    zeros : callable
        Zeros of a shape, given as text; of the type of y, or of y and w together where ``product`` is true.
    assign : callable
        The statement that sets a place of an array.
    correlate : callable
        The expression for a piece, read from an array of the given name.
    bias : str
        The bias in a shape, which takes the place of ``{}``.
    dilated : callable, optional
        The whole lowering as one expression, for a library that puts the zeros between by itself; None where it cannot.
    """

    imports: str
    definitions: Mapping[str, str]
    swap: str
    zeros: Callable[[str, bool], str]
    assign: Callable[[str, str, str], str]
    correlate: Callable[[Plan, Piece, str], str]
    bias: str
    dilated: Callable[[Plan, Piece], str | None] = lambda _plan, _piece: None


def array_code(plan: Plan, dialect: Dialect) -> str:
    """Write a plan as a module with ``conv_transpose(y, w, bias=None)``."""
    lines = [
        "# The channel axes change places within each group.",
        f"kernel = w.reshape({plan.grouped}).{dialect.swap}.reshape({plan.exchanged})",
        *(_lowering(plan, dialect) if plan.view == "lowering" else _phases(plan, dialect)),
        f"return x if bias is None else x + {dialect.bias.format((1, -1, *[1] * plan.layer.rank))}",
    ]
    body = "\n".join(f"    {line}" for line in lines)
    head = "def conv_transpose(y, w, bias=None):"
    used = "".join(text for name, text in dialect.definitions.items() if re.search(rf"(?<![\w.]){name}\(", body))
    return f"{plan.header}\n{dialect.imports}\n\n\n{head}\n{body}\n{used}"


def _lowering(plan: Plan, dialect: Dialect) -> list[str]:
    layer = plan.layer
    whole = dialect.dilated(plan, plan.pieces[0])
    if whole is not None:
        return [f"x = {whole}"]
    if set(plan.dilate) == {1}:  # nothing to put between
        return [f"x = {dialect.correlate(plan, plan.pieces[0], 'y')}"]
    sizes = tuple((size - 1) * step + 1 for size, step in zip(layer.input, plan.dilate, strict=True))
    places = ", ".join(f"::{step}" for step in plan.dilate)
    return [
        f"z = {dialect.zeros(f'(y.shape[0], {_row((layer.in_channels, *sizes))})', False)}",
        dialect.assign("z", f":, :, {places}", "y"),
        f"x = {dialect.correlate(plan, plan.pieces[0], 'z')}",
    ]


def _phases(plan: Plan, dialect: Dialect) -> list[str]:
    layer, axes = plan.layer, list(zip(plan.windows, plan.interleave, strict=True))
    channels = layer.out_channels
    lines = [f"x = {dialect.zeros(f'(y.shape[0], {channels}, {_row(n for axis in axes for n in axis)})', True)}"]
    for piece in plan.pieces:
        place = ", ".join(f":, {residue}" for residue in piece.residues)
        if piece.is_zero:
            lines.append(f"# residue {piece.residues}: no tap reaches it")
        else:
            lines.append(dialect.assign("x", f":, :, {place}", dialect.correlate(plan, piece, "y")))
    cut = ", ".join(f"{start}:{start + size}" for start, size in zip(plan.cut, layer.output, strict=True))
    return [*lines, f"x = x.reshape(y.shape[0], {channels}, {_row(q * s for q, s in axes)})[:, :, {cut}]"]


def crops_within(plan: Plan, piece: Piece) -> bool:
    """Tell whether what a piece crops is there: a library's own padding then does what the index map says."""
    sizes = zip(plan.layer.input, plan.dilate, piece.pads, strict=True)
    return all(max(-low, 0) + max(-high, 0) <= (size - 1) * step + 1 for size, step, (low, high) in sizes)


def _row(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
