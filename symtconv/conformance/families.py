"""Failures that belong together: one slip, or one reason, with its condition and its smallest configuration."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symtconv.conformance.judge import judge
from symtconv.conformance.learn import Condition, condition, meets
from symtconv.conformance.target import Target, Variant
from symtconv.grids.dialects import meaning
from symtconv.grids.form import Form
from symtconv.grids.simpler import simpler
from symtconv.grids.store import Record
from symtconv.grids.words import Words

MOST_FAMILIES, MOST_STEPS, MOST_LEARNT = 16, 300, 4000


@dataclass(frozen=True, slots=True)
class Family:
    """Failures that belong together.

    Parameters
    ----------
    outcome : str
    count : int
    slips : tuple of str
        Names of the slips that explain all of them; empty where none does.
    reason : str
        What a refusal says, up to where an inexact answer is exact; empty otherwise.
    when : Condition, optional
    smallest : dict
        The record of the smallest configuration found.
    variants : tuple of str
        The variants in which alone it fails, where others were asked too: ``strided``, ``float16``, ``2 threads``.
    """

    outcome: str
    count: int
    slips: tuple[str, ...]
    reason: str
    when: Condition | None
    smallest: Record
    variants: tuple[str, ...] = ()


def asked_of(records: Sequence[Record], dialect: str) -> list[tuple[Words, Form | None]]:
    """Give the configurations of records with what they mean."""
    found: list[tuple[Words, Form | None]] = []
    for record in records:
        words = Words.of_dict(record["words"])
        form = meaning(words, dialect)
        found.append((words, form if isinstance(form, Form) else None))
    return found


def families(records: Sequence[Record], target: Target | None, dialect: str) -> list[Family]:
    """Group what is not right.

    Parameters
    ----------
    records : sequence of dict
    target : Target, optional
        Asked for smaller configurations; without it the smallest that was asked is shown.
    dialect : str
    """
    right = [record for record in records if record["outcome"] == "right"]
    everywhere = {variant_of(record) for record in records}
    found: list[Family] = []
    for outcome, reason, slips, group in sorted(_groups(records), key=lambda row: -len(row[3])):
        rows = sorted(group, key=lambda record: (Words.of_dict(record["words"]).weight, record["text"]))
        where = {variant_of(record) for record in rows}
        good = asked_of([record for record in right if variant_of(record) in where][:MOST_LEARNT], dialect)
        when = condition(asked_of(rows[:MOST_LEARNT], dialect), good) if len(found) < MOST_FAMILIES else None
        for part_when, part in _parts(rows, dialect, when if outcome == "wrong" and not slips else None) or [
            (when, rows)
        ]:
            smallest = next((row for row in part if part_when is None or _within(row, dialect, part_when)), part[0])
            if target is not None and len(found) < MOST_FAMILIES:
                smallest = shrink(target, smallest, dialect, slips, part_when)
            found.append(Family(outcome, len(part), slips, reason, part_when, smallest, _apart(where, everywhere)))
    order = {"wrong": 0, "unstable": 1, "died": 2, "inexact": 3, "refused": 4}
    return sorted(found, key=lambda family: (order.get(family.outcome, 5), -family.count))


def _parts(rows: Sequence[Record], dialect: str, when: Condition | None) -> list[tuple[Condition | None, list[Record]]]:
    """Part failures that no slip explains by the clauses that do; nothing where one clause holds of all."""
    if when is None or not when.exact or len(when.clauses) < 2:
        return []
    left, found = list(rows), list[tuple[Condition | None, list[Record]]]()
    for clause in when.clauses:
        one = replace(when, clauses=(clause,))
        part = [row for row in left if _within(row, dialect, one)]
        left = [row for row in left if not _within(row, dialect, one)]
        found.append((replace(one, bad=len(part), of_bad=len(part)), part))
    return [*found, *([(None, left)] if left else [])]


def _within(record: Record, dialect: str, when: Condition) -> bool:
    return meets(when, *asked_of([record], dialect)[0])


def variant_of(record: Record) -> tuple[str, str, str]:
    """Give the variant of a record in words."""
    variant = record["variant"]
    return str(variant["dtype"]), str(variant["layout"]), f"{variant['threads']} threads"


def _apart(some: set[tuple[str, str, str]], everything: set[tuple[str, str, str]]) -> tuple[str, ...]:
    """Say what tells some variants from all that were asked: the words that the others do not have.

    Examples
    --------
    >>> both = {("float32", layout, "1 threads") for layout in ("contiguous", "strided")}
    >>> _apart({("float32", "strided", "1 threads")}, both), _apart(both, both)
    (('strided',), ())
    """
    said: list[str] = []
    for at in range(3):
        here, there = {variant[at] for variant in some}, {variant[at] for variant in everything}
        said += sorted(here) if here < there else []
    return tuple(said)


def _groups(records: Sequence[Record]) -> Iterator[tuple[str, str, tuple[str, ...], list[Record]]]:
    kinds: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        outcome = record["outcome"]
        if outcome in ("refused", "died"):
            kinds[outcome, said(record.get("error", ""))].append(record)
        elif outcome in ("inexact", "unstable", "wrong"):
            kinds[outcome, str(record.get("exact_to", record.get("note", "")))].append(record)
    for (outcome, reason), group in kinds.items():
        if outcome != "wrong":
            yield outcome, reason, (), group
            continue
        for slips, part in by_slip(group):
            yield outcome, reason if slips or reason else kind_of(part[0]), slips, part


def by_slip(records: Sequence[Record]) -> Iterator[tuple[tuple[str, ...], list[Record]]]:
    """Part wrong answers by the slip that explains the most of them, then the most of the rest, and so on."""
    left = list(records)
    while left:
        counts = Counter(name for record in left for name in record["slips"])
        if not counts:
            kinds: dict[str, list[Record]] = defaultdict(list)
            for record in left:
                kinds[kind_of(record)].append(record)
            yield from (((), part) for part in kinds.values())
            return
        name, _ = counts.most_common(1)[0]
        group = [record for record in left if name in record["slips"]]
        common = set.intersection(*(set(record["slips"]) for record in group))
        yield (name, *sorted(common - {name})), group
        left = [record for record in left if name not in record["slips"]]


def kind_of(record: Record) -> str:
    """Say in what a wrong answer differs: in its number of axes, its lengths, or its values."""
    difference = record["difference"]
    if difference["at"] is not None:
        return "values"
    return "axes" if len(difference["got"]) != len(difference["want"]) else "lengths"


def said(error: str) -> str:
    """Give a refusal without its numbers and names of files: what two of them have in common.

    Examples
    --------
    >>> said("ValueError: cannot reshape array of size 12 into shape (1,2,5)")
    'ValueError: cannot reshape array of size # into shape (#)'
    """
    error = re.sub(r"\[ONNXRuntimeError\] : \d+ : \w+ : |Non-zero status code .*? Status Message: ", "", error)
    error = re.sub(r"np\.\w+\((\d+)\)", r"\1", re.sub(r"/\S+", "…", error))
    return re.sub(r"\d+(,?\s*\d+)*,?", "#", error)[:90].strip()


def shrink(
    target: Target, record: Record, dialect: str, slips: tuple[str, ...] = (), when: Condition | None = None
) -> Record:
    """Give the record of a smaller configuration that fails alike: the same outcome, slip and reason.

    Where a condition of the family is exact, every step has to meet it: otherwise one fault drifts into another.
    """
    variant = Variant(**record["variant"])
    best, steps, moved = record, 0, True
    while moved and steps < MOST_STEPS:
        moved = False
        for words in simpler(Words.of_dict(best["words"])):
            form = meaning(words, dialect)
            if not isinstance(form, Form) or target.fit(words) != words:
                continue
            if when is not None and when.exact and not meets(when, words, form):
                continue
            steps += 1
            found: dict[str, Any] = {"text": words.text, **judge(target, words, variant, record["seed"], limit=20.0)}
            if _alike(found, record, slips):
                best, moved = found, True
                break
            if steps >= MOST_STEPS:
                break
    return best


def _alike(one: Record, other: Record, slips: tuple[str, ...]) -> bool:
    if one["outcome"] != other["outcome"]:
        return False
    if one["outcome"] in ("refused", "died"):
        return said(one["error"]) == said(other["error"])
    if one["outcome"] == "inexact":
        return bool(one["exact_to"] == other["exact_to"])
    return slips[0] in one["slips"] if slips else not one["slips"] and kind_of(one) == kind_of(other)
