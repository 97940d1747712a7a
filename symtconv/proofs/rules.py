"""The rules by which one line of the proof becomes the next, each with its own mechanical check."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace

from symtconv.arithmetic.polynomial import add
from symtconv.arithmetic.term import Name, Number, Operation, Term
from symtconv.proofs.line import Factor, Line, SumOver, polynomial, put, put_in


class Rule(ABC):
    """A way to rewrite a line. ``check`` gives None, or what is wrong."""

    @abstractmethod
    def check(self, before: Line, after: Line) -> str | None:
        """Tell why ``after`` does not follow from ``before`` by this rule, or None when it does."""

    def put(self, values: Mapping[str, Term]) -> Rule:  # noqa: ARG002 - most rules speak of no letter
        """Give the rule with terms put for names."""
        return self


@dataclass(frozen=True, slots=True)
class Definition:
    """``name[parameters] = body``, for every value of the parameters."""

    name: str
    parameters: tuple[str, ...]
    body: Line

    def put(self, values: Mapping[str, Term]) -> Definition:
        """Put terms for names other than the parameters."""
        free = {name: term for name, term in values.items() if name not in self.parameters}
        return replace(self, body=self.body.put(free))


@dataclass(frozen=True, slots=True)
class Start(Rule):
    """The first line is the definition of the left-hand side."""

    definition: Definition

    def put(self, values: Mapping[str, Term]) -> Start:
        """See `Rule.put`."""
        return Start(self.definition.put(values))

    def check(self, before: Line, after: Line) -> str | None:
        """See `Rule.check`."""
        start = Line((), (Factor(self.definition.name, tuple(map(Name, self.definition.parameters))),))
        if not before.same(start):
            return "the chain does not start with what is defined"
        return None if after.same(self.definition.body) else "the line is not the definition"


@dataclass(frozen=True, slots=True)
class Unfold(Rule):
    """Put the right-hand side of a definition for a factor."""

    definition: Definition

    def put(self, values: Mapping[str, Term]) -> Unfold:
        """See `Rule.put`."""
        return Unfold(self.definition.put(values))

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

    def put(self, values: Mapping[str, Term]) -> Fold:
        """See `Rule.put`."""
        return Fold(self.definition.put(values))

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
    image: Term

    def put(self, values: Mapping[str, Term]) -> Reindex:
        """See `Rule.put`."""
        return replace(self, image=put(self.image, values))

    def check(self, before: Line, after: Line) -> str | None:
        """See `Rule.check`."""
        summed = next((entry for entry in before.sums if entry.index == self.old), None)
        if summed is None:
            return f"there is no sum over {self.old}"
        new, one = Name(self.new), Number(1)
        further = put(self.image, {self.new: Operation("+", (new, one))})
        slope = add(polynomial(further), polynomial(self.image), -1)
        if slope not in ({(): 1}, {(): -1}):
            return f"the image does not have slope 1 or -1 in {self.new}"
        ends = [polynomial(end) for end in (Number(0), Operation("-", (summed.count, one)))]
        images = [
            polynomial(put(self.image, {self.new: end})) for end in (Number(0), Operation("-", (summed.count, one)))
        ]
        if images != (ends if slope == {(): 1} else ends[::-1]):
            return f"the image does not map the range of {self.new} onto itself"
        moved = Line(
            tuple(SumOver(self.new, entry.count) if entry == summed else entry for entry in before.sums),
            tuple(put_in(factor, {self.old: self.image}) for factor in before.factors),
        )
        return None if moved.same(after) else f"the substitution gives another line: {moved}"


@dataclass(frozen=True, slots=True)
class Rename(Rule):
    """Use abbreviations: letters for polynomials, and names for entries (``w'[u]`` for ``w[k-1-u]``).

    A bracket may be turned into any other that says the same.
    """

    letters: Mapping[str, Term]
    definitions: tuple[Definition, ...] = ()

    def put(self, values: Mapping[str, Term]) -> Rename:
        """See `Rule.put`; a letter that has got a number is no abbreviation any more."""
        left = {name: put(term, values) for name, term in self.letters.items() if name not in values}
        return Rename(left, tuple(definition.put(values) for definition in self.definitions))

    def check(self, before: Line, after: Line) -> str | None:
        """See `Rule.check`."""
        spelled = after
        for definition in self.definitions:
            spelled = unfold(spelled, definition) or spelled
        spelled = replace(spelled, factors=tuple(put_in(factor, self.letters) for factor in spelled.factors))
        return None if spelled.same(before) else f"spelled out, the line is another: {spelled}"


def unfold(line: Line, definition: Definition) -> Line | None:
    """Put the body of a definition for the first factor of its name; None when there is none."""
    for place, factor in enumerate(line.factors):
        if factor.name == definition.name:
            values = dict(zip(definition.parameters, factor.arguments, strict=True))
            body = tuple(put_in(inner, values) for inner in definition.body.factors)
            return Line(line.sums + definition.body.sums, line.factors[:place] + body + line.factors[place + 1 :])
    return None
