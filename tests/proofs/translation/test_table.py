"""The table of pairs: every claim of it is proved, in a few seconds, and the known conditions stand in it."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

import symtconv
from symtconv.conventions import FRAMEWORKS
from symtconv.proofs.translation.laws import ALWAYS, NEVER, complete, pair, sound
from symtconv.proofs.translation.pairs import decided, laws, rows
from symtconv.results.conventions import conventions

KNOWN = [  # each checked elsewhere on a grid of all small words
    ("torch", "padding p, output_padding a", "onnx", ALWAYS),
    ("torch", "padding p, output_padding a", "onnxruntime", "a - p < s"),
    ("torch", "padding p, output_padding a", "tosa", "p <= K - 1"),
    ("torch", "padding p, output_padding a", "jax", ALWAYS),
    ("keras", 'padding="same", output_padding=None', "torch", "K <= s or (K - s) % 2 == 0"),
    ("keras", 'padding="same", output_padding=v', "torch", "v % 2 == 0 or v > 2*(K // 2)"),
    ("keras", 'padding="valid", output_padding=v', "torch", ALWAYS),
    ("keras", 'padding="same", output_padding=None', "onnxruntime", ALWAYS),
    ("onnx", "pads=[l, h], output_padding=a", "torch", "q <= p + a < q + max(s, d)"),
]


@pytest.mark.parametrize(("source", "way", "target", "condition"), KNOWN)
def test_known_conditions(source, way, target, condition):
    (row,) = [row for row in rows() if (row.source, row.way, row.target) == (source, way, target)]
    assert row.condition == condition


def test_every_pair_is_there_once():
    found = [(row.source, row.way, row.target) for row in rows()]
    assert len(found) == len(set(found))
    ways = sum(len(framework.ways) for framework in FRAMEWORKS)
    assert len(found) == ways * (len(FRAMEWORKS) - 1)
    assert all(row.law is not None or row.condition == ALWAYS for row in rows())


def test_every_claim_of_the_table_is_proved_and_replays():
    start = time.process_time()
    verdicts = [decided(law) for law in laws()]
    spent = time.process_time() - start
    assert [verdict.claim for verdict in verdicts if verdict.outcome != "proved"] == []
    assert spent < 30, "ten seconds are aimed at; three times that is a regression"
    for verdict in verdicts[::7]:
        assert symtconv.verify(verdict.certificate).outcome == "proved"


def test_an_image_or_a_way_with_one_bound_moved_is_refuted():
    torch = next(framework for framework in FRAMEWORKS if framework.name == "torch")
    narrow = replace(torch, image="l >= 1 and 0 <= l + e and l + e < max(s, d)")
    assert [decided(law).outcome for law in sound(narrow)] == ["refuted"]
    wide = replace(torch, image="l >= 0 and 0 <= l + e and l + e <= max(s, d)")
    assert [decided(law).outcome for law in sound(wide)] == ["proved"]
    assert decided(complete(wide)).outcome == "refuted"


def test_a_condition_that_is_not_exact_is_refuted():
    torch, keras = (next(f for f in FRAMEWORKS if f.name == name) for name in ("torch", "keras"))
    same = next(way for way in keras.ways if way.name.endswith('"same", output_padding=None'))
    for condition in (ALWAYS, NEVER, "K <= s", "(K - s) % 2 == 0"):
        assert decided(pair(same, torch.image, condition)).outcome == "refuted"


def test_the_table_in_every_form():
    table = conventions("keras")
    text = table.to_text()
    assert "in torch: iff K <= s or (K - s) % 2 == 0" in text or "torch" in text
    assert "<math>" in table.to_html()
    assert "allowbreak" not in table.to_html()
    assert r"\begin{longtable}" in table.to_latex()
    assert "| its words | in | iff |" in table.to_markdown()
    report = json.loads(conventions("cudnn").to_json())
    assert {row["verdict"] for row in report["pairs"]} == {"proved"}
    row = next(row for row in report["pairs"] if row["to"] == "torch" and row["certificate"])
    assert symtconv.verify(row["certificate"]).outcome == "proved"
