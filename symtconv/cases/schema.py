"""Case files: what may stand in them, as JSON Schema, and the strict reader that obeys it.

The schema below is the only description: docs/case-schema.json is generated from it
(``python -m symtconv.cases.schema > docs/case-schema.json``) and the reader checks with it.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

from symtconv.geometry import InputError

SUFFIX = ".symtconv.toml"
MAX_BYTES = 4_000_000
MAX_DEPTH = 64  # of lists in lists; a layer's numbers have a list for each axis, and two more

TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
INTEGER: dict[str, Any] = {"type": "integer"}
NUMBER: dict[str, Any] = {"type": "number"}
PER_AXIS: dict[str, Any] = {"anyOf": [INTEGER, {"type": "array", "items": INTEGER, "minItems": 1}]}
PAIR: dict[str, Any] = {"type": "array", "items": INTEGER, "minItems": 2, "maxItems": 2}
PADDING: dict[str, Any] = {"anyOf": [INTEGER, {"type": "array", "items": {"anyOf": [INTEGER, PAIR]}, "minItems": 1}]}
NESTED: dict[str, Any] = {"anyOf": [NUMBER, {"type": "array", "items": {"$ref": "#/$defs/nested"}}]}

CLAIM: dict[str, Any] = {
    "name": {**TEXT, "description": "unique in its file"},
    "source": {**TEXT, "description": "where the formula was found"},
    "claim": {**TEXT, "description": "one formula of the claim language"},
    "where": {"type": "array", "items": TEXT, "description": "conditions, added to what the names promise"},
    "expect": {"enum": ["proved", "refuted", "unknown"]},
    "counterexample": {
        "type": "object",
        "additionalProperties": INTEGER,
        "description": "an assignment of every name that must satisfy the conditions and break the claim",
    },
    "holds_when": {**TEXT, "description": "a condition that must be equivalent to the claim, or never"},
    "timeout": {**NUMBER, "description": "seconds for this case, instead of the default"},
}
GEOMETRY: dict[str, Any] = {
    "kernel": PER_AXIS,
    "stride": PER_AXIS,
    "padding": PADDING,
    "output_padding": PER_AXIS,
    "dilation": PER_AXIS,
    "in_channels": INTEGER,
    "out_channels": INTEGER,
    "groups": INTEGER,
    "of_conv": {"type": "boolean", "description": "the words are those of the convolution whose transpose is meant"},
}
LOWERING: dict[str, Any] = {
    "dilate": PER_AXIS,
    "pad": PADDING,
    "flip": {"type": "boolean"},
    "swap": {"anyOf": [{"type": "boolean"}, {"enum": ["across"]}]},
    "dilation": PER_AXIS,
    "crop_first": {"type": "boolean"},
}
DERIVATION: dict[str, Any] = {
    "name": CLAIM["name"],
    "source": CLAIM["source"],
    "call": {**TEXT, "description": "a framework's call; the plain keys say the same without one"},
    **GEOMETRY,
    "input": {**PER_AXIS, "description": "the layer's own input, the y-side"},
    "output": {"type": "array", "items": INTEGER, "minItems": 1},
    "lowering": {"type": "object", "properties": LOWERING, "additionalProperties": False, "required": ["flip"]},
    "y": {"$ref": "#/$defs/nested"},
    "w": {"$ref": "#/$defs/nested"},
    "x": {"$ref": "#/$defs/nested"},
    "expect": {"enum": ["proved", "refuted"]},
}
REWRITE: dict[str, Any] = {
    "name": CLAIM["name"],
    "source": {**TEXT, "description": "where the two programs were found"},
    "tensors": {**TEXT, "description": "each tensor with its lengths, as in x[n] w[k]"},
    "let": {"type": "object", "additionalProperties": TEXT, "description": "named integers, as in K = 'span(k,d)'"},
    "left": {**TEXT, "description": "a program over the tensors"},
    "right": {**TEXT, "description": "the program that stands for it"},
    "where": CLAIM["where"],
    "expect": CLAIM["expect"],
    "counterexample": {
        **CLAIM["counterexample"],
        "description": "an assignment of every name that must satisfy the conditions and tell the programs apart",
    },
    "holds_when": {**TEXT, "description": "a condition under which, and only under which, they are equal, or never"},
    "timeout": {**NUMBER, "description": "seconds for this case, instead of the default"},
}
COMPARISON: dict[str, Any] = {
    "name": CLAIM["name"],
    "source": {**CLAIM["source"], "description": "where the two calls were found"},
    "left": {**TEXT, "description": "a framework's call"},
    "right": {**TEXT, "description": "another call"},
    "input": {**PER_AXIS, "description": "the one input that is meant; without it every one"},
    "kernel": {**PER_AXIS, "description": "taps, where both calls leave them to an array"},
    "in_channels": INTEGER,
    "out_channels": INTEGER,
    "expect": {"enum": ["proved", "refuted"]},
    "kernel_is": {"enum": ["the same", "reversed along each axis"]},
    "counterexample": {**CLAIM["counterexample"], "description": "an input that tells them apart: n, or n1, n2, …"},
    "entry": {"type": "array", "items": INTEGER, "description": "the first entry that differs at the smallest input"},
}
MODEL: dict[str, Any] = {
    "name": CLAIM["name"],
    "source": {**TEXT, "description": "where the model is from"},
    "file": {**TEXT, "description": "the model, by its path from the case file"},
    "expect": CLAIM["expect"],
    "nodes": {**INTEGER, "description": "how many transposed convolutions it has"},
    "allow_engines": {"type": "array", "items": TEXT, "description": "engines that may differ on a node"},
}
REQUIRED = {
    "claim": ["name", "source", "claim", "expect"],
    "derivation": ["name", "source", "input", "expect"],
    "rewrite": ["name", "source", "tensors", "left", "right", "expect"],
    "comparison": ["name", "left", "right", "expect"],
    "model": ["name", "file", "expect"],
}
TABLES = {"claim": CLAIM, "derivation": DERIVATION, "rewrite": REWRITE, "comparison": COMPARISON, "model": MODEL}


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a case file."""
    tables = {
        kind: {
            "type": "array",
            "items": {"type": "object", "properties": keys, "required": REQUIRED[kind], "additionalProperties": False},
        }
        for kind, keys in TABLES.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"symbolic test cases, *{SUFFIX}",
        "type": "object",
        "properties": tables,
        "additionalProperties": False,
        "$defs": {"nested": NESTED},
    }


