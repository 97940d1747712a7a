"""The package's own words: ``ConvTranspose(input=(2, 2), kernel=3, stride=2, ...)``, as in Python.

It shares its name with ONNX's operator; the keywords tell them apart. Every layer can be said in it.
"""

from __future__ import annotations

from typing import cast

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import Framework, brief, unless, written
from symtconv.conventions.spec import Spec
from symtconv.geometry import ConvTranspose, GeometryError
from symtconv.geometry.words import Padding, padding_pairs

TITLE = "symtconv"
_SIGNATURE = Signature(
    ("input", "kernel"),
    {"stride": 1, "padding": 0, "output_padding": 0, "dilation": 1, "in_channels": 1, "out_channels": 1, "groups": 1},
    by_position=False,
)


def read(_name: str, arguments: Arguments) -> Spec:
    """Read the words of `symtconv.ConvTranspose`; the rank is that of ``input`` or ``kernel``, else 1."""
    ranks = {len(value) for word in ("input", "kernel") if isinstance(value := arguments.values[word], tuple)}
    if len(ranks) > 1 or 0 in ranks:
        arguments.refuse("kernel", f"and input={arguments.values['input']!r} differ in rank, or have none")
    rank = ranks.pop() if ranks else 1
    try:
        padding = padding_pairs("padding", cast("Padding", arguments.values["padding"]), rank)  # refuses what is none
    except GeometryError as error:
        msg = f"{arguments.speaker}: {error}"
        raise GeometryError(msg) from None
    in_channels, out_channels, groups = arguments.channels()
    return Spec(
        speaker=arguments.speaker,
        input=arguments.row("input", rank),
        kernel=arguments.row("kernel", rank),
        stride=arguments.row("stride", rank),
        dilation=arguments.row("dilation", rank),
        padding=padding,
        output_padding=arguments.row("output_padding", rank, least=0),
        in_channels=in_channels,
        out_channels=out_channels,
        groups=groups,
        kernel_layout="(C_in, C_out/groups, *kernel)",
    )


def write(layer: ConvTranspose) -> str:
    """Write the layer; there is none that has no words."""
    even = all(low == high for low, high in layer.padding)
    return written(
        "ConvTranspose",
        input=layer.input,
        kernel=layer.kernel,
        stride=brief(layer.stride, 1),
        padding=brief(tuple(low for low, _ in layer.padding), 0) if even else layer.padding,
        output_padding=brief(layer.output_padding, 0),
        dilation=brief(layer.dilation, 1),
        in_channels=unless(layer.in_channels, 1),
        out_channels=unless(layer.out_channels, 1),
        groups=unless(layer.groups, 1),
    )


FRAMEWORK = Framework("symtconv", TITLE, ("symtconv", "st"), {"ConvTranspose": _SIGNATURE}, read, write)
