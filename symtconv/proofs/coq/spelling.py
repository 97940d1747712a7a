"""How numbers, axes and the lowering are spelt: in Coq's words, and in the words of a header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symtconv.geometry import ConvTranspose, Lowering


def numbers(values: Iterable[int]) -> str:
    """Spell a list of integers.

    Examples
    --------
    >>> numbers((2, -1))
    '[2; -1]'
    """
    return "[" + "; ".join(map(str, values)) + "]"


def axis_record(parameters: Sequence[int]) -> str:
    """Spell an axis from its seven integers ``(n, k, s, d, l, h, a)``.

    Examples
    --------
    >>> axis_record((2, 3, 2, 1, 1, -1, 0))
    'Axis 2 3 2 1 1 (-1) 0'
    """
    return "Axis " + " ".join(f"({v})" if v < 0 else str(v) for v in parameters)


def by(values: Iterable[int]) -> str:
    """Spell one number per axis for people: ``2x3``."""
    return "x".join(map(str, values))


def pads(pairs: Iterable[tuple[int, int]]) -> str:
    """Spell low and high padding per axis for people: ``1:2x0:1``."""
    return "x".join(f"{low}:{high}" for low, high in pairs)


def grouping(layer: ConvTranspose) -> tuple[int, int, int]:
    """Give the groups, and the channels of y and of x′ in each."""
    return layer.groups, layer.channels.inputs_per_group, layer.channels.outputs_per_group


def layer_words(layer: ConvTranspose) -> str:
    """Say a layer for people."""
    words = [
        f"input {by(layer.input)}, kernel {by(layer.kernel)}, stride {by(layer.stride)}",
        f"padding {pads(layer.padding)}, dilation {by(layer.dilation)}, output padding {by(layer.output_padding)}",
    ]
    if layer.has_channels:
        words.append(f"channels {layer.in_channels} to {layer.out_channels}, groups {layer.groups}")
    return ", ".join(words)


def checking(order: str = "read it in the order of its _CoqProject") -> str:
    """Say how a file is checked, as it stands in a header; ``order`` says what is where in the library."""
    return f"""\
   To check it (Coq 8.16 or later, and nothing else), with this file as FILE.v:
     python -c "from symtconv.proofs.coq import build_library; build_library('symtconv-coq')"
     coqc -Q symtconv-coq Symtconv FILE.v
   The first line compiles the library, once; {order}."""


def resting(names: Iterable[str]) -> str:
    """Ask, at the end of a file, what its theorems rest on; the names are as Coq is to read them."""
    return f"""\
(* Must print: Closed under the global context. *)
Definition all_of_it := ({", ".join(names)}).
Print Assumptions all_of_it.
"""


def definitions(layer: ConvTranspose) -> str:
    """Import what a file about a layer needs, and define its axes."""
    channels = " Channels" if layer.has_channels else ""
    return f"""\
From Coq Require Import ZArith Lia List.
From Symtconv Require Import Sums Geometry Convolution{channels} Lowering Adjoint OutputPadding Programs Terms.
Import ListNotations.
Open Scope Z_scope.

(* Per axis: input, kernel, stride, dilation, low, high, output padding. *)
Definition axes := [{"; ".join(axis_record(axis.parameters) for axis in layer.axes)}].
Lemma strides : strides_pos axes.
Proof. repeat constructor; cbn; lia. Qed.
"""


def program(layer: ConvTranspose, lowering: Lowering, w: str, y: str) -> str:
    """Spell a lowering as a program on arrays, all its numbers literal."""
    kernel = numbers(layer.kernel)
    lows, highs = zip(*lowering.pad, strict=True)
    padded = (
        f"pad {numbers(lows)} {numbers(highs)} (dilate {numbers(lowering.dilate)} (Array {numbers(layer.input)} {y}))"
    )
    ones = numbers([1] * layer.rank)
    slid = f"(flipped {kernel} {w})" if lowering.flip else w
    return f"slide {slid} {kernel} {ones} {numbers(lowering.dilation)}\n    ({padded})"
