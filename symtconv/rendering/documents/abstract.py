"""The title and the sentence that says what was found."""

from __future__ import annotations

from symtconv.checker.entry import Reading
from symtconv.checker.verdict import EntryDifference
from symtconv.rendering.documents.authored import authored
from symtconv.rendering.documents.document import Block, Paragraph, Spans, Title
from symtconv.rendering.documents.every import lead, sizes_title
from symtconv.rendering.documents.expression import place
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.told import code, differences, phrases
from symtconv.rendering.documents.words import Slot, joined


def title(setting: Setting) -> Title:
    """Give the title block: the author's title, or what the layer does to sizes."""
    style, layer = setting.style, setting.layer
    key = "title" if not setting.named else "title.channels" if layer.groups == 1 else "title.groups"
    number = "title.channel.1" if layer.in_channels == 1 else "title.channel.many"
    channels = setting.say(number, number=layer.in_channels)
    sizes = {"n": setting.extent(layer.input), "i": setting.extent(layer.output)}
    if (every := setting.facts.every) is not None:
        sizes = {"n": sizes_title(setting, every.input), "i": sizes_title(setting, every.lengths)}
    ours = setting.say(key, channels=channels, q=layer.out_channels, groups=layer.groups, **sizes)
    return Title(ours if style.title is None else authored(style.title), setting.facts.call, style.author)


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the abstract, which opens with the verdict."""
    verdict = setting.facts.verdict
    outcome = setting.say(f"outcome.{verdict.outcome}")
    every = () if setting.facts.every is None else lead(setting, setting.facts.every)
    return (Paragraph(joined((outcome, every, _finding(setting), _channels(setting)))),)


def _finding(setting: Setting) -> Spans:
    facts = setting.facts
    own, judged = setting.layer.lowering(), facts.lowering.for_rank(setting.rank)
    slots: dict[str, Slot] = {"lowering": code(judged), "phrases": phrases(setting, judged)}
    if facts.verdict.outcome == "proved":
        return setting.say("abstract.proved" if judged == own else "abstract.judged", **slots)
    if facts.verdict.outcome == "unknown":
        return setting.say("abstract.unknown", reason=facts.verdict.reason or "", **slots)
    difference = facts.verdict.counterexample
    if not isinstance(difference, EntryDifference):  # a refuted layer has one, by the checker
        raise TypeError
    said = [setting.say("abstract.refuted", **slots), *_sizes(setting)]
    said.append(setting.say("abstract.wrong", differences=differences(setting, judged)))
    said.append(setting.say("abstract.first", index=place(difference.entry, setting.base)))
    return joined((*said, setting.say("abstract.right", right=code(own))))


def _sizes(setting: Setting) -> tuple[Spans, ...]:
    """Say the size of what a wrong lowering gives, where that is defined."""
    theirs, ours = Reading.of_lowering(setting.layer, setting.facts.lowering), setting.reading
    if not theirs.channels.fits:
        return ()
    if theirs.shape == ours.shape:
        return (setting.say("abstract.size", ours=setting.sized(ours.shape)),)
    return (setting.say("abstract.sizes", theirs=setting.sized(theirs.shape), ours=setting.sized(ours.shape)),)


def _channels(setting: Setting) -> Spans:
    """Say how many channels there are, and in how many groups."""
    layer = setting.layer
    if not setting.named:
        return ()
    slots = {"p": setting.count("channel", layer.in_channels), "q": setting.count("channel", layer.out_channels)}
    if layer.groups == 1:
        return setting.say("abstract.channels", **slots)
    return setting.say("abstract.groups", groups=setting.words.number(layer.groups), **slots)
