"""The front of the compiled side: checks a call, plans it, runs it.

x′ is walked, not y: each entry gathers from y by the phase of its index, so that nothing is multiplied by the zeros
that a lowering would insert. Two compiled halves do it: `_walk`, in which the rows of y lie along a line with zeros
between them, and `_gather`, run by run without any, for layers in which those zeros would be most of the work, and
where one of them would meet a weight that is infinite or nan. A call that was made before, on arrays that need nothing
done first, goes straight to its walk. This wing shares no code with the symbolic side nor with the scatter oracle.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symtconv.numeric import _gather, _walk
from symtconv.numeric.bound import refuse_overflow
from symtconv.numeric.layout import layout
from symtconv.numeric.plan import Plan, plan
from symtconv.numeric.simd import LEVELS, MOST_THREADS, chosen, default_threads
from symtconv.numeric.sizes import Sizes, sizes
from symtconv.numeric.words import Padding, PerAxis, whole

Array = NDArray[Any]

_COMPILED: dict[np.dtype[Any], Callable[[Array, Array, Array, Array, Plan, int], None]] = {
    np.dtype(np.float32): _gather.gather_f32,
    np.dtype(np.float64): _gather.gather_f64,
    np.dtype(np.int64): _gather.gather_i64,
}

_WALKS: dict[Any, _walk.Walk] = {}
"""The walks of the last calls, by shapes, dtype and words."""
MOST_WALKS = 512


def instruction_set() -> str:
    """Name the instruction set that is used: the machine's best, or what ``SYMTCONV_SIMD`` says."""
    return LEVELS[_level()]


def _level() -> int:
    return chosen(_walk.best_level())


def conv_transpose(
    y: ArrayLike,
    w: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: PerAxis = 1,
    padding: Padding = 0,
    output_padding: PerAxis = 0,
    groups: SupportsIndex = 1,
    dilation: PerAxis = 1,
    out: Array | None = None,
    threads: SupportsIndex | None = None,
) -> Array:
    r"""Transpose a convolution: ``x′[j] = Σ w[t]·y[o]`` over all ``j = s·o + d·t - l``.

    Parameters
    ----------
    y : array, (N, C_in, \*spatial)
        One spatial axis or more. The batch may be empty.
    w : array, (C_in, C_out/groups, \*kernel)
    bias : array, (C_out,), optional
    stride, dilation : int or one per axis
        1 or more.
    padding : int, one per axis, or one (low, high) pair per axis
        Padding of the convolution that is transposed; negative numbers are allowed. For one axis: ``((1, 2),)``.
    output_padding : int or one per axis
        0 or more.
    groups : int
        Divides C_in.
    out : array, (N, C_out, \*spatial), optional
        Takes the result; of the arrays' dtype. Of any strides, and it may share memory with the inputs: the result is
        then made elsewhere first and copied.
    threads : int, optional
        How many share the work, where there is enough of it; without it what ``SYMTCONV_THREADS`` says, or 1. The
        result is the same, bit for bit, whatever the number.

    Returns
    -------
    array, (N, C_out, \*spatial)
        ``out``, or a new array, with ``(n-1)s + d(k-1) + 1 - l - h + a`` entries per axis. Its dtype is that of the
        arrays: float32, float64 or int64, all of them the same. Other integers become int64. float32 and float64 sums
        round in an order that is not promised; on integers they are exact as long as none exceeds 2²⁴ or 2⁵³.

    Raises
    ------
    TypeError
        For other dtypes, mixed ones, a masked array, or a word that is no integer.
    ValueError
        For shapes that do not fit, a word out of range, an empty output, or an ``out`` that cannot take it.
    OverflowError
        When an int64 sum could overflow (``Σ|w|·max|y| + |bias| > 2⁶³ - 1``), or x′ is larger than any array.

    References
    ----------
    V. Dumoulin, F. Visin, *A guide to convolution arithmetic for deep learning*, arXiv:1603.07285, section 4.

    Examples
    --------
    >>> y, w = [[[1, 2]]], [[[1, 10, 100]]]
    >>> conv_transpose(y, w, stride=2)
    array([[[  1,  10, 102,  20, 200]]])
    >>> conv_transpose(y, w, [7], stride=2, padding=((1, 0),)).tolist()
    [[[17, 109, 27, 207]]]
    """
    words = stride, padding, output_padding, groups, dilation
    count = default_threads() if threads is None else _threads(threads)
    if out is None:
        x: Array | None = _walk.quick(_WALKS, y, w, bias, words, _level(), count)
        if x is not None:
            return x
    given = {"y": _array("y", y), "w": _array("w", w)} | ({} if bias is None else {"bias": _array("bias", bias)})
    kind = _common_dtype(given)
    found = sizes(
        given["y"].shape,
        given["w"].shape,
        kind.itemsize,
        stride=stride,
        padding=padding,
        output_padding=output_padding,
        groups=groups,  # type: ignore[arg-type]  # sizes checks that it is a whole number
        dilation=dilation,
    )
    channels = found.x_shape[1]
    if bias is not None and given["bias"].shape != (channels,):
        msg = f"bias has shape {given['bias'].shape} and there are {channels} output channels; give shape ({channels},)"
        raise ValueError(msg)
    if out is not None:
        _check_out(out, found.x_shape, kind)
    ready = {name: _plain(name, array, kind) for name, array in given.items()}
    offset = ready.get("bias", np.zeros(channels, kind))
    if kind == np.int64:
        refuse_overflow(ready["y"], ready["w"], offset, found)
    direct = out is not None and _takes_it(out, list(given.values()))
    x = out if out is not None and direct else np.empty(found.x_shape, kind)
    _compute(ready["y"], ready["w"], offset, x, found, words, count)
    if out is None or direct:
        return x
    out[...] = x
    return out


