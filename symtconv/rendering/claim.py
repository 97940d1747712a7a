r"""A decided claim as a LaTeX article: the argument in words, or the counterexample step by step.

Needs amsmath, amssymb, geometry and xcolor alone. Formulas are printed from their trees, whose names hold letters,
digits and underscores only, so that no text of the user's reaches TeX as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symtconv.checker.formula import parse
from symtconv.checker.polynomial import Polynomial, add, constant
from symtconv.checker.term import Comparison, Name, Node, Number, Operation
from symtconv.claims.argument import Argument, CaseArgument, Combination, Reason, argument_of, ordered
from symtconv.claims.verdict import ClaimVerdict
from symtconv.rendering.escape import latex as escape

HEAD = r"""\documentclass[11pt]{article}
\usepackage[a4paper,margin=25mm]{geometry}
\usepackage{amsmath,amssymb,xcolor}
\definecolor{proved}{rgb}{0.05,0.42,0.20}
\definecolor{refuted}{rgb}{0.70,0.10,0.10}
\definecolor{unknown}{rgb}{0.45,0.35,0.05}
\setlength{\parindent}{0pt}\setlength{\parskip}{0.6ex plus 0.3ex}
\raggedright\allowdisplaybreaks
\begin{document}
"""
RELATIONS = {"==": "=", "!=": r"\ne ", "<": "<", "<=": r"\le ", ">": ">", ">=": r"\ge "}
SIGNS = {"+": "+", "-": "-", "*": r"\,", "%": r"\bmod ", "neg": "-", "not": r"\lnot "}
STRENGTH = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "%": 6, "*": 6, "neg": 7}
PATTERNS = {
    "floor": r"\left\lfloor\frac{%s}{%s}\right\rfloor",
    "//": r"\left\lfloor\frac{%s}{%s}\right\rfloor",
    "ceil": r"\left\lceil\frac{%s}{%s}\right\rceil",
    "abs": r"\left|%s\right|",
    "implies": r"\left(%s\ \Rightarrow\ %s\right)",
    "iff": r"\left(%s\ \Leftrightarrow\ %s\right)",
}
LONG_PATTERNS = {
    "floor": r"\lfloor(%s)\,/\,%s\rfloor",
    "//": r"\lfloor(%s)\,/\,%s\rfloor",
    "ceil": r"\lceil(%s)\,/\,%s\rceil",
    "abs": r"|%s|",
    "implies": r"(%s\ \Rightarrow\ %s)",
    "iff": r"(%s\ \Leftrightarrow\ %s)",
}
LONG, COMMA = 60, r",\allowbreak\ "
WORDS = {"and": r"\ \text{and}\ ", "or": r"\ \text{or}\ "}
COMPARISON, ATOM = 4, 9


def claim_latex(verdict: ClaimVerdict) -> str:
    """Give a complete article about a decided claim.

    Parameters
    ----------
    verdict : ClaimVerdict
        Proved, refuted or unknown.

    Returns
    -------
    str
        LaTeX for pdfLaTeX, XeLaTeX or LuaLaTeX; the same for the same verdict but for times.
    """
    conditions = ", ".join(f"${formula_latex(parse(part))}$" for part in verdict.domain)
    lines = [
        rf"{{\Large\bfseries\textcolor{{{verdict.outcome}}}{{{verdict.outcome.capitalize()}}}}}",
        "",
        rf"\medskip For all integers{f' with {conditions}' if conditions else ''}:",
        rf"\begin{{quote}}${formula_latex(parse(verdict.claim))}$\end{{quote}}",
    ]
    if verdict.outcome == "proved":
        lines += _proof(argument_of(verdict))
    elif verdict.outcome == "refuted":
        lines += _refutation(verdict)
    else:
        lines.append(rf"Undecided: {_words(verdict.reason or '')}.")
    if verdict.certificate is not None:
        lines.append(rf"\bigskip{{\small Certificate \texttt{{{verdict.certificate.digest[:16]}}}, SHA-256.}}")
    return HEAD + "\n".join(lines) + "\n\\end{document}\n"


def claim_math(verdict: ClaimVerdict) -> str:
    """Give verdict and formula as mathematics alone, as notebooks show it."""
    lines = [rf"\textbf{{{verdict.outcome}}}:\quad {formula_latex(parse(verdict.claim))}"]
    if verdict.counterexample:
        values = ", ".join(f"{_name(name)}={value}" for name, value in verdict.counterexample.items())
        lines.append(rf"\text{{smallest counterexample: }}{values}")
    if verdict.holds_when is not None and verdict.holds_when != "never":
        lines.append(rf"\text{{holds exactly when }}{formula_latex(parse(verdict.holds_when))}")
    return "\n\n".join(f"${line}$" for line in lines)


def _proof(argument: Argument) -> list[str]:
    lines = [r"\subsection*{Proof}"]
    if argument.witness:
        lines.append(f"The claim is not vacuous: it speaks of {_values(argument.witness)}.\n")
    if argument.divisors:
        named = ", ".join(f"${_latex_of_term(divisor)}$" for divisor, _ in argument.divisors)
        lines.append(
            f"Every divisor is at least 1 on this domain ({named}), so that a quotient $q=\\lfloor p/b\\rfloor$ is the "
            "integer with $0\\le p-bq\\le b-1$.\n"
        )
    if not argument.cases:
        lines.append("There is no case in which the claim could fail.\n")
    else:
        lines.append("Suppose that the claim fails. None of the following cases can occur.\n")
    for number, case in enumerate(argument.cases, 1):
        lines += _case(number, case)
    return [*lines, r"This proves the claim.\hfill$\blacksquare$"]


def _case(number: int, case: CaseArgument) -> list[str]:
    atoms = ", ".join(f"${formula_latex(parse(atom))}$" for atom in case.atoms)
    lines = [rf"\medskip\textbf{{Case {number}.}} {atoms}.", ""]
    for name, dividend, divisor in case.quotients:
        p, b, q = polynomial_latex(dividend), polynomial_latex(divisor), _name(name)
        upper = polynomial_latex(add(divisor, constant(-1)))
        product = rf"{b}\,{q}" if len(divisor) == 1 else rf"({b})\,{q}"
        lines.append(rf"Put ${q}=\left\lfloor\dfrac{{{p}}}{{{b}}}\right\rfloor$: then $0\le {p}-{product}\le {upper}$.")
        lines.append("")
    given = [rf"$h_{{{key}}}={polynomial_latex(value)}\ge 0$" for key, value in case.hypotheses.items()]
    if given:
        lines += [f"With {', '.join(given)}:", ""]
    return [*lines, *_reason(case.reason), ""]


def _reason(reason: Reason) -> list[str]:
    if isinstance(reason, Combination):
        terms = (
            (str(factor) if factor > 1 else "") + r"\,".join(f"h_{{{number}}}" for number in numbers)
            for factor, numbers in reason.terms
        )
        return [rf"${' + '.join(terms)} = {reason.total}$, and the left side is $\ge 0$: a contradiction."]
    split, number = reason.polynomial, f"h_{{{reason.number}}}"
    other = polynomial_latex(add(constant(-1), split, -1))
    return [
        rf"\begin{{itemize}}\item If ${number}={polynomial_latex(split)}\ge 0$:",
        *_reason(reason.yes),
        rf"\item Otherwise ${number}={other}\ge 0$:",
        *_reason(reason.no),
        r"\end{itemize}",
    ]


def _refutation(verdict: ClaimVerdict) -> list[str]:
    values = verdict.counterexample or {}
    lines = [r"\subsection*{The smallest counterexample}", f"{_values(values)}.", ""]
    if verdict.evaluation:
        lines += [rf"\quad ${_latex_of_term(step)} = {value}$\par" for step, value in verdict.evaluation]
    if verdict.left is not None:
        lines += [f"The left side is ${verdict.left}$, the right side ${verdict.right}$.", ""]
    if verdict.buildable is None:
        lines += ["It is no real layer, and no buildable counterexample was found.", ""]
    elif verdict.buildable != values:
        lines += [f"It is no real layer; the smallest one that is: {_values(verdict.buildable)}.", ""]
    if verdict.holds_when == "never":
        lines += ["The formula never holds (proved).", ""]
    elif verdict.holds_when is not None:
        lines += [
            f"The formula holds exactly when ${formula_latex(parse(verdict.holds_when))}$ (proved both ways).",
            "",
        ]
    if verdict.repaired is not None:
        lines += [f"Proved instead: ${formula_latex(parse(verdict.repaired))}$.", ""]
    return lines


def formula_latex(node: Node) -> str:
    r"""Write a formula of the claim language as LaTeX.

    Examples
    --------
    >>> formula_latex(parse("floor(k/2) <= k1 - 1"))
    '\\left\\lfloor\\frac{k}{2}\\right\\rfloor\\le k_{1}-1'
    """
    return _write(node)[0]


def _write(node: Node) -> tuple[str, int]:
    """Give the LaTeX and how strongly it binds."""
    if isinstance(node, Number):
        return str(node.value), ATOM
    if isinstance(node, Name):
        return _name(node.name), ATOM
    if isinstance(node, Comparison):
        sides = _at(node.left, COMPARISON + 1), _at(node.right, COMPARISON + 1)
        return f"{sides[0]}{RELATIONS[node.word]}{sides[1]}", COMPARISON
    parts = node.terms if isinstance(node, Operation) else node.parts
    strength = STRENGTH.get(node.word)
    if strength is not None:
        return _operator(node.word, strength, parts), strength
    return _function(node.word, [formula_latex(part) for part in parts]), ATOM


def _function(word: str, inner: Sequence[str]) -> str:
    # TeX breaks no line inside \left ... \right or a fraction, so a long one is written without.
    long = sum(map(len, inner)) > LONG
    pattern = (LONG_PATTERNS if long else PATTERNS).get(word)
    if pattern is not None:
        return pattern % tuple(inner)
    name = rf"\{word}" if word in ("min", "max") else rf"\operatorname{{{_words(word)}}}"
    return f"{name}({COMMA.join(inner)})"


def _operator(word: str, strength: int, parts: tuple[Node, ...]) -> str:
    if word in WORDS:
        return WORDS[word].join(_at(part, strength + 1) for part in parts)
    if word in ("neg", "not"):
        return SIGNS[word] + _at(parts[0], strength + 1)
    left, right = _at(parts[0], strength), _at(parts[1], strength + 1)
    return left + SIGNS[word] + (f"({right})" if right.startswith("-") else right)


def _at(node: Node, strength: int) -> str:
    written, own = _write(node)
    return written if own >= strength else f"({written})"


def _latex_of_term(written: str) -> str:
    side = parse(f"{written} == 0")
    return formula_latex(side.left) if isinstance(side, Comparison) else ""


def polynomial_latex(value: Polynomial) -> str:
    """Write a polynomial as LaTeX, in the order of the plain text."""
    parts: list[str] = []
    for monomial, factor in ordered(value):
        names = r"\,".join(map(_name, monomial))
        size = str(abs(factor)) if abs(factor) > 1 or not names else ""
        parts.append(f"{'-' if factor < 0 else '+' if parts else ''}{size}{names}")
    return "".join(parts) or "0"


def _name(name: str) -> str:
    """Write a name: one letter as it is, a digit behind it below, a longer one upright, a quotient with its number."""
    plain = name.removeprefix("_")
    if len(plain) == 1:
        return plain
    if plain[1:].isdigit():
        return f"{plain[0]}_{{{plain[1:]}}}"
    return rf"\mathit{{{_words(plain)}}}"


def _values(values: Mapping[str, int]) -> str:
    return ", ".join(f"${_name(name)}={value}$" for name, value in values.items()) or "no names"


def _words(plain: str) -> str:
    return escape(plain)
