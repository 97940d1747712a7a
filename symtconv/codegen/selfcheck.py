"""What emitted code ends with: run as a program, it compares itself with the definition, exactly, and says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from symtconv.geometry import ConvTranspose

RUNS = {
    "numpy": ("", "        return call(y, w, bias)"),
    "torch": (
        "    import torch\n",
        "        return call(*(torch.tensor(a, dtype=torch.float64) for a in (y, w, bias)))",
    ),
    "jax": ("", "        return call(*(a.astype(np.float32) for a in (y, w, bias)))"),
    "onnx": (
        "    from onnx.reference import ReferenceEvaluator\n",
        """\
        feeds = {name: a.astype(np.float32) for name, a in zip(("y", "w", "bias"), (y, w, bias))}
        return ReferenceEvaluator(call(batch=2, bias=True)).run(None, feeds)[0]""",
    ),
}
"""What else each target imports there, and how it is asked."""

_CHECK = """

if __name__ == "__main__":
    import numpy as np
{imports}
    def run(call, y, w, bias):
{run}

    def check(call, input, weights, output, stride, dilation, low, groups):
        draw = np.random.default_rng(0)
        y, w, bias = (draw.integers(-3, 4, shape) for shape in ((2, *input), weights, output[:1]))
        # The definition: y at j times w at t is added to entry s j + d t - l, where there is one.
        expected = np.zeros((2, *output), y.dtype) + bias.reshape(1, -1, *[1] * len(stride))
        for tap in np.ndindex(*weights[2:]):
            axes = zip(stride, input[1:], dilation, tap, low)
            places = [s * np.arange(n) + d * t - l for s, n, d, t, l in axes]
            kept = [np.flatnonzero((place >= 0) & (place < size)) for place, size in zip(places, output[1:])]
            here = w[(..., *tap)].reshape(groups, -1, weights[1])
            product = np.einsum("ngi...,gio->ngo...", y.reshape(2, groups, -1, *input[1:]), here)
            product = product.reshape(2, -1, *input[1:])
            goes = np.ix_(range(2), range(output[0]), *(place[at] for place, at in zip(places, kept)))
            expected[goes] += product[np.ix_(range(2), range(output[0]), *kept)]
        wrong = np.argwhere(np.asarray(run(call, y, w, bias)) != expected)
        if len(wrong):
            first = tuple(map(int, wrong[0]))
            name = call.__name__
            raise SystemExit(
                f"{{name}}: {{len(wrong)}} of {{expected.size}} entries differ from the definition, first {{first}}"
            )
        print(f"{{call.__name__}}: {{expected.size}} entries of random integers: equal to the definition")

{calls}
"""


def self_check(layers: Mapping[str, Iterable[ConvTranspose]], target: str) -> str:
    """Write the block that runs where the file is run.

    Parameters
    ----------
    layers : mapping of str to iterable of ConvTranspose
        For each function that is written the layers that it is compared with.
    target : str
        One of `RUNS`.
    """
    imports, run = RUNS[target]
    calls = "\n".join(f"    check({name}, {_words(layer)})" for name, some in layers.items() for layer in some)
    return _CHECK.format(imports=imports, run=run, calls=calls)


def _words(layer: ConvTranspose) -> str:
    words: list[Sequence[int] | int] = [
        (layer.in_channels, *layer.input),
        layer.weight_shape,
        (layer.out_channels, *layer.output),
        layer.stride,
        layer.dilation,
        tuple(low for low, _ in layer.padding),
        layer.groups,
    ]
    return ", ".join(map(str, words))
