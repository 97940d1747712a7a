"""How every command ends: with its answer printed and its exit code, or with one sentence and another code.

The codes 0 to 4 are answers. So neither a crash nor an answer that never reached its reader may end in one of them.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

INTERNAL, UNPRINTED, STOPPED, LIMIT = 70, 74, 130, 3  # 70 and 74 are EX_SOFTWARE and EX_IOERR of sysexits.h
TERMINATED = 128 + signal.SIGTERM
DEBUG = "SYMTCONV_DEBUG"


class TerminatedError(BaseException):
    """SIGTERM: what is open is closed, temporary folders go, and then the command ends."""


def _terminate(*_: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough; the rest is tidying up
    raise TerminatedError


def ended(command: Callable[[], int]) -> int:
    """Run a command to its end and give the exit code: that of the command only if all it said was printed.

    Parameters
    ----------
    command : callable
        It prints, and gives its exit code.

    Returns
    -------
    int
        70 for an exception that nobody caught, 74 for output that could not be written, 130 when it was stopped and
        143 when it was terminated, 3 when the memory did not suffice.

    Examples
    --------
    >>> ended(lambda: 1)
    1
    """
    if sys.stderr is None:  # print would take stdout for it
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the process lives
    if sys.stdout is None:
        return _told("there is no standard output to answer on; leave it open, or send it to a file", UNPRINTED)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a sign that the encoding lacks is no reason to fail
            stream.reconfigure(errors="backslashreplace")
    before: object = None
    with suppress(ValueError):  # only the main thread of a program has signals
        before = signal.signal(signal.SIGTERM, _terminate)
    try:
        return _ended(command)
    finally:
        if callable(before) or isinstance(before, int):
            signal.signal(signal.SIGTERM, before)


def _ended(command: Callable[[], int]) -> int:
    try:
        code = command()
    except KeyboardInterrupt:
        code = _told("stopped", STOPPED)
    except TerminatedError:
        code = _told("terminated", TERMINATED)
    except MemoryError:
        code = _told("there is not enough memory for this", LIMIT)
    except Exception as error:  # noqa: BLE001 - the last place where it can become a sentence
        return _lost(error) if _is_of_a_stream(error) else _unprinted() or _crashed(error)
    return _unprinted() or code


def _is_of_a_stream(error: Exception) -> bool:
    """Tell a failed write to what is open already, which is stdout or stderr, from trouble with a file by name."""
    return isinstance(error, OSError) and error.errno is not None and error.filename is None


def _unprinted() -> int:
    """Print what is still held back; give the exit code when that fails, and 0 when all is out."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError) as error:  # ValueError: somebody closed it
            return _lost(error)
    return 0


def _lost(error: Exception) -> int:
    # The interpreter flushes at the exit too, and would put an exit code of its own for ours.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):  # the reader has gone, as in `symtconv ... | head`, and knows
        return UNPRINTED
    return _told(f"the answer could not be printed: {getattr(error, 'strerror', None) or error}", UNPRINTED)


def _crashed(error: Exception) -> int:
    if os.environ.get(DEBUG):
        import traceback  # noqa: PLC0415 - fast start

        with suppress(OSError):
            traceback.print_exception(error)
    said = " ".join(str(error).split())[:300]
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return _told(
        f"internal error, and nothing is claimed ({what}); the fault is ours: please report it, with the command and "
        f"what it prints under {DEBUG}=1",
        INTERNAL,
    )


def _told(message: str, code: int) -> int:
    with suppress(OSError, ValueError):
        print(f"symtconv: {message}", file=sys.stderr, flush=True)
    return code
