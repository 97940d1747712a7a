"""What is this function: its layout, its layer, whose convention its words follow, or why it is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from symtconv.conformance import probes
from symtconv.conformance.bilinear import unlike_a_layer
from symtconv.conformance.convention import Convention, convention
from symtconv.conformance.fit import Fitted, UnreadableError
from symtconv.conformance.reference import first_difference, result
from symtconv.conformance.settle import Settled, mapped, probe, settle
from symtconv.conformance.slips import explain
from symtconv.conformance.target import SECONDS, Array, DiedError, Target, Variant, typed
from symtconv.conformance.targets.function import Function
from symtconv.geometry import ConvTranspose, InputError
from symtconv.grids.dialects import meaning
from symtconv.grids.form import Form
from symtconv.grids.words import Words


@dataclass(slots=True)
class Identified:
    """What was found; ``layer`` is the layer at the sizes that were asked, None where there is none.

    Parameters
    ----------
    target : str
    layer : Form, optional
    meant : Form, optional
    conforms : bool, optional
        Whether it is the layer that was meant; None where nothing was meant or nothing could be read.
    difference : dict, optional
        The first entry (channel, spatial…) that differs: ``at``, ``got``, ``want``.
    slips : list of str
        Names of the slips that explain the difference.
    why : str, optional
        Why it is no layer.
    notes : list of str
        What was seen beside.
    """

    target: str
    layer: Form | None = None
    meant: Form | None = None
    conforms: bool | None = None
    difference: dict[str, Any] | None = None
    slips: list[str] = field(default_factory=list)
    why: str | None = None
    notes: list[str] = field(default_factory=list)
    layouts: list[tuple[str, str]] = field(default_factory=list)
    scalar: bool = False
    words: dict[str, str] = field(default_factory=dict)
    convention: Convention | None = None
    map: Fitted | None = None
    asked: Words | None = None
    calls: int = 0


class Counted(Target):
    """Another target, whose calls are counted."""

    def __init__(self, inner: Target) -> None:
        self.inner, self.calls = inner, 0
        self.name, self.dialect, self.dtypes, self.layouts = inner.name, inner.dialect, inner.dtypes, inner.layouts

    def fit(self, words: Words) -> Words | None:
        """Fit as the target itself does."""
        return self.inner.fit(words)

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:
        """Ask the target."""
        self.calls += 1
        return self.inner.call(y, w, bias, words, variant)


def identify(
    target: Target, meant: ConvTranspose | None = None, rank: int | None = None, seconds: float = SECONDS
) -> Identified:
    """Find out what a target computes.

    Parameters
    ----------
    target : Target
    meant : ConvTranspose, optional
        The layer that it should be.
    rank : int, optional
        Number of spatial axes; found by trying without it.

    Raises
    ------
    InputError
        When the target answers with shapes alone, or cannot be asked for the layer that was meant.
    """
    if target.shapes_only:
        msg = f"{target.name} answers with shapes alone, so there is no map to read; conform compares its lengths"
        raise InputError(msg)
    found = Identified(target.name)
    if isinstance(target, Function) and not _settled(target, found, rank or (meant.rank if meant else None), seconds):
        return found
    counted = Counted(target)
    if meant is not None:
        _against(counted, meant, found)
    else:
        _alone(counted, target, found, rank)
    found.calls += counted.calls
    return found


def _settled(target: Function, found: Identified, rank: int | None, seconds: float) -> bool:
    if rank is not None:
        target.rank = rank
    try:
        alike: list[Settled] = settle(target, seconds=seconds)
    except DiedError as error:
        found.why = f"it ends or hangs: {error}"
        return False
    found.words = {key: name for key, name in target.names.items() if name is not None}
    found.scalar = target.scalar
    found.layouts = [(row.input, row.weight) for row in alike]
    if not alike or alike[0].badness >= 10:
        found.why = f"no layout of input and weight gives an answer that can be read ({alike[0].why})" if alike else "?"
        words, form = probe(target, alike[0].rank) if alike else (None, None)
        if words is not None and form is not None:
            _not_bilinear(Counted(target), words, form, found)
        found.layouts = []
        return False
    return True


def _alone(counted: Counted, target: Target, found: Identified, rank: int | None) -> None:
    """Read the map at one unequal configuration, then what the words mean over many."""
    axes = rank or (target.rank if isinstance(target, Function) and target.rank else None) or _first_rank(target)
    words, form = _probe_of(target, axes)
    fitted = _read(counted, words, form, found)
    if fitted is None:
        return
    found.notes += fitted.notes
    if fitted.form is None or fitted.notes:
        found.layer = None
        found.why = fitted.notes[0] if fitted.notes else "the map is no layer"
    elif any(fitted.flip):
        found.notes.append("the kernel stands the other way round")
    found.convention = convention(counted, axes)


def _first_rank(target: Target) -> int:
    return next((rank for rank in (1, 2, 3) if _fits(target, rank)), 1)


def _fits(target: Target, rank: int) -> bool:
    one, zero = (1,) * rank, (0,) * rank
    found = target.fit(Words((3,) * rank, (2,) * rank, one, one, zero, zero, zero))
    return found is not None and found.rank == rank


def _probe_of(target: Target, rank: int) -> tuple[Words, Form]:
    if isinstance(target, Function):
        return probe(target, rank, square=target.square)
    n, k, one, zero = (4, 5, 3)[:rank], (2, 3, 2)[:rank], (1,) * rank, (0,) * rank
    words = target.fit(Words(n, k, (2,) * rank, one, zero, zero, zero, 2, 3))
    if words is None:
        msg = f"{target.name} has no layer of {rank} axes to be asked; try --rank"
        raise InputError(msg)
    form = Form(words.n, words.k, words.s, words.d, words.l, words.l, words.c_in, words.c_out, words.groups)
    return words, form


def _read(counted: Counted, words: Words, form: Form, found: Identified) -> Fitted | None:
    """Read the map and note it; None, with the reason noted, where there is none or it is not the whole truth."""
    fitted = None
    try:
        fitted = mapped(counted, words, form)
        found.layer, found.map, found.asked = fitted.form, fitted, words
    except UnreadableError as error:
        found.why = str(error)
    except DiedError as error:
        found.why = f"it ends: {error}"
    return None if _not_bilinear(counted, words, form, found) else fitted


def _not_bilinear(counted: Counted, words: Words, form: Form, found: Identified) -> bool:
    """Say what is not bilinear; the map is then read no further."""
    try:
        said = unlike_a_layer(counted, words, form, counted.usual)
    except KeyboardInterrupt:
        raise
    except SystemExit as error:
        said = [f"it ends by sys.exit({error.code}) on other numbers"]
    except Exception as error:  # noqa: BLE001 - the target's own
        said = [f"it raises {type(error).__name__} on other numbers"]
    if said:
        found.layer, found.conforms = None, False if found.meant is not None else None
        found.why = f"it is not bilinear: {said[0]}"
        found.notes += said[1:]
    return bool(said)


def _against(counted: Counted, meant: ConvTranspose, found: Identified) -> None:
    form = form_of(meant)
    found.meant = form
    words = words_for(counted, meant)
    fitted = _read(counted, words, form, found)
    if fitted is None:
        return
    found.notes += fitted.notes + (["the kernel stands the other way round"] if any(fitted.flip) else [])
    found.difference, found.slips = _dense(counted, words, form)
    found.conforms = fitted.clean and found.difference is None
    if not found.conforms and found.difference is None and _unseen(fitted, form):
        found.conforms = True
    if fitted.form is None or fitted.notes:
        found.layer = None
        found.why = None if found.conforms else (fitted.notes[0] if fitted.notes else "the map is no layer")


def _unseen(fitted: Fitted, form: Form) -> bool:
    """Tell whether what seems amiss is only what these sizes cannot show: all is cropped, say."""
    return fitted.form is not None and fitted.form.out == form.out and not fitted.notes


def _dense(counted: Counted, words: Words, form: Form) -> tuple[dict[str, Any] | None, list[str]]:
    how = counted.usual
    y, w, _ = probes.dense(form, how.dtype, 5)
    got = np.asarray(counted.call(typed(y, how.dtype), typed(w, how.dtype), None, words, how))
    difference = first_difference(got, result(y, w, form))
    if difference is None:
        return None, []
    return difference, explain(got, y, w, None, words, form)


def form_of(layer: ConvTranspose) -> Form:
    """Give a layer's normal form."""
    low, high = zip(*layer.padding, strict=True)
    extra = tuple(a - h for a, h in zip(layer.output_padding, high, strict=True))
    channels = layer.in_channels, layer.out_channels, layer.groups
    return Form(layer.input, layer.kernel, layer.stride, layer.dilation, tuple(low), extra, *channels)


def words_for(target: Target, layer: ConvTranspose) -> Words:
    """Say a layer in a target's words.

    Raises
    ------
    InputError
        When it has none for it.
    """
    form = form_of(layer)
    low, high = (tuple(row) for row in zip(*layer.padding, strict=True))
    channels = layer.in_channels, layer.out_channels, layer.groups
    rows = [(low, high, layer.output_padding)]
    torch = tuple(l + e for l, e in zip(form.l, form.e, strict=True))
    if min(form.l) >= 0 and min(torch) >= 0:
        rows.append((form.l, form.l, torch))
    rows.append((form.l, tuple(max(-e, 0) for e in form.e), tuple(max(e, 0) for e in form.e)))
    for l, h, a in rows:
        words = Words(form.n, form.k, form.s, form.d, l, h, a, *channels)
        if target.fit(words) == words and meaning(words, target.dialect) == form:
            return words
    msg = (
        f"{target.name} has no words for {layer.call}, in its dialect ({target.dialect}) or at all;"
        f" mean a layer that it can be asked for"
    )
    raise InputError(msg)
