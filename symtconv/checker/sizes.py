"""Is a lowering a layer's for every value of the names in its input? Decided by comparing affine maps, once.

Along an axis with n entries of y the layer joins ``j = s·o + d·t - l`` for ``0 ≤ o < n``, and its length is
``s·n + (K - s - l - h + a)``. The lowering's map has the same shape, with its own numbers. So if the numbers are equal
the two are the same for every n. If they are not, some n tells them apart: from some n on every tap of some three
neighbouring entries of y lies inside, and two affine maps that agree there have equal coefficients; of a kernel with
one tap the coefficient of t stands for nothing, nor does its flip.

A lowering that crops first does the same unless the crop is longer than what is cropped; the sizes at which it is are
finitely many, and are looked at one by one.

The body of a certificate holds, beside the keys that all have,

    layer       the layer, as `Family.to_dict` writes it: names among the sizes of its input
    least       for each name the least value that is meant
    output      its lengths, formulas in the names
    lowering    the lowering that is judged
    sizes       for a refutation a value of each name, else null
    difference  for a refutation the entry at which layer and lowering differ there, else null
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symtconv.certificates.format import Certificate, fail, holding, shown
from symtconv.checker.entry import Reading
from symtconv.checker.instance import agrees
from symtconv.checker.layer import difference_of, lowering_of, recomputed, word
from symtconv.checker.statement import Statement
from symtconv.checker.verdict import Verdict
from symtconv.geometry import Axis, GeometryError, Lowering
from symtconv.geometry.family import Family

KEYS = {
    "format", "version", "kind", "verdict", "report", "layer", "least", "output", "lowering", "sizes", "difference",
}  # fmt: skip
METHODS = {
    "proved": "comparison of the index maps, axis by axis, as affine maps with ranges in the sizes",
    "refuted": "evaluation of one entry on both sides",
}
MOST_SIZES = 1000
"""So many sizes are looked at one by one, in all."""


@dataclass(frozen=True, kw_only=True)
class SizesVerdict(Verdict):
    """What was found out about a layer for every size.

    Parameters
    ----------
    sizes : mapping of str to int or None
        For refuted: a value of each name at which the entry differs.
    """

    sizes: Mapping[str, int] | None = None

    def __str__(self) -> str:
        if self.sizes is None:
            return super().__str__()
        values = ", ".join(f"{name} = {value}" for name, value in self.sizes.items())
        return super().__str__().replace("  counterexample: ", f"  counterexample: {values}: ", 1)


def sizes_statement(family: Family, lowering: Lowering) -> Statement:
    """Say in one sentence what a certificate of every size is about."""
    words = " ".join(f"{name}={word(value)}" for name, value in family.to_dict().items())
    domain = tuple(f"{name} >= {value}" for name, value in family.least.items())
    return Statement(
        f"Cᵀy of the layer [{words}] is the lowering [{lowering}]",
        (*domain, "entries of w and y in any commutative ring"),
    )


def agrees_everywhere(family: Family, lowering: Lowering, most: int = MOST_SIZES) -> bool:
    """Decide whether a lowering computes every layer of a family; so many sizes may be looked at one by one.

    Raises
    ------
    GeometryError
        When more would have to be.
    """
    if not family.names:
        layer = family.at({})
        return agrees(Reading.of_layer(layer), Reading.of_lowering(layer, lowering))
    late = _cropping(family, lowering)
    if late is not None:
        name, first = late
        one_by_one = range(family.least[name], first)
        if len(one_by_one) > most:
            msg = f"{len(one_by_one)} sizes have a crop that is longer than what is cropped; {most} can be looked at"
            raise GeometryError(msg)
        share = most // len(one_by_one)
        few = all(agrees_everywhere(family.fixed(name, value), lowering, share) for value in one_by_one)
        return few and agrees_everywhere(family.beginning(name, first), lowering, most)
    return _same_maps(family, lowering)


def _cropping(family: Family, lowering: Lowering) -> tuple[str, int] | None:
    """Give a name, and its first value from which no crop is longer than what is cropped, if smaller ones are meant."""
    for number, size in enumerate(family.input):
        cut = sum(max(-end, 0) for end in lowering.pad[number])
        first = 1 + -(-(cut - 1) // lowering.dilate[number]) if cut else 1
        if lowering.crop_first and isinstance(size, str) and first > family.least[size]:
            return size, first
    return None


def _same_maps(family: Family, lowering: Lowering) -> bool:
    """Compare the maps, where the lowering crops no more than there is."""
    layer = family.at(family.least)
    ours, theirs = Reading.of_layer(layer), Reading.of_lowering(layer, lowering)
    places = [(number, axis, isinstance(family.input[number], str)) for number, axis in enumerate(layer.axes)]
    if not theirs.channels.fits or not all(_same_length(n, axis, lowering, open_) for n, axis, open_ in places):
        return False
    zero = [any(reading.axes[n].count() == 0 for n, _, open_ in places if not open_) for reading in (ours, theirs)]
    if any(zero):
        return all(zero)
    fixed = all(ours.axes[n].same(theirs.axes[n]) for n, _, open_ in places if not open_)
    return (
        fixed and theirs.channels.is_right and all(_same_map(n, axis, lowering) for n, axis, open_ in places if open_)
    )


def _same_length(number: int, axis: Axis, lowering: Lowering, open_: bool) -> bool:  # noqa: FBT001 - one of a row
    """Compare the lengths at the least size, and along an axis with a name how they grow."""
    length = lowering.relation(number, axis).length
    return length == axis.output and (not open_ or lowering.dilate[number] == axis.stride)


def _same_map(number: int, axis: Axis, lowering: Lowering) -> bool:
    """Compare ``j = s·o + d·t - l`` with the lowering's map, number by number."""
    found = lowering.relation(number, axis)
    own = axis.relation
    taps = axis.kernel == 1 or found.t_step == own.t_step
    return found.o_step == own.o_step and found.offset == own.offset and taps


