"""Where channels and batch stand in arrays: letters for the input (N, C, . for space) and the weight (I, O)."""

from __future__ import annotations

import numpy as np

from symtconv.conformance.target import Array

INPUTS = ("NC.", "N.C", "C.", ".C", ".")
WEIGHTS = ("IO.", "OI.", ".IO", ".OI", "I.O", "O.I", ".")
NAMES = {"NC.": "N, C, *n", "N.C": "N, *n, C", "C.": "C, *n", ".C": "*n, C", ".": "*n"}


def put_input(y: Array, layout: str) -> Array:
    """Bring (N, C, *n) to a layout; without N the first of the batch is taken.

    Examples
    --------
    >>> put_input(np.zeros((1, 2, 5)), ".C").shape
    (5, 2)
    """
    read = y if "N" in layout else y[0]
    if "C" in layout:
        return np.moveaxis(read, 1 if "N" in layout else 0, -1) if layout.endswith("C") else read
    only: Array = read[0]
    return only


def get_output(x: Array, layout: str, rank: int) -> Array:
    """Bring an answer back to (N, C, *i).

    Raises
    ------
    ValueError
        When it has another number of axes.
    """
    want = rank + ("N" in layout) + ("C" in layout)
    if x.ndim != want:
        msg = f"the answer has {x.ndim} axes, and {want} are expected ({NAMES[layout]})"
        raise ValueError(msg)
    if layout.endswith("C"):
        x = np.moveaxis(x, -1, 1 if "N" in layout else 0)
    if "C" not in layout:
        x = x[None]
    return x if "N" in layout else x[None]


def put_weight(w: Array, layout: str) -> Array:
    """Bring (I, O, *k) to a layout.

    Examples
    --------
    >>> [put_weight(np.zeros((2, 3, 5)), layout).shape for layout in WEIGHTS]
    [(2, 3, 5), (3, 2, 5), (5, 2, 3), (5, 3, 2), (2, 5, 3), (3, 5, 2), (5,)]
    """
    if layout == ".":
        only: Array = w[0, 0]
        return only
    turned = np.swapaxes(w, 0, 1) if layout.replace(".", "") == "OI" else w
    dot = layout.index(".")
    if dot == 0:
        return np.moveaxis(turned, (0, 1), (-2, -1))
    return np.moveaxis(turned, 1, -1) if dot == 1 else turned
