"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from symtconv.cli.declared.completing import sections, some_of

Command = Callable[..., Any]
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
LOOKS = ("title", "author", "lang", "paper", "document_class", "engine", "fragment", "sections")


def files_in(forms: str) -> Callable[[Command], Command]:
    """Add ``-o FILE``, which may be repeated; ``forms`` says in which forms."""
    return click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=f"Write a file{forms}. Repeat for more.",
    )


files = files_in("; its suffix picks the form")


def geometry(command: Command) -> Command:
    """Add the options that say a layer."""
    options = (
        click.option("--input", metavar="2x2", help="Entries of y per axis; a name (n, Hx320): every size."),
        click.option("--kernel", metavar="3x3", help="Taps per axis."),
        click.option("--stride", metavar="2|2x1", help="Stride; 1 without it."),
        click.option("--padding", metavar="1|1x2|1:2x0:1", help="Padding of the convolution (low:high per axis)."),
        click.option("--output-padding", metavar="1|1x0", help="Extra entries of x′ at the high end."),
        click.option("--dilation", metavar="1|1x2", help="Step between taps; 1 without it."),
        click.option("--groups", type=int, help="Groups of channels."),
        click.option("--in-channels", type=int, help="Channels of y."),
        click.option("--out-channels", type=int, help="Channels of x′."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _names(_: click.Context, __: click.Parameter, text: str | None) -> tuple[str, ...] | None:
    """Read names between commas."""
    return None if text is None else tuple(name.strip() for name in text.split(","))


def looks(command: Command) -> Command:
    """Add the options that say how a page is to look."""
    options = (
        click.option("--title", help="Title of the document; $…$ in it is a formula."),
        click.option("--author", help="Author of the document."),
        click.option(
            "--lang", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="Language of the words."
        ),
        click.option(
            "--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="Size of the page."
        ),
        click.option(
            "--class",
            "document_class",
            type=click.Choice(["article", "standalone"]),
            default="article",
            show_default=True,
            help="Class of the LaTeX: pages, or one cut to the content.",
        ),
        click.option(
            "--engine",
            type=click.Choice(["pdflatex", "xelatex", "lualatex"]),
            help="Engine that the LaTeX is for; without it pdflatex where it has every character.",
        ),
        click.option(
            "--sections",
            metavar="NAME,...",
            callback=_names,
            shell_complete=some_of(sections),
            help="Print these alone: statement, proof, matrix, lowering, entries, …; what they cite comes along.",
        ),
        click.option("--fragment", is_flag=True, help="LaTeX for \\input, without a preamble."),
    )
    for option in reversed(options):
        command = option(command)
    return command
