"""A call that takes too long is stopped; asked in a process of its own, since engines set their own signal stacks."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import threading, time
from symtconv.conformance.limit import time_limit, watched
from symtconv.conformance.target import DiedError

def asked(seconds, sleep):
    start = time.perf_counter()
    try:
        with time_limit(seconds):
            time.sleep(sleep)
    except DiedError as error:
        return f"{error}; after {time.perf_counter() - start < 2}"
    return "in time"

print(asked(0.05, 5))
print(asked(5, 0.01))
print(asked(0, 0.01))
with watched():
    print(asked(0.05, 5), asked(5, 0.01))
found = []
other = threading.Thread(target=lambda: found.append(asked(0.05, 0.2)))  # only a main thread can be stopped
other.start()
other.join()
print(*found)
"""


def test_a_call_that_takes_too_long_is_stopped():
    ended = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    late = "no answer in the time that a call may take; after True"
    assert ended.stdout.splitlines() == [late, "in time", "in time", f"{late} in time", "in time"]
