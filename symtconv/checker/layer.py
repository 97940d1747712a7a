"""Replay of a layer's certificate: the layer, the lowering, and the index map of every view.

The body of such a certificate holds, beside the keys that all have,

    layer       the layer, as `ConvTranspose.to_dict` writes it
    output      its output shape
    lowering    the lowering that is judged, as `Lowering.to_dict` writes it
    views       for each view and axis the map ``j = o_step·o + t_step·t + offset`` with its ranges
    difference  for a refutation the entry at which layer and lowering differ, else null

Everything but the layer, the lowering and the entry is recomputed and compared.
"""

from __future__ import annotations

import json
from typing import Any

from symtconv.certificates.format import Certificate, fail, holding, listed, shown
from symtconv.checker.entry import Reading
from symtconv.checker.instance import agrees, difference_at
from symtconv.checker.statement import Statement
from symtconv.checker.verdict import EntryDifference, Verdict
from symtconv.geometry import ConvTranspose, GeometryError, Lowering, Relation

KEYS = {"format", "version", "kind", "verdict", "report", "layer", "output", "lowering", "views", "difference"}
METHODS = {
    "proved": "comparison of the index maps, axis by axis",
    "refuted": "evaluation of one entry on both sides",
}


def layer_statement(layer: ConvTranspose, lowering: Lowering) -> Statement:
    """Say in one sentence what a layer's certificate is about."""
    sizes = " ".join(f"{name}={word(value)}" for name, value in layer.to_dict().items())
    return Statement(
        f"Cᵀy of the layer [{sizes}] is the lowering [{lowering}]",
        ("entries of w and y in any commutative ring",),
    )


def relation_data(relation: Relation) -> dict[str, Any]:
    """Write a relation as it stands in a certificate."""
    return {
        "taps": relation.taps,
        "length": relation.length,
        "o": [relation.o_low, relation.o_high],
        "j": [relation.o_step, relation.t_step, relation.offset],
    }


def difference_data(difference: EntryDifference) -> dict[str, Any]:
    """Write a difference as it stands in a certificate and in reports."""
    return {
        "entry": list(difference.entry),
        "source": None if difference.source is None else list(difference.source),
        "left": difference.left,
        "right": difference.right,
        "left_weight": None if difference.left_weight is None else list(difference.left_weight),
        "right_weight": None if difference.right_weight is None else list(difference.right_weight),
    }


def replay_layer(certificate: Certificate) -> Verdict:
    """Check every obligation of a layer's certificate and give the verdict that it proves.

    Raises
    ------
    CertificateError
        With the obligation that fails.
    """
    body = holding(certificate, KEYS)
    layer, lowering = _layer(body["layer"]), lowering_of(body["lowering"])
    if lowering.rank != layer.rank:
        fail("the lowering has another rank than the layer")
    recomputed("output", body["output"], list(layer.output))
    ours, theirs = Reading.of_layer(layer), Reading.of_lowering(layer, lowering)
    _check_views(body["views"], ours, theirs)
    difference = None
    if body["verdict"] == "proved":
        recomputed("difference", body["difference"], None)
        if not agrees(ours, theirs):
            fail("the lowering does not compute what the layer computes")
    elif body["verdict"] == "refuted":
        difference = difference_of(body["difference"], ours, theirs)
    else:
        fail(f"verdict {shown(body['verdict'])} is neither proved nor refuted")
    return Verdict(
        outcome=body["verdict"],
        statement=layer_statement(layer, lowering),
        method=METHODS[body["verdict"]],
        certificate=certificate,
        counterexample=difference,
    )


def _check_views(views: object, ours: Reading, theirs: Reading) -> None:
    if not isinstance(views, dict) or not {"matrix", "lowering"} <= set(views):
        fail('views must hold at least "matrix" and "lowering"')
    definition = [relation_data(axis) for axis in ours.axes]
    for name, maps in views.items():
        if name == "lowering":
            recomputed("views.lowering", maps, [relation_data(axis) for axis in theirs.axes])
        elif name == "matrix":
            recomputed("views.matrix", maps, definition)
        else:
            _check_map(name, maps, ours)


def _check_map(name: str, maps: object, ours: Reading) -> None:
    """Check that a view's map, coefficient by coefficient or by counting, joins what the definition joins."""
    name = listed([name])
    if not isinstance(maps, list) or len(maps) != len(ours.axes):
        fail(f"views.{name} must hold one map per axis")
    relations = [_relation(f"views.{name}[{number}]", data) for number, data in enumerate(maps)]
    both_zero = ours.is_zero and any(relation.count() == 0 for relation in relations)
    for number, (relation, axis) in enumerate(zip(relations, ours.axes, strict=True)):
        recomputed(f"views.{name}[{number}].length", relation.length, axis.length)
        if not (both_zero or relation.same(axis)):
            fail(f"views.{name}: the index map of axis {number} is not the layer's")


def _relation(name: str, data: object) -> Relation:
    match data:
        case {"taps": taps, "length": length, "o": [low, high], "j": [o, t, c]}:
            numbers = (taps, length, low, high, o, t, c)
            if all(type(number) is int for number in numbers) and o >= 1 and t != 0:
                relation = Relation(*numbers)
                recomputed(name, data, relation_data(relation))  # there is nothing else in it
                return relation
    fail(f"{name} is no index map")


def difference_of(data: object, ours: Reading, theirs: Reading) -> EntryDifference:
    """Read the entry of a refutation and evaluate it anew."""
    match data:
        case {"entry": list(entry), "source": list() | None as source}:
            pass
        case _:
            fail("a refutation names an entry and a source")
    for word, index in (("entry", entry), ("source", source or [])):
        if not all(type(number) is int for number in index):
            fail(f"difference.{word} is no list of integers")
    if len(entry) != len(ours.shape) or (source is not None and len(source) != len(entry)):
        fail("the difference has another rank than the layer")
    if source is not None and not theirs.channels.fits:
        fail("the channels of the kernel do not fit; only an entry without a source shows that")
    found = difference_at(ours, theirs, tuple(entry), None if source is None else tuple(source))
    if found is None:
        fail("layer and lowering do not differ at the entry that the refutation names")
    recomputed("difference", data, difference_data(found))
    return found


def _layer(data: object) -> ConvTranspose:
    try:
        layer = ConvTranspose(**data)  # type: ignore[arg-type]  # what is no such mapping is refused
    except (GeometryError, TypeError, AttributeError) as error:
        fail(f"the layer is none: {error}")
    recomputed("layer", data, layer.to_dict())
    return layer


def lowering_of(data: object) -> Lowering:
    """Read a lowering; what is none is refused."""
    try:
        lowering = Lowering(**data)  # type: ignore[arg-type]  # as above
    except (GeometryError, TypeError, AttributeError) as error:
        fail(f"the lowering is none: {error}")
    recomputed("lowering", data, lowering.to_dict())
    return lowering


def recomputed(name: str, found: object, expected: object) -> None:
    """Refuse what a file says if it is not what it is recomputed to be."""
    # As text, since 1 == True in Python and a certificate may not say one for the other.
    if json.dumps(found, sort_keys=True) != json.dumps(expected, sort_keys=True):
        fail(f"{name} is not what it is recomputed to be")


def word(value: Any) -> str:
    """Write one value of a layer's words."""
    if isinstance(value, list):
        return "x".join(f"{item[0]}:{item[1]}" if isinstance(item, list) else str(item) for item in value)
    return str(value)
