"""The commands: options in, exit code out. What they do stands in the modules beside this one.

Imports of SymPy, NumPy and the rest of the package are made inside the commands, so that ``--help``, ``doctor``
and usage errors start fast; this folder and `symtconv.__init__` are the only places where that is allowed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from symtconv import __version__
from symtconv.cli.commands import compare, conventions, convert
from symtconv.cli.declared.black_boxes import conform, identify
from symtconv.cli.declared.citing import cite
from symtconv.cli.declared.completing import figures, formulas, one_of, some_of, targets, views
from symtconv.cli.declared.models import model
from symtconv.cli.declared.options import LOOKS, SETTINGS, files, geometry, looks
from symtconv.cli.declared.programs import rewrite
from symtconv.cli.ending import LIMIT, STOPPED
from symtconv.geometry import SymtconvError

GEOMETRY = ("input", "kernel", "stride", "padding", "output_padding", "dilation")
COMPLETE = "_SYMTCONV_COMPLETE"
CHANNELS = ("groups", "in_channels", "out_channels")

FIGURES = "lowering, scatter, matrix, polyphase, coverage or walk"

EPILOG = """\
Shell completion: eval "$(_SYMTCONV_COMPLETE=bash_source symtconv)", or zsh_source, or fish_source.
"""

DERIVE_EPILOG = """\
Examples:

\b
  symtconv derive "ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)" --input 2x2 -o proof.pdf
  symtconv derive --input 2x2 --kernel 3x3 --stride 2 --padding 1 --output-padding 1
  symtconv derive --input 2x2 --kernel 3 --stride 2 --lowering "dilate=2 pad=2 flip"
  symtconv derive "ConvTranspose2d(64, 32, 4, stride=2, padding=1)" --input 56x56
  symtconv derive "ConvTranspose1d(1, 1, 4, stride=2, padding=1)" --input n --lowering "dilate=2 pad=2 flip"
  symtconv derive --of-conv --input 4x4 --kernel 3x3 --stride 2 --padding 1 --json
  symtconv derive --input 2x2 --kernel 3x3 --stride 2 --figure walk -o walk.svg
  symtconv derive --input 2x2 --kernel 2x2 --y "[[1,2],[3,4]]" --w "[[1,0],[0,1]]"

Exit codes: 0 proved, 1 refuted, 2 usage or unreadable input, 3 a limit was reached, 4 two oracles disagree,
70 internal error, 74 the answer could not be printed.
"""

CHECK_EPILOG = """\
Examples:

\b
  symtconv check "conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n" --where "a < s"
  symtconv check "(n-1)*s - 2*p + k + a == convt_size(n,k,s,d,p,p,a)"
  symtconv check guide_14 -o proof.json

The language: integers, names, + - * // % **, floor(p/q), ceil(p/q), p/q where q
divides p, min, max, abs, gcd, (p if C else q), comparisons, and, or, not,
implies(A, B), iff(A, B), conv_size(i,k,s,d,l,h), convt_size(n,k,s,d,l,h,a), residue(i,k,s,d,l,h), span(k,d).

