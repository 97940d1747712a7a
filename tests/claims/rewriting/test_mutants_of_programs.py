"""Programs changed in one token: what is proved is never refuted by a wider search."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path

import pytest

from symtconv.claims.rewriting.decide import decide
from symtconv.claims.rewriting.differ import DIFFERENT, Search
from symtconv.geometry import InputError
from symtconv.programs.question import Question

CASES = Path(__file__).resolve().parents[2] / "cases/rewrites"
TOKEN = re.compile(r"[a-z]+\d*|\d+|//|[-+*%]")
KEPT = {
    "conv",
    "convt",
    "pad",
    "crop",
    "slice",
    "reverse",
    "concat",
    "x",
    "w",
    "y",
    "v",
    "t",
    "o",
    "axis",
    "ins",
    "outs",
}
OTHER = {"+": ["-"], "-": ["+"], "*": ["+", "-"], "%": ["//"], "//": ["%"], "floor": ["ceil"], "ceil": ["floor"]}
OTHER |= {"min": ["max"], "max": ["min"]}
ROWS = [
    case
    for path in sorted(CASES.glob("*.toml"))
    for case in tomllib.loads(path.read_text())["rewrite"]
    if case["expect"] == "proved" and len(case["tensors"]) < 20 and len(case["right"]) < 160
]


def mutant(text: str, chance: random.Random) -> str | None:
    tokens = [found for found in TOKEN.finditer(text) if found.group() not in KEPT]
    if not tokens:
        return None
    found = chance.choice(tokens)
    word = found.group()
    new = OTHER.get(word)
    if word.isdigit():
        new = [str(int(word) + 1), str(max(int(word) - 1, 0))]
    elif new is None and len(word) <= 2:
        new = [other for other in ("n", "k", "s", "d", "p", "a", "1", f"({word}+1)", f"({word}-1)") if other != word]
    return None if new is None else text[: found.start()] + chance.choice(new) + text[found.end() :]


def conflict(case, right: str) -> str | None:
    """Give what is wrong: a proof beside a difference."""
    where = case.get("where", [])
    try:
        verdict = decide(case["left"], right, tensors=case["tensors"], where=where, timeout=3, explain=False)
    except InputError:
        return None
    if verdict.outcome != "proved":
        return None
    search = Search(Question(case["tensors"], case["left"], right, {}, tuple(where)))
    for values, outcome in search.spread(150):
        if outcome == DIFFERENT:
            return f"{case['name']}: {right} at {values}"
    return None


def run(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 - mutants, nothing secret
    found = []
    while count:
        case = chance.choice(ROWS)
        right = mutant(case["right"], chance)
        if right is not None and right != case["right"]:
            count -= 1
            wrong = conflict(case, right)
            found += [wrong] if wrong else []
    return found


def test_no_mutant_is_proved_and_refuted():
    assert run(40, 1) == []


@pytest.mark.long
def test_no_mutant_of_ten_thousand_is_proved_and_refuted():
    assert run(10_000, 2) == []


def test_the_wider_search_sees_what_is_false():
    question = Question("x[n] w[k]", "convt(x, w)", "conv(pad(x, k-1, k-1), w)", {}, ())
    assert any(outcome == DIFFERENT for _, outcome in Search(question).spread(150))
