"""Random claims and random mutants of true ones, decided by the engine and compared with brute force.

    python tests/claims/soundness.py --count 5000 [--seed 1] [--timeout 3]

Brute force has its own evaluator (Python closures, exact fractions for quotients) and its own enumeration, so that
it shares nothing with the engine but the parser. A proof is attacked at every point of a box and at random far
ones; a counterexample has to be one, and the smallest; a certificate has to replay; a crash is a failure. Where z3
is installed it gives a second opinion on what is proved or left unknown.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from fractions import Fraction
from functools import reduce
from importlib import import_module, util
from itertools import product
from math import ceil, floor
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.term import AT_LEAST, Comparison, Connective, Name, Number, Operation, names_of
from symtconv.checker.check import verify
from symtconv.claims.decide import check
from symtconv.claims.library import LIBRARY
from symtconv.claims.reading import read_claim
from symtconv.claims.writing import text
from symtconv.geometry import InputError, conv_size, convt_size, residue, span

NAMES = ("i", "k", "s", "d", "l", "a", "n", "x")
POSITIVE = ("k", "s", "d", "i", "n")
BOX, FAR, MOST = 4, 200, 40_000
PATIENCE = 2.0  # seconds beyond the time-out, after which an answer counts as a hang


class BrokenError(Exception):
    """The value of a division by what is not positive."""


def quotient(p, q):
    if q < 1:
        raise BrokenError
    return Fraction(p, q)


MEANING = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "neg": lambda a: -a,
    "//": lambda p, q: floor(quotient(p, q)),
    "floor": lambda p, q: floor(quotient(p, q)),
    "ceil": lambda p, q: ceil(quotient(p, q)),
    "%": lambda p, q: p - q * floor(quotient(p, q)),
    "min": lambda *v: sorted(v)[0],
    "max": lambda *v: sorted(v)[-1],
    "abs": lambda a: a if a > 0 else -a,
    "span": span,
    "convt_size": convt_size,
    "conv_size": lambda i, k, s, d, l, h: conv_size(i, k, s, d, l, h) if quotient(0, s) == 0 else 0,
    "residue": lambda i, k, s, d, l, h: residue(i, k, s, d, l, h) if quotient(0, s) == 0 else 0,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "and": lambda *v: all(v),
    "or": lambda *v: any(v),
    "not": lambda a: not a,
    "implies": lambda a, b: b if a else True,
    "iff": lambda a, b: bool(a) is bool(b),
}


def compiled(node):
    """Give a function of a point."""
    if isinstance(node, Number):
        return lambda point: node.value
    if isinstance(node, Name):
        return lambda point: point[node.name]
    parts = (node.left, node.right) if isinstance(node, Comparison) else getattr(node, "terms", None) or node.parts
    inner, meaning = [compiled(part) for part in parts], MEANING[node.word]
    return lambda point: meaning(*[part(point) for part in inner])


def low(name):
    plain = len(name) == 1 or name[1:].isdigit()
    return AT_LEAST.get(name[0], -BOX) if plain else -BOX


class Brute:
    """A claim by its definition."""

    def __init__(self, claim, where):
        self.claim = read_claim(claim, where)
        self.names = self.claim.names
        self.goal = compiled(self.claim.goal)
        self.where = [compiled(part) for part in self.claim.where]

    def fails(self, point):
        """Tell whether the point is admissible and the claim false there."""
        domain = all(point[name] >= low(name) for name in self.names if low(name) >= 0)
        return domain and all(condition(point) for condition in self.where) and not self.goal(point)

    def box(self, rng):
        size = next(b for b in range(BOX, -1, -1) if (b + 1 + (b if b else 0)) ** len(self.names) <= MOST or b <= 1)
        for values in product(*(range(max(low(name), -size), max(low(name), 0) + size + 1) for name in self.names)):
            yield dict(zip(self.names, values, strict=True))
        for _ in range(FAR):
            top = rng.choice((9, 40, 10**3, 10**9))
            yield {name: rng.randint(max(low(name), -top), top) for name in self.names}

    def smaller(self, values):
        """Yield the points that stand before a counterexample, if they are not too many."""
        total = sum(map(abs, values.values()))
        ranges = [range(max(low(name), -total), total + 1) for name in self.names]
        count = 1
        for span_ in ranges:
            count *= len(span_)
        if count <= MOST:
            mine = (total, tuple(values.values()))
            for point in product(*ranges):
                if (sum(map(abs, point)), point) < mine:
                    yield dict(zip(self.names, point, strict=True))


def random_term(rng, depth, names):
    if depth == 0 or rng.random() < 0.2:
        return Name(rng.choice(names)) if rng.random() < 0.75 else Number(rng.randint(0, 4))
    word = rng.choice(("+", "+", "-", "-", "*", "//", "%", "floor", "ceil", "min", "max", "abs", "neg"))
    left = random_term(rng, depth - 1, names)
    if word in ("//", "%", "floor", "ceil"):
        positive = [name for name in names if name in POSITIVE]
        choices = [Number(rng.randint(1, 4)), *map(Name, positive)]
        if len(positive) > 1:
            choices.append(Operation("*", (Name(positive[0]), Name(positive[1]))))
        return Operation(word, (left, rng.choice(choices)))
    if word in ("abs", "neg"):
        return Operation(word, (left,))
    return Operation(word, (left, random_term(rng, depth - 1, names)))


def random_formula(rng, names, depth=2):
    if rng.random() < 0.2:
        parts = (random_formula(rng, names, 1), random_formula(rng, names, 1))
        word = rng.choice(("and", "or", "implies", "iff", "not"))
        return Connective(word, parts[:1] if word == "not" else parts)
    word = rng.choice(("==", "==", "!=", "<", "<=", ">", ">="))
    return Comparison(word, random_term(rng, depth, names), random_term(rng, depth, names))


def random_claim(rng):
    names = rng.sample(NAMES, rng.randint(1, 4))
    where = [text(random_formula(rng, names, 1)) for _ in range(rng.choice((0, 0, 1, 2)))]
    return text(random_formula(rng, names)), where


def spots(node, path=()):
    yield path, node
    parts = (
        (node.left, node.right) if isinstance(node, Comparison) else getattr(node, "terms", getattr(node, "parts", ()))
    )
    for number, part in enumerate(parts):
        yield from spots(part, (*path, number))


def replaced(node, path, new):
    if not path:
        return new
    parts = list(
        (node.left, node.right) if isinstance(node, Comparison) else getattr(node, "terms", getattr(node, "parts", ()))
    )
    parts[path[0]] = replaced(parts[path[0]], path[1:], new)
    return Comparison(node.word, *parts) if isinstance(node, Comparison) else type(node)(node.word, tuple(parts))


def mutant(rng):
    """Give a known formula, changed in one place, or with a condition dropped."""
    known = rng.choice(list(LIBRARY.values()))
    goal, where = parse(known.claim), list(known.where)
    if where and rng.random() < 0.2:
        where.remove(rng.choice(where))
        return text(goal), where
    path, node = rng.choice([spot for spot in spots(goal) if spot[0]])
    names = names_of(goal)
    if isinstance(node, Number):
        new = Number(max(0, node.value + rng.choice((-1, 1))))
    elif isinstance(node, Name):
        new = rng.choice((Name(rng.choice(names)), Operation("+", (node, Number(1)))))
    elif isinstance(node, Operation) and node.word in ("floor", "ceil"):
        new = Operation({"floor": "ceil", "ceil": "floor"}[node.word], node.terms)
    elif isinstance(node, Operation) and node.word in ("min", "max", "+", "-", "*"):
        new = rng.choice((node.terms[0], node.terms[-1], Operation(rng.choice("+-"), node.terms[:2])))
    elif isinstance(node, Operation):
        new = Operation(rng.choice("+-"), (node, Number(1)))
    elif isinstance(node, Comparison):
        new = Comparison(rng.choice(("==", "<=", "<", ">=", ">", "!=")), node.left, node.right)
    else:
        new = node.parts[0]
    return text(replaced(goal, path, new)), where


def judge(claim, where, rng, timeout):
    """Give (outcome, what is wrong or None)."""
    start, problem = time.process_time(), None
    try:
        verdict = check(claim, where=where, timeout=timeout)
    except InputError as error:
        return _judge_refusal(claim, where, str(error), rng)
    taken = time.process_time() - start
    if taken > timeout + PATIENCE:
        problem = f"it took {taken:.1f} s of {timeout}"
    if verdict.certificate is not None and verify(verdict.certificate).outcome != verdict.outcome:
        problem = "its certificate says otherwise"
    judges = {"refuted": _judge_refutation, "proved": _judge_proof, "unknown": _judge_unknown}
    return verdict.outcome, problem or judges[verdict.outcome](verdict, Brute(claim, where), rng)


def _judge_refutation(verdict, brute, rng):
    if not brute.fails(verdict.counterexample):
        return f"{verdict.counterexample} is no counterexample"
    wrong = next((point for point in brute.smaller(verdict.counterexample) if brute.fails(point)), None)
    if wrong is not None:
        return f"{wrong} is smaller than {verdict.counterexample}"
    return _wrong_condition(verdict, brute, rng)


def _judge_proof(verdict, brute, rng):
    wrong = next((point for point in brute.box(rng) if brute.fails(point)), None)
    return second_opinion(brute.claim) if wrong is None else f"{wrong} is a counterexample"


def _judge_unknown(verdict, brute, rng):
    near = (point for point in brute.box(rng) if max(map(abs, point.values()), default=0) <= BOX)
    wrong = next((point for point in near if brute.fails(point)), None)
    return None if wrong is None else f"missed the counterexample {wrong}"


def _wrong_condition(verdict, brute, rng):
    """Compare the condition under which a refuted claim is said to hold with the claim."""
    if verdict.holds_when is None:
        return None
    holds = (lambda point: False) if verdict.holds_when == "never" else compiled(parse(verdict.holds_when))
    for point in brute.box(rng):
        domain = all(point[name] >= low(name) for name in brute.names if low(name) >= 0)
        if domain and all(condition(point) for condition in brute.where) and holds(point) is not brute.goal(point):
            return f"holds_when {verdict.holds_when} is wrong at {point}"
    return None


def _judge_refusal(claim, where, message, rng):
    """A refusal is right when the domain is empty as far as one can see, or some divisor breaks."""
    brute = Brute(claim, where)
    admissible = broken = 0
    for point in brute.box(rng):
        try:
            if all(point[name] >= low(name) for name in brute.names if low(name) >= 0):
                admissible += all(condition(point) for condition in brute.where)
                brute.goal(point)
        except BrokenError:
            broken += 1
    if "say nothing" in message or "says nothing" in message:
        return "vacuous", f"not vacuous: {message}" if admissible else None
    return "refused", None if broken else f"refused without a reason: {message}"


def second_opinion(claim):
    """Ask z3, where it is installed, whether a proved claim has a counterexample after all."""
    if util.find_spec("z3") is None:
        return None
    z3 = import_module("z3")
    found = z3.Solver()
    found.set("timeout", 1000)
    found.add(*(z3_of(z3, part) for part in claim.assumptions), z3.Not(z3_of(z3, claim.goal)))
    return f"z3 has a counterexample: {found.model()}" if found.check() == z3.sat else None


def z3_of(z3, node):
    if isinstance(node, Number):
        return z3.IntVal(node.value)
    if isinstance(node, Name):
        return z3.Int(node.name)
    parts = (node.left, node.right) if isinstance(node, Comparison) else getattr(node, "terms", None) or node.parts
    inner = [z3_of(z3, part) for part in parts]
    words = {
        "//": lambda p, q: p / q,
        "floor": lambda p, q: p / q,
        "ceil": lambda p, q: -((-p) / q),
        "%": lambda p, q: p % q,
        "min": lambda *v: reduce(lambda a, b: z3.If(a <= b, a, b), v),
        "max": lambda *v: reduce(lambda a, b: z3.If(a >= b, a, b), v),
        "abs": lambda a: z3.If(a >= 0, a, -a),
        "conv_size": lambda i, k, s, d, l, h: (i + l + h - d * (k - 1) - 1) / s + 1,
        "residue": lambda i, k, s, d, l, h: (i + l + h - d * (k - 1) - 1) % s,
        "and": z3.And,
        "or": z3.Or,
        "not": z3.Not,
        "implies": z3.Implies,
        "iff": lambda a, b: a == b,
    }
    return words.get(node.word, MEANING[node.word])(*inner)


def run(count, seed, timeout):
    """Judge so many claims; give the tally, the disagreements, and the slowest."""
    rng, tally, wrong, slowest = random.Random(seed), Counter(), [], (0.0, "")  # noqa: S311 - not a secret
    for number in range(count):
        kind = "mutant" if number % 2 else "random"
        claim, where = mutant(rng) if number % 2 else random_claim(rng)
        start = time.perf_counter()
        try:
            outcome, problem = judge(claim, where, rng, timeout)
        except Exception as error:  # noqa: BLE001 - a crash of any kind is what this looks for
            outcome, problem = "crash", repr(error)
        slowest = max(slowest, (time.perf_counter() - start, f"{claim}  where {where}"))
        tally[kind, outcome] += 1
        if problem is not None:
            wrong.append(f"{claim!r} where {where}: {outcome}, but {problem}")
    return tally, wrong, slowest


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=3.0)
    given = parser.parse_args()
    start = time.perf_counter()
    tally, wrong, slowest = run(given.count, given.seed, given.timeout)
    for (kind, outcome), number in sorted(tally.items()):
        print(f"{kind:8} {outcome:8} {number:6}")
    print(f"{given.count} claims, {len(wrong)} disagreements, {time.perf_counter() - start:.0f} s; "
          f"slowest {slowest[0]:.1f} s: {slowest[1]}")  # fmt: skip
    for problem in wrong:
        print("WRONG", problem)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
