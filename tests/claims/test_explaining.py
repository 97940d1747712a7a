"""What is said of a text that is not in the claim language: what is wrong, and where; and never of one that is."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.arithmetic.parse import REFUSED as UNSAID
from symtconv.arithmetic.parse import FormulaError, parse, parse_term
from symtconv.claims.explaining import explained

TRUTH = "a truth value is needed here, such as a comparison"
INTEGER = "an integer is needed here, not a truth value"
COMPARED = "truth values are not compared; use iff(A, B)"
COMPARES = "only ==, !=, <, <=, > and >= compare"
SIGNS = "the operators are + - * // %, p/q where q divides p, and ** with a number"
CHOICE = "a choice stands in brackets on one side of a comparison, as in x == (p if C else q)"
PARTS = "written out, its powers and choices have too many parts; write it shorter"
DIGIT = "a name cannot begin with a digit; a product is written with *"
STRANGE = "this is not in the language"

# text -> column and message, to the letter
REFUSED = {
    "": (0, "nothing to read"),
    "   ": (0, "nothing to read"),
    "k": (0, TRUTH),
    "not k": (4, TRUTH),
    "  not k": (6, TRUTH),
    "k and n == 1": (0, TRUTH),
    "n == 1 and k": (11, TRUTH),
    "implies(k, n == 1)": (8, TRUTH),
    "iff(n == 1, k)": (12, TRUTH),
    "k if n else d": (0, CHOICE),
    "k == (1 if n else d)": (11, TRUTH),
    "(x**8)**8 == ((x**8)**8)**2": (0, PARTS),
    "k == 1 == (n == 2)": (11, COMPARED),
    "(k < 1) == (n < 2)": (1, COMPARED),
    "(k < 1 or n < 2) == 3": (1, COMPARED),
    "3 == (not k < 1)": (6, COMPARED),
    "implies(k < 1, n < 1) == 0": (0, COMPARED),
    "0 == iff(k < 1, n < 1)": (5, COMPARED),
    "k + (n == 1) == 2": (5, INTEGER),
    "k + (n == 1 and k == 1) == 2": (5, INTEGER),
    "k + (not n == 1) == 2": (5, INTEGER),
    "k + implies(n == 1, k == 1) == 2": (4, INTEGER),
    "k - iff(n == 1, k == 1) == 2": (4, INTEGER),
    "abs(n == 1) == 1": (4, INTEGER),
    "k in n": (2, COMPARES),
    "k is n": (2, COMPARES),
    "1 < ( k+d ) not in n": (12, COMPARES),
    "floor(k) == 1": (6, "floor takes one quotient, floor(p/q)"),
    "floor(k/2 + 1) == 1": (6, "floor takes one quotient, floor(p/q)"),
    "ceil(k//2) == 1": (5, "ceil takes one quotient, ceil(p/q)"),
    "k << 2 == 1": (2, SIGNS),
    "k ^ 2 == 1": (2, "the character '^' is not in the language"),
    "k.real == 1": (1, "the character '.' is not in the language"),
    "k[0] == 1": (1, "the character '[' is not in the language"),
    "k == 1.5": (6, "the character '.' is not in the language"),
    "k == 'a'": (5, 'the character "\'" is not in the language'),
    "(lambda: 1)() == 1": (7, "the character ':' is not in the language"),
    "[x for x in k] == 1": (0, "the character '[' is not in the language"),
    "k == 1 # comment": (7, "the character '#' is not in the language"),
    "k := 1": (2, "the character ':' is not in the language"),
    "k == ℓ": (5, "the character 'ℓ' is not in the language"),
    "k == 1\n": (6, "the character '\\n' is not in the language"),
    "k == 2k": (5, DIGIT),
    "k == 0x10": (5, DIGIT),
    "k == True": (5, STRANGE),
    "k == (n, d)": (5, STRANGE),
    "k(1)(2) == 1": (0, STRANGE),
    "__import__(k) == 1": (0, "__import__ is no function of the language"),
    "1 == eval(k)": (5, "eval is no function of the language"),
    "floor == 1": (0, "floor is a function and needs its arguments"),
    "k == span": (5, "span is a function and needs its arguments"),
    "1 == _q0": (5, "a name begins with a letter"),
    "implies(k == 1)": (0, "implies takes 2 arguments, not 1"),
    "iff(k == 1, k == 1, k == 1)": (0, "iff takes 2 arguments, not 3"),
    "min(k) == 1": (0, "min takes 2 to 40 arguments, not 1"),
    f"1 == max({','.join(41 * 'k')})": (5, "max takes 2 to 40 arguments, not 41"),
    "abs() == 1": (0, "abs takes 1 argument, not 0"),
    "abs(k, k) == 1": (0, "abs takes 1 argument, not 2"),
    "floor(k/2, 1) == 1": (0, "floor takes 1 argument, not 2"),
    "ceil() == 1": (0, "ceil takes 1 argument, not 0"),
    "span(k) == 1": (0, "span takes 2 arguments, not 1"),
    "span(k, d, s) == 1": (0, "span takes 2 arguments, not 3"),
    "conv_size(i,k,s,d,l) == 1": (0, "conv_size takes 6 arguments, not 5"),
    "convt_size(n,k,s,d,l,h) == 1": (0, "convt_size takes 7 arguments, not 6"),
    "residue(n,k,s,d,l,h,a) == 1": (0, "residue takes 6 arguments, not 7"),
    "max(*k) == 1": (0, "max takes its arguments by place"),
    "max(k, n, *k) == 1": (0, "max takes its arguments by place"),
    "span(k, d=1) == 1": (0, "span takes its arguments by place"),
    "span(k, d, d=1) == 1": (0, "span takes its arguments by place"),
    "k == " + "a" * 33: (5, "a name has at most 32 characters"),
    "-" * 60 + "n == 1": (60, "nested more than 60 deep"),
    "n == 1" + "0" * 30: (5, "a number of more than 30 digits"),
    "k == " + "1" * 1996: (2000, "2001 characters; the limit is 2000"),
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30])
def test_what_is_not_in_the_language_is_refused_and_told_at_its_column(text):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert (str(caught.value), caught.value.text) == (UNSAID, text)
    told = explained(text)
    assert (told.column, told.message) == REFUSED[text]
    assert told.text == text


@pytest.mark.parametrize(("text", "column"), [("k = 1", 2), ("k == 1) and (n == 1", 6), ("  k + ", 6), ("k n", 2)])
def test_what_python_cannot_read_is_told_where_python_stops(text, column):
    told = explained(text)
    assert told.message == "this cannot be read"
    assert abs(told.column - column) <= 1  # the versions of Python differ by one


@pytest.mark.parametrize(
    ("error", "message", "column"),
    [
        (SyntaxError("no", ("", 1, 3, "")), "this cannot be read", 4),
        (SyntaxError("no", ("", 1, 99, "")), "this cannot be read", 8),
        (SyntaxError("no", ("", 1, 1, "")), "this cannot be read", 2),
        (SyntaxError("no", ("", 1, 0, "")), "this cannot be read", 8),
        (SyntaxError("no"), "this cannot be read", 8),
        (RecursionError(), "this is nested too deep", 0),
        (MemoryError(), "this is nested too deep", 0),
    ],
)
def test_whatever_stops_python_is_answered(monkeypatch, error, message, column):
    def stopped(*_, **__):
        raise error

    monkeypatch.setattr(ast, "parse", stopped)
    with pytest.raises(FormulaError):
        parse("  k == 1")
    told = explained("  k == 1")
    monkeypatch.undo()
    assert (told.message, told.column) == (message, column)


TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=60) | st.text(
    alphabet="ik(),+-*/%=<>! 0123ornd", max_size=60
)
PIECES = [
    "k",
    "n",
    "2",
    "0",
    "(",
    ")",
    ",",
    "+",
    "*",
    "//",
    "/",
    "%",
    "==",
    "<",
    " and ",
    " or ",
    "not ",
    "min(",
    "floor(",
    "abs(",
]
NEAR = st.lists(st.sampled_from([*PIECES, "implies(", "span("]), max_size=14).map("".join)


@given(TEXTS | NEAR, st.booleans())
def test_something_is_told_of_exactly_what_is_refused(text, term):
    told = explained(text, term=term)
    try:
        (parse_term if term else parse)(text)
    except FormulaError:
        assert told.message, "a refusal without a reason"
        assert 0 <= told.column <= len(text)
    else:
        assert (told.message, told.column) == ("", 0)
