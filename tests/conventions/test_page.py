"""The page about frameworks is what the conventions say now."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from symtconv.conventions import FRAMEWORKS, framework_named
from symtconv.conventions.table import CALLEES, PREFIXED

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_about_frameworks_is_up_to_date():
    spec = importlib.util.spec_from_file_location("frameworks_page", ROOT / "docs" / "frameworks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PAGE.read_text(encoding="utf-8") == module.page(), "run `make conventions`"


def test_every_framework_says_what_a_page_needs():
    for known in FRAMEWORKS:
        assert framework_named(known.name) is known
        assert known.version, known.name
        assert known.source, known.name
        assert known.words, known.name
        assert known.ways, known.name


def test_the_index_of_callees_is_that_of_the_frameworks():
    for known in FRAMEWORKS:
        assert {name.rpartition(".")[2] for name in known.callees} == set(CALLEES[known.name])
        assert known.alone == (known.name not in PREFIXED)
