"""Reports as one HTML page that loads nothing: what was found, and the map that was meant beside the one that came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from symtconv.conformance.families import Family, said
from symtconv.conformance.identify import Identified
from symtconv.conformance.maps import layer_figure, slip_figure
from symtconv.conformance.slips import catalogue
from symtconv.conformance.tell import difference, harmless, identified_lines, when
from symtconv.conformance.words import catalogue_of
from symtconv.grids.dialects import meaning
from symtconv.grids.form import Form
from symtconv.grids.words import Words

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
.maps + .maps { margin-top: 1.2rem; } figcaption { color: var(--quiet); font-size: .9rem; }
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
    if found.layer is not None:
        flip = tuple(found.map.flip) if found.map else ()
        meant = found.meant if found.meant is not None else found.layer
        if meant.rank == found.layer.rank:
            parts.append(layer_figure(meant, found.layer, flip, say))
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
    words = Words.of_dict(family.smallest["words"])
    form = meaning(words, dialect)
    figure = slip_figure(slip, words, form, say) if slip is not None and isinstance(form, Form) else ""
    return f"<section><dl>{listed}</dl>{figure}</section>"


def _without(text: str, say: dict[str, str], key: str) -> str:
    """Leave out the words that stand in the column beside it."""
    return text.removeprefix(say[key].partition("{")[0])
