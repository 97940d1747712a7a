"""The table of conventions: what each framework reaches, and when its words are another's, with certificates."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from symtconv.claims.verdict import ClaimVerdict
from symtconv.conventions import FRAMEWORKS, Framework, framework_named
from symtconv.proofs.translation.laws import ALWAYS, NEVER
from symtconv.proofs.translation.pairs import Row, decided, laws, rows
from symtconv.rendering.notation.formulas import formula
from symtconv.rendering.printers.html.formula import mathml
from symtconv.rendering.tex.escape import latex as escape_latex

FORMS = (".json", ".html", ".tex", ".md", ".txt")


@dataclass(frozen=True)
class Conventions:
    """The table, of all frameworks or of what one says in the others' words; made by `conventions`.

    Parameters
    ----------
    frameworks : tuple of Framework
    rows : tuple of Row
    """

    frameworks: tuple[Framework, ...]
    rows: tuple[Row, ...]

    def prove(self) -> list[ClaimVerdict]:
        """Decide every claim of the whole table anew: the images, sound and complete, and the pairs."""
        return [decided(law) for law in laws()]

    def to_dict(self) -> dict[str, Any]:
        """Give the table as plain data, each condition with the claim that it is exact and that claim's certificate."""
        claims = {(row.law.claim, row.law.where): row.law for row in self.rows if row.law is not None}
        verdicts = {key: decided(law) for key, law in claims.items()}
        pairs = []
        for row in self.rows:
            found = None if row.law is None else verdicts.get((row.law.claim, row.law.where))
            pairs.append(
                {
                    "from": row.source,
                    "way": row.way,
                    "to": row.target,
                    "condition": row.condition,
                    "limits": list(row.limits),
                    "claim": None if row.law is None else row.law.claim,
                    "where": [] if row.law is None else list(row.law.where),
                    "verdict": "proved" if found is None else found.outcome,
                    "certificate": None if found is None or found.certificate is None else found.certificate.to_dict(),
                }
            )
        return {"format": 1, "frameworks": [_described(known) for known in self.frameworks], "pairs": pairs}

    def to_json(self) -> str:
        """Give the table as text, proved anew."""
        return json.dumps(self.to_dict(), ensure_ascii=False) + "\n"

    def to_text(self) -> str:
        """Give the table in lines: per framework and way, who says it, and when."""
        lines: list[str] = []
        for known in self.frameworks:
            lines += ["", *_head(known)]
            for way in known.ways:
                lines.append(f"  {way.name}   l = {way.low}, a - h = {way.extra}" + _where(way.where))
                for condition, limits, targets in grouped(self.rows, known.name, way.name):
                    told = condition if condition in (ALWAYS, NEVER) else f"iff {_short(condition)}"
                    also = f"   and {', '.join(limits)}" if limits and condition != NEVER else ""
                    lines.append(f"    in {', '.join(targets)}: {told}{also}")
        return "\n".join(lines).lstrip("\n") + "\n"

    def to_html(self) -> str:
        """Give the table as one HTML page that loads nothing."""
        body = "\n".join(_section(known, self.rows) for known in self.frameworks)
        style = "body{font-family:serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.4}"
        style += "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}td,th{border-top:1px solid #ccc;"
        style += "padding:.3rem .5rem;text-align:left;vertical-align:top}p,td{overflow-x:auto;max-width:60rem}"
        title = "One layer in every framework's words"
        head = f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        head += f'<meta name="viewport" content="width=device-width"><style>{style}</style></head>'
        return f"{head}\n<body><h1>{title}</h1>\n<p>{escape(_PREFACE)}</p>\n{body}\n</body></html>\n"

    def to_latex(self) -> str:
        """Give the table as a LaTeX document."""
        lines = [
            r"\documentclass[a4paper]{article}",
            r"\usepackage[T1]{fontenc}",
            r"\usepackage{amsmath,array,longtable}",
        ]
        lines += [r"\usepackage[margin=2cm]{geometry}", r"\setlength{\parindent}{0pt}", r"\begin{document}"]
        lines += [r"\section*{One layer in every framework's words}", escape_latex(_PREFACE), ""]
        for known in self.frameworks:
            image = "every layer" if known.image == "true" else f"${_latex(known.image)}$"
            lines += [rf"\subsection*{{{escape_latex(known.title)}}}", rf"Reaches {image}.", ""]
            lines += [
                r"\begin{longtable}{*{2}{>{\raggedright}p{0.22\linewidth}}>{\raggedright\arraybackslash}p{0.46\linewidth}}"
            ]
            for way, cells in _cells(
                known, self.rows, lambda text: f"iff ${_latex(text)}$", f"iff {_IMAGE}", escape_latex
            ):
                first = escape_latex(way)
                for targets, told in cells:
                    lines.append(rf"{first} & {targets} & {told} \\")
                    first = ""
                lines.append(r"\hline")
            lines += [r"\end{longtable}", ""]
        return "\n".join([*lines, r"\end{document}", ""])

    def to_markdown(self) -> str:
        """Give the table for the documentation."""
        return "\n".join(part for known in self.frameworks for part in markdown(known, self.rows)) + "\n"

    def to_form(self, suffix: str) -> bytes:
        """Give the content of a file, by its suffix, one of `FORMS`."""
        ways = {
            ".json": self.to_json,
            ".html": self.to_html,
            ".tex": self.to_latex,
            ".md": self.to_markdown,
            ".txt": self.to_text,
        }
        return ways[suffix]().encode()


