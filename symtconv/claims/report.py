"""A verdict as plain lines: what a person wants to see, and to send to a colleague."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from symtconv.claims.verdict import ClaimVerdict
from symtconv.claims.writing import assignment

Tell = Callable[[str], str]
"""Gives a sentence of ours in the language of the reader, slots and all."""

SAID = {
    "proved": "proved  {claim}",
    "refuted": "refuted  {claim}",
    "unknown": "unknown  {claim}",
    "domain": "  for        {domain}",
    "smallest": "  smallest counterexample  {values}",
    "far": "  counterexample, perhaps not the smallest  {values}",
    "nameless": "there are no names",
    "sides": "    left = {left}, right = {right}",
    "unbuilt": "  it is no real layer (a size is below 1 or the kernel is longer than its input); "
    "no buildable one found",
    "unreal": "  it is no real layer (a size is below 1 or the kernel is longer than its input)",
    "buildable": "  smallest buildable counterexample  {values}",
    "never": "  holds      never   (proved)",
    "holds": "  holds when {condition}   (proved, both ways)",
    "repaired": "  perhaps    {claim}   (proved)",
    "method": "  by         {method}; the certificate replays in the checker",
    "reason": "  because    {reason}",
    "searched": "  searched   {searched} assignments, the smallest first, in {seconds:.3f} s",
    "again": "  again      {command}",
}
"""The lines of a report, as they are translated: the spaces put what they say in one column."""


def report_lines(verdict: ClaimVerdict, tell: Tell = str) -> list[str]:
    """Give the report of a verdict, line by line, without markup.

    Parameters
    ----------
    verdict : ClaimVerdict
    tell : callable
        Gives a sentence of `SAID`, or the verdict's own, in another language.

    Examples
    --------
    >>> from symtconv.claims.decide import check
    >>> for line in report_lines(check("(n-1)*s + k == convt_size(n,k,s,d,0,0,0)")):
    ...     print(line)  # doctest: +ELLIPSIS
    refuted  (n-1)*s + k == convt_size(n,k,s,d,0,0,0)
      for        n >= 1, s >= 1, k >= 1, d >= 1
      smallest counterexample  n = 1, s = 1, k = 2, d = 2
        convt_size(n, k, s, d, 0, 0, 0) = 3
        left = 2, right = 3
      holds when k == 1 or d == 1   (proved, both ways)
      perhaps    (n - 1)*s + span(k, d) == convt_size(n, k, s, d, 0, 0, 0)   (proved)
      searched   ... assignments, the smallest first, in ... s
      again      symtconv check '(n-1)*s + k == convt_size(n,k,s,d,0,0,0)'
    """
    lines = [tell(SAID[verdict.outcome]).format(claim=verdict.claim)]
    if verdict.domain:
        lines.append(tell(SAID["domain"]).format(domain=", ".join(verdict.domain)))
    lines += _counterexample(verdict, tell)
    if verdict.holds_when == "never":
        lines.append(tell(SAID["never"]))
    elif verdict.holds_when is not None:
        lines.append(tell(SAID["holds"]).format(condition=verdict.holds_when))
    if verdict.repaired is not None:
        lines.append(tell(SAID["repaired"]).format(claim=verdict.repaired))
    if verdict.outcome == "proved":
        lines.append(tell(SAID["method"]).format(method=tell(verdict.method)))
    if verdict.reason:
        lines.append(tell(SAID["reason"]).format(reason=tell(verdict.reason)))
    lines.append(tell(SAID["searched"]).format(searched=verdict.searched, seconds=verdict.seconds))
    lines.append(tell(SAID["again"]).format(command=reproduce(verdict)))
    return lines


def reproduce(verdict: ClaimVerdict) -> str:
    """Give the command line that asks the same."""
    conditions = [part for condition in verdict.where for part in ("--where", condition)]
    buildable = ["--buildable"] if verdict.only_buildable else []
    return shlex.join(["symtconv", "check", verdict.claim, *conditions, *buildable])


def _counterexample(verdict: ClaimVerdict, tell: Tell) -> list[str]:
    if verdict.counterexample is None:
        return []
    values = assignment(verdict.counterexample) or tell(SAID["nameless"])
    lines = [tell(SAID["smallest" if verdict.smallest else "far"]).format(values=values)]
    lines += [f"    {step} = {value}" for step, value in verdict.evaluation]
    if verdict.left is not None:
        lines.append(tell(SAID["sides"]).format(left=verdict.left, right=verdict.right))
    if verdict.buildable is None:
        lines.append(tell(SAID["unbuilt"]))
    elif verdict.buildable != verdict.counterexample:
        lines.append(tell(SAID["unreal"]))
        lines.append(tell(SAID["buildable"]).format(values=assignment(verdict.buildable)))
    return lines
