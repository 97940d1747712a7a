"""A rewrite's verdict as plain lines, and the maps of its proof."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from typing import Any

from symtconv.claims.rewriting.verdict import RewriteVerdict
from symtconv.claims.writing import assignment

Tell = Callable[[str], str]
MOST_NUMBERS = 90  # characters of a result in numbers; a longer one is for the page
SAID = {
    "proved": "proved  {left}  =  {right}",
    "refuted": "refuted  {left}  =  {right}",
    "unknown": "unknown  {left}  =  {right}",
    "tensors": "  tensors    {tensors}",
    "domain": "  for        {domain}",
    "smallest": "  smallest counterexample  {values}",
    "nameless": "there are no names",
    "entry": "    entry {entry}: {left}   against   {right}",
    "shapes": "    lengths {left}   against   {right}",
    "undefined": "    the left is {left}; the right is {right}",
    "numbers": "    in numbers {left}   against   {right}",
    "lengths": "  lengths    {lengths}",
    "never": "  holds      never   (proved)",
    "holds": "  holds when {condition}   (proved, both ways)",
    "holds_if": "  holds if   {condition}   (proved; whether it holds elsewhere is not)",
    "method": "  by         {method}; {claims} claims, and the certificate replays in the checker",
    "reason": "  because    {reason}",
    "searched": "  searched   {searched} assignments, the smallest first, in {seconds:.3f} s",
    "again": "  again      {command}",
}
"""The lines of a report, as they are translated: the spaces put what they say in one column."""


def report_lines(verdict: RewriteVerdict, tell: Tell = str) -> list[str]:
    """Give the report of a verdict, line by line, without markup.

    Parameters
    ----------
    verdict : RewriteVerdict
    tell : callable
        Gives a sentence of `SAID`, or the verdict's own, in another language.

    Examples
    --------
    >>> from symtconv.claims.rewriting.decide import decide
    >>> for line in report_lines(decide("convt(x, w, stride=s)", "convt(x, w)", tensors="x[n] w[k]")):
    ...     print(line)  # doctest: +ELLIPSIS
    refuted  convt(x, w, stride=s)  =  convt(x, w)
      tensors    x[n] w[k]
      for        n >= 1, k >= 1, s >= 1
      smallest counterexample  n = 2, k = 1, s = 2
        entry 1: 0   against   w[0]*x[1]
        lengths 3   against   2
        in numbers [2, 0, 3]   against   [2, 3]
      holds when n == 1 or s == 1   (proved, both ways)
      searched   ... assignments, the smallest first, in ... s
      again      symtconv rewrite 'convt(x, w, stride=s)' 'convt(x, w)' --tensors 'x[n] w[k]'
    """
    lines = [tell(SAID[verdict.outcome]).format(left=verdict.left, right=verdict.right)]
    lines.append(tell(SAID["tensors"]).format(tensors=verdict.tensors))
    if verdict.domain:
        lines.append(tell(SAID["domain"]).format(domain=", ".join(verdict.domain)))
    lines += _counterexample(verdict, tell)
    if verdict.lengths:
        lines.append(tell(SAID["lengths"]).format(lengths=", ".join(verdict.lengths)))
    if verdict.holds_when == "never":
        lines.append(tell(SAID["never"]))
    elif verdict.holds_when is not None:
        lines.append(tell(SAID["holds"]).format(condition=verdict.holds_when))
    elif verdict.holds_if is not None:
        lines.append(tell(SAID["holds_if"]).format(condition=verdict.holds_if))
    if verdict.outcome == "proved" and verdict.certificate is not None:
        claims = len(verdict.certificate.body["proofs"])
        lines.append(tell(SAID["method"]).format(method=tell(verdict.method), claims=claims))
        lines += [f"    {line}" for line in map_lines(verdict.certificate.body["plan"])]
    if verdict.reason:
        lines.append(tell(SAID["reason"]).format(reason=tell(verdict.reason)))
    lines.append(tell(SAID["searched"]).format(searched=verdict.searched, seconds=verdict.seconds))
    lines.append(tell(SAID["again"]).format(command=reproduce(verdict)))
    return lines


def reproduce(verdict: RewriteVerdict) -> str:
    """Give the command line that asks the same."""
    lets = [part for letter, text in verdict.let.items() for part in ("--let", f"{letter}={text}")]
    conditions = [part for condition in verdict.where for part in ("--where", condition)]
    words = ["symtconv", "rewrite", verdict.left, verdict.right, "--tensors", verdict.tensors, *lets, *conditions]
    return shlex.join(words)


def map_lines(plan: Any) -> list[str]:
    """Give the maps of a plan, one line each, with the splits above them."""
    ways = {"left": "left to right", "right": "right to left"}
    lines = []
    for where, side, found in map_rows(plan):
        told = ", ".join(f"{variable} = {size}" for variable, size in found) or "the product itself"
        lines.append(f"{ways[side]}: {told}" + (f"   where {' and '.join(where)}" if where else ""))
    return lines


def map_rows(plan: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, list[tuple[str, str]]]]:
    """Yield the maps of a plan: the splits above, the side that it leads from, and variables with their sizes."""
    if plan == "never":
        return
    if "split" in plan:
        yield from map_rows(plan["yes"], (*where, f"{plan['split']} >= 0"))
        yield from map_rows(plan["no"], (*where, f"{plan['split']} < 0"))
        return
    for side, word in enumerate(("left", "right")):
        for tree in plan["to"][side]:
            for conditions, found in _of_tree(tree, where):
                yield conditions, word, found


def _of_tree(tree: Any, where: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[tuple[str, str]]]]:
    if tree == "never":
        return
    if "split" in tree:
        yield from _of_tree(tree["yes"], (*where, f"{tree['split']} >= 0"))
        yield from _of_tree(tree["no"], (*where, f"{tree['split']} < 0"))
        return
    yield where, list(tree["map"].items())


def _counterexample(verdict: RewriteVerdict, tell: Tell) -> list[str]:
    found = verdict.difference
    if verdict.counterexample is None or found is None:
        return []
    values = assignment(verdict.counterexample) or tell(SAID["nameless"])
    lines = [tell(SAID["smallest"]).format(values=values)]
    shapes = [_shape(shape) for shape in (found.left_shape, found.right_shape)]
    if found.entry is None:
        lines.append(tell(SAID["undefined"]).format(left=shapes[0], right=shapes[1]))
    else:
        place = ",".join(map(str, found.entry))
        lines.append(tell(SAID["entry"]).format(entry=place, left=found.left, right=found.right))
        if shapes[0] != shapes[1]:
            lines.append(tell(SAID["shapes"]).format(left=shapes[0], right=shapes[1]))
    short = verdict.numbers is not None and max(len(str(side)) for side in verdict.numbers) <= MOST_NUMBERS
    if short and verdict.numbers is not None and found.entry is not None:
        lines.append(tell(SAID["numbers"]).format(left=verdict.numbers[0], right=verdict.numbers[1]))
    return lines


def _shape(shape: tuple[int, ...] | str) -> str:
    return shape if isinstance(shape, str) else "x".join(map(str, shape)) or "none"
