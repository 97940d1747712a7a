"""What the emitted code does, in numbers: one correlation of stride 1 per piece, then perhaps an interleaving."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

from symtconv.geometry import Axis, ConvTranspose, InputError, Phase, phases


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One axis of a piece: which taps it has and how what it reads is padded.

    Parameters
    ----------
    first, step, taps : int
        The taps ``first, first + step, …`` of the kernel; there may be none.
    dilation : int
        Step between them where they are slid, flipped.
    pad : tuple of int
        Entries added at both ends; negative ones are cropped.
    """

    first: int
    step: int
    taps: int
    dilation: int
    pad: tuple[int, int]

    @property
    def end(self) -> int:
        """One beyond the last tap."""
        return self.first + self.step * (self.taps - 1) + 1

    @property
    def backwards(self) -> str:
        """The slice that picks the taps in reverse order."""
        stop = "" if self.first == 0 else str(self.first - 1)
        return f"{self.end - 1}:{stop}:{-self.step}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One correlation; ``residues`` says where its output belongs (all 0 for the lowering)."""

    residues: tuple[int, ...]
    reaches: tuple[Reach, ...]

    @property
    def is_zero(self) -> bool:
        """Whether no tap reaches it."""
        return any(reach.taps == 0 for reach in self.reaches)

    @property
    def pads(self) -> tuple[tuple[int, int], ...]:
        """Padding per axis."""
        return tuple(reach.pad for reach in self.reaches)

    @property
    def dilation(self) -> tuple[int, ...]:
        """Step between taps per axis."""
        return tuple(reach.dilation for reach in self.reaches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How x′ is computed.

    Parameters
    ----------
    layer : ConvTranspose
    view : str
    dilate : tuple of int
        Step between entries of y before anything is padded.
    pieces : tuple of Piece
        Row-major over the residues.
    interleave : tuple of int
        Number of residues per axis.
    windows : tuple of int
        Output of a piece per axis.
    cut : tuple of int
        First entry of the interleaved pieces that belongs to x′, per axis.
    """

    layer: ConvTranspose
    view: str
    dilate: tuple[int, ...]
    pieces: tuple[Piece, ...]
    interleave: tuple[int, ...]
    windows: tuple[int, ...]
    cut: tuple[int, ...]

    @property
    def header(self) -> str:
        """The first lines of every emitted file."""
        layer, (ci, m, *_) = self.layer, self.layer.weight_shape
        what = {
            "lowering": "Zeros between the entries of y, padding, correlation with the flipped kernel.",
            "polyphase": "One small convolution per residue of the stride, interleaved; no inserted zeros.",
        }[self.view]
        shapes = [(layer.in_channels, *layer.input), (ci, m, *layer.kernel), (layer.out_channels, *layer.output)]
        y, w, x = (", ".join(map(str, shape)) for shape in shapes)
        return f"# x′ = Cᵀy of {layer.call}.\n# {what}\n# y (N, {y}), w ({w}) -> x′ (N, {x})\n"

    @property
    def grouped(self) -> tuple[int, ...]:
        """Shape ``(groups, C_in/groups, C_out/groups, *kernel)`` of the weights by groups."""
        layer = self.layer
        return (layer.groups, layer.in_channels // layer.groups, *layer.weight_shape[1:])

    @property
    def exchanged(self) -> tuple[int, ...]:
        """Shape ``(C_out, C_in/groups, *kernel)`` of the kernel of the pieces."""
        layer = self.layer
        return (layer.out_channels, layer.in_channels // layer.groups, *layer.kernel)


def lowering_plan(layer: ConvTranspose) -> Plan:
    """Plan the lowering: dilate by s, one piece with all taps."""
    reaches = tuple(
        Reach(first=0, step=1, taps=a.kernel, dilation=a.dilation, pad=(a.pad_low, a.pad_high)) for a in layer.axes
    )
    zeros = (0,) * layer.rank
    return Plan(
        layer=layer,
        view="lowering",
        dilate=layer.stride,
        pieces=(Piece(residues=zeros, reaches=reaches),),
        interleave=(1,) * layer.rank,
        windows=layer.output,
        cut=zeros,
    )


def phase_plan(layer: ConvTranspose) -> Plan:
    """Plan the phases: every residue has its own piece over the same places q.

    Raises
    ------
    InputError
        For more than `MOST_PIECES` residues.
    """
    if prod(layer.stride) > MOST_PIECES:
        msg = f"the phases would be {prod(layer.stride)} pieces of code; the limit is {MOST_PIECES}; use view lowering"
        raise InputError(msg)
    places = [_places(axis) for axis in layer.axes]
    axes = [[_reach(axis, phase, *q) for phase in phases(axis)] for axis, q in zip(layer.axes, places, strict=True)]
    return Plan(
        layer=layer,
        view="polyphase",
        dilate=(1,) * layer.rank,
        pieces=tuple(
            Piece(residues=residues, reaches=reaches)
            for residues, reaches in zip(product(*map(range, layer.stride)), product(*axes), strict=True)
        ),
        interleave=layer.stride,
        windows=tuple(high - low for low, high in places),
        cut=tuple(axis.low % axis.stride for axis in layer.axes),
    )


MOST_PIECES = 256


def _places(axis: Axis) -> tuple[int, int]:
    """Give the range of q that all residues share; with ``j + l = s·q + r`` it begins at ``⌊l/s⌋``."""
    return axis.low // axis.stride, (axis.output - 1 + axis.low) // axis.stride + 1


def _reach(axis: Axis, phase: Phase, low: int, high: int) -> Reach:
    """Give one residue along an axis: ``Σ_v w[first + step·v]·y[q + source - shift·v]`` as a correlation."""
    before = phase.shift * (phase.taps - 1) - phase.source - low
    after = (high - 1) + phase.source - (axis.size - 1)
    return Reach(
        first=phase.first,
        step=phase.step,
        taps=phase.taps,
        dilation=phase.shift,
        pad=(before, after) if phase.taps else (0, 0),
    )
