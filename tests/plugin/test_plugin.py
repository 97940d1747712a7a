"""Case files under pytest: collected alone, judged strictly, reported with file and line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from importlib.metadata import entry_points
from pathlib import Path

import jsonschema
import pytest

from symtconv.cases.schema import read_cases, schema
from symtconv.geometry import InputError

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = any(entry.value == "symtconv.cases.plugin" for entry in entry_points(group="pytest11"))

TRUE = """
[[claim]]
name = "a-truth"
source = "ours"
claim = "floor(n/s)*s <= n"
expect = "proved"
"""
FALSE = """
[[claim]]
name = "half-padding"
source = "ours"
claim = "conv_size(i,k,1,1,floor(k/2),floor(k/2)) == i"
expect = "refuted"
counterexample = { i = 5, k = 4 }
holds_when = "k % 2 == 1"
"""
LAYER = """
[[derivation]]
name = "walk-through"
source = "a PyTorch walk-through (2020), D.2"
call = "ConvTranspose2d(1, 1, 3)"
input = [2, 2]
output = [4, 4]
lowering = {dilate = [1, 1], pad = [[2, 2], [2, 2]], flip = true}
y = [[1, 2], [3, 4]]
w = [[1, 2, 7], [-2, 1, 0], [-3, 1, 2]]
x = [[1, 4, 11, 14], [1, 7, 31, 28], [-9, -10, 8, 4], [-9, -9, 10, 8]]
expect = "proved"
"""
CONV = """
[[derivation]]
name = "of-a-convolution"
source = "ours"
of_conv = true
kernel = 3
stride = 2
padding = 1
input = [4, 4]
output = [4, 4]
expect = "proved"
"""


def run(folder, *arguments, timeout=300):
    plugin = [] if INSTALLED else ["-p", "symtconv.cases.plugin"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        "/dev/null",
        "--rootdir",
        str(folder),
        "-p",
        "no:cacheprovider",
        *plugin,
    ]
    return subprocess.run(
        [*command, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env={"PYTHONPATH": str(ROOT)},
    )


def file(folder, text, name="some.symtconv.toml"):
    path = folder / name
    path.write_text(text)
    return path


def test_cases_that_are_right_pass(tmp_path):
    file(tmp_path, TRUE + FALSE + LAYER + CONV)
    found = run(tmp_path, "-v")
    assert found.returncode == 0, found.stdout
    for name in ("a-truth", "half-padding", "walk-through", "of-a-convolution"):
        assert f"some.symtconv.toml::{name} PASSED" in found.stdout


WRONG = {
    "claim-refuted": (
        FALSE.replace('"refuted"', '"proved"'),
        ["expected proved, but it is refuted", "i = 1, k = 2", "holds when"],
    ),
    "claim-proved": (TRUE.replace('"proved"', '"refuted"'), ["expected refuted, but it is proved"]),
    "claim-unknown": (TRUE.replace('"proved"', '"unknown"'), ["expected unknown, but it is proved"]),
    "no-counterexample": (FALSE.replace("k = 4", "k = 3"), ["counterexample i = 5, k = 3", "holds there"]),
    "counterexample-outside": (FALSE.replace("i = 5", "i = 0"), ["does not satisfy i >= 1"]),
    "counterexample-names": (FALSE.replace("i = 5, ", ""), ["an integer to each of i, k"]),
    "holds-when": (FALSE.replace("k % 2 == 1", "k == 1"), ["not equivalent", "k = 3, i = 1"]),
    "holds-never": (FALSE.replace("k % 2 == 1", "never"), ["not equivalent"]),
    "holds-when-spliced": (
        FALSE.replace("k % 2 == 1", "k >= 1, k >= 1) or iff(k >= 1"),
        ["holds_when (line 9) cannot be read", "k >= 1, k >= 1) or iff(k >= 1\n"],
    ),
    "holds-when-unreadable": (FALSE.replace("k % 2 == 1", "k = 1"), ["holds_when (line 9)", "equality is written =="]),
    "unreadable": (TRUE.replace("<=", "=<"), ["cannot be read", "write <="]),
    "output": (LAYER.replace("[4, 4]", "[4, 5]"), ["expected output [4, 5], but it is [4, 4]"]),
    "lowering": (LAYER.replace("flip = true", "flip = false"), ["expected proved", "x'_{0,0}"]),
    "lowering-expected": (LAYER.replace('expect = "proved"', 'expect = "refuted"'), ["expected refuted"]),
    "number": (LAYER.replace("31", "32"), ["x[1,2]: expected 32, but it is 31"]),
    "shape": (LAYER.replace(", 10, 8]]", ", 10]]"), ["x has another shape: at [3]"]),
    "no-y": (LAYER.replace("y = [", "# y = ["), ["x needs y and w"]),
    "beside-call": (LAYER.replace("output =", "stride = 2\noutput ="), ["beside call"]),
    "no-kernel": (CONV.replace("kernel = 3", ""), ["kernel is missing"]),
    "conv-output-padding": (CONV.replace("kernel = 3", "kernel = 3\noutput_padding = 1"), ["beside of_conv"]),
    "too-large": (
        LAYER.replace('call = "ConvTranspose2d(1, 1, 3)"', "kernel = 3").replace("input = [2,", "input = [2000000,"),
        ["the matrix would have 4000000 x ", "; the limit is 1000000"],
    ),
    "no-layer": (CONV.replace("kernel = 3", "kernel = 30"), ["no output"]),
}


@pytest.fixture(scope="module")
def failures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wrong")
    for name, (text, _) in WRONG.items():
        file(folder, "# one case\n" + text, f"{name}.symtconv.toml")
    return run(folder)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_expectation_fails_and_says_why_and_where(failures, name):
    assert failures.returncode == 1
    case = re.search(r'name = "(.*)"', WRONG[name][0]).group(1)
    start = failures.stdout.index(f"{name}.symtconv.toml:3: {case}")
    report = failures.stdout[
        start : failures.stdout.index("\n___" if "\n___" in failures.stdout[start:] else "\n===", start)
    ]
    for words in WRONG[name][1]:
        assert words in report
    assert "Traceback" not in failures.stdout
    assert "def runtest" not in failures.stdout


BROKEN = {
    "unknown-key": (TRUE + 'expected = "x"\n', 7, "unknown key 'expected'"),
    "unknown-table": ("[[claims]]\nname = 1\n", 1, "unknown key 'claims'"),
    "wrong-type": (TRUE.replace('"ours"', "1"), 4, "source = 1 is not text"),
    "truth-for-number": (CONV.replace("stride = 2", "stride = true"), 7, "stride = true is none of"),
    "wrong-word": (TRUE.replace('"proved"', '"true"'), 6, "none of proved, refuted, unknown"),
    "no-claim": (TRUE.replace('claim = "', 'where = ["').replace('<= n"', '<= n"]'), 2, "has no 'claim'"),
    "where-text": (TRUE + 'where = "a < s"\n', 7, "where"),
    "where-number": (TRUE + "where = [1]\n", 7, "where[0] = 1 is not text"),
    "counterexample-text": (TRUE + 'counterexample = {n = "1"}\n', 7, "counterexample.n"),
    "twice": (TRUE + FALSE + TRUE, 16, "stands twice; first in line 2"),
    "no-toml": (TRUE + "name = \n", 7, "no TOML"),
    "lowering-key": (LAYER.replace("flip", "flop"), 8, "lowering"),
    "empty-name": (TRUE.replace("a-truth", ""), 3, "name is empty"),
    "too-deep": (LAYER.replace("y = [[1, 2], [3, 4]]", f"y = {'[' * 200}1{']' * 200}"), 9, "nested more than 64 deep"),
    "inline": ('claim = [{name = "x"}]\n', 1, "[[claim]]"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_or_case_is_refused_with_file_and_line(tmp_path, name):
    text, line, message = BROKEN[name]
    path = file(tmp_path, text)
    try:
        problem = next(case.problem for case in read_cases(path) if case.problem is not None)
    except InputError as error:
        problem = str(error)
    assert problem.startswith(f"{path}:{line}: "), problem
    assert message in problem


def test_a_broken_file_is_an_error_of_collection(tmp_path):
    file(tmp_path, BROKEN["no-toml"][0])
    found = run(tmp_path)
    assert found.returncode == 2
    assert "some.symtconv.toml:7: this is no TOML" in found.stdout
    assert "Traceback" not in found.stdout


def test_a_broken_case_is_an_error_and_the_others_run(tmp_path):
    file(tmp_path, FALSE + BROKEN["unknown-key"][0], "a.symtconv.toml")
    file(tmp_path, LAYER, "b.symtconv.toml")
    found = run(tmp_path)
    assert found.returncode == 1
    assert "a.symtconv.toml:15: unknown key 'expected'" in found.stdout
    assert "1 failed, 2 passed" in found.stdout
    assert "Traceback" not in found.stdout


FORGED = "a\x1b[2Jb\npassed in 1 s"


def test_names_of_cases_are_shown_escaped_and_long_digits_cut(tmp_path):
    name = FORGED.replace("\x1b", "\\u001b").replace("\n", "\\n")
    file(tmp_path, f"# {'9' * 9}\n" + TRUE.replace("a-truth", name).replace('"proved"', '"refuted"'))
    file(tmp_path, LAYER.replace("31", "9" * 300), "b.symtconv.toml")
    found = run(tmp_path, "-v")
    assert found.returncode == 1
    assert "\x1b[2J" not in found.stdout
    assert "\npassed in 1 s" not in found.stdout
    assert r"a\x1b[2Jb\npassed in 1 s" in found.stdout
    assert "99999999999999999999… (300 digits)" in found.stdout
    assert "9" * 100 not in found.stdout


def test_nothing_else_is_collected_by_the_plugin(tmp_path):
    file(tmp_path, TRUE, "cases.toml")
    file(tmp_path, TRUE, "some.symtconv.txt")
    assert run(tmp_path).returncode == 5


def test_the_plugin_costs_other_runs_nothing():
    code = "import symtconv.cases.plugin, sys; print(*sys.modules)"
    run_ = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not set(run_.stdout.split()) & {
        "numpy",
        "sympy",
        "scipy",
        "symtconv.cases.collect",
        "tomllib",
    }


def test_pytest_options_work(tmp_path):
    file(tmp_path, TRUE + FALSE.replace('"refuted"', '"proved"') + LAYER)
    one = run(tmp_path, "-k", "truth")
    assert (one.returncode, "1 passed, 2 deselected" in one.stdout) == (0, True)
    first = run(tmp_path, "-x", "--junitxml", "report.xml")
    assert "1 failed, 1 passed" in first.stdout
    assert 'name="half-padding"' in (tmp_path / "report.xml").read_text()
    both = run(tmp_path, "-n", "2")
    assert "1 failed, 2 passed" in both.stdout
    named = run(tmp_path, "some.symtconv.toml::walk-through")
    assert "1 passed" in named.stdout


def test_what_is_unknown_is_called_unknown_and_a_case_has_its_own_time(tmp_path):
    head, time = '[[claim]]\nname = "{}"\nsource = "ours"\n', 'where = ["x >= 1"]\ntimeout = 0.2\n'
    hard = head.format("hard") + 'claim = "x*x != 2*y*y"\nexpect = "unknown"\n' + time
    when = (
        head.format("when") + 'claim = "k % 2 == 1 and x*x != 2*y*y"\nexpect = "refuted"\nholds_when = "k % 2 == 1"\n'
    )
    file(tmp_path, hard + when + time)
    found = run(tmp_path)
    assert "1 failed, 1 passed" in found.stdout
    assert "holds_when = 'k % 2 == 1': whether it is equivalent to the claim is unknown" in found.stdout


def test_cases_run_in_the_order_of_the_file(tmp_path):
    path = file(tmp_path, LAYER + TRUE + CONV)
    assert [case.name for case in read_cases(path)] == ["walk-through", "a-truth", "of-a-convolution"]
    assert [case.line for case in read_cases(path)] == [2, 14, 20]


def test_the_published_schema_is_the_one_in_the_code_and_accepts_what_the_reader_accepts(tmp_path):
    import tomllib  # noqa: PLC0415 - to read as the schema's other users do

    published = json.loads((ROOT / "docs" / "case-schema.json").read_text())
    assert published == schema()
    judge = jsonschema.Draft202012Validator(published)
    judge.check_schema(published)
    judge.validate(tomllib.loads(TRUE + FALSE + LAYER + CONV))
    for path in (ROOT / "tests" / "cases").rglob("*.symtconv.toml"):
        judge.validate(tomllib.loads(path.read_text()))
    for name, (text, _, _) in BROKEN.items():
        if name not in ("twice", "no-toml", "inline", "too-deep"):
            assert not judge.is_valid(tomllib.loads(text)), name


def test_the_corpus_is_as_large_and_as_balanced_as_promised():
    cases = {
        kind: [c for p in (ROOT / "tests" / "cases" / kind).glob("*.toml") for c in read_cases(p)]
        for kind in ("proved", "refuted")
    }
    for kind, found in cases.items():
        assert len(found) >= 60
        assert all(case.data["expect"] == kind and case.data["source"] for case in found if case.kind == "claim")


@pytest.mark.long
def test_time_grows_linearly(tmp_path):
    times = []
    for count in (500, 2000):
        folder = tmp_path / str(count)
        folder.mkdir()
        file(folder, "".join(TRUE.replace("a-truth", f"truth-{n}").replace("n <=", "n <=") for n in range(count)))
        start = time.perf_counter()
        assert run(folder, "-q", timeout=600).returncode == 0
        times.append(time.perf_counter() - start)
    assert times[1] < 8 * times[0]


FAILING = """
import symtconv as st

