"""A layer as a Coq file: its own numbers, stated and proved by instantiating the general theorem.

The emitted file is text; nothing in it is trusted. The literal parts are computed here from the layer's
relation, and Coq compares them with what its own definitions give, so a wrong entry makes coqc fail.
"""

from __future__ import annotations

from math import prod
from textwrap import fill

from symtconv.geometry import ConvTranspose, LimitError
from symtconv.proofs.coq.literal import literal_matrix, literal_result
from symtconv.proofs.coq.spelling import (
    axis_record,
    by,
    checking,
    definitions,
    grouping,
    layer_words,
    numbers,
    pads,
    program,
    resting,
)

LITERAL_ENTRIES = 1024  # below this the literal matrix is printed unless told otherwise: under 3 s in coqc
LITERAL_LIMIT = 65_536  # above this it is refused


def emit_layer(layer: ConvTranspose, *, literal: bool | None = None) -> str:
    """Write a Coq file that states and proves the layer's own instance of the theorem.

    Parameters
    ----------
    layer : ConvTranspose
        Any layer: the instance of the theorem has the same length whatever the sizes.
    literal : bool, optional
        Whether the matrix and the result are printed entry by entry too. None: where the layer is small.

    Returns
    -------
    str
        A ``.v`` file. It opens with what it states and how to check it.

    Raises
    ------
    LimitError
        When the literal parts are asked for and the matrix has more than 65,536 entries.

    Examples
    --------
    >>> text = emit_layer(ConvTranspose(input=2, kernel=3, stride=2, padding=1, output_padding=1))
    >>> [line for line in text.splitlines() if line.startswith("Theorem")]  # doctest: +NORMALIZE_WHITESPACE
    ['Theorem shapes :', 'Theorem lowering w y :', 'Theorem matrix_of_convolution w x o : length o = 1%nat ->',
     'Theorem transpose w x y :', 'Theorem matrix w :', 'Theorem result w y :']
    """
    entries = prod(layer.y_shape) * prod(layer.x_shape)
    if literal is None:
        literal = entries <= LITERAL_ENTRIES
    elif literal and entries > LITERAL_LIMIT:
        msg = f"the literal matrix would have {entries} entries; the limit is {LITERAL_LIMIT}; use literal=False"
        raise LimitError(msg)
    parts = _grouped(layer) if layer.has_channels else _plain(layer)
    names = ["shapes", "lowering", "matrix_of_convolution", "transpose"]
    if not layer.is_exact_transpose:
        parts.append(_first_rows(layer))
        names.append("first_rows")
    if literal:
        parts += [literal_matrix(layer), literal_result(layer)]
        names += ["matrix", "result"]
    body = "\n".join([_shapes(layer), _SECTION, *parts, "End Instance."])
    rests_on = resting(f"@{name}" for name in names)
    return f"{_header(layer, names)}\n{definitions(layer)}\n{body}\n\n{rests_on}"


def _header(layer: ConvTranspose, names: list[str]) -> str:
    says = _says(layer)
    stated = "\n".join(
        fill(f"{name}: {says[name]}", 108, initial_indent="   - ", subsequent_indent="     ") for name in names
    )
    return f"""\
(* One transposed convolution, stated and proved.  Written by symtconv; Coq is the judge.

{fill(f"Layer: {layer_words(layer)}.", 108, initial_indent="   ", subsequent_indent="   ")}

   What is stated, over every commutative ring, for every kernel w and every y:
{stated}

{checking()} *)"""


def _says(layer: ConvTranspose) -> dict[str, str]:
    """Say each theorem of the file in words."""
    pair = "for the kernel of each pair of channels: " if layer.has_channels else ""
    lowering, n, i, outputs = layer.lowering(), by(layer.input), by(layer.output), by(layer.conv_outputs)
    first = "" if layer.is_exact_transpose else f", its first {n} outputs"
    exactly = ", exactly (output padding < stride on every axis)" if layer.is_exact_transpose else ""
    return {
        "shapes": f"the layer reads {n} entries and writes {i}; the convolution that reads {i} has {outputs} outputs.",
        "lowering": f"the layer is this program, shape and entries: dilate y by {by(lowering.dilate)} (zeros between "
        f"its entries), pad by {pads(lowering.pad)} (low:high per axis; a negative number crops), slide the flipped "
        f"kernel with stride 1 and dilation {by(lowering.dilation)}.",
        "matrix_of_convolution": f"C x is the convolution with the same words{first}.",
        "transpose": f"<C x, y> = <x, layer y> for all x and y: the layer is the transpose of C{exactly}.",
        "first_rows": f"{pair}output padding >= stride on some axis: C has the rows of the first {n} of {outputs} "
        "outputs, and the layer is the transpose of the whole convolution, applied to y extended by zeros.",
        "matrix": "C, entry by entry, in the letters of w.",
        "result": "the transpose of C times y, entry by entry, through the general theorem.",
    }


