"""``identify`` and ``conform``: what a black box computes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from symtconv.cli.declared.options import SETTINGS, Command, files

GRID = ("dialect", "small", "random", "sizes", "beyond", "ranks", "seed", "where", "dtype", "layout", "threads")

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


@click.command(context_settings=SETTINGS, epilog=IDENTIFY_EPILOG)
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


@click.command(context_settings=SETTINGS, epilog=CONFORM_EPILOG)
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
