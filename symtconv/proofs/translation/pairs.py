"""The table of pairs: what a way of one framework must satisfy to be said in another's words, found and proved.

The conditions are found by trial: always, never, known ones, and else what is left of the image once the conditions of
the way have been taken from it. Whatever is found is a claim that the engine proves both ways, so that nothing here
can make the table wrong. The table is kept in ``pairs.json`` beside this file (``make conventions`` writes it anew).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from symtconv.claims.decide import check
from symtconv.claims.verdict import ClaimVerdict
from symtconv.conventions import FRAMEWORKS, Framework
from symtconv.conventions.framework import Way
from symtconv.geometry import InputError
from symtconv.proofs.translation.laws import ALWAYS, NEVER, TableClaim, complete, ends_in, names_in, pair, sound

TABLE = Path(__file__).with_name("pairs.json")
SECONDS, PATIENCE = 5.0, 0.3  # for what is kept, and for what is only tried
# Conditions that are short to say, tried before what is left of an image.
SHORT = (
    "K <= s",
    "K >= s",
    "K == 1",
    "s == 1",
    "K <= s or (K - s) % 2 == 0",
    "(K - s) % 2 == 0",
    "v % 2 == 0 or v > 2*(K // 2)",
    "v == 0",
    "a < s",
    "a == 0",
    "a <= p",
    "a - p < s",
    "u >= 0 and 0 <= u + v < s",
    "u >= 0 and 0 <= u + v < max(s, d)",
    "p <= K - 1",
    "q <= p + a < q + max(s, d)",
    "q <= p + a < q + s",
    "p + a >= q",
    "r >= K",
    "r >= K or (K - r) % 2 == 0",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One way of one framework in the words of another.

    Parameters
    ----------
    source, way, target : str
    condition : str
        "always", "never", or a condition in the claim language.
    law : TableClaim or None
        The claim that it is exact; None where the target takes every layer.
    limits : tuple of str
        What the target asks beside, and the source does not.
    """

    source: str
    way: str
    target: str
    condition: str
    law: TableClaim | None
    limits: tuple[str, ...]


def rows() -> list[Row]:
    """Give the table as it is kept.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    try:
        kept = json.loads(TABLE.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"the table of pairs cannot be read: {error}; write it anew: python -m symtconv.proofs.translation.pairs"
        raise InputError(msg) from None
    conditions = {(row["source"], row["way"], row["target"]): row["condition"] for row in kept}
    return [
        _row(source, way, target, conditions.get((source.name, way.name, target.name), NEVER))
        for source, way, target in _pairs()
    ]


def found_rows() -> list[Row]:
    """Find every condition anew."""
    return [
        _row(source, way, target, _condition(_key(way), target.image, target.steps)) for source, way, target in _pairs()
    ]


def laws() -> list[TableClaim]:
    """Give every claim of the table once: images, sound and complete, and pairs."""
    images = [law for framework in FRAMEWORKS for law in (*sound(framework), complete(framework))]
    pairs = [
        replace(row.law, name=f"{row.source}, {row.way}, in {row.target}") for row in rows() if row.law is not None
    ]
    seen: dict[tuple[str, tuple[str, ...]], TableClaim] = {}
    for law in (*images, *pairs):
        seen.setdefault((law.claim, law.where), law)
    return list(seen.values())


def decided(law: TableClaim, seconds: float = SECONDS) -> ClaimVerdict:
    """Decide one claim of the table."""
    return check(law.claim, where=law.where, explain=False, timeout=seconds)


def _pairs() -> Iterator[tuple[Framework, Way, Framework]]:
    for source in FRAMEWORKS:
        for way in source.ways:
            for target in FRAMEWORKS:
                if target is not source:
                    yield source, way, target


def _row(source: Framework, way: Way, target: Framework, condition: str) -> Row:
    limits = tuple(limit for limit in target.limits if limit not in source.limits)
    return Row(source.name, way.name, target.name, condition, pair(way, target.image, condition, target.steps), limits)


def _key(way: Way) -> tuple[tuple[str, ...], str, str]:
    return way.where, way.low, way.extra


@cache
def _condition(key: tuple[tuple[str, ...], str, str], image: str, also: tuple[str, ...]) -> str:
    """Find the condition of a way for an image."""
    way = Way("", *key)
    if image == "true":
        return ALWAYS
    known = names_in(" ".join((*way.where, way.low, way.extra))) | {"K", "s", "d"}
    for condition in (ALWAYS, NEVER, *SHORT):
        if condition in (ALWAYS, NEVER) or names_in(condition) <= known:
            law = pair(way, image, condition, also)
            if law is not None and _holds(law):
                return condition
    return _left(way, image, also)


def _left(way: Way, image: str, also: tuple[str, ...]) -> str:
    """Give what is left of the image: without the alternatives that cannot be, and the parts that are always so."""
    kept = []
    for choice in re.split(r" or (?=\()", image):
        bare = choice[1:-1] if choice.startswith("(") and choice.endswith(")") and " or " in image else choice
        never = pair(way, bare, NEVER, also)
        if never is not None and _holds(never):
            continue
        parts = [part for part in bare.split(" and ") if not _is_sure(way, part, also)]
        kept.append(" and ".join(_plain(ends_in(part, way)) for part in parts))
    condition = kept[0] if len(kept) == 1 else " or ".join(f"({part})" for part in kept)
    law = pair(way, image, condition, also)
    if law is None or not _holds(law):
        return ends_in(image, way)  # the image itself, which needs no proof
    return condition


def _holds(law: TableClaim) -> bool:
    return decided(law, PATIENCE).outcome == "proved"


def _is_sure(way: Way, part: str, also: tuple[str, ...]) -> bool:
    law = pair(way, part, ALWAYS, also)
    return law is not None and _holds(law)


def _plain(text: str) -> str:
    """Leave out parentheses behind a plus."""
    bare = re.sub(r"\+ \(([^()]*)\)(?! *[*/%])", r"+ \1", text)
    bare = re.sub(r"\+ -", "- ", bare)
    return re.sub(r"(^| and | or |<= |\()\(([^()]*)\)(?= *(?:[<>=]|$))", r"\1\2", bare)


def to_data(table: list[Row]) -> list[dict[str, Any]]:
    """Give the conditions as plain data."""
    return [{"source": row.source, "way": row.way, "target": row.target, "condition": row.condition} for row in table]


def write() -> None:
    """Write the table anew."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in to_data(found_rows()))
    TABLE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    write()
