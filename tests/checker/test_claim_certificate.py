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
from symtconv.checker.claim import MAX_SPLITS, PROOF, REFUTATION, closes
from symtconv.claims.decide import check
from symtconv.geometry import CertificateError

TRUE = check("conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n", where=["a < s"])
NESTED = check("floor(floor(n/s)/s2) == floor(n/(s*s2))", where=["n >= 0"])
FALSE = check("conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n")


def body(verdict):
    return copy.deepcopy(dict(verdict.certificate.body))


def replayed(changed):
    """Replay with a fresh digest, as a forger would make it."""
    return verify(Certificate(json.loads(json.dumps(changed))))


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
    for key, value in (("claim", "n == n + 1"), ("verdict", "refuted"), ("searched", 10**9), ("seconds", 0.5)):
        with pytest.raises(CertificateError, match="altered"):
            verify({**report, key: value})
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


@pytest.mark.parametrize("verdict", [TRUE, NESTED, FALSE], ids=["true", "nested", "false"])
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
            replayed({**vacuous, "divisors": [], "cases": [{"sum": [[1, [1]]]}] * 2, "witness": witness})


def test_division_that_may_be_by_zero_is_refused():
    honest = check("m*floor(n/m) + n % m == n", where=["m >= 1"])
    assert replayed(body(honest)).outcome == "proved"
    forged = {**body(honest), "where": [], "domain": ["n >= 1"], "witness": {"n": 1, "m": 1}}
    for divisors in (honest.certificate.body["divisors"], [], [[]]):
        with pytest.raises(CertificateError):
            replayed({**forged, "divisors": divisors})
    blank = dict.fromkeys(("witness", "divisors", "cases"))
    with pytest.raises(CertificateError, match="division by 0"):
        replayed({**forged, **blank, "verdict": "refuted", "counterexample": {"n": 1, "m": 0}})


def test_a_number_too_long_to_be_written_is_refused_like_any_other():
    honest = body(check("n // y >= 0", where=["y >= 1"]))
    for power, told in ((1, "a number below -10\\^30"), (13, "a number below -10\\^30")):
        divisor = "*".join(["y"] * power)
        forged = {**honest, "claim": f"n // ({divisor}) >= 0", "where": [], "domain": ["n >= 1"], "verdict": "refuted"}
        forged |= dict.fromkeys(("witness", "divisors", "cases"))
        with pytest.raises(CertificateError, match=f"division by {told}: every divisor must be at least 1"):
            replayed({**forged, "counterexample": {"n": 1, "y": -(10**398)}})


def test_many_sums_are_refused_in_bounded_time():
    names = [f"x{n}" for n in range(16)]
    square = f"({'+'.join(names)})*({'+'.join(names)}) >= 0"
    forged = {**body(TRUE), "claim": square, "where": [], "domain": [], "divisors": []}
    forged |= {"witness": dict.fromkeys(names, 0), "cases": [{"sum": [[1, [0, 0]]] * 30_000}]}
    start = time.perf_counter()
    with pytest.raises(CertificateError, match="it is too large to check: more than 1000000 steps"):
        replayed(forged)
    assert time.perf_counter() - start < 20


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


@pytest.mark.parametrize("half", ["yes", "no"])
def test_so_many_splits_and_no_more_may_follow_each_other(half):
    hypotheses = [{("x",): 1}, {("x",): -1, (): -1}]
    tree = GOOD
    for _ in range(MAX_SPLITS):
        tree = {"split": [[1, ["y"]]], "yes": GOOD, "no": GOOD, half: tree}
    assert closes(hypotheses, tree)
    assert not closes(hypotheses, {"split": [[1, ["y"]]], "yes": GOOD, "no": GOOD, half: tree})


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
