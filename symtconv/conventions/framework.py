"""What a convention is, and the sentences that all of them are written with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.spec import Spec, ends
from symtconv.geometry import ConvTranspose, GeometryError


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework's words for the layer.

    Parameters
    ----------
    name, title : str
        As an option names it, and as a sentence does.
    prefixes : tuple of str
        What may stand before the callee and its dot, besides nothing.
    callees : mapping of str to Signature
        The names that are called, each with its words.
    read : callable
        From a callee's name and its arguments to a Spec.
    write : callable
        From a layer to a call; GeometryError where the framework has no words for it.
    """

    name: str
    title: str
    prefixes: tuple[str, ...]
    callees: Mapping[str, Signature]
    read: Callable[[str, Arguments], Spec]
    write: Callable[[ConvTranspose], str]


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


def unless(value: int, default: int) -> int | None:
    """Give the value, or None where it is the default."""
    return None if value == default else value


def without_padding(title: str, why: str, call: str, layer: ConvTranspose) -> GeometryError:
    """Give the error for a layer that is ``call`` (the layer at l = h = a = 0) with zeros added and entries cut."""
    pairs = [ends(axis) for axis in layer.axes]
    more = "x".join(f"{max(-low, 0)}:{max(extra, 0)}" for low, extra in pairs)
    less = "x".join(f"{max(low, 0)}:{max(-extra, 0)}" for low, extra in pairs)
    steps = [f"pad its output with {more} zeros"] if more.strip("0:x") else []
    steps += [f"slice {less} entries off"] if less.strip("0:x") else []
    return cannot(title, why, f"write {call}, then {', and then '.join(steps)} (low:high per axis)")


def cannot(title: str, why: str, remedy: str) -> GeometryError:
    """Give the error for a layer that a framework has no call for."""
    return GeometryError(f"{title} cannot say this layer: {why}; {remedy}")


def one_group(title: str, layer: ConvTranspose, also: str = "") -> None:
    """Refuse groups where a framework has none."""
    if layer.groups > 1:
        remedy = f"make one dense kernel of the groups, zero outside its diagonal blocks, or split the channels{also}"
        raise cannot(title, f"it has no groups and the layer has {layer.groups}", remedy)


def callee(title: str, names: Mapping[str, int], layer: ConvTranspose) -> str:
    """Give the name that a framework calls a layer of this rank."""
    for name, rank in names.items():
        if rank == layer.rank:
            return name
    ranks = f"{min(names.values())} to {max(names.values())}"
    raise cannot(title, f"it has {ranks} spatial axes and the layer has {layer.rank}", 'write it for "onnx"')
