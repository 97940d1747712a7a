"""The harness in small; ``make soundness`` runs thousands. It must also be able to fail."""

from __future__ import annotations

import random

import pytest

from symtconv.claims.decide import check
from tests.claims import soundness


def test_no_disagreement_with_brute_force():
    tally, wrong, _ = soundness.run(120, seed=20, timeout=1.5)
    assert wrong == []
    outcomes = {outcome for _, outcome in tally}
    assert {"proved", "refuted"} <= outcomes
    assert not any(outcome == "crash" for outcome in outcomes)


@pytest.mark.long
def test_no_disagreement_with_brute_force_at_length():
    _, wrong, _ = soundness.run(2000, seed=21, timeout=2)
    assert wrong == []


def lying(monkeypatch, **changed):
    from dataclasses import replace  # noqa: PLC0415 - used here alone

    def liar(claim, **more):
        return replace(check(claim, **more), certificate=None, **changed)

    monkeypatch.setattr(soundness, "check", liar)


LIES = {
    "a false proof": ("k < 4", {"outcome": "proved"}, "is a counterexample"),
    "no counterexample": ("k < 4", {"counterexample": {"k": 3}}, "is no counterexample"),
    "not the smallest": ("k < 4", {"counterexample": {"k": 5}}, "is smaller"),
    "a wrong condition": ("k < 4", {"holds_when": "k <= 2"}, "is wrong at"),
    "a missed counterexample": ("k < 4", {"outcome": "unknown"}, "missed"),
}


def test_the_harness_sees_a_hang(monkeypatch):
    monkeypatch.setattr(soundness, "PATIENCE", -10.0)
    _, problem = soundness.judge("k < 4", [], random.Random(1), 2)  # noqa: S311 - no secret
    assert "it took" in problem


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_the_harness_sees_a_lie(monkeypatch, lie):
    claim, changed, seen = LIES[lie]
    lying(monkeypatch, **changed)
    _, problem = soundness.judge(claim, [], random.Random(1), 2)  # noqa: S311 - no secret
    assert problem is not None
    assert seen in problem
