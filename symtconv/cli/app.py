"""The commands: options in, exit code out. What they do stands in the modules beside this one.

Imports of SymPy, NumPy and the rest of the package are made inside the commands, so that ``--help``, ``doctor``
and usage errors start fast; this folder and `symtconv.__init__` are the only places where that is allowed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from symtconv import __version__
from symtconv.cli.commands import compare, convert
from symtconv.cli.ending import LIMIT, STOPPED
from symtconv.geometry import SymtconvError

Command = Callable[..., Any]
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
GEOMETRY = ("input", "kernel", "stride", "padding", "output_padding", "dilation")
LOOKS = ("title", "author", "lang", "paper", "document_class", "engine", "fragment")
COMPLETE = "_SYMTCONV_COMPLETE"
CHANNELS = ("groups", "in_channels", "out_channels")

GRID = ("dialect", "small", "random", "sizes", "beyond", "ranks", "seed", "where", "dtype", "layout", "threads")

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

The language: integers, names, + - * // %, floor(p/q), ceil(p/q), min, max, abs, comparisons, and, or, not,
implies(A, B), iff(A, B), conv_size(i,k,s,d,l,h), convt_size(n,k,s,d,l,h,a), residue(i,k,s,d,l,h), span(k,d).

Exit codes: 0 proved, 1 refuted, 2 usage or a claim that cannot be read, 3 unknown, 70 internal error,
74 the answer could not be printed.
"""


IDENTIFY_EPILOG = """\
Examples:

\b
  symtconv identify mypackage.ops:deconv
  symtconv identify mypackage.ops:deconv --meant "ConvTranspose2d(1, 1, 3, stride=2)" --input 4x4
  symtconv identify model.onnx --engine onnxruntime

Exit codes: 0 the layer that was meant (or a layer), 1 another layer, 2 usage, 3 no layer that can be read.
"""

CONFORM_EPILOG = """\
Examples:

\b
  symtconv conform onnxruntime --small
  symtconv conform mypackage.ops:deconv --random 2000 --where "a < s" -o report.html -o records.jsonl
  symtconv conform "./deconv {y} {w} {x} {s} {p}" --small
  symtconv conform ./libdeconv.so:deconv1d --args "y w x N C M n k s d p i"
  symtconv conform torch --random 100000 --jobs 4 -o torch.jsonl --resume
  symtconv conform --diff old.jsonl new.jsonl

Engines: torch, onnxruntime, onnx-reference, onnx-shapes, openvino, opencv, tract, tinygrad, tinygrad-onnx, keras,
keras-channels-first, tensorflow, jax, mlx, ncnn, symtconv, each imported when it is named.

Exit codes: 0 every configuration is right (refusals allowed without --strict), 1 one is wrong, inexact, unstable or
ended the process, 2 usage, 3 nothing was judged or a limit, 4 our own two references disagree.
"""


def _complete_figure(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Give the names of figures."""
    return [name for name in FIGURES.replace(" or ", ", ").split(", ") if name.startswith(begun)]


def _complete_claim(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Give the names of known formulas."""
    from symtconv.claims.library import LIBRARY  # noqa: PLC0415 - fast start

    return [name for name in LIBRARY if name.startswith(begun)]


@click.group(context_settings=SETTINGS, epilog=EPILOG)
@click.version_option(__version__, message="symtconv %(version)s")
def app() -> None:
    """Prove, print and check transposed convolution."""


def files(command: Command) -> Command:
    """Add ``-o FILE``, which may be repeated."""
    option = click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Write a file; its suffix picks the form. Repeat for more.",
    )
    return option(command)


