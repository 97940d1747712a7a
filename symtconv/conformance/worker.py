"""What a worker does: makes the target once, and judges the tasks that it is handed."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from symtconv.conformance.isolate import isolated
from symtconv.conformance.judge import judge
from symtconv.conformance.limit import watched
from symtconv.conformance.target import SECONDS, Target, Variant
from symtconv.conformance.targets import load
from symtconv.grids.run import Task
from symtconv.grids.store import Record
from symtconv.grids.words import Words

_MADE: dict[Worker, Target] = {}


@dataclass(frozen=True, slots=True)
class Worker:
    """How tasks are answered; plain data, so that it travels.

    Parameters
    ----------
    spec : str
        Names the target.
    isolate : bool
        Whether each call is made in a process of its own.
    seconds : float
        The most that a call may take.
    memory : int
        The most bytes that an isolated target may have; 0 for no limit.
    """

    spec: str
    isolate: bool = False
    seconds: float = SECONDS
    memory: int = 0

    @property
    def careful(self) -> Worker:
        """The same, isolated."""
        return replace(self, isolate=True)

    def target(self) -> Target:
        """Make the target, once in each process."""
        if self not in _MADE:
            made = load(self.spec)
            _MADE[self] = isolated(made, self.seconds, self.memory) if self.isolate else made
        return _MADE[self]

    def close(self) -> None:
        """Let go of the target in this process."""
        for worker in (self, self.careful):
            if worker in _MADE:
                _MADE.pop(worker).close()

    def __call__(self, tasks: Sequence[Task]) -> list[Record]:
        """Judge tasks."""
        with watched():
            return self._answers(tasks)

    def _answers(self, tasks: Sequence[Task]) -> list[Record]:
        return [answer(self.target(), task, 0.0 if self.isolate else self.seconds) for task in tasks]


def answer(target: Target, task: Task, limit: float) -> Record:
    """Judge one task."""
    words, variant = task["words"], Variant(**task["variant"])
    return {"text": task["text"], **judge(target, words, variant, task["seed"], limit=limit)}


def task_of(words: Words, variant: dict[str, Any], seed: int) -> Task:
    """Give a task: all that a worker needs to know."""
    return {"text": words.text, "words": words, "variant": variant, "seed": seed}


@atexit.register
def _close() -> None:
    for target in _MADE.values():
        target.close()
