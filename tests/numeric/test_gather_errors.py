"""What conv_transpose refuses: what came, what is allowed, what to do, and nothing is allocated first."""

from __future__ import annotations

import re

import numpy as np
import pytest

from symtconv.numeric import conv_transpose, gather

Y, W = np.ones((2, 4, 5)), np.ones((4, 3, 3))
READ_ONLY = np.zeros((2, 3, 7))
READ_ONLY.flags.writeable = False
SHARED = np.lib.stride_tricks.as_strided(np.zeros(64), (2, 3, 7), (64, 8, 8))

REFUSED = {
    "unbatched": (ValueError, (Y[0], W), {}, "y has shape (4, 5) and no batch axis", "write y[None]"),
    "rank 0": (ValueError, (np.ones((2, 4)), np.ones((4, 3))), {}, "w has shape (4, 3)", "one spatial axis or more"),
    "ranks": (ValueError, (Y, np.ones((4, 3, 3, 3, 3))), {}, "y has 3 axes and w has 5", "3 spatial axes"),
    "channels": (ValueError, (Y, np.ones((5, 3, 3))), {}, "y has 4 channels", "w is for 5"),
    "groups": (ValueError, (Y, W), {"groups": 3}, "groups=3 does not divide the 4", "a divisor of 4"),
    "groups 0": (ValueError, (Y, W), {"groups": 0}, "groups=0 is below 1", "use 1 or more"),
    "groups float": (TypeError, (Y, W), {"groups": 1.0}, "groups=1.0 is a float", "use an integer"),
    "stride 0": (ValueError, (Y, W), {"stride": 0}, "stride=0 is below 1", "use 1 or more"),
    "stride bool": (TypeError, (Y, W), {"stride": True}, "stride=True is a bool", "use an integer"),
    "stride text": (TypeError, (Y, W), {"stride": "2"}, "stride='2' is a str", "use an integer"),
    "stride rank": (ValueError, (Y, W), {"stride": (1, 2)}, "stride=(1, 2) has 2 entries", "give one number, or 1"),
    "dilation": (ValueError, (Y, W), {"dilation": [-1]}, "dilation[0]=-1 is below 1", "use 1 or more"),
    "output_padding": (ValueError, (Y, W), {"output_padding": -1}, "output_padding=-1 is below 0", "use 0 or more"),
    "bare pair": (ValueError, (Y, W), {"padding": (1, 2)}, "padding=(1, 2) has 2 entries", "write ((1, 2),)"),
    "padding rank": (ValueError, (Y, W), {"padding": (1, 2, 3)}, "padding=(1, 2, 3) has 3 entries", "rank 1"),
    "padding triple": (ValueError, (Y, W), {"padding": ((1, 2, 3),)}, "padding[0]=(1, 2, 3) has 3", "(low, high)"),
    "padding float": (TypeError, (Y, W), {"padding": ((1, 2.5),)}, "padding[0] high=2.5 is a float", "an integer"),
    "empty output": (ValueError, (Y, W), {"padding": 4}, "= -1; lower the padding", "output_padding by 2 or more"),
    "no channels": (ValueError, (Y[:, :0], W[:0]), {}, "y has shape (2, 0, 5)", "only the batch of y may be empty"),
    "no width": (ValueError, (Y[..., :0], W), {}, "y has shape (2, 4, 0)", "only the batch"),
    "no taps": (ValueError, (Y, W[..., :0]), {}, "w has shape (4, 3, 0)", "only the batch"),
    "bias shape": (ValueError, (Y, W, np.ones(4)), {}, "bias has shape (4,)", "give shape (3,)"),
    "bias 2-D": (ValueError, (Y, W, np.ones((3, 1))), {}, "bias has shape (3, 1)", "give shape (3,)"),
    "bool": (TypeError, (Y > 0, W), {}, "y has dtype bool", "float32, float64 or an integer"),
    "float16": (TypeError, (Y.astype("f2"), W), {}, "y has dtype float16", "y.astype('float64')"),
    "complex": (TypeError, (Y, W.astype(complex)), {}, "w has dtype complex128", "w.astype"),
    "object": (TypeError, (Y.astype(object), W), {}, "y has dtype object", "float32"),
    "mixed": (TypeError, (Y, W.astype("f4")), {}, "y is float64, w is float32", "convert them to one"),
    "mixed bias": (TypeError, (Y, W, np.ones(3, int)), {}, "bias is int64", "convert them to one"),
    "out list": (TypeError, (Y, W), {"out": []}, "out is a list", "shape (2, 3, 7) and dtype float64"),
    "out dtype": (TypeError, (Y, W), {"out": np.zeros((2, 3, 7), "f4")}, "out has dtype float32", "float64"),
    "out shape": (ValueError, (Y, W), {"out": np.zeros((2, 3, 8))}, "out has shape (2, 3, 8)", "(2, 3, 7)"),
    "out read-only": (ValueError, (Y, W), {"out": READ_ONLY}, "out is read-only", "writable"),
    "out overlaps itself": (ValueError, (Y, W), {"out": SHARED}, "may share memory", "its own"),
    "too large": (OverflowError, (Y, W), {"stride": 2**62}, "the output would have shape", "make the input, stride"),
    "far too large": (OverflowError, (Y, W), {"output_padding": 10**40}, "an array has 9223372036854775807", "smaller"),
    "too large by its batch": (
        OverflowError,
        (np.broadcast_to(np.float64(1), (2**40, 1, 1)), np.ones((1, 1, 1))),
        {"output_padding": 2**21},
        "the output would have shape (1099511627776, 1, 2097153)",
        "smaller",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_what_came_and_what_to_do(name, monkeypatch):
    def allocate(*_, **__):
        raise AssertionError("allocated before it was checked")

    kind, arrays, words, came, remedy = REFUSED[name]
    monkeypatch.setattr(gather.np, "empty", allocate)
    monkeypatch.setattr(gather.np, "zeros", allocate)
    with pytest.raises(kind, match=re.escape(came)) as caught:
        conv_transpose(*arrays, **words)
    assert remedy in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_largest_numbers_are_no_trouble_where_the_output_is_small():
    """One entry of y under a stride and pads far beyond int64."""
    far = 10**30
    assert conv_transpose([[[3]]], [[[5, 7]]], stride=far, dilation=far, padding=((far, 0),)).tolist() == [[[21]]]
    assert conv_transpose([[[3, 4]]], [[[5]]], stride=far, padding=((far, -2),)).tolist() == [[[20, 0, 0]]]
    assert conv_transpose([[[3]]], [[[5]]], padding=((far, -far - 2),)).tolist() == [[[0, 0, 0]]]
