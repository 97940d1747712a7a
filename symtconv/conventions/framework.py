"""What a convention is, and the sentences that all of them are written with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.spec import Spec
from symtconv.conventions.weights import Layout
from symtconv.geometry import GeometryError, Message, NormalForm


@dataclass(frozen=True, slots=True)
class Said:
    """A layer in a framework's words.

    Parameters
    ----------
    call : str
    notes : tuple of str
        What is to be known beside it, such as an engine that refuses it.
    layout : Layout or None
        The layout of its weights, where it is not the framework's usual one.
    flips : bool or None
        Whether it slides the kernel as it is stored, where that is not the framework's habit.
    """

    call: str
    notes: tuple[str, ...] = ()
    layout: Layout | None = None
    flips: bool | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way of a framework to say ``(l, e)`` on an axis, as terms and conditions of the claim language.

    The letters are those of the formulas, with K for the span; the others are the framework's words.

    Parameters
    ----------
    name : str
        As in ``padding="same", output_padding=None``.
    where : tuple of str
        What the framework allows.
    low, extra : str
        l and e, as terms.
    inverse : mapping of str to str
        The words from l and e.
    """

    name: str
    where: tuple[str, ...]
    low: str
    extra: str
    inverse: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    """A row of a framework's page: its word, what it is in our letters, and what it may be."""

    name: str
    means: str
    legal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """One framework's words for the layer.

    Parameters
    ----------
    name, title : str
        As an option names it, and as a sentence does.
    version, source : str
        The release that was read or run, and where its rules stand.
    measured : bool
        Whether the release itself was run, and not its documents alone read.
    prefixes : tuple of str
        What may stand before the callee and its dot, besides nothing.
    callees : mapping of str to Signature
        The names that are called, each with its words.
    read : callable
        From a callee's name and its arguments to a Spec.
    write : callable
        From a normal form to a call; ``NoWordsError`` where the framework has none.
    layout : Layout
        Of the weights of the calls that are written.
    flips : bool
        Whether these slide the kernel as it is stored.
    dialect : str
        Whose methods a line of code about its weights calls: torch, numpy or jax.
    image : str
        The condition on ``(l, e)`` of one axis, as a claim; ``K`` is the span.
    limits : tuple of str
        What else a layer must be: ranks, groups, dilation.
    steps : tuple of str
        What its limits say of s and d, as conditions of the claim language.
    ways : tuple of Way
        How the image is reached; the table of pairs is made of them.
    words : tuple of Word
        The rows of its page.
    traps : tuple of str
        Where good guesses go wrong.
    alone : bool
        Whether its callees are read without a prefix where another framework has the same name.
    """

    name: str
    title: str
    version: str
    source: str
    prefixes: tuple[str, ...]
    callees: Mapping[str, Signature]
    read: Callable[[str, Arguments], Spec]
    write: Callable[[NormalForm], Said]
    layout: Layout
    image: str
    ways: tuple[Way, ...]
    measured: bool = True
    flips: bool = False
    dialect: str = "numpy"
    limits: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    traps: tuple[str, ...] = ()
    alone: bool = True


class NoWordsError(GeometryError):
    """A framework has no call for a layer: why, and what to write instead where that is not to pad and to slice."""

    def __init__(self, title: str, why: str, remedy: str | None = None) -> None:
        super().__init__(f"{title} cannot say this layer: {why}" + (f"; {remedy}" if remedy else ""))
        self.title, self.why, self.remedy = title, why, remedy


def written(name: str, *values: object, **words: object) -> str:
    """Write a call; a word whose value is None is left out.

    Examples
    --------
    >>> written("ConvTranspose2d", 1, 1, 3, stride=(1, 2), padding=None)
    'ConvTranspose2d(1, 1, 3, stride=(1, 2))'
    """
    named = [f"{word}={value}" for word, value in words.items() if value is not None]
    return f"{name}({', '.join([*map(str, values), *named])})"


