"""The package's own words: ``ConvTranspose(input=(2, 2), kernel=3, stride=2, ...)``, as in Python.

It shares its name with ONNX's operator; the keywords tell them apart. Every layer can be said in it.
"""

from __future__ import annotations

from typing import cast

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import Framework, Said, Way, Word, brief, unless, written
from symtconv.conventions.spec import Pairs, Spec
from symtconv.conventions.weights import OWN
from symtconv.geometry import GeometryError, NormalForm
from symtconv.geometry.words import Padding, padding_pairs

TITLE = "symtconv"
_SIGNATURE = Signature(
    ("kernel",),
    {
        "input": None,
        "stride": 1,
        "padding": 0,
        "output_padding": 0,
        "dilation": 1,
        "in_channels": None,
        "out_channels": None,
        "groups": 1,
    },
    by_position=False,
)


def read(_name: str, arguments: Arguments) -> Spec:
    """Read the words of `symtconv.ConvTranspose`; the rank is that of ``input`` or ``kernel``, else 1."""
    ranks = {len(value) for word in ("input", "kernel") if isinstance(value := arguments.literal(word), tuple)}
    if len(ranks) > 1:
        arguments.refuse("input", f"and kernel={arguments.values['kernel']!r} differ in rank; give both the same")
    rank = ranks.pop() if ranks else 1
    try:
        padding = padding_pairs("padding", cast("Padding", arguments.literal("padding")), rank)
    except GeometryError as error:
        raise arguments.named(error) from None
    groups = arguments.number("groups")
    inner, outer = (
        None if arguments.values[word] is None else arguments.number(word) for word in ("in_channels", "out_channels")
    )
    if (inner or groups) % groups or (outer or groups) % groups:
        arguments.refuse("groups", f"does not divide in_channels={inner} and out_channels={outer}; use one that does")
    return Spec(
        speaker=arguments.speaker,
        input=None if arguments.values["input"] is None else arguments.row("input", rank),
        kernel=arguments.row("kernel", rank),
        stride=arguments.row("stride", rank),
        dilation=arguments.row("dilation", rank),
        padding=padding,
        output_padding=arguments.row("output_padding", rank, least=0),
        in_channels=inner or (1 if groups == 1 else None),
        out_channels=outer or (1 if groups == 1 else None),
        groups=groups,
        layout=OWN,
    )


def write(form: NormalForm) -> Said:
    """Write the layer; there is none that has no words."""
    pads: Pairs = tuple((low, max(-extra, 0)) for low, extra in form.ends)
    even = all(low == high for low, high in pads)
    call = written(
        "ConvTranspose",
        input=None if form.input is None else form.input if form.rank > 1 else form.input[0],
        kernel=form.kernel if form.rank > 1 else form.kernel[0],
        stride=brief(form.stride, 1),
        padding=brief(tuple(low for low, _ in pads), 0) if even else pads,
        output_padding=brief(tuple(max(extra, 0) for _, extra in form.ends), 0),
        dilation=brief(form.dilation, 1),
        in_channels=unless(form.in_channels or 1, 1),
        out_channels=unless(form.out_channels or 1, 1),
        groups=unless(form.groups, 1),
    )
    return Said(call)


FRAMEWORK = Framework(
    name="symtconv",
    title=TITLE,
    version="this one",
    source="symtconv/geometry/layer.py",
    prefixes=("symtconv", "st"),
    callees={"ConvTranspose": _SIGNATURE},
    read=read,
    write=write,
    layout=OWN,
    image="true",
    ways=(Way("padding=((u, -v), …)", (), "u", "v", {"u": "l", "v": "e"}),),
    words=(
        Word("kernel, stride, dilation", "k, s, d", "≥ 1"),
        Word("padding", "l = h, or pairs (l, h)", "any integers"),
        Word("output_padding", "a", "≥ 0"),
        Word("input", "n", "may be left out where every input is meant"),
        Word("in_channels, out_channels, groups", "C_in, C_out, groups", "1 where not said"),
    ),
)
