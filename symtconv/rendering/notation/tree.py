"""Formulas as small trees, and the table of symbols that they are made of.

A tree holds roles ("y", "x'", "CT"), never letters or LaTeX: the author's letters are put in when it is
printed. `math` reads the short form in which the sections write formulas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Index = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Symbol:
    """How a symbol is printed: LaTeX, plain text, and how tightly it stands in plain text.

    ``kind`` is "letter" (a role; ``latex`` and ``text`` take the letter for ``@``), "atom", "open", "close",
    "relation" (spaces around it), "tight" (none) or "space" (one after it).
    """

    latex: str
    text: str
    kind: str = "relation"


def _letters(names: str) -> dict[str, Symbol]:
    return {name: Symbol("@", "@", "letter") for name in names.split()}


SYMBOLS: dict[str, Symbol] = {
    **_letters("w y x z C B o j t u m p q n k s d l h a i K L E r v g Z"),
    "x'": Symbol("@'", "@′", "letter"),
    "w'": Symbol("@'", "@′", "letter"),
    "p'": Symbol("@'", "@′", "letter"),
    "q'": Symbol("@'", "@′", "letter"),
    "z~": Symbol(r"\tilde @", "@\N{COMBINING TILDE}", "letter"),
    "z^": Symbol(r"\hat @", "@\N{COMBINING CIRCUMFLEX ACCENT}", "letter"),  # of the lowering that was asked about
    "x^": Symbol(r"\hat @", "@\N{COMBINING CIRCUMFLEX ACCENT}", "letter"),
    "CT": Symbol(r"@\T", "@ᵀ", "letter"),
    "Plo": Symbol(r"@_{\mathrm{lo}}", "@_lo", "letter"),
    "Phi": Symbol(r"@_{\mathrm{hi}}", "@_hi", "letter"),
    "Wr": Symbol("W_r", "W_r", "atom"),
    "WrT": Symbol(r"W_r\T", "W_rᵀ", "atom"),
    "f": Symbol("f", "f", "atom"),
    "e": Symbol("e", "e", "atom"),  # a - h, in what calls mean
    "T": Symbol(r"\mathsf T", "ᵀ", "close"),
    "Pad": Symbol(r"\mathrm{Pad}", "Pad", "atom"),
    "Dilate": Symbol(r"\mathrm{Dilate}", "Dilate", "atom"),
    "partial": Symbol(r"\partial", "∂", "open"),
    "=": Symbol("=", "="),
    "!=": Symbol(r"\ne", "≠"),
    "<": Symbol("<", "<"),
    ">": Symbol(">", ">"),
    "<=": Symbol(r"\le", "≤"),
    ">=": Symbol(r"\ge", "≥"),
    "in": Symbol(r"\in", "∈"),
    "equiv": Symbol(r"\equiv", "≡"),
    "mod": Symbol(r"\bmod", "mod"),
    "(modulo": Symbol(r"\;(\mathrm{mod}\;", " (mod ", "open"),
    "iff": Symbol(r"\iff", "⟺"),
    "implies": Symbol(r"\implies", "⟹"),
    "to": Symbol(r"\to", "→"),
    "mapsto": Symbol(r"\mapsto", "↦"),
    "+": Symbol("+", "+"),
    "-": Symbol("-", "-"),
    "neg": Symbol("-", "-", "open"),
    "star": Symbol(r"\star", "⋆"),
    "cdot": Symbol(r"\cdot", "·", "tight"),
    "times": Symbol(r"{\times}", "×", "tight"),  # in a size
    "cross": Symbol(r"\times", "×", "tight"),  # of sets
    "/": Symbol("/", "/", "tight"),
    ",": Symbol(",", ",", "space"),
    ".": Symbol(".", ".", "space"),
    ";": Symbol(r"\quad", "   ", "tight"),
    "(": Symbol("(", "(", "open"),
    ")": Symbol(")", ")", "close"),
    "((": Symbol(r"\Bigl(", "(", "open"),
    "))": Symbol(r"\Bigr)", ")", "close"),
    "[": Symbol(r"[\,", "[", "open"),
    "]": Symbol(r"\,]\,", "]", "close"),
    "{": Symbol(r"\{", "{", "open"),
    "}": Symbol(r"\}", "}", "close"),
    "<<": Symbol(r"\langle", "⟨", "open"),
    ">>": Symbol(r"\rangle", "⟩", "close"),
    "floor": Symbol(r"\lfloor", "⌊", "open"),
    "end": Symbol(r"\rfloor", "⌋", "close"),
    "hole": Symbol(r"\,\cdot\,", "·", "atom"),
    "dots": Symbol(r"\dots", "…", "atom"),
    "cdots": Symbol(r"\cdots", "⋯", "atom"),
    "vdots": Symbol(r"\vdots", "⋮", "atom"),
    "ddots": Symbol(r"\ddots", "⋱", "atom"),
    "zero": Symbol(r"\cdot", "·", "atom"),  # a zero of a matrix
    "pad": Symbol("0", "0", "atom"),  # a zero of the padding
    "gap": Symbol("0", "0", "atom"),  # a zero put between entries
    "blank": Symbol("", "", "atom"),
}
"""Every symbol, by the name that formulas use."""

LETTER_OF = {name: name[0] for name in ("x'", "w'", "p'", "q'", "z~", "z^", "x^", "CT", "Plo", "Phi")}
"""The role whose letter a decorated symbol takes."""


@dataclass(frozen=True, slots=True)
class Sym:
    """A symbol of the table."""

    name: str


@dataclass(frozen=True, slots=True)
class Num:
    """A number of the formulas or of the user; text keeps what the user wrote."""

    value: int | str


@dataclass(frozen=True, slots=True)
class Sub:
    """Something with an index."""

    base: Node
    index: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Sup:
    """A power."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum sign over what stands below it."""

    under: Node


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes one after the other."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Tuple:
    """One number per axis."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """Something in the colour of a tap."""

    label: Node
    tap: Index


@dataclass(frozen=True, slots=True)
class Given:
    """A formula that another floor has written in both forms."""

    latex: str
    text: str


Node = Sym | Num | Sub | Sup | Sum | Row | Tuple | Chip | Given

ZERO = Sym("zero")
"""The zero of a matrix."""

_SLOT = re.compile(r"\{([a-z_]+[0-9]?)\}")


def math(short: str, /, **slots: Node | int) -> Node:
    """Read the short form of a formula: names of symbols with spaces between them.

    ``a_b,c`` gives a an index; ``sum_o`` is a sum over o; ``{name}`` stands for a node that is handed over.

    Raises
    ------
    ValueError
        For a name that is not in `SYMBOLS`.

    Examples
    --------
    >>> math("y_o")
    Sub(base=Sym(name='y'), index=(Sym(name='o'),))
    >>> math("{a} + 1", a=Num(2))
    Row(items=(Num(value=2), Sym(name='+'), Num(value=1)))
    """
    nodes = tuple(_token(token, slots) for token in short.split())
    return nodes[0] if len(nodes) == 1 else Row(nodes)


def _token(token: str, slots: dict[str, Node | int]) -> Node:
    if found := _SLOT.fullmatch(token):
        value = slots[found[1]]
        return Num(value) if isinstance(value, int) else value
    if token in SYMBOLS:
        return Sym(token)
    base, mark, index = token.partition("_")
    if mark and base == "sum":
        return Sum(_index(index, slots)[0] if "," not in index else Row(_with_commas(_index(index, slots))))
    if mark:
        return Sub(_token(base, slots), _index(index, slots))
    base, mark, power = token.partition("^")
    if mark:
        return Sup(_token(base, slots), _token(power, slots))
    if token.isdigit():
        return Num(int(token))
    msg = f"there is no symbol {token!r} in the notation"
    raise ValueError(msg)


def _index(text: str, slots: dict[str, Node | int]) -> tuple[Node, ...]:
    return tuple(_token(part, slots) for part in text.split(","))


def _with_commas(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(item for node in nodes for item in (Sym(","), node))[1:]
