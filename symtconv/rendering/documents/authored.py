r"""The author's words with mathematics in them: ``Why $\mathbf{C}^T y$ is a convolution``."""

from __future__ import annotations

import re

from symtconv.geometry import InputError
from symtconv.rendering.documents.document import Inline, Math, Spans, Text
from symtconv.rendering.notation.letters import GREEK
from symtconv.rendering.notation.tree import Given

SIGNS = {
    "times": "×", "cdot": "·", "le": "≤", "ge": "≥", "ne": "≠", "to": "→", "in": "∈", "sum": "Σ", "top": "⊤",
    "dots": "…", "ldots": "…", "infty": "∞", "otimes": "⊗", "ast": "∗", "star": "⋆", "pm": "±",
}  # fmt: skip
"""Commands that are a sign, with their plain text."""

TYPES = ("mathbf", "mathsf", "mathcal", "mathrm", "mathit", "hat", "tilde", "bar", "operatorname")
"""Commands that take a group."""

_DOLLARS = re.compile(r"(?<!\\)\$([^$]+)(?<!\\)\$")
_FORMULA = re.compile(r"(?:\\[A-Za-z]+|[A-Za-z0-9 ^_{}()\[\]+\-*/=<>,.:;'|!])+\Z")
_COMMAND = re.compile(r"\\([A-Za-z]+)")


def authored(text: str) -> Spans:
    r"""Give an author's words; ``$…$`` in them is a formula, and ``\$`` a dollar.

    Raises
    ------
    InputError
        For a formula with commands that are not known here, or braces that do not match.

    Examples
    --------
    >>> authored(r"From $n$ to $2n$")[1].node.latex
    'n'
    """
    spans: list[Inline] = []
    start = 0
    for found in _DOLLARS.finditer(text):
        spans += _words(text[start : found.start()])
        spans.append(Math(_formula(found[1])))
        start = found.end()
    return (*spans, *_words(text[start:]))


def _words(text: str) -> list[Inline]:
    return [Text(text.replace("\\$", "$"))] if text else []


def _formula(latex: str) -> Given:
    unknown = [name for name in _COMMAND.findall(latex) if name not in {*GREEK, *SIGNS, *TYPES}]
    if unknown or not _FORMULA.match(latex) or not _matched(latex):
        why = f"\\{unknown[0][:40]} is not known" if unknown else "a sign in it is not known, or braces do not match"
        said = f"the formula ${latex[:60]}$ of the title cannot be set: {why}"
        msg = f"{said}; use letters, digits, signs, ^, _ and commands such as \\mathbf{{w}}"
        raise InputError(msg)
    plain = _COMMAND.sub(lambda found: GREEK.get(found[1], SIGNS.get(found[1], "")), latex)
    return Given(latex, re.sub(r"[{}]", "", plain).strip())


def _matched(latex: str) -> bool:
    depth = 0
    for sign in latex:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0 and not latex.rstrip().endswith(("^", "_")) and not re.search(r"[\^_]\s*[\^_]", latex)
