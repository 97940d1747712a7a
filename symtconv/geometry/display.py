"""How an object shows itself although what draws and prints it stands floors above: `symtconv.__init__` hands it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symtconv.geometry.errors import GeometryError

MATRIX, NOTEBOOK = "matrix", "notebook"
"""A layer as a matrix; any object as content by media type."""

_builders: dict[str, Callable[[Any], Any]] = {}


def show_with(**builders: Callable[[Any], Any]) -> None:
    """Say how things are shown, by what they are shown as; the last word counts."""
    _builders.update(builders)


def shown(thing: object, form: str) -> Any:
    """Give an object in a form.

    Raises
    ------
    GeometryError
        When nothing was handed in for that form.
    """
    if form not in _builders:
        msg = f"to show this as {form}, the whole package is needed: import symtconv"
        raise GeometryError(msg)
    return _builders[form](thing)


class Shown:
    """What shows itself in a notebook: plain text, LaTeX, HTML or a picture, by media type."""

    __slots__ = ()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        bundle: dict[str, str] = shown(self, NOTEBOOK)
        return bundle
