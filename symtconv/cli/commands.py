"""The commands about calls in many words, for `symtconv.cli.app`: options in, exit code out."""

from __future__ import annotations

from typing import Any

import click

from symtconv.cli.declared.completing import frameworks, one_of
from symtconv.cli.declared.options import LOOKS, SETTINGS, Command, files, files_in, looks

CONVERT_EPILOG = """\
Examples:

\b
  symtconv convert "Conv2DTranspose(8, 3, strides=2, padding='same')" --to onnx
  symtconv convert "F.conv_transpose2d(x, w, stride=2, padding=1)" --kernel 4x4 --to keras
  symtconv convert "ConvTranspose(strides=[2], w_shape=(8, 4, 3))" --to jax --json
  symtconv convert "Conv2DTranspose(8, 3, strides=2, padding='same')" --to torch -o page.html

Exit codes: 0 said, 1 the framework has no call for the layer, 2 usage or a call that cannot be read.
"""

COMPARE_EPILOG = """\
Example:

\b
  symtconv compare "ConvTranspose1d(1, 1, 3, stride=2, padding=1, output_padding=1)" \\
                   "Conv1DTranspose(1, 3, strides=2, padding='same')" -o page.pdf -o comparison.json

Exit codes: 0 one layer, 1 two layers, 2 usage or a call that cannot be read.
"""


def beside(command: Command) -> Command:
    """Add the options that say what a call leaves to its arrays."""
    options = (
        click.option("--input", metavar="4x4|n", help="One input alone; a name, or none, means every one."),
        click.option("--kernel", metavar="3x3", help="Taps per axis, where the call leaves them to an array."),
        click.option("--in-channels", help="Channels of y, where the call does not say them."),
        click.option("--out-channels", help="Channels of x′, where the call does not say them."),
        looks,
        files,
        click.option("--json", is_flag=True, help="Print one JSON object on stdout and nothing else."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _with_looks(options: dict[str, Any]) -> dict[str, Any]:
    """Put the looks of a page together."""
    return {"looks": {name: options.pop(name) for name in LOOKS}, **options}


@click.command(context_settings=SETTINGS, epilog=CONVERT_EPILOG)
@click.argument("call")
@click.option(
    "--to",
    required=True,
    metavar="FRAMEWORK",
    shell_complete=one_of(frameworks),
    help="Whose words: torch, keras, tensorflow, onnx, jax, …",
)
@beside
def convert(call: str, **options: Any) -> int:
    """Say a framework's call in another framework's words, proved; or why it has none, and what to write instead."""
    from symtconv.cli.convert import run_convert  # noqa: PLC0415 - fast start

    return run_convert(call, _with_looks(options))


@click.command(context_settings=SETTINGS, epilog=COMPARE_EPILOG)
@click.argument("left", metavar="CALL")
@click.argument("right", metavar="CALL")
@beside
def compare(left: str, right: str, **options: Any) -> int:
    """Say whether two framework calls are one layer for every input, or where they differ first."""
    from symtconv.cli.convert import run_compare  # noqa: PLC0415 - fast start

    return run_compare(left, right, _with_looks(options))


CONVENTIONS_EPILOG = """\
Examples:

\b
  symtconv conventions keras
  symtconv conventions -o conventions.html -o conventions.tex
  symtconv conventions --prove

Without --json and --prove the table is printed as it is kept; both decide every claim of it anew.
"""


@click.command(context_settings=SETTINGS, epilog=CONVENTIONS_EPILOG)
@click.argument("framework", required=False, shell_complete=one_of(frameworks))
@click.option("--prove", is_flag=True, help="Decide every condition of the table anew, and count.")
@files_in(": .html, .tex, .md, .txt or .json")
@click.option("--json", is_flag=True, help="Print one JSON object, with a certificate for every condition.")
def conventions(framework: str | None, **options: Any) -> int:
    """Show when the words of one framework are another's: the exact condition of each pair, each a proved claim."""
    from symtconv.cli.conventions import run_conventions  # noqa: PLC0415 - fast start

    return run_conventions(framework, **options)
