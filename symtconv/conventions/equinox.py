"""Equinox: ``equinox.nn.ConvTranspose{1,2,3}d`` and the general ``equinox.nn.ConvTranspose``.

Source: ``equinox/nn/_conv.py``, release 0.13.8. The padding words are torch's, the kernel is slid as it is stored,
and its array is ``(C_out, C_in/groups, *kernel)``. The output padding stands before the padding in
``ConvTranspose2d`` and behind it in ``ConvTranspose``.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import (
    Framework,
    Said,
    Way,
    Word,
    brief,
    callee,
    name_or,
    refuse_axis,
    unless,
    written,
)
from symtconv.conventions.spec import Pairs, Row, Spec, padding_of
from symtconv.conventions.value import Value
from symtconv.conventions.weights import Layout
from symtconv.geometry import NormalForm, span

TITLE = "Equinox"
LAYOUT = Layout("Oik")
_RANKS = {f"ConvTranspose{rank}d": rank for rank in (1, 2, 3)}
_CHANNELS = ("in_channels", "out_channels", "kernel_size")
_LATER: dict[str, Value] = {
    "dilation": 1, "groups": 1, "use_bias": True, "padding_mode": "ZEROS", "dtype": None, "key": None,
}  # fmt: skip
_SIGNATURE = Signature(_CHANNELS, {"stride": 1, "output_padding": 0, "padding": 0, **_LATER})
_ANY = Signature(("num_spatial_dims", *_CHANNELS), {"stride": 1, "padding": 0, "output_padding": 0, **_LATER})


def read(name: str, arguments: Arguments) -> Spec:
    """Read a module's words: ``output_padding < stride``; "SAME" makes n·s entries less the output padding."""
    rank = _RANKS.get(name) or arguments.number("num_spatial_dims")
    arguments.choice("padding_mode", ("zeros",), fold=True)
    kernel, stride, dilation = (arguments.row(word, rank) for word in ("kernel_size", "stride", "dilation"))
    extra = arguments.row("output_padding", rank, least=0)
    for axis, (s, a) in enumerate(zip(stride, extra, strict=True)):
        if a >= s:
            arguments.refuse("output_padding", f"is not below stride={s} on axis {axis}; use {s - 1} or less")
    pairs, added = padding_of(_ends(arguments, kernel, stride, dilation, extra))
    in_channels, out_channels, groups = arguments.channels()
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        padding=pairs,
        output_padding=added,
        in_channels=in_channels,
        out_channels=out_channels,
        groups=groups,
        layout=LAYOUT,
        flips_kernel=True,
    )


def _ends(arguments: Arguments, kernel: Row, stride: Row, dilation: Row, extra: Row) -> list[tuple[int, int]]:
    value, rank = arguments.literal("padding"), len(kernel)
    if isinstance(value, str):
        word = arguments.choice("padding", ("same", "same_lower", "valid"), fold=True)
        words = zip(kernel, stride, dilation, extra, strict=True)
        return [(0, a) if word == "valid" else _same(span(k, d), s, a, word) for k, s, d, a in words]
    pairs: Pairs
    if isinstance(value, tuple) and value and all(isinstance(part, tuple) for part in value):
        pairs = arguments.pairs("padding", rank, least=None)
    else:
        pairs = tuple((p, p) for p in arguments.row("padding", rank, least=-(10**18)))
    return [(low, a - high) for (low, high), a in zip(pairs, extra, strict=True)]


def _same(K: int, s: int, a: int, word: str) -> tuple[int, int]:
    """Give the ends of "SAME": n·s - a entries; the total ``K - s + a`` is cropped, and below 0 it is put behind."""
    total = K - s + a
    if total < 0:
        return 0, -total
    low = (total + (word == "same_lower")) // 2
    return low, low - total


def write(form: NormalForm) -> Said:
    """Write the module with one padding pair per axis; what is added behind is output padding below the stride."""
    name = callee(TITLE, _RANKS, form)
    for number, axis in enumerate(form.axes):
        if axis.low < 0:
            raise refuse_axis(TITLE, number, f"a low padding of {axis.low}", "padding ≥ 0")
        if axis.extra >= axis.stride:
            raise refuse_axis(TITLE, number, f"output_padding={axis.extra}", f"output_padding in 0..{axis.stride - 1}")
    pairs, extra = padding_of(list(form.ends))
    even = all(low == high for low, high in pairs)
    call = written(
        f"eqx.nn.{name}",
        name_or(form.in_channels, "C_in"),
        name_or(form.out_channels, "C_out"),
        brief(form.kernel),
        stride=brief(form.stride, 1),
        padding=brief(tuple(low for low, _ in pairs), 0) if even else pairs,
        output_padding=brief(extra, 0),
        dilation=brief(form.dilation, 1),
        groups=unless(form.groups, 1),
        key="key",
    )
    return Said(call)


FRAMEWORK = Framework(
    name="equinox",
    title=TITLE,
    version="0.13.8",
    source="equinox/nn/_conv.py: ConvTranspose._padding_transpose",
    prefixes=("eqx.nn", "equinox.nn", "eqx", "equinox"),
    callees={**dict.fromkeys(_RANKS, _SIGNATURE), "ConvTranspose": _ANY},
    read=read,
    write=write,
    layout=LAYOUT,
    flips=True,
    dialect="jax",
    image="l >= 0 and e < s",
    limits=("1 to 3 spatial axes",),
    ways=(
        Way("padding=((l, h), …), output_padding=a", ("p >= 0", "q >= 0", "0 <= a", "a < s"), "p", "a - q",
            {"p": "l", "q": "max(-e, 0)", "a": "max(e, 0)"}),
        Way('padding="SAME", output_padding=a, K + a ≥ s', ("0 <= a", "a < s", "K + a >= s"), "(K - s + a) // 2",
            "(K - s + a) // 2 - (K - s + a)", {}),
        Way('padding="SAME", output_padding=a, K + a < s', ("0 <= a", "a < s", "K + a < s"), "0", "s - K - a", {}),
    ),
    words=(
        Word("in_channels, out_channels, groups", "C_in, C_out, groups", "groups divides both"),
        Word("kernel_size, stride, dilation", "k, s, d", "a number or one per axis"),
        Word("padding", "l = h, or pairs (l, h)", '"SAME": n·s - a entries, "SAME_LOWER", "VALID"; capitals are one'),
        Word("output_padding", "a", "0 ≤ a < s; in ConvTranspose2d it stands before padding, in ConvTranspose behind"),
    ),
    traps=(
        "torch's padding words, but the kernel is slid as it is stored, and is (C_out, C_in/groups, *k): flip it.",
        ("In ConvTranspose2d output_padding stands before padding; in ConvTranspose, whose first word is "
        "num_spatial_dims, behind it."),
        'With "SAME" output_padding takes entries away: n·s - a of them.',
    ),
    alone=False,
)  # fmt: skip