def _shapes(layer: ConvTranspose) -> str:
    lows, highs = zip(*layer.lowering().pad, strict=True)
    return f"""\
Theorem shapes :
  map size axes = {numbers(layer.input)} /\\ map output axes = {numbers(layer.output)}
  /\\ map conv_outputs axes = {numbers(layer.conv_outputs)}
  /\\ map pad_low axes = {numbers(lows)} /\\ map pad_high axes = {numbers(highs)}.
Proof. repeat split; reflexivity. Qed.
"""


_SECTION = """\
Section Instance.
Context {R : Ring}.
"""


def _plain(layer: ConvTranspose) -> list[str]:
    n, i, rank = numbers(layer.input), numbers(layer.output), layer.rank
    return [
        f"""\
Implicit Types w x y : idx -> R.

Theorem lowering w y :
  let x' := {program(layer, layer.lowering(), "w", "y")} in
  shape x' = {i} /\\ forall j, length j = {rank}%nat -> entry x' j = convT axes w y j.
Proof. exact (lowered_program axes w y strides). Qed.
""",
        f"""\
Theorem matrix_of_convolution w x o : length o = {rank}%nat ->
  conv axes w x o = sumb {i} (fun j => Cmat axes w o j [*] x j).
Proof. exact (conv_matrix axes w x o). Qed.

Theorem transpose w x y :
  dot {n} (conv axes w x) y = dot {i} x (convT axes w y).
Proof. exact (adjoint axes w x y). Qed.
""",
    ]


def _grouped(layer: ConvTranspose) -> list[str]:
    n, i, rank = numbers(layer.input), numbers(layer.output), layer.rank
    groups, p, q = grouping(layer)
    w, y = f"(w (co / {q} * {p} + c) (co mod {q}))", f"(y (co / {q} * {p} + c))"
    lowered = program(layer, layer.lowering(), w, y)
    ins, outs = layer.in_channels, layer.out_channels
    return [
        f"""\
(* w ci m is the kernel from channel ci of y to the m-th channel of x' of its group. *)
Implicit Types (w : Z -> Z -> idx -> R) (x y : Z -> idx -> R).

Theorem lowering w y co : 0 <= co < {outs} ->
  let program c := {lowered} in
  (forall c, shape (program c) = {i})
  /\\ forall j, length j = {rank}%nat -> layer axes {groups} {p} {q} w y co j = sum {p} (fun c => entry (program c) j).
Proof. intro H. exact (lowered_groups axes {groups} {p} {q} w y co strides ltac:(lia) ltac:(lia) H). Qed.
""",
        f"""\
Theorem matrix_of_convolution w x ci o : 0 <= ci < {ins} -> length o = {rank}%nat ->
  conv_groups axes {p} {q} w x ci o
  = sum {outs} (fun co => sumb {i} (fun j => Cblock axes {p} {q} w ci co o j [*] x co j)).
Proof. exact (conv_groups_matrix axes {groups} {p} {q} w x ci o ltac:(lia) ltac:(lia)). Qed.

Theorem transpose w x y :
  sum {ins} (fun ci => dot {n} (conv_groups axes {p} {q} w x ci) (y ci))
  = sum {outs} (fun co => dot {i} (x co) (layer axes {groups} {p} {q} w y co)).
Proof. exact (adjoint_groups axes {groups} {p} {q} w x y ltac:(lia) ltac:(lia)). Qed.
""",
    ]


def _first_rows(layer: ConvTranspose) -> str:
    whole = "; ".join(
        axis_record((axis.conv_outputs, *axis.parameters[1:6], axis.output_padding % axis.stride))
        for axis in layer.axes
    )
    ring = "(w y : idx -> R)"
    return f"""\
Theorem first_rows {ring} j :
  convT axes w y j = convT [{whole}] w (extend {numbers(layer.input)} y) j.
Proof. exact (first_rows axes w y j ltac:(repeat constructor; cbn; lia)). Qed.
"""
