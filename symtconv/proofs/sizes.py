"""Decide whether a lowering computes a layer for every size, and if not, find the smallest sizes that tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter

from symtconv.certificates import format as certificates
from symtconv.checker.entry import Reading
from symtconv.checker.instance import agrees
from symtconv.checker.layer import difference_data
from symtconv.checker.sizes import METHODS, SizesVerdict, agrees_everywhere, sizes_statement
from symtconv.geometry import Lowering
from symtconv.geometry.family import Family
from symtconv.proofs.instance import check_numbers, first_difference, reason

MOST_TRIED = 20_000
"""So many sizes are tried in the order of their sum; beyond, the first that tells is found by doubling."""


def prove_sizes(family: Family, *, lowering: Lowering | None = None) -> SizesVerdict:
    """Decide whether a lowering computes every layer of a family.

    Parameters
    ----------
    family : Family
        A layer whose input has names for sizes.
    lowering : Lowering, optional
        The one to judge; without it the layer's own, which is the same for every size.

    Returns
    -------
    SizesVerdict
        Proved for every value of each name; or refuted at the values with the least sum, in the order of the names,
        with the first entry that differs there.

    Raises
    ------
    GeometryError
        When the lowering is written for another rank.
    LimitError
        For numbers with which no certificate could be read again.

    Examples
    --------
    >>> from symtconv.geometry import ConvTranspose
    >>> family = Family(ConvTranspose(input=9, kernel=4, stride=2, padding=1), ("n",))
    >>> prove_sizes(family).outcome
    'proved'
    >>> wrong = prove_sizes(family, lowering=Lowering(dilate=3, pad=2, flip=True))
    >>> wrong.outcome, wrong.sizes, wrong.counterexample.entry
    ('refuted', {'n': 2}, (1,))
    """
    start = perf_counter()
    judged = (family.pattern.lowering() if lowering is None else lowering).for_rank(family.pattern.rank)
    check_numbers(family.pattern, judged)
    sizes = next((values for values in _few(family) if differs_at(family, judged, values)), None)
    if sizes is None and not agrees_everywhere(family, judged):
        sizes = _first_that_tells(family, judged)
    difference = why = None
    if sizes is not None:
        layer = family.at(sizes)
        ours, theirs = Reading.of_layer(layer), Reading.of_lowering(layer, judged)
        difference, why = first_difference(ours, theirs), reason(layer, ours, theirs)
    outcome = "proved" if sizes is None else "refuted"
    certificate = certificates.make(
        "sizes",
        outcome,
        layer=family.to_dict(),
        least=family.least,
        output=list(family.lengths),
        lowering=judged.to_dict(),
        sizes=sizes,
        difference=None if difference is None else difference_data(difference),
    )
    return SizesVerdict(
        outcome="proved" if sizes is None else "refuted",
        statement=sizes_statement(family, judged),
        method=METHODS[outcome],
        seconds=perf_counter() - start,
        certificate=certificate,
        counterexample=difference,
        reason=why,
        sizes=sizes,
    )


def differs_at(family: Family, lowering: Lowering, values: dict[str, int]) -> bool:
    """Tell whether layer and lowering differ at some sizes."""
    layer = family.at(values)
    return not agrees(Reading.of_layer(layer), Reading.of_lowering(layer, lowering))


def _few(family: Family) -> Iterator[dict[str, int]]:
    """Yield the first sizes in the order of their sum: enough for the slips that people make."""
    return _shells(family, 64)


def _first_that_tells(family: Family, lowering: Lowering) -> dict[str, int]:
    """Search on; that there are sizes which tell is known by now."""
    found = next((values for values in _shells(family, MOST_TRIED) if differs_at(family, lowering, values)), None)
    more = 1
    while found is None:
        values = {name: least + more for name, least in family.least.items()}
        found = values if differs_at(family, lowering, values) else None
        more *= 2
    return found


def _shells(family: Family, most: int) -> Iterator[dict[str, int]]:
    """Yield values of the names by growing sum, ties in the order of the names."""
    least = family.least
    tried = more = 0
    while least and tried < most:
        for added in _split(more, len(least)):
            yield dict(zip(least, map(sum, zip(least.values(), added, strict=True)), strict=True))
            tried += 1
        more += 1


def _split(total: int, parts: int) -> Iterator[Sequence[int]]:
    """Yield every way to write a number as a sum of so many, in the order of the parts."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _split(total - first, parts - 1):
            yield (first, *rest)
