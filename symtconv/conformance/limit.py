"""A limit of time for a call in this process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType

from symtconv.conformance.target import DiedError


def _stop(_signal: int, _frame: FrameType | None) -> None:
    msg = "no answer in the time that a call may take"
    raise DiedError(msg)


class time_limit:  # noqa: N801 - used as a context, and cheap enough for every call
    """Raise `DiedError` in this thread after some seconds; only a main thread can be stopped so.

    Examples
    --------
    >>> with time_limit(5.0):
    ...     print("in time")
    in time
    """

    __slots__ = ("before", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        if not self.seconds or threading.current_thread() is not threading.main_thread():
            self.seconds = 0.0
            return
        # Set each time: what Python remembers as the handler need not be the system's, once a library has set its own.
        self.before = signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, self.seconds)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.seconds:
            signal.setitimer(signal.ITIMER_REAL, 0)
            if self.before is not _stop:
                signal.signal(signal.SIGALRM, self.before)


@contextmanager
def watched() -> Iterator[None]:
    """Keep the handler in place for many calls, so that each only sets its time."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, before)