LAYER = st.ConvTranspose(input=2, kernel=2)

def test_word():
    assert st.prove(LAYER, lowering=st.Lowering(flip=True)).outcome == "proved"

def test_claim():
    verdict = st.check("k == 1")
    assert verdict.outcome == "proved"

def test_expect():
    st.prove(LAYER, lowering=st.Lowering(flip=True)).expect("proved")

def test_fine():
    assert st.prove(LAYER).expect("proved").outcome == "proved"
"""


def test_a_test_that_fails_shows_the_counterexample(tmp_path):
    (tmp_path / "test_mine.py").write_text(FAILING)
    found = run(tmp_path)
    assert "3 failed, 1 passed" in found.stdout
    word, claim, expect = found.stdout.split("____ test_")[1:]
    assert "counterexample: x'_{0}: w_{0}*y_{0}  against  w_{1}*y_{0} + w_{0}*y_{1}" in word
    assert "k = 2" in claim
    assert "AssertionError: expected proved, but it is refuted: " in expect
    assert "counterexample: x'_{0}" in expect


CALLS = """
import symtconv as st

def test_calls():
    assert st.compare("ConvTranspose1d(1, 1, 3)", "ConvTranspose1d(1, 1, 3, 2)").outcome == "proved"

def test_programs():
    assert st.rewrite("append(reverse(x), a)", "reverse(append(x, a))", tensors="x[n]").outcome == "proved"

