"""The layers of a model file as code: a function for each distinct one, and a check of all at the end."""

from __future__ import annotations

import keyword
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import replace

from symtconv.codegen import PROGRAMS, Task, emit_all
from symtconv.geometry import InputError
from symtconv.models.certify import Certified
from symtconv.models.node import Contents, Geometry, Node, named
from symtconv.models.report import what_it_is

TARGETS = ("torch", "jax", "numpy")
WIDTH = 100


def model_code(path: str, contents: Contents, nodes: Sequence[Certified], target: str, view: str) -> str:
    """Write the code; see `Model.emit`."""
    if target not in TARGETS:
        msg = f"a model's layers are not written for {target!r}; use one of {', '.join(TARGETS)}"
        raise InputError(msg)
    alike: dict[Geometry, list[Node]] = {}
    for one in nodes:
        if one.verdict == "proved":
            alike.setdefault(_unnamed(one.node.geometry), []).append(one.node)
    if not alike:
        msg = f"{path}: there is no transposed convolution that could be written as code"
        raise InputError(msg)
    tasks: dict[str, Task] = {}
    for geometry, same in alike.items():
        about = tuple(_about(geometry, same))
        sizes = tuple(size if isinstance(size, str) else None for size in geometry.sizes)
        task = Task(layer=geometry.layer(), sizes=sizes, about=about)
        tasks[_function(same[0].name, tasks)] = task
    left = len(nodes) + len(contents.unread) - sum(map(len, alike.values()))
    head = [
        *_lines(
            f"The transposed convolutions of {_plain(path)} ({contents.title}), each function proved for every size."
        ),
        *([f"Left out: {left} that could not be read or proved; see symtconv model."] if left else []),
        PROGRAMS[view][1],
    ]
    return emit_all(head, tasks, target, view=view)


def _unnamed(geometry: Geometry) -> Geometry:
    """Give a geometry with names for its open sizes that do not depend on the file."""
    return replace(geometry, sizes=named(size if isinstance(size, int) else None for size in geometry.sizes))


def _function(name: str, taken: Iterable[str]) -> str:
    """Give a name of Python for a node, one that no other has."""
    plain = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or "layer"
    plain = f"layer_{plain}" if plain[0].isdigit() or keyword.iskeyword(plain) else plain
    found, number = plain, 1
    while found in {*taken, *RESERVED}:
        number += 1
        found = f"{plain}_{number}"
    return found


RESERVED = ("pad", "correlate", "check", "run", "np", "jnp", "lax", "jax", "torch", "F", "y", "w", "x", "bias")
"""Names that a file of code uses itself."""


def _about(geometry: Geometry, nodes: Sequence[Node]) -> Iterable[str]:
    y, x = (_shape(channels, sizes) for channels, sizes in _ends(geometry))
    weights = ", ".join(map(str, geometry.layer().weight_shape))
    names = [_plain(node.name) for node in nodes]
    yield f"Compute {what_it_is(geometry)}: y {y}, w ({weights}) -> x {x}."
    yield from _lines(f"Nodes: {', '.join(names[:12])}{f' and {len(names) - 12} more' if len(names) > 12 else ''}.")


def _ends(geometry: Geometry) -> list[tuple[int, Sequence[int | str]]]:
    return [(geometry.in_channels, geometry.sizes), (geometry.out_channels, geometry.output)]


def _shape(channels: int, sizes: Sequence[int | str]) -> str:
    return f"({', '.join(map(str, ('N', channels, *sizes)))})"


def _plain(text: str) -> str:
    """Give text of a file as it may stand in a comment or a docstring."""
    shown = "".join(sign if sign.isprintable() and sign not in '\\"' else "?" for sign in text)
    return shown if len(shown) <= WIDTH // 2 else f"{shown[: WIDTH // 2]}…"


def _lines(text: str) -> list[str]:
    """Break a long sentence into lines, at blanks alone."""
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
