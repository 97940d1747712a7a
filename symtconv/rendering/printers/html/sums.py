"""An entry of x′ written out as a sum of products, in MathML with its LaTeX.

``pictures.js`` writes the other entries in the same way.
"""

from __future__ import annotations

from html import escape
from itertools import groupby

from symtconv.rendering.figures.figure import Index, Sign
from symtconv.rendering.printers.html.scene import Addend, Scene

SHOWN = 48
"""Terms of a sum that are written."""

PER_LINE = 4


def written(scene: Scene, entry: Index) -> str:
    """Write an entry out: four terms a line, and a new line for each channel or slice of y, with how many it gives."""
    terms = scene.terms(entry)
    shown, rest = terms[:SHOWN], len(terms) - len(terms[:SHOWN])
    plane = 1 if scene.flat else 2
    groups = [list(group) for _, group in groupby(shown, key=lambda term: term.y[:-plane])]
    lines: list[tuple[list[Addend], str]] = []
    for group in groups or [[]]:
        parts = (group[n : n + PER_LINE] for n in range(0, max(len(group), 1), PER_LINE))
        share = _share(scene, group, terms, plane)
        lines += [(part, share if n == 0 else "") for n, part in enumerate(parts)]
    rows = []
    for n, (line, share) in enumerate(lines):
        part = "<mo>+</mo>".join(_term(scene, term) for term in line) or "<mn>0</mn>"
        ends = f"<mo>+</mo><mtext>{escape(scene.say('more', n=rest))}</mtext>" if rest else ""
        tail = "<mo>+</mo>" if n + 1 < len(lines) else ends
        left = "" if n else f"<mrow>{_sub(scene, 'x', entry, primed=True)}<mo>=</mo></mrow>"
        rows.append(f"<mtr><mtd>{left}</mtd><mtd><mrow>{part}{tail}</mrow></mtd>{share}</mtr>")
    return (
        f'<math display="block"><semantics><mrow><mtable class="al">{"".join(rows)}</mtable></mrow>'
        f'<annotation encoding="application/x-tex">{escape(_latex(scene, entry, terms), quote=False)}</annotation>'
        "</semantics></math>"
    )


def _share(scene: Scene, group: list[Addend], terms: list[Addend], plane: int) -> str:
    """Say how many of the terms a channel or a slice of y gives."""
    if not group or len(group[0].y) == plane:
        return ""
    front = group[0].y[:-plane]
    count = sum(term.y[:-plane] == front for term in terms)
    words = escape(scene.say("of", p=count, m=len(terms)))
    return f'<mtd class="share"><mrow>{_sub(scene, "y", front)}<mtext>: {words}</mtext></mrow></mtd>'


def _term(scene: Scene, term: Addend) -> str:
    inner = f"{_sub(scene, 'w', term.w)}<mo>\u2062</mo>{_sub(scene, 'y', term.y)}"
    return f'<mrow class="tm {term.colour}" data-o="{",".join(map(str, term.y))}">{inner}</mrow>'


def _sub(scene: Scene, role: str, index: Index, *, primed: bool = False) -> str:
    letter = f"<mi>{escape(scene.spelling.letter(Sign(role)))}</mi>"
    base = f'<mrow>{letter}<mo class="pr" lspace="0" rspace="0">′</mo></mrow>' if primed else letter
    comma = '<mo separator="true" lspace="0" rspace="0">,</mo>'
    below = comma.join(f"<mn>{place + scene.spelling.base}</mn>" for place in index)
    return f"<msub>{base}<mrow>{below}</mrow></msub>"


def _latex(scene: Scene, entry: Index, terms: list[Addend]) -> str:
    spelling = scene.spelling

    def one(role: str, index: Index) -> str:
        below = ",".join(str(place + spelling.base) for place in index)
        return f"{spelling.latex_letter(Sign(role))}_{{{below}}}"

    products = " + ".join(f"{one('w', term.w)}\\,{one('y', term.y)}" for term in terms)
    below = ",".join(str(place + spelling.base) for place in entry)
    return f"{spelling.latex_letter(Sign('x'))}'_{{{below}}} = {products or '0'}"
