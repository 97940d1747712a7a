"""What a document is made from: found out elsewhere, put together in `derivation`, only written down here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

from symtconv.checker.verdict import EntryDifference, Outcome, Verdict
from symtconv.geometry import ConvTranspose, Lowering
from symtconv.proofs.theorem import Step

WRITTEN_OUT: Final = "written out"
INDEX_MAP: Final = "index map"
"""How a view was decided: entry by entry and by its index map, or by its index map alone."""


@dataclass(frozen=True, slots=True)
class ViewVerdict:
    """What was found of one view: proved equal to Cᵀy, or refuted with the first entry that differs.

    Parameters
    ----------
    name, title : str
    outcome : {"proved", "refuted"}
    difference : EntryDifference or None
        For refuted.
    by : {"written out", "index map"}
        Whether the view was also written out, entry by entry, and compared with Cᵀy. Its index map is always compared.
    """

    name: str
    title: str
    outcome: Outcome
    difference: EntryDifference | None = None
    by: Literal["written out", "index map"] = WRITTEN_OUT


Nested = Sequence[Any]
"""Numbers in nested lists, channels first where the layer has channels."""


class CrossCheck(Protocol):
    """How often the symbolic and the compiled implementation gave the same numbers."""

    @property
    def cases(self) -> int:
        """How many random cases were compared."""

    @property
    def exact(self) -> bool:
        """Whether every entry was equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The user's own numbers, in the index shapes of the layer (channels first where it has them).

    Parameters
    ----------
    y, w, x : nested list of int or float
        Input, weights (``weight_shape`` with channels, the kernel's shape without) and the result x′ = Cᵀy.
    """

    y: Nested
    w: Nested
    x: Nested


@dataclass(frozen=True, slots=True, kw_only=True)
class EverySize:
    """What is said of a layer whose input has names for sizes; the page is drawn at one of them.

    Parameters
    ----------
    input, lengths : tuple of int or str
        Entries of y and of x′ per axis, names and formulas among them.
    domain : tuple of str
        For which values: ``"n >= 1"``.
    values : tuple of str
        The ones at which the page is drawn, or the lowering is refuted: ``"n = 3"``.
    """

    input: tuple[int | str, ...]
    lengths: tuple[int | str, ...]
    domain: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that a document says about one layer.

    Parameters
    ----------
    layer : ConvTranspose
    call : str
        The layer as its user wrote it, shown under the title.
    verdict : Verdict
        Of `lowering`.
    lowering : Lowering
        The one that was judged.
    views : tuple of ViewVerdict
        Further views of x′ = Cᵀy, in the order in which they are shown.
    agreement : Agreement or None
        Evidence; no part of the proof.
    numbers : Numbers or None
    steps : tuple of Step
        The proof of the general theorem, where it is wanted on the page.
    conditions : tuple of Verdict
        Of the side conditions of that proof.
    versions : mapping of str to str
        Name of a program to its version.
    every : EverySize or None
        Where the verdict is for every size, and `layer` is one of them.
    """

    layer: ConvTranspose
    call: str
    verdict: Verdict
    lowering: Lowering
    views: tuple[ViewVerdict, ...] = ()
    agreement: CrossCheck | None = None
    numbers: Numbers | None = None
    steps: tuple[Step, ...] = ()
    conditions: tuple[Verdict, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    every: EverySize | None = None