def test_words():
    found = st.convert("Conv1DTranspose(8, 3, strides=2, padding='same')", to="torch")
    assert found.call is not None
"""


def test_so_do_comparisons_programs_and_conversions(tmp_path):
    (tmp_path / "test_calls.py").write_text(CALLS)
    found = run(tmp_path)
    assert "3 failed" in found.stdout
    calls, programs, words = found.stdout.split("____ test_")[1:]
    assert "counterexample: x'_{" in calls
    assert "n = 1, a = 1" in programs
    assert "write instead  ConvTranspose1d(C_in, 8, 3, stride=2)" in words


def test_a_comparison_that_comes_out_otherwise_fails():
    """Each key of a comparison case can fail."""
    from symtconv.cases.comparison import judge  # noqa: PLC0415 - the object under test
    from symtconv.cases.schema import Case  # noqa: PLC0415 - as above

    base = {
        "name": "n",
        "left": "ConvTranspose1d(1, 1, 3, 2)",
        "right": "ConvTranspose1d(1, 1, 3)",
        "expect": "refuted",
    }
    for wrong, told in (
        ({"expect": "proved"}, "expected proved"),
        ({"entry": [0]}, "expected entry"),
        ({"kernel_is": "reversed along each axis"}, "expected kernel_is"),
        ({"counterexample": {"n": 1}}, "one layer there"),
        ({"counterexample": {"m": 1}}, "gives n"),
    ):
        (line, *_) = judge(Case("comparison", {**base, **wrong}, Path("x"), 1, []))
        assert told in line
    assert judge(Case("comparison", {**base, "counterexample": {"n": 5}, "entry": [1]}, Path("x"), 1, [])) == []
