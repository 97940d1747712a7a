"""``symtconv.testing`` in a test suite of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SUITE = """
import symtconv.testing
from tests.conformance.black_boxes import right, zeros_appended

pytest_plugins = ["symtconv.testing"]
test_right = symtconv.testing.conforms(right, where=["n <= 2"], count=10, ranks=[1])
test_wrong = symtconv.testing.conforms(zeros_appended, count=0, where=["k == 2", "s == 2"])

def test_fixture(conform):
    conform(right, count=5, small=False, ranks=[1])

def test_fixture_on_a_wrong_one(conform):
    conform(zeros_appended, count=0, where=["k == 2", "s == 2"])
"""


def test_each_configuration_is_a_case_and_a_failure_says_all(tmp_path, monkeypatch):
    root = Path(__file__).resolve().parents[2]
    (tmp_path / "test_it.py").write_text(SUITE.replace('pytest_plugins = ["symtconv.testing"]\n', ""))
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["symtconv.testing"]\n')
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts=", str(tmp_path)]
    monkeypatch.setenv("PYTHONPATH", str(root))
    done = subprocess.run([*command, f"--rootdir={tmp_path}"], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    told = done.stdout
    assert "test_wrong[n=1 k=2 s=2 p=1 a=1]" in told
    assert "like: output_padding appends zeros" in told
    assert "harmless iff a == 0 or h == 0" in told
    assert "smallest that fails alike: n=1 k=2 s=2 p=1 a=1" in told
    assert "symtconv derive --input 1 --kernel 2 --stride 2 --output-padding 1 --padding 1:1" in told
    assert "FAILED" in told
    assert not [line for line in told.splitlines() if line.startswith("FAILED") and "test_right" in line]
    assert "::test_fixture_on_a_wrong_one" in told
    assert "::test_fixture " not in told
    assert "are not right; the first of them:" in told
    assert "letters: n entries of the input" in told
