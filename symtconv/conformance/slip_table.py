"""The table of slips as a page: ``python -m symtconv.conformance.slip_table > docs/reference/slips.md``."""

# ruff: noqa: E501 - a paragraph of a page stands as it is published

from __future__ import annotations

import sys
from functools import cache

import numpy as np

from symtconv.conformance import probes
from symtconv.conformance.harmless import proved
from symtconv.conformance.reference import result
from symtconv.conformance.slips import Slip, answer_of, catalogue
from symtconv.conformance.tell import letters
from symtconv.grids.dialects import meaning
from symtconv.grids.form import Form
from symtconv.grids.grid import Grid, configurations
from symtconv.grids.simpler import simpler
from symtconv.grids.words import Words

HEAD = """\
# The table of slips

Made from `symtconv/conformance/slips.toml` by `python -m symtconv.conformance.slip_table`. Each is a way to compute another
layer than the one that was meant. *Harmless iff* says when the values are right all the same, on one axis, for all
sizes; `proved` means that there is a certificate for each direction, which the checker replays (`symtconv.conformance.harmless`):
that the condition suffices is one claim over all entries o and taps t; that it is needed, one that names a pair (o, t)
that goes elsewhere; for the bias, both are claims about the value of one entry. The letters are those of the relation j = s·o + d·t - l, with h and a as in the length; a digit 0 is for
the first axis, a digit 1 for the opposite one. The smallest configuration is the one that shrinking comes to, in the words
of ONNX.

| Slip | What it does | Harmless iff | Assumed | Proof | Smallest |
| --- | --- | --- | --- | --- | --- |
"""


@cache
def _asked() -> list[Words]:
    return [words for words, _ in configurations(Grid(small=True, random=400, seed=1), "onnx")]


def _differs(slip: Slip, words: Words) -> bool:
    form = meaning(words, "onnx")
    if not isinstance(form, Form):
        return False
    y, w, bias = probes.dense(form, "float32", 7, batch=words.batch, bias=words.bias)
    found, right = answer_of(slip, y, w, bias, words, form), result(y, w, form, bias)
    return found is not None and not (found.shape == right.shape and np.array_equal(found, right))


def smallest(slip: Slip) -> Words | None:
    """Give a configuration of ONNX at which a slip does harm and no simpler one does.

    Examples
    --------
    >>> smallest(catalogue()["stride ignored"]).text
    'n=2 k=1 s=2'
    """
    found = next((words for words in _asked() if _differs(slip, words)), None)
    while found is not None:
        lower = next((words for words in simpler(found) if _differs(slip, words)), None)
        if lower is None:
            break
        found = lower
    return found


def table() -> str:
    """Give the page."""
    rows = []
    for slip in catalogue().values():
        condition = f"`{slip.harmless_iff}`{letters(slip, 'en')}"
        how = "proved" if proved(slip.name) else "not proved"
        where = ", ".join(f"`{one}`" for one in slip.where)
        least = smallest(slip)
        told = "" if least is None else f"`{least.text}`"
        rows.append(f"| {slip.name} | {slip.text} | {condition} | {where} | {how} | {told} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())
