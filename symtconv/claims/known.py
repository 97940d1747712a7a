"""What is known at each place of a proof, with the comparison or the name that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from symtconv.arithmetic.polynomial import Polynomial
from symtconv.arithmetic.sizes import unfolded
from symtconv.arithmetic.term import Comparison, Connective, Formula, Operation, Term, names_of
from symtconv.checker.facts import OPPOSITE, Alternatives, Elimination, Fact, Key, Together
from symtconv.claims.plan import OneFact
from symtconv.claims.writing import text

Shape: TypeAlias = Comparison | tuple["Shape", ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a proof gives: a quotient ``//`` of two parts, or a ``min`` or ``max`` of several."""

    name: str
    word: str
    parts: tuple[Polynomial, ...]


@dataclass(frozen=True, slots=True)
class Known(OneFact):
    """A fact, the name that it helps to define (or none), and the comparison that it says (or none)."""

    defines: str
    comparison: Comparison | None = None
    parts: tuple[Known, ...] = ()

    @property
    def origin(self) -> str:
        """Where it comes from: a comparison in the claim language, or a name."""
        return self.defines or ("" if self.comparison is None else text(self.comparison))

    def flat(self) -> Iterator[Known]:
        """Take apart what holds together, as the checker does."""
        if isinstance(self.fact, Together):
            for part in self.parts:
                yield from part.flat()
        else:
            yield self


@dataclass
class Telling(Elimination):
    """Facts of formulas, as the checker makes them, with where each comes from."""

    known: tuple[Known, ...] = ()
    names: set[str] = field(default_factory=set)
    terms: dict[str, Term] = field(default_factory=dict)

    def assume_all(self, formulas: Iterable[Formula]) -> None:
        """Assume formulas, in order."""
        for formula in formulas:
            self.names.update(names_of(formula))
            facts, names = len(self.facts), len(self.named)
            self.assume(formula)
            *defining, said = self.facts[facts:]
            told = [*self._defined(list(self.named.items())[names:], iter(defining)), _told(said, _shape(formula))]
            self.known += tuple(one for part in told for one in part.flat())

    def value(self, term: Term) -> Polynomial:
        """Give a term as a polynomial; remember which term a name stands for."""
        found = super().value(term)
        if isinstance(term, Operation):
            for name in self.named.values():
                if found == {(name,): 1}:
                    self.terms.setdefault(name, term)
        return found

    def behind(self, polynomials: Iterable[Polynomial]) -> tuple[Named, ...]:
        """Give the names that polynomials speak of, and those that these speak of, in the order of their making."""
        every = {name: _named(key, name) for key, name in self.named.items()}
        found: set[str] = set()
        waiting = list(polynomials)
        while waiting:
            new = {name for monomial in waiting.pop() for name in monomial} & set(every) - found
            found |= new
            waiting += [part for name in new for part in every[name].parts]
        return tuple(every[name] for name in every if name in found)

    def _defined(self, named: Sequence[tuple[Key, str]], facts: Iterator[Fact]) -> Iterator[Known]:
        for (word, parts), name in named:
            # Two for a quotient, six for a common divisor, and as many as there are parts for the others.
            for _ in range(6) if word == "gcd" else parts:
                yield _defining(next(facts), name)
            if word not in ("//", "gcd"):
                choice = next(facts)
                yield Known(choice, name, None, self._equals(name, choice))

    def _equals(self, name: str, choice: Fact) -> tuple[Known, ...]:
        """Say of each alternative which part the minimum or maximum then is."""
        term = self.terms.get(name)
        parts = choice.parts if isinstance(choice, Alternatives) else ()
        if not isinstance(term, Operation):
            return tuple(Known(part, name) for part in parts)
        terms = term.terms
        if term.word not in ("min", "max"):  # |x|, written so or as gcd(x, x) or gcd(x, 0)
            own = next(part for part in terms if self.value(part))
            terms = (own, Operation("neg", (own,)))
        pairs = zip(parts, terms, strict=True)
        return tuple(Known(part, "", Comparison("==", term, chosen)) for part, chosen in pairs)


def _named(key: Key, name: str) -> Named:
    word, parts = key
    return Named(name, word, tuple(map(dict, parts)))


def _defining(fact: Fact, name: str) -> Known:
    parts = () if isinstance(fact, dict) else fact.parts
    return Known(fact, name, None, tuple(_defining(part, name) for part in parts))


def _told(fact: Fact, shape: Shape) -> Known:
    if isinstance(fact, dict):
        return Known(fact, "", shape if isinstance(shape, Comparison) else None)
    inner = [shape] * len(fact.parts) if isinstance(shape, Comparison) else shape
    return Known(fact, "", None, tuple(_told(part, one) for part, one in zip(fact.parts, inner, strict=True)))


def _shape(formula: Formula, *, holds: bool = True) -> Shape:
    """Give the comparisons of a formula in the order in which the checker makes facts of them."""
    if isinstance(formula, Comparison):
        word = formula.word if holds else OPPOSITE[formula.word]
        left, right = unfolded(formula.left), unfolded(formula.right)
        words = (">", "<") if word == "!=" else (word,)
        shapes = tuple(Comparison(one, left, right) for one in words)
        return shapes if word == "!=" else shapes[0]
    word, parts = formula.word, formula.parts
    if word == "not":
        return _shape(parts[0], holds=not holds)
    if word == "implies":
        return _shape(Connective("or", (Connective("not", parts[:1]), parts[1])), holds=holds)
    if word == "iff":
        neither = Connective("not", (Connective("or", parts),))
        return _shape(Connective("or", (Connective("and", parts), neither)), holds=holds)
    return tuple(_shape(part, holds=holds) for part in parts)