_PREFACE = (
    "On each axis a layer is n, k, s, d, l and e = a - h, with the span K = d(k-1) + 1: l entries are cropped at the "
    "low end, and e are added behind. A framework says the layer if and only if its words reach l and e. Every "
    "condition below is exact: a claim about all k, s, d and all words, proved both ways."
)


def conventions(framework: str | None = None) -> Conventions:
    """Give the table of conventions.

    Parameters
    ----------
    framework : str, optional
        Only what this one says, in the words of the others.

    Raises
    ------
    InputError
        For a framework that is not known.

    Examples
    --------
    >>> rows = [row for row in conventions("keras").rows if row.target == "torch"]
    >>> [row.condition for row in rows if row.way == 'padding="same", output_padding=None']
    ['K <= s or (K - s) % 2 == 0']
    """
    known = tuple(FRAMEWORKS) if framework is None else (framework_named(framework),)
    names = {each.name for each in known}
    return Conventions(known, tuple(row for row in rows() if row.source in names))


def grouped(table: Sequence[Row], source: str, way: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Put targets with one condition and the same limits together: (condition, limits, targets), always first."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for row in table:
        if (row.source, row.way) == (source, way):
            found.setdefault((row.condition, row.limits if row.condition != NEVER else ()), []).append(row.target)
    order = sorted(found, key=lambda key: (key[0] != ALWAYS, key[0] == NEVER, len(key[1]), len(key[0])))
    return [(condition, limits, tuple(found[condition, limits])) for condition, limits in order]


def markdown(known: Framework, table: Sequence[Row]) -> list[str]:
    """Give one framework's pairs as Markdown."""
    lines = ["| its words | in | iff |", "| --- | --- | --- |"]
    for way, cells in _cells(known, table, lambda text: f"`{text}`", _IMAGE, str):
        first = f"`{way}`"
        for targets, told in cells:
            lines.append(f"| {first} | {targets} | {told} |")
            first = ""
    return [*lines, ""]


def _head(known: Framework) -> list[str]:
    image = "every layer" if known.image == "true" else known.image
    limits = f"   ({', '.join(known.limits)})" if known.limits else ""
    return [f"{known.name}: {known.title} {known.version}", f"  reaches {image}{limits}"]


def _where(conditions: Sequence[str]) -> str:
    return f"   for {', '.join(conditions)}" if conditions else ""


def _section(known: Framework, table: Sequence[Row]) -> str:
    image = "every layer" if known.image == "true" else _math(known.image)
    lines = []
    for way, cells in _cells(known, table, lambda text: f"iff {_math(text)}", f"iff {_IMAGE}", escape):
        first = f"<code>{escape(way)}</code>"
        for targets, told in cells:
            lines.append(f"<tr><td>{first}</td><td>{targets}</td><td>{told}</td></tr>")
            first = ""
    head = f'<h2 id="{known.name}">{escape(known.title)} {escape(known.version)}</h2><p>Reaches {image}.</p>'
    return f"{head}\n<table><tr><th>its words</th><th>in</th><th>when</th></tr>\n" + "\n".join(lines) + "\n</table>"


LONG = 90
_IMAGE = "l and a - h lie in the image of the other"


def _short(condition: str) -> str:
    """Leave a condition that only repeats an image to the image; the JSON holds it in full."""
    return condition if len(condition) <= LONG else _IMAGE


def _cells(
    known: Framework, table: Sequence[Row], iff: Callable[[str], str], image: str, plain: Callable[[str], str]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Give each way of a framework with its rows: who says it, and when, both written for one kind of page.

    Parameters
    ----------
    iff, plain : callable
        How a condition and how words are written there.
    image : str
        What stands for a condition that only repeats an image.
    """
    for way in known.ways:
        cells = []
        for condition, limits, targets in grouped(table, known.name, way.name):
            told = condition if condition in (ALWAYS, NEVER) else iff(condition) if len(condition) <= LONG else image
            also = f" and {plain(', '.join(limits))}" if limits and condition != NEVER else ""
            cells.append((plain(", ".join(targets)), told + also))
        yield way.name, cells


def _math(condition: str) -> str:
    latex = _latex(condition).replace("\\allowbreak ", "")
    return f"<math>{mathml(latex)}</math>"


def _latex(condition: str) -> str:
    return formula(condition).latex


def _described(known: Framework) -> dict[str, Any]:
    return {
        "name": known.name,
        "title": known.title,
        "version": known.version,
        "source": known.source,
        "measured": known.measured,
        "image": known.image,
        "limits": list(known.limits),
        "layout": str(known.layout),
        "slides_kernel_as_stored": known.flips,
        "words": [{"name": word.name, "means": word.means, "legal": word.legal} for word in known.words],
        "traps": list(known.traps),
    }
