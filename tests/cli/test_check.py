"""`symtconv check` and `symtconv test`: formats, exit codes, and help where the text is wrong."""

from __future__ import annotations

import json

import pytest

RIGHT = "conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n"


def test_proved_claim(symtconv):
    run = symtconv("check", RIGHT, "--where", "a < s")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("proved")
    assert "a < s" in run.out


def test_refuted_claim_has_the_keys_of_the_contract(symtconv):
    run = symtconv("check", RIGHT, "--json")
    assert (run.code, run.err) == (1, "")
    report = json.loads(run.out)
    assert list(report) == [
        "format", "claim", "where", "domain", "verdict", "counterexample", "buildable", "evaluation", "left", "right",
        "holds_when", "searched", "reason", "method", "seconds", "certificate",
    ]  # fmt: skip
    assert report["verdict"] == "refuted"
    assert report["counterexample"] == {"n": 1, "k": 1, "s": 1, "d": 1, "l": 0, "h": 0, "a": 1}
    assert (report["left"], report["right"], report["holds_when"]) == (2, 1, "a < s")


def test_certificates_of_claims_replay(symtconv, tmp_path):
    assert symtconv("check", RIGHT, "--where", "a < s", "-o", "p.json").code == 0
    assert symtconv("check", RIGHT, "-o", "r.json").code == 1
    assert symtconv("verify", "p.json").code == 0
    assert symtconv("verify", "r.json").code == 1
    text = (tmp_path / "p.json").read_text()
    (tmp_path / "p.json").write_text(text.replace("a < s", "a < d"))
    assert symtconv("verify", "p.json").code == 2


def test_unknown_exits_with_3(symtconv):
    run = symtconv("check", RIGHT, "--where", "a < s", "--timeout", "0.000001")
    assert run.code == 3
    assert run.out.startswith("unknown")


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("i = 1", "=="),
        ("i ^ 2 == 1", "k**2"),
        ("i / 2 == 1", "write floor(i/2) or ceil(i/2)"),
        ("conv_sise(i,k,1,1,0,0) == i", "conv_size"),
        ("__import__('os')", "not in the language"),
        ("i // (k - 1) == i", "; every divisor must be at least 1: add a condition\n"),
        ("n // -1 == 0", "the divisor -1 is -1; every divisor must be at least 1: no condition can change this one, "),
        ("lambda == 1", "  lambda == 1\n  ^\nlambda is a word of Python and cannot be a name; choose another name\n"),
        ("n >= 1 and n + class >= 1", "class is a word of Python and cannot be a name"),
        ("k = 1 and lambda == 2", "equality is written =="),
        ("", "nothing to read"),
    ],
)
def test_what_is_no_claim_is_refused_with_help(symtconv, claim, message):
    run = symtconv("check", claim)
    assert (run.code, run.out) == (2, "")
    assert message in run.err


def test_a_missing_claim_is_refused(symtconv):
    run = symtconv("check")
    assert run.code == 2
    assert "--list" in run.err


CASES = """
[[claim]]
name = "right-inverse"
source = "ours"
claim = "conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n"
where = ["a < s"]
expect = "{expect}"

[[derivation]]
name = "two-by-two"
source = "a walk-through"
call = "ConvTranspose2d(1, 1, 3)"
input = [2, 2]
output = [4, 4]
y = [[1, 2], [3, 4]]
w = [[1, 2, 7], [-2, 1, 0], [-3, 1, 2]]
x = [[1, 4, 11, {number}], [1, 7, 31, 28], [-9, -10, 8, 4], [-9, -9, 10, 8]]
expect = "proved"
"""


@pytest.mark.parametrize(("expect", "number", "code"), [("proved", 14, 0), ("refuted", 14, 1), ("proved", 15, 1)])
def test_cases_run_and_a_wrong_expectation_fails(symtconv, tmp_path, expect, number, code):
    (tmp_path / "a.symtconv.toml").write_text(CASES.format(expect=expect, number=number))
    (tmp_path / "test_not_collected.py").write_text("def test_it():\n    assert False\n")
    run = symtconv("test", ".", "-p", "no:cacheprovider")
    assert run.code == code
    if code:
        assert "a.symtconv.toml" in run.out


@pytest.mark.parametrize("more", [(), ("-x",), ("-n", "2"), ("--continue-on-collection-errors",)])
def test_a_file_that_cannot_be_read_is_a_usage_error(symtconv, tmp_path, more):
    (tmp_path / "a.symtconv.toml").write_text("[[claim]\n")
    run = symtconv("test", ".", "-p", "no:cacheprovider", *more)
    assert (run.code, "this is no TOML" in run.out) == (2, True)
    (tmp_path / "a.symtconv.toml").write_text('[[claim]]\nname = "x"\nsource = "s"\nclaim = 7\nexpect = "proved"\n')
    # A case that cannot be read is that case's failure: the others run.
    more_cases = '[[claim]]\nname = "y"\nsource = "s"\nclaim = "n + 1 > n"\nexpect = "proved"\n'
    with (tmp_path / "a.symtconv.toml").open("a") as file:
        file.write(more_cases)
    run = symtconv("test", ".", "-p", "no:cacheprovider", *more)
    assert run.code == 1
    assert "1 failed" in run.out
    assert ("1 passed" in run.out) is (more != ("-x",))


def test_a_case_that_failed_is_one_beside_a_file_that_cannot_be_read(symtconv, tmp_path):
    (tmp_path / "a.symtconv.toml").write_text(CASES.format(expect="proved", number=15))
    (tmp_path / "b.symtconv.toml").write_text("[[claim]\n")
    assert symtconv("test", ".", "-p", "no:cacheprovider", "--continue-on-collection-errors").code == 1


def test_stopping_is_no_failed_case(symtconv, tmp_path, monkeypatch):
    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("symtconv.cases.claim.judge", stop)
    (tmp_path / "a.symtconv.toml").write_text(CASES.format(expect="proved", number=14))
    assert symtconv("test", ".", "-p", "no:cacheprovider").code == 130


def test_nothing_collected_is_a_usage_error(symtconv):
    assert symtconv("test", ".", "-p", "no:cacheprovider").code == 2
    assert symtconv("test", "nothing.symtconv.toml", "-p", "no:cacheprovider").code == 2
