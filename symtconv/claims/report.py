"""A verdict as plain lines: what a person wants to see, and to send to a colleague."""

from __future__ import annotations

import shlex

from symtconv.claims.verdict import ClaimVerdict
from symtconv.claims.writing import assignment


def report_lines(verdict: ClaimVerdict) -> list[str]:
    """Give the report of a verdict, line by line, without markup.

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
    lines = [f"{verdict.outcome}  {verdict.claim}"]
    if verdict.domain:
        lines.append(f"  for        {', '.join(verdict.domain)}")
    lines += _counterexample(verdict)
    if verdict.holds_when == "never":
        lines.append("  holds      never   (proved)")
    elif verdict.holds_when is not None:
        lines.append(f"  holds when {verdict.holds_when}   (proved, both ways)")
    if verdict.repaired is not None:
        lines.append(f"  perhaps    {verdict.repaired}   (proved)")
    if verdict.outcome == "proved":
        lines.append(f"  by         {verdict.method}; the certificate replays in the checker")
    if verdict.reason:
        lines.append(f"  because    {verdict.reason}")
    lines.append(f"  searched   {verdict.searched} assignments, the smallest first, in {verdict.seconds:.3f} s")
    lines.append(f"  again      {reproduce(verdict)}")
    return lines


def reproduce(verdict: ClaimVerdict) -> str:
    """Give the command line that asks the same."""
    conditions = [part for condition in verdict.where for part in ("--where", condition)]
    buildable = ["--buildable"] if verdict.only_buildable else []
    return shlex.join(["symtconv", "check", verdict.claim, *conditions, *buildable])


def _counterexample(verdict: ClaimVerdict) -> list[str]:
    if verdict.counterexample is None:
        return []
    lines = [f"  smallest counterexample  {assignment(verdict.counterexample) or 'there are no names'}"]
    lines += [f"    {step} = {value}" for step, value in verdict.evaluation]
    if verdict.left is not None:
        lines.append(f"    left = {verdict.left}, right = {verdict.right}")
    if verdict.buildable is None:
        lines.append(
            "  it is no real layer (a size is below 1 or the kernel is longer than its input); no buildable one found"
        )
    elif verdict.buildable != verdict.counterexample:
        lines.append("  it is no real layer (a size is below 1 or the kernel is longer than its input)")
        lines.append(f"  smallest buildable counterexample  {assignment(verdict.buildable)}")
    return lines
