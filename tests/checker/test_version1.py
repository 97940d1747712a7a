"""Certificates of version 1: every one that was written replays, and every forged one is refused.

``version1.json`` holds those of the library, of the case files and of the theorem's conditions, as they were written.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from pathlib import Path

import pytest

from symtconv import verify
from symtconv.arithmetic.parse import parse
from symtconv.certificates.format import Certificate
from symtconv.certificates.limits import Budget
from symtconv.checker.version1 import leaves_of
from symtconv.geometry import CertificateError

KEPT = json.loads((Path(__file__).parent / "version1.json").read_text(encoding="utf-8"))
PROOFS = [{k: v for k, v in one.items() if k != "digest"} for one in KEPT if one["verdict"] == "proved"]


def replayed(body):
    """Replay with a fresh digest, as a forger would make it."""
    return verify(Certificate(json.loads(json.dumps(body))))


def test_every_certificate_that_was_written_replays():
    found = Counter()
    for one in KEPT:
        verdict = verify(one)
        assert verdict.outcome == one["verdict"]
        assert verdict.certificate.digest == one["digest"]
        found[verdict.outcome] += 1
    assert found == {"proved": 114, "refuted": 68}


def trees(data, path=()):
    """Yield the place of every tree."""
    if isinstance(data, dict):
        yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from trees(value, (*path, key))


def put(body, path, value):
    changed = copy.deepcopy(body)
    at = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return changed


def spoilt(tree):
    """Yield trees that are not this one."""
    yield None
    yield {**tree, "x": 1}
    if "split" in tree:
        yield {**tree, "yes": tree["no"], "no": tree["yes"]}
        yield {**tree, "split": [[factor + 1, names] for factor, names in tree["split"]]}
        return
    for place, (factor, numbers) in enumerate(tree["sum"]):
        rest = [*tree["sum"][:place], *tree["sum"][place + 1 :]]
        yield {"sum": rest}
        yield {"sum": [*rest, [-factor, numbers]]}
        yield {"sum": [*rest, [factor, [*numbers, 10**6]]]}
        yield {"sum": [*rest, [factor, []]]}


@pytest.mark.parametrize("body", PROOFS[:: len(PROOFS) // 12], ids=lambda body: body["claim"][:40])
def test_a_forged_tree_is_refused(body):
    tried = 0
    for key in ("divisors", "cases"):
        for path in trees(body[key], (key,)):
            tree = body
            for step in path:
                tree = tree[step]
            for other in spoilt(tree):
                with pytest.raises(CertificateError):
                    replayed(put(body, path, other))
                tried += 1
    assert tried >= 6 or not body["cases"]


def test_a_case_that_is_left_out_or_added_is_refused():
    body = next(body for body in PROOFS if len(body["cases"]) >= 2 and body["divisors"])
    count, divisors = len(body["cases"]), body["divisors"]
    for cases in (body["cases"][:-1], body["cases"][1:], [*body["cases"], body["cases"][0]], [], None, {}):
        with pytest.raises(CertificateError, match=r"cases\[|cases must"):
            replayed({**body, "cases": cases})
    with pytest.raises(CertificateError, match=f"cases must hold one tree for each of more than {count - 1} cases"):
        replayed({**body, "cases": body["cases"][:-1]})
    with pytest.raises(CertificateError, match=f"cases must hold one tree for each of {count} cases"):
        replayed({**body, "cases": [*body["cases"], None]})
    for other in (divisors[1:], [*divisors, divisors[0]], None, [[*divisors[0], None], *divisors[1:]]):
        with pytest.raises(CertificateError, match="divisors"):
            replayed({**body, "divisors": other})


def test_the_versions_do_not_read_each_other():
    body = PROOFS[0]
    with pytest.raises(CertificateError, match="keys missing or unknown: cases, tree"):
        replayed({**body, "version": 2})
    with pytest.raises(CertificateError, match="keys missing or unknown: tree"):
        replayed({**body, "tree": None})


def test_gcd_has_no_place_in_version_1():
    with pytest.raises(CertificateError, match="gcd has no place"):
        list(leaves_of([parse("gcd(k, s) == 1")], Budget()))
