"""Plain text: matrices line up, equations are numbered as in LaTeX, nothing is left of the markup."""

from __future__ import annotations

import os
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.rendering.documents.compose import compose
from symtconv.rendering.documents.document import Grid
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Num, Sub, Sym, math
from symtconv.rendering.printers.latex import to_latex
from symtconv.rendering.printers.text import to_text
from symtconv.rendering.printers.text.grid import grid_text, shown
from tests.rendering.pages import LAYERS, full
from tests.strategies import layers

GOLDEN = Path(__file__).parent.parent / "golden"
PLAIN = Style().as_text


DIGEST = re.compile(r"\b[0-9a-f]{16}\b")


def test_text_is_what_it_was():
    """A change is looked at and then accepted with SYMTCONV_REWRITE_GOLDEN=1."""
    text = DIGEST.sub("DIGEST", to_text(compose(full(LAYERS["line"]), PLAIN), PLAIN))
    path = GOLDEN / "line.txt"
    if os.environ.get("SYMTCONV_REWRITE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@settings(max_examples=40)
@given(layers())
def test_nothing_of_the_markup_is_left(layer):
    text = to_text(compose(full(layer), PLAIN), PLAIN)
    assert not re.search(r"[$`\\@]|\*\*|\bSym\b", text.replace(layer.call, ""))


cells = st.sampled_from([Sym("zero"), Sym("ddots"), Num(-12), math("y_o"), Sub(Sym("z~"), (Num(10), Num(2)))])


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.tuples(*[cells] * n), min_size=1, max_size=5)), st.data())
def test_the_lines_of_a_matrix_are_equally_long(rows, data):
    rules = (data.draw(st.sets(st.integers(1, 4))) & set(range(1, size)) for size in (len(rows), len(rows[0])))
    lines = grid_text(Grid(tuple(rows), *map(tuple, rules)), Style())
    assert len({shown(line) for line in lines}) == 1
    assert lines[0][0] in "[⎡"


def test_equations_have_the_numbers_that_references_give():
    text = to_text(compose(full(LAYERS["cs231n"]), PLAIN), PLAIN)
    assert re.search(r"j = 2o \+ t - 1\. +\(1\)\n", text)
    assert re.search(r"entries of C, by \(1\) +\(4\)\n", text)
    assert re.search(r"zeros between entries, by \(2\) +\(8\)\n", text)


def test_references_are_the_same_in_latex():
    latex = to_latex(compose(full(LAYERS["cs231n"]), PLAIN), PLAIN)
    numbered = re.findall(r"\\label\{(eq:\w+)\}", latex)
    assert numbered == ["eq:tap", "eq:z"]


def test_a_large_index_is_written_out_in_a_cell():
    grid = Grid(((Sym("zero"), Num(-12)), (Num(3), Sym("vdots"))))
    assert grid_text(grid, Style()) == ["⎡ · -12 ⎤", "⎣ 3  ⋮  ⎦"]


def test_a_title_and_an_author_are_kept_as_they_are():
    style = Style(title="전치 합성곱 & co", author="조희철", figures=False)
    lines = to_text(compose(full(LAYERS["line"]), style), style).splitlines()
    assert lines[0] == "전치 합성곱 & co"
    assert lines[2] == "조희철"
