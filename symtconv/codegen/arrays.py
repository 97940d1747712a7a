"""The plan as code for libraries of arrays; NumPy, PyTorch and JAX differ in a few words, their `Dialect`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from symtconv.codegen.plan import Piece, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a library says what all of them can do.

    Parameters
    ----------
    imports, definitions : str
        What stands before and after the function.
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
    """

    imports: str
    definitions: str
    swap: str
    zeros: Callable[[str, bool], str]
    assign: Callable[[str, str, str], str]
    correlate: Callable[[Plan, Piece, str], str]
    bias: str


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
    return f"{plan.header}\n{dialect.imports}\n\n\n{head}\n{body}\n{dialect.definitions}"


def _lowering(plan: Plan, dialect: Dialect) -> list[str]:
    layer = plan.layer
    sizes = tuple((size - 1) * step + 1 for size, step in zip(layer.input, plan.dilate, strict=True))
    places = ", ".join(f"::{step}" for step in plan.dilate)
    return [
        f"z = {dialect.zeros(f'(len(y), {_row((layer.in_channels, *sizes))})', False)}",
        dialect.assign("z", f":, :, {places}", "y"),
        f"x = {dialect.correlate(plan, plan.pieces[0], 'z')}",
    ]


def _phases(plan: Plan, dialect: Dialect) -> list[str]:
    layer, axes = plan.layer, list(zip(plan.windows, plan.interleave, strict=True))
    channels = layer.out_channels
    lines = [f"x = {dialect.zeros(f'(len(y), {channels}, {_row(n for axis in axes for n in axis)})', True)}"]
    for piece in plan.pieces:
        place = ", ".join(f":, {residue}" for residue in piece.residues)
        if piece.is_zero:
            lines.append(f"# residue {piece.residues}: no tap reaches it")
        else:
            lines.append(dialect.assign("x", f":, :, {place}", dialect.correlate(plan, piece, "y")))
    cut = ", ".join(f"{start}:{start + size}" for start, size in zip(plan.cut, layer.output, strict=True))
    return [*lines, f"x = x.reshape(len(y), {channels}, {_row(q * s for q, s in axes)})[:, :, {cut}]"]


def _row(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
