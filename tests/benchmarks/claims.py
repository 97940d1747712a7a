"""Time to decide the claims of `tests/cases` and of the library beside z3 (a peer), in processor time of one run.

Run with ``python tests/benchmarks/claims.py``; prints Markdown tables. z3 gets the same claims with its own division
and remainder, by three set-ups, of which the best that decides is taken for each claim; it gives no certificate and
no smallest counterexample. Cold starts are whole processes, beside ``python -c "import numpy"``. Where z3 is not
installed its columns are left out.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import tomllib
from importlib import import_module, util
from pathlib import Path
from statistics import geometric_mean, median

from symtconv.arithmetic.sizes import unfolded
from symtconv.arithmetic.term import Comparison, Name, Number
from symtconv.claims.decide import check
from symtconv.claims.library import LIBRARY
from symtconv.claims.reading import read_claim

CASES = Path(__file__).resolve().parents[1] / "cases"
ROUNDS, COLD_ROUNDS, LIMIT_MS = 5, 9, 2_000
PROVED = "conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n"
NUMPY = 'python -c "import numpy"'
REFUTED = "(n-1)*s - 2*p + k + a == convt_size(n,k,s,d,p,p,a)"


def claims():
    """Every claim of the cases and of the library once."""
    found = {}
    for path in sorted(CASES.glob("*/*.toml")):
        for case in tomllib.loads(path.read_text()).get("claim", []):
            found[case["claim"], tuple(case.get("where", []))] = None
    for known in LIBRARY.values():
        found[known.claim, known.where] = None
    return list(found)


class Translation:
    """A claim in z3's words; every divisor is at least 1, so that its division is Python's."""

    def __init__(self, z3, names) -> None:
        self.z3, self.names = z3, {name: z3.Int(name) for name in names}

    def term(self, term):
        if isinstance(term, Number):
            return self.z3.IntVal(term.value)
        if isinstance(term, Name):
            return self.names[term.name]
        first, *others = (self.term(part) for part in term.terms)
        if term.word in ("min", "max"):
            for other in others:
                first = self.z3.If(first <= other if term.word == "min" else first >= other, first, other)
            return first
        if term.word == "abs":
            return self.z3.If(first >= 0, first, -first)
        return self.operation(term.word, first, *others)

    def operation(self, word, left, right=0):
        words = {
            "neg": lambda: -left,
            "+": lambda: left + right,
            "-": lambda: left - right,
            "*": lambda: left * right,
            "%": lambda: left % right,
            "ceil": lambda: -((-left) / right),
        }
        return words.get(word, lambda: left / right)()

    def formula(self, formula):
        if isinstance(formula, Comparison):
            left, right = self.term(formula.left), self.term(formula.right)
            words = {"==": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}
            return getattr(left, words[formula.word])(right)
        parts = [self.formula(part) for part in formula.parts]
        match formula.word:
            case "and":
                return self.z3.And(*parts)
            case "or":
                return self.z3.Or(*parts)
            case "not":
                return self.z3.Not(*parts)
            case "implies":
                return self.z3.Implies(*parts)
        return parts[0] == parts[1]


def setups(z3):
    return {
        "simple": z3.SimpleSolver,
        "simplify, solve-eqs, smt": lambda: z3.Then("simplify", "solve-eqs", "smt").solver(),
        "QF_NIA": lambda: z3.SolverFor("QF_NIA"),
    }


def timed(call, rounds=ROUNDS):
    """Median processor time, the first call left out, and the last answer."""
    answer, times = call(), []
    for _ in range(rounds):
        start = time.process_time()
        answer = call()
        times.append(time.process_time() - start)
    return median(times), answer


def peer(z3, make, text, where):
    claim = read_claim(text, list(where))
    told = Translation(z3, claim.names)
    solver = make()
    solver.set("timeout", LIMIT_MS)
    for part in claim.assumptions:
        solver.add(told.formula(unfolded(part)))
    solver.add(z3.Not(told.formula(unfolded(claim.goal))))
    return str(solver.check())


def warm(z3):
    rows = []
    for text, where in claims():
        mine, verdict = timed(lambda: check(text, where=where, explain=False))
        best = None
        for make in setups(z3).values() if z3 else ():
            theirs, answer = timed(lambda make=make: peer(z3, make, text, where), 3)
            if answer in ("sat", "unsat"):
                agree = {"unsat": "proved", "sat": "refuted"}[answer] == verdict.outcome
                assert agree or verdict.outcome == "unknown", f"z3 says {answer}: {text}"
                best = theirs if best is None else min(best, theirs)
        rows.append((verdict.outcome, mine, best, text))
    return rows


def cold():
    """Processor time of whole processes, least of interleaved rounds."""
    code = [sys.executable, "-m", "symtconv", "check"]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        NUMPY: [sys.executable, "-c", "import numpy"],
        "check, proved": [*code, PROVED, "--where", "a < s"],
        "check, refuted, with its condition": [*code, REFUTED],
    }
    times = {name: [] for name in commands}
    for _ in range(COLD_ROUNDS):
        for name, command in commands.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, capture_output=True, check=False, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {name: median(found) for name, found in times.items()}


def main() -> None:
    z3 = import_module("z3") if util.find_spec("z3") else None
    rows = warm(z3)
    print("| claims | number | median, ms | 9 of 10, ms | longest, ms | z3's best, median, ms | ratio of the medians | "
          "geometric mean of the ratios |")  # fmt: skip
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for outcome in ("proved", "refuted", "unknown"):
        some = sorted(row for row in rows if row[0] == outcome)
        if not some:
            continue
        mine = sorted(row[1] * 1e3 for row in some)
        line = [outcome, len(some), *(f"{value:.2f}" for value in (median(mine), mine[len(mine) * 9 // 10], mine[-1]))]
        both = [(row[1] * 1e3, row[2] * 1e3) for row in some if row[2]]
        if both:
            theirs = median(pair[1] for pair in both)
            ratio = geometric_mean([ours / other for ours, other in both])
            line += [f"{theirs:.2f}", f"{median(pair[0] for pair in both) / theirs:.2f}", f"{ratio:.2f}"]
        else:
            line += ["not installed"] * 3
        print(f"| {' | '.join(map(str, line))} |")
    print()
    print('| process | ms | × `python -c "import numpy"` |')
    print("| --- | --- | --- |")
    starts = cold()
    for name, seconds in starts.items():
        print(f"| `{name}` | {seconds * 1e3:.0f} | {seconds / starts[NUMPY]:.2f} |")


if __name__ == "__main__":
    main()
