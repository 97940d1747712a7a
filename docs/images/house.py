"""Draw the picture of the house, docs/images/house.svg, for docs/architecture.md.

    python docs/images/house.py

Rooms of one row may import what stands in the rows below it; the tests compare the rows with the floors that
`tests/architecture` walks by, and the picture with what is drawn here.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

ROWS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("cli", "what prints"),),
    (("cases", "cases in files"), ("testing", "other suites")),
    (("results", "what a user holds, and every form of it"),),
    (
        ("conformance", "black boxes"),
        ("grids", "many machines"),
        ("models", "model files"),
        ("rendering", "pages, figures"),
    ),
    (("proofs", "of layers, for all sizes"), ("claims", "of formulas")),
    (("checker", "says “proved”"), ("certificates", "read strictly")),
    (("operators", "C and Cᵀ; the only door to SymPy"),),
    (("codegen", "code of a layer"), ("conventions", "calls of frameworks"), ("programs", "over tensors")),
    (("arithmetic", "the claim language"),),
    (("numeric", "a second way, shares nothing"), ("geometry", "integers: what a layer is")),
)
TRUSTED = {"checker", "certificates", "programs", "arithmetic", "geometry"}
"""What must be right for a proof to be one."""

WIDTH, ROW, BOX, LEFT, TOP, GAP = 760, 54, 42, 96, 12, 10

STYLE = """
text{font:13px system-ui,sans-serif;fill:#1f1f1f}.name{font-weight:600}.quiet{fill:#5d6470;font-size:12px}
rect{fill:#fff;stroke:#8a8f99}.trusted{fill:#e3ebf8;stroke:#1f4e9e}.arrow{stroke:#5d6470;fill:none}.head{fill:#5d6470}
@media (prefers-color-scheme:dark){text{fill:#ececec}.quiet{fill:#a9afba}rect{fill:#1a1b1e;stroke:#666b75}
.trusted{fill:#1d2b45;stroke:#9db7f0}.arrow{stroke:#a9afba}.head{fill:#a9afba}}
"""


def house() -> str:
    """Give the picture as SVG."""
    height = TOP + ROW * len(ROWS) + 46
    said = "; ".join(", ".join(name for name, _ in row) for row in ROWS)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="house">',
        f'<title id="house">The rooms of symtconv from the top to the bottom: {escape(said)}</title>',
        f"<style>{STYLE}</style>",
    ]
    for number, row in enumerate(ROWS):
        parts += _row(row, TOP + ROW * number)
    foot = TOP + ROW * len(ROWS)
    parts += _arrow(30, TOP + 8, foot - 18, "imports go down")
    parts += _arrow(66, foot - 18, TOP + 8, "what follows goes up")
    parts += [
        f'<rect class="trusted" x="{LEFT}" y="{foot + 8}" width="26" height="18" rx="3"/>',
        f'<text class="quiet" x="{LEFT + 36}" y="{foot + 22}">what must be right for a proof to be one</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _row(row: tuple[tuple[str, str], ...], top: int) -> list[str]:
    wide = (WIDTH - LEFT - 8 - GAP * (len(row) - 1)) / len(row)
    parts = []
    for place, (name, told) in enumerate(row):
        x = LEFT + place * (wide + GAP)
        kind = "trusted" if name in TRUSTED else "room"
        middle = f"{x + wide / 2:g}"
        parts += [
            f'<rect class="{kind}" x="{x:g}" y="{top}" width="{wide:g}" height="{BOX}" rx="4"/>',
            f'<text class="name" x="{middle}" y="{top + 18}" text-anchor="middle">{name}</text>',
            f'<text class="quiet" x="{middle}" y="{top + 34}" text-anchor="middle">{escape(told)}</text>',
        ]
    return parts


def _arrow(x: int, start: int, end: int, told: str) -> list[str]:
    """Draw an arrow along the side of the house, with words beside it."""
    way = 1 if end > start else -1
    middle = (start + end) / 2
    return [
        f'<path class="arrow" d="M{x} {start}V{end - way * 8}"/>',
        f'<path class="head" d="M{x - 4} {end - way * 8}h8l-4 {way * 8}z"/>',
        f'<text class="quiet" transform="translate({x + 16} {middle:g}) rotate(-90)" text-anchor="middle">{told}</text>',
    ]


if __name__ == "__main__":
    Path(__file__).with_name("house.svg").write_text(house(), encoding="utf-8")