@dataclass(frozen=True)
class Case:
    """One case as read: its kind, its data, and the line where it begins (from 1); and the file's lines.

    A case that does not obey the schema has a ``problem``, with file and line; the others of its file run all
    the same.
    """

    kind: str
    data: Mapping[str, Any]
    path: Path
    line: int
    lines: list[str] = field(repr=False)
    problem: str | None = None

    @property
    def name(self) -> str:
        """Name, unique in its file; of a case without one its line."""
        return str(self.data.get("name") or f"{self.kind}-in-line-{self.line}")

    def line_of(self, key: str) -> int:
        """Give the line where one of its keys stands."""
        return _line_of(self.lines, key, self.line)


def read_cases(path: Path) -> list[Case]:
    """Read a case file, in the order of its lines.

    Raises
    ------
    InputError
        With file and line, for what is no TOML or holds another kind of table. What is wrong with one case is its
        `problem`.
    """
    lines, data = _load(path)
    for key in data:
        if key not in TABLES:
            _refuse(path, _line_of(lines, key, 1), f"unknown key {key!r}; a file holds {_listed(TABLES)}")
    cases = []
    for kind in TABLES:
        starts = _starts(lines, kind)
        tables = data.get(kind, [])
        if not isinstance(tables, list) or len(tables) != len(starts):
            _refuse(path, starts[0] if starts else 1, f"write every case under its own line [[{kind}]]")
        cases += [Case(kind, table, path, line, lines) for table, line in zip(tables, starts, strict=True)]
    names: dict[str, int] = {}
    return [_checked(case, names) for case in sorted(cases, key=lambda case: case.line)]


def _load(path: Path) -> tuple[list[str], dict[str, Any]]:
    try:
        if path.stat().st_size > MAX_BYTES:
            _refuse(path, 1, f"the file has more than {MAX_BYTES} bytes")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read: {error}"
        raise InputError(msg) from None
    try:
        return text.splitlines(), tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = re.search(r"at line (\d+)", str(error))
        _refuse(path, int(found.group(1)) if found else 1, f"this is no TOML: {error}")


