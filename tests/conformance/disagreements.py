"""Let conform find again what released engines are known to do otherwise than the text they read, and write the table.

    python tests/conformance/disagreements.py ENGINE... --table docs/reference/disagreements.md

Each engine has to be installed beside symtconv; several environments fill one table, each the rows of its own engines.
Nothing is hinted: each engine is asked conform's usual grid, and a row is *found* where the report has what it says.
Where an engine ended its process, the table says so and not at which configuration.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SECONDS = 1500
GRIDS = {"tinygrad-onnx": ("--small",)}
HEAD = """\
# Where released engines differ

What `symtconv conform ENGINE` finds by itself, with no hint, on its usual grid (tinygrad: on the small part of it,
since it interprets every operation here); made, with each engine installed, by
`python tests/conformance/disagreements.py ENGINE... --table docs/reference/disagreements.md`. Every row is evidence on
the configurations that were asked, with the version that stands in it, not a proof. *Refused* is no fault: the row says
where an engine takes less than the text gives. Where the text is silent, the row says as what the answers read. Where
an engine ended its process, the table does not say at which configuration.

| Item | What differs | Engine | Version | Found | Smallest configuration | Slip, or condition |
| --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A known disagreement: a family of a report with this outcome, one of these slips, all of these in its text."""

    item: str
    what: str
    engine: str
    outcome: str
    slips: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


ODD, END = "odd crop on the other side", "output_shape: all cropped at the end"
ROWS = (
    Row("1", "SAME, K < s: the length is (n-1)s + K, not n·s", "onnxruntime", "silent",
        says=("no padding, the natural length",)),
    Row("1", "the same", "openvino", "silent", says=("no padding, the natural length",)),
    Row("1", "SAME, K < s as the text's formula has it", "onnx-reference", "silent",
        says=("half of the total, rounded down",)),
    Row("2", "SAME with output_padding: another length is inferred", "onnx-shapes", "wrong", says=("a > 0", "same_")),
    Row("3", "output_shape: the batch and the channels are lost", "onnx-shapes", "wrong", says=("output_shape > 0",)),
    Row("4", "output_shape without auto_pad: wrong", "onnx-reference", "wrong", (END,)),
    Row("4", "output_shape without auto_pad: refused", "onnx-reference", "refused", says=("output_shape > 0",)),
    Row("5", "the bias of a second group", "onnx-reference", "wrong", ("bias of the first group everywhere",)),
    Row("5", "groups of several channels: refused", "onnx-reference", "refused", says=("groups > 1",)),
    Row("6", "SAME_UPPER with output_shape: the odd entry", "openvino", "wrong", (ODD,), ("same_upper == 1",)),
    Row("7", "output_padding of the stride or more", "openvino", "wrong", says=("a >= s",)),
    Row("8", "VALID with a stride beyond the kernel", "tinygrad-onnx", "wrong",
        ("VALID read as SAME", "VALID read as SAME_LOWER")),
    Row("9", "SAME_UPPER with output_padding", "tract", "wrong", ("output_padding ignored",)),
    Row("9", "some models end the process", "tract", "died"),
    Row("10", "output_shape: another length", "opencv", "wrong", says=("output_shape > 0",)),
    Row("10", "SAME_LOWER: the odd entry", "opencv", "wrong", (ODD,), ("same_lower == 1",)),
    Row("10", "SAME_UPPER: another length", "opencv", "wrong", says=("same_upper == 1",)),
    Row("11", "output_shape beyond the natural length: answered", "openvino", "silent",
        says=("no padding, the length as asked",)),
    Row("11", "the same: the total halved, rounded down", "onnx-reference", "silent",
        says=("half of the total, rounded down",)),
    Row("12", "s <= a < d: refused", "onnxruntime", "refused", says=("a >= s",)),
    Row("13", "padding beyond K-1", "mlx", "wrong", ("negative pad crops the input",)),
    Row("14", "the bias, channels first, on TensorFlow", "keras-channels-first", "wrong",
        ("bias along the last axis",)),
    Row("14", "same, shorter than the input: refused", "keras-channels-first", "refused", says=("i < n",)),
    Row("16", "an output_padding that the CPU refuses", "torch-meta", "illegal"),
    Row("new", "groups with output_shape", "openvino", "wrong", (END,), ("groups > 1",)),
    Row("new", "output_shape without auto_pad", "tract", "wrong", (END,)),
)  # fmt: skip
"""The items are those of the list of live disagreements that the conventions were checked with."""


def report(engine: str) -> dict[str, object] | None:
    """Give conform's report, or None where the engine is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        told = subprocess.run(
            [sys.executable, "-m", "symtconv", "conform", engine, *GRIDS.get(engine, ()), "-o", str(path)],
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        if told.returncode == 2:
            print(told.stderr.strip().splitlines()[-1], file=sys.stderr)
            return None
        return json.loads(path.read_text(encoding="utf-8"))


