"""Random calls of each framework, legal or not, in its own words."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

Drawn = tuple[str, tuple[int, ...]]


def drawn_call(framework: str, draw: random.Random) -> Drawn:
    """A call of one to three axes and an input for it."""
    rank = draw.choice(RANKS.get(framework, (1, 1, 2, 3)))

    def row(low: int, high: int) -> tuple[int, ...]:
        return tuple(draw.randint(low, high) for _ in range(rank))

    numbers = {
        "rank": rank,
        "row": row,
        "kernel": row(1, 5 if rank == 1 else 3),
        "stride": row(1, 4),
        "dilation": row(1, 3) if draw.random() < 0.5 else (1,) * rank,
        "sizes": row(1, 3),
    }
    return _DRAWS[framework](draw, **numbers), numbers["sizes"]


RANKS = {"ncnn": (1, 2, 2, 3)}


def _channels(draw: random.Random, *, groups: bool = True) -> tuple[int, int, int]:
    g = draw.randint(1, 2) if groups else 1
    return g * draw.randint(1, 2), g * draw.randint(1, 2), g


def _torch(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    ci, co, g = _channels(draw)
    padding = row(-1 if draw.random() < 0.1 else 0, 3)
    if draw.random() < 0.3:
        words = f"stride={stride}, padding={padding}, output_padding={row(0, 3)}, groups={g}, dilation={dilation}"
        return f"F.conv_transpose{rank}d(x, {(ci, co // g, *kernel)}, {words})".replace("d(x, (", "d(x, weight=(")
    call = f"ConvTranspose{rank}d({ci}, {co}, {kernel}, {stride}, {padding}, {row(0, 3)}, {g}, False, {dilation})"
    if draw.random() < 0.2:
        lengths = [
            (n - 1) * s + d * (k - 1) + 1 - 2 * p + draw.randint(-1, 3)
            for n, s, d, k, p in zip(sizes, stride, dilation, kernel, padding, strict=True)
        ]
        call = f"{call}(x, output_size={lengths})"
    return call


def _keras(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    if draw.random() < 0.5:
        stride = (1,) * rank
    extra = draw.choice((None, draw.randint(0, 3), row(0, 2)))
    padding = draw.choice(('"same"', '"valid"', '"Same"'))
    words = f"strides={stride}, padding={padding}, output_padding={extra}, dilation_rate={dilation}"
    return f"Conv{rank}DTranspose({draw.randint(1, 2)}, {kernel}, {words})"


def _tensorflow(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    ci, co, _ = _channels(draw, groups=False)
    (1,) * rank
    padding: Any = draw.choice(('"SAME"', '"VALID"'))
    pairs = [(draw.randint(0, 3), draw.randint(0, 3)) for _ in range(rank)]
    explicit = rank == 2 and draw.random() < 0.4
    lengths = []
    for n, s, k, (low, high) in zip(sizes, stride, kernel, pairs, strict=True):
        base = (n - 1) * s + (1 if padding == '"SAME"' else k)
        lengths.append((n - 1) * s + k - low - high + draw.randint(-1, s) if explicit else base + draw.randint(-1, s))
    if explicit:
        padding = [[0, 0], *map(list, pairs), [0, 0]]
    words = f"output_shape={[1, *lengths, co]}, strides={list(stride)}, padding={padding}"
    return f"tf.nn.conv{rank}d_transpose(x, filters={(*kernel, co, ci)}, {words})"


def _jax(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    pairs = tuple((draw.randint(-1, 5), draw.randint(-1, 5)) for _ in range(rank))
    if draw.random() < 0.3:
        ci, co, g = _channels(draw)
        words = f"window_strides={(1,) * rank}, padding={pairs}, lhs_dilation={stride}, rhs_dilation={dilation}"
        return f"jax.lax.conv_general_dilated(rhs={(co, ci // g, *kernel)}, {words}, feature_group_count={g})"
    consistent, padding = draw.random() < 0.3, draw.choice(('"SAME"', '"VALID"', pairs, pairs))
    words = f"padding={padding}, rhs_dilation={dilation}, transpose_kernel={draw.random() < 0.5}"
    shape = (*kernel, draw.randint(1, 2), draw.randint(1, 2))
    return f"conv_transpose(rhs={shape}, strides={stride}, {words}, use_consistent_padding={consistent})"


def _flax(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    pairs = tuple((draw.randint(-1, 5), draw.randint(-1, 5)) for _ in range(rank))
    padding = draw.choice(('"SAME"', '"VALID"', pairs, draw.randint(0, 4), row(0, 4)))
    words = f"strides={stride}, padding={padding}, kernel_dilation={dilation}, transpose_kernel={draw.random() < 0.5}"
    if draw.random() < 0.3:
        return f"nnx.ConvTranspose({draw.randint(1, 2)}, {draw.randint(1, 2)}, {kernel}, {words})"
    return f"nn.ConvTranspose({draw.randint(1, 2)}, {kernel}, {words})"


def _equinox(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    ci, co, g = _channels(draw)
    pairs = tuple((draw.randint(-1, 3), draw.randint(-1, 3)) for _ in range(rank))
    padding = draw.choice(('"SAME"', '"same_lower"', '"VALID"', pairs, draw.randint(0, 3), row(0, 3)))
    tail = f"{dilation}, {g}"
    if draw.random() < 0.3:
        return f"eqx.nn.ConvTranspose({rank}, {ci}, {co}, {kernel}, {stride}, {padding}, {row(0, 2)}, {tail})"
    return f"eqx.nn.ConvTranspose{rank}d({ci}, {co}, {kernel}, {stride}, {row(0, 2)}, {padding}, {tail})"


def _haiku(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    pairs = tuple((draw.randint(-1, 5), draw.randint(-1, 5)) for _ in range(rank))
    padding = draw.choice(('"SAME"', '"VALID"', pairs, pairs))
    words = f"stride={stride}, padding={padding}"
    if draw.random() < 0.3:
        kind = draw.choice(("SAME", "VALID"))
        lengths = [
            (n - 1) * s + (1 if kind == "SAME" else k) + draw.randint(-1, s)
            for n, s, k in zip(sizes, stride, kernel, strict=True)
        ]
        words = f'stride={stride}, output_shape={tuple(lengths)}, padding="{kind}"'
    return f"hk.Conv{rank}DTranspose({draw.randint(1, 2)}, {kernel}, {words})"


def _paddle(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    ci, co, g = _channels(draw)
    pairs = [draw.randint(0, 3) for _ in range(2 * rank)]
    padding = draw.choice((pairs, draw.randint(0, 3), list(row(0, 3)), '"VALID"'))
    steps = f"{g}, {list(dilation)}" if rank == 1 else f"{list(dilation)}, {g}"
    words = f"{list(stride)}, {padding}, {list(row(0, 3))}, {steps}"
    return f"paddle.nn.Conv{rank}DTranspose({ci}, {co}, {list(kernel)}, {words})"


def _mlx(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    ci, co, _ = _channels(draw, groups=False)
    values = [kernel, stride, row(0, 3), dilation, row(0, 3)]
    said = ", ".join(str(value[0] if rank == 1 else value) for value in values)
    return f"mlx.nn.ConvTranspose{rank}d({ci}, {co}, {said})"


def _openvino(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    ci, co, g = _channels(draw)
    words = (
        f"strides={list(stride)}, pads_begin={list(row(0, 3))}, pads_end={list(row(-2, 3))}, "
        f"dilations={list(dilation)}, output_padding={list(row(0, 2))}"
    )
    if g == 1:
        return f"ov.opset1.convolution_backprop_data(x, filters={(ci, co, *kernel)}, {words})"
    return f"ov.opset1.group_convolution_backprop_data(x, filters={(g, ci // g, co // g, *kernel)}, {words})"


def _ncnn(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    co = draw.randint(1, 2)
    lows, highs, extra = row(0, 3), row(0, 3), row(0, 3)
    ids = {0: (1, 2, 3, 4, 15, 18), 1: (11, 12, 13, 14, 16, 19), 2: (21, 22, 23, 24, 17, 20)}
    said = [f"0={co}"]
    for place in range(rank):
        values = (kernel, dilation, stride, lows, highs, extra)
        said += [f"{number}={value[-1 - place]}" for number, value in zip(ids[place], values, strict=True)]
    return f"Deconvolution{'1D' if rank == 1 else '3D' if rank == 3 else ''} up 1 1 in out {' '.join(said)}"


def _onnx(draw: random.Random, rank: int, row: Any, kernel: Any, stride: Any, dilation: Any, sizes: Any) -> str:
    ci, co, g = _channels(draw)
    words = f"w_shape={(ci, co // g, *kernel)}, strides={stride}, dilations={dilation}, group={g}"
    kind = draw.choice(("pads", "pads", "auto", "shape"))
    if kind == "pads":
        words += f", pads={row(0, 3) + row(0, 3)}, output_padding={row(0, 3)}"
    elif kind == "auto":
        words += f', auto_pad="{draw.choice(("SAME_UPPER", "SAME_LOWER", "VALID"))}", output_padding={row(0, 1)}'
    else:
        auto = draw.choice(("NOTSET", "SAME_UPPER", "SAME_LOWER"))
        words += f', output_shape={row(1, 8)}, auto_pad="{auto}"'
    return f"ConvTranspose({words})"


_DRAWS: dict[str, Callable[..., str]] = {
    "torch": _torch,
    "keras": _keras,
    "tensorflow": _tensorflow,
    "jax": _jax,
    "flax": _flax,
    "equinox": _equinox,
    "haiku": _haiku,
    "paddle": _paddle,
    "mlx": _mlx,
    "openvino": _openvino,
    "ncnn": _ncnn,
    "onnx": _onnx,
    "onnxruntime": _onnx,
}
