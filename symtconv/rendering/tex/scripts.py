r"""Scripts that the fonts of TeX lack: which text needs another font, and what LaTeX then needs in front.

Hangul, Han and Kana are set by kotex (xetexko or luatexko underneath), every other script by a font of its own.
Both are for XeLaTeX and LuaLaTeX alone. Fonts are chosen by TeX among those that are there, so that the source is
the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

HANGUL_FONTS = (
    "Noto Serif CJK KR", "Noto Serif KR", "Source Han Serif K", "Source Han Serif KR", "NanumMyeongjo",
    "Nanum Myeongjo", "UnBatang", "Baekmuk Batang", "Batang", "AppleMyungjo", "Noto Sans CJK KR", "Noto Sans KR",
    "NanumGothic", "Malgun Gothic", "Apple SD Gothic Neo",
)  # fmt: skip
"""Fonts for Hangul, the best first."""

HANGUL_MONO = ("Noto Sans Mono CJK KR", "Nanum Gothic Coding", "D2Coding")

GENERAL = ("FreeSerif", "DejaVu Serif", "DejaVu Sans", "Times New Roman", "Arial Unicode MS")
SCRIPT_FONTS = {
    "cyrillic": ("Noto Serif", "CMU Serif", *GENERAL),
    "greek": ("Noto Serif", "CMU Serif", *GENERAL),
    "arabic": ("Noto Naskh Arabic", "Amiri", "FreeSerif", "DejaVu Sans", "Times New Roman"),
    "hebrew": ("Noto Serif Hebrew", "Noto Sans Hebrew", "FreeSerif", "DejaVu Sans", "Times New Roman"),
    "thai": ("Noto Serif Thai", "Noto Sans Thai", "Kinnari", "Garuda", "FreeSerif"),
    "symbols": ("DejaVu Sans", "FreeSerif", "Symbola", "Noto Sans Symbols2", "Segoe UI Symbol"),
}
"""Fonts for a script, the best first; of another one those that bear its name."""

EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Signs that fill a square."""

# Letters with marks, and marks of punctuation, that Latin Modern has in the Unicode engines.
IN_LATIN_MODERN = re.compile(r"[\x00-\x7f\u00a0-\u024f\u1e00-\u1eff\u2010-\u2026\u20ac]")

JOINS = "joins"
"""What marks and joiners have for a script: they belong to the letter before them."""

RIGHT_TO_LEFT = {"arabic", "hebrew", "syriac", "thaana", "nko"}

_USED = re.compile(r"\\inscript\{([a-z]+)\}")

TU = r"""% ---- other scripts: for XeLaTeX or LuaLaTeX ----
\usepackage{iftex}\RequireTUTeX
\usepackage[no-math]{fontspec}
"""

KOTEX = r"""\usepackage{kotex}
\makeatletter
\def\firstfont#1#2{\let#1\relax\@for\candidate:=#2\do{\ifx#1\relax\IfFontExistsTF{\candidate}{\let#1\candidate}{}\fi}}
\firstfont\hangulfont{%(fonts)s}
\firstfont\hangulmono{%(mono)s}
\makeatother
\ifx\hangulfont\relax
  \errmessage{No font for Hangul: install Noto Serif CJK KR (Debian: apt-get install fonts-noto-cjk)}
\else
  \setmainhangulfont{\hangulfont}[ItalicFont=\hangulfont]\setsanshangulfont{\hangulfont}
  \ifx\hangulmono\relax\setmonohangulfont{\hangulfont}\else\setmonohangulfont{\hangulmono}\fi
\fi
"""

