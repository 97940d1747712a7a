"""A target in a process of its own: a call that ends it, or gives no answer in time, is an answer too."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from symtconv.conformance.target import SECONDS, Array, DiedError, RefusedError, StartError, Target, Variant
from symtconv.conformance.targets import load
from symtconv.conformance.targets.function import Function
from symtconv.grids.words import Words

START = 120.0
"""Seconds that an engine may take to be imported."""


class Raw(Target):
    """A function alone, called as it stands."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def call(self, *asked: Any) -> Any:
        """Call the function with arguments and words."""
        arguments, words = asked
        return self.function(*arguments, **words)


def serve(spec: str, memory: int, raw: bool = False) -> None:  # noqa: FBT001 - from a line of text
    """Answer calls on standard input until nobody asks any more; what the target prints goes nowhere."""
    asks, answers = Connection(os.dup(0), writable=False), Connection(os.dup(1), readable=False)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    sys.stdin, sys.stdout = (open(os.devnull, mode, encoding="utf-8") for mode in "rw")  # noqa: SIM115 - it stays open
    try:
        target = load(spec)
        if raw and isinstance(target, Function):
            target = Raw(target.function)
    except BaseException as error:  # noqa: BLE001 - told to the one who asks
        answers.send((False, f"{type(error).__name__}: {error}"))
        return
    if memory:
        limit: Any = import_module("resource")
        limit.setrlimit(limit.RLIMIT_AS, (memory, memory))
    os.dup2(nothing, 2)  # an engine that dies fills pages; the record says that it died
    answers.send((True, None))
    while True:
        try:
            asked = asks.recv()
        except (EOFError, OSError):
            return
        answers.send(_answered(target, asked))


def _answered(target: Target, asked: Any) -> tuple[bool, Any]:
    try:
        return True, np.asarray(target.call(*asked))
    except SystemExit as error:
        os._exit(error.code if isinstance(error.code, int) else 1)
    except BaseException as error:  # noqa: BLE001 - whatever it raises is its answer
        lines = str(error).strip().splitlines()
        return False, f"{type(error).__name__}: {lines[0] if lines else ''}"


class Isolated(Target):
    """Another target, asked in a child process.

    Parameters
    ----------
    inner : Target
        Made here once to know its words; the child makes its own from the spec.
    seconds : float
        The most that a call may take.
    memory : int
        The most bytes of address space that the child may have; 0 for no limit.
    """

    raw = False

    def __init__(self, inner: Target, seconds: float = SECONDS, memory: int = 0) -> None:
        self.inner, self.seconds, self.memory = inner, seconds, memory
        self.name, self.version, self.dialect, self.spec = inner.name, inner.version, inner.dialect, inner.spec
        self.dtypes, self.layouts, self.shapes_only = inner.dtypes, inner.layouts, inner.shapes_only
        self._child: subprocess.Popen[bytes] | None = None
        self._pipes: tuple[Connection, Connection] | None = None

    def fit(self, words: Words) -> Words | None:
        """Fit as the target itself does."""
        return self.inner.fit(words)

    def _start(self) -> tuple[Connection, Connection]:
        self.close()
        told = f"from symtconv.conformance.isolate import serve; serve({self.spec!r}, {self.memory}, {self.raw})"
        path = os.pathsep.join([entry or os.getcwd() for entry in sys.path])
        self._child = subprocess.Popen(  # noqa: S603 - this Python, and a spec that was loaded here already
            [sys.executable, "-c", told],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        asks, answers = self._child.stdin, self._child.stdout
        if asks is None or answers is None:
            msg = "the process has no pipes"
            raise StartError(msg)
        self._pipes = (
            Connection(os.dup(answers.fileno()), writable=False),
            Connection(os.dup(asks.fileno()), readable=False),
        )
        asks.close()
        answers.close()
        try:
            ok, said = self._receive(START)
        except DiedError as error:
            ok, said = False, str(error)
        if not ok:
            self.close()
            msg = f"{self.name} cannot be started in a process of its own: {said}"
            raise StartError(msg)
        return self._pipes

    def _receive(self, seconds: float) -> tuple[bool, Any]:
        if self._pipes is None or self._child is None:
            msg = "the process is not there"
            raise DiedError(msg)
        if not self._pipes[0].poll(seconds):
            self.close()
            msg = f"no answer in {seconds:g} s"
            raise DiedError(msg)
        try:
            ok, value = self._pipes[0].recv()
        except (EOFError, OSError):
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(5)
            code = self._child.returncode
            self.close()
            ended = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
            msg = f"the process ended ({ended})"
            raise DiedError(msg) from None
        return bool(ok), value

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:
        """Ask the child; it is started anew where it has ended."""
        return self.ask(y, w, bias, words, variant)

    def ask(self, *asked: Any) -> Any:
        """Hand something over, and give what comes back."""
        alive = self._pipes is not None and self._child is not None and self._child.poll() is None
        pipes = self._pipes if alive and self._pipes is not None else self._start()
        try:
            pipes[1].send(asked)
        except OSError:  # killed from outside between two calls
            pipes = self._start()
            pipes[1].send(asked)
        ok, value = self._receive(self.seconds)
        if not ok:
            raise RefusedError(value)
        return value

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child = None
        if self._pipes is not None:
            for pipe in self._pipes:
                with suppress(OSError):
                    pipe.close()
            self._pipes = None


class Remote(Isolated):
    """A function in a child process; called like the function itself."""

    raw = True

    def __call__(self, *arguments: Any, **words: Any) -> Any:
        """Call the function there."""
        return self.ask(tuple(np.ascontiguousarray(a) if isinstance(a, np.ndarray) else a for a in arguments), words)


def isolated(target: Target, seconds: float = SECONDS, memory: int = 0) -> Target:
    """Bring a target into a process of its own; a function alone goes there, and its words stay here."""
    if isinstance(target, Function):
        target.function = Remote(target, seconds, memory)
        return target
    return Isolated(target, seconds, memory)
