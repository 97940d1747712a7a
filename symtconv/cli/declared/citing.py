"""The command that says how symtconv is cited, for `symtconv.cli.app`."""

from __future__ import annotations

import click

from symtconv.cli.declared.options import SETTINGS

CITE_EPILOG = """\
Example:

\b
  symtconv cite >> references.bib
"""


@click.command(context_settings=SETTINGS, epilog=CITE_EPILOG)
def cite() -> int:
    """Print BibTeX entries of symtconv and of the guide that its pages refer to."""
    from symtconv.cli.cite import run_cite  # noqa: PLC0415 - fast start

    return run_cite()