def geometry(command: Command) -> Command:
    """Add the options that say a layer."""
    options = (
        click.option("--input", metavar="2x2", help="Entries of y per axis."),
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


def looks(command: Command) -> Command:
    """Add the options that say how a page is to look."""
    options = (
        click.option("--title", help="Title of the document."),
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
        click.option("--fragment", is_flag=True, help="LaTeX for \\input, without a preamble."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@app.command(epilog=DERIVE_EPILOG)
@click.argument("call", required=False)
@geometry
@click.option("--of-conv", is_flag=True, help="Read the options as those of the convolution to be transposed.")
@click.option("--view", "views", metavar="NAME,...", help="The views to show; all without it.")
@click.option("--lowering", metavar='"dilate=2 pad=1:2x1:2 flip"', help="A lowering to judge.")
@click.option("--explain", metavar="ENTRY", help="Show one entry of x′ in all views at once, as in 1,2.")
@click.option("--emit", metavar="TARGET", help="Print the lowering as code: numpy, torch, onnx or jax.")
@click.option("--y", metavar="DATA", help="Numbers for y: a nested list or a .npy file.")
@click.option("--w", metavar="DATA", help="Numbers for the kernel.")
@click.option("--general", is_flag=True, help="The theorem for every size alone, without a layer.")
@click.option("--symbols", metavar="y=Y,w=W", help="Your letters for y, w and x.")
@click.option("--index-base", type=click.IntRange(0, 1), default=0, show_default=True, help="Where indices begin.")
@looks
@click.option(
    "--figure",
    metavar="NAME",
    shell_complete=_complete_figure,
    help=f"Draw a figure in .svg and .tex files instead of the document: {FIGURES} (which moves: .svg alone).",
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
@click.argument("claim", required=False, shell_complete=_complete_claim)
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


def asked(command: Command) -> Command:
    """Add the options that say how a black box is asked."""
    options = (
        click.option("--layout-of-arrays", "arrays", metavar="INPUT,WEIGHT",
                     help="Where a function's channels stand, as in N.C,.OI; found by trying without it."),
        click.option("--args", metavar="LIST", help="Arguments of a library's function: 'y w x N C M n k s p i'."),
        click.option("--stdin", is_flag=True, help="Start the program once, and talk to it on its standard streams."),
        click.option("--engine", default="onnxruntime", show_default=True, help="What runs a model file."),
        click.option("--isolate/--no-isolate", default=None, help="Ask in a process of its own."),
        click.option("--seconds", type=click.FloatRange(min=0.001), default=20.0, show_default=True, metavar="S",
                     help="The most that one call may take."),
        click.option("--lang", type=click.Choice(["en", "ko"]), default="en", show_default=True,
                     help="Language of the words."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def _settings(options: dict[str, Any]) -> tuple[str, ...]:
    """Take out what belongs to the target itself."""
    arrays, args, stdin = options.pop("arrays"), options.pop("args"), options.pop("stdin")
    pair = () if arrays is None else arrays.split(",")
    said = [f"{name}={value}" for name, value in zip(("input", "weight"), pair, strict=False)]
    return (*said, *([f"args={args}"] if args else []), *(["stdin"] if stdin else []))


@app.command(epilog=IDENTIFY_EPILOG)
@click.argument("target")
@click.option("--meant", metavar="CALL", help="The layer that it should be, as a framework's call.")
@click.option("--input", metavar="4x4", help="Sizes for a call that does not say them; 4 on each axis without it.")
@click.option("--rank", type=click.IntRange(1, 4), help="Spatial axes, for a target that takes several.")
@asked
@files
@click.option("--json", is_flag=True, help="Print one JSON object on stdout and nothing else.")
def identify(target: str, **options: Any) -> int:
    """Find out what an implementation computes: its layout, its layer, whose convention its words follow.

    TARGET is a function as module:function (which runs that code), an engine's name, model.onnx, ./program, or
    ./lib.so:symbol. Evidence on what was run, never a proof.
    """
    from symtconv.cli.conform import IdentifyRequest, run_identify  # noqa: PLC0415 - fast start

    settings = _settings(options)
    return run_identify(IdentifyRequest(target=target, settings=settings, **options))


@app.command(epilog=CONFORM_EPILOG)
@click.argument("targets", nargs=-1, required=True, metavar="TARGET")
@click.option("--grid", type=click.Path(path_type=Path), metavar="GRID.toml", help="What is asked, as a file.")
@click.option("--dialect", type=click.Choice(["definition", "torch", "onnx", "keras"]), help="Whose words they are.")
@click.option("--small", is_flag=True, help="Every small configuration of one axis and one channel.")
@click.option("--random", type=click.IntRange(min=0), metavar="N", help="So many others, drawn near the boundaries.")
@click.option("--sizes", metavar="7,8,9", help="Lengths and numbers of channels to be tried.")
@click.option("--beyond", type=click.IntRange(min=0), metavar="N", help="So many that are forbidden, or left open.")
@click.option("--ranks", metavar="1,2,3", help="Ranks that are drawn.")
@click.option("--seed", type=int, help="What is drawn from; 0 without it.")
@click.option("--where", multiple=True, metavar="COND", help="A condition to hold on every axis. Repeat for more.")
@click.option("--dtype", multiple=True, metavar="TYPE", help="float64, float32, float16, bfloat16, int64, int32, int8.")
@click.option("--layout", multiple=True, metavar="NAME", help="contiguous, strided, reversed or fortran.")
@click.option("--threads", multiple=True, type=click.IntRange(min=1), metavar="N", help="Threads of the target.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes of this machine.")
@click.option("--dask", metavar="ADDRESS", help="A Dask scheduler, such as tcp://host:8786.")
@click.option("--memory", type=click.IntRange(min=0), default=0, metavar="MB", help="Of an isolated target.")
@click.option("--resume", is_flag=True, help="Go on with the .jsonl file named by -o.")
@click.option("--strict", is_flag=True, help="A refusal counts as a failure.")
@click.option("--shrink/--no-shrink", default=True, help="Look for smaller configurations that fail alike.")
@click.option("--diff", is_flag=True, help="Compare two files of records, an old and a new one.")
@asked
@files
@click.option("--json", is_flag=True, help="Print one JSON object on stdout and nothing else.")
def conform(targets: tuple[str, ...], **options: Any) -> int:
    """Ask an implementation many configurations: what is right, what is wrong, when, and like what slip.

    TARGET is as for identify. Without --grid, --small, --random or --sizes every small configuration is asked and some
    hundred near the boundaries. Evidence on what was asked, never a proof.
    """
    from symtconv.cli.conform import ConformRequest, run_conform  # noqa: PLC0415 - fast start
    from symtconv.cli.words import numbers  # noqa: PLC0415 - as above

    settings = _settings(options)
    words = {name: options.pop(name) for name in GRID}
    words |= {name: numbers(f"--{name}", words[name]) for name in ("sizes", "ranks")}
    return run_conform(ConformRequest(targets=targets, grid_words=words, settings=settings, **options))


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


for command in (convert, compare):
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
