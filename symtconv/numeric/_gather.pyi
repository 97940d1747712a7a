import numpy as np
from numpy.typing import NDArray

from symtconv.numeric.plan import Plan

def best_level() -> int: ...
def gather_f32(
    y: NDArray[np.float32],  # const float[::1]
    w: NDArray[np.float32],
    bias: NDArray[np.float32],
    x: NDArray[np.float32],  # float[::1], written
    plan: Plan,
    level: int,
) -> None: ...
def gather_f64(
    y: NDArray[np.float64],  # const double[::1]
    w: NDArray[np.float64],
    bias: NDArray[np.float64],
    x: NDArray[np.float64],  # double[::1], written
    plan: Plan,
    level: int,
) -> None: ...
def gather_i64(
    y: NDArray[np.int64],  # const int64_t[::1]
    w: NDArray[np.int64],
    bias: NDArray[np.int64],
    x: NDArray[np.int64],  # int64_t[::1], written
    plan: Plan,
    level: int,
) -> None: ...
