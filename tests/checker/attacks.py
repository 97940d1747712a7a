"""Files made to keep the checker busy: each as large, as deep, as long or as wide as something lets it be.

``python tests/checker/attacks.py [NAME ...]`` replays them in processes of their own and prints what each costs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from symtconv.certificates.format import Certificate, digest_of  # noqa: E402 - run as a script, it finds the package first

SECONDS, MEGABYTES = 5.0, 300.0
LETTERS = "bcefjmoqtuvwxyz"  # which promise nothing
LARGE = 10**399
HEAD = {"format": "symtconv-certificate", "report": None, "verdict": "proved"}
CLOSED = {"sum": [[1, [0]]]}


def written(body: dict) -> bytes:
    return json.dumps(Certificate({**HEAD, **body}).to_dict()).encode()


def claim(text: str, where: list[str], tree: object, *, names: str = "", version: int = 2, **more: object) -> bytes:
    """Write a certificate of a claim with whatever else it takes to be looked at."""
    from symtconv.arithmetic.claim import Claim  # noqa: PLC0415 - a text may be made not to be read
    from symtconv.geometry import InputError  # noqa: PLC0415 - as above

    try:
        known = Claim.read(text, where)
        domain, found = list(known.domain), {name: int(name[0] in "inksdglhpa") for name in known.names}
    except InputError:
        domain, found = where, dict.fromkeys(names, 1)
    trees = {"tree" if version == 2 else "cases": tree, "divisors": [], "counterexample": None, "witness": found}
    body = {"version": version, "kind": "claim", "claim": text, "where": where, "domain": domain, **trees, **more}
    return written(body)


SUM = "+".join(f"x{n}" for n in range(19))
POWER = f"((({SUM})*({SUM}))*(({SUM})*({SUM})))"
MANY = f"{POWER} == 0*0"
CUBES, NINES = "(x*" * 58 + "x" + ")" * 58 + " >= 0", "*".join(["9" * 30] * 58) + " >= 0"
EIGHTS, GCDS = "+".join(["(x**8)**7"] * 40), "+".join(f"gcd({SUM},x{n}*x{n + 1})" for n in range(18))
CHOSEN = "+".join(f"(x if x > {n} else y**8)" for n in range(4))
ABS = "+".join(f"abs({x})" for x in LETTERS[:8]) + " >= 0"


def nested(word: str, depth: int, leaf: str, more: str) -> str:
    return word * depth + leaf + more * depth


def layer(rank: int, size: int, **more: object) -> dict:
    pairs = [[0, 0]] * rank
    body = {
        "input": [size] * rank,
        "kernel": [size] * rank,
        "stride": [size] * rank,
        "padding": pairs,
        "dilation": [size] * rank,
        "output_padding": [0] * rank,
        "in_channels": 1,
        "out_channels": 1,
        "groups": 1,
    }
    words = {"dilate": [size] * rank, "pad": pairs, "flip": True, "swap": True, "dilation": [size] * rank}
    parts = {"layer": body, "lowering": {**words, "crop_first": False}, "output": [], "views": {}, "difference": None}
    return {"version": 2, "kind": "layer", **parts, **more}


def proved_layer(rank: int, size: int, views: int = 0) -> bytes:
    """Write a true certificate, with more views than there are."""
    from symtconv import ConvTranspose, prove  # noqa: PLC0415 - only this one finds anything

    verdict = prove(ConvTranspose(input=(size,) * rank, kernel=(size,) * rank, stride=size - 1, dilation=size // 3))
    body = dict(verdict.certificate.body)
    body["views"] = {**body["views"], **{f"v{n}": body["views"]["matrix"] for n in range(views)}}
    return written(body)


def report(text: bytes) -> bytes:
    """Put something beside a small certificate, as a report does."""
    small = json.dumps(Certificate({**HEAD, "version": 2, "kind": "page"}).to_dict()).encode()
    return b'{"format": 1, "x": ' + text + b', "certificate": ' + small + b"}"


def values(text: str, value: int, where: list[str] | None = None, **more: object) -> bytes:
    names = sorted({x for x in LETTERS if x in text})
    return claim(text, where or [], CLOSED, witness=dict.fromkeys(names, value), **more)


def divided(count: int) -> bytes:
    """Write a claim with a square of so many divisors, each shown rightly."""
    from symtconv.arithmetic.claim import Claim  # noqa: PLC0415 - as above
    from symtconv.certificates.limits import Budget  # noqa: PLC0415 - as above
    from symtconv.checker.facts import facts_of, obligations  # noqa: PLC0415 - as above

    where = ["+".join(f"x//(k+{n})" for n in range(m, m + count)) + " >= 0" for m in range(0, count * count, count)]
    *of_divisors, _ = obligations(Claim.read("k >= 1", where))
    known = (len(facts_of(formulas, Budget(10**9))) for formulas in of_divisors)
    return claim("k >= 1", where, CLOSED, divisors=[{"sum": [[1, [0]], [1, [number - 1]]]} for number in known])


def split(terms: int, names: int) -> dict:
    return {"split": [[1, [f"y{n}"] * names] for n in range(terms)], "yes": CLOSED, "no": CLOSED}


def cases(depth: int) -> object:
    tree: object = CLOSED
    for _ in range(depth):
        tree = {"cases": 0, "of": [tree, tree]}
    return tree


ATTACKS: dict[str, Callable[[], bytes]] = {
    # what a claim means
    "powers in conditions": lambda: claim(ABS, [MANY] * 9, CLOSED),
    "powers and cases": lambda: claim(ABS, [MANY], cases(9)),
    "powers in the claim": lambda: claim("+".join([POWER] * 5) + " >= 0", [], CLOSED),
    "sums that are copied": lambda: claim(f"{POWER}" + "+x0" * 30 + " >= 0", ["k >= 1"] * 90, CLOSED),
    "quotients of powers": lambda: claim(f"{POWER}//k + {POWER}//(k+1) + {POWER}//(k*s) >= 0", [], CLOSED),
    "many divisors": lambda: divided(20),
    "more divisors": lambda: divided(40),
    "divisors of divisors": lambda: claim(nested("(k//", 55, "k", ")") + " >= 0", ["k >= 1"] * 90, CLOSED),
    "equivalences": lambda: claim(nested("iff(x == 0, ", 50, "x == 1", ")"), [], CLOSED),
    "powers of powers": lambda: claim("(" * 40 + "x" + "**8)" * 40 + " >= 0", ["k**8 >= 1"], CLOSED, names="xk"),
    "small powers": lambda: claim(f"{EIGHTS} >= 0", [f"{EIGHTS} >= y"] * 90, CLOSED),
    "choices": lambda: claim(f"{CHOSEN} >= {'+'.join(['k**8'] * 40)}", [f"{CHOSEN} >= -k**8"] * 99, CLOSED),
    "divisors in common": lambda: claim(f"{GCDS} >= 0", [], cases(10)),
    "minima of minima": lambda: claim(nested("min(x, x + ", 28, "y", ")") + " == 0", [], cases(12)),
    "wide maxima": lambda: claim(
        "max(" + ",".join(f"x{n}" for n in range(40)) + ") >= 0",
        ["max(" + ",".join(f"x{n}*x{m}" for n in range(40)) + ") >= 0" for m in range(40)],
        CLOSED,
    ),
    "long chains": lambda: claim("<=".join(["k"] * 660), ["<=".join(["k"] * 660)] * 8, CLOSED),
    "too much text": lambda: claim("k >= 1", ["k >= 1" + " " * 1990] * 100, CLOSED),
    "large values": lambda: values("*".join(f"({'*'.join([x] * 50)})" for x in "xyzbcefj") + " >= 0", LARGE),
    "values squared": lambda: values(CUBES, LARGE, [CUBES] * 70),
    "products of literals": lambda: claim(NINES, [NINES] * 10, CLOSED),
    # what a tree says
    "a wide sum": lambda: claim(ABS, [], {"sum": [[1, [0, 0, 0, 0]]] * 450_000}),
    "a wide sum of large factors": lambda: claim("x >= 1", [], {"sum": [[LARGE, [0, 0, 0, 0]]] * 30_000}),
    "products of powers": lambda: claim(f"{SUM}+{POWER} >= 0", [], {"sum": [[1, [0, 0, 0]]] * 1000}),
    "a wide split": lambda: claim("x >= 1", [], split(400_000, 1)),
    "a split of high degree": lambda: claim("x >= 1", [], split(3, 500_000)),
    "splits below each other": lambda: claim("x >= 1", [], nested_splits(31)),
    "a bush": lambda: claim(ABS, [], bush(16)),
    "cases of nothing": lambda: claim("x >= 1", [], cases(17)),
    "trees that are no trees": lambda: claim("x >= 1", [], [[[]]] * 900_000),
    "numbers in place of trees": lambda: claim("x//k >= 1", [], 1, divisors=list(range(2_000_000))),
    # what is no certificate at all
    "strings": lambda: report(b"[" + b",".join([b'"abc"'] * 2_600_000) + b"]"),
    "wide strings": lambda: report(b'"' + "\U0001f600".encode() * 3_900_000 + b'"'),
    "escaped strings": lambda: report(b'"' + rb"\u00e9" * 2_600_000 + b'"'),
    "numbers": lambda: report(b"[" + b",".join([b"1234"] * 2_990_000) + b"]"),
    "floats": lambda: report(b"[" + b",".join([b"1e5"] * 2_990_000) + b"]"),
    "objects": lambda: report(b"[" + b",".join([b'{"a":1}'] * 690_000) + b"]"),
    "keys": lambda: report(b"{" + b",".join(b'"%x":0' % n for n in range(690_000)) + b"}"),
    "lists": lambda: report(b"[" + b",".join([b"[1]"] * 990_000) + b"]"),
    "pairs": lambda: report(b"[" + b",".join([b'{"a":7,"b":8}'] * 349_000) + b"]"),
    "long numbers": lambda: report(b"[" + b",".join([b"9" * 399] * 39_000) + b"]"),
    "spaces": lambda: b" " * 15_900_000 + b"{}",
    "unknown keys": lambda: written({"version": 2, "kind": "claim", **{f"k{n}": n for n in range(300_000)}}),
    "an endless kind": lambda: written({"version": 2, "kind": "x" * 15_000_000}),
    "kinds": lambda: written({"version": 2, "kind": [[1]] * 900_000}),
    # layers
    "rank": lambda: written(layer(100_000, 3)),
    "rank and size": lambda: written(layer(2_000, LARGE)),
    "large numbers": lambda: proved_layer(3, 10**198),
    "views": lambda: proved_layer(1, 10**190, views=4_000),
    "views and axes": lambda: proved_layer(8, 10**190, views=500),
    "words for a layer": lambda: written(layer(1, 3, layer={"input": "x" * 10_000_000})),
    "words for sizes": lambda: written(layer(1, 3, layer={**layer(1, 3)["layer"], "kernel": [[[3]] * 900_000]})),
    "channels": lambda: written(layer(1, 3, layer={**layer(1, 3)["layer"], "in_channels": LARGE, "out_channels": 1})),
}  # fmt: skip


def nested_splits(depth: int) -> object:
    tree: object = CLOSED
    for _ in range(depth):
        tree = {"split": [[1, ["y"]]], "yes": CLOSED, "no": tree}
    return tree


def bush(depth: int) -> object:
    tree: object = CLOSED
    for _ in range(depth):
        tree = {"split": [[1, ["y"]]], "yes": tree, "no": tree}
    return tree


def version_1(name: str) -> Callable[[], bytes]:
    """Write the same for the checker of version 1."""

    def made() -> bytes:
        body = {key: value for key, value in json.loads(ATTACKS[name]()).items() if key != "digest"}
        tree = body.pop("tree")
        count = 256 if len(json.dumps(tree)) < 10_000 else 1
        body |= {"version": 1, "cases": [tree] * count, "divisors": [[tree] * 2 for tree in body["divisors"]]}
        return json.dumps({**body, "digest": digest_of(body)}).encode()

    return made


OLD = [*list(ATTACKS)[:16], "products of powers", "a wide split"]
EVERY = ATTACKS | {f"{name}, version 1": version_1(name) for name in OLD}


CHILD = """
import sys
from symtconv.cli.verify import run
code = run(sys.argv[1:])
with open("/proc/self/status") as status:
    print(*[line.split()[1] for line in status if line.startswith("VmHWM")])
