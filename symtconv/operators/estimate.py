"""How large what `derive` builds would be, without building anything."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd, prod

from symtconv.geometry import ConvTranspose, LimitError, Lowering, Message

MAX_ENTRIES = 1_000_000
WRITTEN = 10_000
"""Non-zero entries up to which C, Cᵀy, every view and the cross-check are written out unasked."""

MAX_RANK = 61  # NumPy picks by at most 63 index arrays, and two axes are batch and channels
ADVICE = "the verdict needs no matrix: symtconv.derive and symtconv.prove give it for any size"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The size of a layer's matrix C, and of its kernel.

    Parameters
    ----------
    rows, columns : int
        Entries of y and of x′, channels included.
    nonzeros : int
        Entries that hold a weight.
    weights : int
        Entries of the kernel. They can be more, where x′ is cropped.
    """

    rows: int
    columns: int
    nonzeros: int
    weights: int

    @property
    def entries(self) -> int:
        """Entries of the matrix, zeros included."""
        return self.rows * self.columns


def entries(layer: ConvTranspose) -> Estimate:
    """Count the entries of C by the lattice points of every axis; the cost does not grow with the sizes.

    Examples
    --------
    >>> found = entries(ConvTranspose.of_conv(input=(128, 128), kernel=3, padding=1))
    >>> found.entries, found.nonzeros
    (268435456, 145924)
    """
    pairs = _pairs(layer)
    return Estimate(
        rows=layer.in_channels * prod(layer.input),
        columns=layer.out_channels * prod(layer.output),
        nonzeros=pairs * prod(axis.relation.count() for axis in layer.axes),
        weights=pairs * prod(layer.kernel),
    )


def products(layer: ConvTranspose) -> int:
    """Count the products of a weight and an entry of y, those included whose place in x′ is cropped away."""
    return _pairs(layer) * prod(layer.kernel) * prod(layer.input)


def excess(layer: ConvTranspose, limit: int = MAX_ENTRIES, lowering: Lowering | None = None) -> Message | None:
    """Say what would have more entries than the limit, if anything; without a lowering the layer's own is meant.

    Examples
    --------
    >>> excess(ConvTranspose(input=2, kernel=2), 6, Lowering(pad=3, flip=True))
    "the lowering's padded input would have 8 entries"
    """
    found = entries(layer)
    if max(found.nonzeros, found.rows, found.columns) > limit:
        shape = f"{found.rows} x {found.columns} = {found.entries}"
        said = "the matrix would have {shape} entries, {nonzeros} of them not zero"
        return Message(said, shape=shape, nonzeros=found.nonzeros)
    if found.weights > limit:
        return Message("the kernel would have {weights} entries", weights=found.weights)
    judged = (layer.lowering() if lowering is None else lowering).for_rank(layer.rank)
    for what, count in _of_lowering(layer, judged).items():
        if count > limit:
            return Message("the lowering's {what} would have {count} entries", what=what, count=count)
    return None


def left_out(layer: ConvTranspose, limit: int = MAX_ENTRIES, unasked: int = WRITTEN) -> Message | None:
    """Say why a layer is not written out, or None where it is: a sentence that stands beside the verdict.

    Parameters
    ----------
    limit : int
        Nothing that is built may have more entries.
    unasked : int
        C may not have more non-zero entries, unless somebody asks for it; the limit itself where somebody did.

    Examples
    --------
    >>> left_out(ConvTranspose(input=20, kernel=3), unasked=50)
    'C is not written out: it has 60 entries that are not zero, and above 50 it is only with --matrix'
    """
    if layer.rank > MAX_RANK:
        said = "C is not written out: the layer has {rank} axes; the limit is {limit}"
        return Message(said, rank=layer.rank, limit=MAX_RANK)
    beyond = excess(layer, limit)
    if beyond is not None:
        return Message("C is not written out: {why}; the limit is {limit} (--max-entries)", why=beyond, limit=limit)
    found = entries(layer).nonzeros
    if found > unasked:
        more = Message("above {unasked} it is only with --matrix", unasked=unasked)
        said = "C is not written out: it has {found} entries that are not zero, and {more}"
        return Message(said, found=found, more=more)
    return None


