"""A call in other words, and two calls side by side: what `symtconv.convert` and `symtconv.compare` find."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from symtconv.certificates.format import carrying
from symtconv.checker.verdict import Verdict
from symtconv.conventions import Given
from symtconv.operators.shown import Displayed
from symtconv.proofs.translation.comparison import Compared, compared

if TYPE_CHECKING:
    from symtconv.proofs.translation.conversion import Converted

DOCUMENTED = "documented"
"""The verdict on a layer that a framework cannot say by its documents, with no theorem behind it."""
_CARRIED = ("outcome", "statement", "method", "seconds", "certificate", "counterexample", "reason")


@dataclass(frozen=True, kw_only=True)
class Comparison(Verdict):
    """The verdict on two calls; made by `compare_as`.

    Parameters
    ----------
    left, right : str
        The calls, as they were written.
    kernel : str or None
        How the kernel that one stores is the other's, where they are not the same array up to the order of its axes.
    input : tuple of int or None
        The smallest input at which they differ.
    shapes : pair of tuple of int, or None
        What both write there.
    notes : tuple of str
    found : Compared
        All of this as it was found, with what both calls mean.
    """

    left: str
    right: str
    kernel: str | None
    input: tuple[int, ...] | None
    shapes: tuple[tuple[int, ...], tuple[int, ...]] | None
    notes: tuple[str, ...]
    found: Compared = field(repr=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the report of ``compare`` as plain data, its certificate bound to it."""
        difference = None if isinstance(self.counterexample, dict) else self.counterexample
        report: dict[str, Any] = {
            "format": 1,
            "left": self.left,
            "right": self.right,
            "verdict": self.outcome,
            "kernel": self.kernel,
            "counterexample": None if self.input is None else named_sizes(self.input),
            "entry": None if difference is None else list(difference.entry),
            "left_entry": None if difference is None else difference.left,
            "right_entry": None if difference is None else difference.right,
            "left_shape": None if self.shapes is None else list(self.shapes[0]),
            "right_shape": None if self.shapes is None else list(self.shapes[1]),
            "notes": list(self.notes),
        }
        return carrying(report, self.certificate)

    def to_json(self) -> str:
        """Give the report as text."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"

    def to_text(self) -> str:
        """Give the answer in a few lines."""
        if self.outcome == "proved":
            only = next((note for note in self.notes if note.startswith("for an input of")), "for every input")
            lines = [f"proved: the two calls are one layer {only}"]
        else:
            lines = ["refuted: the two calls are two layers", *self._difference()]
        lines.append(f"  {self.statement.text}")
        if self.kernel:
            lines.append(f"  the same with the kernel {self.kernel}: one of the two slides it as it is stored")
        lines += [f"  note: {note}" for note in self.notes if not note.startswith("for an input of")]
        return "\n".join(lines) + "\n"

    def _difference(self) -> list[str]:
        found, sizes = self.counterexample, self.input
        if found is None or isinstance(found, dict) or sizes is None or self.shapes is None:
            return []
        ours, theirs = ("x".join(map(str, shape)) for shape in self.shapes)
        lengths = f"both write {ours}" if ours == theirs else f"the first writes {ours}, the second {theirs}"
        place = ",".join(map(str, found.entry))
        return [
            f"  smallest input: {'x'.join(map(str, sizes))}; {lengths}",
            f"  first entry that differs, x'_{{{place}}}:",
            f"    {found.left}",
            f"    {found.right}",
        ]


Calls = TypeVar("Calls", bound=Comparison)
Words = TypeVar("Words", bound="Conversion")


def named_sizes(sizes: tuple[int, ...]) -> dict[str, int]:
    """Give the sizes of an input by name: n, or n1, n2, … on several axes."""
    return {"n": sizes[0]} if len(sizes) == 1 else {f"n{axis}": n for axis, n in enumerate(sizes, 1)}


def compare_as(kind: type[Calls], left: str, right: str, given: Given) -> Calls:
    """Compare two calls.

    Parameters
    ----------
    kind : type of Comparison
        What holds the answer.
    left, right : str
    given : Given
        What both leave to their arrays.

    Raises
    ------
    InputError, GeometryError
        When one is no call that is read here, or its framework does not allow it.
    """
    found = compared(left, right, given)
    shapes = None
    if found.sizes is not None:
        first, second = (
            tuple(max(axis.length(n), 0) for axis, n in zip(spec.form(found.sizes).axes, found.sizes, strict=True))
            for spec in found.specs
        )
        shapes = (first, second)
    carried = {name: getattr(found.verdict, name) for name in _CARRIED}
    return kind(
        **carried,
        left=left,
        right=right,
        kernel=found.kernel,
        input=found.sizes,
        shapes=shapes,
        notes=found.notes,
        found=found,
    )


@dataclass(frozen=True)
class Conversion(Displayed):
    """A call in another framework's words, or why there is none and what to write instead; made by `convert_as`.

    Parameters
    ----------
    found : Converted
    """

    found: Converted

    @property
    def call(self) -> str | None:
        """The call in the target's words; None where there is none."""
        return self.found.call

    @property
    def kernel(self) -> str | None:
        """One line that makes the target's weights from the source's, called w; None where they are the same array."""
        return self.found.kernel

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known beside the call."""
        return self.found.notes

    @property
    def why(self) -> str | None:
        """Why there is no call."""
        return self.found.why

    @property
    def remedy(self) -> dict[str, Any] | None:
        """What to write instead: a call, the program around it, and what both speak of."""
        found = self.found.remedy
        if found is None:
            return None
        return {
            "call": found.said.call,
            "program": found.program,
            "meant": found.meant,
            "tensors": found.tensors,
            "kernel": self.found.remedy_kernel,
        }

    @cached_property
    def verdict(self) -> Verdict | None:
        """That the call, read again, is the layer; or that no words give it.

        None where there is no call and the framework's documents alone say so: groups, a number of axes, words that
        all axes share.
        """
        if self.found.call is not None:
            return self.found.verdict
        from symtconv.proofs.translation.absence import absent  # noqa: PLC0415 - the prover, which a call does not need

        found = absent(self.found.target, self.found.form)
        return None if found is None else found[1]

    @property
    def exit_code(self) -> int:
        """What the command line answers with: 0 said, 1 there is none."""
        return 0 if self.call is not None else 1

    def to_dict(self) -> dict[str, Any]:
        """Give the report of ``convert`` as plain data, its certificate bound to it."""
        report: dict[str, Any] = {
            "format": 1,
            "from": self.found.source.name,
            "to": self.found.target.name,
            "call": self.call,
            "kernel": self.kernel,
            "notes": list(self.notes),
            "why": self.why,
            "remedy": self.remedy,
            "verdict": DOCUMENTED if self.verdict is None else self.verdict.outcome,
        }
        return carrying(report, None if self.verdict is None else self.verdict.certificate)

    def to_json(self) -> str:
        """Give the report as text."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"

    def to_text(self) -> str:
        """Give the answer in a few lines."""
        found = self.found
        if found.call is not None and found.verdict is not None:
            lines = [found.call]
            if self.kernel is not None:
                lines.append(f"  its weights from those of {found.source.title}, w: {self.kernel}")
            lines.append(f"  {found.verdict.outcome}: {found.verdict.statement.text}")
        else:
            lines = [f"{found.target.title} has no call for this layer: {self.why}"]
            lines += self._instead()
        return "\n".join([*lines, *(f"  note: {note}" for note in self.notes)]) + "\n"

    def __str__(self) -> str:
        return self.to_text().rstrip("\n")

    def _instead(self) -> list[str]:
        found = self.found.remedy
        if found is None:
            return []
        lines = [f"  write instead  {found.said.call}"]
        if found.form.ends != self.found.form.ends or found.filled:
            lines.append(f"  in the program {found.program}")
            lines.append(f"  which equals   {found.meant}   for {found.tensors}")
        if found.dense:
            lines.append("  with the groups on the diagonal of one dense kernel")
        if self.found.remedy_kernel is not None:
            lines.append(f"  its weights from those of {self.found.source.title}, w: {self.found.remedy_kernel}")
        return lines


def convert_as(kind: type[Words], call: str, to: str, given: Given) -> Words:
    """Say a call in another framework's words.

    Parameters
    ----------
    kind : type of Conversion
        What holds the answer.
    call, to : str
    given : Given
        What the call leaves to its arrays.

    Raises
    ------
    InputError, GeometryError
        When it is no call that is read here, or its framework does not allow it.
    """
    from symtconv.proofs.translation.conversion import converted  # noqa: PLC0415 - a comparison does not write

    return kind(converted(call, to, given))
