"""Functions as people write them, most with the fault that their name tells; and some that misbehave."""

from __future__ import annotations

import os
import sys
import time

import numpy as np


def right(y, w, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    n, c, length = y.shape
    m, k = w.shape[1:]
    full = (length - 1) * stride + dilation * (k - 1) + 1
    out = np.zeros((n, groups * m, full + output_padding))
    for g in range(groups):
        rows = slice(g * (c // groups), (g + 1) * (c // groups))
        for o in range(length):
            for t in range(k):
                out[:, g * m : (g + 1) * m, o * stride + dilation * t] += y[:, rows, o] @ w[rows, :, t]
    out = out[:, :, padding : full - padding + output_padding]
    return out if bias is None else out + bias[None, :, None]


def zeros_appended(y, w, stride=1, padding=0, output_padding=0):
    out = right(y, w, stride=stride, padding=padding)
    return np.pad(out, ((0, 0), (0, 0), (0, output_padding)))


def channels_last(y, w, strides=1):
    return np.moveaxis(right(np.moveaxis(y, -1, 1), np.moveaxis(w, (-1, -2), (0, 1)), stride=strides), 1, -1)


def of_jax(y, w, stride=1, padding=0, dilation=1):
    k = dilation * (w.shape[-1] - 1) + 1
    z = np.pad(right(y, w, stride=stride, dilation=dilation), ((0, 0), (0, 0), (k, k)))
    return z[:, :, 2 * k - 1 - padding : z.shape[-1] - (2 * k - 1 - padding)]


def not_flipped(y, w, stride=1, padding=0):
    return right(y, w[:, :, ::-1], stride=stride, padding=padding)


def relu(y, w, stride=1):
    return np.maximum(right(y, w, stride=stride), 0)


def half_sums(y, w, stride=1):
    out = np.zeros_like(right(y, w, stride=stride), dtype=np.float16)
    with np.errstate(over="ignore", invalid="ignore"):
        for o, t in np.ndindex(y.shape[2], w.shape[2]):
            out[:, :, o * stride + t] += (y[:, :, o].astype(np.float16) @ w[:, :, t].astype(np.float16)).astype(
                np.float16
            )
    return out


def tile_of_16(y, w, stride=1):
    out = right(y, w, stride=stride)
    if y.shape[2] > 16:
        out[:, :, 16 * stride :] = 0
    return out


_KEPT = {}


def remembers(y, w, stride=1):
    out = right(y, w, stride=stride)
    kept = _KEPT.setdefault(out.shape, np.zeros(out.shape))
    kept += out
    return kept.copy()


def leaves_holes(y, w, stride=1):
    out = np.empty_like(right(y, w, stride=stride))
    full = right(np.ones_like(y), np.ones_like(w), stride=stride) != 0
    out[full] = right(y, w, stride=stride)[full]
    return out


def wants_contiguous(y, w, stride=1):
    plain = np.frombuffer(
        y.base if y.base is not None and not y.flags.c_contiguous else y, y.dtype
    )  # ignores the steps
    return right(plain[: y.size].reshape(y.shape), w, stride=stride)


def exits(y, w, stride=1):
    if stride == 2:
        sys.exit(3)
    return right(y, w, stride=stride)


def dies(y, w, stride=1):
    if stride == 2 and y.shape[2] == 2:
        os._exit(7)
    return right(y, w, stride=stride)


def hangs(y, w, stride=1):
    if stride == 2 and y.shape[2] == 2 and w.shape[2] == 3:
        time.sleep(60)
    return right(y, w, stride=stride)


def prints(y, w, stride=1):
    print("noise on standard output")
    os.write(1, b"more noise\n")
    return right(y, w, stride=stride)


def not_a_number(y, w, stride=1):
    return right(y, w, stride=stride) * np.nan


def another_rank(y, w, stride=1):
    return right(y, w, stride=stride)[0]


def text(y, w, stride=1):
    return "an answer"


def nothing(y, w, stride=1):
    return None


def eats_memory(y, w, stride=1):
    if stride == 2:
        np.ones(2**36)
    return right(y, w, stride=stride)