MOST_TAPS = 20_000
"""A page shows kernels with so many taps at most; a verdict has no such limit."""

MOST_PHASES = 2_000
"""So many phases are told apart at most."""


def check_page(layer: ConvTranspose) -> None:
    """Refuse a page, or a figure, of a kernel that nobody could look at.

    Raises
    ------
    LimitError
        For more than `MOST_TAPS` taps.
    """
    if prod(layer.kernel) > MOST_TAPS:
        msg = f"a page shows kernels with {MOST_TAPS} taps at most, and this one has {prod(layer.kernel)}; {ADVICE}"
        raise LimitError(msg)


def without_phases(layer: ConvTranspose) -> Message | None:
    """Say why the phases of a layer are left out, or None where they are not.

    Examples
    --------
    >>> without_phases(ConvTranspose(input=2, kernel=10**6, stride=10**6))
    'the view polyphase is left out: it would have 1000000 phases with taps; the limit is 2000'
    """
    most = max(min(axis.kernel, axis.stride // gcd(axis.dilation, axis.stride)) for axis in layer.axes)
    if most <= MOST_PHASES:
        return None
    said = "the view polyphase is left out: it would have {most} phases with taps; the limit is {limit}"
    return Message(said, most=most, limit=MOST_PHASES)


def judged_by_maps(layer: ConvTranspose, lowering: Lowering, limit: int = MAX_ENTRIES) -> Message | None:
    """Say why a lowering that is judged is not written out although the layer is; None where it is.

    Examples
    --------
    >>> judged_by_maps(ConvTranspose(input=2, kernel=2), Lowering(pad=9, flip=True), 9).partition(": ")[2]
    "the lowering's padded input would have 20 entries; the limit is 9 (--max-entries)"
    """
    found = excess(layer, limit, lowering)
    if found is None or excess(layer, limit) is not None:
        return None
    said = "the lowering is not written out: {why}; the limit is {limit} (--max-entries)"
    return Message(said, why=found, limit=limit)


def check_size(layer: ConvTranspose, limit: int = MAX_ENTRIES, lowering: Lowering | None = None) -> None:
    """Refuse what would be too large to be written out: a layer, or the lowering of it that is judged.

    Raises
    ------
    GeometryError
        When the lowering is written for another rank.
    LimitError
        When something that is built would have more entries than the limit, or the layer has more axes than
        the arrays of the cross-check can have.
    """
    if layer.rank > MAX_RANK:
        msg = f"the layer has {layer.rank} axes; the limit is {MAX_RANK}, for the arrays of the cross-check; {ADVICE}"
        raise LimitError(msg)
    beyond = excess(layer, limit, lowering)
    if beyond is not None:
        msg = f"{beyond}; the limit is {limit} (--max-entries) for what is built; {ADVICE}"
        raise LimitError(msg)


def _pairs(layer: ConvTranspose) -> int:
    return layer.in_channels * layer.out_channels // layer.groups


def _of_lowering(layer: ConvTranspose, lowering: Lowering) -> dict[str, int]:
    """Count what the stages of a lowering write. An axis without entries is counted as one: the others are built."""
    dilated = [(n - 1) * step + 1 for n, step in zip(layer.input, lowering.dilate, strict=True)]
    if lowering.crop_first:
        crops = [min(low, 0) + min(high, 0) for low, high in lowering.pad]
        pads = [max(low, 0) + max(high, 0) for low, high in lowering.pad]
        padded = [max(size + crop, 0) + more for size, crop, more in zip(dilated, crops, pads, strict=True)]
    else:
        padded = [size + low + high for size, (low, high) in zip(dilated, lowering.pad, strict=True)]
    relations = [lowering.relation(number, axis) for number, axis in enumerate(layer.axes)]
    return {
        "dilated input": layer.in_channels * _volume(dilated),
        "padded input": layer.in_channels * _volume(padded),
        "output": layer.out_channels * _volume([relation.length for relation in relations]),
        "matrix": _pairs(layer) * prod(relation.count() for relation in relations),
    }


def _volume(lengths: list[int]) -> int:
    return prod(max(length, 1) for length in lengths)
