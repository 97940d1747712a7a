"""GRID.toml: a grid as a file. The schema below is its only description: the reader obeys it, and docs publish it.

``python -m symtconv.grids.file > docs/grid-schema.json`` writes it anew.
"""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from symtconv.geometry import InputError
from symtconv.grids.dialects import DIALECTS
from symtconv.grids.grid import DTYPES, LAYOUTS, Grid
from symtconv.grids.small import MOST

COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
POSITIVE: dict[str, Any] = {"type": "integer", "minimum": 1}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A grid of symtconv conform",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "dialect": {"enum": list(DIALECTS), "description": "whose words; those of the target without it"},
        "small": {"type": "boolean", "description": "every small configuration of one axis and one channel"},
        "random": {**COUNT, "description": "so many others, drawn near the boundaries"},
        "beyond": {**COUNT, "description": "so many that the dialect forbids, and as many that its text leaves open"},
        "sizes": {"type": "array", "items": POSITIVE, "description": "lengths and numbers of channels to be tried"},
        "ranks": {"type": "array", "items": {**POSITIVE, "maximum": 4}, "minItems": 1, "description": "ranks drawn"},
        "seed": {"type": "integer", "description": "what the numbers and configurations are drawn from"},
        "where": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "description": "conditions in the claim language, to hold on every axis",
        },
        "most": {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(MOST, POSITIVE),
            "description": "the bounds of small",
        },
        "variants": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "dtype": {"type": "array", "items": {"enum": list(DTYPES)}},
                "layout": {"type": "array", "items": {"enum": list(LAYOUTS)}},
                "threads": {"type": "array", "items": POSITIVE},
            },
            "description": "each configuration is asked in every one of these",
        },
    },
}
KINDS: dict[str, tuple[type, str]] = {
    "object": (dict, "a table"), "array": (list, "a list"), "integer": (int, "an integer"),
    "boolean": (bool, "true or false"), "string": (str, "text"),
}  # fmt: skip
MAX_BYTES = 1_000_000


def read_grid(path: Path) -> Grid:
    r"""Read a grid.

    Raises
    ------
    InputError
        With the key that is wrong, what stands there and what may.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "grid.toml"
    >>> _ = path.write_text('small = true\nwhere = ["a < s"]')
    >>> read_grid(path).where
    ('a < s',)
    """
    try:
        text = path.read_bytes()
        plain = tomllib.loads(text[:MAX_BYTES].decode())
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}; name a GRID.toml"
        raise InputError(msg) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path} is no TOML: {error}"
        raise InputError(msg) from None
    _check(plain, SCHEMA, str(path))
    variants = plain.pop("variants", {})
    rows: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in {**plain, **variants}.items()
    }
    return replace(Grid(), **rows)


def _check(value: Any, schema: dict[str, Any], place: str) -> None:
    if "enum" in schema:
        if value not in schema["enum"]:
            _refuse(place, value, f"one of {', '.join(schema['enum'])}")
        return
    kind, told = KINDS[schema["type"]]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        _refuse(place, value, told)
    counted = isinstance(value, int) and not isinstance(value, bool)
    if counted and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        top = f", at most {schema['maximum']}" if "maximum" in schema else ""
        _refuse(place, value, f"{schema.get('minimum')} or more{top}")
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            _refuse(place, value, "at least one entry")
        for number, item in enumerate(value):
            _check(item, schema["items"], f"{place}[{number}]")
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in schema["properties"]:
                _refuse(f"{place}: {name}", item, f"no such key; there are {', '.join(schema['properties'])}")
            _check(item, schema["properties"][name], f"{place}: {name}")


def _refuse(place: str, value: object, allowed: str) -> None:
    msg = f"{place} is {str(value)[:60]!r}; give {allowed}"
    raise InputError(msg)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(SCHEMA, indent=2) + "\n")
