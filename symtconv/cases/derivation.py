"""A derivation case: the layer, its output, a lowering to judge, and numbers, exact by two implementations."""

from __future__ import annotations

from typing import Any

from symtconv.cases.schema import GEOMETRY, Case
from symtconv.conventions import layer_of_call
from symtconv.geometry import ConvTranspose, InputError, Lowering
from symtconv.results.derivation import derive


def judge(case: Case) -> list[str]:
    """Give the lines to show when the case fails; none when it passes."""
    data = case.data
    layer = _layer(data)
    problems: list[str] = []
    if "output" in data and tuple(data["output"]) != layer.output:
        problems.append(f"expected output {data['output']}, but it is {list(layer.output)}")
    if "x" in data and ("y" not in data or "w" not in data):
        msg = "x needs y and w beside it"
        raise InputError(msg)
    lowering = Lowering(**data["lowering"]) if "lowering" in data else None
    derivation = derive(layer, lowering=lowering, y=data.get("y"), w=data.get("w"))
    if derivation.verdict.outcome != data["expect"]:
        problems += [f"expected {data['expect']}, but it is", *str(derivation.verdict).splitlines()]
    if "x" in data and derivation.numbers is not None:
        problems += _difference(data["x"], derivation.numbers.x)
    return [f"  {problem}" for problem in problems]


def _layer(data: Any) -> ConvTranspose:
    words = {key: data[key] for key in GEOMETRY if key in data and key != "of_conv"}
    if "call" in data:
        if words or data.get("of_conv"):
            msg = f"{', '.join(words) or 'of_conv'} beside call; say the geometry in the call, and only input beside it"
            raise InputError(msg)
        return layer_of_call(data["call"], data["input"])
    if "kernel" not in words:
        msg = "kernel is missing; give call, or kernel and the other plain keys"
        raise InputError(msg)
    if data.get("of_conv"):
        if "output_padding" in words:
            msg = "output_padding beside of_conv; the convolution fixes it, so leave it out"
            raise InputError(msg)
        return ConvTranspose.of_conv(input=data["input"], **words)
    return ConvTranspose(input=data["input"], **words)


def _difference(expected: Any, found: Any, place: tuple[int, ...] = ()) -> list[str]:
    """Name the first entry in which two nested lists differ."""
    ours = isinstance(expected, list)
    theirs = isinstance(found, list | tuple)
    index = ",".join(map(str, place))
    if ours != theirs or (ours and len(expected) != len(found)):
        shapes = [
            f"{len(side)} entries" if isinstance(side, list | tuple) else "a number" for side in (expected, found)
        ]
        return [f"x has another shape: at [{index}] expected {shapes[0]}, but it is {shapes[1]}"]
    if not ours:
        return [] if expected == found else [f"x[{index}]: expected {expected}, but it is {found}"]
    for number, pair in enumerate(zip(expected, found, strict=True)):
        problems = _difference(*pair, (*place, number))
        if problems:
            return problems
    return []
