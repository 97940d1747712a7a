"""The steps of the general theorem as a chain of lines: the proof for every size, with reasons and lemma names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symtconv.proofs.line import BRACKET, Factor
from symtconv.proofs.line import Line as ProofLine
from symtconv.proofs.theorem import Step
from symtconv.rendering.documents.document import Chain, Interlude, Line, Spans
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.tree import Node, Num, Row, Sub, Sum, Sym, math

_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+|[-+()]")
# Letters of the proof that stand for more than a letter on the page.
_NAMES = {"P": "Plo", "Q": "Phi"}

FLIP, UNPADDED = math("k - 1 - u"), math("m - Plo")
LENGTH = math("( n - 1 ) s + 1 + Plo + Phi - d ( k - 1 ) = i")
INSIDE = math("0 <= j + d u < ( n - 1 ) s + 1 + Plo + Phi")


def chain(words: Words, steps: Sequence[Step]) -> Chain:
    """Give the rewriting steps line by line, then the two steps about sizes, each with its reason and its lemma.

    Parameters
    ----------
    words : Words
        Those of the language.
    steps : sequence of Step
        Of `symtconv.proofs.theorem.theorem`.
    """
    lines: list[Line | Interlude] = []
    start: Node | None = None
    for step in steps:
        if step.before is not None and step.after is not None:
            left = _line(step.before) if start is None else None
            start = start or left
            lines.append(Line(left, Row((Sym("="), _line(step.after))), _reason(words, step), lemma=step.lemma))
    sizes = [step for step in steps if step.rule is None]
    for statement, step in zip((LENGTH, INSIDE), sizes, strict=True):
        lines += [] if step is not sizes[0] else [Interlude(words.say("theorem.sizes"))]
        lines.append(Line(None, statement, _reason(words, step), lemma=step.lemma))
    return Chain(tuple(lines))


def _reason(words: Words, step: Step) -> Spans:
    return words.say("step." + step.name.replace(" ", "-"), flip=FLIP, unpadded=UNPADDED)


def _line(line: ProofLine) -> Node:
    sums = [Sum(Row((Sym(entry.index), Sym("<"), *_index(entry.count)))) for entry in line.sums]
    return Row((*sums, *map(_factor, line.factors)))


def _factor(factor: Factor) -> Node:
    if factor.name == BRACKET:
        left, right = factor.arguments
        return Row((Sym("["), *_index(left), Sym("="), *_index(right), Sym("]")))
    index: list[Node] = []
    for argument in factor.arguments:
        index += [*([Sym(",")] if index else []), *_index(argument)]
    return Sub(Sym(factor.name), (Row(tuple(index)) if len(index) > 1 else index[0],))


def _index(text: str) -> list[Node]:
    """Read an index of the proof, written in the claim language; products lose their sign."""
    return [_node(token) for token in _TOKEN.findall(text)]


def _node(token: str) -> Node:
    return Num(int(token)) if token.isdigit() else Sym(_NAMES.get(token, token))
