"""What can go wrong, one class a mistake, each with the exit code the command line answers with.

A message says what came, what is allowed and what to do. It is bound before it is raised and holds no
markup, so that every front end can print it as it is.
"""

from __future__ import annotations

from typing import ClassVar


class SymtconvError(Exception):
    """Anything symtconv refuses; catch this to catch them all."""

    exit_code: ClassVar[int] = 2


class GeometryError(SymtconvError, ValueError):
    """A number that no layer can have: the message names axis, value, bound and remedy."""


class InputError(SymtconvError, ValueError):
    """Text, a file or an option that cannot be read as what it should be."""


class CertificateError(InputError):
    """A certificate that is malformed, altered, or has an obligation that fails (which one is named)."""


class LimitError(SymtconvError):
    """Something that would be too large to build; the message names estimate, limit and option."""

    exit_code: ClassVar[int] = 3


class EngineError(SymtconvError):
    """An outside program (TeX, coqc) is missing or failed; the message says what to install."""


class DisagreementError(SymtconvError):
    """Two oracles that share no code gave different numbers: one of them is wrong, and nothing is claimed."""

    exit_code: ClassVar[int] = 4
