"""Verdicts: proved, refuted, unknown and refused, each for its own reason."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from symtconv import verify
from symtconv.arithmetic.parse import parse
from symtconv.claims.decide import check
from symtconv.claims.library import LIBRARY
from symtconv.claims.proof import Prover
from symtconv.claims.report import report_lines, reproduce
from symtconv.geometry import CertificateError, InputError

ROUND_TRIP = "conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n"

PROVED = [
    ("x % m < m", ["m >= 1"]),
    ("floor(floor(x/s)/s2) == floor(x/(s*s2))", []),
    ("(x % (s*s2)) % s == x % s", []),
    ("abs(x*y) >= 0 and min(x, y) + max(x, y) == x + y", []),
    ("iff(abs(x) <= 2, -2 <= x <= 2)", []),
    ("max(x, y, z) >= min(x, y, z)", []),
    ("implies(k % 6 == 0, k % 2 == 0 and k % 3 == 0)", []),
    ("not (k % 2 == 0 and k % 2 == 1)", []),
    ("ceil(x/3) == -floor(-x/3)", []),
    ("k*k - 2*k + 1 >= 0", []),
    ("x*x >= 0", []),
    ("n*n + 2 != 2*n", []),
    ("conv_size(i,k,1,1,p,p) != i", ["k % 2 == 0"]),
    ("floor(x/(s + 1)) * (s + 1) <= x", []),
    ("x // (n // m) <= x", ["m >= 1", "n >= m", "x >= 0"]),
    ("1 == 1", []),
    ("i <= 300", ["i <= 224"]),
]


@pytest.mark.parametrize(("claim", "where"), PROVED)
def test_what_is_true_is_proved_and_its_certificate_replays(claim, where):
    verdict = check(claim, where=where)
    assert verdict.outcome == "proved"
    assert verify(verdict.certificate).outcome == "proved"
    assert verify(json.loads(verdict.to_json())).outcome == "proved"
    assert (verdict.counterexample, verdict.holds_when, verdict.buildable, verdict.left) == (None, None, None, None)


@pytest.mark.parametrize("name", LIBRARY)
def test_every_known_formula_is_proved(name):
    assert check(name).outcome == "proved"


def test_the_smallest_counterexample_of_the_round_trip():
    verdict = check(ROUND_TRIP)
    assert verdict.counterexample == {"n": 1, "k": 1, "s": 1, "d": 1, "l": 0, "h": 0, "a": 1}
    assert verdict.buildable == verdict.counterexample
    assert verdict.holds_when == "a < s"
    assert verify(verdict.certificate).counterexample == verdict.counterexample


def test_a_counterexample_that_is_no_layer_stands_beside_one_that_is():
    verdict = check("conv_size(i,k,s,d,l,h) >= 1")
    assert verdict.counterexample == {"i": 1, "k": 2, "s": 1, "d": 1, "l": 0, "h": 0}
    assert verdict.buildable is None  # a real layer has an output
    both = check("floor((i-k)/s) + 1 == conv_size(i,k,s,d,l,l)")
    assert both.counterexample == {"i": 1, "k": 1, "s": 1, "d": 1, "l": 1}
    assert both.buildable == both.counterexample
    other = check("conv_size(i,k,1,1,0,0) != 0 and i + k != 5")
    assert other.counterexample == {"i": 1, "k": 2}
    assert other.buildable == {"i": 3, "k": 2}
    assert any("no real layer" in line for line in report_lines(other))


def test_buildable_asks_of_real_layers_alone():
    verdict = check("conv_size(i,k,s,d,l,h) >= 1", buildable=True)
    assert verdict.outcome == "proved"
    assert verdict.where == ()
    assert "i + l + h >= span(k, d)" in verdict.domain
    assert "--buildable" in reproduce(verdict)
    assert verify(verdict.certificate).domain == verdict.domain
    layer = check("convt_size(n,k,s,d,p,p,0) >= 1", buildable=True)
    assert layer.outcome == "proved"


def test_a_condition_is_shown_only_where_it_is_equivalent():
    for claim, condition in (
        ("(n-1)*s - 2*p + k + a == convt_size(n,k,s,d,p,p,a)", "k == 1 or d == 1"),
        ("(n-1+a)*s + k == convt_size(n,k,s,1,0,0,a)", "a == 0 or s == 1"),
        ("conv_size(i,k,1,1,floor(k/2),floor(k/2)) == i", "k % 2 == 1"),
        ("n == n + 1", "never"),
        ("s*(n-1) + k - 2*l == convt_size(n,k,s,1,l,h,0)", "l == h"),
        ("ceil(i/s)*s == i", "i % s == 0"),
        ("n*s + span(k,d) - s == n*s + max(span(k,d)-s, 0)", "span(k, d) >= s"),
    ):
        verdict = check(claim)
        assert verdict.holds_when == condition
        if condition != "never":
            assert check(f"iff({condition}, {claim})").outcome == "proved"


def test_no_condition_is_better_than_a_wrong_one():
    verdict = check("x*x + y*y != 25")
    assert (verdict.outcome, verdict.holds_when) == ("refuted", None)
    # On every small point this is k == 1; only a proof can tell that it is not.
    assert check("k == 1 or i + k > 1000").holds_when is None


def test_what_a_finder_makes_up_is_an_alarm_and_no_verdict(monkeypatch):
    monkeypatch.setattr(Prover, "easy", lambda self, leaves: [{"sum": [[1, [0]]]} for _ in leaves])
    with pytest.raises(CertificateError, match="does not lead to a contradiction"):
        check("x*x != 2*y*y", where=["x >= 1"])


def test_what_no_one_could_read_again_is_no_proof(monkeypatch):
    monkeypatch.setattr("symtconv.certificates.limits.MAX_LISTS", 3)
    verdict = check("n // s * s <= n")
    assert (verdict.outcome, verdict.certificate) == ("unknown", None)
    assert "what was found is too large: the file has more than 3 lists and objects" in verdict.reason


def test_a_repair_is_proved_and_puts_back_what_was_forgotten():
    verdict = check("(n-1)*s - 2*p + k == convt_size(n,k,s,1,p,p,a)")
    assert check(verdict.repaired).outcome == "proved"
    assert parse(verdict.repaired) == parse("(n-1)*s - 2*p + k + a == convt_size(n,k,s,1,p,p,a)")
    assert "span(k, d)" in check("(n-1)*s + k == convt_size(n,k,s,d,0,0,0)").repaired
    assert "l + h" in check("s*(n-1) + k - 2*l == convt_size(n,k,s,1,l,h,0)").repaired
    assert check("x == y").repaired is None


def test_both_sides_are_evaluated_step_by_step():
    verdict = check("conv_size(i,k,1,1,floor(k/2),floor(k/2)) == i")
    assert verdict.evaluation == (("floor(k/2)", 1), ("conv_size(i, k, 1, 1, floor(k/2), floor(k/2))", 2))
    assert (verdict.left, verdict.right) == (2, 1)
    assert check("implies(k > 1, k > 2)").left is None


@pytest.mark.parametrize(
    ("claim", "where", "shown"),
    [
        ("x // y == 1", [], "y is 0"),
        ("x % (s - 1) == 1", [], "s - 1 is 0 at"),
        ("implies(y >= 1, x // y >= 0)", [], "y is"),
        ("x // 0 == 1", [], "divisor 0 is 0"),
        ("floor(x/(0-2)) == 1", [], "is -2"),
        ("conv_size(i,k,p,d,l,h) == 1", [], "p is 0"),
        ("n == n", ["n % y == 0", "y >= 0"], "y is"),
    ],
)
def test_a_division_that_can_break_is_refused_with_the_assignment(claim, where, shown):
    with pytest.raises(InputError, match="every divisor must be at least 1") as caught:
        check(claim, where=where)
    assert shown in str(caught.value)


def test_a_condition_can_guard_a_divisor_wherever_it_stands():
    assert check("x // y * y <= x", where=["y >= 1"]).outcome == "proved"
    assert check("x % y == 0", where=["x % y == 0", "y >= 1 and x >= 3"]).outcome == "proved"


@pytest.mark.parametrize(
    "where", [["a < 0"], ["k > 3", "k < 3"], ["i % 2 == 0", "i % 2 == 1"], ["s <= 0"], ["2*x == 1"]]
)
def test_an_empty_domain_is_refused_as_vacuous(where):
    with pytest.raises(InputError, match="says nothing"):
        check("n == n + a + k + i + s + x", where=where)


def test_unknown_says_what_was_searched():
    verdict = check("x*x != 2*y*y", where=["x >= 1"], timeout=0.5)
    assert verdict.outcome == "unknown"
    assert verdict.certificate is None
    assert f"{verdict.searched} assignments were searched" in verdict.reason
    assert verdict.exit_code == 3


def test_a_timeout_is_kept_and_never_a_verdict():
    start = time.process_time()
    verdict = check("x*x*x + y*y*y != z*z*z", where=["x >= 1", "y >= 1", "z >= 1"], timeout=1)
    assert verdict.outcome == "unknown"
    assert time.process_time() - start < 2
    for wrong in (0, -1, float("nan")):
        with pytest.raises(InputError, match="timeout"):
            check("k == k", timeout=wrong)


def test_many_alternatives_are_no_hang():
    start = time.process_time()
    assert check(" + ".join(f"abs(x{n})" for n in range(12)) + " >= 0", timeout=2).outcome == "proved"
    hard = "+".join(f"abs(x{n} - x{n + 1})*max(x{n}, {n})" for n in range(12)) + " != 7 + 2*min(x0, x5)*x11*x11*x11"
    assert check(hard, timeout=2).outcome in ("unknown", "refuted")
    assert time.process_time() - start < 8


CASES_NOT_OPENED = {
    "conditions": ("x + 1 > x", [f"x{n} != 0" for n in range(9)], 1),
    "minima": ("min(n,k,s,d) <= max(min(n,k),min(s,d),min(n,d)) + max(l,h,a,p)", [], 8),
}


@pytest.mark.parametrize("name", CASES_NOT_OPENED)
def test_only_the_alternatives_that_are_needed_are_opened(name):
    """More than 256 cases, were all of them opened."""
    claim, where, most = CASES_NOT_OPENED[name]
    verdict = check(claim, where=where)
    assert verdict.outcome == "proved"
    assert json.dumps(verdict.certificate.body["tree"]).count('"sum"') <= most
    assert verify(verdict.certificate.to_dict()).outcome == "proved"


NINES = "9" * 30


@pytest.mark.parametrize(
    ("claim", "where", "outcome"),
    [
        ("*".join(["x"] * 16) + f" >= 0-{NINES}", [], "unknown"),
        (f"x >= {NINES}", [f"x >= {NINES}"], "proved"),
        (f"x > {NINES}", [f"x >= {NINES}"], "refuted"),
        (f"x*x >= {NINES}*{NINES}", [f"x >= {NINES}"], "proved"),
        (f"i % {NINES} == i", [], "refuted"),
        (f"i - {NINES} < 0", [f"i == {NINES} + k", "k < 5"], "refuted"),
        ("*".join(["x"] * 59) + " >= x", ["x >= 1"], "unknown"),
        (" and ".join(f"x{n} >= {n}" for n in range(30)), [], "refuted"),
        ("1 == 2", [], "refuted"),
    ],
)
def test_huge_numbers_and_many_names_are_no_trouble(claim, where, outcome):
    verdict = check(claim, where=where, timeout=1)
    assert verdict.outcome in (outcome, "unknown")


def test_the_report_has_the_keys_of_the_contract():
    report = json.loads(check(ROUND_TRIP, where=["k >= 2"]).to_json())
    assert list(report) == [
        "format", "claim", "where", "domain", "verdict", "counterexample", "buildable", "evaluation", "left", "right",
        "holds_when", "searched", "reason", "method", "seconds", "certificate",
    ]  # fmt: skip
    assert report["where"] == ["k >= 2"]
    assert report["domain"][-1] == "k >= 2"
    assert report["evaluation"][0] == ["convt_size(n, k, s, d, l, h, a)", 3]


def test_a_verdict_is_no_truth_value():
    with pytest.raises(TypeError):
        bool(check("1 == 1"))


def modules_after(code):
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_only_what_is_needed_is_imported():
    code = "import sys; from symtconv.claims.decide import check; v = check({!r}); print(v.outcome, *sys.modules)"
    refuted = modules_after(code.format("floor((i+p-k*(d-1)-1)/s)+1 == conv_size(i,k,s,d,p,0)"))
    assert "refuted" in refuted
    assert not refuted & {"scipy", "sympy"}
    identity = modules_after(code.format("conv_size(i,k,1,1,p,p) == (i-k)+2*p+1"))
    assert "proved" in identity
    assert not identity & {"scipy", "sympy"}
    proved = modules_after(code.format("right_inverse"))
    assert "proved" in proved
    assert not proved & {"scipy", "sympy"}
