"""What a notebook shows of the parts of a derivation: entries of x′, steps, views, and a lowering."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from symtconv.geometry import Lowering
from symtconv.operators.result import Result, entry_text, index_of
from symtconv.operators.shown import Displayed
from symtconv.proofs.theorem import Step
from symtconv.rendering.documents.facts import ViewVerdict
from symtconv.results.notebook import Bundle, mimebundle

__all__ = ["Steps", "Views", "mimebundle"]

ENTRIES = 32
"""So many entries of x′ are shown."""


class Steps(tuple[Step, ...], Displayed):
    """The steps of the proof for every size; a tuple that shows itself."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(_line(row) for row in _steps(self))


class Views(tuple[ViewVerdict, ...], Displayed):
    """The views with what was found of each; a tuple that shows itself."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(_line(row) for row in _views(self))


@mimebundle.register
def _result(result: Result) -> Bundle:
    shown = [
        (f"x'_{{{','.join(map(str, index_of(number, result.shape)))}}}", entry_text(entry))
        for number, entry in enumerate(result.entries[:ENTRIES])
    ]
    left = len(result.entries) - len(shown)
    size = "x".join(map(str, result.shape))
    return table([*shown, *([("…", f"and {left} more")] if left else [])], f"x′ = Cᵀy, {size}", sign=" = ")


@mimebundle.register
def _shown_steps(steps: Steps) -> Bundle:
    return table(_steps(steps), "The proof for every size")


@mimebundle.register
def _shown_views(views: Views) -> Bundle:
    return table(_views(views), "The views of x′ = Cᵀy")


@mimebundle.register
def _lowering(lowering: Lowering) -> Bundle:
    rows = [(name, str(value)) for name, value in lowering.to_dict().items()]
    return {**table(rows, "A lowering"), "text/plain": str(lowering)}


def table(rows: Sequence[tuple[str, ...]], title: str, sign: str = "  ") -> Bundle:
    """Show rows of words under a title: as text, and as a table."""
    cells = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return {
        "text/plain": "\n".join([title, *(_line(row, sign) for row in rows)]),
        "text/html": f"<table><caption>{escape(title)}</caption>{cells}</table>",
    }


def _line(row: tuple[str, ...], sign: str = "  ") -> str:
    return "  " + sign.join(cell for cell in row if cell)


def _steps(steps: Sequence[Step]) -> list[tuple[str, ...]]:
    return [(step.name, "" if step.after is None else str(step.after), step.reason, step.lemma) for step in steps]


def _views(views: Sequence[ViewVerdict]) -> list[tuple[str, ...]]:
    return [
        (view.name, view.outcome, view.title, "" if view.difference is None else str(view.difference)) for view in views
    ]
