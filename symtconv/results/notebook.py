"""What a notebook shows: an object by media type, as ``_repr_mimebundle_`` gives it.

``text/plain`` is worth reading on its own; ``text/latex`` is words and displayed formulas, for MathJax and for an
article alike; ``text/html`` has the pictures in it and loads nothing.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import singledispatch
from html import escape

from symtconv.checker.verdict import Verdict
from symtconv.claims.report import report_lines
from symtconv.claims.verdict import ClaimVerdict
from symtconv.geometry import ConvTranspose, Lowering
from symtconv.operators.matrix import Operator
from symtconv.proofs.instance import prove
from symtconv.rendering.documents.card import derivation_card, layer_card, verdict_card
from symtconv.rendering.documents.document import Document, Grid, Title
from symtconv.rendering.documents.facts import Facts
from symtconv.rendering.documents.matrix import dots
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.figures import decided
from symtconv.rendering.figures.figure import Figure, Picture, Spelling
from symtconv.rendering.figures.palette import tap_colours
from symtconv.rendering.figures.svg import mimebundle as picture
from symtconv.rendering.notation.elide import ends
from symtconv.rendering.notation.formulas import equation, formula
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import ZERO, Given, Index, Node
from symtconv.rendering.printers.html.blocks import HtmlBlocks
from symtconv.rendering.printers.html.formula import HtmlFormulas
from symtconv.rendering.printers.latex.plain import PlainBlocks, PlainLatex
from symtconv.rendering.printers.text import to_text

Bundle = dict[str, str]

PLAIN = Style(figures=False)
WHOLE = 16
"""A matrix with more rows or columns is elided; as plain text it is written out up to `WRITTEN` cells."""

WRITTEN = 4096

CSS = """
.symtconv p,.symtconv figure{margin:.5em 0}.symtconv .quiet{opacity:.7}
.symtconv .tm,.symtconv .tap{background:var(--c);color:var(--i);border-radius:2px;padding:.1em .15em}
.symtconv .scroll{overflow-x:auto;overflow-y:hidden}.symtconv .display{display:flex;gap:1em;align-items:center}
.symtconv table{border-collapse:separate;border-spacing:1px;border:0;margin:.3em 0;width:auto}
.symtconv td,.symtconv th{text-align:left;font-weight:400;padding:.1em .7em .1em 0;border:0;white-space:nowrap}
.symtconv .grid td{text-align:center;padding:.1em .35em;min-width:2em}
.symtconv .fenced{border:solid;border-width:0 1.5px}
.symtconv caption{text-align:left;opacity:.7}.symtconv .vh,.symtconv .js,.symtconv template{display:none}
.symtconv .w{font-style:normal}.symtconv figure img{max-width:100%;height:auto}
"""


@singledispatch
def mimebundle(thing: object) -> Bundle:
    """Show an object.

    Parameters
    ----------
    thing : ConvTranspose, Verdict, Operator or Figure
        A derivation has more to show than it can hand over here: `derivation`.

    Returns
    -------
    dict of str to str
        Content by media type.

    Raises
    ------
    TypeError
        For anything else.

    Examples
    --------
    >>> sorted(mimebundle(ConvTranspose(input=2, kernel=2)))
    ['text/html', 'text/latex', 'text/plain']
    """
    msg = f"a notebook shows layers, verdicts, models, reports, operators and figures; this is {type(thing).__name__}"
    raise TypeError(msg)


@mimebundle.register
def _figure(figure: Figure) -> Bundle:
    return picture(figure)


@mimebundle.register
def _picture(drawn: Picture) -> Bundle:
    return picture(drawn.figure, drawn.spelling)


@mimebundle.register
def _layer(layer: ConvTranspose) -> Bundle:
    facts = Facts(layer=layer, call=layer.call, verdict=prove(layer), lowering=layer.lowering())
    setting = Setting(facts, PLAIN)
    return _bundle(setting, layer_card)


@mimebundle.register
def _verdict(verdict: Verdict) -> Bundle:
    body = {} if verdict.certificate is None else verdict.certificate.body
    if body.get("kind") != "layer":
        return {"text/plain": str(verdict)}
    layer = ConvTranspose(**body["layer"])
    facts = Facts(layer=layer, call=layer.call, verdict=verdict, lowering=Lowering(**body["lowering"]))
    setting = Setting(facts, PLAIN)
    return {**_bundle(setting, verdict_card), "text/plain": str(verdict)}


@mimebundle.register
def _claim(verdict: ClaimVerdict) -> Bundle:
    report = "\n".join(report_lines(verdict))
    shown = HtmlFormulas(PLAIN, ()).math(formula(verdict.claim), display=True)
    said = f"<p><strong>{verdict.outcome.capitalize()}.</strong></p>{shown}<pre>{escape(report)}</pre>"
    return {
        "text/plain": report,
        "text/latex": _claim_latex(verdict),
        "text/html": framed(said),
    }


def _claim_latex(verdict: ClaimVerdict) -> str:
    """Give verdict and formula as mathematics alone."""
    latex = PlainLatex(PLAIN, ()).latex
    lines = [rf"\textbf{{{verdict.outcome}}}:\quad {latex(formula(verdict.claim))}"]
    if verdict.counterexample:
        values = ", ".join(latex(equation(name, value)) for name, value in verdict.counterexample.items())
        lines.append(rf"\text{{smallest counterexample: }}{values}")
    if verdict.holds_when is not None and verdict.holds_when != "never":
        lines.append(rf"\text{{holds exactly when }}{latex(formula(verdict.holds_when))}")
    return "\n\n".join(f"${line}$" for line in lines)


@mimebundle.register
def _operator(operator: Operator) -> Bundle:
    rows, columns = (ends(size, WHOLE) for size in operator.shape)
    grid = Grid(tuple(tuple(_entry(operator, row, column) for column in columns) for row in rows))
    html = HtmlBlocks(Document(Title((), ""), (), (1,)), PLAIN).grid(grid)
    return {
        "text/plain": operator.text() if operator.shape[0] * operator.shape[1] <= WRITTEN else str(operator),
        "text/latex": f"$${PlainBlocks(PLAIN, (1,)).grid(grid)}$$",
        "text/html": framed(f'<p>{escape(str(operator))}</p><div class="scroll">{html}</div>'),
    }


def derivation(facts: Facts, style: Style) -> Bundle:
    """Show a derivation: what was found, the lowering, and the entries of x′ by both routes."""
    setting = Setting(facts, style)
    return _bundle(setting, derivation_card)


def _bundle(setting: Setting, compose: Callable[[Setting], Document]) -> Bundle:
    style, as_text = replace(setting.style, figures=False), setting.style.as_text
    card = compose(setting)
    blocks = HtmlBlocks(card, style, copied=False)
    title, call = blocks.spans(card.title.title), escape(card.title.call)
    head = f"<p><strong>{title}</strong><br><code>{call}</code></p>"
    facts = setting.facts
    figure = decided(facts.layer, facts.lowering, facts.verdict.counterexample, lang=style.lang)
    html = f"{head}\n{blocks.blocks(card.blocks)}{image(figure, Spelling.of(style))}"
    return {
        "text/plain": to_text(compose(replace(setting, style=as_text)), as_text).rstrip("\n"),
        "text/latex": PlainBlocks(style, card.kernel).blocks(card.blocks),
        "text/html": framed(html, setting.layer.kernel),
    }


def image(figure: Figure, spelling: Spelling) -> str:
    """Embed a picture; as an image of its own it has its ground with it, whatever the colours of the notebook."""
    bundle = picture(figure, spelling)
    data = b64encode(bundle["image/svg+xml"].encode()).decode()
    said = escape(bundle["text/plain"])
    return f'<figure><img alt="{said}" src="data:image/svg+xml;base64,{data}"></figure>\n'


def framed(html: str, kernel: Index = ()) -> str:
    """Give HTML in a frame of its own, with the colours of a kernel's taps."""
    # Layers of one notebook colour taps of the same name differently: a colour is that of a kernel's shape.
    shape = f"k{'x'.join(map(str, kernel))}"
    taps = tap_colours(kernel) if kernel else ()
    colours = "".join(f".{shape} .{tap.name}{{--c:#{tap.fill};--i:#{tap.ink}}}" for tap in taps)
    return f'<div class="symtconv {shape}"><style>{CSS}{colours}</style>\n{html}</div>\n'


def _entry(operator: Operator, row: int | None, column: int | None) -> Node:
    if row is None or column is None:
        return dots(row, column)
    entry = operator.numbered(row, column)
    return Given(repr(entry).replace("*", r"\,"), repr(entry)) if entry else ZERO
