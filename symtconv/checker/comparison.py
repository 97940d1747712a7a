"""Replay of a comparison: whether two normal forms are one layer for every input.

The body of such a certificate holds, beside the keys that all have,

    left, right   two normal forms, as `NormalForm.to_dict` writes them
    input         the only input that is meant, or null for every one
    difference    for a refutation an input and the entry at which the two differ there, else null

For every input, equal normal forms are one layer: the relation and the length hold nothing else. At one input the
relations of both are compared, axis by axis. A refutation is one entry, evaluated on both sides.
"""

from __future__ import annotations

import json
from typing import Any

from symtconv.certificates.format import Certificate, fail, holding, shown
from symtconv.checker.entry import Reading
from symtconv.checker.instance import agrees, difference_at
from symtconv.checker.layer import difference_data
from symtconv.checker.statement import Statement
from symtconv.checker.verdict import EntryDifference, Verdict
from symtconv.geometry import ChannelMap, GeometryError, NormalForm

KEYS = {"format", "version", "kind", "verdict", "report", "left", "right", "input", "difference"}
METHODS = {
    "proved": "comparison of the normal forms (k, s, d, l, a - h) of every axis, channels and groups",
    "refuted": "evaluation of one entry on both sides",
}


def comparison_statement(left: NormalForm, right: NormalForm, sizes: tuple[int, ...] | None) -> Statement:
    """Say in one sentence what a comparison is about."""
    where = "for every input" if sizes is None else f"for an input of {'x'.join(map(str, sizes))}"
    return Statement(
        f"the layers [{described(left)}] and [{described(right)}] are one {where}",
        ("entries of w and y in any commutative ring",),
    )


def described(form: NormalForm) -> str:
    """Write a normal form in one line.

    Examples
    --------
    >>> from symtconv.geometry import AxisForm
    >>> described(NormalForm(axes=(AxisForm(kernel=3, stride=2, low=1, extra=0),), out_channels=4))
    'k=3 s=2 d=1 l=1 e=0 channels=any:4'
    """
    words = {
        "k": form.kernel,
        "s": form.stride,
        "d": form.dilation,
        "l": tuple(low for low, _ in form.ends),
        "e": tuple(extra for _, extra in form.ends),
    }
    said = [f"{name}={'x'.join(map(str, row))}" for name, row in words.items()]
    channels = ":".join("any" if c is None else str(c) for c in (form.in_channels, form.out_channels))
    if (form.in_channels, form.out_channels) not in ((None, None), (1, 1)):
        said.append(f"channels={channels}")
    return " ".join([*said, f"groups={form.groups}"] if form.groups > 1 else said)


def readings(left: NormalForm, right: NormalForm, sizes: tuple[int, ...]) -> tuple[Reading, Reading]:
    """Read both forms at one input; channels that one leaves open are the other's, else the fewest."""
    forms = (left, right)
    inner = [form.in_channels for form in forms if form.in_channels is not None]
    outer = [form.out_channels for form in forms if form.out_channels is not None]
    least = left.groups * right.groups
    counts = [(form.in_channels or (inner or [least])[0], form.out_channels or (outer or [least])[0]) for form in forms]
    named = any(count != (1, 1) for count in counts)
    return tuple(  # type: ignore[return-value]  # there are two
        Reading(
            axes=tuple(axis.relation(n) for axis, n in zip(form.axes, sizes, strict=True)),
            channels=ChannelMap(in_channels=ci, out_channels=co, groups=form.groups),
            named=named,
        )
        for form, (ci, co) in zip(forms, counts, strict=True)
    )


def are_one(left: NormalForm, right: NormalForm, sizes: tuple[int, ...] | None) -> bool:
    """Decide whether two forms are one layer, for every input or at one."""
    if left.rank != right.rank:
        return False
    channels = left.groups == right.groups and all(
        None in pair or pair[0] == pair[1]
        for pair in ((left.in_channels, right.in_channels), (left.out_channels, right.out_channels))
    )
    if sizes is None:
        return left.same_as(right)
    return channels and left.kernel == right.kernel and agrees(*readings(left, right, sizes))


