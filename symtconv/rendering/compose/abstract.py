"""The title and the sentence that says what was found."""

from __future__ import annotations

from symtconv.checker.verdict import EntryDifference
from symtconv.rendering.compose.expression import size, value
from symtconv.rendering.compose.setting import Setting
from symtconv.rendering.document import Block, Code, Math, Paragraph, Spans, Text, Title
from symtconv.rendering.words import joined


def title(setting: Setting) -> Title:
    """Give the title block: the author's title, or what the layer does to sizes."""
    style, layer = setting.style, setting.layer
    ours = setting.say("title", n=size(layer.input), i=size(layer.output))
    return Title(ours if style.title is None else (Text(style.title),), setting.facts.call, style.author)


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the abstract, which opens with the verdict."""
    verdict = setting.facts.verdict
    outcome = setting.say(f"outcome.{verdict.outcome}")
    return (Paragraph(joined((outcome, _finding(setting)))),)


def _finding(setting: Setting) -> Spans:
    facts = setting.facts
    own, judged = setting.layer.lowering(), facts.lowering.for_rank(setting.rank)
    if facts.verdict.outcome == "proved":
        if judged == own:
            return setting.say("abstract.proved", phrases=_phrases(setting))
        return setting.say("abstract.judged", lowering=Code(str(judged)))
    if facts.verdict.outcome == "unknown":
        return setting.say("abstract.unknown", lowering=Code(str(judged)), reason=facts.verdict.reason or "")
    difference = facts.verdict.counterexample
    if not isinstance(difference, EntryDifference):  # a refuted layer has one, by the checker
        raise TypeError
    entry = Math(setting.entry("x'", difference.entry))
    return setting.say("abstract.refuted", lowering=Code(str(judged)), entry=entry, right=Code(str(own)))


def _phrases(setting: Setting) -> Spans:
    """Say what the lowering does: two or three phrases with commas and an *and*."""
    parts = [part for part in (_dilating(setting), _padding(setting)) if part]
    if not parts:
        parts = [setting.say("phrase.correlate.only")]
    elif set(setting.of("dilation")) == {1}:
        parts.append(setting.say("phrase.correlate"))
    else:
        parts.append(setting.say("phrase.correlate.dilated", d=value(setting.of("dilation"))))
    comma = len(parts) > 2
    last = (Text((", " if comma else " ") + setting.words.word("and") + " "), *parts[-1])
    return (*joined(parts[:-1], ", "), *last) if len(parts) > 1 else parts[0]


def _dilating(setting: Setting) -> Spans:
    stride = setting.of("stride")
    if set(stride) == {1}:
        return ()
    if len(set(stride)) == 1:
        return setting.say("phrase.dilate", zeros=setting.count("zeros", stride[0] - 1))
    return setting.say("phrase.dilate.mixed", zeros=Math(value(tuple(s - 1 for s in stride))))


def _padding(setting: Setting) -> Spans:
    low, high = setting.of("pad_low"), setting.of("pad_high")
    if not any(low + high):
        return ()
    if min(low + high) < 0:
        return setting.say("phrase.crop", low=value(low), high=value(high))
    if len(set(low)) > 1 or len(set(high)) > 1:
        return setting.say("phrase.pad.mixed", low=value(low), high=value(high))
    number, one = setting.words.number, ".1" if setting.rank == 1 else ""
    if low == high:
        return setting.say(f"phrase.pad.even{one}", low=number(low[0]))
    return setting.say(f"phrase.pad{one}", low=number(low[0]), high=number(high[0]))