sys.exit(code)
"""


def cost(text: bytes) -> tuple[int, float, float, str]:
    """Give exit code, seconds of processor time, megabytes, and what was printed, of `symtconv verify`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "attack.json"
        path.write_bytes(text)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", CHILD, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment) as child:
            printed = child.stdout.read().decode(errors="replace")
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
    # What the kernel counts for a child is at least what its parent had; the child says itself what it had.
    *said, last = printed.splitlines() or [""]
    known = last.isdigit()
    megabytes = (int(last) if known else used.ru_maxrss) / 1024
    return child.returncode, used.ru_utime + used.ru_stime, megabytes, "\n".join(said if known else [*said, last])


def fault(text: bytes) -> str | None:
    """Say what is wrong with the answer to a file: too late, too large, or none."""
    code, seconds, megabytes, printed = cost(text)
    if code not in (0, 1, 2) or "Traceback" in printed:
        return f"it ended with {code}: {printed[-300:]}"
    if len(printed) > 2000:
        return f"it printed {len(printed)} characters"
    if seconds > SECONDS or megabytes > MEGABYTES:
        return f"it took {seconds:.1f} s and {megabytes:.0f} MB: {printed[:200]}"
    return None


def main() -> int:
    worst = 0
    for name in sys.argv[1:] or EVERY:
        text = EVERY[name]()
        code, seconds, megabytes, printed = cost(text)
        bad = seconds > SECONDS or megabytes > MEGABYTES or code not in (0, 1, 2)
        worst += bad
        said = printed.strip().splitlines()[-1][:90] if printed.strip() else ""
        print(f"{'BAD' if bad else 'ok ':3} {seconds:5.1f} s {megabytes:5.0f} MB  {code} {name}: {said}", flush=True)
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