def _compute(y: Array, w: Array, bias: Array, x: Array, found: Sizes, words: tuple[Any, ...], threads: int) -> None:
    walk = _walk_of(found, x.dtype, _walk.key_of(y, w, x.dtype, words))
    if walk is None or not walk.run(y, w, bias, x, _level(), threads):
        _COMPILED[x.dtype](y.reshape(-1), w.reshape(-1), bias, x.reshape(-1), plan(found), _level())


def _walk_of(found: Sizes, kind: np.dtype[Any], key: object) -> _walk.Walk | None:
    """Give the walk of a call, from those kept or made anew; None where the call has none."""
    walk = None if key is None else _WALKS.get(key)
    if walk is None:
        laid = layout(found, kind.itemsize)
        if laid is None:
            return None
        walk = _walk.Walk(laid, kind)
        if key is not None:
            if len(_WALKS) >= MOST_WALKS:
                _WALKS.clear()
            _WALKS[key] = walk
    return walk


def _threads(asked: SupportsIndex) -> int:
    number = whole("threads", asked, 1)
    if number > MOST_THREADS:
        msg = f"threads={number} is above {MOST_THREADS}; use {MOST_THREADS} or fewer"
        raise ValueError(msg)
    return number


def _array(name: str, values: ArrayLike) -> Array:
    if hasattr(values, "mask") and isinstance(values, np.ma.MaskedArray):  # numpy.ma takes long to load
        msg = (
            f"{name} is a masked array, and the layer has no meaning for entries that are masked; fill them first, "
            f"for instance with zeros: {name}.filled(0)"
        )
        raise TypeError(msg)
    return np.asarray(values)


def _common_dtype(given: dict[str, Array]) -> np.dtype[Any]:
    kinds = {name: _kept(name, array.dtype) for name, array in given.items()}
    if len(set(kinds.values())) > 1:
        came = ", ".join(f"{name} is {given[name].dtype}" for name in kinds)
        msg = f"mixed dtypes: {came}; convert them to one of float32, float64, int64 with .astype"
        raise TypeError(msg)
    return kinds["y"]


def _kept(name: str, kind: np.dtype[Any]) -> np.dtype[Any]:
    if kind.kind in "iu":
        return np.dtype(np.int64)
    if kind.newbyteorder("=") in _COMPILED:
        return kind.newbyteorder("=")
    msg = f"{name} has dtype {kind}; use float32, float64 or an integer dtype, for instance {name}.astype('float64')"
    raise TypeError(msg)


def _plain(name: str, array: Array, kind: np.dtype[Any]) -> Array:
    """Give the array in C order, native bytes and the common dtype; the same array where it is all that already."""
    if array.dtype == np.uint64 and array.size and int(array.max()) > np.iinfo(np.int64).max:
        msg = f"{name} holds {int(array.max())}, which int64 cannot; its most is {np.iinfo(np.int64).max}"
        raise OverflowError(msg)
    plain = np.ascontiguousarray(array, dtype=kind)
    return plain if plain.flags.aligned else plain.copy()


def _check_out(out: object, shape: tuple[int, ...], kind: np.dtype[Any]) -> None:
    if not isinstance(out, np.ndarray):
        msg = f"out is a {type(out).__name__}; give a NumPy array of shape {shape} and dtype {kind}"
        raise TypeError(msg)
    if out.dtype.newbyteorder("=") != kind:
        msg = f"out has dtype {out.dtype} and the result is {kind}; give out that dtype"
        raise TypeError(msg)
    if out.shape != shape:
        msg = f"out has shape {out.shape} and the result has {shape}; give out that shape"
        raise ValueError(msg)
    if not out.flags.writeable:
        msg = "out is read-only; give a writable array"
        raise ValueError(msg)
    strides = sorted((abs(step), length) for step, length in zip(out.strides, shape, strict=True) if length > 1)
    reach = 0
    for step, length in strides:
        if step <= reach and out.size > 1:
            msg = f"entries of out may share memory (strides {out.strides}); give an array whose entries are its own"
            raise ValueError(msg)
        reach += step * (length - 1)


def _takes_it(out: Array, inputs: list[Array]) -> bool:
    fits = out.flags.c_contiguous and out.flags.aligned and out.dtype.isnative
    return fits and not any(np.may_share_memory(out, array) for array in inputs)
