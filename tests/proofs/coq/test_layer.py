"""Emitted files: their text, and that what they print entry by entry is what the definition says."""

from __future__ import annotations

import os
import re
from itertools import product
from math import prod
from pathlib import Path

import pytest
from hypothesis import assume, given, settings

from symtconv.geometry import ConvTranspose, LimitError
from symtconv.proofs.coq import emit_layer
from tests.proofs.coq.grid import LARGE, SMALL
from tests.strategies import layers

GOLDEN = Path(__file__).parent / "golden"
LETTER = r"(?:\d+ )*\[[-\d; ]*\]"


@pytest.mark.parametrize(
    "name", ["plain", "two_axes_all_different", "output_padding_beyond_stride", "groups", "grouped"]
)
def test_the_text_is_stable_byte_for_byte(name):
    path = GOLDEN / f"{name}.v"
    text = emit_layer({**SMALL, **LARGE}[name])
    if os.environ.get("SYMTCONV_WRITE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path.name} was written; read the difference, then run without SYMTCONV_WRITE_GOLDEN")
    assert text == path.read_text(encoding="utf-8"), "SYMTCONV_WRITE_GOLDEN=1 rewrites it"


def numbers(text):
    return tuple(int(number) for number in re.findall(r"-?\d+", text))


def table(text, theorem):
    """Read the literal right side of a theorem back: its rows, as strings."""
    body = text.split(f"Theorem {theorem} ")[1].split(" =\n  [", 1)[1].split("].\nProof", 1)[0]
    return body.split(";\n   ")


def by_definition(layer):
    """Give every (ci, m, t, o, co, j) that the layer joins, straight from j = s o + d t - l."""
    per_axis = []
    for axis in layer.axes:
        n, k, s, d, low, _, _ = axis.parameters
        triples = product(range(n), range(k))
        per_axis.append([(t, o, s * o + d * t - low) for o, t in triples if 0 <= s * o + d * t - low < axis.output])
    ins, outs = layer.in_channels // layer.groups, layer.out_channels // layer.groups
    for ci, m in product(range(layer.in_channels), range(outs)):
        for choice in product(*per_axis):
            t, o, j = (tuple(part) for part in zip(*choice, strict=True))
            yield ci, m, t, o, ci // ins * outs + m, j


def letter(layer, *index):
    return tuple(part for one in index for part in (one if isinstance(one, tuple) else (one,) * layer.has_channels))


@given(layers(size=2, kernel=3, step=3, pad=3, extra=3))
@settings(max_examples=60)
def test_the_literal_matrix_and_result_are_what_the_definition_says(layer):
    assume(prod(layer.y_shape) * prod(layer.x_shape) <= 4096)
    text = emit_layer(layer, literal=True)
    columns = list(product(range(layer.out_channels), product(*map(range, layer.output))))
    rows = list(product(range(layer.in_channels), product(*map(range, layer.input))))
    matrix = {}
    for row, entries in zip(rows, table(text, "matrix"), strict=True):
        for column, entry in zip(columns, re.findall(rf"r0|w {LETTER}", entries), strict=True):
            if entry != "r0":
                matrix[row, column] = numbers(entry)
    result = {
        column: sorted(numbers(w + y) for w, y in re.findall(rf"w ({LETTER}) \[\*\] y ({LETTER})", entry))
        for column, entry in zip(columns, table(text, "result"), strict=True)
    }
    expected_matrix, expected_result = {}, {column: [] for column in columns}
    for ci, m, t, o, co, j in by_definition(layer):
        expected_matrix[(ci, o), (co, j)] = letter(layer, ci, m, t)
        expected_result[co, j].append(letter(layer, ci, m, t, ci, o))
    assert matrix == expected_matrix
    assert result == {column: sorted(terms) for column, terms in expected_result.items()}


@given(layers())
def test_a_file_without_literals_has_the_same_length_for_every_size(layer):
    larger = ConvTranspose(
        input=[n + 10**6 for n in layer.input],
        kernel=layer.kernel,
        stride=layer.stride,
        padding=layer.padding,
        dilation=layer.dilation,
        output_padding=layer.output_padding,
        in_channels=layer.in_channels,
        out_channels=layer.out_channels,
        groups=layer.groups,
    )

    def code(one):
        return emit_layer(one, literal=False).split("*)", 1)[1].count("\n")

    assert code(larger) == code(layer)


@pytest.mark.parametrize("layer", [*SMALL.values(), *LARGE.values()], ids=[*SMALL, *LARGE])
def test_a_file_is_plain_and_asks_what_it_rests_on(layer):
    text = emit_layer(layer)
    assert text.isascii()
    assert text.count("(*") == text.count("*)") - text.count("[*])")
    theorems = re.findall(r"^Theorem (\w+)", text, re.MULTILINE)
    assert f"Definition all_of_it := ({', '.join('@' + name for name in theorems)})." in text
    assert text.endswith("Print Assumptions all_of_it.\n")
    for name in theorems:
        assert f"   - {name}: " in text


def test_small_layers_are_printed_entry_by_entry_unless_told_otherwise():
    small, large = SMALL["plain"], LARGE["volume"]
    assert "Theorem matrix w" in emit_layer(small)
    assert "Theorem matrix w" not in emit_layer(small, literal=False)
    assert "Theorem matrix w" not in emit_layer(large)


def test_a_literal_too_large_to_print_is_refused_with_its_size():
    layer = ConvTranspose(input=(300, 300), kernel=1)
    with pytest.raises(LimitError, match="would have 8100000000 entries; the limit is 65536; use literal=False"):
        emit_layer(layer, literal=True)


@pytest.mark.parametrize("name", ["plain", "output_padding_is_stride"])
def test_only_a_layer_that_is_not_exact_speaks_of_first_rows(name):
    text = emit_layer(SMALL[name])
    assert ("first_rows" in text) == (name != "plain")
    assert (", exactly" in text) == (name == "plain")
