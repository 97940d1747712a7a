"""What is claimed, in one line, with every assumption written out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that is true or false.

    Parameters
    ----------
    text : str
        The sentence, in plain text.
    domain : tuple of str
        Every assumption, in the claim language (``"n >= 1"``).
    """

    text: str
    domain: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}   for {', '.join(self.domain)}" if self.domain else self.text