def replay_comparison(certificate: Certificate) -> Verdict:
    """Check every obligation of a comparison's certificate and give the verdict that it proves.

    Raises
    ------
    CertificateError
        With the obligation that fails.
    """
    body = holding(certificate, KEYS)
    left, right = (_form(name, body[name]) for name in ("left", "right"))
    if left.rank != right.rank:
        fail("the two layers differ in rank")
    sizes = None if body["input"] is None else _sizes(body["input"], left.rank)
    if sizes is not None and min(axis.length(n) for form in (left, right) for axis, n in _pairs(form, sizes)) < 1:
        fail("one of the layers has no entry at that input")
    difference = None
    if body["verdict"] == "proved":
        if body["difference"] is not None:
            fail("a proof has no difference")
        if not are_one(left, right, sizes):
            fail("the two are not one layer")
    elif body["verdict"] == "refuted":
        difference = _difference(body["difference"], left, right, sizes)
    else:
        fail(f"verdict {shown(body['verdict'])} is neither proved nor refuted")
    return Verdict(
        outcome=body["verdict"],
        statement=comparison_statement(left, right, sizes),
        method=METHODS[body["verdict"]],
        certificate=certificate,
        counterexample=difference,
    )


def _pairs(form: NormalForm, sizes: tuple[int, ...]) -> list[tuple[Any, int]]:
    return list(zip(form.axes, sizes, strict=True))


def _difference(data: object, left: NormalForm, right: NormalForm, only: tuple[int, ...] | None) -> EntryDifference:
    if not isinstance(data, dict) or not {"input", "entry", "source"} <= set(data):
        fail("a refutation names an input, an entry and a source")
    sizes = _sizes(data["input"], left.rank)
    if only is not None and sizes != only:
        fail("the refutation is at another input than the one that is meant")
    ours, theirs = readings(left, right, sizes)
    entry = _index("entry", data["entry"], len(ours.shape))
    source = None if data["source"] is None else _index("source", data["source"], len(ours.shape))
    if source is not None and not _is_source(source, ours, theirs, sizes):
        fail("the source is no entry of the input")
    found = difference_at(ours, theirs, entry, source)
    if found is None:
        fail("the two layers do not differ at the entry that the refutation names")
    expected = {"input": list(sizes), **difference_data(found)}
    if json.dumps(data, sort_keys=True) != json.dumps(expected, sort_keys=True):
        fail("the difference is not what it is recomputed to be")
    return found


def _is_source(source: tuple[int, ...], ours: Reading, theirs: Reading, sizes: tuple[int, ...]) -> bool:
    channels = (max(side.channels.in_channels for side in (ours, theirs)),) if ours.named else ()
    return all(0 <= o < size for o, size in zip(source, (*channels, *sizes), strict=True))


def _index(name: str, data: object, length: int) -> tuple[int, ...]:
    if not isinstance(data, list) or len(data) != length or any(type(number) is not int for number in data):
        fail(f"difference.{name} is no index of the layers")
    return tuple(data)


def _sizes(data: object, rank: int) -> tuple[int, ...]:
    if not isinstance(data, list) or len(data) != rank or any(type(n) is not int or n < 1 for n in data):
        fail("an input has one size ≥ 1 per axis")
    return tuple(data)


def _form(name: str, data: object) -> NormalForm:
    if not isinstance(data, dict):
        fail(f"{name} is no normal form")
    try:
        form = NormalForm.from_dict(data)
    except GeometryError as error:
        fail(f"{name} is no normal form: {error}")
    if json.dumps(data, sort_keys=True) != json.dumps(form.to_dict(), sort_keys=True):
        fail(f"{name} is not what it is read as")
    return form
