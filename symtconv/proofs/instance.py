"""Decide whether a lowering computes a layer, and if not, find the first entry that differs.

The decision is the checker's own. The finder walks no entries: the number of differing triples in a window is
a difference of lattice-point counts, so the first one is found by bisection, at a cost that grows with the
logarithm of the sizes alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from symtconv.certificates import format as certificates
from symtconv.certificates.limits import MAX_DIGITS
from symtconv.checker.entry import Index, Reading
from symtconv.checker.instance import agrees, difference_at
from symtconv.checker.layer import METHODS, difference_data, layer_statement, relation_data, replay_layer
from symtconv.checker.verdict import EntryDifference, Outcome, Verdict
from symtconv.geometry import ChannelMap, ConvTranspose, LimitError, Lowering, Message, Relation

DIGITS = MAX_DIGITS // 2 - 1


def prove(
    layer: ConvTranspose,
    *,
    lowering: Lowering | None = None,
    views: Mapping[str, Sequence[Relation]] | None = None,
) -> Verdict:
    """Decide whether a lowering computes the layer, for all weights and inputs.

    Parameters
    ----------
    layer : ConvTranspose
        Of any size; the cost does not depend on it.
    lowering : Lowering, optional
        The one to judge; without it the layer's own.
    views : mapping of str to sequence of Relation, optional
        Further views that the certificate is to cover, with their index map per axis; each must be the layer's.

    Returns
    -------
    Verdict
        Proved, or refuted with the first entry that differs; never unknown.

    Raises
    ------
    GeometryError
        When the lowering is written for another rank.
    LimitError
        For a size of more than 199 digits or an end of more than 398, with which no certificate could be read again.
    CertificateError
        When the index map of a further view is not the layer's: nothing is claimed then.

    Examples
    --------
    >>> layer = ConvTranspose(input=(10**6, 10**6), kernel=3, stride=2, padding=1, output_padding=1)
    >>> prove(layer).outcome
    'proved'
    >>> wrong = prove(layer, lowering=Lowering(dilate=2, pad=((1, 2), (2, 1)), flip=True))
    >>> wrong.outcome, wrong.counterexample.entry
    ('refuted', (0, 0))
    """
    start = perf_counter()
    judged = (layer.lowering() if lowering is None else lowering).for_rank(layer.rank)
    check_numbers(layer, judged)
    ours, theirs = Reading.of_layer(layer), Reading.of_lowering(layer, judged)
    maps: dict[str, Sequence[Relation]] = {"matrix": ours.axes, "lowering": theirs.axes, **(views or {})}
    proved = agrees(ours, theirs)
    difference = None if proved else first_difference(ours, theirs)
    outcome: Outcome = "proved" if proved else "refuted"
    certificate = certificates.make(
        "layer",
        outcome,
        layer=layer.to_dict(),
        output=list(layer.output),
        lowering=judged.to_dict(),
        views={name: [relation_data(relation) for relation in axes] for name, axes in maps.items()},
        difference=None if difference is None else difference_data(difference),
    )
    if views:
        replay_layer(certificate)  # a map that was handed in is believed only if the checker accepts it
    return Verdict(
        outcome=outcome,
        statement=layer_statement(layer, judged),
        method=METHODS[outcome],
        seconds=perf_counter() - start,
        certificate=certificate,
        counterexample=difference,
        reason=None if proved else reason(layer, ours, theirs),
    )


def check_numbers(layer: ConvTranspose, lowering: Lowering) -> None:
    """Refuse numbers of which a certificate could not be read again: products of two stand in it, and sums of ends."""
    ends = [end for pairs in (layer.padding, lowering.pad) for pair in pairs for end in pair]
    sizes = (*layer.input, *layer.kernel, *layer.stride, *layer.dilation, *lowering.dilate, *lowering.dilation)
    channels = (layer.in_channels, layer.out_channels)
    for numbers, digits in (((*sizes, *channels), DIGITS), ((*ends, *layer.output_padding), MAX_DIGITS - 2)):
        if max(map(abs, numbers)) >= 10**digits:
            msg = f"a number of the layer or the lowering has more than {digits} digits; use smaller ones"
            raise LimitError(f"{msg}: no number of a certificate may have more than {MAX_DIGITS}")


def first_difference(ours: Reading, theirs: Reading) -> EntryDifference | None:
    """Find the first entry of x′, row-major, at which two readings differ; None when they agree.

    An entry differs where one side lacks it, also where the other's sum is empty, and where the sums differ;
    `symtconv.operators.result.Result.first_difference` says the same of what is written out.
    """
    lacking = [entry for entry in (_first_beyond(ours, theirs), _first_beyond(theirs, ours)) if entry is not None]
    places = []
    if theirs.channels.fits:
        named = slice(0 if ours.named else 1, None)
        found = (_first_missing(ours, theirs), _first_missing(theirs, ours))
        places = [(row[named], column[named]) for row, column in (place for place in found if place is not None)]
    if places and (not lacking or min(places)[0] <= min(lacking)):
        return difference_at(ours, theirs, *min(places))
    return difference_at(ours, theirs, min(lacking), None) if lacking else None


@dataclass(frozen=True, slots=True)
class _Side:
    """One axis of a reading beside the same axis of the other: where its triples begin, and where new ones do."""

    first: Callable[[int | None], int | None]
    first_new: Callable[[int | None], int | None]


def _first_missing(has: Reading, lacks: Reading) -> tuple[Index, Index] | None:
    """Give the first (row, column), channels in front, of a triple that ``has`` joins and ``lacks`` does not."""
    if has.is_zero:
        return None
    sides = [
        _channel_side(has.channels, lacks.channels),
        *(_axis_side(mine, other) for mine, other in zip(has.axes, lacks.axes, strict=True)),
    ]
    row = _first_index(sides, [None] * len(sides))
    if row is None:
        return None
    column = _first_index(sides, list(row))
    return None if column is None else (row, column)


def _first_index(sides: Sequence[_Side], rows: Sequence[int | None]) -> Index | None:
    """Give the least index with every axis joined and one of them anew.

    Every axis stands at its first joined place; if none of these is new already, the *last* axis that can reach a
    new place has to move there, since moving a later axis moves the index least.
    """
    first = [side.first(row) for side, row in zip(sides, rows, strict=True)]
    new = [side.first_new(row) for side, row in zip(sides, rows, strict=True)]
    index = [place for place in first if place is not None]
    if len(index) < len(first) or not any(place is not None for place in new):
        return None
    if not any(a == b for a, b in zip(first, new, strict=True)):
        axis, place = max((axis, place) for axis, place in enumerate(new) if place is not None)
        index[axis] = place
    return tuple(index)


def _axis_side(mine: Relation, other: Relation) -> _Side:
    """Bisect for places by counting; without a row the places are rows, with one they are its columns."""

    def joined(row: int | None, bound: int, *, new: bool) -> int:
        window = (0, bound, mine.o_low, mine.o_high) if row is None else (row, row + 1, mine.o_low, bound)
        kept = mine.between(*window)
        return kept.count() - (kept.meet(other.between(*window)) if new else 0)

    def place(row: int | None, *, new: bool) -> int | None:
        low, high = (0, mine.length) if row is None else (mine.o_low, mine.o_high)
        return _bisect(lambda bound: joined(row, bound, new=new), low, high)

    return _Side(lambda row: place(row, new=False), lambda row: place(row, new=True))


def _bisect(count: Callable[[int], int], low: int, high: int) -> int | None:
    """Give the least place p in [low, high) with ``count(p + 1) > 0``, for a count that never falls."""
    if count(high) == 0:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if count(middle) > 0 else (middle, high)
    return low


def _channel_side(mine: ChannelMap, other: ChannelMap) -> _Side:
    def column(co: int) -> int | None:
        return next((ci for ci in mine.inputs_of(co)[:2] if mine.weight(co, ci) != other.weight(co, ci)), None)

    def row() -> int | None:
        # The slips of ChannelMap show in the first two channels of x′, and of y in a group, if they show at all.
        return next((co for co in range(min(mine.out_channels, 2)) if column(co) is not None), None)

    return _Side(
        lambda co: 0 if co is None else mine.inputs_of(co)[0],
        lambda co: row() if co is None else column(co),
    )


def _first_beyond(longer: Reading, shorter: Reading) -> Index | None:
    """Give the first entry that one reading has and the other lacks for its shape."""
    if min(longer.shape) < 1:
        return None
    beyond = [axis for axis, (a, b) in enumerate(zip(longer.shape, shorter.shape, strict=True)) if a > b]
    if not beyond:
        return None
    if min(shorter.shape) < 1:
        return (0,) * len(longer.shape)
    return tuple(shorter.shape[axis] if axis == beyond[-1] else 0 for axis in range(len(longer.shape)))


def reason(layer: ConvTranspose, ours: Reading, theirs: Reading) -> Message:
    """Say what is wrong with a lowering, and which one is right."""
    right = {"lowering": str(layer.lowering())}
    if not theirs.channels.fits:
        said = (
            "its kernel has {given} channels, the convolution reads {read}; the lowering that is right is: {lowering}"
        )
        return Message(said, given=_by(theirs.channels.kernel_shape), read=_by(ours.channels.kernel_shape), **right)
    if ours.shape != theirs.shape:
        said = "its output is {other}, the layer's is {shape}; the lowering that is right is: {lowering}"
        return Message(said, other=_by(theirs.shape), shape=_by(ours.shape), **right)
    said = "the lowering that is right is: {lowering}"
    return Message(said, **right)


def _by(sizes: Index) -> str:
    return "x".join(map(str, sizes))
