"""The short answer of a derivation: verdict, lowering, lengths, what differs and why, numbers and notes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from symtconv.checker.verdict import EntryDifference
from symtconv.geometry import Axis, ConvTranspose
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.told import differences
from symtconv.rendering.documents.words import Words
from symtconv.rendering.printers.text import spans_text

if TYPE_CHECKING:
    from symtconv.results.derivation import Derivation

AXES = 4
"""So many axes have a line of their own; of more the first and a count are shown."""

LONGEST = 400
"""Characters of one line; more are cut."""


def answer_lines(derivation: Derivation) -> list[str]:
    """Say in a few lines what was found; their number does not grow with the layer."""
    words = Words(derivation.style.lang)
    names = ", ".join(view.name for view in derivation.views if view.outcome == "proved")
    lines = [*_verdict(derivation, words), *_lengths(derivation.layer, words)]
    if names:
        lines.append(words.filled("summary.views", names=names))
    if derivation.written is not None:
        lines.append(words.filled("summary.agreement", cases=derivation.written.agreement.cases))
    if derivation.numbers is not None:
        lines.append(f"  x′ = {json.dumps(derivation.numbers.x)}")
    lines += [words.filled("summary.note", note=words.told(note)) for note in derivation.notes]
    return [cut(line) for line in lines]


def cut(line: str) -> str:
    """Keep a line short enough to be read."""
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def _verdict(derivation: Derivation, words: Words) -> list[str]:
    layer, difference = derivation.layer, derivation.verdict.counterexample
    found = {
        "outcome": words.word(f"verdict.{derivation.verdict.outcome}"),
        "call": derivation.call,
        "sizes": f"{_size(layer.y_shape)} -> {_size(layer.x_shape)}",
        "lowering": str(derivation.lowering),
    }
    lines = [words.filled("summary", **found)]
    if isinstance(difference, EntryDifference):
        lines.append(words.filled("summary.difference", difference=words.told(str(difference))))
        setting = Setting(derivation.facts(), derivation.style.as_text)
        wrong = differences(setting, derivation.lowering)
        if wrong:
            lines.append("  " + spans_text(setting.say("abstract.wrong", differences=wrong), setting.style))
        lines.append(f"  {words.told(derivation.verdict.reason or '')}")
    return lines


def _lengths(layer: ConvTranspose, words: Words) -> list[str]:
    axes = layer.axes
    if len({axis.parameters for axis in axes}) == 1:
        return [words.filled("summary.length", length=_length(axes[0]))]
    lines = [words.filled("summary.length.axis", axis=number, length=_length(axis)) for number, axis in enumerate(axes)]
    return lines if len(lines) <= AXES else [*lines[: AXES - 1], "  …", lines[-1]]


def _length(axis: Axis) -> str:
    """Give the length with the numbers in it; what is 0 is left out.

    Examples
    --------
    >>> _length(Axis(size=2, kernel=3, stride=2, low=1, high=1, output_padding=1))
    '(2-1)*2 + 3 - 1 - 1 + 1 = 4'
    """
    n, _, s, _, low, high, a = axis.parameters
    terms = [(-low), (-high), a]
    rest = "".join(f" {'-' if term < 0 else '+'} {abs(term)}" for term in terms if term)
    return f"({n}-1)*{s} + {axis.span}{rest} = {axis.output}"


def _size(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape))
