"""The safe parser of a framework call as people write it.

The text is read, never evaluated: a callee of names and dots, and arguments that are integers, text, True, False,
None, tuples and lists of these, or names and plain expressions, which stand for what is not looked up (arrays,
types, sizes). Length, depth and numbers are bounded *before* Python's own parser sees the text, so that hostile
text is refused in no time.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass, field
from typing import NoReturn

from symtconv.conventions.value import Expression, Value, linear_form
from symtconv.geometry import InputError

MOST_CHARACTERS = 1000
MOST_DIGITS = 18
DEEPEST = 4  # brackets within brackets; padding=((1, 2), (1, 2)) needs three

_FOREIGN = re.compile(r"[^A-Za-z0-9_.,:=()\[\]{}'\"+*/ -]")
_ASSIGNED = re.compile(r"[A-Za-z_][A-Za-z0-9_.]* ?= ?(?!=)")
_READ = "integers, text, True, False, None, names, and tuples or lists of these"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call: its keyword (None where it stands by position), its value, and where it begins."""

    word: str | None
    value: Value
    column: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it was written; lists have become tuples.

    ``later`` holds the arguments of a second call, as in ``nn.ConvTranspose1d(1, 1, 3)(x, output_size=[5])``.

    Examples
    --------
    >>> call = parse_call("nn.ConvTranspose2d(1, 1, kernel_size=[3, 3])")
    >>> call.prefix, call.name, [(a.word, a.value) for a in call.arguments]
    ('nn', 'ConvTranspose2d', [(None, 1), (None, 1), ('kernel_size', (3, 3))])
    """

    prefix: str
    name: str
    arguments: tuple[Argument, ...]
    later: tuple[Argument, ...] = ()

    @property
    def full(self) -> str:
        """The callee as it was written."""
        return f"{self.prefix}.{self.name}" if self.prefix else self.name


def parse_call(text: str) -> Call:
    """Read one call.

    Parameters
    ----------
    text : str
        At most `MOST_CHARACTERS` characters; line breaks count as spaces.

    Raises
    ------
    InputError
        With the column, what stands there and what may.

    Examples
    --------
    >>> parse_call("ConvTranspose2d(1, 1, lambda: 3)")
    Traceback (most recent call last):
    ...
    symtconv.geometry.errors.InputError: column 23: 'lambda: 3' is not a value that is read here; allowed are ...
    """
    line = _one_line(text)
    node = _tree(line)
    if not isinstance(node, ast.Call):
        _refuse(line, node, "is not a call; write one, such as ConvTranspose2d(1, 1, 3, stride=2)")
    later: tuple[Argument, ...] = ()
    if isinstance(node.func, ast.Call):
        node, later = node.func, _arguments(line, node)
    *prefix, name = _path(line, node.func)
    return Call(".".join(prefix), name, _arguments(line, node), later)


def _arguments(line: str, node: ast.Call) -> tuple[Argument, ...]:
    """Give the arguments in order; ``{strides: [2, 2]}``, as in JavaScript, is spread into words."""
    arguments: list[Argument] = []
    for part in node.args:
        if isinstance(part, ast.Dict):
            arguments += _spread(line, part)
        else:
            arguments.append(Argument(None, _value(line, part), part.col_offset + 1))
    for keyword in node.keywords:
        if keyword.arg is None:
            _refuse(line, keyword.value, "is spread by **; write each word out as word=value")
        arguments.append(Argument(keyword.arg, _value(line, keyword.value), keyword.col_offset + 1))
    return tuple(arguments)


def _spread(line: str, node: ast.Dict) -> list[Argument]:
    found = []
    for key, value in zip(node.keys, node.values, strict=True):
        match key:
            case ast.Name(id=word) | ast.Constant(value=str() as word):
                found.append(Argument(word, _value(line, value), key.col_offset + 1))
            case _:
                _refuse(line, node, "has a key that is no word; write {strides: [2, 2]}")
    return found


def _one_line(text: str) -> str:
    """Give the text on one line, once its length, its characters and its depth are bounded."""
    if len(text) > MOST_CHARACTERS:
        msg = f"the call has {len(text)} characters; {MOST_CHARACTERS} is the most"
        raise InputError(msg)
    line = " ".join(text.split()).removesuffix(",")
    if not line:
        msg = "the call is empty; write one, such as ConvTranspose2d(1, 1, 3, stride=2)"
        raise InputError(msg)
    foreign = _FOREIGN.search(line)
    if foreign:
        msg = f"column {foreign.start() + 1}: the character {foreign[0]!r} has no place in a call; it takes {_READ}"
        raise InputError(msg)
    depth = 0
    for column, character in enumerate(line, 1):
        depth += (character in "([{") - (character in ")]}")
        if depth > DEEPEST:
            msg = f"column {column}: brackets are nested more than {DEEPEST} deep; no call needs that"
            raise InputError(msg)
    return line


def _tree(line: str) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as "1if": what it warns of is refused below
            if _ASSIGNED.match(line):  # self.up = nn.ConvTranspose2d(...)
                match ast.parse(line).body:
                    case [ast.Assign(targets=[_], value=node)]:
                        return node
            return ast.parse(line, mode="eval").body
    except SyntaxError as error:
        msg = f"column {error.offset or 1}: {error.msg}; write one call, such as ConvTranspose2d(1, 1, 3, stride=2)"
        raise InputError(msg) from None
    except (ValueError, RecursionError, MemoryError):
        msg = "the text is too tangled to be a call; write one, such as ConvTranspose2d(1, 1, 3, stride=2)"
        raise InputError(msg) from None


def _path(line: str, node: ast.expr) -> list[str]:
    """Give the callee's names in order; a loop, so that a long chain of dots is no deep recursion."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        _refuse(line, node, "cannot be called; write a name, such as ConvTranspose2d or torch.nn.ConvTranspose2d")
    return [node.id, *reversed(names)]


