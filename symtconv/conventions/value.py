"""The values of a call's arguments: numbers, text, tuples; and names and expressions, which are read and not looked up.

A name stands for an array, or for a size that is not known. Nothing is evaluated; of arithmetic alone the linear
form in one name is kept, so that ``output_shape=(N, 2*H, 2*W, C)`` says a length for every H.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Linear:
    """``factor·name + constant``.

    Examples
    --------
    >>> Linear("H", 2, 1).at(5)
    11
    """

    name: str
    factor: int
    constant: int

    def at(self, value: int) -> int:
        """Give the number that it is where the name has this value."""
        return self.factor * value + self.constant


@dataclass(frozen=True, slots=True)
class Expression:
    """What stands in a call and is no number, text or list: a name, or more than a name.

    Parameters
    ----------
    text : str
        As it was written.
    kind : str
        What it is, in a message: "a name", "a float", "an expression".
    linear : Linear or None
        Where it is linear in one name.
    """

    text: str
    kind: str = field(default="an expression", compare=False)
    linear: Linear | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        return self.text if len(self.text) <= 40 else self.text[:37] + "..."

    @property
    def why(self) -> str:
        """Say why it is no number."""
        if self.kind == "a name":
            return "is a name, and names are not looked up; write its value"
        if self.kind == "a float":
            return "is a float; write an integer"
        return "is an expression, and nothing is computed; write its value"


Value: TypeAlias = "int | str | Expression | tuple[Value, ...] | None"


def first_expression(value: Value) -> Expression | None:
    """Give the first name or expression in a value."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, tuple):
        return next((found for part in value if (found := first_expression(part))), None)
    return None


def linear_form(node: ast.expr) -> Linear | None:  # noqa: PLR0911 - one for each kind
    """Give the linear form of a sum or product of integers and one name, or None.

    Examples
    --------
    >>> linear_form(ast.parse("(H - 1)*2 + 3", mode="eval").body)
    Linear(name='H', factor=2, constant=1)
    """
    match node:
        case ast.Name(id=name):
            return Linear(name, 1, 0)
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            return Linear("", 0, number)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return _times(linear_form(inner), Linear("", 0, -1))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _plus(linear_form(left), linear_form(right))
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _plus(linear_form(left), _times(linear_form(right), Linear("", 0, -1)))
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _times(linear_form(left), linear_form(right))
    return None


def _plus(a: Linear | None, b: Linear | None) -> Linear | None:
    if a is None or b is None or (a.name and b.name and a.name != b.name):
        return None
    return Linear(a.name or b.name, a.factor + b.factor, a.constant + b.constant)


def _times(a: Linear | None, b: Linear | None) -> Linear | None:
    if a is None or b is None or (a.name and b.name):
        return None
    scale, other = (a, b) if not a.name else (b, a)
    return Linear(other.name, other.factor * scale.constant, other.constant * scale.constant)
