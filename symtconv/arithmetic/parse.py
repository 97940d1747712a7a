"""Claims, and the strict parser of their language: a whitelist over `ast`.

Nothing is evaluated; characters, length, depth, names and literals are checked, so that no text can run code,
hang or exhaust memory.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NoReturn

from symtconv.arithmetic.term import (
    SIZES,
    Comparison,
    Connective,
    Formula,
    Name,
    Number,
    Operation,
    Term,
    conjuncts,
    divisors_of,
    domain_of,
    evaluate,
    holds,
    names_of,
)
from symtconv.geometry import InputError

MAX_LENGTH, MAX_DEPTH, MAX_DIGITS, MAX_NAME, MAX_NAMES = 2000, 60, 30, 32, 40
MAX_CONDITIONS = 100
# function -> fewest and most arguments
FUNCTIONS = {
    **dict.fromkeys(("floor", "ceil", "abs"), (1, 1)),
    **dict.fromkeys(("min", "max"), (2, MAX_NAMES)),
    **dict.fromkeys(("implies", "iff"), (2, 2)),
    **{word: (len(parameters), len(parameters)) for word, (parameters, _) in SIZES.items()},
}
_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.And: "and",
    ast.Or: "or",
}


class FormulaError(InputError):
    """Text that is no claim; ``column`` (from 0) is where, ``text`` is what was read."""

    def __init__(self, message: str, text: str, column: int) -> None:
        super().__init__(message)
        self.text, self.column = text, column


@dataclass(frozen=True)
class Claim:
    """A formula to be decided for all integers of its domain, under conditions.

    Parameters
    ----------
    text : str
    conditions : tuple of str
        What ``where`` says.
    goal : Formula
    where : tuple of Formula
    """

    text: str
    conditions: tuple[str, ...]
    goal: Formula
    where: tuple[Formula, ...]

    @classmethod
    def read(cls, text: str, conditions: Sequence[str] = ()) -> Claim:
        """Parse claim and conditions; `FormulaError` with the column where one cannot be read."""
        if len(conditions) > MAX_CONDITIONS:
            raise FormulaError(f"{len(conditions)} conditions; the limit is {MAX_CONDITIONS}", text, 0)
        claim = cls(text, tuple(conditions), parse(text), tuple(parse(condition) for condition in conditions))
        if len(claim.names) > MAX_NAMES:
            raise FormulaError(f"{len(claim.names)} names; the limit is {MAX_NAMES}", text, 0)
        return claim

    @property
    def names(self) -> tuple[str, ...]:
        """Names of claim and conditions, in order of first appearance."""
        return names_of(self.goal, *self.where)

    @property
    def domain(self) -> tuple[str, ...]:
        """Every assumption, as text."""
        bounds = domain_of(self.names)
        return (*(f"{names_of(bound)[0]} >= {evaluate(bound.right, {})}" for bound in bounds), *self.conditions)

    @property
    def assumptions(self) -> tuple[Formula, ...]:
        """Domain and conditions, conjunctions taken apart; those that divide stand last."""
        parts = [part for condition in self.where for part in conjuncts(condition)]
        return (*domain_of(self.names), *sorted(parts, key=lambda part: bool(divisors_of(part))))

    def admits(self, values: Mapping[str, int]) -> bool:
        """Tell whether the values satisfy every assumption."""
        return all(holds(assumption, values) for assumption in self.assumptions)


def parse(text: str) -> Formula:
    """Read one formula.

    Raises
    ------
    FormulaError
        With the column of what is not in the language.

    Examples
    --------
    >>> parse("floor(k/2) < k")
    Comparison(word='<', left=Operation(word='floor', terms=(Name(name='k'), Number(value=2))), right=Name(name='k'))
    """
    return _Parser(text).read()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text, self.shift = text, len(text) - len(text.lstrip(" \t"))

    def fail(self, message: str, place: ast.expr | int) -> NoReturn:
        column = place if isinstance(place, int) else self.shift + place.col_offset
        raise FormulaError(message, self.text, min(column, len(self.text)))

    def behind(self, node: ast.expr) -> int:
        """Column of the operator behind an operand."""
        end = self.shift + (node.end_col_offset or node.col_offset)
        return end + len(self.text[end:]) - len(self.text[end:].lstrip(" )\t"))

    def read(self) -> Formula:
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
            self.fail("this cannot be read", self.shift + error.offset - 1 if error.offset else len(self.text))
        except (RecursionError, MemoryError):
            self.fail("this is nested too deep", 0)
        return self.formula(tree.body, 0)

    def formula(self, node: ast.expr, depth: int) -> Formula:
        self.check_depth(node, depth)
        match node:
            case ast.Compare():
                return self.comparison(node, depth)
            case ast.BoolOp(op=op, values=values):
                return Connective(_OPERATORS[type(op)], tuple(self.formula(part, depth + 1) for part in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Connective("not", (self.formula(operand, depth + 1),))
            case ast.Call(func=ast.Name(id="implies" | "iff" as word)):
                return Connective(word, tuple(self.formula(part, depth + 1) for part in self.arguments(node, word)))
        self.fail("a truth value is needed here, such as a comparison", node)

    def comparison(self, node: ast.Compare, depth: int) -> Formula:
        sides = [node.left, *node.comparators]
        for side in sides:
            if self.is_formula(side):
                self.fail("truth values are not compared; use iff(A, B)", side)
        for side, op in zip(sides, node.ops, strict=False):
            if type(op) not in _OPERATORS:
                self.fail("only ==, !=, <, <=, > and >= compare", self.behind(side))
        terms = pairwise([self.term(side, depth + 1) for side in sides])
        parts = [Comparison(_OPERATORS[type(op)], *pair) for op, pair in zip(node.ops, terms, strict=True)]
        return parts[0] if len(parts) == 1 else Connective("and", tuple(parts))

    def is_formula(self, node: ast.expr) -> bool:
        match node:
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
                return True
            case ast.Call(func=ast.Name(id="implies" | "iff")):
                return True
        return False

    def term(self, node: ast.expr, depth: int) -> Term:
        self.check_depth(node, depth)
        match node:
            case ast.Constant(value=int(value)) if type(value) is int:
                if value >= 10**MAX_DIGITS:
                    self.fail(f"a number of more than {MAX_DIGITS} digits", node)
                return Number(value)
            case ast.Name(id=name):
                return self.name(node, name)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as op, operand=operand):
                inner = self.term(operand, depth + 1)
                return Operation("neg", (inner,)) if isinstance(op, ast.USub) else inner
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.FloorDiv() | ast.Mod() as op):
                return Operation(
                    _OPERATORS[type(op)], (self.term(node.left, depth + 1), self.term(node.right, depth + 1))
                )
            case ast.BinOp(op=ast.Div()):
                self.fail("/ stands only once, at the top, inside floor(p/q) or ceil(p/q)", self.behind(node.left))
            case ast.BinOp():
                self.fail("the operators are + - * // and %", self.behind(node.left))
            case ast.Call(func=ast.Name(id=word)):
                return self.call(node, word, depth)
        if self.is_formula(node):
            self.fail("an integer is needed here, not a truth value", node)
        self.fail("this is not in the language", node)

    def name(self, node: ast.expr, name: str) -> Name:
        if name in FUNCTIONS:
            self.fail(f"{name} is a function and needs its arguments", node)
        if not name[0].isalpha():
            self.fail("a name begins with a letter", node)
        if len(name) > MAX_NAME:
            self.fail(f"a name has at most {MAX_NAME} characters", node)
        return Name(name)

    def call(self, node: ast.Call, word: str, depth: int) -> Term:
        if word not in FUNCTIONS:
            self.fail(f"{word} is no function of the language", node)
        if word in ("floor", "ceil"):
            (ratio,) = self.arguments(node, word)
            if not (isinstance(ratio, ast.BinOp) and isinstance(ratio.op, ast.Div)):
                self.fail(f"{word} takes one quotient, {word}(p/q)", ratio)
            return Operation(word, (self.term(ratio.left, depth + 1), self.term(ratio.right, depth + 1)))
        if word in ("implies", "iff"):
            self.fail("an integer is needed here, not a truth value", node)
        return Operation(word, tuple(self.term(part, depth + 1) for part in self.arguments(node, word)))

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
