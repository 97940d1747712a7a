"""Reports as one HTML page that loads nothing: what was found, and the map that was meant beside the one that came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from symtconv.conformance.families import Family, said
from symtconv.conformance.harmless import ways
from symtconv.conformance.identify import Identified
from symtconv.conformance.slips import Slip, catalogue, changed_form
from symtconv.conformance.tell import difference, harmless, identified_lines, when
from symtconv.conformance.words import catalogue_of
from symtconv.grids.dialects import meaning
from symtconv.grids.form import Form
from symtconv.grids.words import Words

MOST_SIDE = 24
CELL = 22
COLOURS = ("#4C78A8", "#F58518", "#54A24B", "#B279A2", "#E45756", "#72B7B2", "#9D755D", "#EECA3B")
STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1f; --paper: #fff; --quiet: #5d6470; --line: #d4d8de; --bad: #a8201a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8ec; --paper: #17181c; --quiet: #a3a9b5; --line: #3b3f48;
  --bad: #ff8a80; } }
body { font: 16px/1.5 system-ui, "Noto Sans CJK KR", sans-serif; color: var(--ink); background: var(--paper);
  max-width: 62rem; margin: 2rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.quiet { color: var(--quiet); } code, pre { font: 14px/1.45 ui-monospace, monospace; }
pre { white-space: pre-wrap; border-left: 3px solid var(--line); padding-left: .8rem; }
section { border-top: 1px solid var(--line); padding-top: .6rem; margin-top: 1.4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { color: var(--quiet); } dd { margin: 0; }
.maps { display: flex; flex-wrap: wrap; gap: 2rem; align-items: flex-start; } figure { margin: .8rem 0; }
figcaption { color: var(--quiet); font-size: .9rem; }
svg text { font: 12px ui-monospace, monospace; fill: var(--ink); text-anchor: middle; dominant-baseline: central; }
svg .cell text, svg .on { fill: #fff; } svg rect { stroke: var(--line); fill: none; } svg .bad { stroke: var(--bad);
  stroke-width: 2.5; }
"""


def conformance_page(target: str, lines: Sequence[str], found: Sequence[Family], dialect: str, lang: str = "en") -> str:
    """Give the page of a report."""
    say = catalogue_of(lang)
    parts = [f"<pre>{escape(chr(10).join(lines))}</pre>", f"<h2>{escape(say['page.families'])}</h2>"]
    parts += [_section(family, dialect, lang) for family in found] or [f"<p>{escape(say['page.nothing'])}</p>"]
    return _page(say["page.title"].format(target=target), parts, lang)


def identified_page(found: Identified, lang: str = "en") -> str:
    """Give the page of an identification."""
    say = catalogue_of(lang)
    parts = [f"<pre>{escape(chr(10).join(identified_lines(found, lang)))}</pre>"]
    flip = bool(found.map and found.map.flip and found.map.flip[0])
    if found.layer is not None and found.layer.rank == 1:
        meant = found.meant if found.meant is not None else found.layer
        parts.append(_maps(meant, found.layer, say["page.figure"], flip=flip))
    return _page(say["page.title"].format(target=found.target), parts, lang)


def _page(title: str, parts: Iterable[str], lang: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="icon" href="data:,">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n"
        f"{body}\n</body>\n</html>\n"
    )


def _section(family: Family, dialect: str, lang: str) -> str:
    say, known = catalogue_of(lang), catalogue()
    slip = known[family.slips[0]] if family.slips else None
    rows = [(say["page.count"], f"{family.count} {say[family.outcome]}")]
    if slip is not None:
        rows.append((say["page.slip"], slip.said(lang)))
        rows.append((say["page.harmless"], _without(harmless(slip, lang), say, "harmless")))
    elif family.reason:
        rows.append((say["page.reason"], say.get(f"differs.{family.reason}", family.reason)))
    if condition := when(family, lang):
        rows.append((say["page.when"], _without(condition, say, "when")))
    told = difference(family.smallest.get("difference"), lang) or said(family.smallest.get("error", ""))
    rows.append((say["page.smallest"], f"{family.smallest['text']}  {told}"))
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    figure = _figure(family, slip, dialect, say["page.figure"])
    return f"<section><dl>{listed}</dl>{figure}</section>"


def _without(text: str, say: dict[str, str], key: str) -> str:
    """Leave out the words that stand in the column beside it."""
    return text.removeprefix(say[key].partition("{")[0])


def _figure(family: Family, slip: Slip | None, dialect: str, caption: str) -> str:
    """Draw both maps where the slip is another layer of one axis."""
    words = Words.of_dict(family.smallest["words"])
    form = meaning(words, dialect)
    if slip is None or words.rank != 1 or not isinstance(form, Form) or not ways(slip):
        return ""
    other = changed_form(slip, words, form)
    return _maps(form, other, caption, flip=slip.weights == "flip") if other is not None else ""


def _maps(meant: Form, found: Form, caption: str, *, flip: bool = False) -> str:
    left, right = _cells(meant), _cells(found, flip=flip)
    if max(meant.n[0], meant.out[0], found.out[0]) > MOST_SIDE:
        return ""
    drawn = _svg(meant, left, right) + _svg(found, right, left)
    return f'<figure><div class="maps">{drawn}</div><figcaption>{escape(caption)}</figcaption></figure>'


def _cells(form: Form, *, flip: bool = False) -> dict[tuple[int, int], int]:
    """Give the tap in each place (j, o) of Cᵀ."""
    (n,), (k,), (s,), (d,), (l,), (i,) = form.n, form.k, form.s, form.d, form.l, form.out
    places = ((s * o + d * t - l, o, k - 1 - t if flip else t) for o in range(n) for t in range(k))
    return {(j, o): t for j, o, t in places if 0 <= j < i}


def _svg(form: Form, cells: dict[tuple[int, int], int], other: dict[tuple[int, int], int]) -> str:
    width, height = (form.n[0] + 1) * CELL + 2, (max(form.out[0], 0) + 1) * CELL + 2
    return (
        f'<svg role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        + "".join(_marks(form, cells, other))
        + "</svg>"
    )


def _marks(form: Form, cells: dict[tuple[int, int], int], other: dict[tuple[int, int], int]) -> Iterator[str]:
    half = CELL / 2
    for o in range(form.n[0]):
        yield f'<text x="{(o + 1) * CELL + half}" y="{half}">{o}</text>'
    for j in range(max(form.out[0], 0)):
        yield f'<text x="{half}" y="{(j + 1) * CELL + half}">{j}</text>'
        for o in range(form.n[0]):
            x, y, tap = (o + 1) * CELL, (j + 1) * CELL, cells.get((j, o))
            box = f'x="{x + 1}" y="{y + 1}" width="{CELL - 2}" height="{CELL - 2}" rx="3"'
            if tap is None:
                yield f"<rect {box}/>"
            else:
                yield f'<rect {box} style="fill:{COLOURS[tap % len(COLOURS)]}"/>'
                yield f'<text class="on" x="{x + half}" y="{y + half}">{chr(97 + tap % 26)}</text>'
            if tap != other.get((j, o)):
                yield f'<rect class="bad" {box}/>'
