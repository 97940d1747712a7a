"""What emitted code ends with: run as a program, it compares itself with the definition, exactly, and says so."""

from __future__ import annotations

from symtconv.geometry import ConvTranspose

_ONNX = """\
feeds = {name: a.astype(np.float32) for name, a in zip(("y", "w", "bias"), (y, w, bias))}
    (found,) = ReferenceEvaluator(make_model(batch=2, bias=True)).run(None, feeds)"""
RUNS = {
    "numpy": ("", "found = conv_transpose(y, w, bias)"),
    "torch": (
        "    import torch\n",
        "found = conv_transpose(*(torch.tensor(a, dtype=torch.float64) for a in (y, w, bias)))",
    ),
    "jax": ("", "found = conv_transpose(*(a.astype(np.float32) for a in (y, w, bias)))"),
    "onnx": ("    from onnx.reference import ReferenceEvaluator\n", _ONNX),
}
"""What else each target imports there, and how it is asked."""

_CHECK = """

if __name__ == "__main__":
    import numpy as np
{imports}
    draw = np.random.default_rng(0)
    y, w, bias = (draw.integers(-3, 4, shape) for shape in ({y}, {w}, {outer}))
    # The definition: y at j times w at t is added to entry s j + d t - l, where there is one.
    expected = np.zeros({x}, y.dtype) + bias.reshape({column})
    for tap in np.ndindex({kernel}):
        places = [s * np.arange(n) + d * t - l for s, n, d, t, l in zip({stride}, {input}, {dilation}, tap, {low})]
        kept = [np.flatnonzero((place >= 0) & (place < size)) for place, size in zip(places, expected.shape[2:])]
        here = w[(..., *tap)].reshape({groups}, -1, w.shape[1])
        product = np.einsum("ngi...,gio->ngo...", y.reshape(2, {groups}, -1, *y.shape[2:]), here)
        product = product.reshape(2, -1, *y.shape[2:])
        goes = np.ix_(range(2), range({outer}), *(place[at] for place, at in zip(places, kept)))
        expected[goes] += product[np.ix_(range(2), range({outer}), *kept)]
    {run}
    wrong = np.argwhere(np.asarray(found) != expected)
    if len(wrong):
        first = tuple(map(int, wrong[0]))
        raise SystemExit(f"{{len(wrong)}} of {{expected.size}} entries differ from the definition, first {{first}}")
    print(f"{{expected.size}} entries of random integers: equal to the definition")
"""


def self_check(layer: ConvTranspose, target: str) -> str:
    """Write the block that runs where the file is run.

    Parameters
    ----------
    layer : ConvTranspose
    target : str
        One of `RUNS`.
    """
    imports, run = RUNS[target]
    return _CHECK.format(
        imports=imports,
        y=(2, layer.in_channels, *layer.input),
        w=layer.weight_shape,
        x=(2, layer.out_channels, *layer.output),
        outer=layer.out_channels,
        column=(1, -1, *(1,) * layer.rank),
        kernel=", ".join(map(str, layer.kernel)),
        stride=layer.stride,
        input=layer.input,
        dilation=layer.dilation,
        low=tuple(low for low, _ in layer.padding),
        groups=layer.groups,
        run=run,
    )
