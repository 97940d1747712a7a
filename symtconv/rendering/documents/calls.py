"""What pages about framework calls have in common: the calls, their letters, the exact conditions, and what to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from shlex import quote

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.term import Connective
from symtconv.certificates.format import Certificate
from symtconv.checker.verdict import Outcome
from symtconv.conventions import Framework
from symtconv.geometry import NormalForm
from symtconv.proofs.translation.laws import ALWAYS, NEVER
from symtconv.proofs.translation.pairs import Row as Pair
from symtconv.rendering.documents.document import (
    Block,
    Code,
    Heading,
    Math,
    Paragraph,
    Spans,
    Strong,
    Table,
    TableRow,
    Text,
)
from symtconv.rendering.documents.evidence import answered
from symtconv.rendering.documents.words import Words, joined
from symtconv.rendering.notation.formulas import of_tree, term
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Node, Num, Row, Sub, Sym, Tuple

LONG = 320
"""A condition with more characters only repeats what the other framework reaches, and is said so."""

LETTERS = ("k", "s", "d", "l", "e")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known of two calls beside the verdict on them.

    Parameters
    ----------
    weights : str or None
        The second's weights from the first's, called w, as one line of code; None where they are one array.
    fit : bool
        Whether the weights of one are those of the other at all.
    pairs : tuple of Pair
        When words of the first framework are words of the second.
    engines : tuple of (str, str)
        What released engines compute otherwise: which engine, and what with its cure.
    """

    weights: str | None
    fit: bool
    pairs: tuple[Pair, ...]
    engines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A call that is shown, whose it is, what it means, and the order in which its kernel is stored."""

    name: str
    call: str
    framework: Framework
    form: NormalForm
    layout: str


class CallPage:
    """The blocks that pages about calls share.

    Parameters
    ----------
    style : Style
    versions : mapping of str to str
    """

    def __init__(self, style: Style, versions: Mapping[str, str]) -> None:
        self.style, self.versions = style, versions
        self.words = Words(style.lang)
        self.say = self.words.say

    # ---- the calls, and their letters ---------------------------------------------

    def calls(self, sides: Sequence[Told]) -> Table:
        """Give each call as it is written, with its framework."""
        rows = [TableRow(((Strong(side.name),), (Text(side.framework.title),), (Code(side.call),))) for side in sides]
        return Table("llp", tuple(rows))

    def letters(self, sides: Sequence[Told]) -> Iterator[Block]:
        """Set the letters of the calls beside each other; the last column says which differ."""
        several = len(sides) > 1
        rows = [
            self.row(Math(term(letter)), f"calls.{letter}", [_value(_row(side.form, letter)) for side in sides])
            for letter in LETTERS
        ]
        rank = sides[0].form.rank
        rows += [
            self.row(Math(_letter(axis, rank)), "calls.length", [_length(side.form, axis) for side in sides])
            for axis in range(rank)
        ]
        for letter, key, counts in self.channels([side.form for side in sides]):
            rows.append(self.row(letter, key, counts))
        heads = ["", "", *(side.name for side in sides), *([""] if several else [])]
        columns = "ll" + "l" * len(sides) + "l" * several
        yield Table(columns, tuple(rows), tuple((Strong(head),) if head else () for head in heads))

    def row(self, letter: Math | Text, key: str, values: Sequence[Spans]) -> TableRow:
        """Give a line: the letter, what it means, and its values; two that are not alike are marked."""
        cells: list[Spans] = [(letter,), self.say(key), *values]
        if len(values) > 1:
            cells.append(() if values[0] == values[1] else (Strong(self.words.word("calls.differs")),))
        return TableRow(tuple(cells))

    def channels(self, forms: Sequence[NormalForm]) -> Iterator[tuple[Math | Text, str, list[Spans]]]:
        """Give channels and groups where a call says them."""
        for key in ("in_channels", "out_channels"):
            counts = [getattr(form, key) for form in forms]
            if any(count not in (None, 1) for count in counts):
                yield Text(""), f"calls.{key}", [self.count(count) for count in counts]
        if any(form.groups > 1 for form in forms):
            yield Math(Sym("g")), "calls.groups", [_value((form.groups,)) for form in forms]

    def count(self, number: int | None) -> Spans:
        """Give a number of channels, or that the call leaves it open."""
        return self.say("calls.open") if number is None else _value((number,))

    # ---- when words of one framework are the other's --------------------------------

    def general(self, around: Around, source: Framework, target: Framework) -> Iterator[Block]:
        """Give the exact condition of every way of one framework in the other's words."""
        if not around.pairs:
            return
        yield Heading(self.say("calls.general"), "general")
        command = Code(f"symtconv conventions {source.name} --json")
        yield Paragraph(self.say("calls.general.lead", source=source.title, target=target.title, command=command))
        ways = {way.name: way for way in source.ways}
        rows: list[TableRow] = []
        for pair in around.pairs:
            rows.append(TableRow(((Code(pair.way),), self.condition(pair)), apart=bool(rows)))
            rows.append(
                TableRow(((), (Math(_is("l", ways[pair.way].low)), Text(", "), Math(_is("e", ways[pair.way].extra)))))
            )
        yield Table("lp", tuple(rows), (self.say("calls.way", source=source.title), self.say("calls.iff")))

    def condition(self, pair: Pair) -> Spans:
        """Say when a way of one framework is a way of the other."""
        if pair.condition in (ALWAYS, NEVER):
            told = self.say(f"calls.{pair.condition}")
        elif len(pair.condition) > LONG:
            told = self.say("calls.image")
        else:
            told = self.alternatives(pair.condition)
        if not pair.limits or pair.condition == NEVER:
            return told
        return joined((told, self.say("calls.limits", limits=", ".join(map(self.words.told, pair.limits)))), "; ")

    def alternatives(self, condition: str) -> Spans:
        """Give a condition, its alternatives parted by a word, so that lines break between them."""
        tree = parse(condition)
        parts = tree.parts if isinstance(tree, Connective) and tree.word == "or" else (tree,)
        return joined([(Math(of_tree(part)),) for part in parts], f" {self.words.word('calls.or')} ")

    # ---- the weights, what to know, how it was decided --------------------------------

    def weights(self, around: Around, sides: Sequence[Told], first: str, second: str) -> Iterator[Block]:
        """Give the orders in which the kernels are stored, and the line of code from one's weights to the other's."""
        yield Heading(self.say("calls.weights"), "weights")
        yield Paragraph(self.say("calls.stored"), keep=True)
        yield Table("lp", tuple(TableRow(((Strong(side.name),), (Code(side.layout),))) for side in sides))
        if not around.fit:
            yield Paragraph(self.say("calls.unfit"))
        elif around.weights is None:
            yield Paragraph(self.say("calls.array", first=first, second=second))
        else:
            yield Paragraph(self.say("calls.code", first=first, second=second), keep=True)
            yield Paragraph((Code(around.weights),), centred=True)

    def known(self, notes: Sequence[str], engines: Sequence[tuple[str, str]]) -> Iterator[Block]:
        """Give what is to be known beside the calls, and where engines compute another layer."""
        rows = [TableRow(((Strong(name),), (Text(self.words.told(told)),))) for name, told in engines]
        rows += [TableRow(((Strong(self.words.word("calls.note")),), (Text(self.words.told(note)),))) for note in notes]
        if rows:
            yield Heading(self.say("calls.known"), "known")
            yield Table("lp", tuple(rows))

    def evidence(
        self, outcome: Outcome, method: Spans, certificate: Certificate | None, frameworks: Sequence[Framework]
    ) -> Iterator[Block]:
        """Say how it was decided, where the certificate is, and what decided it."""
        versions = {**self.versions, **{framework.title: framework.version for framework in frameworks}}
        yield from answered(self.words, self.style, (outcome, method), certificate, versions)


def asked(*words: str) -> str:
    """Give the command line that asks the same, each call between double quotes where it has none of its own."""
    return " ".join(f'"{word}"' if set("' ()") & set(word) and '"' not in word else quote(word) for word in words)


def _row(form: NormalForm, letter: str) -> tuple[int, ...]:
    ends = {"l": tuple(low for low, _ in form.ends), "e": tuple(extra for _, extra in form.ends)}
    return {"k": form.kernel, "s": form.stride, "d": form.dilation, **ends}[letter]


def _value(numbers: tuple[int, ...]) -> Spans:
    if len(set(numbers)) == 1:
        return (Math(term(str(numbers[0]))),)
    return (Math(Tuple(tuple(Num(number) for number in numbers))),)


def _is(letter: str, value: str) -> Node:
    return Row((term(letter), Sym("="), term(value)))


def _letter(axis: int, rank: int) -> Node:
    return Sym("i") if rank == 1 else Sub(Sym("i"), (Num(axis + 1),))


def _length(form: NormalForm, axis: int) -> Spans:
    """Give the length of x′ along an axis, as a formula in n."""
    one = form.axes[axis]
    letter = "n" if form.rank == 1 else f"n{axis + 1}"
    if form.input is not None:
        return _value((one.length(form.input[axis]),))
    rest = one.length(0)
    times = letter if one.stride == 1 else f"{one.stride}*{letter}"
    return (Math(Row((term(times if rest == 0 else f"{times} {'+' if rest > 0 else '-'} {abs(rest)}"),))),)
