"""An object shows itself in the forms that were handed in, and says what it needs for others."""

from __future__ import annotations

import pytest

from symtconv.geometry import GeometryError
from symtconv.geometry.display import Shown, show_with, shown


def test_a_form_that_was_handed_in_is_given_and_another_is_refused():
    show_with(reversed=lambda thing: thing[::-1])
    assert shown("abc", "reversed") == "cba"
    with pytest.raises(GeometryError, match="to show this as a song, the whole package is needed: import symtconv"):
        shown("abc", "a song")


def test_what_shows_itself_has_no_room_for_more():
    assert not hasattr(Shown(), "__dict__")
