"""What a notebook shows although what prints it stands floors above: `symtconv` gives the class its display."""

from __future__ import annotations


class Displayed:
    """An object that a notebook shows as `symtconv.results.notebook.mimebundle` has it."""

    __slots__ = ()
