"""Where the Coq library is, what it proves, and the file that asks Coq for the assumptions of all of it."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

_STATEMENT = re.compile(r"^(?:Theorem|Corollary|Lemma|Fact)\s+(\w+)", re.MULTILINE)


def library_path() -> Path:
    """Give the folder with the library's sources: ``_CoqProject`` and the ``.v`` files.

    Examples
    --------
    >>> (library_path() / "Lowering.v").is_file()
    True
    """
    return Path(__file__).resolve().parent


def sources() -> tuple[str, ...]:
    """Give the library's files in the order of reading, which is an order of compilation too.

    Examples
    --------
    >>> sources()[:3]
    ('Sums.v', 'Geometry.v', 'Shapes.v')
    """
    lines = (library_path() / "_CoqProject").read_text(encoding="utf-8").split()
    return tuple(line for line in lines if line.endswith(".v"))


def statements(source: str) -> tuple[str, ...]:
    """Give the names of everything proved in one file, in order.

    Examples
    --------
    >>> "emulation" in statements("Lowering.v")
    True
    """
    return tuple(_STATEMENT.findall((library_path() / source).read_text(encoding="utf-8")))


def assumptions_text() -> str:
    """Give the text of ``Assumptions.v``: per file, everything proved there, and what it all rests on.

    A tuple is closed iff each of its members is, and Coq walks the whole of a tuple in one go; one command per
    theorem takes four times as long.
    """
    proved = {source[:-2]: statements(source) for source in sources() if source != "Assumptions.v"}
    proved = {name: names for name, names in proved.items() if names}
    parts = [_HEAD, _wrapped("From Symtconv Require Import ", list(proved), " ", ".")]
    for name, names in proved.items():
        parts.append("")
        parts.append(_wrapped(f"Definition {name}_all := (", [f"@{name}.{each}" for each in names], ", ", ")."))
        parts.append(f"Print Assumptions {name}_all.")
    return "\n".join(parts) + "\n"


def _wrapped(before: str, words: list[str], separator: str, after: str) -> str:
    text = before + separator.join(words) + after
    return textwrap.fill(text, 110, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


_HEAD = """\
(** * What everything here rests on: Coq itself, and nothing else.

    One tuple per file names all that is proved in it.  Coq must answer each command with
    "Closed under the global context": no axiom is used, in the statements or in any proof below them. *)"""
