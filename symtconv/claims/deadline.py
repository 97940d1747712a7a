"""One deadline that every stage of a decision looks at, in processor time of the thread that decides.

A machine that is busy with other work takes nothing off it, so that an easy claim does not come out unknown there.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import thread_time

from symtconv.certificates.limits import MAX_STEPS, Budget

OFTEN = 5_000  # steps between two looks at the clock


class OutOfTimeError(Exception):
    """The deadline passed; an answer of unknown, never of more."""


class Deadline:
    """A moment that lies so many seconds of processor time ahead.

    Parameters
    ----------
    seconds : float
    within : Deadline, optional
        Another one, which this one is never after.
    """

    __slots__ = ("_end",)

    def __init__(self, seconds: float, within: Deadline | None = None) -> None:
        own = thread_time() + seconds
        self._end: float = own if within is None else min(own, within._end)

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return thread_time() >= self._end

    @property
    def left(self) -> float:
        """Seconds that are left, negative when it has passed."""
        return self._end - thread_time()

    def tick(self) -> None:
        """Raise `OutOfTimeError` when the time is up."""
        if thread_time() >= self._end:
            raise OutOfTimeError


@dataclass
class TimedBudget(Budget):
    """A budget of work that also ends with a deadline, which it looks at now and then."""

    deadline: Deadline | None = None
    looked: int = MAX_STEPS

    def spend(self, steps: int) -> None:
        """Take steps off; `LimitError` when none are left, `OutOfTimeError` when the time is up."""
        super().spend(steps)
        if self.deadline is not None and self.looked - self.left >= OFTEN:
            self.looked = self.left
            self.deadline.tick()