def _value(line: str, node: ast.expr) -> Value:  # noqa: PLR0911 - one for each kind
    match node:
        case ast.Constant(value=bool() | str() | None as plain):
            return plain
        case ast.Constant(value=int() as number):
            return _bounded(line, node, number)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)) if not isinstance(number, bool):
            return -_bounded(line, node, number)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):  # {1, 1}, as in C
            return tuple(_value(line, part) for part in parts)
        case ast.Name(id=name):
            return _WORDS.get(name, Expression(name, "a name", linear_form(node)))
        case ast.Constant(value=float()) | ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=float())):
            return Expression(_said(line, node), "a float")
    if not _is_plain(node):
        _refuse(line, node, f"is not a value that is read here; allowed are {_READ}")
    return Expression(_said(line, node), linear=linear_form(node))


_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}  # as JavaScript writes them


def _is_plain(node: ast.expr) -> bool:  # noqa: PLR0911 - one for each kind
    """Tell arithmetic, attributes, subscripts and calls of names from what only hides something."""
    match node:
        case ast.Name():
            return True
        case ast.Constant(value=value):
            return isinstance(value, int | float | str | None) and not isinstance(value, bool)
        case ast.Attribute(value=inner) | ast.UnaryOp(op=ast.USub(), operand=ast.Name() as inner):
            return _is_plain(inner)
        case ast.BinOp(left=left, right=right):
            return _is_plain(left) and _is_plain(right)
        case ast.Subscript(value=inner):
            return _is_plain(inner)
        case ast.Call(func=func):
            return isinstance(func, ast.Attribute | ast.Name) and _is_plain(func)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all(map(_is_plain, parts))
    return False


def _bounded(line: str, node: ast.expr, number: int) -> int:
    if number >= 10**MOST_DIGITS:
        _refuse(line, node, f"is too large; a number has at most {MOST_DIGITS} digits")
    return number


def _refuse(line: str, node: ast.expr, why: str) -> NoReturn:
    said = _said(line, node)
    if len(said) > 40:
        said = said[:37] + "..."
    msg = f"column {node.col_offset + 1}: {said!r} {why}"
    raise InputError(msg)


def _said(line: str, node: ast.expr) -> str:
    return line[node.col_offset : node.end_col_offset]