Exit codes: 0 proved, 1 refuted, 2 usage or a claim that cannot be read, 3 unknown, 70 internal error,
74 the answer could not be printed.
"""


@click.group(context_settings=SETTINGS, epilog=EPILOG)
@click.version_option(__version__, message="symtconv %(version)s")
def app() -> None:
    """Prove, print and check transposed convolution."""


@app.command(epilog=DERIVE_EPILOG)
@click.argument("call", required=False)
@geometry
@click.option("--of-conv", is_flag=True, help="Read the options as those of the convolution to be transposed.")
@click.option(
    "--view",
    "views",
    metavar="NAME,...",
    shell_complete=some_of(views),
    help="The views to show; all without it.",
)
@click.option("--lowering", metavar='"dilate=2 pad=1:2x1:2 flip"', help="A lowering to judge.")
@click.option("--explain", metavar="ENTRY", help="Show one entry of x′ in all views at once, as in 1,2.")
@click.option(
    "--emit",
    metavar="TARGET",
    shell_complete=one_of(targets),
    help="The lowering as code: numpy, torch, onnx or jax; with -o x.py or x.onnx a file.",
)
@click.option("--y", metavar="DATA", help="Numbers for y: a nested list or a .npy file.")
@click.option("--w", metavar="DATA", help="Numbers for the kernel.")
@click.option("--general", is_flag=True, help="The theorem for every size alone, without a layer.")
@click.option(
    "--symbols",
    metavar="y=Y,w=W",
    help="Your letters: Latin, Greek by name (w=kappa), or w=\\mathbf{w}; "
    "for w y x z C B o j t u m p q n k s d l h a i K P L E r v g Z.",
)
@click.option("--index-base", type=click.IntRange(0, 1), default=0, show_default=True, help="Where indices begin.")
@looks
@click.option(
    "--figure",
    metavar="NAME",
    shell_complete=one_of(figures),
    help=f"Draw a figure in .svg and .tex files instead of the document: {FIGURES} (which moves: .svg alone).",
)
@click.option(
    "--figure-width",
    type=click.FloatRange(min=40, max=400),
    metavar="MM",
    help="Room for the figure: 84 for a column of a paper; 152 without it.",
)
@click.option(
    "--max-entries",
    type=click.IntRange(min=1),
    default=1_000_000,
    show_default=True,
    help="Build nothing with more entries than this.",
)
@files
@click.option("--page", is_flag=True, help="Print the whole page; without it the answer in a few lines.")
@click.option("--matrix", is_flag=True, help="Hold C and Cᵀy in JSON also beyond 10000 non-zero entries.")
@click.option("--json", is_flag=True, help="Print one JSON object on stdout and nothing else.")
def derive(call: str | None, **options: Any) -> int:
    """Derive a layer: C, its transpose, the lowering proved equal to it, and an exact cross-check.

    CALL is a framework's call of the layer as people write it; the options say the same in plain words.
    """
    from symtconv.cli.derive import Request, run_derive  # noqa: PLC0415 - fast start

    words = {name: options.pop(name) for name in (*GEOMETRY, *CHANNELS)}
    look = {name: options.pop(name) for name in LOOKS}
    return run_derive(Request(call=call, words=words, looks=look, **options))


@app.command(epilog=CHECK_EPILOG)
@click.argument("claim", required=False, shell_complete=one_of(formulas))
@click.option("--where", multiple=True, metavar="COND", help="A condition in the same language. Repeat for more.")
@click.option("--buildable", is_flag=True, help="Only where every named size is that of a real layer.")
@click.option("--timeout", type=float, default=10.0, show_default=True, metavar="S", help="Then the answer is unknown.")
@click.option("--list", "listing", is_flag=True, help="Show the known formulas with their verdicts.")
@looks
@files
@click.option("--json", is_flag=True, help="Print one JSON object on stdout and nothing else.")
def check(claim: str | None, **options: Any) -> int:
    """Say whether a formula about sizes is true for all integers: proved, or refuted with the smallest counterexample.

    CLAIM is one line over integers, or the name of a known formula.
    """
    from symtconv.cli.check import CheckRequest, run_check  # noqa: PLC0415 - fast start

    look = {name: options.pop(name) for name in LOOKS}
    return run_check(CheckRequest(claim=claim, looks=look, **options))


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PATH]... [PYTEST OPTIONS]")
def test(arguments: tuple[str, ...]) -> int:
    """Run the cases of *.symtconv.toml files; pytest runs underneath, and takes its own options.

    Exit codes: 0 all as expected, 1 a case failed, 2 usage or nothing collected, 3 or 70 internal, 74 the answer
    could not be printed.
    """
    from symtconv.cli.test import run  # noqa: PLC0415 - fast start

    return run(arguments)


@app.command()
@click.argument("certificate", metavar="CERTIFICATE.json")
def verify(certificate: str) -> int:
    """Replay a certificate with the checker alone: exit 0 for a proof, 1 for a refutation, 2 if it fails.

    70 is an internal error, and 74 an answer that could not be printed.
    """
    from symtconv.cli.verify import run  # noqa: PLC0415 - fast start

    return run([certificate])


@app.command()
def doctor() -> int:
    """Say which versions, LaTeX engines, coqc and compiled parts are here."""
    from symtconv.cli.doctor import run  # noqa: PLC0415 - fast start

    return run()


for command in (convert, compare, identify, conform, rewrite, model, conventions, cite):
    app.add_command(command)


def run_app(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code; whatever symtconv refuses becomes one sentence on stderr."""
    if COMPLETE in os.environ:  # the shell asks for completions; Click answers and exits
        app(prog_name="symtconv")
    try:
        # Not app.main, which ends with 1, the code of a refutation, when the reader of the answer has gone.
        with app.make_context("symtconv", list(arguments)) as context:
            code = app.invoke(context)
    except SymtconvError as error:
        return _tell(str(error), error.exit_code)
    except click.exceptions.Exit as finished:  # --help and --version
        return finished.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return _tell("stopped", STOPPED)
    except MemoryError:
        return _tell("there is not enough memory for this; choose a smaller layer or lower --max-entries", LIMIT)
    return code if isinstance(code, int) else 0


def _tell(message: str, code: int) -> int:
    print(f"symtconv: {message}", file=sys.stderr)
    return code
