"""TensorFlow's two padding words for a transposed convolution, as TFLite and TensorFlow.js files hold them.

The operator undoes a convolution that reads ``output_shape``: of its padding ``T = (n-1)s + K - O`` in all, where it is
positive, the lesser half is cut at the low end; VALID cuts nothing there. Source: the operator's text, and
LiteRT 2.3.0 on nine shipped layers.
"""

from __future__ import annotations

from symtconv.geometry import InputError, span

Pair = tuple[int, int]


def ends(word: str, size: int | None, wanted: int | None, kernel: int, stride: int, dilation: int) -> tuple[Pair, int]:
    """Give padding and output padding of one axis.

    Parameters
    ----------
    word : {"SAME", "VALID"}
    size, wanted : int or None
        Entries of the input, and of the output where the file fixes it; without, ``n·s`` (SAME) or all (VALID).

    Raises
    ------
    InputError
        For another word, and for an output length that depends on a size that is open.

    Examples
    --------
    >>> ends("SAME", None, None, 3, 2, 1), ends("SAME", 2, 3, 3, 2, 1), ends("VALID", 2, 6, 3, 2, 1)
    (((0, 1), 0), ((1, 1), 0), ((0, 0), 1))
    """
    reach = span(kernel, dilation)
    if word not in ("SAME", "VALID"):
        msg = f"its padding is {word!r}; read are SAME and VALID"
        raise InputError(msg)
    if wanted is None or size is None:
        if wanted is not None:
            msg = "its output shape is fixed and the input's size is open, so its padding depends on the size"
            raise InputError(msg)
        total = reach - stride if word == "SAME" else 0
    else:
        total = (size - 1) * stride + reach - wanted
    low = max(total, 0) // 2 if word == "SAME" else 0
    return (low, max(total - low, 0)), max(low - total, 0)
