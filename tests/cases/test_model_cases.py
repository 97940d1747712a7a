"""Model cases: each key can fail."""

from __future__ import annotations

import pytest

from symtconv.cases.model import judge
from symtconv.cases.schema import read_cases
from tests.models import files
from tests.models.files import LAYERS

GOOD = '[[model]]\nname = "a"\nfile = "a.param"\nexpect = "proved"\n'


def problems(tmp_path, text, layer=LAYERS[10]):
    (tmp_path / "a.param").write_text(files.ncnn(layer))
    path = tmp_path / "a.symtconv.toml"
    path.write_text(text)
    (case,) = read_cases(path)
    assert case.problem is None
    return judge(case)


def test_a_model_that_is_proved_passes(tmp_path):
    assert problems(tmp_path, GOOD + "nodes = 1\n") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + "nodes = 2\n", "expected 2 transposed convolutions, but there are 1"),
        (GOOD.replace('"proved"', '"unknown"'), "expected unknown, but it is proved"),
        (GOOD.replace("a.param", "b.param"), "there is no such file"),
    ],
)
def test_each_key_can_fail(tmp_path, text, said):
    assert said in "\n".join(problems(tmp_path, text))


def test_an_engine_that_is_known_to_differ_fails_unless_it_is_allowed(tmp_path):
    layer = {**LAYERS[8], "padding": [[0, 0], [0, 0]], "output_padding": [1, 1]}
    assert "coremltools is known to differ" in "\n".join(problems(tmp_path, GOOD, layer))
    assert problems(tmp_path, GOOD + 'allow_engines = ["coremltools"]\n', layer) == []


def test_a_node_that_is_not_read_is_named(tmp_path):
    path = tmp_path / "a.symtconv.toml"
    (tmp_path / "a.param").write_text("7767517\n2 2\nInput x 0 1 x\nDeconvolution up 1 1 x y 0=1 1=3 6=9 20=64\n")
    path.write_text(GOOD)
    (case,) = read_cases(path)
    told = "\n".join(judge(case))
    assert "it is unknown" in told
    assert "up: it asks for an output size" in told
