"""The search: what it finds is the smallest, whatever the signs, bounds and magnitudes."""

from __future__ import annotations

import time
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.sizes import DivisorError, holds
from symtconv.arithmetic.term import names_of
from symtconv.claims import box
from symtconv.claims.box import Search, Shells
from symtconv.claims.deadline import Deadline
from symtconv.claims.program import Program
from tests.checker.test_facts import FORMULAS, POINTS

SOON = 60.0


def search(text, where=(), points=30_000):
    claim = Claim.read(text, list(where))
    found = Search(claim.names, claim.assumptions, claim.goal)
    found.run(points, Deadline(SOON))
    return found


def brute(claim, size):
    """The smallest counterexample among all with Σ|v| at most ``size``, by the definition."""
    free = dict.fromkeys(claim.names, -size)
    best = None
    for point in product(*(range(free[name], size + 1) for name in claim.names)):
        total = sum(map(abs, point))
        values = dict(zip(claim.names, point, strict=True))
        if (
            total <= size
            and claim.admits(values)
            and not holds(claim.goal, values)
            and (best is None or (total, point) < best[0])
        ):
            best = (total, point), values
    return best and best[1]


CLAIMS = [
    ("x*y != 6", ()),
    ("k + x != 2", ("x <= 1",)),
    ("conv_size(i,k,s,1,0,0) >= 1", ()),
    ("i % s != 2", ("s >= 3", "s <= 4")),
    ("x < 3", ("x != 3",)),
    ("x > -4", ("x <= -2", "x % 2 == 1")),
    ("x*x + y*y != 5", ("x < y or x > y + 2",)),
    ("implies(k > s, a < s)", ()),
    ("min(x, y) != -2", ("abs(x - y) <= 1",)),
    ("floor(k/2)*2 == k", ("k >= 4",)),
]


@pytest.mark.parametrize(("text", "where"), CLAIMS)
def test_the_hit_is_the_smallest(text, where):
    claim = Claim.read(text, list(where))
    expected = brute(claim, 9)
    assert expected is not None
    assert search(text, where).hit == expected


@given(FORMULAS, FORMULAS)
def test_the_hit_of_any_claim_is_the_smallest(goal, condition):
    names = names_of(goal, condition)
    assume(len(names) <= 3)
    domain = [parse(f"{name} >= 1") for name in names if name in "ks"]
    found = Search(names, [*domain, condition], goal)
    found.run(600, Deadline(SOON))
    size = 3
    best = None
    for point in product(range(-size, size + 1), repeat=len(names)):
        values = dict(zip(names, point, strict=True))
        if sum(map(abs, point)) > size or not all(holds(part, values) for part in domain):
            continue
        if holds(condition, values) and not holds(goal, values):
            best = min(best or ((99,), ()), ((sum(map(abs, point)), point), values), key=lambda pair: pair[0])
    if best is None:
        assert found.hit is None or sum(map(abs, found.hit.values())) > size
    else:
        assert found.hit == best[1]


@given(FORMULAS, st.lists(POINTS, min_size=1, max_size=5), st.sampled_from([1, 10**6, 10**12, 10**30]))
def test_a_program_is_exact_at_any_magnitude(formula, points, scale):
    import numpy as np  # noqa: PLC0415 - what is under test runs on it

    scaled = [{name: value * scale for name, value in point.items()} for point in points]
    columns = {
        name: np.array([point[name] for point in scaled], dtype=object if scale > 10**15 else None) for name in "xyks"
    }
    (truth,) = Program.of([formula]).run(columns, len(points))
    assert [bool(value) for value in truth] == [holds(formula, point) for point in scaled]


def test_bounds_steer_the_search_far_out():
    assert search("conv_size(i,k,1,1,floor(k/2),floor(k/2)) == i", ["i >= 224"]).hit == {"i": 224, "k": 2}
    found = search("i + k + s + d + l + h != 1234567", ["i > 1234560", "s == 2"])
    assert found.hit == {"i": 1234561, "k": 1, "s": 2, "d": 1, "l": 0, "h": 2}  # all have one sum; i is named first
    assert search("i % 7 != 3", ["2*i >= 2000000000"]).hit == {"i": 1000000004}
    assert search("x != -5000", ["x <= -4990"]).hit == {"x": -5000}
    assert search("n*n < 10000000000000000000000", ["n >= 100000000000"]).hit == {"n": 100000000000}


