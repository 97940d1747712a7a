"""The catalogue says what is said, no less and no more: a key that is missing, or that nothing says, is red."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import symtconv
from symtconv.rendering.notation.catalogue import LANGUAGES, catalogue

PACKAGE = Path(symtconv.__file__).parent
TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for room in ("rendering", "results", "cli")
    for path in (PACKAGE / room).rglob("*.py")
]
SCRIPTS = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.js"))
TABLES = ("page", "model", "terminal", "figures", "desk")
ENGLISH = {key for table in TABLES for key in catalogue("en")[table]}
SAYERS = {"say", "word", "count", "filled"}
ANY = r"[\w.'-]*"
ENDING = r"(?:\.(?:\d+|many))?"  # what `count` adds


def pattern(node: ast.expr) -> str:
    """Give what the keys look like that an expression makes."""
    match node:
        case ast.Constant(value=str(text)):  # a text that begins or ends with a point picks keys by it
            return ANY * text.startswith(".") + re.escape(text) + ANY * text.endswith(".")
        case ast.JoinedStr(values=values):
            return "".join(map(pattern, values))
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return pattern(left) + pattern(right)
        case ast.IfExp(body=body, orelse=orelse):
            return f"(?:{pattern(body)}|{pattern(orelse)})"
        case ast.FormattedValue(value=inner) | ast.BinOp(op=ast.Mult(), left=inner):
            return pattern(inner)
    return ANY


def made() -> set[str]:
    """What every text of the rooms that say something looks like; what holds nothing but slots says nothing."""
    found = set()
    for tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
                text = pattern(node)
                if re.search(r"[a-z]{2}", re.sub(r"\(\?:[^()]*\)", "", text).replace(ANY, "")) and len(text) < 200:
                    found.add(text)
    return found


PATTERNS = made()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_keys(lang):
    for table in TABLES:
        assert catalogue(lang)[table].keys() == catalogue("en")[table].keys()


def test_no_key_is_unused():
    whole = re.compile("|".join(f"(?:{text}){ENDING}" for text in sorted(PATTERNS, key=len, reverse=True)))
    scripts = {key for key in ENGLISH if re.search(rf"\b{re.escape(key)}\b", SCRIPTS)}
    assert sorted(key for key in ENGLISH - scripts if not whole.fullmatch(key)) == []


def test_no_key_is_missing():
    missing = set()
    for tree in TREES:
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(attr=name), args=[ast.Constant(value=str(key)), *_]):
                    is_key = name in SAYERS and re.fullmatch(r"[\w.'-]+", key)
                    if is_key and not any(re.fullmatch(re.escape(key) + ENDING, known) for known in ENGLISH):
                        missing.add(key)
    assert missing == set()


def test_a_key_that_nothing_says_and_one_that_is_not_there_are_seen():
    assert not any(re.fullmatch(text + ENDING, "heading.nonsense") for text in PATTERNS if not text.endswith("*"))
    assert "heading.nonsense" not in ENGLISH
    assert len(PATTERNS) > 300


EVERY = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]
TOLD = catalogue("ko")["told"]


def texts(tree: ast.Module) -> set[str]:
    """Every text of a module."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def templates() -> set[str]:
    """What the messages of lower floors are made from: the first argument of `Message`, by its name or as it stands."""
    found = set()
    for tree in EVERY:
        named: dict[str, list[str]] = {}
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(name)], value=ast.Constant(str(text))):
                    named.setdefault(name, []).append(text)
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name("Message"), args=[ast.Constant(str(text))]):
                    found.add(text)
                case ast.Call(func=ast.Name("Message"), args=[ast.Name(name)]):
                    found.update(named.get(name, ()))
    return found


def test_what_lower_floors_say_is_said_in_every_language():
    # A template is a key: no sentence is taken apart again, so one that is not in the catalogue stays English.
    found = templates()
    assert len(found) > 15
    assert sorted(text for text in found if "{" in text and text not in TOLD) == []


def test_nothing_in_the_catalogue_is_said_by_no_floor():
    written = set().union(*map(texts, EVERY))
    assert sorted(text for text in TOLD if text not in written) == []
