"""One meaning of "differs": `derive`, `prove`, cases and `--json` say of a wrong lowering what brute force says."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from symtconv import ConvTranspose, Lowering, derive, prove, verify
from symtconv.cases import derivation as cases
from symtconv.cases.schema import Case
from symtconv.cli.derive import Request, run_derive
from tests.proofs.test_instance import near
from tests.strategies import layers, lowerings

pairs = layers(rank=st.integers(1, 2), size=3, kernel=3, step=3, pad=3, extra=3).flatmap(
    lambda layer: st.tuples(st.just(layer), near(layer) | lowerings(layer.rank))
)
N1 = ConvTranspose(input=1, kernel=2, stride=2, padding=((1, 0),), dilation=2)
LONG = ConvTranspose(input=(7, 7), kernel=3, stride=2, padding=1, dilation=2)
GROUPS = ConvTranspose(input=3, kernel=3, stride=2, padding=1, in_channels=2, out_channels=2, groups=2)


def by_hand(layer: ConvTranspose) -> dict[tuple, frozenset]:
    """x′ as its definition says: every product at x′[s·o + d·t - l]."""
    found = {index: set() for index in product(range(layer.out_channels), *map(range, layer.output))}
    inputs, outputs = layer.in_channels // layer.groups, layer.out_channels // layer.groups
    for ci, local in product(range(layer.in_channels), range(outputs)):
        for o, t in product(product(*map(range, layer.input)), product(*map(range, layer.kernel))):
            place = (ci // inputs * outputs + local,)
            for axis in range(layer.rank):
                step = layer.stride[axis] * o[axis] + layer.dilation[axis] * t[axis]
                place += (step - layer.padding[axis][0],)
            if place in found:
                found[place].add(((ci, local, *t), (ci, *o)))
    return {index: frozenset(terms) for index, terms in found.items()}


def lowered_by_hand(layer: ConvTranspose, lowering: Lowering) -> dict[tuple, frozenset] | None:
    """Put zeros between, pad or crop, slide the kernel; None where the kernel does not fit the channels."""
    inputs, outputs = layer.in_channels // layer.groups, layer.out_channels // layer.groups
    if lowering.swap is True:
        kernel = {(g * outputs + m, c): (g * inputs + c, m)
                  for g in range(layer.groups) for c in range(inputs) for m in range(outputs)}  # fmt: skip
    else:
        given = {(ci, m): (ci, m) for ci in range(layer.in_channels) for m in range(outputs)}
        kernel = {(m, ci): tap for (ci, m), tap in given.items()} if lowering.swap == "across" else given
    if set(kernel) != set(product(range(layer.out_channels), range(inputs))):
        return None
    lines = [line(layer.input[a], lowering.dilate[a], *lowering.pad[a], first=lowering.crop_first)
             for a in range(layer.rank)]  # fmt: skip
    reach = [lowering.dilation[a] * (layer.kernel[a] - 1) for a in range(layer.rank)]
    sizes = [max(len(padded) - over, 0) for padded, over in zip(lines, reach, strict=True)]
    found = {}
    for index in product(range(layer.out_channels), *map(range, sizes)):
        terms = set()
        for local, u in product(range(inputs), product(*map(range, layer.kernel))):
            read = [padded[j + d * v] for padded, j, d, v in zip(lines, index[1:], lowering.dilation, u, strict=True)]
            if None not in read:
                tap = tuple(k - 1 - v for k, v in zip(layer.kernel, u, strict=True)) if lowering.flip else u
                source = index[0] // outputs * inputs + local
                terms.add(((*kernel[index[0], local], *tap), (source, *read)))
        found[index] = frozenset(terms)
    return found


def line(size: int, step: int, low: int, high: int, *, first: bool) -> list[int | None]:
    """One axis of the padded input: the number of an entry of y, or None for a zero."""
    held: list[int | None] = [None] * ((size - 1) * step + 1)
    held[::step] = range(size)
    if first:  # as two operations: a crop, and what it leaves is padded
        held = held[max(-low, 0) : max(len(held) - max(-high, 0), 0)]
        low, high = max(low, 0), max(high, 0)
    total, start = max(len(held) + low + high, 0), max(-low, 0)
    wide = [None] * max(low, 0) + held + [None] * max(high, 0)
    return wide[start : start + total]


def first_by_hand(layer: ConvTranspose, lowering: Lowering) -> tuple | None:
    """The first entry, row-major, that one side lacks or whose sums differ."""
    ours, theirs = by_hand(layer), lowered_by_hand(layer, lowering)
    assert theirs is not None
    places = sorted(ours.keys() | theirs.keys())
    return next((place for place in places if ours.get(place) != theirs.get(place)), None)


@given(pairs)
@example((N1, Lowering(dilate=2, pad=((1, 0),), flip=True, dilation=2)))
@example((LONG, Lowering(dilate=2, pad=1, flip=True, dilation=2).for_rank(2)))
@example((GROUPS, Lowering(dilate=2, pad=1, flip=True, swap="across")))
def test_every_way_to_ask_says_what_brute_force_says(pair):
    layer, lowering = pair
    fits = lowered_by_hand(layer, lowering) is not None
    first = first_by_hand(layer, lowering) if fits else None
    outcome = "proved" if fits and first is None else "refuted"

    verdict = prove(layer, lowering=lowering)
    derivation = derive(layer, lowering=lowering)
    report = derivation.report()
    assert {verdict.outcome, derivation.verdict.outcome, report["verdict"]} == {outcome}
    assert verdict.counterexample == derivation.verdict.counterexample
    assert verify(report["certificate"]).outcome == outcome
    judged = {view.name: view.outcome for view in derivation.views}
    assert judged.pop("lowering") == outcome
    assert set(judged.values()) == {"proved"}
    assert verdict.exit_code == (0 if outcome == "proved" else 1)
    if fits and first is not None:
        assert report["views"]["lowering"]["entry"] == list(first if layer.has_channels else first[1:])
    case = Case("derivation", {**layer.to_dict(), "lowering": lowering.to_dict(), "expect": outcome}, Path(), 1, [])
    assert cases.judge(case) == []


@given(pairs)
def test_the_command_line_says_the_same(pair):
    layer, lowering = pair
    plain = {name: value for name, value in layer.to_dict().items() if name != "padding"}
    words = {name: "x".join(map(str, v)) if isinstance(v, list) else v for name, v in plain.items()}
    words["padding"] = "x".join(f"{low}:{high}" for low, high in layer.padding)
    asked = Request(call=None, words=words, lowering=str(lowering).replace("swap=True", "swap"), json=True)
    verdict = prove(layer, lowering=lowering)
    with pytest.MonkeyPatch.context() as patched:
        said: list[str] = []
        patched.setattr("sys.stdout", type("Out", (), {"write": staticmethod(said.append)}))
        assert run_derive(asked) == verdict.exit_code
    report = json.loads("".join(said))
    assert report["lowering"] == lowering.to_dict()
    assert report["verdict"] == verdict.outcome
    if verdict.counterexample is not None:
        assert report["views"]["lowering"]["entry"] == list(verdict.counterexample.entry)


def test_a_kernel_swapped_across_the_groups_does_not_fit():
    verdict = prove(GROUPS, lowering=Lowering(dilate=2, pad=1, flip=True, swap="across"))
    assert verdict.outcome == "refuted"
    assert verdict.reason.startswith("its kernel has 1x2 channels, the convolution reads 2x1; ")
    assert verify(verdict.certificate).outcome == "refuted"
