"""A sentence that reads as English and can be said in another language: its template and what fills its slots."""

from __future__ import annotations

from typing import Self


class Message(str):
    """A sentence with slots; as text it is the English one.

    Parameters
    ----------
    template : str
        The sentence with its slots, by which a catalogue knows it.
    slots : str or int
        What fills them, by name; a message inside a message is said in the other language too.

    Examples
    --------
    >>> said = Message("the kernel would have {weights} entries", weights=9)
    >>> said, said.template, said.slots
    ('the kernel would have 9 entries', 'the kernel would have {weights} entries', {'weights': 9})
    """

    template: str
    slots: dict[str, str | int]

    def __new__(cls, template: str, /, **slots: str | int) -> Self:
        """Fill the slots."""
        made = super().__new__(cls, template.format(**slots))
        made.template, made.slots = template, slots
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str | int]]:
        """Say how it is made again, when it is copied or sent to another process."""
        return (self.template,), self.slots
