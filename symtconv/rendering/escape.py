"""The one way in which words that are not ours enter LaTeX and HTML."""

from __future__ import annotations

import html
import re
import unicodedata

import latexcodec  # noqa: F401 - registers its codec

from symtconv.geometry import InputError

MAX_LENGTH = 2000
"""So many characters of one text are taken."""

SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",  # so that no ^^ is left either
    "~": r"\textasciitilde{}",
    # No specials, but the old fonts hold other signs in these places, or join them.
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedblright{}",
    "`": r"\textasciigrave{}",
    "--": r"-{}-",
}

# What latexcodec writes and pdfLaTeX does not have without further packages or fonts.
_LACKING = re.compile(
    r"\\(?:not|neg|guillemotleft|guillemotright|DH|TH|dh|th|k|DJ|dj|textogonekcentered|notni|supsetneq|"
    r"Alpha|Beta|Epsilon|Zeta|Eta|Iota|Kappa|Mu|Nu|Omicron|Rho|Tau|Chi|omicron)(?![A-Za-z])"
)
_ASCII = re.compile(r"--|[\x00-\x7f]")
_RUNS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")

# Letters with marks, and marks of punctuation, that Latin Modern has in the Unicode engines.
_IN_LATIN_MODERN = re.compile(r"[\u00a0-\u024f\u1e00-\u1eff\u2010-\u2026\u20ac]")


def latex(text: str, *, unicode_engine: bool = False) -> str:
    r"""Escape text for LaTeX.

    The specials are escaped first; latexcodec sees only the runs of other characters, and nothing twice.

    Parameters
    ----------
    text : str
        Plain text of any script.
    unicode_engine : bool
        Whether XeLaTeX or LuaLaTeX will read it; they take characters as they are.

    Raises
    ------
    InputError
        For a control character, and for a character that pdfLaTeX lacks, with the engine to use.

    Examples
    --------
    >>> print(latex("50% of Poincaré's {x_1}"))
    50\% of Poincar{\'e}'s \{x\_1\}
    """
    if len(text) > MAX_LENGTH:
        msg = f"the text {text[:30]!r}... has {len(text)} characters; {MAX_LENGTH} is the limit"
        raise InputError(msg)
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co"} and character not in "\t\n":
            msg = f"the text holds the character U+{ord(character):04X}, which no page can show; remove it"
            raise InputError(msg)
    runs = _RUNS.findall(unicodedata.normalize("NFC", " ".join(text.split())))
    return "".join(_ascii(run) if run.isascii() else _other(run, unicode_engine=unicode_engine) for run in runs)


def markup(text: str) -> str:
    """Escape text for HTML and SVG, for content and for attributes in quotes.

    Examples
    --------
    >>> markup('<a href="x">')
    '&lt;a href=&quot;x&quot;&gt;'
    """
    return html.escape(text, quote=True)


def _ascii(run: str) -> str:
    return _ASCII.sub(lambda found: SPECIALS.get(found[0], found[0]), run)


def _other(run: str, *, unicode_engine: bool) -> str:
    if not unicode_engine:
        return "".join(map(_encoded, run))
    return "".join(
        character if _IN_LATIN_MODERN.match(character) else _encoded(character, keep=True) for character in run
    )


def _encoded(character: str, *, keep: bool = False) -> str:
    """Give one character in LaTeX; ``keep`` leaves what latexcodec does not know as it is."""
    try:
        found = str(character.encode("latex"), "ascii")
    except UnicodeEncodeError:
        found = ""
    if found and not _LACKING.search(found):
        return "{" + found + "}" if found[0] == "\\" else found
    if keep:
        return character
    name = unicodedata.name(character, "no name")
    msg = (
        f"pdfLaTeX has no {character!r} (U+{ord(character):04X}, {name}); "
        f"use XeLaTeX or LuaLaTeX (Style(unicode_engine=True)), or write it another way"
    )
    raise InputError(msg)
