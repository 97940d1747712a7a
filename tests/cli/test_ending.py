"""How commands end: an exit code that is an answer only ever stands for an answer that was printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import symtconv as st
from symtconv.cli.ending import ended

ROOT = Path(__file__).resolve().parents[2]
CLAIM = ("check", "n >= 1")
START = "import sys; from symtconv.__main__ import main; sys.exit(main())"


@pytest.fixture
def proof(tmp_path):
    path = tmp_path / "proof.json"
    path.write_text(st.prove(st.ConvTranspose(input=2, kernel=2)).certificate.to_json())
    return str(path)


def ends(*arguments, code=START, stdout=subprocess.PIPE, env=(), **more):
    """Run the command in a process of its own, on streams and in an environment of the test's."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, **dict(env)},
        check=False,
        timeout=120,
        **more,
    )


ASCII = ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"})


@pytest.mark.parametrize("env", ASCII, ids=["ascii", "posix"])
def test_signs_that_the_encoding_lacks_are_no_refutation(proof, env):
    found = ends("verify", proof, env=env)
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout.startswith(b"proved: C\\u1d40y")


BUFFERS = ({"PYTHONUNBUFFERED": "1"}, {"PYTHONUNBUFFERED": ""})


@pytest.mark.parametrize("env", BUFFERS, ids=["unbuffered", "buffered"])
@pytest.mark.parametrize("command", ["verify", "check", "json", "help"])
def test_an_answer_without_a_reader_is_no_answer(proof, command, env):
    arguments = {"verify": ("verify", proof), "check": CLAIM, "json": (*CLAIM, "--json"), "help": ("--help",)}[command]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        found = ends(*arguments, stdout=writing, env=env)
    finally:
        os.close(writing)
    assert (found.returncode, found.stderr) == (74, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("env", BUFFERS, ids=["unbuffered", "buffered"])
@pytest.mark.parametrize("command", ["verify", "check"])
def test_an_answer_that_finds_the_disk_full_is_no_answer(proof, command, env):
    with open("/dev/full", "w") as full:
        found = ends(*(CLAIM if command == "check" else ("verify", proof)), stdout=full, env=env)
    assert found.returncode == 74
    assert found.stderr.decode().splitlines() == ["symtconv: the answer could not be printed: No space left on device"]


def test_an_answer_needs_an_output():
    found = ends(*CLAIM, code="import os, sys; sys.stdout = None\n" + START)
    assert found.returncode == 74
    assert b"no standard output" in found.stderr


BROKEN = "import symtconv.cli.{module} as it\ndef bad(*_, **__): raise KeyError('q')\nit.{name} = bad\n" + START


@pytest.mark.parametrize(
    ("arguments", "module", "name"),
    [(("verify", "x.json"), "verify", "replayed"), (CLAIM, "check", "check")],
    ids=["verify", "check"],
)
def test_a_crash_is_no_refutation_and_one_sentence(arguments, module, name):
    code = BROKEN.format(module=module, name=name)
    found = ends(*arguments, code=code)
    assert (found.returncode, found.stdout) == (70, b"")
    assert found.stderr.decode().startswith("symtconv: internal error, and nothing is claimed (KeyError: 'q'); ")
    assert "report it" in found.stderr.decode()
    assert b"Traceback" not in found.stderr
    assert b"Traceback" in ends(*arguments, code=code, env={"SYMTCONV_DEBUG": "1"}).stderr


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 130), (MemoryError, 3), (RecursionError, 70)])
def test_what_is_no_answer_has_a_code_of_its_own(error, code, capsys):
    def command():
        raise error

    assert ended(command) == code
    assert capsys.readouterr().err.startswith("symtconv: ")