def test_names_that_conditions_pin_cost_nothing():
    start = time.process_time()
    found = search("k + n + l != 20000", ["n == 1", "l == l + l", "i == 7"], points=10**6)
    assert found.hit == {"k": 19999, "n": 1, "l": 0, "i": 7}
    assert time.process_time() - start < 5


def test_bounds_follow_from_one_another():
    assert search("n != 300", ["i >= 224", "n >= i + 70"]).hit == {"n": 300, "i": 224}
    assert search("i % 5 != 4", ["i // 32 >= 7"]).hit == {"i": 224}


def test_products_beyond_64_bits_are_exact():
    # In 64 bits the product wraps to a negative number and the claim would seem to fail.
    assert search("x*x*x*x >= 0", ["x >= 100000", "x <= 100020"]).hit is None
    found = search("x*x*x*x != 10000000000000000000000000000", ["x >= 9999990", "x <= 10000010"])
    assert found.hit == {"x": 10000000}


def test_a_finite_domain_is_searched_to_its_end():
    found = search("i + k <= 7", ["i <= 3", "k <= 4"])
    assert (found.hit, found.searched, found.shells.complete) == (None, 12, True)
    assert search("i == 1", ["i < 1"]).shells.complete


def test_every_admissible_point_comes_once_in_order():
    claim = Claim.read("x + y + k == 0", ["x >= -2", "x <= 3", "k <= 3"])
    shells = Shells(claim.names, claim.assumptions)
    points = []
    for batch in shells:
        points += [tuple(batch.point(number).values()) for number in range(batch.size)]
        if len(points) > 500:
            break
    totals = [sum(map(abs, point)) for point in points]
    assert len(points) == len(set(points)) == shells.searched
    assert sorted(totals) == [sum(map(abs, point)) for point in sorted(points, key=lambda point: sum(map(abs, point)))]
    full = max(totals) - 1
    expected = {
        (x, y, k)
        for x, y, k in product(range(-2, 4), range(-full, full + 1), range(1, 4))
        if abs(x) + abs(y) + k <= full
    }
    assert expected <= set(points)


def test_what_the_arrays_say_is_checked_in_integers(monkeypatch):
    monkeypatch.setattr(Program, "run", lambda self, columns, size: [~r for r in RUN(self, columns, size)])
    with pytest.raises(AssertionError, match="not confirm"):
        search("k >= 1")


RUN = Program.run


def test_a_division_by_zero_never_reaches_the_arrays():
    with pytest.raises(DivisorError):
        holds(parse("x // y == 0"), {"x": 1, "y": 0})
    assert search("x // y >= 1", ["y >= 1", "x >= y"]).hit is None


SIGNED = [("x", "y", "z"), ("x", "n", "y"), ("k", "n"), ("x",), ("x", "y", "u", "v", "w")]


@pytest.mark.parametrize("names", SIGNED, ids="".join)
@pytest.mark.parametrize("where", [(), ("x <= 2", "x >= -1"), ("x <= -2",)], ids=["free", "bounded", "below"])
def test_no_batch_is_larger_than_was_counted_and_no_point_is_lost(names, where, monkeypatch):
    claim = Claim.read(" + ".join(names) + " == 0", list(where) if "x" in names else [])
    whole = next(iter(Shells(claim.names, claim.assumptions)))
    monkeypatch.setattr(box, "LARGEST_BATCH", 3000)
    shells = Shells(claim.names, claim.assumptions, steps=9)
    seen, sizes = [], []
    for batch in shells:
        sizes.append(batch.size)
        seen += [tuple(batch.point(number).values()) for number in range(batch.size)]
        if sum(sizes) > 20_000:
            break
    assert max(sizes) * (len(names) + 9 + 1) <= 3000
    assert len(set(seen)) == len(seen)
    reach = max(sum(map(abs, point)) for point in seen)
    points = {tuple(whole.point(number).values()) for number in range(whole.size)}
    assert {point for point in points if sum(map(abs, point)) <= reach} <= set(seen)
    least = sum(map(int, shells._least))
    for shell in range(min(reach - least + 1, 6)):
        assert shells._signed(0, shell) == sum(sum(map(abs, point)) == shell + least for point in set(seen))


def test_many_names_of_either_sign_keep_to_time_and_memory():
    names = [f"{letter}{number}" for letter in "xyzw" for number in range(10)]
    found = search(f"({'+'.join(names)})*({'+'.join(names)}) >= 0", points=10**9)
    assert found.shells.looked < 200_000
    assert found.hit is None