def found(row: Row, read: dict[str, object]) -> tuple[str, str] | None:
    """Give the smallest configuration and what is said of it, or None where the report has no such family."""
    if row.outcome in ("silent", "illegal"):
        return beyond(row, read["beyond"])
    for family in read["families"]:
        names = [slip["name"] for slip in family["slips"]]
        when = family["when"]["condition"] if family["when"] else ""
        said = " ".join([when, family["smallest"]["text"]])
        if family["outcome"] != row.outcome or not all(one in said for one in row.says):
            continue
        if row.slips and not set(row.slips) & set(names):
            continue
        if row.outcome == "died":
            return "not said", f"{family['count']} of {read['configurations']}"
        told = next((name for name in row.slips if name in names), names[0] if names else "")
        return family["smallest"]["text"], "; ".join(filter(None, [told, f"when `{when}`" if when else ""]))
    return None


def beyond(row: Row, lines: list[str]) -> tuple[str, str] | None:
    """Read what an engine does where nothing is judged."""
    for line in lines:
        if row.outcome == "illegal" and (answered := re.search(r"(\d+) answered.*smallest answered: (.*)", line)):
            return (answered[2], f"{answered[1]} answered") if int(answered[1]) else None
        for name in row.says:
            if row.outcome == "silent" and (taken := re.search(re.escape(name) + r" \((\d+), such as ([^)]*)\)", line)):
                return taken[2], f"{taken[1]} read as: {name}"
    return None


def lines_of(engine: str) -> dict[str, str]:
    """Measure an engine: give its rows of the table, by their first cells."""
    read = report(engine)
    made = {}
    for row in (row for row in ROWS if row.engine == engine):
        if read is None:
            continue
        least, told = found(row, read) or ("", "")
        cells = [row.item, row.what, engine, read["version"], "yes" if told else "**no**"]
        cells += [f"`{least}`" if least not in ("", "not said") else least, told]
        made[key(cells)] = "| " + " | ".join(cells) + " |"
    return made


def key(cells: list[str]) -> str:
    """Tell rows apart."""
    return " | ".join(cells[:3])


def kept(path: Path | None) -> dict[str, str]:
    """Read the rows that stand in the table."""
    if path is None or not path.exists():
        return {}
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][2:]
    return {key([cell.strip() for cell in line.strip("| ").split(" | ")]): line for line in rows}


def main() -> int:
    """Measure the engines that are named, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engines", nargs="+", choices=sorted({row.engine for row in ROWS}), metavar="ENGINE")
    parser.add_argument("--table", type=Path)
    asked = parser.parse_args()
    lines = kept(asked.table)
    for engine in asked.engines:
        lines |= lines_of(engine)
    order = [key([row.item, row.what, row.engine]) for row in ROWS]
    page = HEAD + "".join(lines[name] + "\n" for name in order if name in lines)
    sys.stdout.write(page) if asked.table is None else asked.table.write_text(page, encoding="utf-8")
    missed = [line for line in lines.values() if "**no**" in line]
    print(f"{len(lines) - len(missed)} of {len(order)} found, {len(missed)} not found", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
