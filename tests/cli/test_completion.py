"""Completion as a shell does it: bash sources the script, and asks for what may follow."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from symtconv.cli.app import FIGURES
from symtconv.codegen import TARGETS
from symtconv.conventions import FRAMEWORKS
from symtconv.results.figures import FIGURE_NAMES

BASH = shutil.which("bash")

ASKED = {
    ("derive", "--figure", "s"): {"scatter"},
    ("derive", "--figure", "w"): {"walk"},
    ("derive", "--figure", ""): set(FIGURE_NAMES),
    ("derive", "--emit", ""): set(TARGETS),
    ("derive", "--sections", "pr"): {"proof"},
    ("derive", "--sections", "proof,mat"): {"proof,matrix"},
    ("derive", "--view", "matrix,sc"): {"matrix,scatter"},
    ("derive", "--lang", "k"): {"ko"},
    ("check", "guide_1"): {"guide_1", "guide_14"},
    ("convert", "x", "--to", ""): {framework.name for framework in FRAMEWORKS},
    ("convert", "x", "--to", "tor"): {"torch"},
    ("convert", "x", "--to", "torch", "--sec"): {"--sections"},
    ("conventions", "on"): {"onnx", "onnxruntime", "onednn"},
    ("model", "x.onnx", "--allow-engine", "openv"): {"openvino"},
    ("com",): {"compare"},
}


def completed(words, tmp_path):
    """Ask bash itself: it sources the script, fills in what Readline would, and calls the function."""
    command = tmp_path / "symtconv"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m symtconv "$@"\n')
    command.chmod(0o755)
    line = " ".join(map(shlex.quote, ("symtconv", *words)))
    script = f"""
eval "$(_SYMTCONV_COMPLETE=bash_source symtconv)"
complete -p symtconv >/dev/null || exit 9
COMP_WORDS=({line}) COMP_CWORD={len(words)}
_symtconv_completion symtconv
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [BASH, "--norc", "-c", script], cwd=root, env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.skipif(BASH is None, reason="no bash in PATH")
@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_bash_completes_names(words, tmp_path):
    found = completed(words, tmp_path)
    assert found >= ASKED[words]
    assert all(name.startswith(words[-1]) for name in found)


def test_the_help_names_every_figure():
    assert tuple(FIGURES.replace(" or ", ", ").split(", ")) == FIGURE_NAMES
