"""The picture of the house is the house: the rows are the floors, the marked rooms the trusted ones."""

from __future__ import annotations

from itertools import pairwise

from docs.images import house
from tests.architecture.house import FLOORS, ROOT, TRUSTED

ROWS = [[name for name, _ in row] for row in house.ROWS]


def test_every_room_stands_in_the_picture_once():
    rooms = [name for row in ROWS for name in row]
    assert sorted(rooms) == sorted(name for name in FLOORS if not name.startswith("__"))


def test_what_stands_below_may_be_imported():
    for above, below in pairwise(ROWS):
        assert min(FLOORS[name] for name in above) > max(FLOORS[name] for name in below)


def test_the_marked_rooms_are_the_trusted_ones():
    assert set(TRUSTED) == house.TRUSTED


def test_the_picture_is_what_is_drawn():
    assert (ROOT / "docs" / "images" / "house.svg").read_text(encoding="utf-8") == house.house()
