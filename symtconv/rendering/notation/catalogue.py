"""The words, one file a language: ``words/LANGUAGE.toml``, with a table for each that says them.

A sentence is a template: ``{slot}`` for what is handed over, ``$...$`` for a formula, or a letter, that the author may
have renamed, ``*words*`` in italics, ``**words**`` in bold, and words between backquotes as typed. To add a language,
add a file.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from symtconv.geometry import InputError

FOLDER = files(__package__) / "words"
LANGUAGES = tuple(
    sorted(entry.name.removesuffix(".toml") for entry in FOLDER.iterdir() if entry.name.endswith(".toml"))
)


@cache
def catalogue(lang: str) -> dict[str, dict[str, str]]:
    """Read a language: for each table its sentences by key.

    Raises
    ------
    InputError
        For a language that there is none of.

    Examples
    --------
    >>> catalogue("en")["page"]["heading.layer"]
    'The layer'
    """
    if lang not in LANGUAGES:
        msg = f"there are no words in the language {lang!r}; use {' or '.join(LANGUAGES)}"
        raise InputError(msg)
    return tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))


def sentences(lang: str, *tables: str) -> dict[str, str]:
    """Give the sentences of tables by key; a table that a language lacks holds none.

    Examples
    --------
    >>> sentences("en", "told")
    {}
    """
    found = catalogue(lang)
    return {key: sentence for table in tables for key, sentence in found.get(table, {}).items()}
