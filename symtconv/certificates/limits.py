"""What a file may hold, and what its replay may cost: whatever it says, the answer comes soon and in little memory."""

from __future__ import annotations

import re
from dataclasses import dataclass

from symtconv.geometry import LimitError

MAX_BYTES, MAX_LISTS, MAX_VALUES, MAX_KEYS, MAX_DEPTH, MAX_DIGITS = 16_000_000, 1_000_000, 3_000_000, 700_000, 100, 400
MAX_STEPS, KEPT, MAX_AXES = 1_000_000, 5, 64
_LONG = re.compile(rb"(?<![0-9])[0-9]{%d}" % (MAX_DIGITS + 1))
_AS_LISTS, _NO_BRACKETS = bytes.maketrans(b"{}", b"[]"), bytes(set(range(256)) - set(b"[]{}"))


@dataclass
class Budget:
    """What a whole replay may still cost: a step is a product of two terms, or as much work and memory as that."""

    left: int = MAX_STEPS

    def spend(self, steps: int) -> None:
        """Take steps off; `LimitError` when none are left."""
        self.left -= steps
        if self.left < 0:
            msg = f"more than {MAX_STEPS} steps"
            raise LimitError(msg)

    def keep(self, terms: int) -> None:
        """Pay for terms that stay in memory."""
        self.spend(KEPT * terms)


def excess(text: bytes) -> str | None:
    """Say which limit a file is beyond; cheap, before any parsing, so what stands in strings counts too."""
    brackets = text[: MAX_BYTES + 1].translate(_AS_LISTS, _NO_BRACKETS)
    for count, most, things in (
        (len(text), MAX_BYTES, "bytes"),
        (max(brackets.count(b"["), brackets.count(b"]")), MAX_LISTS, "lists and objects"),
        (text.count(b","), MAX_VALUES, "commas"),
        (text.count(b":"), MAX_KEYS, "colons"),
    ):
        if count > most:
            return f"the file has more than {most} {things}"
    if _LONG.search(text):
        return f"a number has more than {MAX_DIGITS} digits"
    for _ in range(MAX_DEPTH):  # each round takes the innermost level away
        brackets = brackets.replace(b"[]", b"")
    if b"[]" in brackets or brackets.count(b"[") > MAX_DEPTH:
        return f"the file is nested more than {MAX_DEPTH} deep"
    return None


def too_wide(data: object) -> bool:
    """Tell whether some list or object has more than 64 entries."""
    if isinstance(data, dict | list):
        return len(data) > MAX_AXES or any(map(too_wide, data.values() if isinstance(data, dict) else data))
    return False
