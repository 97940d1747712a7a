"""Section 4: the theorem for every size, and how the layer is a case of it."""

from __future__ import annotations

from symtconv.proofs.theorem import IN_COQ
from symtconv.rendering.compose.expression import spread, value
from symtconv.rendering.compose.setting import Setting
from symtconv.rendering.compose.theorem import chain
from symtconv.rendering.document import (
    Block,
    Cite,
    Code,
    Display,
    Heading,
    Math,
    Paragraph,
    Ref,
    Spans,
    Statement,
    Text,
)
from symtconv.rendering.notation import Node, Row, Sym, math
from symtconv.rendering.words import joined

DERIVED = (
    math("K = d ( k - 1 ) + 1 , ; i = ( n - 1 ) s + K - l - h + a ,"),
    math("Plo = K - 1 - l , ; Phi = K - 1 - h + a ."),
)
IDENTITY = math("( CT y )_j = sum_u w_{flip} z~_{reach} .", flip=math("k - 1 - u"), reach=math("j + d u"))

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
    base = [setting.say("theorem.base")] if setting.base else []
    theorem = Statement(
        "theorem",
        "thm:all",
        (
            Paragraph(joined((*base, setting.say("theorem.hypotheses"))), keep=True),
            *_derived(setting),
            Paragraph(setting.say("theorem.matrix"), keep=True),
            Display((IDENTITY,)),
            Paragraph(setting.say("theorem.length")),
        ),
        boxed=True,
    )
    return (Heading(setting.say("heading.general"), "general"), theorem, *_proof(setting), Paragraph(_around(setting)))


def _derived(setting: Setting) -> tuple[Display, ...]:
    """Give the four derived numbers, on one line where it is wide enough."""
    if setting.style.fragment:
        return tuple(Display((part,)) for part in DERIVED)
    return (Display((DERIVED[0], Sym(";"), DERIVED[1])),)


def _around(setting: Setting) -> Spans:
    words = [setting.say("theorem.guide", guide=Cite("guide"))]
    words.append(setting.say("theorem.coq", lemmas=joined([(Code(name),) for name in IN_COQ], ", ")))
    if not setting.facts.steps:
        words.append(setting.say("theorem.letters", proposition=Ref("prop:lowering")))
    words.append(setting.say("theorem.case", case=_case(setting)))
    return joined(words)


def _case(setting: Setting) -> Spans:
    case: list[Node] = [Row((Sym(letter), Sym("="), value(setting.of(name)))) for letter, name in CASE]
    numbers = (Math(spread(case, Sym(","))),)
    if setting.rank == 1 or not setting.alike:
        return numbers
    return (*numbers, Text(" "), *setting.say("case.both" if setting.rank == 2 else "case.all"))


def _proof(setting: Setting) -> tuple[Block, ...]:
    """Give the steps of the theorem, where they are wanted."""
    steps = setting.facts.steps
    if not steps:
        return ()
    return (Paragraph(setting.say("theorem.proof"), keep=True), chain(setting, steps))
