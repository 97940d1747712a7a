"""From what people write to a claim, and from a parser's refusal to a message that helps."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NoReturn

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.parse import FUNCTIONS, REFUSED, FormulaError, parse
from symtconv.arithmetic.sizes import SIZES
from symtconv.arithmetic.term import Formula
from symtconv.claims.explaining import UNREADABLE, Explained, explained
from symtconv.claims.library import expand
from symtconv.geometry import InputError

WIDTH = 100

# What stands at the column -> what to write instead; the first that fits is taken.
HINTS = (
    (r"≥|=>", "write >="),
    (r"≤|=<", "write <="),
    (r"=(?!=)", "equality is written =="),
    (r"≠|<>", "write !="),
    (r"\^", "a power with a number is written **, as in k**2"),
    (r"\*\*", "write a product, or a number as the exponent, as in 2**3"),
    (r"×|·|⋅|∙", "a product is written with *"),
    (r"−|–|—", "minus is written with the ASCII -"),
    (r"⌊|⌋", "write floor(p/q), or p // q"),
    (r"⌈|⌉", "write ceil(p/q)"),
    (r"÷|/", "write floor(p/q), ceil(p/q), or p/q where q divides p"),
    (r"&|∧", "write and"),
    (r"\||∨", "write or, or abs(x)"),
    (r"!|¬", "write not, or !="),
    (r"⇒|→|->", "write implies(A, B)"),
    (r"⇔|↔", "write iff(A, B)"),
    (r"\.", "numbers are integers"),
    (r"\[|\{", "group with round brackets"),
    (r"[0-9]+[A-Za-z_]", "write 2*k, not 2k"),
)
# What other languages call it, wherever in it the parser stumbles.
SPOKEN = (
    (r"\bint\s*\(", "int(p/q) cuts towards zero; write p // q for p >= 0"),
    (r"\b(?:math|np|numpy|torch|jnp)\.ceil\b", "write ceil(p/q)"),
    (r"\b(?:math|np|numpy|torch|jnp)\.floor\b", "write floor(p/q), or p // q"),
    (r"\b(?:math|np|numpy)\.gcd\b", "write gcd(p, q)"),
    (r"\bround\s*\(", "write floor((2*p + q)/(2*q)) for p/q rounded to the nearest, halves up"),
)
CONDITION = re.compile(r"(?<!\w)(?:for|forall|if|where|when|with|given|∀)\b")
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
RESERVED = {word for word in keyword.kwlist if not CONDITION.fullmatch(word)} - {"and", "or", "not", "if", "else"}
APART = "a condition is given beside the claim: --where 'n >= 1' (in Python where=['n >= 1'])"
SIGNATURES = {word: f"{word}({', '.join(parameters)})" for word, (parameters, _) in SIZES.items()} | {
    "floor": "floor(p/q)",
    "ceil": "ceil(p/q)",
    "min": "min(x, y, ...)",
    "max": "max(x, y, ...)",
    "abs": "abs(x)",
    "gcd": "gcd(p, q)",
    "implies": "implies(A, B)",
    "iff": "iff(A, B)",
}


def read_claim(claim: str, where: Sequence[str] = ()) -> Claim:
    """Read a claim with its conditions, named formulas expanded.

    Parameters
    ----------
    claim : str
        One line of the claim language, or the name of a formula of the library.
    where : sequence of str
        Conditions, added to what the names promise.

    Raises
    ------
    InputError
        With the line, a caret under the column, and what to write instead.

    Examples
    --------
    >>> read_claim("k = 1")
    Traceback (most recent call last):
    symtconv.geometry.errors.InputError: the claim cannot be read: this cannot be read
      k = 1
        ^
    equality is written ==
    """
    if isinstance(where, str):
        msg = f'where={where!r} is text; give a list of conditions, as in ["{where}"]'
        raise InputError(msg)
    parts: list[object] = [claim, *where]
    for part in parts:
        if not isinstance(part, str):
            msg = f"a claim is text, not {type(part).__name__}; write it in quotes"
            raise InputError(msg)
    try:
        return Claim.read(*expand(claim, where))
    except FormulaError as error:
        _explain(error, "the claim" if error.text.strip() == claim.strip() else "a condition")


def read_condition(condition: str, subject: str) -> Formula:
    """Read one condition that stands alone; ``subject`` is what the message calls it.

    Raises
    ------
    InputError
        As `read_claim`.
    """
    try:
        return parse(condition)
    except FormulaError as error:
        _explain(error, subject)


def _explain(error: FormulaError, subject: str) -> NoReturn:
    told = explained(error.text) if str(error) == REFUSED else Explained(error.text, str(error), 0)
    reserved = _reserved(told)
    column, hint = (told.column, _hint(told)) if reserved is None else reserved
    lines = [f"{subject} cannot be read: {told.message}", *_pointed(told.text, column)]
    if hint:
        lines.append(hint)
    raise InputError("\n".join(lines)) from None


def _pointed(line: str, column: int) -> tuple[str, str]:
    """Give the line, cut to a window around the column, and a caret below it."""
    shown = "".join(character if character.isprintable() else "?" for character in line)
    start = max(0, column - WIDTH // 2)
    before, after = "…" if start else "", "…" if len(shown) > start + WIDTH else ""
    return f"  {before}{shown[start : start + WIDTH]}{after}", " " * (2 + len(before) + column - start) + "^"


def _reserved(told: Explained) -> tuple[int, str] | None:
    """Give the place of a word that Python does not take for a name, and what to do about it.

    Python stumbles there or over what follows, where nothing is wrong.
    """
    before = [word for word in WORD.finditer(told.text) if word.start() <= told.column]
    if told.message != UNREADABLE or not before or before[-1].group() not in RESERVED:
        return None
    return before[-1].start(), f"{before[-1].group()} is a word of Python and cannot be a name; choose another name"


def _hint(told: Explained) -> str | None:
    for pattern, hint in SPOKEN:
        if any(found.start() <= told.column <= found.end() for found in re.finditer(pattern, told.text)):
            return hint
    near = _near(told)
    if near:
        return near
    rest = told.text[told.column :]
    # Python marks a wrong "=" and the like one or two characters off; the operator is what to talk about.
    for place in (rest, rest[1:], told.text[max(0, told.column - 1) :]):
        for pattern, hint in HINTS:
            if re.match(pattern, place.lstrip(" ")):
                return hint
    # Python marks the start of what it cannot take, and the word may stand further on.
    return APART if CONDITION.search(told.text) else None


def _near(told: Explained) -> str | None:
    if CONDITION.match(told.text[told.column :].lstrip()):
        return APART
    found = re.match(r"[A-Za-z_][A-Za-z0-9_]*", told.text[told.column :])
    if found is None:
        return None
    word = found.group()
    if word in SIGNATURES:
        return f"it is written {SIGNATURES[word]}"
    close = get_close_matches(word.lower(), FUNCTIONS, n=1, cutoff=0.6)
    if close:
        return f"did you mean {SIGNATURES[close[0]]}?"
    called = told.text[told.column + len(word) :].lstrip().startswith("(")
    return f"the functions are {', '.join(SIGNATURES.values())}" if called else None