OTHER = r"""\makeatletter
\def\scriptfont@#1#2{\@for\candidate:=#2\do{\ifcsname script#1\endcsname\else\IfFontExistsTF{\candidate}%
  {\expandafter\newfontfamily\csname script#1\expandafter\endcsname\expandafter{\candidate}}{}\fi}%
  \ifcsname script#1\endcsname\else\errmessage{No font for the script #1: install a font that has it}\fi}
\def\inscript#1#2{{\csname script#1\endcsname #2}}
\ifXeTeX\TeXXeTstate=1 \def\rtl#1{\beginR#1\endR}\else\def\rtl#1{{\textdir TRT #1}}\fi
\ifLuaTeX\defaultfontfeatures{Renderer=HarfBuzz}\fi
%(scripts)s\defaultfontfeatures{}\makeatother
"""


def east_asian(text: str) -> bool:
    """Whether Hangul, Han or Kana is in a text: it has no italics, and fills squares.

    Examples
    --------
    >>> east_asian("합성곱"), east_asian("convolución")
    (True, False)
    """
    return EAST_ASIAN.search(text) is not None


def places(text: str) -> int:
    """Give how many places text takes in a terminal: signs that fill a square take two, marks over a letter none."""
    return sum((not unicodedata.combining(sign)) + (EAST_ASIAN.match(sign) is not None) for sign in text)


def script_of(character: str) -> str:
    """Give the script of a character that Latin Modern lacks.

    Examples
    --------
    >>> script_of("ж"), script_of("한"), script_of("e"), script_of("☃")
    ('cyrillic', 'east', '', 'symbols')
    """
    category = unicodedata.category(character)
    if EAST_ASIAN.match(character):
        return "east"
    if IN_LATIN_MODERN.match(character):
        return ""
    first = re.split(r"[ -]", unicodedata.name(character, "symbols"))[0].lower()
    if category == "Cf" or first in {"combining", "variation"}:
        return JOINS
    return first if category[0] in "LM" and first.isalpha() else "symbols"


def marked(characters: list[tuple[str, str]]) -> str:
    r"""Write LaTeX whose foreign letters stand in fonts of their own.

    Parameters
    ----------
    characters : list of (str, str)
        LaTeX of a character or more, and its script: "" and "east" need no mark, " " is of the script beside it.

    Examples
    --------
    >>> print(marked([("a", ""), ("ж", "cyrillic"), (" ", " "), ("ш", "cyrillic")]))
    a\inscript{cyrillic}{ж ш}
    """
    settled = list(characters)
    for n, (_, script) in enumerate(characters):
        before = settled[n - 1][1] if n else ""
        after = next((later for _, later in characters[n + 1 :] if later != " "), "")
        if script == " ":
            settled[n] = (characters[n][0], before if before == after else "")
        elif script == JOINS:
            settled[n] = (characters[n][0], before)
    runs = ((script, "".join(part for part, _ in run)) for script, run in groupby(settled, lambda one: one[1]))
    return "".join(_run(script, text) for script, text in runs)


def _run(script: str, text: str) -> str:
    if script in {"", "east"}:
        return text
    inner = rf"\rtl{{{text}}}" if script in RIGHT_TO_LEFT else text
    return rf"\inscript{{{script}}}{{{inner}}}"


def preamble(body: str) -> str:
    """Give what LaTeX needs in front of a body: nothing where Latin Modern has every letter.

    Examples
    --------
    >>> preamble("Poincaré")
    ''
    """
    used = sorted(set(_USED.findall(body)))
    hangul = ""
    if east_asian(body):
        hangul = KOTEX.replace("%(fonts)s", ",".join(HANGUL_FONTS)).replace("%(mono)s", ",".join(HANGUL_MONO))
    lines = "".join(rf"\scriptfont@{{{script}}}{{{','.join(fonts_of(script))}}}" + "\n" for script in used)
    other = OTHER.replace("%(scripts)s", lines) if used else ""
    return TU + hangul + other if hangul or other else ""


def fonts_of(script: str) -> tuple[str, ...]:
    """Give the fonts to try for a script, the best first."""
    name = script.title()
    return SCRIPT_FONTS.get(script, (f"Noto Serif {name}", f"Noto Sans {name}", f"Lohit {name}", "FreeSerif"))
