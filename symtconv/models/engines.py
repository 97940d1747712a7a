"""Where released engines differ on a node: the rows of ``engines.toml``, each condition decided for the node.

A row applies where the node says what it needs, and where its condition, a claim, can be met on some axis: with
numbers alone it is evaluated; where it speaks of an open size n, the prover is asked whether it is never met.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from symtconv.arithmetic.sizes import holds
from symtconv.arithmetic.term import names_of
from symtconv.claims.decide import check
from symtconv.claims.reading import read_condition
from symtconv.models.node import Node, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One known disagreement.

    Parameters
    ----------
    engine, version : str
    kinds : tuple of str
        The kinds of file that it is about.
    needs : tuple of str
        What the node has to say: ``output_shape``, ``auto_pad=SAME_UPPER``, ``groups``, ``bias``, …
    when : str
        A claim over n, k, s, d, l, h, a and g of one axis; empty for always.
    what, cure, source : str
    example : mapping
        A node of ONNX on which it can be seen, for whoever measures it again.
    """

    engine: str
    version: str
    kinds: tuple[str, ...]
    what: str
    cure: str
    source: str
    needs: tuple[str, ...] = ()
    when: str = ""
    example: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=1)
def rows() -> tuple[Row, ...]:
    """Give every row of the table."""
    table = tomllib.loads(files(__package__).joinpath("engines.toml").read_text(encoding="utf-8"))
    given = table["engine"]
    return tuple(Row(**{**row, "kinds": tuple(row["kinds"]), "needs": tuple(row.get("needs", ()))}) for row in given)


def differing(node: Node, kind: str) -> tuple[Row, ...]:
    """Give the rows that apply to a node of a file of some kind."""
    said = _facts(node)
    return tuple(row for row in rows() if kind in row.kinds and said.issuperset(row.needs) and _met(row.when, node))


def _facts(node: Node) -> set[str]:
    """Say of a node whatever a row may need."""
    geometry = node.geometry
    auto = next((fact.split("=")[1] for fact in node.facts if fact.startswith("auto_pad=")), "NOTSET")
    words = ("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")
    facts = {*node.facts, f"auto_pad={auto}", *(f"auto_pad!={word}" for word in words if word != auto)}
    several = geometry.in_channels > geometry.groups
    told = {
        "auto_pad": auto.startswith("SAME"),
        "no output_shape": "output_shape" not in node.facts,
        "dynamic": node.dynamic,
        "groups": geometry.groups > 1,
        "several inputs a group": several and geometry.groups > 1,
        "bias": node.bias,
        "three axes": geometry.rank == 3,
        "layers model": node.op.startswith("Conv") and node.op.endswith("Transpose"),
    }
    return facts | {word for word, is_so in told.items() if is_so}


def _met(when: str, node: Node) -> bool:
    geometry = node.geometry
    axes = zip(
        geometry.sizes,
        geometry.kernel,
        geometry.stride,
        geometry.dilation,
        geometry.padding,
        geometry.output_padding,
        strict=True,
    )
    return not when or any(
        _can_be(when, n, (("k", k), ("s", s), ("d", d), ("l", low), ("h", high), ("a", a), ("g", geometry.groups)))
        for n, k, s, d, (low, high), a in axes
    )


@lru_cache(maxsize=4096)
def _can_be(when: str, size: Size, letters: Iterable[tuple[str, int]]) -> bool:
    """Tell whether an axis can meet a condition, at its size or, where that is open, at some."""
    known = dict(letters)
    formula = read_condition(when, "the condition of an engine")
    if isinstance(size, int):
        known["n"] = size
    elif "n" in names_of(formula):
        where = [f"{letter} == {value}" for letter, value in known.items()]
        return check(f"not ({when})", where=where, explain=False).outcome != "proved"
    return holds(formula, known)
