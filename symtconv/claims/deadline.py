"""One deadline that every stage of a decision looks at, in processor time of the thread that decides.

A machine that is busy with other work takes nothing off it, so that an easy claim does not come out unknown there.
"""

from __future__ import annotations

from time import thread_time


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
