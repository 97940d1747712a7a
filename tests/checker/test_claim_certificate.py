"""A claim's certificate: replayed by the checker alone, refused when changed, and never good for another claim."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import time

import pytest

from symtconv import verify
from symtconv.certificates.format import Certificate
from symtconv.certificates.limits import Budget
from symtconv.checker.claim import PROOF, REFUTATION
from symtconv.checker.facts import Alternatives, Together
from symtconv.checker.tree import MAX_OPENED
from symtconv.checker.tree import closes as closes_within
from symtconv.claims.decide import check
from symtconv.geometry import CertificateError

TRUE = check("conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n", where=["a < s"])
NESTED = check("floor(floor(n/s)/s2) == floor(n/(s*s2))", where=["n >= 0"])
CHOSEN = check("max(x, y)*min(x, y) == x*y")
FALSE = check("conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n")


def body(verdict):
    return copy.deepcopy(dict(verdict.certificate.body))


def replayed(changed):
    """Replay with a fresh digest, as a forger would make it."""
    return verify(Certificate(json.loads(json.dumps(changed))))


def closes(facts, tree):
    return closes_within(facts, tree, Budget())


def test_proofs_and_refutations_replay_and_say_what_they_are_about():
    proof, refutation = verify(TRUE.certificate), verify(FALSE.certificate)
    assert (proof.outcome, refutation.outcome) == ("proved", "refuted")
    assert proof.statement.text == TRUE.claim
    assert "a < s" in proof.domain
    assert refutation.counterexample == FALSE.counterexample


def test_keys_that_are_missing_or_unknown_are_named_and_no_others():
    changed = body(TRUE)
    del changed["where"]
    with pytest.raises(CertificateError, match=": keys missing or unknown: extra, where$"):
        replayed({**changed, "extra": 1})


def test_a_report_is_replayed_with_its_certificate_and_refused_when_either_is_altered():
    report = json.loads(TRUE.to_json())
    assert verify(report).outcome == "proved"
    for key, value in (("claim", "n == n + 1"), ("verdict", "refuted"), ("searched", 10**9), ("left", 0.5)):
        with pytest.raises(CertificateError, match="altered"):
            verify({**report, key: value})
    assert verify({**report, "seconds": 0.5}).outcome == "proved"  # no time is in a digest
    report["certificate"]["claim"] = "n == 1"
    with pytest.raises(CertificateError, match="altered"):
        verify(report)


def places(data, path=()):
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from places(value, (*path, number))
    else:
        yield path, data


def changed_at(data, path, value):
    changed = copy.deepcopy(data)
    at = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return changed


@pytest.mark.parametrize("verdict", [TRUE, NESTED, CHOSEN, FALSE], ids=["true", "nested", "chosen", "false"])
def test_a_forged_certificate_is_refused_or_certifies_a_truth(verdict):
    original, refused = body(verdict), 0
    for path, value in places(original):
        if isinstance(value, int) and not isinstance(value, bool):
            others = [value + 1, value - 1, -value - 1, str(value), None, True]
        else:
            others = [None, 1, f"{value}x"]
        for other in (other for other in others if other != value or type(other) is not type(value)):
            try:
                found = replayed(changed_at(original, path, other))
            except CertificateError:
                refused += 1
                continue
            # What still replays: another witness or counterexample, or the digest of some report.
            assert path[0] in ("witness", "counterexample", "report"), (path, other)
            assert found.outcome == verdict.outcome
    assert refused > 40 or verdict is FALSE


@pytest.mark.parametrize("key", sorted(body(TRUE)))
def test_every_key_is_needed_and_none_may_be_added(key):
    lacking = {name: value for name, value in body(TRUE).items() if name != key}
    with pytest.raises((CertificateError, KeyError)):
        replayed(lacking)
    with pytest.raises(CertificateError, match="unknown"):
        replayed({**body(TRUE), key + "x": 1})


def test_a_proof_does_not_serve_another_claim():
    for claim in (FALSE.claim, "conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n + 1"):
        with pytest.raises(CertificateError):
            replayed({**body(TRUE), "claim": claim, "where": [], "domain": list(FALSE.domain)})
    with pytest.raises(CertificateError, match="domain"):
        replayed({**body(TRUE), "where": []})


def test_a_refutation_of_a_truth_is_refused():
    values = dict.fromkeys("nksdlh", 1) | {"a": 0}
    for wrong in (values, {**values, "a": 1}, {**values, "n": 0}, {**values, "z": 1}, {"n": 1}, [], None):
        with pytest.raises(CertificateError):
            replayed({**body(FALSE), "where": ["a < s"], "domain": [*FALSE.domain, "a < s"], "counterexample": wrong})


def test_a_vacuous_proof_is_refused():
    vacuous = {**body(TRUE), "claim": "n == n + 1", "where": ["n < n"], "domain": ["n >= 1", "n < n"]}
    for witness in (None, {}, {"n": 1}):
        with pytest.raises(CertificateError):
            replayed({**vacuous, "divisors": [], "tree": {"sum": [[1, [1]]]}, "witness": witness})


def test_division_that_may_be_by_zero_is_refused():
    honest = check("m*floor(n/m) + n % m == n", where=["m >= 1"])
    assert replayed(body(honest)).outcome == "proved"
    forged = {**body(honest), "where": [], "domain": ["n >= 1"], "witness": {"n": 1, "m": 1}}
    for divisors in (honest.certificate.body["divisors"], [], [[]], [{"sum": []}], None, {}):
        with pytest.raises(CertificateError):
            replayed({**forged, "divisors": divisors})
    blank = dict.fromkeys(("witness", "divisors", "tree"))
    with pytest.raises(CertificateError, match="division by 0"):
        replayed({**forged, **blank, "verdict": "refuted", "counterexample": {"n": 1, "m": 0}})


def test_a_number_too_long_to_be_written_is_refused_like_any_other():
    honest = body(check("n // y >= 0", where=["y >= 1"]))
    below = "division by a number below -10\\^30: every divisor must be at least 1"
    for power, told in ((1, below), (7, below), (8, "it is too large to check: a value has more than 10000 bits")):
        divisor = "*".join(["y"] * power)
        forged = {**honest, "claim": f"n // ({divisor}) >= 0", "where": [], "domain": ["n >= 1"], "verdict": "refuted"}
        forged |= dict.fromkeys(("witness", "divisors", "tree"))
        with pytest.raises(CertificateError, match=told):
            replayed({**forged, "counterexample": {"n": 1, "y": -(10**398)}})


def test_many_sums_are_refused_in_bounded_time():
    names = [f"x{n}" for n in range(16)]
    square = f"({'+'.join(names)})*({'+'.join(names)}) >= 0"
    forged = {**body(TRUE), "claim": square, "where": [], "domain": [], "divisors": []}
    forged |= {"witness": dict.fromkeys(names, 0), "tree": {"sum": [[1, [0, 0]]] * 30_000}}
    start = time.process_time()
    with pytest.raises(CertificateError, match="it is too large to check: more than 1000000 steps"):
        replayed(forged)
    assert time.process_time() - start < 5


def test_what_a_file_says_reaches_the_terminal_as_text_alone():
    for change in ({"a\nb\x1b[2J": 1}, {"verdict": "\x1b[2J"}, {"kind": "\x1b[2J\n"}):
        with pytest.raises(CertificateError) as caught:
            replayed({**body(TRUE), **change})
        assert str(caught.value).isprintable()
    with pytest.raises(CertificateError) as caught:
        replayed({**body(TRUE), "verdict": "x" * 10**6})
    assert len(str(caught.value)) < 200


def test_trees_are_read_strictly():
    hypotheses = [{("x",): 1}, {("x",): -1, (): -1}]
    good = {"sum": [[1, [0]], [1, [1]]]}
    assert closes(hypotheses, good)
    assert not closes([{("x",): 1}, {("x",): -1, (): 1}], good)  # the sum is 1, which contradicts nothing
    assert not closes([{("x",): 1}, {("x",): -1}], good)
    assert closes(hypotheses, {"split": [[1, ["y"]]], "yes": good, "no": good})
    for tree in (
        None,
        {},
        [],
        {"cases": 0},
        {"cases": 0, "of": {}},
        {"cases": 0, "of": [good, good], "x": 1},
        {"sum": []},
        {"sum": [[1, [0]]]},
        {**good, "x": 1},
        {"split": [], "yes": good},
        {"sum": [[2, [1]]]},
    ):
        assert not closes(hypotheses, tree)
    for term in (
        [-1, [0]],
        [0, [0]],
        [1, []],
        [1, [2]],
        [1, [-1]],
        [True, [0]],
        [1, [True]],
        [1.0, [0]],
        [1],
        1,
        [1, [0] * 9],
    ):
        with pytest.raises(CertificateError):
            closes(hypotheses, {"sum": [term]})
    for split in ([[True, ["y"]]], [[1, ["y", 2]]], [[1.0, ["y"]]], [[1]], [1]):
        with pytest.raises(CertificateError, match="a split is a list of"):
            closes(hypotheses, {"split": split, "yes": good, "no": good})
    deep = good
    for _ in range(60):
        deep = {"split": [[1, ["y"]]], "yes": deep, "no": deep}
    assert not closes(hypotheses, deep)


GOOD = {"sum": [[1, [0]], [1, [1]]]}


def test_both_halves_of_a_split_have_to_be_impossible():
    """With x <= -1, only the half x >= 0 is impossible."""
    hypotheses = [{("x",): -1, (): -1}]
    open_half = {"sum": [[1, [0]]]}
    assert closes(hypotheses, {"split": [[1, ["x"]]], "yes": GOOD, "no": open_half}) is False
    assert closes(hypotheses, {"split": [[-1, ["x"]], [-1, []]], "yes": open_half, "no": GOOD}) is False
    assert closes([*hypotheses, {("x",): 1}], {"split": [[1, ["x"]]], "yes": GOOD, "no": GOOD}) is True


@pytest.mark.parametrize("half", ["yes", "no", 0, 1])
def test_so_many_levels_and_no_more_may_follow_each_other(half):
    hypotheses = [{("x",): 1}, {("x",): -1, (): -1}]
    choice = Alternatives(({("y",): 1}, {("y",): -1}))
    facts = [*hypotheses, *[choice] * (MAX_OPENED + 1)]

    def above(tree):
        if half in ("yes", "no"):
            return {"split": [[1, ["y"]]], "yes": GOOD, "no": GOOD, half: tree}
        return {"cases": 0, "of": [tree, GOOD] if half == 0 else [GOOD, tree]}

    tree = GOOD
    for _ in range(MAX_OPENED):
        tree = above(tree)
    assert closes(facts, tree)
    assert not closes(facts, above(tree))


CHOICE = Alternatives(({("x",): -1, (): -1}, Together(({("y",): 1}, {("y",): -1, (): -1})), {(): -3}))


def test_every_one_of_the_alternatives_has_to_be_impossible():
    """With x >= 0: x <= -1, or y at once at least 0 and below, or -3 >= 0."""
    facts = [CHOICE, {("x",): 1}]
    good = [GOOD, {"sum": [[1, [1]], [1, [2]]]}, {"sum": [[2, [1]]]}]
    assert closes(facts, {"cases": 0, "of": good})
    for place in range(3):
        spoilt = [*good[:place], {"sum": [[1, [0]]]}, *good[place + 1 :]]
        assert closes(facts, {"cases": 0, "of": spoilt}) is False
    # x >= 0 is not given: the first of them is possible
    with pytest.raises(CertificateError, match="there is no polynomial 1"):
        closes([CHOICE], {"cases": 0, "of": good})


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        ({"cases": 1, "of": [GOOD] * 3}, "there are no alternatives 1"),
        ({"cases": -1, "of": [GOOD] * 3}, "there are no alternatives -1"),
        ({"cases": True, "of": [GOOD] * 3}, "there are no alternatives True"),
        ({"cases": "0", "of": [GOOD] * 3}, "there are no alternatives '0'"),
        ({"cases": 0, "of": [GOOD] * 2}, "alternatives 0 must have 3 trees"),
        ({"cases": 0, "of": [GOOD] * 4}, "alternatives 0 must have 3 trees"),
        ({"cases": 0, "of": []}, "alternatives 0 must have 3 trees"),
    ],
)
def test_alternatives_are_opened_one_by_one_and_by_their_number(tree, told):
    with pytest.raises(CertificateError, match=told):
        closes([CHOICE, {("x",): 1}], tree)


def test_what_is_opened_is_taken_away_and_the_others_keep_their_order():
    first, second = (Alternatives(({(name,): 1}, {(name,): -1})) for name in "ab")
    bad = [{("x",): 1}, {("x",): -1, (): -1}]
    for number in (0, 1):
        inner = {"cases": 0, "of": [GOOD, GOOD]}
        assert closes([first, *bad, second], {"cases": number, "of": [inner, inner]})
        gone = {"cases": 1, "of": [GOOD, GOOD]}
        with pytest.raises(CertificateError, match="there are no alternatives 1"):
            closes([first, *bad, second], {"cases": number, "of": [gone, gone]})
    # What becomes known stands last: a >= 0 is polynomial 2, and its alternative contradicts x >= 0 nowhere.
    shown = Alternatives(({("x",): -1, (): -1}, {("x",): -1, (): -2}))
    trees = [{"sum": [[1, [0]], [1, [1]]]}, {"sum": [[2, [0]], [2, [1]]]}]
    assert closes([shown, {("x",): 1}], {"cases": 0, "of": trees})


def test_a_verdict_says_how_it_was_reached():
    assert verify(TRUE.certificate).method == PROOF
    assert verify(FALSE.certificate).method == REFUTATION


def test_a_condition_without_a_value_admits_nothing():
    """Where a condition divides by 0, the assignment is refused and not the program stopped."""
    parts = {"claim": "n == 1", "where": ["n // m == 0"], "domain": ["n >= 1", "n // m == 0"]}
    with pytest.raises(CertificateError, match="division by 0"):
        replayed({**body(FALSE), **parts, "counterexample": {"n": 2, "m": 0}})


def test_the_checker_needs_neither_numpy_nor_scipy_nor_sympy():
    code = (
        "import json, sys; from symtconv.checker.check import verify; verify(json.load(sys.stdin));"
        "print(*{'numpy', 'scipy', 'sympy', 'symtconv.claims'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], input=TRUE.to_json(), text=True, capture_output=True, check=True)
    assert run.stdout.strip() == ""