def replay_sizes(certificate: Certificate) -> SizesVerdict:
    """Check every obligation of a certificate and give the verdict that it proves.

    Raises
    ------
    CertificateError
        With the obligation that fails.
    """
    body = holding(certificate, KEYS)
    family, lowering = _family(body["layer"], body["least"]), lowering_of(body["lowering"])
    if lowering.rank != family.pattern.rank:
        fail("the lowering has another rank than the layer")
    recomputed("output", body["output"], list(family.lengths))
    difference = sizes = None
    if body["verdict"] == "proved":
        recomputed("sizes", body["sizes"], None)
        recomputed("difference", body["difference"], None)
        if not _agrees(family, lowering):
            fail("the lowering does not compute what the layer computes")
    elif body["verdict"] == "refuted":
        sizes = _values(body["sizes"], family)
        layer = family.at(sizes)
        difference = difference_of(body["difference"], Reading.of_layer(layer), Reading.of_lowering(layer, lowering))
    else:
        fail(f"verdict {shown(body['verdict'])} is neither proved nor refuted")
    return SizesVerdict(
        outcome=body["verdict"],
        statement=sizes_statement(family, lowering),
        method=METHODS[body["verdict"]],
        certificate=certificate,
        counterexample=difference,
        sizes=sizes,
    )


def _agrees(family: Family, lowering: Lowering) -> bool:
    try:
        return agrees_everywhere(family, lowering)
    except GeometryError as error:
        fail(str(error))


def _family(data: object, least: object) -> Family:
    try:
        found = dict(data)  # type: ignore[call-overload]  # what is no such mapping is refused
        sizes = found.pop("input")
        if not all(type(size) in (int, str) for size in sizes) or not any(isinstance(size, str) for size in sizes):
            fail("the input has no size with a name")
        family = Family.of_words(found, sizes)
    except (GeometryError, TypeError, KeyError, ValueError) as error:
        fail(f"the layer is none: {error}")
    recomputed("layer", data, family.to_dict())
    recomputed("least", least, family.least)
    return family


def _values(data: object, family: Family) -> dict[str, int]:
    if not isinstance(data, dict) or set(data) != set(family.names):
        fail("a refutation gives a value to each name")
    if not all(type(value) is int and value >= family.least[name] for name, value in data.items()):
        fail("a value of a name is no integer, or below the least that is meant")
    return {name: data[name] for name in family.names}
