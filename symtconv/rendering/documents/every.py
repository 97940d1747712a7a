"""What a page of a layer for every size says in front: the theorem with the layer's numbers, and where it is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.geometry import Axis
from symtconv.geometry.family import Size, linear
from symtconv.rendering.documents.document import Block, Code, Math, Paragraph, Proof, Spans, Stated
from symtconv.rendering.documents.facts import EverySize
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.words import joined
from symtconv.rendering.notation.tree import Given


def sizes_title(setting: Setting, sizes: Sequence[Size]) -> Spans:
    """Give sizes as they stand beside a verb, names and formulas among them."""
    return setting.say("extent.1" if len(sizes) == 1 else "extent.many", n=_product(sizes))


def lead(setting: Setting, every: EverySize) -> Spans:
    """Say for which sizes the verdict is, and at which one the page is drawn."""
    key = "every.proved" if setting.facts.verdict.outcome == "proved" else "every.refuted"
    return setting.say(key, domain=_listed(every.domain), values=_listed(every.values))


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give theorem and proof for every size; nothing for a layer of one size, or a lowering that is wrong."""
    every = setting.facts.every
    if every is None or setting.facts.verdict.outcome != "proved":
        return ()
    slots = {"domain": _listed(every.domain), "n": sizes_title(setting, every.input)}
    stated = setting.say(
        "every.theorem", i=sizes_title(setting, every.lengths), lowering=Code(setting.facts.lowering.brief), **slots
    )
    axes = zip(setting.axes, every.input, every.lengths, strict=True)
    lines = [_axis(setting, number, *row) for number, row in enumerate(axes)]
    drawn = setting.say("every.drawn", values=_listed(every.values))
    return (
        Stated("theorem", "thm:sizes", (Paragraph(stated),)),
        Proof((Paragraph(joined([setting.say("every.proof"), *lines, setting.say("every.end")])),)),
        Paragraph(drawn),
    )


def _axis(setting: Setting, number: int, axis: Axis, size: Size, length: Size) -> Spans:
    place = linear(axis.stride, "o", 0) + " + " + linear(axis.dilation, "t", -axis.low)
    key = "every.axis" if setting.rank > 1 else "every.line"
    slots = {"map": _math(f"j = {place}"), "n": _math(str(size)), "i": _math(str(length))}
    return setting.say(key, number=str(number + 1), **slots)


def _listed(formulas: Sequence[str]) -> Spans:
    return joined([(Math(_math(text)),) for text in formulas], ", ")


def _math(text: str) -> Given:
    """Read a formula of the claim language, ``2*n - 1`` or ``n >= 1``, as it is printed."""
    plain = text.replace("*", "").replace(">=", "≥")
    return Given(plain.replace("≥", r"\ge "), plain)


def _product(sizes: Sequence[Size]) -> Given:
    alone = len(sizes) == 1
    parts = [_math(str(size)) for size in sizes]
    fenced = [f"({part.text})" if " " in part.text and not alone else part.text for part in parts]
    return Given(r" \times ".join(fenced), "×".join(fenced))
