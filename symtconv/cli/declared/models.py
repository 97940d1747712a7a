"""``model``: the transposed convolutions of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from symtconv.cli.declared.completing import engines, one_of
from symtconv.cli.declared.options import LOOKS, SETTINGS, files, looks

MODEL_EPILOG = """\
Examples:

\b
  symtconv model vocoder.onnx
  symtconv model vocoder.onnx -o report.html --sarif report.sarif
  symtconv model vocoder.onnx --lower auto -o lowered.onnx
  symtconv model vocoder.onnx --emit torch -o vocoder.py
  symtconv model detector.param --against detector.onnx

Exit codes: 0 all proved and no engine is known to differ, 1 a node is illegal or an engine differs, 2 usage or an
unreadable file, 3 a node could not be decided.
"""


@click.command(context_settings=SETTINGS, epilog=MODEL_EPILOG)
@click.argument("file", metavar="FILE")
@click.option("--against", metavar="FILE", help="Compare the layers with those of another file, in their order.")
@click.option(
    "--lower",
    type=click.Choice(["auto", "phases", "zeros"]),
    help="How an ONNX file is written without the operator, with -o lowered.onnx.",
)
@click.option(
    "--emit",
    type=click.Choice(["torch", "jax", "numpy"]),
    help="Print the layers as code that checks itself, a function each; -o x.py writes it.",
)
@click.option(
    "--allow-engine",
    multiple=True,
    metavar="NAME",
    shell_complete=one_of(engines),
    help="An engine that may differ. Repeat for more.",
)
@click.option("--sarif", type=click.Path(path_type=Path), metavar="FILE", help="Write a report for code scanning.")
@looks
@files
@click.option("--json", is_flag=True, help="Print one JSON object on stdout and nothing else.")
def model(file: str, **options: Any) -> int:
    """Certify every transposed convolution of a model file: .onnx, ncnn .param, tfjs model.json, .tflite.

    Nothing of the model is run and its weights are not loaded. Each node is proved for every size that the file leaves
    open; engines that are known to compute it otherwise are named.
    """
    from symtconv.cli.model import ModelRequest, run_model  # noqa: PLC0415 - fast start

    look = {name: options.pop(name) for name in LOOKS}
    return run_model(ModelRequest(file=file, looks=look, **options))
