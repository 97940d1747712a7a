"""The page about what people ship is what the layers of the list say now, and its numbers are those of its tables."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def shipped():
    spec = importlib.util.spec_from_file_location("shipped_page", ROOT / "docs" / "shipped.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_about_what_people_ship_is_up_to_date():
    made = shipped()
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), "run make conventions"


def test_the_packages_hold_as_many_as_the_layers():
    made = shipped()
    total = re.search(r"^\| all \| (\d+) \| (\d+) \|$", made.page(), re.MULTILINE)
    assert sum(count for _, _, count in made.PACKAGES) == int(total[2])
    rows = re.findall(r"^\| `[^`]+` \| (\d+) \|", made.page(), re.MULTILINE)
    assert (len(rows), sum(map(int, rows))) == (int(total[1]), int(total[2]))
    ranks = re.findall(r"^\| \d spatial ax[ie]s \| (\d+) \| (\d+) \|$", made.page(), re.MULTILINE)
    assert [sum(column) for column in zip(*[map(int, row) for row in ranks], strict=True)] == [len(rows), int(total[2])]
