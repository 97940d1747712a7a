"""A tree closes what cannot hold, within its limits: exactly so many splits in each other, so many factors."""

from __future__ import annotations

import pytest

from symtconv.certificates.format import CertificateError
from symtconv.certificates.limits import Budget
from symtconv.checker.facts import Alternatives
from symtconv.checker.tree import MAX_OPENED, MAX_PRODUCT, closes

CLOSED = {"sum": [[1, [0]]]}
NEGATIVE = [{(): -1}]
SPLIT = [[1, ["x"]]]


def nested(depth):
    tree = CLOSED
    for _ in range(depth):
        tree = {"split": SPLIT, "yes": tree, "no": CLOSED}
    return tree


def test_so_many_splits_and_no_more():
    assert MAX_OPENED == 32
    assert closes(NEGATIVE, nested(32), Budget())
    assert not closes(NEGATIVE, nested(33), Budget())


def test_so_many_factors_and_no_more():
    facts = [{(): -1}, {(): 1}]
    assert closes(facts, {"sum": [[1, [0] + [1] * (MAX_PRODUCT - 1)]]}, Budget())
    with pytest.raises(CertificateError, match="a term of a sum"):
        closes(facts, {"sum": [[1, [0] + [1] * MAX_PRODUCT]]}, Budget())


def test_cases_that_are_opened_count_too():
    facts = [Alternatives(({(): -1}, {(): -2}))] * 33
    tree = CLOSED
    for _ in range(32):
        tree = {"cases": 0, "of": [tree, CLOSED]}
    assert closes(facts, tree, Budget())
    assert not closes(facts, {"cases": 0, "of": [tree, CLOSED]}, Budget())


@pytest.mark.parametrize(("total", "closed"), [(-1, True), (0, False), (1, False)])
def test_a_sum_has_to_be_below_zero(total, closed):
    facts = [{(): 1, ("x",): 1}, {(): total - 1, ("x",): -1}]
    assert closes(facts, {"sum": [[1, [0]], [1, [1]]]}, Budget()) is closed


def test_every_case_has_its_tree():
    for trees in ([CLOSED], [CLOSED] * 3):
        with pytest.raises(CertificateError, match="must have 2 trees"):
            closes([Alternatives(({(): -1}, {(): -2}))], {"cases": 0, "of": trees}, Budget())
