"""The strict parser of the claim language: a whitelist over `ast`, which says yes or no.

Nothing is evaluated; characters, length, depth, names and literals are checked, so that no text can run code,
hang or exhaust memory. Where a text goes wrong, and what to write instead, is told elsewhere
(`symtconv.claims.explaining`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from copy import copy
from functools import reduce
from itertools import pairwise
from typing import TypeVar

from symtconv.arithmetic.term import Comparison, Connective, Formula, Name, Number, Operation, Term, parts_in
from symtconv.geometry import InputError

REFUSED = "this is not in the language"
MAX_LENGTH, MAX_DEPTH, MAX_DIGITS, MAX_NAME, MAX_NAMES = 2000, 60, 30, 32, 40
MAX_POWER, MAX_CHOICES = 8, 4  # of a term, and in one comparison
MAX_WRITTEN, MAX_NODES = 200, 5000  # parts of a power written out, and of all that a text means
FOREIGN = re.compile(r"[^A-Za-z0-9_ \t+\-*/%()<>=!,]|(?<![A-Za-z0-9_])[0-9]+[A-Za-z_]")
# named size -> its parameters and its body: the formulas of `symtconv.geometry.extent`
BODIES = {
    "span": ("k d", "d*(k-1) + 1"),
    "conv_size": ("i k s d l h", "(i + l + h - (d*(k-1) + 1)) // s + 1"),
    "convt_size": ("n k s d l h a", "(n-1)*s + (d*(k-1) + 1) - l - h + a"),
    "residue": ("i k s d l h", "(i + l + h - (d*(k-1) + 1)) % s"),
}
# function -> fewest and most arguments
FUNCTIONS = {
    **dict.fromkeys(("floor", "ceil", "abs"), (1, 1)),
    **dict.fromkeys(("min", "max"), (2, MAX_NAMES)),
    **dict.fromkeys(("implies", "iff", "gcd"), (2, 2)),
    **{word: (len(parameters.split()),) * 2 for word, (parameters, _) in BODIES.items()},
}
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod)
_COMPARES = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
OPERATORS: dict[type[ast.AST], str] = dict(
    zip(
        (*_ARITHMETIC, *_COMPARES, ast.And, ast.Or),
        ("+", "-", "*", "//", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or"),
        strict=True,
    )
)
Read = TypeVar("Read", Formula, Term)
Tree = TypeVar("Tree", bound=ast.AST)


class FormulaError(InputError):
    """Text that is not in the language; ``text`` is what was read."""

    def __init__(self, message: str, text: str) -> None:
        super().__init__(message)
        self.text = text


def parse(text: str) -> Formula:
    """Read one formula.

    Raises
    ------
    FormulaError
        For anything that is not in the language.

    Examples
    --------
    >>> parse("floor(k/2) < k")
    Comparison(word='<', left=Operation(word='floor', terms=(Name(name='k'), Number(value=2))), right=Name(name='k'))
    """
    return _read(text, _formula)


def parse_term(text: str) -> Term:
    """Read one term; as `parse`.

    Examples
    --------
    >>> parse_term("2*k")
    Operation(word='*', terms=(Number(value=2), Name(name='k')))
    """
    return _read(text, _term)


def _read(text: str, grammar: Callable[[ast.expr, int], Read]) -> Read:
    if len(text) <= MAX_LENGTH and not FOREIGN.search(text):
        try:
            found = grammar(ast.parse(text.strip(" \t"), mode="eval").body, 0)
            if parts_in(found) <= MAX_NODES:  # powers and choices say much in few characters
                return found
        except (SyntaxError, RecursionError, MemoryError):
            pass
    raise FormulaError(REFUSED, text)


def _formula(node: ast.expr, depth: int) -> Formula:
    match node:
        case _ if depth > MAX_DEPTH:
            pass
        case ast.Compare() if choices := [part for part in ast.walk(node) if isinstance(part, ast.IfExp)]:
            if len(choices) <= MAX_CHOICES:
                return _chosen(node, choices[0], depth + 1)
        case ast.Compare(left, ops, sides) if all(type(op) in _COMPARES for op in ops):
            terms = pairwise([_term(side, depth + 1) for side in (left, *sides)])
            parts = tuple(Comparison(OPERATORS[type(op)], *pair) for op, pair in zip(ops, terms, strict=True))
            return parts[0] if len(parts) == 1 else Connective("and", parts)
        case ast.BoolOp(op, values):
            return Connective(OPERATORS[type(op)], tuple(_formula(part, depth + 1) for part in values))
        case ast.UnaryOp(ast.Not(), operand):
            return Connective("not", (_formula(operand, depth + 1),))
        case ast.Call(ast.Name("implies" | "iff" as word), [left, right], []):
            return Connective(word, (_formula(left, depth + 1), _formula(right, depth + 1)))
    raise SyntaxError


def _chosen(node: ast.Compare, choice: ast.IfExp, depth: int) -> Formula:
    """Read a comparison with ``p if C else q`` in it: ``C`` and it holds of p, or ``not C`` and it holds of q."""
    test = _formula(choice.test, depth)
    yes, no = (_formula(_with(node, choice, part), depth) for part in (choice.body, choice.orelse))
    return Connective("or", (Connective("and", (test, yes)), Connective("and", (Connective("not", (test,)), no))))


def _with(node: Tree, old: ast.expr, new: ast.expr) -> Tree | ast.expr:
    """Give a tree in which a part stands in place of another."""
    if node is old:
        return new
    found = copy(node)
    for name, value in ast.iter_fields(node):
        if isinstance(value, list):
            setattr(found, name, [_with(part, old, new) for part in value])
        elif isinstance(value, ast.AST):
            setattr(found, name, _with(value, old, new))
    return found


def _binary(node: ast.BinOp, depth: int) -> Term:
    match node:
        case ast.BinOp(base, ast.Pow(), ast.Constant(int(power))) if type(power) is int:
            return _power(_term(base, depth), power)
        case ast.BinOp(left, op, right) if type(op) in (*_ARITHMETIC, ast.Div):
            return Operation(OPERATORS.get(type(op), "/"), (_term(left, depth), _term(right, depth)))
    raise SyntaxError


def _power(term: Term, power: int) -> Term:
    """Write a power as a number or a product."""
    if isinstance(term, Number) and power <= 4 * MAX_DIGITS and term.value**power < 10**MAX_DIGITS:
        return Number(term.value**power)
    if 1 <= power <= MAX_POWER and power * parts_in(term) <= MAX_WRITTEN:
        return reduce(lambda product, _: Operation("*", (product, term)), range(power - 1), term)
    raise SyntaxError


def _term(node: ast.expr, depth: int) -> Term:
    match node:
        case _ if depth > MAX_DEPTH:
            pass
        case ast.Constant(int(value)) if type(value) is int and value < 10**MAX_DIGITS:
            return Number(value)
        case ast.Name(name) if name not in FUNCTIONS and name[0].isalpha() and len(name) <= MAX_NAME:
            return Name(name)
        case ast.UnaryOp(ast.USub() | ast.UAdd() as sign, operand):
            inner = _term(operand, depth + 1)
            return Operation("neg", (inner,)) if isinstance(sign, ast.USub) else inner
        case ast.BinOp():
            return _binary(node, depth + 1)
        case ast.Call(ast.Name("floor" | "ceil" as word), [ast.BinOp(left, ast.Div(), right)], []):
            return Operation(word, (_term(left, depth + 1), _term(right, depth + 1)))
        case ast.Call(ast.Name(word), parts, []) if word not in ("floor", "ceil", "implies", "iff"):
            least, most = FUNCTIONS.get(word, (1, 0))
            if least <= len(parts) <= most:
                return Operation(word, tuple(_term(part, depth + 1) for part in parts))
    raise SyntaxError
