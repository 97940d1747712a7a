"""The steps of the general theorem as a chain of lines: the proof for every size, with reasons and lemma names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symtconv.arithmetic.term import names_of
from symtconv.proofs.line import BRACKET, Factor, SumOver
from symtconv.proofs.line import Line as ProofLine
from symtconv.proofs.theorem import PADDED_LENGTH, REACH, WINDOWS, Step
from symtconv.rendering.documents.document import Chain, ChainLine, Interlude, Spans
from symtconv.rendering.documents.expression import spread
from symtconv.rendering.documents.indices import Indices
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.tree import Node, Num, Row, Sub, Sym
from symtconv.rendering.notation.tree import Sum as SumSign

Entry = Callable[[str, Sequence[Node]], Node]
"""Writes an entry of C, w, y or z, from its name and its places."""

LETTERS = Indices()
FLIP, UNPADDED = LETTERS.flip(), LETTERS.unpadded()
LENGTH = Row((LETTERS.amount(WINDOWS), Sym("="), Sym("i")))
INSIDE = Row((Num(0), Sym("<="), LETTERS.amount(REACH), Sym("<"), LETTERS.amount(PADDED_LENGTH)))


def chain(words: Words, steps: Sequence[Step]) -> Chain:
    """Give the rewriting steps line by line, then the two steps about sizes, each with its reason and its lemma.

    Parameters
    ----------
    words : Words
        Those of the language.
    steps : sequence of Step
        Of `symtconv.proofs.theorem.theorem`.
    """
    lines: list[ChainLine | Interlude] = []
    start: Node | None = None
    for step in steps:
        if step.before is not None and step.after is not None:
            left = _line(step.before) if start is None else None
            start = start or left
            lines.append(ChainLine(left, Row((Sym("="), _line(step.after))), _reason(words, step), lemma=step.lemma))
    sizes = [step for step in steps if step.rule is None]
    for statement, step in zip((LENGTH, INSIDE), sizes, strict=True):
        lines += [] if step is not sizes[0] else [Interlude(words.say("theorem.sizes"))]
        lines.append(ChainLine(None, statement, _reason(words, step), lemma=step.lemma))
    return Chain(tuple(lines))


def _reason(words: Words, step: Step) -> Spans:
    return words.say("step." + step.name.replace(" ", "-"), flip=FLIP, unpadded=UNPADDED)


def _line(line: ProofLine) -> Node:
    return written(line, LETTERS, lambda name, places: Sub(Sym(name), (spread(places, Sym(",")),)), _below)


def _below(entry: SumOver) -> Node:
    return Row((Sym(entry.index), Sym("<"), LETTERS.amount(entry.count)))


def written(line: ProofLine, indices: Indices, entry: Entry, under: Callable[[SumOver], Node]) -> Node:
    """Give a line of the proof as a formula; every sum stands before the first factor that needs it.

    Parameters
    ----------
    line : ProofLine
        As it was checked.
    indices : Indices
        Writes the places.
    entry : callable
        Writes a factor, from its name and places.
    under : callable
        Gives what stands under a sum sign.
    """
    items: list[Node] = []
    waiting = list(line.factors)
    for number, entry_sum in enumerate(line.sums):
        items.append(SumSign(under(entry_sum)))
        later = {inner.index for inner in line.sums[number + 1 :]}
        while waiting and not later & set(names_of(*waiting[0].arguments)):
            items.append(_factor(waiting.pop(0), indices, entry))
    items += [_factor(factor, indices, entry) for factor in waiting]
    return Row(tuple(items))


def _factor(factor: Factor, indices: Indices, entry: Entry) -> Node:
    places = [indices.place(argument) for argument in factor.arguments]
    if factor.name == BRACKET:
        return Row((Sym("["), places[0], Sym("="), places[1], Sym("]")))
    return entry(factor.name, places)
