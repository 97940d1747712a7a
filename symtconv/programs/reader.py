"""Text of a program -> nodes: a whitelist over `ast`; nothing is evaluated, and all sizes are limited.

Integers inside are terms of the claim language over the parameters. Every divisor of the text is noted, also one
that the normal form of sizes drops, so that it can be shown to be at least 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from symtconv.arithmetic.parse import FUNCTIONS, MAX_NAME, parse_term
from symtconv.arithmetic.rewriting import rewrite_term
from symtconv.arithmetic.term import Name, Term
from symtconv.geometry import InputError
from symtconv.programs.node import Node
from symtconv.programs.operations import OPERATIONS
from symtconv.programs.shape import Need
from symtconv.programs.size import Size
from symtconv.programs.text import MAX_RANK, SIGNATURES, Declared, Notes, ProgramError, Text, in_order

__all__ = ["Program", "ProgramError", "Reader"]

MAX_TENSORS, MAX_LETS = 12, 24
_TENSOR = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*\[")


@dataclass(frozen=True)
class Program:
    """A program as read.

    Parameters
    ----------
    text : str
    root : Node
    divisors : tuple of Need
        Every divisor of the text, at least 1, with the phases around it.
    names : tuple of str
        The parameters, in order of first appearance.
    tensors : tuple of str
        The tensors that occur, in order of first appearance.
    """

    text: str
    root: Node
    divisors: tuple[Need, ...] = ()
    names: tuple[str, ...] = ()
    tensors: tuple[str, ...] = ()


class Reader:
    """Reads programs over declared tensors.

    Parameters
    ----------
    tensors : str
        ``"x[n] w[k]"``; dimensions are terms, commas inside parentheses included.
    lets : mapping of str to str
        Named integers; a later one may use those before it.
    prefix : str
        Phases of binders become prefix1, prefix2, ...; no parameter may be called so.

    Examples
    --------
    >>> from symtconv.programs.shape import shape
    >>> program = Reader("x[n] w[k]").program("pad(dilate(x, s), k-1, k//d)")
    >>> [length.text for length in shape(program.root)], program.divisors[0].guard.text
    (['(k//d) + k + n*s - s'], 'd - 1 >= 0')
    """

    def __init__(self, tensors: str, lets: Mapping[str, str] | None = None, prefix: str = "b") -> None:
        self.scope = Declared(OPERATIONS, prefix)
        self.terms: dict[str, Term] = {}
        self.notes = Notes()
        if lets is not None and len(lets) > MAX_LETS:
            msg = f"{len(lets)} named integers; the limit is {MAX_LETS}"
            raise InputError(msg)
        for letter, text in (lets or {}).items():
            self.let(letter, text)
        self.scope.tensors.update(self.declared(tensors))

    @property
    def tensors(self) -> dict[str, tuple[Size, ...]]:
        """The tensors with their lengths."""
        return self.scope.tensors

    def let(self, letter: str, text: str) -> None:
        """Name an integer."""
        if not re.fullmatch(rf"[A-Za-z][A-Za-z0-9_]{{0,{MAX_NAME - 1}}}", letter) or letter in FUNCTIONS:
            msg = f"let: {letter!r} is no name for an integer; it is letters and digits, as in K=span(k,d)"
            raise InputError(msg)
        if letter in self.scope.lets:
            msg = f"let: {letter} is named twice; name each integer once"
            raise InputError(msg)
        self.scope.lets[letter] = Text(text, self.scope, f"the let {letter}", self.notes).size(text, 0)
        known = dict(self.terms)
        put = rewrite_term(
            parse_term(text), lambda part: known.get(part.name, part) if isinstance(part, Name) else part
        )
        self.terms[letter] = put

    def declared(self, text: str) -> dict[str, tuple[Size, ...]]:
        """Read tensors with their lengths."""
        found: dict[str, tuple[Size, ...]] = {}
        place = 0
        while text[place:].strip(" ,;\t\n"):
            place += len(text[place:]) - len(text[place:].lstrip(" ,;\t\n"))
            head = _TENSOR.match(text, place)
            if head is None:
                raise ProgramError('the tensors cannot be read: a tensor is written "x[n]" or "w[i,o,k]"', text, place)
            end = text.find("]", head.end())
            if end < 0:
                raise ProgramError("the tensors cannot be read: this bracket is not closed", text, head.end() - 1)
            reading = Text(text, self.scope, "the tensors", self.notes)
            dims, start = [], head.end()
            for part in _commas(text[start:end]):
                if not part.strip():
                    raise ProgramError("the tensors cannot be read: a length is missing", text, start)
                dims.append(reading.size(part, start))
                start += len(part) + 1
            if head.group(1) in found:
                raise ProgramError(f"the tensor {head.group(1)} is declared twice", text, place)
            if head.group(1) in SIGNATURES or head.group(1) in FUNCTIONS:
                raise ProgramError(f"{head.group(1)} is a word of the language; name the tensor otherwise", text, place)
            if len(dims) > MAX_RANK:
                raise ProgramError(f"{len(dims)} axes; the limit is {MAX_RANK}", text, place)
            found[head.group(1)], place = tuple(dims), end + 1
        if len(found) > MAX_TENSORS:
            raise ProgramError(f"{len(found)} tensors; the limit is {MAX_TENSORS}", text, 0)
        return found

    def program(self, text: str, subject: str = "the program") -> Program:
        """Read a program.

        Raises
        ------
        ProgramError
            With the column of what is not in the language, and what to write.
        """
        notes = Notes()
        root = Text(text, self.scope, subject, notes).read()
        used = [notes.names, *(dict.fromkeys(in_order(self.tensors[tensor])) for tensor in notes.tensors)]
        names = dict.fromkeys(letter for part in (*used[1:], used[0]) for letter in part)
        divisors = {**self.notes.divisors, **notes.divisors}
        return Program(text, root, tuple(divisors.values()), tuple(names), tuple(notes.tensors))


def _commas(text: str) -> list[str]:
    """Split at commas outside parentheses."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts
