"""What to write where a framework has no words for a layer: another call, and a program around it.

The program is in the language of `symtconv.programs` over the tensors y and w. It is equal to the layer by its index
map: padding by the map ``m ↦ z[m - P]`` moves the relation ``j = s·o + d·t`` of the layer at l = h = a = 0 to
``j = s·o + d·t - l`` and makes its length ``(n-1)s + K - l + e``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symtconv.conventions import Framework, NoWordsError, Said
from symtconv.conventions.table import said_by
from symtconv.geometry import NormalForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What is equal to a layer that a framework cannot say.

    Parameters
    ----------
    said : Said
        The call to write.
    form : NormalForm
        The layer of that call.
    program, meant : str
        The layer by that call, and the layer itself, as programs.
    tensors : str
        What the programs speak of.
    filled, dense : bool
        Whether the kernel's zeros between its taps, and between its groups, are to be written out.
    """

    said: Said
    form: NormalForm
    program: str
    meant: str
    tensors: str
    filled: bool
    dense: bool


def remedy(framework: Framework, form: NormalForm) -> Remedy | None:
    """Give the first call of a framework that the layer is, with a program around it; None where there is none.

    Examples
    --------
    >>> from symtconv.conventions import framework_named
    >>> from symtconv.geometry import AxisForm
    >>> form = NormalForm(axes=(AxisForm(kernel=1, low=0, extra=-1),))
    >>> found = remedy(framework_named("torch"), form)
    >>> found.said.call, found.program
    ('ConvTranspose1d(C_in, C_out, 1)', 'pad(convt(y, w), 0, -1)')
    """
    for changed, filled, dense in _attempts(form):
        try:
            said = said_by(framework, changed)
        except NoWordsError:
            continue
        cropped = changed.ends != form.ends
        return Remedy(
            said=said,
            form=changed,
            program=_program(form, filled=filled, cropped=cropped),
            meant=_meant(form),
            tensors=_tensors(form),
            filled=filled,
            dense=dense,
        )
    return None


def _attempts(form: NormalForm) -> Iterator[tuple[NormalForm, bool, bool]]:
    """Give layers that are nearly the one that is meant, the nearest first; and what was done to the kernel."""
    dense = [(form, False)]
    if form.groups > 1:
        dense.append((replace(form, groups=1), True))
    for base, merged in dense:
        for changed, filled in (
            (base, False),
            (base.uncropped, False),
            (base.filled, True),
            (base.filled.uncropped, True),
        ):
            if not filled or changed.kernel != base.kernel:
                yield changed, filled, merged


def _program(form: NormalForm, *, filled: bool, cropped: bool) -> str:
    kernel = "w"
    head = 3 if form.groups > 1 else 0
    if filled:
        for axis, d in enumerate(form.dilation):
            kernel = f"dilate({kernel}, {d}, axis={axis + head})" if d > 1 and form.kernel[axis] > 1 else kernel
    words = _words(form, dilation=not filled, ends=not cropped)
    text = f"convt(y, {kernel}{_grouped(form)}{words})"
    if cropped:
        first = 2 if form.groups > 1 else 0
        for axis, (low, extra) in enumerate(form.ends):
            if (low, extra) != (0, 0):
                place = f", axis={axis + first}" if axis + first else ""
                text = f"pad({text}, {-low}, {extra}{place})"
    return _whole(form, text)


def _meant(form: NormalForm) -> str:
    return _whole(form, f"convt(y, w{_grouped(form)}{_words(form, dilation=True, ends=True)})")


def _whole(form: NormalForm, text: str) -> str:
    """With groups the axis of groups is the batch of both, and is merged with the channels in the end."""
    return f"merge({text}, axis=0)" if form.groups > 1 else text


def _grouped(form: NormalForm) -> str:
    return ", batch=1, ins=1, outs=1" if form.groups > 1 else ""


def _words(form: NormalForm, *, dilation: bool, ends: bool) -> str:
    said = [("stride", form.stride, 1)]
    said += [("dilation", form.dilation, 1)] if dilation else []
    words = [(name, _row([str(value) for value in row])) for name, row, usual in said if set(row) != {usual}]
    if ends and any(pair != (0, 0) for pair in form.ends):
        words.append(("pad", _row([f"({low}, {max(-extra, 0)})" for low, extra in form.ends])))
        if any(extra > 0 for _, extra in form.ends):
            words.append(("extra", _row([str(max(extra, 0)) for _, extra in form.ends])))
    return "".join(f", {name}={value}" for name, value in words)


def _row(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"({', '.join(values)})"


def _tensors(form: NormalForm) -> str:
    rank = form.rank
    sizes = "n" if rank == 1 else ",".join(f"n{axis + 1}" for axis in range(rank))
    taps = ",".join(map(str, form.kernel))
    if form.groups > 1:
        return f"y[{form.groups},ci,{sizes}] w[{form.groups},ci,co,{taps}]"
    return f"y[{sizes}] w[{taps}]"
