"""The lowering as data: a transposed convolution said as dilate, pad (or crop), correlate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symtconv.geometry.axis import Axis
from symtconv.geometry.channels import Swap
from symtconv.geometry.errors import GeometryError
from symtconv.geometry.relation import Relation
from symtconv.geometry.words import Padding, PerAxis, is_sequence, padding_pairs, per_axis


@dataclass(frozen=True, slots=True, init=False)
class Lowering:
    """Put zeros between the entries of y, pad the result, correlate with stride 1. Right or wrong: it is judged.

    Parameters
    ----------
    dilate : int or sequence of int
        Step between entries of y after dilation: ``dilate - 1`` zeros between neighbours.
    pad : int, sequence of int, or sequence of (low, high)
        Zeros added at the two ends of each axis; a negative number crops.
    flip : bool
        Whether the kernel is reversed along every spatial axis.
    swap : bool or "across"
        Whether the two channel axes of the weights change places within each group (True, right), not at all
        (False), or across the whole array ("across"), which a grouped convolution does not read.
    dilation : int or sequence of int
        Step between taps.
    crop_first : bool
        Crop before padding (a slip where the crop is longer than the dilated input). Right is False: padding
        is the index map ``m ↦ z[m - P_lo]``, zero outside.

    Examples
    --------
    >>> ours = Lowering(dilate=2, pad=((1, 2), (1, 2)), flip=True)
    >>> print(ours)
    dilate=2x2 pad=1:2x1:2 flip swap dilation=1x1
    """

    dilate: tuple[int, ...]
    pad: tuple[tuple[int, int], ...]
    flip: bool
    swap: Swap
    dilation: tuple[int, ...]
    crop_first: bool

    def __init__(
        self,
        *,
        dilate: PerAxis = 1,
        pad: Padding = 0,
        flip: bool,
        swap: Swap = True,
        dilation: PerAxis = 1,
        crop_first: bool = False,
    ) -> None:
        ranks = {len(tuple(value)) for value in (dilate, pad, dilation) if is_sequence(value)}  # type: ignore[arg-type]
        if len(ranks) > 1:
            words = f"dilate={dilate!r}, pad={pad!r} and dilation={dilation!r}"
            msg = f"{words} differ in rank; give each one number, or one per axis"
            raise GeometryError(msg)
        rank = ranks.pop() if ranks else 1
        _one_of("flip", flip, (True, False))
        _one_of("swap", swap, (True, False, "across"))
        _one_of("crop_first", crop_first, (True, False))
        object.__setattr__(self, "dilate", per_axis("dilate", dilate, rank))
        object.__setattr__(self, "pad", padding_pairs("pad", pad, rank))
        object.__setattr__(self, "flip", flip)
        object.__setattr__(self, "swap", swap)
        object.__setattr__(self, "dilation", per_axis("dilation", dilation, rank))
        object.__setattr__(self, "crop_first", crop_first)
        for name, values in (("dilate", self.dilate), ("dilation", self.dilation)):
            for axis, value in enumerate(values):
                if value < 1:
                    msg = f"axis {axis}: {name}={value} is below 1; use 1 or more ({name}=1 puts no zeros between)"
                    raise GeometryError(msg)

    @property
    def rank(self) -> int:
        """Number of spatial axes it is written for (1 also when every word is a single number)."""
        return len(self.dilate)

    def for_rank(self, rank: int) -> Lowering:
        """Give the lowering with its single numbers repeated for every axis.

        Raises
        ------
        GeometryError
            When it is written for another number of axes.
        """
        if self.rank == rank:
            return self
        if self.rank != 1:
            msg = f"the lowering is written for {self.rank} axes and the layer has {rank}; give one number, or {rank}"
            raise GeometryError(msg)
        return Lowering(
            dilate=self.dilate * rank,
            pad=self.pad * rank,
            flip=self.flip,
            swap=self.swap,
            dilation=self.dilation * rank,
            crop_first=self.crop_first,
        )

    @property
    def brief(self) -> str:
        """The fewest words that say it: a number once for all axes alike, and only what is not as usual.

        Examples
        --------
        >>> Lowering(dilate=(2, 2), pad=((1, 1), (1, 1)), flip=True).brief
        'dilate=2 pad=1 flip'
        >>> Lowering(dilate=(1, 1), pad=((1, 2), (0, 0)), flip=False, swap=False).brief
        'pad=1:2x0:0 no-flip no-swap'
        >>> Lowering(dilate=(1, 2), pad=((1, 2), (1, 2)), flip=True).brief
        'dilate=1x2 pad=1:2x1:2 flip'
        """
        said = {
            "dilate": _once([str(step) for step in self.dilate]),
            "dilation": _once([str(gap) for gap in self.dilation]),
        }
        if all(low == high for low, high in self.pad):
            said["pad"] = _once([str(low) for low, _ in self.pad])
        else:  # one pair is read as one axis, so beside words with several axes there is one for each
            pairs = [f"{low}:{high}" for low, high in self.pad]
            said["pad"] = "x".join(pairs) if any("x" in text for text in said.values()) else _once(pairs)
        usual = {"dilate": "1", "pad": "0", "dilation": "1"}
        words = [f"{name}={said[name]}" for name in usual if said[name] != usual[name]]
        words += ["flip" if self.flip else "no-flip", *([] if self.swap is True else [_SWAPS[self.swap]])]
        return " ".join([*words, "crop-first"] if self.crop_first else words)

    def relation(self, number: int, axis: Axis) -> Relation:
        """Give the triples ``(t, o, j)`` that the lowering joins on axis ``number`` of a layer.

        Position ``j + d·u`` of the padded input holds ``y[o]`` iff ``j + d·u - P_lo = dilate·o``, and the weight
        there is tap ``t = k-1-u`` of the kernel if it is flipped, and tap ``t = u`` if not.
        """
        step, gap, (low, high) = self.dilate[number], self.dilation[number], self.pad[number]
        reach = gap * (axis.kernel - 1)
        dilated = (axis.size - 1) * step + 1
        first, last = 0, axis.size - 1
        if self.crop_first:
            cut_low, cut_high = max(-low, 0), max(-high, 0)
            first, last = -(-cut_low // step), (dilated - 1 - cut_high) // step
            dilated = max(dilated - cut_low - cut_high, 0) + cut_low + cut_high  # a crop never goes below nothing
        return Relation(
            taps=axis.kernel,
            length=max(dilated + low + high - reach, 0),
            o_low=first,
            o_high=last + 1,
            o_step=step,
            t_step=gap if self.flip else -gap,
            offset=low - reach if self.flip else low,
        )

    def to_dict(self) -> dict[str, Any]:
        """Give the lowering as plain data, as it stands in reports, certificates and case files."""
        plain: dict[str, Any] = {
            "dilate": list(self.dilate),
            "pad": [list(pair) for pair in self.pad],
            "flip": self.flip,
            "swap": self.swap,
            "dilation": list(self.dilation),
        }
        return {**plain, "crop_first": True} if self.crop_first else plain

    def __str__(self) -> str:
        words = [
            "dilate=" + "x".join(map(str, self.dilate)),
            "pad=" + "x".join(f"{low}:{high}" for low, high in self.pad),
            "flip" if self.flip else "no-flip",
            _SWAPS[self.swap],
            "dilation=" + "x".join(map(str, self.dilation)),
        ]
        return " ".join([*words, "crop-first"] if self.crop_first else words)


_SWAPS: dict[Swap, str] = {True: "swap", False: "no-swap", "across": "swap=across"}


def _once(numbers: list[str]) -> str:
    """Write what all axes have once, else one number per axis."""
    return numbers[0] if len(set(numbers)) == 1 else "x".join(numbers)


def _one_of(name: str, value: object, allowed: tuple[object, ...]) -> None:
    # 1 == True, so the type is looked at too.
    if not any(value == word and type(value) is type(word) for word in allowed):
        msg = f"{name}={value!r}; use one of {', '.join(map(repr, allowed))}"
        raise GeometryError(msg)
