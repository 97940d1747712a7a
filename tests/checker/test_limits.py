"""Every limit of the checker, met exactly and passed by one; what verdicts say, to the letter."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from symtconv import ConvTranspose
from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.parse import FormulaError
from symtconv.arithmetic.polynomial import multiply
from symtconv.certificates import format as certificate
from symtconv.certificates import limits
from symtconv.certificates.format import Certificate, digest_of, listed, load, make, read
from symtconv.certificates.limits import MAX_BYTES, MAX_KEYS, MAX_LISTS, MAX_VALUES, Budget, excess
from symtconv.checker import version1
from symtconv.checker.entry import Reading
from symtconv.checker.statement import Statement
from symtconv.checker.tree import MAX_OPENED, closes
from symtconv.checker.verdict import EntryDifference, Verdict
from symtconv.geometry import CertificateError, InputError, LimitError

BODY = {"format": "symtconv-certificate", "version": 2, "kind": "page", "verdict": "proved", "report": None}


def written(body):
    return json.dumps({**body, "digest": digest_of(body)})


def test_a_digest_is_that_of_the_canonical_writing():
    body = {"b": [1, None, True], "a": "×"}
    assert digest_of(body) == sha256(rb'{"a":"\u00d7","b":[1,null,true]}').hexdigest()
    with pytest.raises(ValueError, match="JSON"):
        digest_of({"a": float("nan")})


def test_a_certificate_as_text():
    assert make("page", "proved").body == BODY
    text = make("page", "proved", extra="×").to_json()
    assert text.startswith('{\n "format": "symtconv-certificate",\n "version": 2,\n')
    assert text.endswith('null,\n "extra": "×",\n "digest": "' + digest_of({**BODY, "extra": "×"}) + '"\n}\n')
    assert read(text)[0] == Certificate({**BODY, "extra": "×"})
    assert read(text)[1] is None


def test_the_limits_are_those_that_the_documents_name():
    assert (MAX_BYTES, MAX_LISTS, MAX_VALUES, MAX_KEYS) == (16_000_000, 1_000_000, 3_000_000, 700_000)
    formats = Path(__file__).parent.parent.parent / "docs/reference/formats.md"
    if formats.exists():  # the tests of a built wheel run without the documents
        said = (
            "Limits: 16 MB, a million lists and objects, 3 million commas, 700,000 colons, 100 levels, 400 digits in a"
        )
        assert said in formats.read_text(encoding="utf-8")


def test_bytes_are_counted(monkeypatch, tmp_path):
    for module in (certificate, limits):
        monkeypatch.setattr(module, "MAX_BYTES", 1000)
    text, path = written({**BODY, "extra": "×"}), tmp_path / "c.json"
    spaces = 1000 - len(text.encode())
    for right in (text + " " * spaces, text.encode() + b" " * spaces):
        assert read(right)[0].body["extra"] == "×"
        with pytest.raises(CertificateError, match="^the file has more than 1000 bytes$"):
            read(right + right[-1:])
    path.write_text(text + " " * spaces, encoding="utf-8")
    assert load(path).body["extra"] == "×"
    path.write_text(text + " " * (spaces + 1), encoding="utf-8")
    with pytest.raises(CertificateError, match="^the file has more than 1000 bytes$"):
        load(path)
    with pytest.raises(InputError, match=r"nothing.json: No such file or directory; give a certificate file$"):
        load(tmp_path / "nothing.json")


def test_lists_and_objects_are_counted(monkeypatch):
    """The beginnings of them or the ends, whichever there are more of."""
    monkeypatch.setattr(limits, "MAX_LISTS", 12)
    assert [excess(text) for text in (b"]" * 5 + b"}" * 7, b"[]," * 12, b"{}" * 12)] == [None] * 3
    for text in (b"]" * 13, b"]" * 6 + b"}" * 7, b"{}" * 13, b"[" * 13):
        assert excess(text) == "the file has more than 12 lists and objects"


def test_commas_are_counted(monkeypatch):
    monkeypatch.setattr(limits, "MAX_VALUES", 12)
    assert excess(b"," * 12) is None
    assert excess(b"," * 13) == "the file has more than 12 commas"
    monkeypatch.setattr(limits, "MAX_KEYS", 12)
    assert excess(b":" * 12) is None
    assert excess(b":" * 13) == "the file has more than 12 colons"


def test_brackets_are_counted_and_uncounted():
    def nested(depth):
        return written({**BODY, "extra": json.loads("[" * depth + "]" * depth)})

    assert read(nested(99))
    with pytest.raises(CertificateError, match="nested more than 100 deep"):
        read(nested(100))
    assert read(written({**BODY, "extra": [[]] * 200 + [{}] * 200}))
    every = bytes(set(range(256)) - set(b"[]{}"))  # nothing else counts
    assert excess((b"[" + every + b"]") * 200) is None
    assert [excess(b"[" * 100), excess(b"]" * 200 + b"{" * 100)] == [None] * 2
    assert excess(b"[" * 101) == excess(b"[{" * 51) == "the file is nested more than 100 deep"
    with pytest.raises(CertificateError, match="nested more than 100 deep"):
        read(written({**BODY, "extra": [[]] * 50, "more": json.loads("[" * 100 + "]" * 100)}))


def test_digits_are_counted():
    assert read(written({**BODY, "extra": [10**399, -(10**399)]}))
    for number in (10**400, -(10**400), 10**900):
        with pytest.raises(CertificateError, match="a number has more than 400 digits"):
            read(written({**BODY, "extra": number}))


def test_long_names_and_numbers_are_cut_in_messages():
    for key, told in (("k" * 58, f"'{'k' * 58}'"), ("k" * 59, f"'{'k' * 59}…")):
        with pytest.raises(CertificateError, match=f"the key {told} stands twice in one object"):
            read(f'{{"a": 1, "{key}": 1, "{key}": 2}}')
    with pytest.raises(CertificateError, match=f"the number {'9' * 40} is not finite"):
        read('{"a": ' + "9" * 399 + ".5}")


@pytest.mark.parametrize("extra", [0.5, [0.5], {"a": [1, 0.5]}, {"a": 0.0}])
def test_a_certificate_holds_no_fraction(extra):
    with pytest.raises(CertificateError, match="holds a number that is no integer"):
        read(written({**BODY, "extra": extra}))
    report = {"seconds": 0.5}
    bound = Certificate(BODY).covering(report)
    assert read(json.dumps({**report, "certificate": bound.to_dict()})) == (bound, report)


def test_what_a_verdict_says():
    statement = Statement("n == n", ("n >= 1", "a < s"))
    assert (str(statement), str(Statement("n == n"))) == ("n == n   for n >= 1, a < s", "n == n")
    words = {"statement": statement, "method": "counting"}
    plain = Verdict(outcome="proved", **words)
    assert (plain.seconds, plain.certificate, plain.counterexample, plain.reason) == (0.0, None, None, None)
    assert plain.domain == ("n >= 1", "a < s")
    assert str(plain) == "proved: n == n   for n >= 1, a < s\n  by counting"
    assert [Verdict(outcome=word, **words).exit_code for word in ("proved", "refuted", "unknown")] == [0, 1, 3]
    with pytest.raises(TypeError, match='a verdict is no truth value: .* verdict.outcome == "proved"'):
        bool(plain)
    shown = Verdict(outcome="refuted", counterexample={"n": 1, "s": 2}, reason="why", **words)
    assert str(shown).splitlines()[2:] == ["  counterexample: n = 1, s = 2", "  why"]
    difference = EntryDifference(entry=(0, 1), source=None, left="0", right="1")
    assert (difference.left_weight, difference.right_weight) == (None, None)
    told = str(Verdict(outcome="refuted", counterexample=difference, **words))
    assert told.splitlines()[2:] == ["  counterexample: x'_{0,1}: 0  against  1"]


def test_products_up_to_the_limits():
    wide = {(f"x{n}",): 1 for n in range(200)}
    assert len(multiply(wide, {(f"y{n}",): 1 for n in range(200)})) == 40_000
    with pytest.raises(LimitError, match="a product of 200 by 201 terms of degree 2; the limits are 40000 and 16"):
        multiply(wide, {(f"y{n}",): 1 for n in range(201)})
    assert multiply({("x",) * 9: 1}, {("y",) * 7: 1}) == {("x",) * 9 + ("y",) * 7: 1}
    with pytest.raises(LimitError, match="degree 17"):
        multiply({("x",) * 9: 1, (): 1}, {("y",) * 8: 1, (): 1})
    assert multiply({}, {}) == {}


def test_cases_of_version_1_up_to_the_limit():
    def cases(count, *more):  # 2^8 = 256 cases of which the conditions make, times one of the goal
        claim = Claim.read("k >= 1", [*(f"x{n} != 0" for n in range(count)), *more])
        return list(version1.leaves_of((*claim.assumptions, claim.goal), Budget()))

    assert len(cases(8)) == 256
    with pytest.raises(LimitError, match="more than 256 cases"):
        cases(9)
    with pytest.raises(LimitError, match="more than 256 cases"):
        cases(8, "abs(y) == 3")


def test_keys_are_listed_as_they_are_up_to_a_length():
    assert listed({"b" * 60, "a"}) == "a, " + "b" * 60
    assert listed({"b" * 61}) == f"'{'b' * 59}…"


def test_conditions_up_to_the_limit():
    assert len(Claim.read("n == n", ["n >= 1"] * 100).where) == 100
    with pytest.raises(FormulaError, match="^101 conditions; the limit is 100$") as caught:
        Claim.read("n == n", ["n >= 1"] * 101)
    assert caught.value.text == "n == n"
    conditions = ["n >= 1" + " " * 1994] * 9
    assert Claim.read("n == n" + " " * 1994, conditions).where
    with pytest.raises(FormulaError, match="^20001 characters in all; the limit is 20000$"):
        Claim.read("n == n" + " " * 1994, [*conditions, " "])


def test_a_budget_is_spent_to_its_end_and_no_further():
    budget = Budget(10)
    budget.spend(4)
    budget.keep(1)
    assert budget.left == 1
    budget.spend(1)
    with pytest.raises(LimitError, match="^more than 1000000 steps$"):
        budget.spend(1)
    assert Budget().left == limits.MAX_STEPS == 1_000_000


def test_what_a_tree_costs_is_limited_whatever_its_shape():
    """What is known counts at every node, a product by its terms, a split by its names."""
    one, wide = {(): -1}, {("x",): 1, ("y",): -1}
    budget = Budget(1000)
    assert closes([one], {"sum": [[1, [0]]]}, budget)
    assert budget.left == 1000 - 2 - 4 - (1 + 1)
    budget = Budget(1000)
    assert not closes([one, wide], {"sum": [[1, [1, 1, 1]]] * 10}, budget)
    assert budget.left == 1000 - 3 - 10 * (4 + 3 + 2 + 2 * 2 + 3 * 2)
    budget = Budget(1000)
    leaf = {"sum": [[1, [0]]]}
    assert closes([one], {"split": [[1, ["x"]]], "yes": leaf, "no": leaf}, budget)
    assert budget.left == 1000 - 2 - 10 - 2 * (3 + 4 + 2)
    with pytest.raises(LimitError, match="^more than 1000000 steps$"):
        closes([one], {"sum": [[1, [0]]] * 200_000}, Budget())
    assert closes([one], {"sum": [[1, [0]]] * 160_000}, Budget())


def test_trees_up_to_the_limits():
    def split(depth):
        tree = {"sum": [[1, [0]]]}
        for _ in range(depth):
            tree = {"split": [[1, ["y"]]], "yes": tree, "no": {"sum": [[1, [0]]]}}
        return tree

    assert closes([{(): -1}], split(MAX_OPENED), Budget())
    assert not closes([{(): -1}], split(MAX_OPENED + 1), Budget())
    odd = [{(): -1}]
    assert closes(odd, {"sum": [[1, [0] * 7]]}, Budget())
    assert not closes(odd, {"sum": [[1, [0] * 8]]}, Budget())
    with pytest.raises(CertificateError, match="a term of a sum is a positive integer with a list of numbers"):
        closes(odd, {"sum": [[1, [0] * 9]]}, Budget())


def test_terms_up_to_the_limit():
    twelve, more = (Reading.of_layer(ConvTranspose(input=20, kernel=size)) for size in (12, 13))
    assert twelve.text((15,)).count("*") == 12
    assert "…" not in twelve.text((15,))
    assert more.text((15,)).count("*") == 12
    assert more.text((15,)).endswith(" + …")
    assert more.text((32,)) == "no such entry"


def test_an_entry_has_one_index_for_each_axis_within_its_length():
    reading = Reading.of_layer(ConvTranspose(input=(2, 3), kernel=2))
    assert reading.has((0, 0))
    assert reading.has((2, 3))
    assert not any(map(reading.has, ((-1, 0), (0, -1), (3, 0), (0, 4), (0,), (0, 0, 0), ())))
    assert reading.text((-1, 0)) == "no such entry"
    assert reading.text((2, 3)) == "w_{1,1}*y_{1,2}"
    assert reading.weight((2, 3), (1, 2)) == (1, 1)
    assert reading.weight((2, 3), (0, 2)) is None
    assert reading.weight((3, 3), (1, 2)) is None
