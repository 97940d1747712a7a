"""Time to decide the catalogue of rewrites and to replay it, beside z3 (a peer), in processor time of one run.

Run with ``python tests/benchmarks/rewrites.py``; prints Markdown tables. z3 gets the claims of each proof one by one,
with all that is known there and its own division; so do we. z3 is asked by the set-ups of ``claims.py``, of which the
best that decides is taken. Finding the maps is on our side of the comparison and not on z3's; replaying is beside it.
Where z3 is not installed its table is left out. What z3 does not decide within its limit is counted and left out.
"""

from __future__ import annotations

import re
import time
import tomllib
from importlib import import_module, util
from pathlib import Path
from statistics import geometric_mean, median

from claims import Translation, setups

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.sizes import unfolded
from symtconv.arithmetic.term import domain_of, names_of
from symtconv.checker.check import verify
from symtconv.checker.obligations import obligations
from symtconv.claims.deadline import Deadline
from symtconv.claims.rewriting.decide import decide
from symtconv.claims.rewriting.engine import Engine
from symtconv.programs.guard import Guard
from symtconv.programs.question import Question

CASES = Path(__file__).resolve().parents[1] / "cases" / "rewrites"
WISHED = re.compile(r"(w4[1-9]|w5[0-2]|p1|p1[1-9]|e[0-9]+w?)(-|$)")
LIMIT_MS, SAMPLE = 1_000, 200


def rows():
    """The rewrites of the catalogue, true and false."""
    return [
        case for path in sorted(CASES.glob("catalogue-*.toml")) for case in tomllib.loads(path.read_text())["rewrite"]
    ]


def timed(call):
    start = time.process_time()
    answer = call()
    return time.process_time() - start, answer


def formula(known):
    return parse(known.text) if isinstance(known, Guard) else known


def peer(z3, make, claim):
    """Ask z3 for one claim: its time, and its answer. The formulas are made before the clock starts."""
    parts = [unfolded(formula(part)) for part in claim.known]
    goal = unfolded(formula(claim.goal))
    names = names_of(*parts, goal)
    told = Translation(z3, names)
    asked_ = [*map(told.formula, (*domain_of(names), *parts)), z3.Not(told.formula(goal))]

    def check():
        solver = make()
        solver.set("timeout", LIMIT_MS)
        solver.add(*asked_)
        return str(solver.check())

    return timed(check)


def sample(proofs):
    """Claims of all proofs at even distances, each with the names that are sizes."""
    found = []
    for _, verdict in proofs:
        body = verdict.certificate.body
        question = Question(body["tensors"], body["left"], body["right"], body["let"], tuple(body["where"]))
        found += [(claim, frozenset(question.names)) for claim in obligations(question, body["plan"])]
    return found[:: max(1, len(found) // SAMPLE)], len(found)


def beside(z3, proofs):
    """Give our time and z3's best for each claim of the sample; None where it does not decide."""
    found = []
    claims, total = sample(proofs)
    for claim, names in claims:
        ours, proof = timed(
            lambda claim=claim, names=names: Engine(Deadline(30.0), names).prove(claim.known, claim.goal)
        )
        assert proof is not None, claim.name
        best = None
        for make in setups(z3).values():
            theirs, answer = peer(z3, make, claim)
            assert answer != "sat", f"z3 has a counterexample: {claim.name}"
            if answer == "unsat":
                best = theirs if best is None else min(best, theirs)
        found.append((ours, best))
    return found, total


def main() -> None:
    found = [(case, *timed(lambda case=case: asked(case))) for case in rows()]
    for case, _, verdict in found:
        assert verdict.outcome == case["expect"], case["name"]
    print("| rows | number | in all, s | proofs | median proof, s | longest, s | median replay, ms | longest, ms |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    wished = [row for row in found if WISHED.match(row[0]["name"])]
    for told, some in (("W41-W52, P1, P11-P19, E", wished), ("all", found)):
        proofs = [(seconds, verdict) for _, seconds, verdict in some if verdict.outcome == "proved"]
        replays = [timed(lambda verdict=verdict: verify(verdict.certificate))[0] for _, verdict in proofs]
        seconds = [seconds for seconds, _ in proofs]
        print(
            f"| {told} | {len(some)} | {sum(each for _, each, _ in some):.1f} | {len(proofs)} | {median(seconds):.2f} "
            f"| {max(seconds):.2f} | {median(replays) * 1e3:.0f} | {max(replays) * 1e3:.0f} |"
        )
    z3 = import_module("z3") if util.find_spec("z3") else None
    if z3 is None:
        return
    pairs, total = beside(z3, proofs)
    both = [(ours, theirs) for ours, theirs in pairs if theirs is not None]
    ours, theirs = (sum(column) for column in zip(*both, strict=True))
    print()
    print("| claims of the proofs | of these asked | z3 decides | ours, median, ms | z3's best, median, ms "
          "| z3 / ours, in all | geometric mean |")  # fmt: skip
    print("| --- | --- | --- | --- | --- | --- | --- |")
    print(
        f"| {total} | {len(pairs)} | {len(both)} | {median(pair[0] for pair in both) * 1e3:.2f} "
        f"| {median(pair[1] for pair in both) * 1e3:.2f} | {theirs / ours:.1f} "
        f"| {geometric_mean([b / a for a, b in both]):.1f} |"
    )


def asked(case):
    return decide(
        case["left"], case["right"], tensors=case["tensors"], let=case.get("let"), where=case.get("where", [])
    )


if __name__ == "__main__":
    main()
