"""What can be asked: the one type that every target, whatever it is, is brought to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symtconv.geometry import EngineError, InputError
from symtconv.grids.words import Words

Array: TypeAlias = NDArray[Any]

SECONDS = 20.0
"""The most that a call may take, unless another time is said."""

KINDS = {
    "float64": np.float64, "float32": np.float32, "float16": np.float16,
    "int64": np.int64, "int32": np.int32, "int8": np.int8,
}  # fmt: skip


class DiedError(Exception):
    """The target ended its process, or gave no answer in time."""


class RefusedError(Exception):
    """What a target raised in another process: the message names its class too."""


class StartError(EngineError):
    """A target that cannot be started in a process of its own."""


class AbsentError(InputError):
    """A package that is not installed; the message says which, and what to type."""


@dataclass(frozen=True, slots=True)
class Variant:
    """How a configuration is asked: the type of the numbers, how arrays lie in memory, how many threads."""

    dtype: str = "float32"
    layout: str = "contiguous"
    threads: int = 1

    def to_dict(self) -> dict[str, Any]:
        """Give the variant as it stands in records."""
        return {"dtype": self.dtype, "layout": self.layout, "threads": self.threads}


class Target:
    """An implementation that can be asked for ``x′``.

    Attributes
    ----------
    name, version : str
    dialect : str
        What its words mean: one of `symtconv.grids.DIALECTS`.
    dtypes : tuple of str
        What it computes in, the usual one first.
    spec : str
        What names it: another process makes the same target from it.
    shapes_only : bool
        Whether it answers with a shape and no values.
    isolated : bool
        Whether it is known to end its process, and so is asked in one of its own unless the user says otherwise.
    """

    name: str = "?"
    version: str = ""
    dialect: str = "definition"
    dtypes: tuple[str, ...] = ("float32",)
    layouts: tuple[str, ...] = ("contiguous", "strided", "reversed", "fortran")
    spec: str = ""
    shapes_only: bool = False
    isolated: bool = False
    ours: ClassVar[bool] = False

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:
        r"""Answer with x′, an array (N, C_out, \*spatial); whatever it raises is a refusal."""
        raise NotImplementedError

    def fit(self, words: Words) -> Words | None:
        """Bring a configuration within the words that the target has, or give None where that cannot be."""
        return words

    @property
    def usual(self) -> Variant:
        """The variant in which it is asked unless another is said."""
        return Variant(dtype=self.dtypes[0], layout=self.layouts[0])

    def knows(self, variant: Variant) -> bool:
        """Tell whether the target can be asked in a variant."""
        return variant.dtype in self.dtypes and variant.layout in self.layouts

    def close(self) -> None:
        """Let go of what the target holds."""


def typed(array: Array, dtype: str) -> Array:
    """Give integers in the type of a variant; bfloat16, which NumPy lacks, travels as float32."""
    return array.astype(KINDS.get(dtype, np.float32))
