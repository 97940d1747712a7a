"""The one way in which words that are not ours enter LaTeX and HTML."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping

import latexcodec  # noqa: F401 - registers its codec

from symtconv.geometry import InputError
from symtconv.rendering.tex.scripts import IN_LATIN_MODERN, marked, script_of

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

CODE = (
    SPECIALS
    | {sign: rf"\symbol{{{ord(sign)}}}" for sign in '\\{}_^~<>|"'}
    | {"'": r"\straightquote{}", "`": r"\backquote{}"}
)
"""In typewriter type every sign is one of the font's own, so that a command copied from the page is the command.

Elsewhere an underscore is a rule, and some signs are accents or come from a font of mathematics; where the quotes are
depends on the encoding, which the macros look up.
"""

# What latexcodec writes and pdfLaTeX does not have without further packages or fonts.
_LACKING = re.compile(
    r"\\(?:not|neg|guillemotleft|guillemotright|DH|TH|dh|th|k|DJ|dj|textogonekcentered|notni|supsetneq|"
    r"Alpha|Beta|Epsilon|Zeta|Eta|Iota|Kappa|Mu|Nu|Omicron|Rho|Tau|Chi|omicron)(?![A-Za-z])"
)
_ASCII = re.compile(r"--|[\x00-\x7f]")
_RUNS = re.compile(r" |[\x00-\x1f\x21-\x7f]+|[^\x00-\x7f]+")


class LackingError(InputError):
    """A character that pdfLaTeX lacks and the other engines have."""


def latex(text: str, *, unicode_engine: bool = False, code: bool = False) -> str:
    r"""Escape text for LaTeX.

    The specials are escaped first; latexcodec sees only the runs of other characters, and nothing twice.

    Parameters
    ----------
    text : str
        Plain text of any script.
    unicode_engine : bool
        Whether XeLaTeX or LuaLaTeX will read it; they take characters as they are.
    code : bool
        Whether it stands in typewriter type, by the macros of a page of ours.

    Raises
    ------
    InputError
        For a control character.
    LackingError
        For a character that pdfLaTeX lacks, with the engine to use.

    Examples
    --------
    >>> print(latex("50% of Poincaré's {x_1}"))
    50\% of Poincar{\'e}'s \{x\_1\}
    >>> print(latex("f 'x_1'", code=True))
    f \straightquote{}x\symbol{95}1\straightquote{}
    """
    if len(text) > MAX_LENGTH:
        msg = f"the text {text[:30]!r}... has {len(text)} characters; {MAX_LENGTH} is the limit"
        raise InputError(msg)
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co"} and character not in "\t\n":
            msg = f"the text holds the character U+{ord(character):04X}, which no page can show; remove it"
            raise InputError(msg)
    signs = CODE if code else SPECIALS
    runs = _RUNS.findall(unicodedata.normalize("NFC", " ".join(text.split())))
    if unicode_engine:
        return marked([piece for run in runs for piece in _pieces(run, signs)])
    return "".join(_ascii(run, signs) if run.isascii() else "".join(map(_encoded, run)) for run in runs)


def markup(text: str) -> str:
    """Escape text for HTML and SVG, for content and for attributes in quotes.

    Examples
    --------
    >>> markup('<a href="x">')
    '&lt;a href=&quot;x&quot;&gt;'
    """
    return html.escape(text, quote=True)


def _ascii(run: str, signs: Mapping[str, str]) -> str:
    return _ASCII.sub(lambda found: signs.get(found[0], found[0]), run)


def _pieces(run: str, signs: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the LaTeX of a run for a Unicode engine, with the script of each character that needs another font."""
    if run == " ":
        return [(" ", " ")]
    if run.isascii():
        return [(_ascii(run, signs), "")]
    if len(run) > 1 and all(script_of(character) == "greek" for character in run):
        return [(run, "greek")]  # a word; a letter alone is mathematics
    return list(map(_piece, run))


def _piece(character: str) -> tuple[str, str]:
    if IN_LATIN_MODERN.match(character):
        return character, ""
    found = _encoded(character, keep=True)
    return found, script_of(character) if found == character else ""


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
        f"use --engine xelatex or --engine lualatex, or write it another way"
    )
    raise LackingError(msg)
