"""Mutation testing of the trusted rooms: every small change must turn some test red.

Run with ``make mutants``; ``python tests/mutants.py [FILE ...]`` is for a copy of the source that may be changed:
each mutant is written into its file and a fork of this process runs the tests. The mutants are those of
cosmic-ray's operators. A survivor must stand in ``tests/mutants.toml`` with the reason why nothing can tell it
from the original; the exit code is 1 when one does not, or when a statement there is stale.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import gc
import json
import os
import resource
import sys
import time
import tomllib
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import cosmic_ray.plugins
import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from mutants_report import files as mutated

PACKAGE, STATED = Path("symtconv"), Path("tests/mutants.toml")
LAYERS = [
    "tests/geometry/test_values.py",
    "tests/geometry/test_words.py",
    "tests/geometry/test_layer.py",
    "tests/geometry/test_relation.py",
    "tests/checker/test_layer_certificate.py",
    "tests/proofs/test_instance.py",
]
LIMITS = ["tests/geometry/test_values.py", "tests/checker/test_limits.py"]
REPLAY = [*LIMITS, "tests/checker/test_layer_replay.py"]
CERTIFICATES = [
    *LIMITS,
    "tests/checker/test_layer_certificate.py",
    "tests/checker/test_claim_certificate.py",
]
CLAIMS = [
    "tests/checker/test_limits.py",
    "tests/arithmetic/test_polynomial.py",
    "tests/checker/test_claim_certificate.py",
    "tests/checker/test_facts.py",
    "tests/checker/test_version1.py",
    "tests/arithmetic/test_parse.py",
    "tests/claims/test_decide.py",
]
REWRITES = ["tests/claims/rewriting/test_tampering.py", "tests/claims/rewriting/test_rewrite.py"]
OF_REWRITES = ("condition", "entries", "guards", "obligations", "plan", "rewrite", "sides")
# file -> the tests that are asked, quickest judge first; a folder is asked for what is not named
JUDGES = {
    "geometry": LAYERS,
    "geometry/layer.py": [*LAYERS, "symtconv/geometry/layer.py"],
    "geometry/relation.py": ["tests/geometry/test_relation.py", *LAYERS],
    "geometry/extent.py": [*LAYERS, "tests/arithmetic/test_parse.py"],
    "checker": [*LIMITS, "tests/checker", "tests/proofs/test_instance.py"],
    "checker/entry.py": [*REPLAY, *reversed(LAYERS)],
    "checker/instance.py": [*REPLAY, *reversed(LAYERS)],
    "checker/layer.py": [*REPLAY, *LAYERS[4:]],
    "certificates/format.py": CERTIFICATES,
    "arithmetic/polynomial.py": CLAIMS,
    "arithmetic": ["tests/arithmetic/test_parse.py", *CLAIMS],
    "arithmetic/parse.py": ["tests/arithmetic/test_parse.py", "tests/claims/test_explaining.py", *CLAIMS],
    "checker/facts.py": ["tests/checker/test_facts.py", *CLAIMS],
    "checker/tree.py": ["tests/checker/test_tree.py", "tests/checker/test_claim_certificate.py", *CLAIMS],
    "checker/version1.py": ["tests/checker/test_version1.py", "tests/checker/test_facts.py", *CLAIMS],
    "certificates": CERTIFICATES,
    "checker/claim.py": ["tests/checker/test_claim_certificate.py", *CLAIMS],
    "checker/sizes.py": [*LIMITS, "tests/proofs/test_sizes.py"],
    "checker/comparison.py": [*LIMITS, "tests/proofs/translation/test_comparison.py"],
    "geometry/family.py": [*LAYERS, "tests/proofs/test_sizes.py"],
    **{f"checker/{name}.py": REWRITES for name in OF_REWRITES},
}
SWAPS = [
    *("Add_Sub", "Sub_Add", "Mul_Add", "Mul_FloorDiv", "FloorDiv_Mul", "FloorDiv_Mod", "Mod_FloorDiv", "Pow_Mul"),
    *("BitOr_BitAnd", "BitAnd_BitOr", "BitXor_BitOr"),
]
COMPARISONS = [
    *("Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt"),
    *("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is"),
]
OPERATORS = [
    *(f"core/ReplaceBinaryOperator_{swap}" for swap in SWAPS),
    *(f"core/ReplaceComparisonOperator_{swap}" for swap in COMPARISONS),
    *(f"core/ReplaceUnaryOperator_{swap}" for swap in ("Delete_USub", "Delete_Not")),
    *("core/AddNot", "core/ReplaceAndWithOr", "core/ReplaceOrWithAnd"),
    *("core/ReplaceTrueWithFalse", "core/ReplaceFalseWithTrue", "core/NumberReplacer"),
    *("core/ReplaceBreakWithContinue", "core/ReplaceContinueWithBreak", "core/ZeroIterationForLoop"),
    *("core/ExceptionReplacer", "core/RemoveDecorator"),
]
REWRITTEN = "ignore::pytest.PytestAssertRewriteWarning"  # Hypothesis is loaded before the fork
LOADED = ("numpy", "sympy", "hypothesis")  # once, for all forks
SECONDS, MEMORY = 300, 4 << 30  # of processor time and of address space


@dataclass(frozen=True)
class Mutant:
    """One changed file: ``was`` and ``now`` are the lines that differ, stripped."""

    file: str
    line: int
    was: str
    now: str
    code: str


def bare(code: str) -> str:
    """Dump of the code without annotations and docstrings, which nothing evaluates here."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Name("_")
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value = ast.Constant(None)
    return ast.dump(tree)


