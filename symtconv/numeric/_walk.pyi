from typing import Any

import numpy as np
from numpy.typing import NDArray

from symtconv.numeric.layout import Layout

def best_level() -> int: ...

class Walk:
    x_shape: tuple[int, ...]
    kind: np.dtype[Any]
    def __init__(self, layout: Layout, kind: Any) -> None: ...
    def run(
        self,
        y: NDArray[Any],
        w: NDArray[Any],
        bias: NDArray[Any] | None,
        x: NDArray[Any],  # written
        level: int,
        threads: int,
    ) -> bool: ...

def key_of(y: NDArray[Any], w: NDArray[Any], kind: np.dtype[Any], words: tuple[Any, ...]) -> Any: ...
def quick(
    walks: dict[Any, Walk], y: Any, w: Any, bias: Any, words: tuple[Any, ...], level: int, threads: int
) -> NDArray[Any] | None: ...
def fits(y: NDArray[np.int64], w: NDArray[np.int64], bias: NDArray[np.int64] | None, terms: int) -> bool: ...
def largest(array: NDArray[np.int64]) -> int: ...
