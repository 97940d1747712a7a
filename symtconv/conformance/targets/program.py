"""A program as a target: called once for each configuration over .npy files, or once for all over its standard streams.

``./prog {y} {w} {x} {s} {p}`` names files and words in the order that the program takes them; without braces it is
called as ``./prog y.npy w.npy x.npy --stride 2 --padding 1 ...`` . With ``stdin`` it is started once: for each
configuration it reads one line of JSON (``{"y": [1,2,5], "w": [2,3,3], "bias": null, "stride": [2], ...}``) and behind
it the arrays as raw little-endian float64, and answers with one line (``{"shape": [1,3,11]}`` or ``{"error": "..."}``)
and the raw array.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import numpy as np

from symtconv.conformance.target import Array, DiedError, Target, Variant
from symtconv.geometry import InputError
from symtconv.grids.words import Words

SLOTS = ("y", "w", "x", "b", "s", "p", "a", "d", "g")
PLAIN = ("{y}", "{w}", "{x}", "--stride", "{s}", "--padding", "{p}", "--output-padding", "{a}", "--dilation", "{d}")
SECONDS = 20.0


class Program(Target):
    """A program that is called once for each configuration.

    Parameters
    ----------
    command : list of str
        The program and its arguments, with slots in braces: ``{y} {w} {b}`` files to read, ``{x}`` the file to write,
        ``{s} {p} {a} {d} {g}`` words, as ``2`` or ``2x1``.
    """

    dialect = "torch"
    dtypes = ("float64", "float32", "int64")
    layouts = ("contiguous",)

    def __init__(self, command: list[str]) -> None:
        self.name = command[0]
        self.command = command if len(command) > 1 else [*command, *PLAIN]

    def has(self, slot: str) -> bool:
        """Tell whether the program takes a word."""
        return any(f"{{{slot}}}" in part for part in self.command)

    def fit(self, words: Words) -> Words | None:
        """Leave out what the program has no word for."""
        if words.a is None or words.auto or words.size is not None:
            return None
        one, zero = (1,) * words.rank, (0,) * words.rank
        pads = words.l if self.has("p") else zero
        return Words(
            words.n, words.k, words.s if self.has("s") else one, words.d if self.has("d") else one, pads, pads,
            words.a if self.has("a") else zero, words.c_in, words.c_out, words.groups if self.has("g") else 1,
            words.bias and self.has("b"), words.batch,
        )  # fmt: skip

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:  # noqa: ARG002
        """Write the arrays, run the program, read what it wrote."""
        with tempfile.TemporaryDirectory() as folder:
            files = {name: str(Path(folder) / f"{name}.npy") for name in "ywxb"}
            for name, array in (("y", y), ("w", w), ("b", bias)):
                if array is not None:
                    np.save(files[name], array)
            rows = {"s": words.s, "p": words.l, "a": words.extra, "d": words.d, "g": (words.groups,)}
            said = files | {
                name: "x".join(map(str, dict.fromkeys(row) if len(set(row)) == 1 else row))
                for name, row in rows.items()
            }
            command = [part.format(**said) for part in self.command]
            try:
                done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - the user named it
            except subprocess.TimeoutExpired:
                msg = f"no answer in {SECONDS:g} s"
                raise DiedError(msg) from None
            if done.returncode < 0:
                msg = f"the process ended (signal {-done.returncode})"
                raise DiedError(msg)
            if done.returncode:
                told = done.stderr.decode(errors="replace").strip().splitlines()
                msg = f"exit code {done.returncode}" + (f": {told[-1]}" if told else "")
                raise RuntimeError(msg)
            if not Path(files["x"]).exists():
                msg = "it wrote no answer"
                raise RuntimeError(msg)
            return np.load(files["x"], allow_pickle=False)


class Stream(Program):
    """A program that is started once, and answers on its standard output."""

    def __init__(self, command: list[str]) -> None:
        super().__init__([command[0], "{s}{p}{a}{d}{g}{b}"])
        self.start = command
        self._process: subprocess.Popen[bytes] | None = None

    def _streams(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(self.start, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        sent, got = self._process.stdin, self._process.stdout
        if sent is None or got is None:
            msg = "the process has no streams"
            raise DiedError(msg)
        return sent, got

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:  # noqa: ARG002
        """Send a line and the arrays; read a line and an array."""
        head = {
            "y": y.shape, "w": w.shape, "bias": None if bias is None else bias.shape, "stride": words.s,
            "padding": words.l, "output_padding": words.extra, "dilation": words.d, "groups": words.groups,
        }  # fmt: skip
        sent, got = self._streams()
        try:
            sent.write(json.dumps(head).encode() + b"\n")
            for array in (y, w, bias):
                sent.write(b"" if array is None else np.ascontiguousarray(array, "<f8").tobytes())
            sent.flush()
            line = got.readline()
        except OSError:
            line = b""
        if not line:
            code = None if self._process is None else self._process.wait()
            msg = f"the process ended (exit code {code})"
            raise DiedError(msg)
        try:
            answer = json.loads(line)
        except ValueError:
            self.close()
            msg = f"it answers {line[:60]!r}, which is no line of JSON"
            raise RuntimeError(msg) from None
        if not isinstance(answer, dict) or "shape" not in answer:
            raise RuntimeError(str(answer.get("error", answer))[:200] if isinstance(answer, dict) else "no shape")
        shape = tuple(int(length) for length in answer["shape"])
        data = got.read(8 * int(np.prod(shape, dtype=np.int64)))
        return np.frombuffer(data, "<f8").reshape(shape)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            with suppress(OSError):
                self._process.wait()
            self._process = None


def from_spec(head: str, settings: str) -> Program:
    """Read the command; ``stdin`` in the settings means that it is started once.

    Raises
    ------
    InputError
        When the program is not there, or a slot is not known.
    """
    command = shlex.split(head)
    path = Path(command[0]).expanduser()
    if not path.is_file():
        msg = f"there is no program {path}; give the path of one that can be run"
        raise InputError(msg)
    command[0] = str(path.resolve())
    for part in command[1:]:
        slot = part.strip("{}")
        if part.startswith("{") and slot not in SLOTS:
            msg = f"{part} is no slot; there are {', '.join('{' + name + '}' for name in SLOTS)}"
            raise InputError(msg)
    made = Stream(command) if "stdin" in settings.split("&") else Program(command)
    made.name = head
    return made
