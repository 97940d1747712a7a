"""Records on disk as JSON Lines: what was begun, and what came of it; a torn line is asked again.

The first line says what was asked of whom; then, for each configuration, a line before the call (``begun``) and the
record after it. A file that was cut off anywhere can be continued.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from symtconv.geometry import InputError
from symtconv.grids.words import Words

FORMAT = 1
Record = dict[str, Any]


def key_of(record: Mapping[str, Any]) -> str:
    """Give what tells a record from all others: words, variant and seed."""
    variant = record["variant"]
    return f"{record['text']} | {variant['dtype']} {variant['layout']} {variant['threads']} | {record['seed']}"


@dataclass(slots=True)
class Kept:
    """What a file holds: its head, its records by key, and what was begun and came to no end."""

    head: Record = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


def read(path: Path) -> Kept:
    """Read a file of records; lines that were cut off are left out.

    Raises
    ------
    InputError
        When there is no such file, or it holds something else.
    """
    kept = Kept()
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}; name a file that conform wrote"
        raise InputError(msg) from None
    for number, line in enumerate(lines):
        try:
            plain = json.loads(line)
        except ValueError:
            continue
        if not isinstance(plain, dict):
            plain = {}
        if "target" in plain and number == 0:
            kept.head = plain
        elif isinstance(plain.get("begun"), list):
            kept.begun.update(map(str, plain["begun"]))
        elif {"words", "variant", "outcome", "seed"} <= plain.keys():
            plain.setdefault("text", Words.of_dict(plain["words"]).text)
            kept.records[key_of(plain)] = plain
    if not kept.head:
        msg = f"{path} holds no records of conform: its first line names no target; choose another file"
        raise InputError(msg)
    kept.begun -= kept.records.keys()
    return kept


class Store:
    """A file of records that grows; every line is on disk before the next call.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "records.jsonl"
    >>> with Store(path, {"target": "f"}) as store:
    ...     store.begin(["n=1 k=1"])
    >>> read(path).begun
    {'n=1 k=1'}
    """

    def __init__(self, path: Path, head: Mapping[str, Any], *, resume: bool = False) -> None:
        self.kept = Kept()
        if resume and path.exists() and path.stat().st_size:
            self.kept = read(path)
            self._same(path, head)
        try:
            self._file: TextIO = path.open("a" if self.kept.head else "w", encoding="utf-8")
        except OSError as error:
            msg = f"cannot write {path}: {error.strerror}; choose another place"
            raise InputError(msg) from None
        if self.kept.head:
            self._file.write("\n")  # ends a line that was cut off; an empty line is nothing
        else:
            self._line({"format": FORMAT, **head})

    def _same(self, path: Path, head: Mapping[str, Any]) -> None:
        for name in ("target", "version", "seed", "dialect"):
            if name in head and self.kept.head.get(name) != head[name]:
                msg = (
                    f"{path} holds records of {name} {self.kept.head.get(name)!r}, not of {head[name]!r};"
                    f" name another file, or leave --resume out"
                )
                raise InputError(msg)

    def _line(self, plain: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(plain, separators=(",", ":"), ensure_ascii=False) + "\n")
        self._file.flush()

    def begin(self, keys: Iterable[str]) -> None:
        """Write down that these are about to be asked."""
        self._line({"begun": list(keys)})

    def write(self, records: Iterable[Record]) -> None:
        """Write records."""
        self._file.writelines(
            json.dumps(record, separators=(",", ":"), ensure_ascii=False) + "\n" for record in records
        )
        self._file.flush()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def changes(old: Kept, new: Kept) -> list[tuple[str, Record, Record]]:
    """Give what came out otherwise in two files: key, old record, new record."""
    return [
        (key, record, new.records[key])
        for key, record in old.records.items()
        if key in new.records and _seen(record) != _seen(new.records[key])
    ]


def _seen(record: Record) -> tuple[Any, ...]:
    """Give what of a record does not depend on when and where it was asked."""
    return tuple(json.dumps(record.get(name)) for name in ("outcome", "difference", "slips", "did", "like", "exact_to"))
