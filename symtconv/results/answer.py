"""The short answer of a derivation: verdict, lowering, lengths, what differs and why, numbers and notes."""

from __future__ import annotations

import json
from collections.abc import Sequence

from symtconv.checker.verdict import EntryDifference
from symtconv.geometry import Axis, ConvTranspose, Message
from symtconv.rendering.documents.facts import INDEX_MAP, Facts
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.told import differences
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.text import spans_text

AXES = 4
"""So many axes have a line of their own; of more the first and a count are shown."""

LONGEST = 400
"""Characters of one line; more are cut."""


def answer_lines(facts: Facts, style: Style, notes: Sequence[str] = ()) -> list[str]:
    """Say in a few lines what was found; their number does not grow with the layer."""
    words = Words(style.lang)
    proved = [view for view in facts.views if view.outcome == "proved"]
    names, maps = ", ".join(view.name for view in proved), [view.name for view in proved if view.by == INDEX_MAP]
    lines = [*_verdict(facts, style, words), *_lengths(facts.layer, words)]
    if names:
        lines.append(words.filled("summary.views", names=names))
    if maps:
        every = len(maps) == len(proved)
        lines.append(words.filled("summary.maps.all" if every else "summary.maps", names=", ".join(maps)))
    if facts.agreement is not None:
        lines.append(words.filled("summary.agreement", cases=facts.agreement.cases))
    if facts.numbers is not None:
        lines.append(f"  x′ = {json.dumps(facts.numbers.x)}")
    lines += [words.filled("summary.note", note=words.told(note)) for note in notes]
    return [cut(line) for line in lines]


def cut(line: str) -> str:
    """Keep a line short enough to be read."""
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def _verdict(facts: Facts, style: Style, words: Words) -> list[str]:
    layer, difference = facts.layer, facts.verdict.counterexample
    found = {
        "outcome": words.word(f"verdict.{facts.verdict.outcome}"),
        "call": facts.call,
        "sizes": f"{_size(layer.y_shape)} -> {_size(layer.x_shape)}",
        "lowering": str(facts.lowering),
    }
    lines = [words.filled("summary", **found)]
    if isinstance(difference, EntryDifference):
        lines.append(words.filled("summary.difference", difference=difference_told(difference, words)))
        setting = Setting(facts, style.as_text)
        wrong = differences(setting, facts.lowering)
        if wrong:
            lines.append("  " + spans_text(setting.say("abstract.wrong", differences=wrong), setting.style))
        lines.append(f"  {words.told(facts.verdict.reason or '')}")
    return lines


def difference_told(difference: EntryDifference, words: Words) -> str:
    """Say the first entry that differs, with both sides."""
    place = f"x'_{{{','.join(map(str, difference.entry))}}}"
    said = Message("{place}: {left}  against  {right}", place=place, left=difference.left, right=difference.right)
    return words.told(said)


def _lengths(layer: ConvTranspose, words: Words) -> list[str]:
    return length_lines([_length(axis) for axis in layer.axes], words)


def length_lines(lengths: Sequence[str], words: Words) -> list[str]:
    """Say how long x′ is along each axis; once where the axes are alike, and the first and last of many."""
    if len(set(lengths)) == 1:
        return [words.filled("summary.length", length=lengths[0])]
    lines = [words.filled("summary.length.axis", axis=number, length=length) for number, length in enumerate(lengths)]
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
