"""Section 5: the other views of x′ = Cᵀy, each with what it says and its verdict."""

from __future__ import annotations

from collections.abc import Callable

from symtconv.checker.verdict import EntryDifference, Outcome
from symtconv.rendering.compose.expression import linear, value
from symtconv.rendering.compose.setting import Setting
from symtconv.rendering.document import Block, Heading, Math, Paragraph, Ref, Spans, Strong, Text
from symtconv.rendering.notation import Node, Row, Sup, Sym, math
from symtconv.rendering.words import joined

SHOWN_ELSEWHERE = ("matrix", "lowering")


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the section; nothing without views."""
    views = [view for view in setting.facts.views if view[0] not in SHOWN_ELSEWHERE]
    if not views:
        return ()
    lead = Paragraph(setting.say("views.lead", eq=Ref("eq:tap")))
    return (Heading(setting.say("heading.views"), "views"), lead, *(_view(setting, *view) for view in views))


def _view(setting: Setting, name: str, title: str, outcome: Outcome, difference: EntryDifference | None) -> Block:
    words = SAYS[name](setting) if name in SAYS else ()
    verdict = (Strong(title), Text(f" ({setting.word(f'verdict.{outcome}')})."))
    parts: list[Spans] = [verdict, words]
    if difference is not None:
        parts.append(setting.say("view.refuted", entry=Math(setting.entry("x'", difference.entry))))
    return Paragraph(joined([part for part in parts if part]))


def _row(setting: Setting) -> Spans:
    return setting.say("view.row", formula=math("x'^T = y^T WrT , ; Wr = CT"))


def _scatter(setting: Setting) -> Spans:
    if setting.named:
        return setting.say(
            "view.scatter",
            formula=math("x'_q,j = sum_p,o y_p,o sum_t {w} [ j = {f} ]", w=_weight(setting), f=setting.joins()),
        )
    return setting.say("view.scatter", formula=math("x'_j = sum_o y_o sum_t w_t [ j = {f} ]", f=setting.joins()))


def _weight(setting: Setting) -> Node:
    return math("w_p,q',t" if setting.layer.groups > 1 else "w_p,q,t")


def _gradient(setting: Setting) -> Spans:
    return setting.say(
        "view.gradient",
        gradient=math("CT y = partial << y , C x >> / partial x"),
        adjoint=math("<< C x , y >> = << x , CT y >>"),
    )


def _polyphase(setting: Setting) -> Spans:
    one = (1,) * setting.rank
    s, d = setting.of("stride"), setting.of("dilation")
    left = linear([(one, Sym("j"))], tuple(low - setting.base for low in setting.of("low")))
    right = linear([(s, Sym("v")), (one, Sym("r"))], (0,) * setting.rank)
    tap = linear([(one, Sym("t"))], (-setting.base,) * setting.rank)
    scaled = linear([(d, Row((Sym("("), tap, Sym(")"))) if setting.base else tap)], (0,) * setting.rank)
    taps = Row((scaled, Sym("equiv"), Sym("r"), Sym("("), Sym("mod"), value(s), Sym(")")))
    return setting.say("view.polyphase", residue=Row((left, Sym("="), right)), taps=taps)


def _im2col(setting: Setting) -> Spans:
    return setting.say("view.im2col")


def _polynomial(setting: Setting) -> Spans:
    base = (setting.base,) * setting.rank
    one, zero = (1,) * setting.rank, (0,) * setting.rank

    def power(letter: str, factor: tuple[int, ...]) -> Node:
        place = linear([(one, Sym(letter))], tuple(-b for b in base))
        inner = Row((Sym("("), place, Sym(")"))) if setting.base and set(factor) != {1} else place
        return Sup(Sym("Z"), linear([(factor, inner)], zero))

    formula = math(
        "sum_j x'_j {zj} = {shift} (( sum_o y_o {zo} )) (( sum_t w_t {zt} ))",
        zj=power("j", one),
        shift=Sup(Sym("Z"), linear([], tuple(-low for low in setting.of("low")))),
        zo=power("o", setting.of("stride")),
        zt=power("t", setting.of("dilation")),
    )
    return setting.say("view.polynomial", formula=formula)


def _extended(setting: Setting) -> Spans:
    return setting.say("view.extended", formula=math("CT = E cdot Pad cdot Dilate"))


SAYS: dict[str, Callable[[Setting], Spans]] = {
    "row": _row,
    "scatter": _scatter,
    "gradient": _gradient,
    "polyphase": _polyphase,
    "im2col": _im2col,
    "polynomial": _polynomial,
    "extended": _extended,
}
"""What is said of each view; one that is not here is named by its title alone."""
