"""What the shell completes: names are read where they live, and only when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

Completer = Callable[[click.Context, click.Parameter, str], list[str]]


def one_of(names: Callable[[], Iterable[str]]) -> Completer:
    """Complete one name."""

    def complete(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
        return [name for name in names() if name.startswith(begun)]

    return complete


def some_of(names: Callable[[], Iterable[str]]) -> Completer:
    """Complete the last of names between commas, each once."""

    def complete(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
        before, comma, last = begun.rpartition(",")
        taken = before.split(",")
        return [f"{before}{comma}{name}" for name in names() if name.startswith(last) and name not in taken]

    return complete


def figures() -> Iterable[str]:
    """Give the names of figures."""
    from symtconv.results.figures import FIGURE_NAMES  # noqa: PLC0415 - fast start

    return FIGURE_NAMES


def formulas() -> Iterable[str]:
    """Give the names of known formulas."""
    from symtconv.claims.library import LIBRARY  # noqa: PLC0415 - as above

    return LIBRARY


def frameworks() -> Iterable[str]:
    """Give the names of frameworks."""
    from symtconv.conventions import FRAMEWORKS  # noqa: PLC0415 - as above

    return [framework.name for framework in FRAMEWORKS]


def targets() -> Iterable[str]:
    """Give the libraries that code is written for."""
    from symtconv.codegen import TARGETS  # noqa: PLC0415 - as above

    return TARGETS


def sections() -> Iterable[str]:
    """Give the sections of a page."""
    from symtconv.rendering.documents.sections import NAMES  # noqa: PLC0415 - as above

    return NAMES


def views() -> Iterable[str]:
    """Give the views of x′ = Cᵀy."""
    from symtconv.operators import VIEW_NAMES  # noqa: PLC0415 - as above

    return VIEW_NAMES


def engines() -> Iterable[str]:
    """Give the engines that are known to compute some layers otherwise."""
    from symtconv.models.engines import rows  # noqa: PLC0415 - as above

    return dict.fromkeys(row.engine for row in rows())
