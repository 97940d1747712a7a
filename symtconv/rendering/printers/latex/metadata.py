"""What a PDF says about itself: title and author, in the words of each engine."""

from __future__ import annotations

import re

_SAFE = re.compile(r"[A-Za-z0-9 .,:;=+/'-]*")

_INFO = r"""
\ifdefined\pdfextension\pdfextension info{%(info)s}\else
\ifdefined\pdfinfo\pdfinfo{%(info)s}\else
\ifdefined\XeTeXversion\AtBeginDocument{\special{pdf:docinfo << %(info)s >>}}\fi\fi\fi
"""


def metadata(title: str, author: str | None) -> str:
    r"""Give the lines of the preamble that name title and author.

    Examples
    --------
    >>> print(metadata("On x", "A. N.").splitlines()[1])
    \ifdefined\pdfextension\pdfextension info{/Title (On x) /Author (A. N.)}\else
    """
    said = {"Title": title, "Author": author}
    return _INFO.replace("%(info)s", " ".join(f"/{name} {_string(text)}" for name, text in said.items() if text))


def _string(text: str) -> str:
    """Write a string of a PDF: as it is, or in UTF-16 where a sign would mean something to TeX or to the PDF."""
    if _SAFE.fullmatch(text):
        return f"({text})"
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"
