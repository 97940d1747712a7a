"""A layer, and what stands for it, as texts of programs: the layer itself, its lowering, its phases, im2col.

Sizes are texts: numbers, names or terms, so that one text speaks of a layer or of every layer of a family.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from symtconv.geometry import ConvTranspose, InputError, Lowering


@dataclass(frozen=True)
class AxisWords:
    """One spatial axis of a layer, each size as text.

    Parameters
    ----------
    n, k, s, d, l, h, a : str
        Entries of y, taps, stride, dilation, low and high padding, output padding.
    """

    n: str = "n"
    k: str = "k"
    s: str = "1"
    d: str = "1"
    l: str = "0"
    h: str = "0"
    a: str = "0"

    def numbered(self, number: int) -> AxisWords:
        """Give the axis with a number behind every name of one letter."""
        words = {key: f"{value}{number}" if value.isalpha() else value for key, value in vars(self).items()}
        return AxisWords(**words)


@dataclass(frozen=True)
class LayerWords:
    """A layer in words: its axes, and its channels where it has them.

    Parameters
    ----------
    axes : tuple of AxisWords
    groups, ins, outs : str or None
        Groups, and channels of y and of x′ in a group; None where there are no channel axes.
    y, w : str
        The tensors' letters.
    """

    axes: tuple[AxisWords, ...]
    groups: str | None = None
    ins: str | None = None
    outs: str | None = None
    y: str = "y"
    w: str = "w"

    @classmethod
    def of(cls, layer: ConvTranspose, sizes: Sequence[str | None] = (), *, channels: bool = False) -> LayerWords:
        """Give a layer in numbers; ``sizes`` puts names in for the lengths of y, ``channels`` keeps a single channel.

        Examples
        --------
        >>> layer = ConvTranspose(input=(2,), kernel=(3,), stride=2)
        >>> words = LayerWords.of(layer, ["n"])
        >>> words.tensors, words.layer
        ('y[n] w[3]', 'convt(y, w, stride=2)')
        """
        names = [*sizes, *[None] * (layer.rank - len(sizes))]
        axes = tuple(
            AxisWords(name or str(axis.size), *map(str, axis.parameters[1:]))
            for axis, name in zip(layer.axes, names, strict=True)
        )
        if not (layer.has_channels or channels):
            return cls(axes)
        groups = layer.groups
        ins, outs = layer.in_channels // groups, layer.out_channels // groups
        return cls(axes, str(groups), str(ins), str(outs))

    @property
    def rank(self) -> int:
        """Spatial axes."""
        return len(self.axes)

    @property
    def grouped(self) -> bool:
        """Whether there is more than one group."""
        return self.groups not in (None, "1")

    @property
    def tensors(self) -> str:
        """The tensors with their lengths, laid out as the layer has them."""
        places, taps = [axis.n for axis in self.axes], [axis.k for axis in self.axes]
        if self.ins is not None and self.outs is not None:
            channels = f"{self.groups}*{_atom(self.ins)}" if self.grouped else self.ins
            places, taps = [channels, *places], [channels, self.outs, *taps]
        return f"{self.y}[{','.join(places)}] {self.w}[{','.join(taps)}]"

    @property
    def first(self) -> int:
        """The first spatial axis of y inside the program: behind groups and channels."""
        return 0 if self.ins is None else 2 if self.grouped else 1

    @property
    def first_tap(self) -> int:
        """The first axis of taps of w inside the program."""
        return 0 if self.ins is None else 3 if self.grouped else 2

    @property
    def channel_words(self) -> str:
        """The words that tell conv and convt which axes are no spatial ones."""
        return "" if self.ins is None else ", batch=1, ins=1, outs=1" if self.grouped else ", ins=1, outs=1"

    @property
    def parts(self) -> tuple[str, str]:
        """Y and w with the groups as an axis of their own."""
        if not self.grouped:
            return self.y, self.w
        return f"split({self.y}, {self.ins})", f"split({self.w}, {self.ins})"

    def joined(self, text: str) -> str:
        """Put the groups of a result together."""
        return f"merge({text})" if self.grouped else text

    @property
    def layer(self) -> str:
        """The layer as a program."""
        y, w = self.parts
        words = [
            _option("stride", [axis.s for axis in self.axes], "1"),
            _option("dilation", [axis.d for axis in self.axes], "1"),
            _pads([(axis.l, axis.h) for axis in self.axes]),
            _option("extra", [axis.a for axis in self.axes], "0"),
        ]
        return self.joined(f"convt({y}, {w}{self.channel_words}{''.join(words)})")

    def lowering(self, lowering: Lowering | None = None) -> str:
        """Give zeros between, padding or cropping, and a convolution with the flipped kernel; or a lowering as given.

        Examples
        --------
        >>> print(LayerWords((AxisWords(s="s", l="l", h="h", a="a"),)).lowering())
        conv(pad(dilate(y, s), k-1-l, k-1-h+a), reverse(w))
        """
        y, w = self.parts
        pads = [_own_pads(axis) for axis in self.axes]
        dilations, steps = [axis.d for axis in self.axes], [axis.s for axis in self.axes]
        flip, swap, crop_first = True, True, False
        if lowering is not None:
            given = lowering.for_rank(self.rank)
            pads = [(str(low), str(high)) for low, high in given.pad]
            dilations, steps = [str(d) for d in given.dilation], [str(step) for step in given.dilate]
            flip, crop_first = given.flip, given.crop_first
            swap = given.swap is True
            if given.swap == "across":
                msg = "a kernel that is swapped across the groups is no program of this layer"
                raise InputError(msg)
        for number, step in enumerate(steps):
            y = f"dilate({y}, {step}{self._axis(number)})" if step != "1" else y
        if crop_first:
            y = self.padded(y, [(_negative(low), _negative(high)) for low, high in pads])
            pads = [(_positive(low), _positive(high)) for low, high in pads]
        y = self.padded(y, pads)
        if self.ins is not None and swap:
            order = [0, 2, 1] if self.grouped else [1, 0]
            w = f"transpose({w}, {', '.join(map(str, [*order, *range(self.first_tap, self.first_tap + self.rank)]))})"
        for number in range(self.rank) if flip else ():
            w = f"reverse({w}{self._axis(number, self.first_tap)})"
        return self.joined(f"conv({y}, {w}{self.channel_words}{_option('dilation', dilations, '1')})")

    def padded(self, text: str, pads: Sequence[tuple[str, str]]) -> str:
        """Pad the spatial axes."""
        for number, (low, high) in enumerate(pads):
            text = text if (low, high) == ("0", "0") else f"pad({text}, {low}, {high}{self._axis(number)})"
        return text

    def phases(self) -> str:
        """Give the layer as interleaved phases, each a convolution of y with every s-th tap.

        The kernel is padded with zeros to at least s taps. A dilation other than 1 has to be a number, and so has the
        stride beside it; what the two have in common is a dilation of the whole.

        Examples
        --------
        >>> print(LayerWords((AxisWords(n="n", k="4", s="2"),)).phases())
        interleave(r, 2, (n-1)*2 + 4, conv(y, reverse(slice(w, r, 4, 2)), pad=((ceil((4-r)/2)-1, ceil((4-r)/2)-1),)))
        """
        y, w = self.parts
        full = [_phase_axis(axis, f"r{number}" if self.rank > 1 else "r") for number, axis in enumerate(self.axes)]
        for number, part in enumerate(full):
            axis = self._axis(number, self.first_tap)
            w = f"pad({w}, 0, {part.more}{axis})" if part.more != "0" else w
            step = "" if part.s == "1" else f", {part.s}"
            w = f"slice({w}, {part.start}, {part.taps}{step}{axis})"
        if self.ins is not None:
            order = [0, 2, 1] if self.grouped else [1, 0]
            w = f"transpose({w}, {', '.join(map(str, [*order, *range(self.first_tap, self.first_tap + self.rank)]))})"
        for number in range(self.rank):
            w = f"reverse({w}{self._axis(number, self.first_tap)})"
        dilations = _option("dilation", [part.d for part in full], "1")
        text = f"conv({y}, {w}{self.channel_words}{dilations}{_pads([part.pad for part in full])})"
        for number in reversed(range(self.rank)):
            part = full[number]
            text = f"interleave({part.phase}, {part.s}, {part.total}, {text}{self._axis(number)})"
        for number, part in enumerate(full):
            text = f"dilate({text}, {part.common}{self._axis(number)})" if part.common > 1 else text
        crops = [(_minus(axis.l), _crop(axis, part.lost)) for axis, part in zip(self.axes, full, strict=True)]
        return self.joined(self.padded(text, crops))

    def im2col(self) -> str:
        """Give one product of matrices, then col2im, then a crop (one spatial axis)."""
        if self.rank != 1 or self.grouped or self.ins is None:
            msg = "im2col is written out for one spatial axis with channels and one group"
            raise InputError(msg)
        axis = self.axes[0]
        product = f'einsum("ir,in->rn", merge({self.w}, axis=1), {self.y})'
        text = f"col2im(split({product}, {axis.k}), {axis.s}, {axis.d}, axis=1)"
        return self.padded(text, [(_minus(axis.l), _crop(axis, "0"))])

    def _axis(self, number: int, first: int | None = None) -> str:
        place = number + (self.first if first is None else first)
        return f", axis={place}" if place else ""


@dataclass(frozen=True)
class _Phase:
    """One axis of the phases: sizes as text, stride and dilation without their common factor."""

    phase: str
    s: str
    d: str
    common: int
    start: str
    taps: str
    more: str
    total: str
    lost: str
    pad: tuple[str, str]


def _phase_axis(axis: AxisWords, phase: str) -> _Phase:
    n, k, s, d, common = axis.n, axis.k, axis.s, axis.d, 1
    if d != "1":
        if not (d.isdigit() and s.isdigit()):
            msg = f"phases with dilation {d} and stride {s}: both have to be numbers"
            raise InputError(msg)
        common = gcd(int(d), int(s))
        s, d = str(int(s) // common), str(int(d) // common)
    numbers = k.isdigit() and s.isdigit()
    taps = str(max(int(k), int(s))) if numbers else f"max({k},{s})"
    more = str(int(taps) - int(k)) if numbers else f"{taps}-{_atom(k)}"
    whole = f"({n}-1)*{_atom(s)} + "
    step = d if common == 1 else str(int(d) * common)
    lost = more if step == "1" else str(int(step) * int(more)) if more.isdigit() else f"{step}*({more})"
    if d == "1":
        total, pad = whole + taps, f"ceil(({taps}-{phase})/{_atom(s)})-1"
        return _Phase(phase, s, d, common, phase, taps, more, total, lost, (pad, pad))
    inverse = pow(int(d), -1, int(s)) if int(s) > 1 else 0
    start = f"({phase}*{inverse})%{s}"
    total = f"{whole}{d}*({taps}-1) + 1"
    shift = f"({phase} - {d}*(({phase}*{inverse})%{s}))//{s}"
    low = f"{d}*(ceil(({taps}-({phase}*{inverse})%{s})/{s})-1) - {shift}"
    high = f"ceil(({total} - {phase})/{s}) - {n} + {shift}"
    return _Phase(phase, s, d, common, start, taps, more, total, lost, (low, high))


def _own_pads(axis: AxisWords) -> tuple[str, str]:
    numbers = (axis.k, axis.d, axis.l, axis.h, axis.a)
    if all(number.lstrip("-").isdigit() for number in numbers):
        k, d, l, h, a = map(int, numbers)
        return str(d * (k - 1) - l), str(d * (k - 1) - h + a)
    base = f"{_atom(axis.k)}-1" if axis.d == "1" else f"{_atom(axis.d)}*({_atom(axis.k)}-1)"
    low = base if axis.l == "0" else f"{base}-{_atom(axis.l)}"
    high = base if axis.h == "0" else f"{base}-{_atom(axis.h)}"
    return low, high if axis.a == "0" else f"{high}+{_atom(axis.a)}"


def _crop(axis: AxisWords, lost: str) -> str:
    numbers = (axis.a, axis.h, lost)
    if all(number.lstrip("-").isdigit() for number in numbers):
        return str(int(axis.a) - int(axis.h) - int(lost))
    parts = [axis.a if axis.a != "0" else "", *(f"-{_atom(part)}" for part in (axis.h, lost) if part != "0")]
    return "".join(parts) or "0"


def _minus(text: str) -> str:
    return "0" if text == "0" else text[1:] if text.startswith("-") and text[1:].isdigit() else f"-{_atom(text)}"


def _negative(text: str) -> str:
    return str(min(int(text), 0)) if text.lstrip("-").isdigit() else f"min({text}, 0)"


def _positive(text: str) -> str:
    return str(max(int(text), 0)) if text.lstrip("-").isdigit() else f"max({text}, 0)"


def _atom(text: str) -> str:
    return text if text.replace("_", "").isalnum() else f"({text})"


def _option(word: str, values: Sequence[str], default: str) -> str:
    if all(value == default for value in values):
        return ""
    return f", {word}={values[0]}" if len(set(values)) == 1 else f", {word}=({', '.join(values)})"


def _pads(pairs: Sequence[tuple[str, str]]) -> str:
    if all(pair == ("0", "0") for pair in pairs):
        return ""
    if all(low == high and low.replace("_", "").isalnum() for low, high in pairs) and len(set(pairs)) == 1:
        return f", pad={pairs[0][0]}"
    told = ", ".join(f"({low}, {high})" for low, high in pairs)
    return f", pad=({told},)" if len(pairs) == 1 else f", pad=({told})"
