"""The rules by which one line of the proof becomes the next, each with its own mechanical check."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace

from symtconv.arithmetic.polynomial import add
from symtconv.proofs.line import BRACKET, Factor, Line, Sum, polynomial, substitute, text_of


class Rule(ABC):
    """A way to rewrite a line. ``check`` gives None, or what is wrong."""

    @abstractmethod
    def check(self, before: Line, after: Line) -> str | None:
        """Tell why ``after`` does not follow from ``before`` by this rule, or None when it does."""


@dataclass(frozen=True, slots=True)
class Definition:
    """``name[parameters] = body``, for every value of the parameters."""

    name: str
    parameters: tuple[str, ...]
    body: Line


@dataclass(frozen=True, slots=True)
class Start(Rule):
    """The first line is the definition of the left-hand side."""

    definition: Definition

    def check(self, before: Line, after: Line) -> str | None:
        """See `Rule.check`."""
        start = Line((), (Factor(self.definition.name, self.definition.parameters),))
        if not before.same(start):
            return "the chain does not start with what is defined"
        return None if after.same(self.definition.body) else "the line is not the definition"


@dataclass(frozen=True, slots=True)
class Unfold(Rule):
    """Put the right-hand side of a definition for a factor."""

    definition: Definition

    def check(self, before: Line, after: Line) -> str | None:
        """See `Rule.check`."""
        unfolded = unfold(before, self.definition)
        if unfolded is None:
            return f"there is no {self.definition.name} to unfold"
        return None if unfolded.same(after) else f"unfolding {self.definition.name} gives another line: {unfolded}"


@dataclass(frozen=True, slots=True)
class Fold(Rule):
    """Recognise the right-hand side of a definition: the converse of unfolding."""

    definition: Definition

    def check(self, before: Line, after: Line) -> str | None:
        """See `Rule.check`."""
        problem = Unfold(self.definition).check(after, before)
        return None if problem is None else f"read backwards, {problem}"


@dataclass(frozen=True, slots=True)
class Exchange(Rule):
    """Exchange finite sums: their ranges must not depend on one another's index."""

    def check(self, before: Line, after: Line) -> str | None:
        """See `Rule.check`."""
        indices = {entry.index for entry in before.sums}
        for entry in before.sums:
            bound = {name for names in polynomial(entry.count) for name in names}
            if bound & indices:
                return f"the range of {entry.index} depends on {', '.join(sorted(bound & indices))}"
        if before.sums == after.sums:
            return "nothing is exchanged"
        return None if before.same(after) else "more than the order of the sums has changed"


@dataclass(frozen=True, slots=True)
class Reindex(Rule):
    """Put ``old = image(new)`` in a sum, where the image is a bijection of the range onto itself."""

    old: str
    new: str
    image: str

    def check(self, before: Line, after: Line) -> str | None:
        """See `Rule.check`."""
        summed = next((entry for entry in before.sums if entry.index == self.old), None)
        if summed is None:
            return f"there is no sum over {self.old}"
        slope = text_of(
            add(polynomial(substitute(self.image, {self.new: f"{self.new} + 1"})), polynomial(self.image), -1)
        )
        if slope not in ("+1*1", "-1*1"):
            return f"{self.image} does not have slope 1 or -1 in {self.new}"
        ends = ("0", f"{summed.count} - 1")
        images = [substitute(self.image, {self.new: end}) for end in ends]
        wanted = [text_of(polynomial(end)) for end in (ends if slope == "+1*1" else reversed(ends))]
        if images != wanted:
            return f"{self.image} does not map the range 0 ≤ {self.new} < {summed.count} onto itself"
        moved = Line(
            tuple(Sum(self.new, entry.count) if entry == summed else entry for entry in before.sums),
            tuple(_put(factor, {self.old: self.image}) for factor in before.factors),
        )
        return None if moved.same(after) else f"the substitution gives another line: {moved}"


@dataclass(frozen=True, slots=True)
class Rename(Rule):
    """Use abbreviations: letters for polynomials, and names for entries (``w'[u]`` for ``w[k-1-u]``).

    A bracket may be turned into any other that says the same.
    """

    letters: Mapping[str, str]
    definitions: tuple[Definition, ...] = ()

    def check(self, before: Line, after: Line) -> str | None:
        """See `Rule.check`."""
        spelled = after
        for definition in self.definitions:
            spelled = unfold(spelled, definition) or spelled
        spelled = replace(spelled, factors=tuple(_put(factor, self.letters) for factor in spelled.factors))
        return None if spelled.same(before) else f"spelled out, the line is another: {spelled}"


def unfold(line: Line, definition: Definition) -> Line | None:
    """Put the body of a definition for the first factor of its name; None when there is none."""
    for place, factor in enumerate(line.factors):
        if factor.name == definition.name:
            values = dict(zip(definition.parameters, factor.arguments, strict=True))
            body = tuple(_put(inner, values) for inner in definition.body.factors)
            return Line(line.sums + definition.body.sums, line.factors[:place] + body + line.factors[place + 1 :])
    return None


def _put(factor: Factor, values: Mapping[str, str]) -> Factor:
    return Factor(factor.name, tuple(substitute(argument, values) for argument in factor.arguments))


def bracket(left: str, right: str) -> Factor:
    """Give ``[left = right]``."""
    return Factor(BRACKET, (left, right))
