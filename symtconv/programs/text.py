"""One text of a program on its way to nodes: expressions, integers and arguments.

Nothing is evaluated; characters, length, depth and the number of operations are limited.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import count
from typing import NoReturn, TypeAlias

from symtconv.arithmetic.parse import FUNCTIONS, FormulaError, parse_term
from symtconv.arithmetic.sizes import divisors_of
from symtconv.arithmetic.term import Comparison, Number, Term, names_of
from symtconv.geometry import InputError
from symtconv.programs.guard import Guard, at_least, inside
from symtconv.programs.node import Leaf, Node
from symtconv.programs.shape import Need, shape
from symtconv.programs.size import Size, name, of, size_of

_FUNCTIONS = "floor(p/q), ceil(p/q), min, max, abs"
Bound: TypeAlias = Mapping[str, "ast.expr | tuple[ast.expr, ...] | None"]
"""The arguments of a call by the names of its signature."""
MAX_LENGTH, MAX_NODES, MAX_RANK, WIDTH = 6000, 400, 9, 100
SIGNATURES = {
    "zeros": "*lengths",
    "pad": "E low high axis=0",
    "crop": "E low high axis=0",
    "append": "E count axis=0",
    "dilate": "E step axis=0",
    "reverse": "E axis=0",
    "slice": "E start stop step=1 axis=0",
    "pyslice": "E start stop axis=0",
    "concat": "*programs axis=0",
    "concat_all": "r count offset? E axis=0",
    "add": "*programs",
    "scale": "E factor",
    "sum": "r count E",
    "stack": "r count E",
    "interleave": "r count total E axis=0",
    "split": "E inner axis=0",
    "merge": "E axis=0",
    "transpose": "E *axes",
    "einsum": "letters *programs",
    "windows": "E taps stride=1 dilation=1 axis=0",
    "col2im": "E stride=1 dilation=1 axis=0",
    "conv": "E W stride=1 dilation=1 pad=0 batch=0 ins=0 outs=0",
    "convt": "E W stride=1 dilation=1 pad=0 extra=0 batch=0 ins=0 outs=0",
    "depth_to_space": 'E stride mode="DCR" channels=0 axis=1',
    "space_to_depth": 'E stride mode="DCR" channels=0 axis=1',
    "pixel_shuffle": "E stride channels=0 axis=1",
    "unfold": "E taps stride=1 dilation=1 axis=0",
    "fold": "E length taps stride=1 dilation=1 pad=0",
}
ALIASES = {"lo": "low", "hi": "high", "s": "stride", "d": "dilation", "k": "taps", "c": "count", "m": "inner"}
_STRAY = re.compile(r"[^A-Za-z0-9_ \t\n+\-*/%()<>=!,'\"\[\]]")


class ProgramError(InputError):
    """Text that is no program; ``column`` (from 0) is where, ``text`` is what was read."""

    def __init__(self, message: str, text: str, column: int) -> None:
        super().__init__("\n".join([message, *_pointed(text, column)]))
        self.text, self.column = text, column


@dataclass(frozen=True)
class Declared:
    """What a text may name: tensors with their lengths, named integers, operations; and how phases are called."""

    operations: Mapping[str, Callable[[Text, Bound], Node]]
    prefix: str
    lets: dict[str, Size] = field(default_factory=dict)
    tensors: dict[str, tuple[Size, ...]] = field(default_factory=dict)


@dataclass
class Notes:
    """What is noted while a text is read."""

    numbers: count[int] = field(default_factory=lambda: count(1))
    nodes: int = 0
    divisors: dict[tuple[tuple[Guard, ...], Guard], Need] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    tensors: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """One text on its way to nodes, inside the binders around a place."""

    text: str
    declared: Declared
    subject: str
    notes: Notes
    phases: Mapping[str, Size] = field(default_factory=dict)
    context: tuple[Guard, ...] = ()

    def fail(self, message: str, place: ast.AST | int) -> NoReturn:
        """Refuse the text, with the column."""
        column = place if isinstance(place, int) else getattr(place, "col_offset", 0)
        raise ProgramError(f"{self.subject} cannot be read: {message}", self.text, min(column, len(self.text)))

    def read(self) -> Node:
        """Read the whole text."""
        if len(self.text) > MAX_LENGTH:
            self.fail(f"{len(self.text)} characters; the limit is {MAX_LENGTH}", MAX_LENGTH)
        stray = _STRAY.search(self.text)
        if stray:
            self.fail(f"the character {stray.group()!r} is not in the language", stray.start())
        # One line of the same length, so that columns are those of the text; Python allows no indent.
        line = self.text.replace("\n", " ").replace("\t", " ")
        if not line.strip():
            self.fail("there is nothing to read", 0)
        indent = len(line) - len(line.lstrip())
        try:
            tree = ast.parse(line[indent:], mode="eval").body
        except SyntaxError as error:
            self.fail("this cannot be read", max((error.offset or 1) - 1 + indent, 0))
        except (RecursionError, MemoryError):
            self.fail("this is nested too deep", 0)
        for node in ast.walk(tree) if indent else ():
            for key in ("col_offset", "end_col_offset"):
                if hasattr(node, key):
                    setattr(node, key, getattr(node, key) + indent)
        try:
            return self.node(tree)
        except RecursionError:
            self.fail("this is nested too deep", 0)

    # integers

    def source(self, node: ast.expr) -> tuple[str, int]:
        """Give the text of an expression, and its column."""
        end = node.end_col_offset or node.col_offset
        return self.text[node.col_offset : end], node.col_offset

    def size(self, text: str, column: int) -> Size:
        """Read an integer that stands at a column of the text; its divisors are noted."""
        try:
            term = parse_term(text.replace(chr(10), " "))
        except FormulaError:
            told = " ".join(text.split())
            self.fail(f"{told} is no integer; terms have names, numbers, + - * // %, {_FUNCTIONS}", column)
        for letter in names_of(term):
            if letter in self.declared.tensors:
                self.fail(f"{letter} is a tensor; an integer is needed here", column + max(text.find(letter), 0))
        return self.known(term, column)

    def known(self, term: Term, column: int) -> Size:
        """Give a term as a size; its divisors and names are noted."""
        try:
            for divisor in divisors_of(Comparison(">=", term, Number(0))):
                self.note(self.in_scope(divisor), self.context, "the divisor")
            size = self.in_scope(term)
        except InputError as error:
            self.fail(str(error), column)
        for letter in names_of(term):
            if letter in self.phases:
                continue
            own = in_order([self.declared.lets[letter]]) if letter in self.declared.lets else [letter]
            self.notes.names.update(dict.fromkeys(own))
        return size

    def in_scope(self, term: Term) -> Size:
        """Give a term as a size, named integers and phases put in."""
        return size_of(term).substitute({**self.declared.lets, **self.phases})

    def note(self, size: Size, context: tuple[Guard, ...], what: str) -> None:
        """Note what must be at least 1 whatever the program needs beside it."""
        guard = at_least(size, 1)
        if not guard.is_trivial:
            self.notes.divisors.setdefault((context, guard), Need(context, guard, f"{what} {size.text} at least 1"))

    def integer(self, node: ast.expr | None, default: Size | None = None) -> Size:
        """Read an argument that is an integer."""
        if node is None and default is not None:
            return default
        if node is None:
            raise AssertionError
        return self.size(*self.source(node))

    def literal(self, node: ast.expr | None, default: int, what: str) -> int:
        """Read an argument that is a plain number."""
        if node is None:
            return default
        match node:
            case ast.Constant(value=int(value)) if type(value) is int:
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))) if type(value) is int:
                return -value
        self.fail(f"{what} is a plain number here", node)

    # programs

    def node(self, node: ast.expr | None) -> Node:
        """Read an expression that is a program."""
        self.notes.nodes += 1
        if self.notes.nodes > MAX_NODES:
            self.fail(f"more than {MAX_NODES} operations", 0)
        tensors = self.declared.tensors
        match node:
            case ast.Name(id=letter) if letter in tensors:
                self.notes.tensors[letter] = None
                return Leaf(letter, tensors[letter])
            case ast.Name(id=letter):
                self.fail(f"{letter} is no tensor{_meant(letter, tensors)}; the tensors are {', '.join(tensors)}", node)
            case ast.Call(func=ast.Name(id=word)) if word in SIGNATURES:
                made = self.declared.operations[word](self, self.bound(node, word))
                if len(shape(made)) > MAX_RANK:
                    self.fail(f"{len(shape(made))} axes; the limit is {MAX_RANK}", node)
                return made
            case ast.Call(func=ast.Name(id=word)):
                if word in FUNCTIONS:
                    self.fail(f"{word} gives an integer; a tensor or an operation is needed here", node)
                near = _meant(word, SIGNATURES) or "; there are " + ", ".join(SIGNATURES)
                self.fail(f"{word} is no operation{near}", node)
        self.fail("a tensor or an operation on tensors is needed here", node or 0)

    def bound(  # noqa: C901 - each way to be wrong has its own sentence
        self, call: ast.Call, word: str
    ) -> dict[str, ast.expr | tuple[ast.expr, ...] | None]:
        """Give the arguments of a call by the names of its signature."""
        parameters = SIGNATURES[word].split()
        names = [parameter.partition("=")[0].rstrip("?") for parameter in parameters]
        found: dict[str, ast.expr | tuple[ast.expr, ...] | None] = {}
        given = list(call.args)
        for part in given:
            if isinstance(part, ast.Starred):
                self.fail("a * has no place in a program", part)
        written = {keyword.arg for keyword in call.keywords}
        needed = [part for part in parameters if part.isalnum() and part not in written]
        spare = len(given) - len(needed)  # one that may be left out is there where more than is needed is there
        for parameter, told in zip(names, parameters, strict=True):
            if parameter.startswith("*"):
                found[parameter[1:]], given = tuple(given), []
            elif given and not (told.endswith("?") and spare < 1):
                found[parameter] = given.pop(0)
        if given:
            self.fail(f"{word} takes {_told(word)}; it got {len(call.args)} arguments", given[0])
        for keyword in call.keywords:
            key = keyword.arg or "**"
            key = ALIASES.get(key, key) if key not in names else key
            if key not in names:
                self.fail(f"{word} has no {key}{_meant(key, names)}; it is {word}({_told(word)})", keyword.value)
            if key in found:
                self.fail(f"{word} got {key} twice", keyword.value)
            found[key] = keyword.value
        for parameter in parameters:
            key, _, default = parameter.partition("=")
            key = key.rstrip("?")
            if key not in found and not key.startswith("*"):
                if not default and not parameter.endswith("?"):
                    self.fail(f"{word} lacks {key}; it is {word}({_told(word)})", call)
                found[key] = None
        found["call"] = call
        return found

    def axis(self, arguments: Bound, node: Node, default: int = 0, *, key: str = "axis", more: int = 0) -> int:
        """Read an axis of a program."""
        place = one(arguments, key)
        axis = self.literal(place, default, key)
        self.checked_axis(axis, len(shape(node)), place or one(arguments, "call"), key, more)
        return axis

    def checked_axis(self, axis: int, rank: int, place: ast.expr | None, key: str = "axis", more: int = 0) -> None:
        """Refuse an axis that is not there."""
        if not 0 <= axis < rank - more:
            need = "" if not more else f" with {more} behind it"
            self.fail(f"{key}={axis}: the program has {rank} axes, counted from 0{need}", place or 0)

    def listed(self, node: ast.expr | None) -> list[ast.expr | None] | None:
        """Give the parts of a tuple; None for anything else."""
        return list(node.elts) if isinstance(node, ast.Tuple | ast.List) else None

    def per_axis(self, node: ast.expr | None, rank: int, default: int, what: str) -> list[Size]:
        """Read one integer, or one for each axis."""
        parts = self.listed(node)
        if parts is None:
            return [self.integer(node, of(default))] * rank
        if len(parts) != rank:
            self.fail(f"{what} has {len(parts)} numbers for {rank} axes", node or 0)
        return [self.integer(part) for part in parts]

    def pads(self, node: ast.expr | None, rank: int) -> list[tuple[Size, Size]]:
        """One number; one (low, high) pair per axis; for one axis also a bare pair."""
        parts = self.listed(node)
        if parts is None:
            return [(self.integer(node, of(0)),) * 2] * rank
        pairs = [self.listed(part) for part in parts]
        if any(pair is not None for pair in pairs):
            if len(pairs) != rank or any(pair is None or len(pair) != 2 for pair in pairs):
                self.fail(f"pad takes a (low, high) pair for each of {rank} axes", node or 0)
            return [(self.integer(pair[0]), self.integer(pair[1])) for pair in pairs if pair is not None]
        if rank != 1 or len(parts) != 2:
            self.fail(f"pad takes a number, or a (low, high) pair for each of {rank} axes: ((l1, h1), ...)", node or 0)
        return [(self.integer(parts[0]), self.integer(parts[1]))]

    def axes(self, arguments: Bound, node: Node, default: int) -> list[int]:
        """Read one axis or several."""
        place = one(arguments, "axis")
        parts = self.listed(place)
        found = [self.literal(part, default, "axis") for part in (parts if parts is not None else [place])]
        for axis in found:
            self.checked_axis(axis, len(shape(node)), place or one(arguments, "call"))
        if len(set(found)) < len(found):
            self.fail("an axis stands twice", place or 0)
        return found

    def within(self, symbol: ast.expr | None, total: Size, known: str | None = None) -> tuple[str, Text]:
        """Enter a binder: its phase gets a name of its own, 0 <= phase < total."""
        if not isinstance(symbol, ast.Name):
            self.fail("a binder begins with the name of its phase, as in sum(r, s, ...)", symbol or 0)
        if symbol.id in self.declared.tensors or symbol.id in FUNCTIONS or symbol.id in SIGNATURES:
            self.fail(f"{symbol.id} is taken; name the phase otherwise", symbol)
        phase = known or f"{self.declared.prefix}{next(self.notes.numbers)}"
        inner = {**self.phases, symbol.id: name(phase)}
        return phase, replace(self, phases=inner, context=(*self.context, *inside(name(phase), total)))


def one(arguments: Bound, key: str) -> ast.expr | None:
    """Give an argument that is a single expression."""
    found = arguments[key]
    return None if isinstance(found, tuple) else found


def _told(word: str) -> str:
    return ", ".join(
        parameter.strip("*?") + ", ..." * parameter.startswith("*") for parameter in SIGNATURES[word].split()
    )


def _meant(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else ""


def in_order(dims: Iterable[Size]) -> Iterable[str]:
    """Give the names of lengths, those of each in the order of its text."""
    for size in dims:
        yield from (word for word in re.findall(r"[A-Za-z_]\w*", size.text) if word in size.names)


def _pointed(text: str, column: int) -> tuple[str, str]:
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    start = max(0, column - WIDTH // 2)
    before, after = "…" if start else "", "…" if len(shown) > start + WIDTH else ""
    return f"  {before}{shown[start : start + WIDTH]}{after}", " " * (2 + len(before) + column - start) + "^"
