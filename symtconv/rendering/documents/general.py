"""Section 4: the theorem for every size, and how the layer is a case of it."""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.checker.verdict import Verdict
from symtconv.proofs.theorem import IN_COQ, Step
from symtconv.rendering.documents.authored import authored
from symtconv.rendering.documents.condition import condition
from symtconv.rendering.documents.document import (
    Block,
    Cite,
    Code,
    Display,
    Document,
    Heading,
    Math,
    Paragraph,
    Proof,
    Ref,
    References,
    Spans,
    Stated,
    Table,
    TableRow,
    Text,
    Title,
)
from symtconv.rendering.documents.expression import value
from symtconv.rendering.documents.glosses import glossed_once
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.theorem import chain
from symtconv.rendering.documents.words import Words, joined
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Row, Sym, math

DERIVED = (
    math("K = d ( k - 1 ) + 1 , ; i = ( n - 1 ) s + K - l - h + a ,"),
    math("Plo = K - 1 - l , ; Phi = K - 1 - h + a ."),
)
IDENTITY = math("( CT y )_j = sum_u w_{flip} z~_{reach} .", flip=math("k - 1 - u"), reach=math("j + d u"))

CONDITIONS = "symtconv/proofs/conditions.json"
"""Where the certificates of the side conditions stand."""

WORKS = ("guide", "symtconv")

DIGITS = 8
"""So many digits of a digest tell the certificates of a page apart."""

CASE = (
    ("n", "size"),
    ("k", "kernel"),
    ("s", "stride"),
    ("d", "dilation"),
    ("l", "low"),
    ("h", "high"),
    ("a", "output_padding"),
)


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the section."""
    words, style = setting.words, setting.style
    parts = (
        statement(words, style),
        *proof(words, setting.facts.steps, setting.facts.conditions),
        Paragraph(_around(setting)),
    )
    return (Heading(words.say("heading.general"), "general"), *parts)


def theorem_page(style: Style, steps: Sequence[Step], conditions: Sequence[Verdict]) -> Document:
    """Write the theorem alone, without a layer: a page that could stand in a textbook."""
    words = Words(style.lang)
    title = words.say("general.title") if style.title is None else authored(style.title)
    sources = joined((words.say("theorem.guide", guide=Cite("guide")), _coq(words)))
    document = Document(
        title=Title(title, "", style.author),
        blocks=(
            Paragraph(words.say("general.abstract")),
            Paragraph(words.say("theorem.notation")),
            statement(words, style),
            *proof(words, steps, conditions),
            Paragraph(words.say("general.axes")),
            Paragraph(sources),
            references(words),
        ),
        kernel=(1,),
        lang=style.lang,
    )
    return glossed_once(document)


def statement(words: Words, style: Style) -> Stated:
    """Give the theorem in its box."""
    base = [words.say("theorem.base")] if style.index_base else []
    return Stated(
        "theorem",
        "thm:all",
        (
            Paragraph(joined((*base, words.say("theorem.hypotheses"))), keep=True),
            *_derived(style),
            Paragraph(words.say("theorem.matrix"), keep=True),
            Display((IDENTITY,)),
            Paragraph(words.say("theorem.length")),
        ),
        boxed=True,
    )


def proof(words: Words, steps: Sequence[Step], conditions: Sequence[Verdict]) -> tuple[Block, ...]:
    """Give the steps of the theorem with their side conditions, where they are wanted."""
    if not steps:
        return ()
    where = words.say("theorem.conditions", file=Code(CONDITIONS), symtconv=Cite("symtconv"))
    said = (Paragraph(where, keep=True), _conditions(words, conditions)) if conditions else ()
    lead, exact = Paragraph(words.say("theorem.proof"), keep=True), Paragraph(words.say("theorem.exact"))
    return (Proof((lead, chain(words, steps), exact)), *said)


def _conditions(words: Words, conditions: Sequence[Verdict]) -> Table:
    """Give every side condition that was put to the formula engine, and its certificate."""
    rows = []
    for verdict in conditions:
        body = {} if verdict.certificate is None else verdict.certificate.body
        digest = "" if verdict.certificate is None else verdict.certificate.digest[:DIGITS]
        told = words.say("theorem.decided", outcome=words.word(f"verdict.{verdict.outcome}"), digest=Code(digest))
        rows.append(TableRow((condition(words, verdict.statement.text, body.get("where", ())), told)))
    return Table("pl", tuple(rows))


def references(words: Words) -> References:
    """Give the works that every document cites."""
    return References(
        tuple((work, words.word(f"reference.{work}.short"), words.say(f"reference.{work}")) for work in WORKS)
    )


def _derived(style: Style) -> tuple[Display, ...]:
    """Give the four derived numbers, on one line where it is wide enough."""
    if style.fragment:
        return tuple(Display((part,)) for part in DERIVED)
    return (Display((DERIVED[0], Sym(";"), DERIVED[1])),)


def _coq(words: Words) -> Spans:
    return words.say("theorem.coq", lemmas=joined([(Code(name),) for name in IN_COQ], ", "))


def _around(setting: Setting) -> Spans:
    words = setting.words
    said = [words.say("theorem.guide", guide=Cite("guide")), _coq(words)]
    if not setting.facts.steps:
        said.append(words.say("theorem.letters", proposition=Ref("prop:lowering")))
    channels = "" if not setting.named else ".channels" if setting.layer.groups == 1 else ".groups"
    return joined([*said, words.say(f"theorem.case{channels}", case=_case(setting))])


def _case(setting: Setting) -> Spans:
    case = [(Math(Row((Sym(letter), Sym("="), value(setting.of(name))))),) for letter, name in CASE]
    numbers = joined(case, ", ")  # formulas of their own, so that lines break between them
    if setting.rank == 1 or not setting.alike:
        return numbers
    return (*numbers, Text(" "), *setting.say("case.both" if setting.rank == 2 else "case.all"))
