"""What an implementation computes, as a user holds it: made by `identify`. Evidence, never a proof."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from symtconv.conformance.identify import Identified
from symtconv.conformance.identify import identify as identify_target
from symtconv.conformance.isolate import isolated
from symtconv.conformance.page import identified_page
from symtconv.conformance.slips import Slip, catalogue
from symtconv.conformance.target import SECONDS, Target
from symtconv.conformance.targets import load
from symtconv.conformance.targets.function import Function
from symtconv.conformance.tell import identified_lines
from symtconv.conventions import layer_of_call
from symtconv.geometry import ConvTranspose, InputError
from symtconv.operators.shown import Displayed

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Identification(Displayed):
    """What `identify` found; evidence, never a proof.

    Parameters
    ----------
    found : Identified
    """

    found: Identified

    @property
    def layer(self) -> ConvTranspose | None:
        """The layer that is computed, at the sizes that were asked; None where it is none."""
        form = self.found.layer
        return None if form is None else ConvTranspose(**form.layer())  # type: ignore[arg-type]  # the layer's own words

    @property
    def conforms(self) -> bool | None:
        """Whether it is the layer that was meant; None where none was."""
        return self.found.conforms

    @property
    def exit_code(self) -> int:
        """0 the layer that was meant, or a layer; 1 another one; 3 none that can be read."""
        if self.found.conforms is not None:
            return 0 if self.found.conforms else 1 if self.found.difference or self.found.layer else 3
        return 0 if self.found.layer is not None else 3

    def to_dict(self) -> dict[str, Any]:
        """Give what was found as plain data."""
        found, known = self.found, catalogue()
        first = found.difference or {}
        plain: dict[str, Any] = {
            "format": FORMAT,
            "target": found.target,
            "layer": None if found.layer is None else found.layer.layer(),
            "conforms": found.conforms,
            "entry": first.get("at"),
            "got": first.get("got"),
            "want": first.get("want"),
            "slips": [slip_of(known[name]) for name in found.slips],
            "why": found.why,
            "notes": found.notes,
            "calls": found.calls,
            "evidence": f"{found.calls} calls; evidence, not a proof",
        }
        if found.layouts:
            names = ("input", "weight")
            plain["layouts"] = [dict(zip(names, pair, strict=True)) for pair in found.layouts]
            plain["scalar"], plain["words"] = found.scalar, found.words
        if found.convention is not None:
            read = found.convention
            plain["convention"] = {
                "l": read.l, "e": read.e, "stride": read.stride, "dilation": read.dilation, "flipped": read.flipped,
                "meaning": read.meaning, "readings": read.readings, "why": read.why or None,
            }  # fmt: skip
        return plain

    def to_json(self) -> str:
        """Give what was found as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"

    def to_text(self, lang: str = "en") -> str:
        """Give what was found as lines of text, in English or Korean."""
        return "\n".join(identified_lines(self.found, lang)) + "\n"

    def to_html(self, lang: str = "en") -> str:
        """Give what was found as a page, with the map found beside the map meant."""
        return identified_page(self.found, lang)

    def __str__(self) -> str:
        """Give the text without its last line break."""
        return self.to_text().rstrip("\n")


def slip_of(slip: Slip) -> dict[str, Any]:
    """Give a slip as it stands in reports."""
    return {"name": slip.name, "text": slip.text, "harmless_iff": slip.harmless_iff}


def identify(
    target: str | Callable[..., Any],
    *,
    meant: str | ConvTranspose | None = None,
    input: int | Sequence[int] | None = None,  # noqa: A002 - the layer's own word
    rank: int | None = None,
    isolate: bool | None = None,
    seconds: float = SECONDS,
) -> Identification:
    """Find out what an implementation computes.

    Parameters
    ----------
    target : str or callable
        A function ``f(y, w, ...)``, or what the command takes: ``module:function`` (which runs that code), the name of
        an engine, ``./program`` or ``lib.so:symbol``.
    meant : str or ConvTranspose, optional
        The layer that it should be: a framework's call, or a layer.
    input : int or sequence of int, optional
        Spatial sizes for a call that does not say them; 4 on each axis without it.
    rank : int, optional
        Number of spatial axes, for a target that takes several.
    isolate : bool, optional
        Whether it is asked in a process of its own; without it, where that is known to be needed.
    seconds : float
        The most that one call may take there.

    Returns
    -------
    Identification

    Raises
    ------
    InputError
        For a target or a call that cannot be read, and a layer that the target cannot be asked for.

    Examples
    --------
    >>> import numpy as np
    >>> def mine(y, w, stride=1):
    ...     return sum(np.pad(v * w, (o * stride, (len(y) - 1 - o) * stride)) for o, v in enumerate(y))
    >>> found = identify(mine)
    >>> found.layer.stride, found.found.layouts[0]
    ((2,), ('.', '.'))
    """
    made = target_of(target, None)
    layer = _meant(meant, input)
    wanted = made.isolated and isinstance(target, str) if isolate is None else isolate
    asked = isolated(made, seconds) if wanted else made
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a target warns of is no part of its answer
            return Identification(identify_target(asked, layer, rank, seconds))
    finally:
        asked.close()


def _meant(meant: str | ConvTranspose | None, sizes: int | Sequence[int] | None) -> ConvTranspose | None:
    if meant is None or isinstance(meant, ConvTranspose):
        return meant
    return layer_of_call(meant, 4 if sizes is None else sizes)


def target_of(target: str | Callable[..., Any], dialect: str | None) -> Target:
    """Make a target of what a user names, or hands over."""
    made = load(target) if isinstance(target, str) else Function(target)
    if dialect is not None:
        if made.dialect != dialect and not isinstance(made, Function):
            msg = f"{made.name} speaks {made.dialect}, not {dialect}; leave the dialect out"
            raise InputError(msg)
        made.dialect = dialect
    return made