def _checked(case: Case, names: dict[str, int]) -> Case:
    try:
        _check(case)
        if case.name in names:
            _refuse(case.path, case.line, f"the name {case.name!r} stands twice; first in line {names[case.name]}")
        names[case.name] = case.line
    except InputError as error:
        return replace(case, problem=str(error))
    return case


def _check(case: Case) -> None:
    for key in REQUIRED[case.kind]:
        if key not in case.data:
            _refuse(case.path, case.line, f"the {case.kind} has no {key!r}")
    for key, value in case.data.items():
        line = case.line_of(key)
        if key not in TABLES[case.kind]:
            _refuse(case.path, line, f"unknown key {key!r}; a {case.kind} has {', '.join(TABLES[case.kind])}")
        if _depth(value) > MAX_DEPTH:
            _refuse(case.path, line, f"{key} is nested more than {MAX_DEPTH} deep")
        for problem in _problems(value, TABLES[case.kind][key], key):
            _refuse(case.path, line, problem)


def _depth(value: Any) -> int:
    """Count how deep lists and tables stand in one another, level by level."""
    depth, level = 0, [value]
    while level := [part for part in level if isinstance(part, list | dict)]:
        level = [item for part in level for item in (part.values() if isinstance(part, dict) else part)]
        depth += 1
    return depth


def _problems(value: Any, rule: Mapping[str, Any], place: str) -> Iterator[str]:
    """Yield what is wrong with a value, by the part of JSON Schema that is used above."""
    rule = NESTED if "$ref" in rule else rule
    if "anyOf" in rule:
        if all(any(True for _ in _problems(value, choice, place)) for choice in rule["anyOf"]):
            yield f"{place} = {_shown(value)} is none of: {' or '.join(map(_said, rule['anyOf']))}"
    elif "enum" in rule:
        if value not in rule["enum"]:
            yield f"{place} = {_shown(value)} is none of {', '.join(rule['enum'])}"
    elif not _has_type(value, rule["type"]):
        yield f"{place} = {_shown(value)} is not {_said(rule)}"
    elif rule["type"] == "array":
        if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)):
            yield f"{place} has {len(value)} entries, not {_said(rule)}"
        for number, item in enumerate(value):
            yield from _problems(item, rule["items"], f"{place}[{number}]")
    elif rule["type"] == "object":
        yield from _problems_of_table(value, rule, place)
    elif rule["type"] == "string" and len(value) < rule.get("minLength", 0):
        yield f"{place} is empty"


def _problems_of_table(value: Mapping[str, Any], rule: Mapping[str, Any], place: str) -> Iterator[str]:
    for key in rule.get("required", ()):
        if key not in value:
            yield f"{place} has no {key!r}"
    for key, item in value.items():
        more = rule.get("properties", {}).get(key, rule["additionalProperties"])
        if more is False:
            yield f"unknown key {key!r} in {place}; it has {', '.join(rule['properties'])}"
        else:
            yield from _problems(item, more, f"{place}.{key}")


def _has_type(value: Any, word: str) -> bool:
    kinds: dict[str, Any] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "array": list,
        "object": dict,
    }
    return isinstance(value, kinds[word]) and (word == "boolean" or not isinstance(value, bool))


def _said(rule: Mapping[str, Any]) -> str:
    if "enum" in rule:
        return " or ".join(rule["enum"])
    if "anyOf" in rule:
        return " or ".join(map(_said, rule["anyOf"]))
    words = {"string": "text", "object": "a table", "array": "a list", "boolean": "true or false", "number": "a number"}
    return words.get(rule["type"], "an integer")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"


def _listed(kinds: Iterable[str]) -> str:
    *first, last = (f"[[{kind}]]" for kind in kinds)
    return f"{', '.join(first)} and {last}"


def _starts(lines: list[str], kind: str) -> list[int]:
    head = re.compile(rf"\s*\[\[\s*['\"]?{kind}['\"]?\s*\]\]")
    return [number for number, line in enumerate(lines, 1) if head.match(line)]


def _line_of(lines: list[str], key: str, start: int) -> int:
    wanted = re.compile(rf"\s*['\"]?{re.escape(key)}['\"]?\s*[=.]|\s*\[\[?\s*{re.escape(key)}\b")
    return next((number for number, line in enumerate(lines[start - 1 :], start) if wanted.match(line)), start)


def _refuse(path: Path, line: int, message: str) -> NoReturn:
    msg = f"{path}:{line}: {message}"
    raise InputError(msg)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n")
