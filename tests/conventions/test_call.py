"""Text becomes a call or an InputError with a remedy: never a value computed, never a long wait."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.conventions import layer_of_call, parse_call
from symtconv.conventions.call import MOST_CHARACTERS
from symtconv.conventions.value import Expression
from symtconv.geometry import GeometryError, InputError


def said(text):
    call = parse_call(text)
    return call.prefix, call.name, [(argument.word, argument.value) for argument in call.arguments]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("f()", ("", "f", [])),
        ("  a.b.c( 1,\n  k = -2 )\n", ("a.b", "c", [(None, 1), ("k", -2)])),
        ("f([1, (2, -3)], x=True, z='a b')", ("", "f", [(None, (1, (2, -3))), ("x", True), ("z", "a b")])),
        ("f(y=None)", ("", "f", [("y", None)])),
        ('f("nn.g(1)", 0x10, 1_000)', ("", "f", [(None, "nn.g(1)"), (None, 16), (None, 1000)])),
        (f"f({10**18 - 1})", ("", "f", [(None, 10**18 - 1)])),
        ("self.up = nn.f(1),", ("nn", "f", [(None, 1)])),
        ("f(x, {a: [2, 2], 'on': true})", ("", "f", [(None, Expression("x")), ("a", (2, 2)), ("on", True)])),
        ("f(a.b, g(1.5, [2]), x.shape[2:], -1.5, 2*H - 1)", ("", "f", [(None, Expression(text)) for text in (
            "a.b", "g(1.5, [2])", "x.shape[2:]", "-1.5", "2*H - 1")])),
    ],
)  # fmt: skip
def test_a_call_is_read(text, read):
    assert said(text) == read


def test_a_layer_may_be_called_at_once():
    call = parse_call("nn.ConvTranspose1d(1, 1, 3)(x, output_size=[5])")
    assert [(argument.word, argument.value) for argument in call.later] == [
        (None, Expression("x")),
        ("output_size", (5,)),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [("H", (1, 0)), ("2*H", (2, 0)), ("(H - 1)*2 + 3", (2, 1)), ("3 - H", (-1, 3)), ("H*W", None), ("H + W", None),
     ("H // 2", None), ("f(H)", None), ("H*H", None), ("-(H*2)", None)],
)  # fmt: skip
def test_what_is_linear_in_one_name_is_kept(text, line):
    try:
        (argument,) = parse_call(f"f({text})").arguments
    except InputError:
        assert line is None
        return
    found = argument.value.linear
    assert (found and (found.factor, found.constant)) == line
    assert found is None or found.at(5) == line[0] * 5 + line[1]


def test_blanks_and_brackets_do_not_matter():
    assert parse_call("nn.ConvTranspose2d(1,1,[3,3])") == parse_call(" nn.ConvTranspose2d( 1, 1, (3, 3) ) ")


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        ("", None, "empty"),
        ("7", 1, "not a call"),
        ("f", 1, "not a call"),
        ("f(1)(2)(3)", 1, "cannot be called"),
        ("f[0](1)", 1, "cannot be called"),
        ("(lambda: f)()", 2, "cannot be called"),
        ("'f'(1)", 1, "cannot be called"),
        ("f(1", 2, "never closed"),
        ("f(1))", 5, "unmatched"),
        ("f(g(1)(2))", 3, "not a value"),
        ("f([x for x in y])", 3, "not a value"),
        ("f(x for x in y)", 2, "not a value"),
        ("f(f'1')", 3, "not a value"),
        ("f((x := 1))", 4, "not a value"),
        ("f(lambda: 1)", 3, "not a value"),
        ("f(1 if 1 else 2)", 3, "not a value"),
        ("f(1if 1else 2)", 3, "not a value"),
        ("f(not 1)", 3, "not a value"),
        ("f(--1)", 3, "not a value"),
        ("f(-True)", 3, "not a value"),
        ("f(b'1')", 3, "not a value"),
        ("f(1j)", 3, "not a value"),
        ("f(...)", 3, "not a value"),
        ("f(await g)", 3, "not a value"),
        (f"f({10**18})", 3, "too large"),
        (f"f(-{10**18})", 3, "too large"),
        ("f(*[1])", 3, "'*'"),
        ("f({1: 2})", 3, "no word"),
        ("f(a={1: 2})", 5, "not a value"),
        ("f(1); g(2)", 5, "';'"),
        ("f(1) # g", 6, "'#'"),
        ("f('\\n')", 4, "'\\\\\\\\'"),
        ("f(²)", 3, "'²'"),
        ("f(\x00)", 3, "x00"),
        ("\ud800(1)", 1, "ud800"),
        ("f(x=1, 2)", 9, "positional argument follows"),
        ("x = y = f(1)", None, "invalid syntax"),
        ("x + 1 = f(1)", 7, "invalid syntax"),
        ("import os", 1, "invalid syntax"),
    ],
)
def test_anything_else_is_refused_where_it_stands(text, column, reason):
    with pytest.raises(InputError, match=reason) as refusal:
        parse_call(text)
    assert column is None or str(refusal.value).startswith(f"column {column}: ")


HOSTILE = {
    "brackets": "(" * 900,
    "calls": "f(" * 400 + ")" * 400,
    "lists": "f(" + "[" * 300 + "]" * 300 + ")",
    "minuses": "f(" + "-" * 900 + "1)",
    "nots": "f(" + "not " * 240 + "1)",
    "open nots": "f(" + "not " * 240,
    "dots": "a" + ".a" * 490 + "(1)",
    "lambdas": "lambda:" * 140 + "1",
    "choices": "f(" + "1 if 1 else " * 80 + "1)",
    "digits": "f(" + "9" * 900 + ")",
    "text": "f(" + "'a' " * 240 + ")",
    "commas": "f(" + "1," * 490 + ")",
    "words": "f(" + "a=1," * 240 + ")",
    "open text": "f('" + "a" * 900,
    "length": "f(1" + "0" * 10_000_000 + ")",
    "blanks": " " * 10_000_000,
    "builtins": "__import__('os').system('true')",
    "classes": "().__class__.__bases__[0]()",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_at_once(text):
    start = time.perf_counter()
    with pytest.raises(InputError):
        layer_of_call(text, (2, 2))
    assert time.perf_counter() - start < 5


def test_huge_numbers_cost_nothing():
    most = 10**18 - 1
    start = time.perf_counter()
    layer = layer_of_call(f"ConvTranspose2d(1, 1, {most}, stride={most}, padding={most})", (most, most))
    with pytest.raises(GeometryError, match="groups=2 does not divide"):
        layer_of_call(f"ConvTranspose2d({most}, {most - 1}, 3, groups=2)", (2, 2))
    assert layer.output == ((most - 1) * most + most - 2 * most,) * 2
    assert time.perf_counter() - start < 5


def test_the_longest_text_that_is_read():
    text = "f(" + "1" * 10 + " " * (MOST_CHARACTERS - 13) + ")"
    assert len(text) == MOST_CHARACTERS
    assert said(text) == ("", "f", [(None, 1111111111)])
    with pytest.raises(InputError, match=f"{MOST_CHARACTERS + 1} characters"):
        parse_call(text + " ")


PIECES = st.sampled_from(["ConvTranspose2d", "Conv2DTranspose", "conv_transpose", "stride", "rhs", "f", "nn"]) | (
    st.sampled_from(
        [*".()[],=-:'\"", "1", "07", "1.5", "9" * 30, "None", "True", "lambda", "if", "else", "for", "in", "not"]
    )
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=25).map("".join) | st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text_is_a_layer_or_an_honest_error(text):
    for way in (text, f"ConvTranspose2d({text})", f"ConvTranspose2d(1, 1, 3, {text})"):
        with suppress(InputError, GeometryError):  # and nothing else
            assert layer_of_call(way, (2, 2)).rank == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ConvTranpose2d(1, 1, 3)", "column 1: 'ConvTranpose2d' is not known .did you mean 'ConvTranspose2d'"),
        ("convtranspose2d(1, 1, 3)", "did you mean 'ConvTranspose2d'"),
        ("tf.keras.layers.Conv2dTranspose(1, 3)", "did you mean 'Conv2DTranspose'"),
        (
            "F.ConvTranspose2d(1, 1, 3)",
            "column 1: 'F.ConvTranspose2d' is not read; its rules may differ; read are nn.ConvTranspose2d .PyTorch.",
        ),
        ("ConvTranspose2d(1, 1, 3, strides=2)", "column 26: .* no 'strides' .did you mean 'stride'"),
        ("Conv2DTranspose(1, 3, stride=2)", "column 23: .* no 'stride' .did you mean 'strides'"),
        ("ConvTranspose(kernel_size=[3])", "no 'kernel_size' .did you mean 'kernel_shape'"),
        ("ConvTranspose(inputs=2, kernel=3)", "symtconv ConvTranspose has no 'inputs' .did you mean 'input'"),
        ("ConvTranspose([3])", "column 15: .*by keywords alone"),
        ("ConvTranspose2d(1, 1, 3, kernel_size=3)", "column 26: 'kernel_size' is given twice"),
        ("ConvTranspose2d(1, 1, 3, stride=2, stride=2)", "column 36: 'stride' is given twice"),
        ("ConvTranspose2d(1)", "needs out_channels and kernel_size"),
        ("ConvTranspose2d(1, 1, 3, 1, 0, 0, 1, True, 1, 'zeros', None, None, 9)", "column 68: .* 12 arguments at most"),
    ],
)
def test_what_was_meant_is_suggested(text, message):
    with pytest.raises(InputError, match=message):
        layer_of_call(text, (2, 2))