def mutants(file: str) -> Iterator[Mutant]:
    """Every mutant of a file that is Python, and not the same code in other words."""
    source = (PACKAGE / file).read_text()
    seen = {bare(source)}
    for name in OPERATORS:
        operator = cosmic_ray.plugins.get_operator(name)()
        count = sum(1 for node in ast_nodes(get_ast(source)) for _ in operator.mutation_positions(node))
        for occurrence in range(count):
            code = mutate_code(source, operator, occurrence)
            with contextlib.suppress(SyntaxError):
                form = bare(code)
                if form not in seen:
                    seen.add(form)
                    yield described(file, source, code)


def described(file: str, source: str, code: str) -> Mutant:
    old, new = source.splitlines(), code.splitlines()
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    _, i1, i2, j1, j2 = next(change for change in changes if change[0] != "equal")
    was, now = (" ".join(" ".join(part).split()) for part in (old[i1:i2], new[j1:j2]))
    if old.count(old[i1]) > 1:  # a line that stands in several places is told by the one above it
        above = old[i1 - 1].strip()
        was, now = f"{above} {was}", f"{above} {now}"
    return Mutant(file, i1 + 1, was, now, code)


def judged(mutant: Mutant, judge: str, profile: str, limit: int = SECONDS) -> tuple[bool, float]:
    """Write the mutant, run the tests in a fork, put the file back; whether a test was red, and seconds."""
    path = PACKAGE / mutant.file
    source = path.read_bytes()
    # Everything else is compiled once, by the run without a mutant; a file compiled within the same second would
    # pass for the next mutant, so this one never is.
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*"):
        compiled.unlink()
    path.write_text(mutant.code)
    try:
        child = os.fork()
        if not child:
            run_tests(judge, profile, limit, original=not mutant.line)
        _, status, used = os.wait4(child, 0)
        return status != 0, used.ru_utime
    finally:
        path.write_bytes(source)


def run_tests(judge: str, profile: str, limit: int, *, original: bool) -> None:
    quiet = os.open("mutants.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    time.perf_counter = time.process_time  # limits of time are not to depend on what else the machine does
    os.environ["SYMTCONV_PROFILE"] = profile
    sys.dont_write_bytecode = not original
    code = 70
    try:
        code = pytest.main(["-x", "-q", "--no-header", "--tb=short", "-p", "no:cacheprovider", "-W", REWRITTEN, judge])
    except BaseException:  # noqa: BLE001 - whatever it was, the child ends here
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def judges_of(file: str) -> list[str]:
    return JUDGES.get(file) or JUDGES[file.partition("/")[0]]


def survivors(file: str) -> tuple[int, list[Mutant]]:
    """Number of mutants of a file, and those that no test can tell from the original."""
    original, limits = Mutant(file, 0, "", "", (PACKAGE / file).read_text()), {}
    for judge in judges_of(file):
        red, seconds = judged(original, judge, "short")
        if red:
            raise SystemExit(f"{file}: {judge} is red without any mutant; see mutants.log")
        limits[judge] = round(5 * seconds) + 3  # what takes so much longer never ends
    count, left = 0, []
    for mutant in mutants(file):
        count += 1
        # Few examples kill most; what survives them is shown the usual number.
        asked = ((judge, profile) for profile in ("mutants", "short") for judge in judges_of(file))
        if not any(judged(mutant, judge, profile, limits[judge])[0] for judge, profile in asked):
            left.append(mutant)
    return count, left


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="such as geometry/relation.py; all without")
    files = parser.parse_args().files or mutated(Path())
    stated = {
        (entry["file"], entry["was"], now)
        for entry in tomllib.loads(STATED.read_text()).get("equivalent", [])
        for now in entry["now"]
    }
    for module in LOADED:
        import_module(module)
    gc.freeze()
    faults = 0
    for file in files:
        start = time.perf_counter()
        count, left = survivors(file)
        found = {(file, mutant.was, mutant.now) for mutant in left}
        unstated, stale = found - stated, {entry for entry in stated if entry[0] == file} - found
        faults += len(unstated) + len(stale)
        figures = (count, count - len(left), len(found & stated), len(unstated), round(time.perf_counter() - start))
        lines = [f"| `{file}` | {' | '.join(map(str, figures))} |"]
        for word, entries in (("survives, and no reason is stated", unstated), ("stated, but killed or gone", stale)):
            lines += [
                f"{word}:\n  was = {json.dumps(was)}\n  now = {json.dumps(now)}" for _, was, now in sorted(entries)
            ]
        print("\n".join(lines), flush=True)  # at once: other files are at work beside this one
    return 1 if faults else 0


if __name__ == "__main__":
    sys.path.insert(0, ".")
    sys.exit(main())
