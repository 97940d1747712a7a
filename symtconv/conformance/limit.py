"""A limit of time for a call in this process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from symtconv.conformance.target import DiedError


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `DiedError` in this thread after some seconds; only a main thread can be stopped so."""
    if not seconds or threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        msg = f"no answer in {seconds:g} s"
        raise DiedError(msg)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
