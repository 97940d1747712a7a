"""Whatever size is asked for, the answer comes soon: a verdict, a page, or the limit of what is built."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

B = 10**15
RANK = "x".join("1" * 61)
LARGE = ("ConvTranspose2d(64, 32, 4, stride=2, padding=1)", "--input", "56x56")
ASKED = {
    "phases": (("--input", "1", "--kernel", "1", "--stride", B), 0),
    "phases, page": (("--input", "1", "--kernel", "1", "--stride", B, "-o", "x.html"), 0),
    "phases, entry": (("--input", "1", "--kernel", "1", "--stride", B, "--explain", "0"), 0),
    "padding": (("--input", "1", "--kernel", "2", "--dilation", B, "--padding", f"0:{B - 5}"), 0),
    "judged": (("--input", "1", "--kernel", "2", "--lowering", f"dilate=1 pad={B} flip"), 1),
    "judged, page": (("--input", "1", "--kernel", "2", "--lowering", f"dilate=1 pad={B} flip", "-o", "x.html"), 1),
    "crop first": (("--input", "1", "--kernel", "2", "--lowering", f"pad=-{B}:{B} flip crop-first", "--json"), 1),
    "cropped away": (("--input", "10000", "--kernel", "10000", "--padding", "9999"), 0),
    "kernel": (("--input", "3", "--kernel", B), 0),
    "kernel, page": (("--input", "3", "--kernel", B, "-o", "x.html"), 3),
    "phases with taps": (("--input", "3", "--kernel", B, "--stride", B), 0),
    "far output, pages": (("--input", "3", "--kernel", "3", "--output-padding", B, "-o", "x.html", "-o", "x.tex"), 0),
    "far padding, page": (("--input", "3x3", "--kernel", "3", "--padding", f"-{B}", "-o", "x.html"), 0),
    "every size, page": (("--input", f"nx{B}", "--kernel", "1", "--stride", B, "-o", "x.html"), 0),
    "every size, kernel": (("--input", "n", "--kernel", B), 0),
    "many axes": (("--input", RANK, "--kernel", "1", "--json"), 0),
    "too many axes": (("--input", f"{RANK}x1", "--kernel", "1"), 0),
    "too many axes, matrix": (("--input", f"{RANK}x1", "--kernel", "1", "--matrix"), 3),
    "large, every page": ((*LARGE, "-o", "x.html", "-o", "x.tex", "-o", "x.svg", "-o", "x.txt", "-o", "x.json"), 0),
}


def _little_memory():
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))


@pytest.mark.parametrize("name", ASKED)
def test_no_size_hangs(tmp_path, name):
    arguments, code = ASKED[name]
    command = [sys.executable, "-m", "symtconv", "derive", *map(str, arguments)]
    found = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False, preexec_fn=_little_memory
    )
    assert found.returncode == code, found.stderr
    assert "Traceback" not in found.stderr
    assert "not enough memory" not in found.stderr
    assert (code == 3) == ("; the limit is " in found.stderr or "taps at most" in found.stderr)
