r"""The letters that an author may choose: a Latin one, a Greek one by its name, or one in another type.

A letter is what is typed, ``Y``, ``kappa`` or ``\mathbf{w}``; every printer takes it from here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "zeta": "ζ", "eta": "η", "theta": "θ",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "phi": "ϕ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Xi": "Ξ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
"""Greek letters that an author can name, with their plain text."""

TYPES = {"mathbf": "MATHEMATICAL BOLD", "mathsf": "MATHEMATICAL SANS-SERIF", "mathcal": "MATHEMATICAL SCRIPT"}
"""Commands that set one letter in another type, with Unicode's name for it."""

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_TYPED = re.compile(r"\\(mathbf|mathsf|mathcal)\{([A-Za-z])\}\Z")


def is_letter(letter: str) -> bool:
    r"""Tell what can be a letter.

    Examples
    --------
    >>> [is_letter(text) for text in ("Y", "kappa", r"\kappa", r"\mathbf{w}", r"\mathcal{w}", "W_1", "")]
    [True, True, True, True, False, False, False]
    """
    found = _TYPED.match(letter)
    if found:
        return found[1] != "mathcal" or found[2].isupper()  # the script of LaTeX has capitals alone
    return letter.removeprefix("\\") in GREEK or (len(letter) == 1 and letter in LATIN)


def latex_letter(letter: str) -> str:
    r"""Give a letter in LaTeX.

    Examples
    --------
    >>> latex_letter("kappa"), latex_letter(r"\mathbf{w}"), latex_letter("Y")
    ('\\kappa', '\\mathbf{w}', 'Y')
    """
    name = letter.removeprefix("\\")
    return f"\\{name}" if name in GREEK else letter


def plain_letter(letter: str) -> str:
    r"""Give a letter in plain text.

    Examples
    --------
    >>> plain_letter("kappa"), plain_letter(r"\mathbf{w}"), plain_letter("Y")
    ('κ', '𝐰', 'Y')
    """
    found = _TYPED.match(letter)
    if not found:
        return GREEK.get(letter.removeprefix("\\"), letter)
    name = f"{TYPES[found[1]]} {'CAPITAL' if found[2].isupper() else 'SMALL'} {found[2].upper()}"
    try:
        return unicodedata.lookup(name)
    except KeyError:  # some script letters are older than the others, and have a shorter name
        return unicodedata.lookup(name.removeprefix("MATHEMATICAL "))


def free(used: Iterable[str]) -> str:
    """List the Latin letters that stand for nothing yet."""
    return " ".join(sorted(set(LATIN) - set(used), key=lambda letter: (letter.lower(), letter.isupper())))
