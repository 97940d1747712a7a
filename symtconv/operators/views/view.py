"""What a view of ``x′ = Cᵀy`` is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symtconv.geometry import ConvTranspose, Relation
from symtconv.operators.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to compute x′.

    Parameters
    ----------
    name : str
        As ``--view`` takes it.
    title : str
        A heading: what the view does, in a few words.
    relations : callable
        The view's own index map ``j = o_step·o + t_step·t + offset`` for every axis; the certificate holds it.
    evaluate : callable
        x′ with symbols, by the view's own route.
    """

    name: str
    title: str
    relations: Callable[[ConvTranspose], tuple[Relation, ...]]
    evaluate: Callable[[ConvTranspose], Result]
