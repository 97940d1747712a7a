"""Why a text is not in the claim language, and where: what the parser refuses in one word is told here.

Nothing rests on this: `symtconv.arithmetic.parse` has refused the text before, and says yes or no by itself.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import NoReturn

from symtconv.arithmetic.parse import (
    FUNCTIONS,
    MAX_CHOICES,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_LENGTH,
    MAX_NAME,
    MAX_POWER,
    OPERATORS,
    REFUSED,
    FormulaError,
    parse,
    parse_term,
)

UNREADABLE = "this cannot be read"  # where Python gives no tree


class _FoundError(Exception):
    """The first thing that is wrong, and its column."""


@dataclass(frozen=True, slots=True)
class Explained:
    """What is wrong with a text, and the column from 0 where it is."""

    text: str
    message: str
    column: int


def explained(text: str, *, term: bool = False) -> Explained:
    """Say what is wrong with a text that the parser refused; nothing of one that it reads.

    Parameters
    ----------
    text : str
    term : bool
        Whether a term was to be read, and no formula.

    Examples
    --------
    >>> explained("k == 2k").message
    'a name cannot begin with a digit; a product is written with *'
    """
    try:
        _Reader(text).read(term=term)
    except _FoundError as error:
        message, column = error.args
        return Explained(text, message, min(column, len(text)))
    try:
        (parse_term if term else parse)(text)
    except FormulaError:
        return Explained(text, "written out, its powers and choices have too many parts; write it shorter", 0)
    return Explained(text, "", 0)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.shift = text, len(text) - len(text.lstrip(" \t"))

    def fail(self, message: str, place: ast.expr | int) -> NoReturn:
        raise _FoundError(message, place if isinstance(place, int) else self.shift + place.col_offset)

    def behind(self, node: ast.expr) -> int:
        """Column of the operator behind an operand."""
        end = self.shift + (node.end_col_offset or node.col_offset)
        return end + len(self.text[end:]) - len(self.text[end:].lstrip(" )\t"))

    def read(self, *, term: bool) -> None:
        if len(self.text) > MAX_LENGTH:
            self.fail(f"{len(self.text)} characters; the limit is {MAX_LENGTH}", MAX_LENGTH)
        if not self.text.strip(" \t"):
            self.fail("nothing to read", 0)
        stray = re.search(r"[^A-Za-z0-9_ \t+\-*/%()<>=!,]", self.text)
        if stray:
            self.fail(f"the character {stray.group()!r} is not in the language", stray.start())
        glued = re.search(r"(?<![A-Za-z0-9_])[0-9]+[A-Za-z_]", self.text)
        if glued:
            self.fail("a name cannot begin with a digit; a product is written with *", glued.start())
        try:
            tree = ast.parse(self.text.strip(" \t"), mode="eval")
        except SyntaxError as error:
            # Where the text breaks off, Python gives no place.
            self.fail(UNREADABLE, self.shift + error.offset - 1 if error.offset else len(self.text))
        except (RecursionError, MemoryError):
            self.fail("this is nested too deep", 0)
        if term:
            self.term(tree.body, 0)
        else:
            self.formula(tree.body, 0)

    def formula(self, node: ast.expr, depth: int) -> None:
        self.check_depth(node, depth)
        match node:
            case ast.Compare():
                self.comparison(node, depth)
            case ast.BoolOp(_, values):
                for part in values:
                    self.formula(part, depth + 1)
            case ast.UnaryOp(ast.Not(), operand):
                self.formula(operand, depth + 1)
            case ast.Call(ast.Name("implies" | "iff" as word)):
                for part in self.arguments(node, word):
                    self.formula(part, depth + 1)
            case ast.IfExp():
                self.fail("a choice stands in brackets on one side of a comparison, as in x == (p if C else q)", node)
            case _:
                self.fail("a truth value is needed here, such as a comparison", node)

    def comparison(self, node: ast.Compare, depth: int) -> None:
        sides = [node.left, *node.comparators]
        choices = [part for part in ast.walk(node) if isinstance(part, ast.IfExp)]
        if len(choices) > MAX_CHOICES:
            self.fail(f"more than {MAX_CHOICES} choices in one comparison", choices[MAX_CHOICES])
        for side in sides:
            if self.is_formula(side):
                self.fail("truth values are not compared; use iff(A, B)", side)
        for side, op in zip(sides, node.ops, strict=False):
            if type(op) not in OPERATORS:
                self.fail("only ==, !=, <, <=, > and >= compare", self.behind(side))
        for side in sides:
            self.term(side, depth + 1)

    def is_formula(self, node: ast.expr) -> bool:
        match node:
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
                return True
            case ast.Call(func=ast.Name(id="implies" | "iff")):
                return True
        return False

    def term(self, node: ast.expr, depth: int) -> None:
        self.check_depth(node, depth)
        match node:
            case ast.Constant(value=int(value)) if type(value) is int:
                if value >= 10**MAX_DIGITS:
                    self.fail(f"a number of more than {MAX_DIGITS} digits", node)
            case ast.Name(id=name):
                self.name(node, name)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                self.term(operand, depth + 1)
            case ast.BinOp(left, op, right) if type(op) in OPERATORS or isinstance(op, ast.Div):
                self.term(left, depth + 1)
                self.term(right, depth + 1)
            case ast.BinOp(left, ast.Pow(), power):
                self.power(left, power, depth)
            case ast.BinOp():
                self.fail(
                    "the operators are + - * // %, p/q where q divides p, and ** with a number", self.behind(node.left)
                )
            case ast.IfExp(test, body, otherwise):
                self.formula(test, depth + 1)
                self.term(body, depth + 1)
                self.term(otherwise, depth + 1)
            case ast.Call(func=ast.Name(id=word)):
                self.call(node, word, depth)
            case _ if self.is_formula(node):
                self.fail("an integer is needed here, not a truth value", node)
            case _:
                self.fail(REFUSED, node)

    def power(self, base: ast.expr, power: ast.expr, depth: int) -> None:
        self.term(base, depth + 1)
        match base, power:
            case ast.Constant(int(number)), ast.Constant(int(exponent)):
                if number ** min(exponent, 4 * MAX_DIGITS) >= 10**MAX_DIGITS:
                    self.fail(f"a number of more than {MAX_DIGITS} digits", base)
            case _, ast.Constant(int(exponent)):
                if not 1 <= exponent <= MAX_POWER:
                    self.fail(f"the exponent of a term is a number from 1 to {MAX_POWER}", power)
            case _:
                self.fail("a power has a number as its exponent", power)

    def name(self, node: ast.expr, name: str) -> None:
        if name in FUNCTIONS:
            self.fail(f"{name} is a function and needs its arguments", node)
        if not name[0].isalpha():
            self.fail("a name begins with a letter", node)
        if len(name) > MAX_NAME:
            self.fail(f"a name has at most {MAX_NAME} characters", node)

    def call(self, node: ast.Call, word: str, depth: int) -> None:
        if word not in FUNCTIONS:
            self.fail(f"{word} is no function of the language", node)
        parts = self.arguments(node, word) if word not in ("implies", "iff") else []
        if word in ("floor", "ceil"):
            (ratio,) = parts
            if not (isinstance(ratio, ast.BinOp) and isinstance(ratio.op, ast.Div)):
                self.fail(f"{word} takes one quotient, {word}(p/q)", ratio)
            parts = [ratio.left, ratio.right]
        if word in ("implies", "iff"):
            self.fail("an integer is needed here, not a truth value", node)
        for part in parts:
            self.term(part, depth + 1)

    def arguments(self, node: ast.Call, word: str) -> list[ast.expr]:
        if node.keywords or any(isinstance(part, ast.Starred) for part in node.args):
            self.fail(f"{word} takes its arguments by place", node)
        least, most = FUNCTIONS[word]
        if not least <= len(node.args) <= most:
            count = str(most) if least == most else f"{least} to {most}"
            self.fail(f"{word} takes {count} argument{'s' * (most > 1)}, not {len(node.args)}", node)
        return node.args

    def check_depth(self, node: ast.expr, depth: int) -> None:
        if depth > MAX_DEPTH:
            self.fail(f"nested more than {MAX_DEPTH} deep", node)
