"""Which sections of a page are printed, and what a part that stands alone brings along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass

from symtconv.geometry import InputError
from symtconv.rendering.documents import (
    abstract,
    entries,
    every,
    evidence,
    general,
    layer,
    lowering,
    matrix,
    numbers,
    views,
)
from symtconv.rendering.documents.document import Block, Proof, Ref, Stated
from symtconv.rendering.documents.setting import Setting

Section = Callable[[Setting], tuple[Block, ...]]

WHOLE: tuple[tuple[str, Section], ...] = (
    ("abstract", abstract.blocks),
    ("sizes", every.blocks),
    ("layer", layer.blocks),
    ("judged", lowering.refutation),
    ("matrix", matrix.blocks),
    ("lowering", lowering.blocks),
    ("general", general.blocks),
    ("views", views.blocks),
    ("entries", entries.blocks),
    ("numbers", numbers.blocks),
    ("evidence", evidence.blocks),
)
"""Every section, in order."""

PARTS: dict[str, type[Block]] = {"statement": Stated, "proof": Proof}
"""What can stand alone of the lowering's section."""

NAMES = (*(name for name, _ in WHOLE), *PARTS)


def chosen(setting: Setting, names: Sequence[str] | None) -> tuple[Block, ...]:
    """Give the blocks of the sections that were asked for, in the order of the page; all without names.

    What they refer to and is not among them (the definition that a proof cites, say) comes along.

    Raises
    ------
    InputError
        For a name that no section has.
    """
    if names is None:
        return tuple(block for _, section in WHOLE for block in section(setting))
    unknown = [name for name in names if name not in NAMES]
    if unknown or not names:
        msg = f"there is no section {', '.join(map(repr, unknown)) or 'named'}; the sections are {', '.join(NAMES)}"
        raise InputError(msg)
    found = [(name, block) for name, section in WHOLE for block in section(setting)]
    kept = [_is_asked(name, block, names) for name, block in found]
    while True:
        printed = tuple(block for (_, block), keep in zip(found, kept, strict=True) if keep)
        lacking = set(_all(_refs, printed)) - set(_all(_labels, printed))
        wider = [keep or bool(lacking & set(_labels(block))) for (_, block), keep in zip(found, kept, strict=True)]
        if wider == kept:
            return printed
        kept = wider


def _all(find: Callable[[Block], Iterator[str]], blocks: Sequence[Block]) -> Iterator[str]:
    """Yield what is found in any of the blocks."""
    return (label for block in blocks for label in find(block))


def _is_asked(section: str, block: Block, names: Sequence[str]) -> bool:
    if section in names:
        return True
    return section == "lowering" and any(isinstance(block, PARTS[name]) for name in names if name in PARTS)


def _labels(block: Block) -> Iterator[str]:
    """Yield the labels that a block defines, however deep."""
    for value in _values(block):
        label = getattr(value, "label", "")
        if label and not isinstance(value, Ref):
            yield label


def _refs(block: Block) -> Iterator[str]:
    """Yield the labels that a block refers to."""
    return (value.label for value in _values(block) if isinstance(value, Ref))


def _values(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for part in value:
            yield from _values(part)
    elif is_dataclass(value):
        yield value
        for part in _parts(value):
            yield from _values(part)


def _parts(value: object) -> Iterable[object]:
    return (getattr(value, field.name) for field in fields(value))  # type: ignore[arg-type]  # it is a dataclass