def brief(row: tuple[int, ...], default: int | None = None) -> int | tuple[int, ...] | None:
    """Give one number where all axes have the same, and None where that is the default."""
    if len(set(row)) > 1:
        return row
    return None if row[0] == default else row[0]


def listed(row: tuple[int, ...], default: int | None = None) -> list[int] | None:
    """Give a list of one number per axis, or None where all are the default."""
    return None if default is not None and set(row) == {default} else list(row)


def unless(value: int, default: int) -> int | None:
    """Give the value, or None where it is the default."""
    return None if value == default else value


def name_or(value: int | None, name: str) -> int | str:
    """Give the number, or the name of what an array decides."""
    return name if value is None else value


def per_group(value: int | None, name: str, groups: int) -> int | str:
    """Give the channels of one group, or the name of the number that an array decides.

    Examples
    --------
    >>> per_group(8, "C_out", 2), per_group(None, "C_out", 2), per_group(None, "C_out", 1)
    (4, 'C_out/2', 'C_out')
    """
    if value is None:
        return name if groups == 1 else f"{name}/{groups}"
    return value // groups


def shape_text(shape: tuple[int | str, ...]) -> str:
    """Write a shape whose entries may be names.

    Examples
    --------
    >>> shape_text((3, "C_out"))
    '(3, C_out)'
    """
    return f"({', '.join(map(str, shape))})"


def remedy_of(call: str, ends: tuple[tuple[int, int], ...]) -> str:
    """Say how to make a layer from ``call`` (the layer at l = h = a = 0): zeros added and entries cut."""
    more = "x".join(f"{max(-low, 0)}:{max(extra, 0)}" for low, extra in ends)
    less = "x".join(f"{max(low, 0)}:{max(-extra, 0)}" for low, extra in ends)
    steps = [f"pad its output with {more} zeros"] if more.strip("0:x") else []
    steps += [f"slice {less} entries off"] if less.strip("0:x") else []
    return f"write {call}, then {', and then '.join(steps)} (low:high per axis)"


def one_group(title: str, form: NormalForm, also: str = "") -> None:
    """Refuse groups where a framework has none."""
    if form.groups > 1:
        remedy = f"make one dense kernel of the groups, zero outside its diagonal blocks, or split the channels{also}"
        raise NoWordsError(title, Message("it has no groups and the layer has {groups}", groups=form.groups), remedy)


def callee(title: str, names: Mapping[str, int], form: NormalForm) -> str:
    """Give the name that a framework calls a layer of this rank."""
    for name, rank in names.items():
        if rank == form.rank:
            return name
    raise _other_rank(title, form, min(names.values()), max(names.values()))


def check_rank(title: str, form: NormalForm, low: int, high: int) -> None:
    """Refuse a layer with fewer or more spatial axes than a framework has."""
    if not low <= form.rank <= high:
        raise _other_rank(title, form, low, high)


def _other_rank(title: str, form: NormalForm, low: int, high: int) -> NoWordsError:
    ranks = f"{low} to {high}" if low < high else f"{low}"
    why = Message("it has {ranks} spatial axes and the layer has {rank}", ranks=ranks, rank=form.rank)
    return NoWordsError(title, why, 'write it for "onnx"')


def no_dilation(title: str, form: NormalForm) -> None:
    """Refuse a dilation above 1 where a framework has none; with one tap it joins nothing."""
    if any(axis.canonical.dilation > 1 for axis in form.axes):
        spans = tuple(axis.span for axis in form.axes)
        remedy = f"put the zeros between the taps into the kernel ({brief(spans)} taps, dilation 1)"
        has = str(brief(form.dilation))
        raise NoWordsError(title, Message("it has no dilation and the layer has {dilation}", dilation=has), remedy)


def refuse_axis(title: str, number: int, need: str, has: str) -> NoWordsError:
    """Give the error for ends that no words of a framework reach."""
    said = Message("on axis {axis} it needs {need}, and has {has}", axis=number, need=need, has=has)
    return NoWordsError(title, said)
