"""What the padded input holds: y or what a crop leaves of it, zeros between its entries, padding."""

from __future__ import annotations

from math import prod

from symtconv.geometry import Axis
from symtconv.rendering.documents.document import Spans, Text
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.words import joined


def holding(setting: Setting, *, elided: bool) -> Spans:
    """Say what there is in the padded input, and nothing that there is not.

    Examples
    --------
    >>> from symtconv.geometry import ConvTranspose
    >>> from symtconv.proofs.instance import prove
    >>> from symtconv.rendering.documents.facts import Facts
    >>> from symtconv.rendering.notation.style import Style
    >>> layer = ConvTranspose(input=2, kernel=1)
    >>> facts = Facts(layer=layer, call="", verdict=prove(layer), lowering=layer.lowering())
    >>> holding(Setting(facts, Style()), elided=False)[0]
    Text(text='The padded input')
    """
    kept = prod(map(_kept, setting.axes))
    every = prod(setting.layer.input)
    things = [setting.say("holds.all" if kept == every else "holds.some")] if kept else []
    things += [setting.say(f"holds.{kind}", colour=_colour(setting, kind)) for kind in _zeros(setting)]
    left = setting.say("lowering.left") if elided else ()
    return setting.say(
        "lowering.picture" if kept else "lowering.picture.none", left=left, things=_listed(setting, things)
    )


def _listed(setting: Setting, things: list[Spans]) -> Spans:
    *most, last = things
    return joined([joined(most, ", "), last], setting.word("between")) if most else last


def _colour(setting: Setting, kind: str) -> Spans:
    return (Text(setting.word(f"colour.{kind}")),) if setting.style.colours else ()


def _kept(axis: Axis) -> int:
    """Count the entries of y on an axis that lie in the padded input."""
    first, last = _entries(axis)
    return max(last - first + 1, 0)


def _entries(axis: Axis) -> tuple[int, int]:
    """Give the first and the last entry of y on an axis that no crop cuts off."""
    s = axis.stride
    return max(-(axis.pad_low // s), 0), min((axis.output + axis.span - 2 - axis.pad_low) // s, axis.size - 1)


def _inside(axis: Axis) -> int:
    """Count the places of the padded input that are places of the spread-out y."""
    first, last = max(axis.pad_low, 0), axis.pad_low + (axis.size - 1) * axis.stride
    return max(min(last, axis.output + axis.span - 2) - first + 1, 0)


def _zeros(setting: Setting) -> list[str]:
    """Give the kinds of zeros in the padded input: put between entries, and padding."""
    inside = [_inside(axis) for axis in setting.axes]
    between = prod(inside) > prod(map(_kept, setting.axes))
    padding = any(count < axis.output + axis.span - 1 for count, axis in zip(inside, setting.axes, strict=True))
    return ["gap"] * between + ["pad"] * padding
