"""The command about programs, for `symtconv.cli.app`: options in, exit code out."""

from __future__ import annotations

from typing import Any

import click

from symtconv.cli.declared.options import LOOKS, SETTINGS, files, looks

REWRITE_EPILOG = """\
Examples:

\b
  symtconv rewrite "convt(x, w, stride=s, pad=p, extra=a)" "append(convt(x, w, stride=s, pad=p), a)" \\
      --tensors "x[n] w[k]" --where "p <= k-1" --where "a < s"
  symtconv rewrite "convt(x, w, stride=s)" "conv(pad(dilate(x, s), k-1, k-1), reverse(w))" --tensors "x[n] w[k]"

Programs: conv, convt, pad, crop, append, dilate, reverse, slice, pyslice, concat, concat_all, add, scale, sum, stack,
interleave, split, merge, transpose, einsum, windows, col2im, zeros, depth_to_space, space_to_depth, pixel_shuffle,
unfold, fold; axes count from 0, and sizes are terms of the claim language.

Exit codes: 0 proved, 1 refuted, 2 usage or a program that cannot be read, 3 unknown, 70 internal error,
74 the answer could not be printed.
"""


@click.command(context_settings=SETTINGS, epilog=REWRITE_EPILOG)
@click.argument("left")
@click.argument("right")
@click.option("--tensors", required=True, metavar='"x[n] w[k]"', help="Each tensor with its lengths.")
@click.option("--let", multiple=True, metavar="K=TERM", help="A named integer. Repeat for more.")
@click.option("--where", multiple=True, metavar="COND", help="A condition on the sizes. Repeat for more.")
@click.option("--timeout", type=float, default=30.0, show_default=True, metavar="S", help="Then the answer is unknown.")
@looks
@files
@click.option("--json", is_flag=True, help="Print one JSON object on stdout and nothing else.")
def rewrite(left: str, right: str, **options: Any) -> int:
    """Say whether two programs are equal for all sizes: proved, or refuted at the smallest sizes where they differ.

    LEFT and RIGHT are programs over tensors: what stands for a layer, and the layer.
    """
    from symtconv.cli.rewrite import RewriteRequest, run_rewrite  # noqa: PLC0415 - fast start

    look = {name: options.pop(name) for name in LOOKS}
    return run_rewrite(RewriteRequest(left=left, right=right, looks=look, **options))
