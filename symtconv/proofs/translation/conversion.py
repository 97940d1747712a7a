"""A call in another framework's words, or that there is none, why, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from symtconv.checker.verdict import Verdict
from symtconv.conventions import Framework, Given, NoWordsError, Said, Spec, framework_named, understood
from symtconv.conventions.arguments import NOTHING
from symtconv.conventions.table import said_by
from symtconv.conventions.weights import dense_code, filled_code, kernel_code
from symtconv.geometry import Message, NormalForm
from symtconv.proofs.translation.comparison import compare_forms

if TYPE_CHECKING:
    from symtconv.proofs.translation.remedy import Remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """What a call is in another framework's words.

    Parameters
    ----------
    text : str
        The call that was read.
    source, target : Framework
    layout : str
        The axes of its weights, as its framework stores them.
    form : NormalForm
        What it means.
    call : str or None
        The call in the target's words; None where it has none.
    kernel : str or None
        One line that makes the target's weights from the source's, called w; None where they are the same array.
    notes : tuple of str
    why : str or None
        Why there is no call.
    remedy : Remedy or None
        What to write instead.
    remedy_kernel : str or None
        The line for the remedy's weights.
    verdict : Verdict or None
        That the call, read again, is the layer.
    """

    text: str
    source: Framework
    target: Framework
    layout: str
    form: NormalForm
    call: str | None
    kernel: str | None
    notes: tuple[str, ...]
    why: str | None
    remedy: Remedy | None
    remedy_kernel: str | None
    verdict: Verdict | None


def converted(text: str, to: str, given: Given = NOTHING) -> Converted:
    """Say a call in another framework's words.

    Parameters
    ----------
    text : str
    to : str
        A framework's name.
    given : Given
        What the call leaves to its arrays.

    Raises
    ------
    InputError, GeometryError
        Where the text is no call, or its framework does not allow it.

    Examples
    --------
    >>> found = converted("Conv2DTranspose(8, 4, strides=2, padding='same')", "torch")
    >>> found.call, found.kernel
    ('ConvTranspose2d(C_in, 8, 4, stride=2, padding=1)', 'w.permute(3, 2, 0, 1)')
    """
    target = framework_named(to)
    source, spec = understood(text, given)
    form = spec.form(given.input)
    if form.input is not None:
        form.layer(form.input)
    notes = spec.notes
    try:
        said = said_by(target, form)
    except NoWordsError as error:
        from symtconv.proofs.translation.remedy import remedy  # noqa: PLC0415 - a call that there is needs none

        found = remedy(target, form)
        return Converted(
            text=text,
            source=source,
            target=target,
            layout=spec.kernel_layout,
            form=form,
            call=None,
            kernel=None,
            notes=notes,
            why=error.why,
            remedy=found,
            remedy_kernel=None if found is None else _remedy_kernel(spec, target, found, form),
            verdict=None,
        )
    return Converted(
        text=text,
        source=source,
        target=target,
        layout=spec.kernel_layout,
        form=form,
        call=said.call,
        kernel=_kernel(spec, target, said, form),
        notes=(*notes, *said.notes, *_fixed(form)),
        why=None,
        remedy=None,
        remedy_kernel=None,
        verdict=_again(said.call, form),
    )


def _again(call: str, form: NormalForm) -> Verdict:
    """Read a written call again and compare it with what was meant: the proof of a conversion."""
    given = Given(kernel=form.kernel, in_channels=form.in_channels, out_channels=form.out_channels)
    back = understood(call, given)[1].form(form.input)
    verdict, _ = compare_forms(form, back)
    if verdict.outcome != "proved":
        msg = f"the call {call} is not the layer that it was written for: {verdict}"
        raise AssertionError(msg)
    return verdict


def _fixed(form: NormalForm) -> tuple[str, ...]:
    if form.input is None:
        return ()
    return (Message("for an input of {sizes}", sizes="x".join(map(str, form.input))),)


def _kernel(spec: Spec, target: Framework, said: Said, form: NormalForm) -> str | None:
    flips = target.flips if said.flips is None else said.flips
    return kernel_code(
        spec.layout,
        said.layout or target.layout,
        rank=form.rank,
        groups=form.groups,
        flip=spec.flips_kernel != flips and max(form.kernel) > 1,
        dialect=target.dialect,
    )


def _remedy_kernel(spec: Spec, target: Framework, found: Remedy, form: NormalForm) -> str | None:
    """Give the line for the weights of a remedy: first its zeros, then the target's order of axes."""
    code, layout = "w", spec.layout
    if found.dense:
        code, layout = dense_code(layout, form.groups)
    if found.filled:
        code = filled_code(layout, form.kernel, form.dilation).replace("(w,", f"({code},")
    flips = target.flips if found.said.flips is None else found.said.flips
    moved = kernel_code(
        layout,
        found.said.layout or target.layout,
        rank=form.rank,
        groups=found.form.groups,
        flip=spec.flips_kernel != flips and max(form.kernel) > 1,
        dialect="numpy" if code != "w" else target.dialect,
    )
    if moved is None:
        return None if code == "w" else code
    return moved.replace("w", code, 1) if code != "w" and moved.startswith("w") else moved.replace("(w", f"({code}", 1)
