"""Write docs/reference/frameworks.md from the conventions themselves: `make conventions`, and a test keeps it true."""

from __future__ import annotations

from pathlib import Path

from symtconv.conventions import FRAMEWORKS
from symtconv.results.conventions import conventions, markdown

PAGE = Path(__file__).parent / "reference" / "frameworks.md"
HEAD = """# Frameworks

One section for each framework whose calls are read and written: its words, our letters, what is legal, how the weights
are stored, and where good guesses go wrong. The page is made from the conventions themselves (`make conventions`).

On each axis a layer is n, k, s, d, l and e = a - h, with the span K = d(k-1) + 1. *Reaches* is the condition on l and e
that some words of the framework meet, proved sound and complete. The second table of a section says, for each way to
say l and e, in whose words it can be said too; every condition is exact and proved both ways
(`symtconv conventions --prove`). Where a condition only repeats another framework's image, the image is named.
With one tap (k = 1) the dilation joins nothing, and a call may say any.

"""


def page() -> str:
    """Give the page."""
    table = conventions().rows
    parts = [HEAD]
    for known in FRAMEWORKS:
        run = "measured" if known.measured else "from its documents, not run"
        parts.append(f"## {known.title}\n\n`{known.name}`, {known.version} ({run}). Source: {known.source}.\n")
        image = "every l and e" if known.image == "true" else f"`{known.image}`"
        limits = f" Beside that: {', '.join(known.limits)}." if known.limits else ""
        parts.append(f"Reaches {image}.{limits}\n")
        slides = "slid as stored: the layer's kernel is its flip" if known.flips else "the layer's own kernel"
        parts.append(f"Weights: `{known.layout}`, {slides}.\n")
        parts += ["| word | means | legal |", "| --- | --- | --- |"]
        parts += [f"| {_cell(word.name)} | {_cell(word.means)} | {_cell(word.legal)} |" for word in known.words]
        parts += ["", *(f"- {trap}" for trap in known.traps), ""]
        parts += markdown(known, table)
    return "\n".join(parts).replace("\n\n\n", "\n\n")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
