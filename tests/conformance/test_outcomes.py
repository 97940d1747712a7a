"""What a target may do, and what comes of it: always an outcome, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from symtconv import Grid, conform, identify
from symtconv.cli.app import run_app
from symtconv.conformance.isolate import Isolated
from symtconv.conformance.target import DiedError
from symtconv.conformance.targets import load
from symtconv.geometry import InputError
from symtconv.grids.words import Words
from tests.conformance import black_boxes

ROOT = Path(__file__).resolve().parents[2]
SMALL = Grid(small=True)
MODULE = "tests.conformance.black_boxes"


def outcomes(function, grid=SMALL, **options):
    found = conform(function, grid, **options)
    assert found.to_text()
    assert found.to_text("ko")
    assert found.to_html().startswith("<!DOCTYPE html>")
    assert json.loads(found.to_json())["counts"] == found.counts
    return found


def test_a_right_function_is_right():
    found = outcomes(black_boxes.right, Grid(small=True, random=150, ranks=(1,)))
    assert found.counts.keys() == {"right"}
    assert found.exit_code == 0


@pytest.mark.parametrize(
    ("name", "slip"),
    [("zeros_appended", "output_padding appended as zeros"), ("not_flipped", "kernel not flipped")],
)
def test_a_slip_is_named_with_its_condition_and_its_smallest_configuration(name, slip):
    found = outcomes(getattr(black_boxes, name), Grid(small=True, random=150, ranks=(1,)))
    assert found.exit_code == 1
    family = found.families[0]
    assert family.slips[0] == slip
    assert "[proved]" in found.to_text()
    assert family.smallest["outcome"] == "wrong"
    assert family.when is not None


def test_the_condition_of_appended_zeros_is_the_one_that_is_proved():
    family = outcomes(black_boxes.zeros_appended, Grid(small=True, random=150, ranks=(1,))).families[0]
    assert family.when.exact
    assert {"a > 0"} <= set(family.when.clauses[0])
    assert {"h > 0", "l > 0"} & set(family.when.clauses[0])
    assert family.smallest["text"] == "n=1 k=2 s=2 p=1 a=1"


@pytest.mark.parametrize(
    ("name", "outcome", "said"),
    [
        ("exits", "died", "sys.exit(3)"),
        ("not_a_number", "wrong", "nan"),
        ("another_rank", "refused", "axes"),
        ("text", "refused", "the answer has 0 axes"),
        ("nothing", "refused", "the answer has 0 axes"),
        ("remembers", "unstable", ""),
        ("half_sums", "inexact", "sums within 2^11, float16"),
    ],
)
def test_whatever_it_does_is_an_outcome(name, outcome, said):
    found = outcomes(getattr(black_boxes, name))
    assert outcome in found.counts
    told = json.dumps(next(record for record in found.records if record["outcome"] == outcome))
    assert said in told


def test_what_goes_wrong_in_one_layout_of_memory_alone_says_so():
    found = outcomes(black_boxes.wants_contiguous, Grid(small=True, layout=("contiguous", "strided")))
    assert {family.variants for family in found.families} == {("strided",)}
    assert "only with strided" in found.to_text()
    assert "strided" in found.to_text("ko")


def test_what_goes_wrong_beyond_a_size_is_found_by_sizes():
    found = outcomes(black_boxes.tile_of_16, Grid(small=True, sizes=(15, 16, 17, 33)))
    assert found.families[0].when.text == "n > 16"
    assert found.families[0].smallest["text"].startswith("n=17 ")


def test_an_entry_that_is_never_written_is_noticed():
    assert outcomes(black_boxes.leaves_holes).exit_code == 1
    assert identify(black_boxes.leaves_holes).to_text()


@pytest.mark.parametrize(
    ("name", "said"), [("dies", "exit code 7"), ("hangs", "no answer"), ("eats_memory", "MemoryError")]
)
def test_a_target_of_its_own_process_may_die_hang_or_eat(name, said):
    grid = Grid(small=True, where=("k != 2", "l == 0"))
    found = outcomes(f"{MODULE}:{name}", grid, seconds=2.0, memory=8 * 2**30, shrink=False)
    bad = [record for record in found.records if record["outcome"] != "right"]
    assert bad
    assert all(said in record["error"] for record in bad)
    assert found.counts["right"] >= len(bad)


def test_a_hanging_function_in_this_process_is_stopped():
    found = outcomes(
        black_boxes.hangs, Grid(small=True, where=("k == 3", "n == 2", "s == 2")), seconds=0.2, shrink=False
    )
    assert found.counts.keys() == {"died"}


def test_a_child_that_was_killed_is_started_anew():
    target = Isolated(load("symtconv"))
    one = Words((2,), (1,), (1,), (1,), (0,), (0,), (0,))
    asked = (np.array([[[1, 2]]]), np.array([[[1]]]), None, one, target.usual)
    try:
        assert target.call(*asked).tolist() == [[[1, 2]]]
        target._child.kill()
        target._child.wait()
        assert target.call(*asked).tolist() == [[[1, 2]]]
    finally:
        target.close()
    with pytest.raises(DiedError):
        target._receive(0.1)


def test_what_a_target_prints_does_not_reach_the_answer():
    command = [
        sys.executable,
        "-m",
        "symtconv",
        "conform",
        f"{MODULE}:prints",
        "--where",
        "n == 1 and k == 1",
        "--json",
    ]
    for how in ("--no-isolate", "--isolate"):
        done = subprocess.run([*command, "--small", how], cwd=ROOT, capture_output=True, text=True, check=False)
        assert json.loads(done.stdout)["counts"].keys() == {"right"}
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("conform", f"{MODULE}:zeros_appended", "--no-isolate", "--small"), 1, "output_padding appends zeros"),
        (("conform", f"{MODULE}:right", "--no-isolate", "--small", "--lang", "ko"), 0, "맞음"),
        (("conform", "onnxrunntime"), 2, "did you mean onnxruntime"),
        (("conform", "no.such.module:f"), 2, "there is no module"),
        (("conform", f"{MODULE}:nosuch", "--no-isolate"), 2, "has no 'nosuch'"),
        (("conform", "symtconv", "--where", "s ="), 2, "cannot be read"),
        (("conform", "symtconv", "--small", "--where", "n == 9"), 3, "0 configurations"),
        (("conform", "./nosuch"), 2, "there is no program"),
        (("identify", f"{MODULE}:channels_last", "--no-isolate"), 0, "input N.C, weight .OI"),
        (("identify", f"{MODULE}:relu", "--no-isolate"), 3, "not bilinear"),
        (("identify", f"{MODULE}:dies"), 3, "ends or hangs"),
        (
            ("identify", f"{MODULE}:not_flipped", "--no-isolate", "--meant", "ConvTranspose1d(1, 1, 3, stride=2)"),
            1,
            "other way round",
        ),
        (
            ("identify", f"{MODULE}:right", "--no-isolate", "--meant", "ConvTranspose1d(2, 4, 3, stride=2, groups=2)"),
            0,
            "meant",
        ),
    ],
)
def test_exit_codes_and_sentences(arguments, code, said, capfd):
    assert run_app(list(arguments)) == code
    told = capfd.readouterr()
    assert said in told.out + told.err


def test_identify_reads_whose_convention_it_is():
    found = identify(black_boxes.of_jax)
    assert found.found.convention.l == "K - p - 1"
    assert "JAX" in found.to_text()
    assert identify(black_boxes.right).found.convention.meaning == "PyTorch's and ONNX' meaning"


def test_a_function_handed_over_cannot_travel():
    with pytest.raises(InputError, match="module:function"):
        conform(black_boxes.right, SMALL, jobs=2)
