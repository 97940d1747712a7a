"""What a lowering does, in words, and in what it differs from the right one."""

from __future__ import annotations

from symtconv.checker.entry import Reading
from symtconv.geometry import Lowering
from symtconv.rendering.documents.document import Code, Math, Spans, Text
from symtconv.rendering.documents.expression import value
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.words import joined
from symtconv.rendering.notation.tree import Index


def code(lowering: Lowering) -> Code:
    """Give a lowering as short as it can be typed."""
    return Code(lowering.brief)


def phrases(setting: Setting, lowering: Lowering) -> Spans:
    """Say what a lowering does: phrases with commas and an *and*."""
    lowering = lowering.for_rank(setting.rank)
    parts = [part for part in (_dilating(setting, lowering), _padding(setting, lowering)) if part]
    parts.append(_correlating(setting, lowering, alone=not parts))
    comma = len(parts) > 2
    last = (Text((", " if comma else " ") + setting.words.word("and") + " "), *parts[-1])
    return (*joined(parts[:-1], ", "), *last) if len(parts) > 1 else parts[0]


def _dilating(setting: Setting, lowering: Lowering) -> Spans:
    dilate = lowering.dilate
    if set(dilate) == {1}:
        return ()
    if len(set(dilate)) == 1:
        return setting.say("phrase.dilate", zeros=setting.count("zeros", dilate[0] - 1))
    return setting.say("phrase.dilate.mixed", zeros=Math(value(tuple(s - 1 for s in dilate))))


def _padding(setting: Setting, lowering: Lowering) -> Spans:
    low, high = _ends(lowering)
    if not any(low + high):
        return ()
    if min(low + high) < 0:
        first = ".first" if lowering.crop_first else ""
        return setting.say(f"phrase.crop{first}", low=value(low), high=value(high))
    if len(set(low)) > 1 or len(set(high)) > 1:
        return setting.say("phrase.pad.mixed", low=value(low), high=value(high))
    number, one = setting.words.number, ".1" if setting.rank == 1 else ""
    if low == high:
        return setting.say(f"phrase.pad.even{one}", low=number(low[0]))
    return setting.say(f"phrase.pad{one}", low=number(low[0]), high=number(high[0]))


def _correlating(setting: Setting, lowering: Lowering, *, alone: bool) -> Spans:
    kernel = setting.say("phrase.flipped" if lowering.flip else "phrase.unflipped")
    if setting.named:
        kernel = setting.say(_swapping(setting, lowering), kernel=kernel)
    if set(lowering.dilation) != {1}:
        return setting.say("phrase.correlate.dilated", kernel=kernel, d=value(lowering.dilation))
    return setting.say("phrase.correlate.only" if alone else "phrase.correlate", kernel=kernel)


def _swapping(setting: Setting, lowering: Lowering) -> str:
    """Give the key of what is done to the channel axes of the kernel; with one group across is within."""
    if not lowering.swap:
        return "phrase.no-swap"
    if setting.layer.groups == 1:
        return "phrase.swap"
    return "phrase.swap.across" if lowering.swap == "across" else "phrase.swap.groups"


def _ends(lowering: Lowering) -> tuple[Index, Index]:
    low, high = zip(*lowering.pad, strict=True)
    return low, high


# ---- what is wrong -----------------------------------------------------------------


def differences(setting: Setting, asked: Lowering) -> Spans:
    """Say in what a lowering differs from the layer's own, leaving out what makes no difference to the layer."""
    asked, own = asked.for_rank(setting.rank), setting.layer.lowering()
    kernels = [axis.kernel > 1 for axis in setting.axes]
    found = [
        _numbers(setting, "dilate", asked.dilate, own.dilate, [axis.size > 1 for axis in setting.axes]),
        _pads(setting, asked, own),
        setting.say("differs.first") if asked.crop_first else (),
        _numbers(setting, "dilation", asked.dilation, own.dilation, kernels),
        setting.say("differs.flip") if any(kernels) and not asked.flip else (),
        _channels(setting, asked),
    ]
    return joined([words for words in found if words], "; ")


def _numbers(setting: Setting, name: str, theirs: Index, ours: Index, matters: list[bool]) -> Spans:
    if all(a == b or not counts for a, b, counts in zip(theirs, ours, matters, strict=True)):
        return ()
    less = name == "dilate"  # a step of 2 puts one zero between
    theirs, ours = (tuple(number - less for number in numbers) for numbers in (theirs, ours))
    return setting.say(f"differs.{name}", theirs=value(theirs), ours=value(ours))


def _pads(setting: Setting, asked: Lowering, own: Lowering) -> Spans:
    if asked.pad == own.pad:
        return ()
    theirs, ours = _ends(asked), _ends(own)
    if theirs[0] == theirs[1] and ours[0] == ours[1]:
        return setting.say("differs.pad.even", theirs=value(theirs[0]), ours=value(ours[0]))
    numbers = {"low": theirs[0], "high": theirs[1], "our_low": ours[0], "our_high": ours[1]}
    return setting.say("differs.pad", **{name: value(pad) for name, pad in numbers.items()})


def _channels(setting: Setting, asked: Lowering) -> Spans:
    if Reading.of_lowering(setting.layer, asked).channels.is_right:
        return ()
    return setting.say("differs.across" if asked.swap == "across" else "differs.swap")
