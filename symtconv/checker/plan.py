"""What stands in a plan: sizes as text, replacements, lists; and the sentence that refuses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symtconv.arithmetic.parse import FormulaError, parse_term
from symtconv.arithmetic.term import names_of
from symtconv.certificates.format import fail, shown
from symtconv.certificates.format import listed as listed_names
from symtconv.geometry import InputError
from symtconv.programs.size import Opaque, Size, size_of


def read_size(text: object, names: Sequence[str]) -> Size:
    """Read a size of a plan over known names."""
    if not isinstance(text, str):
        fail("a size of a plan is text")
    try:
        term = parse_term(text)
    except FormulaError:
        fail(f"{shown(text)} is no size")
    strange = set(names_of(term)) - set(names)
    if strange:
        fail(f"the size {shown(text)} has names that are not there: {listed_names(strange)}")
    try:
        return size_of(term)
    except InputError as error:
        fail(str(error))


def read_pair(pair: object, names: Sequence[str]) -> tuple[Opaque, Size]:
    """Read a replacement: an atom, and what it equals."""
    match pair:
        case [str(old), str(new)]:
            size = read_size(old, names)
            atom = next(iter(size.terms))[0] if len(size.terms) == 1 and size.constant is None else ""
            if isinstance(atom, Opaque) and size.terms == {(atom,): 1}:
                return atom, read_size(new, names)
    fail("a replacement is a minimum, maximum or quotient, and what it equals")


def listed(value: object, what: str) -> list[Any]:
    """Give a list of a plan, or refuse."""
    if not isinstance(value, list):
        fail(f"{what} must be a list")
    return value
