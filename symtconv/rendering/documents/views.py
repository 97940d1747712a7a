"""Section 5: the other views of x′ = Cᵀy, each with what it says and its verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symtconv.rendering.documents.document import Block, Equation, Heading, Math, Paragraph, Ref, Spans, Strong, Text
from symtconv.rendering.documents.expression import linear, value
from symtconv.rendering.documents.facts import INDEX_MAP, ViewVerdict
from symtconv.rendering.documents.figures import abreast, figure, refer
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.words import joined
from symtconv.rendering.notation.tree import Index, Node, Row, Sup, Sym, math

COVERAGE = 100.0
"""Width of the map of counts in millimetres at most; a larger one says no more."""

SHOWN_ELSEWHERE = ("matrix", "lowering")


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the section; nothing without views and figures."""
    views = [view for view in setting.facts.views if view.name not in SHOWN_ELSEWHERE]
    scatter, classes = figure(setting, "scatter"), _classes(setting)
    counts = figure(setting, "coverage", width=COVERAGE)
    pictures = (*scatter, *abreast(setting, classes, counts))
    if not views and not pictures:
        return ()
    told = refer(setting, scatter, classes, counts)
    lead = [setting.say("views.lead", eq=Ref("eq:tap")), _how(setting, views), *([told] if told else [])]
    return (
        Heading(setting.say("heading.views"), "views"),
        Paragraph(joined([part for part in lead if part])),
        *pictures,  # before the words, so that the words can fill the page that has no room for them
        *(block for view in views for block in _view(setting, view)),
    )


def _classes(setting: Setting) -> tuple[Block, ...]:
    """Give the picture of the residue classes; at stride 1 there is one, and nothing to see."""
    return figure(setting, "polyphase") if max(setting.of("stride")) > 1 else ()


def _how(setting: Setting, views: Sequence[ViewVerdict]) -> Spans:
    """Say how the views were decided: entry by entry too, or by their index maps alone."""
    if not views:
        return ()
    return setting.say("views.maps" if any(view.by == INDEX_MAP for view in views) else "views.written")


def _view(setting: Setting, view: ViewVerdict) -> tuple[Block, ...]:
    """Give a view as a paragraph, with its formula on a line of its own where it is long."""
    name, verdict = view.name, setting.word(f"verdict.{view.outcome}")
    words = SAYS[name](setting) if name in SAYS else ()
    parts: list[Spans] = [(Strong(setting.words.told(view.title)), Text(f" ({verdict}).")), words]
    if view.difference is not None:
        parts.append(setting.say("view.refuted", entry=Math(setting.entry("x'", view.difference.entry))))
    paragraph = Paragraph(joined([part for part in parts if part]), keep=name in SHOWS)
    return (paragraph, Equation(SHOWS[name](setting))) if name in SHOWS else (paragraph,)


def _row(setting: Setting) -> Spans:
    return setting.say("view.row", formula=math("x'^T = y^T WrT , ; Wr = CT"))


def _scatter(setting: Setting) -> Spans:
    if setting.named:
        return setting.say(
            "view.scatter",
            formula=math("x'_q,j = sum_p,o y_p,o sum_t {w} [ j = {f} ]", w=_weight(setting), f=setting.forms.joins()),
        )
    return setting.say("view.scatter", formula=math("x'_j = sum_o y_o sum_t w_t [ j = {f} ]", f=setting.forms.joins()))


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
    right = linear([(s, Sym("v" if setting.named else "q")), (one, Sym("r"))], (0,) * setting.rank)
    tap = linear([(one, Sym("t"))], (-setting.base,) * setting.rank)
    scaled = linear([(d, Row((Sym("("), tap, Sym(")"))) if setting.base else tap)], (0,) * setting.rank)
    taps = Row((scaled, Sym("equiv"), Sym("r"), Sym("(modulo"), value(s), Sym(")")))
    key = "view.polyphase.1" if setting.rank == 1 else "view.polyphase"
    return setting.say(key, residue=Row((left, Sym("="), right)), s=value(s), taps=taps)


def _im2col(setting: Setting) -> Spans:
    return setting.say("view.im2col")


def _polynomial(setting: Setting) -> Spans:
    return setting.say("view.polynomial", power=_power(setting, "j", "", (1,) * setting.rank))


def _polynomials(setting: Setting) -> Node:
    """Give the product of polynomials; with letters where the axes differ, to be read on each axis."""
    powers = {
        "zj": _power(setting, "j", "", (1,) * setting.rank),
        "zo": _power(setting, "o", "s", setting.of("stride")),
        "zt": _power(setting, "t", "d", setting.of("dilation")),
        "zl": _shift(setting),
        "w": _weight(setting) if setting.named else math("w_t"),
        "x": math("x'_q,j" if setting.named else "x'_j"),
        "y": math("y_p,o" if setting.named else "y_o"),
    }
    channels = "sum_p" if setting.named else ""
    return math(f"{{x}} = [ {{zj}} ] {{zl}} {channels} (( sum_o {{y}} {{zo}} )) (( sum_t {{w}} {{zt}} )) .", **powers)


def _shift(setting: Setting) -> Node:
    """Give the factor that padding is; without padding there is none."""
    if not any(setting.of("low")):
        return Sym("blank")
    return Sup(Sym("Z"), value(tuple(-low for low in setting.of("low"))) if setting.alike else math("neg l"))


def _power(setting: Setting, letter: str, factor: str, numbers: Index) -> Node:
    one, base = (1,) * setting.rank, (-setting.base,) * setting.rank
    place = linear([(one, Sym(letter))], base)
    if setting.base and (set(numbers) != {1} or (factor and not setting.alike)):
        place = Row((Sym("("), place, Sym(")")))
    if setting.alike or not factor:
        return Sup(Sym("Z"), linear([(numbers, place)], (0,) * setting.rank))
    return Sup(Sym("Z"), Row((Sym(factor), place)))


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

SHOWS: dict[str, Callable[[Setting], Node]] = {"polynomial": _polynomials}
"""Formulas that stand on a line of their own."""
