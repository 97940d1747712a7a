"""Files in and out: what cannot be read or written is one sentence and exit code 2, and nothing is left behind."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

LINE = ("--input", "2", "--kernel", "2")


def header(words: bytes) -> bytes:
    return b"\x93NUMPY\x01\x00" + len(words).to_bytes(2, "little") + words


def saved(path: Path, **arrays) -> bytes:
    np.savez(path, **arrays)
    return path.read_bytes()


ARRAYS = {
    "a header that cannot be tokenised": (header(b"{'descr': (((((\n  "), "cannot read y.npy"),
    "a header that is no Python": (header(b"{'descr': 1 +\n"), "cannot read y.npy"),
    "the beginning of an archive": (b"PK\x03\x04and then nothing", "y.npy is an archive such as .npz"),
    "text": (b"1 2 3", "y.npy is no .npy file"),
    "nothing": (b"", "y.npy is no .npy file"),
    "more than there is memory for": (
        header(b"{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000000,), }\n"),
        "cannot read y.npy",
    ),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_what_is_no_array_is_said_to_be_none(symtconv, tmp_path, name):
    content, message = ARRAYS[name]
    (tmp_path / "y.npy").write_bytes(content)
    run = symtconv("derive", *LINE, "--y", "y.npy", "--w", "[1,2]")
    assert (run.code, run.out) == (2, "")
    assert message in run.err
    assert len(run.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.array(["2020-01-01", "2020-01-02"], "datetime64[ns]"), "y holds datetime64[ns]; use integers or"),
        (np.array([True, False]), "y holds bool; use integers or"),
        (np.array([1j, 2]), "y holds complex128; use integers or"),
        (np.array(["a", "b"]), "y holds <U1; use integers or"),
    ],
)
def test_arrays_hold_numbers(symtconv, tmp_path, array, message):
    np.save(tmp_path / "y.npy", array)
    run = symtconv("derive", *LINE, "--y", "y.npy", "--w", "[1,2]")
    assert (run.code, run.out) == (2, "")
    assert message in run.err


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--y", '{"a":1}', "--w", "[1,2]"), "is an object with names; write a nested list"),
        (
            ("--input", "2x2", "--padding", "1:2"),
            "the layer has 2; for the same on each write 1:2x1:2",
        ),
        (("--lowering", "dilate=2 noswap"), "did you mean no-swap? The words are dilate=2"),
        (("--lowering", "dilat=2 flip"), "did you mean dilate? The words are"),
        (("--lowering", "xyzzy"), "'xyzzy' is not understood; the words are"),
    ],
)
def test_what_was_meant_is_said(symtconv, more, message):
    words = ("--kernel", "2") if "--input" in more else LINE
    run = symtconv("derive", *words, *more)
    assert (run.code, run.out) == (2, "")
    assert message in run.err


def test_an_npz_by_another_name_is_called_what_it_is(symtconv, tmp_path):
    (tmp_path / "y.npy").write_bytes(saved(tmp_path / "y.npz", a=np.ones(2)))
    run = symtconv("derive", *LINE, "--y", "y.npy", "--w", "[1,2]")
    assert run.code == 2
    assert "is an archive such as .npz" in run.err


def test_a_link_stays_and_its_target_is_written(symtconv, tmp_path):
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "real.txt"
    (tmp_path / "new.txt").symlink_to(tmp_path / "there" / "fresh.txt")
    target.write_text("old")
    target.chmod(0o640)
    (tmp_path / "x.txt").symlink_to(target)
    assert symtconv("derive", *LINE, "-o", "x.txt", "-o", "new.txt").code == 0
    assert (tmp_path / "x.txt").is_symlink()
    assert target.read_text().startswith("The transposed convolution")
    assert target.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "there" / "fresh.txt").exists()
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == ["fresh.txt", "real.txt"]


@pytest.mark.parametrize("kind", ["fifo", "link to a fifo", "loop", "folder"])
def test_what_is_no_plain_file_is_refused(symtconv, tmp_path, kind):
    path = tmp_path / "x.txt"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "link to a fifo":
        os.mkfifo(tmp_path / "pipe")
        path.symlink_to("pipe")
    elif kind == "loop":
        path.symlink_to("x.txt")
    else:
        path.mkdir()
    before = path.lstat()
    run = symtconv("derive", *LINE, "-o", "y.json", "-o", "x.txt")
    assert (run.code, run.out) == (2, "")
    words = {"loop": "the link points to itself", "folder": "is a folder"}
    assert words.get(kind, "it is no plain file") in run.err
    assert path.lstat() == before
    assert not (tmp_path / "y.json").exists()


def test_a_name_is_shown_escaped_and_cut(symtconv, tmp_path):
    name = "a\x1b[2Jb\nproved.txt"
    run = symtconv("derive", *LINE, "-o", name)
    assert run.code == 0
    assert run.out.splitlines()[-1] == r"wrote a\x1b[2Jb\nproved.txt"
    run = symtconv("derive", *LINE, "-o", f"no\x1bwhere/{'9' * 200}.txt")
    assert run.code == 2
    assert r"no\x1bwhere" in run.err
    assert len(run.err) < 400
    assert "\x1b" not in run.out + run.err


def started(tmp_path, *arguments, limit=None, env=()):
    def limits():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-m", "symtconv", *arguments],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **dict(env)},
        preexec_fn=limits,  # noqa: PLW1509 - there are no threads
    )


def test_a_limit_of_the_size_of_files_is_named(tmp_path):
    with started(tmp_path, "derive", *LINE, "-o", "x.html", limit=1000) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said == "symtconv: cannot write x.html: File too large; nothing was left half-written\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.latex
@pytest.mark.parametrize("limit", [1000, 60_000])
def test_a_limit_too_small_for_the_pdf_is_named(tmp_path, limit):
    folder = tmp_path / "tmp"
    folder.mkdir()
    arguments = ("derive", *LINE, "-o", "x.pdf")
    with started(tmp_path, *arguments, limit=limit, env={"TMPDIR": str(folder)}) as process:
        _, said = process.communicate(timeout=120)
    assert process.returncode == 2, said
    assert "limit" in said
    assert list(tmp_path.rglob("*")) == [folder]


SLOW = """\
import sys, time, pathlib
from symtconv.rendering.tex import pdf
def run(command, folder, name, seconds):
    pathlib.Path("started").write_text(str(folder))
    time.sleep(60)
pdf._run = run
pdf.choose = lambda *_: ("pdflatex", "pdflatex")
from symtconv.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_nothing_stays_when_it_is_stopped_while_tex_runs(tmp_path, sent, code):
    folder = tmp_path / "tmp"
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, "derive", *LINE, "-o", "x.pdf"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},
    )
    for _ in range(600):
        if (tmp_path / "started").exists():
            break
        time.sleep(0.1)
    assert len(list(folder.iterdir())) == 1
    process.send_signal(sent)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert said in ("symtconv: terminated\n", "symtconv: stopped\n")
    assert list(folder.iterdir()) == []
    assert not (tmp_path / "x.pdf").exists()
