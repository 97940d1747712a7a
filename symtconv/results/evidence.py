"""Evidence beside the verdict: the symbolic result against implementations that share no code with it.

Disagreement is an alarm and raises; agreement never turns *unknown* into *proved*.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symtconv.geometry import ConvTranspose, DisagreementError, InputError
from symtconv.numeric.agreement import Agreement, agree
from symtconv.numeric.gather import conv_transpose
from symtconv.operators.given import Given, Number, given, nest
from symtconv.operators.result import Index, Result
from symtconv.rendering.documents.facts import Numbers


def agreement_of(layer: ConvTranspose, result: Result) -> Agreement:
    """Compare Cᵀy with both oracles on random integers, to the bit.

    Raises
    ------
    DisagreementError
        With the first differing index and the three values.
    """
    shape = (layer.out_channels, *layer.output)
    named = layer.has_channels

    def symbolic(y: Any, w: Any) -> Any:
        numbers = Given(y=_by_index(y if named else y[0]), w=_by_index(w if named else w[0, 0]))
        return np.array(result.numbers(numbers.w, numbers.y), dtype=np.dtype("O")).reshape(shape)  # type: ignore[arg-type]  # integers

    found = agree(symbolic, **layer.to_dict())
    if not found.exact:
        msg = f"two oracles disagree: {found.first_difference}; nothing is claimed, please report this"
        raise DisagreementError(msg)
    return found


def numbers_of(layer: ConvTranspose, result: Result, y: Any, w: Any) -> Numbers | None:
    """Compute Cᵀy of the user's numbers, symbolically and compiled; they must agree, integers to the bit.

    Raises
    ------
    InputError
        When the numbers do not fit the layer, or only one of y and w is given.
    DisagreementError
        When the two do not agree.
    """
    if y is None and w is None:
        return None
    if y is None or w is None:
        msg = f"numbers for {'y' if y is None else 'w'} are missing; give both y and w, or neither"
        raise InputError(msg)
    numbers = given(layer, y, w)
    dtype = np.int64 if numbers.is_exact else np.float64
    try:
        full_y = np.array(list(numbers.y.values()), dtype).reshape(1, layer.in_channels, *layer.input)
        full_w = np.array(list(numbers.w.values()), dtype).reshape(layer.weight_shape)
        values = numbers.result(result)
        compiled = conv_transpose(full_y, full_w, **_words(layer)).ravel().tolist()
        slack = [0.0] * len(values) if numbers.is_exact else [1e-12 * bound for bound in numbers.magnitude(result)]
    except OverflowError as error:
        kind = "64-bit integers" if numbers.is_exact else "floating-point numbers"
        msg = f"y and w are too large to be computed with in {kind}: {error}; use smaller numbers"
        raise InputError(msg) from None
    for place, (ours, theirs, allowed) in enumerate(zip(values, compiled, slack, strict=True)):
        if abs(ours - theirs) > allowed:
            msg = (
                f"your numbers: entry {place} of x′ is {ours} by the symbols and {theirs} compiled; please report this"
            )
            raise DisagreementError(msg)
    return Numbers(
        y=nest(layer.y_shape, list(numbers.y.values())),
        w=nest(layer.weight_shape if layer.has_channels else layer.kernel, list(numbers.w.values())),
        x=nest(layer.x_shape, values),
    )


def _by_index(values: NDArray[np.int64]) -> dict[Index, Number]:
    # Not np.ndenumerate, which stops at 32 axes.
    return dict(zip(product(*map(range, values.shape)), values.ravel().tolist(), strict=True))


def _words(layer: ConvTranspose) -> dict[str, Any]:
    names = ("stride", "padding", "output_padding", "dilation", "groups")
    return {name: getattr(layer, name) for name in names}
