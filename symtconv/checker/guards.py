"""Facts: polynomials that are at least 0 and alternatives, and trees that show that facts cannot all hold.

A quotient, a minimum and a maximum get a name each, with the facts that define it; an alternative is opened by the
tree that needs it, and by no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from symtconv.arithmetic.polynomial import Monomial, Polynomial, add, constant, increase, multiply
from symtconv.arithmetic.term import Comparison, Connective, Formula, domain_of, evaluate
from symtconv.certificates.format import shown
from symtconv.checker.claim import MAX_PRODUCT, Work, polynomial
from symtconv.geometry import CertificateError, LimitError
from symtconv.programs.guard import Guard
from symtconv.programs.size import Opaque, Size, size_of

Fact: TypeAlias = "Polynomial | tuple[str, tuple[Fact, ...]]"
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", "<=": ">", ">": "<="}
MAX_DEPTH = 24


@dataclass
class Facts:
    """What is known, and what every atom that is no name means.

    Attributes
    ----------
    facts : list
    divisors : list of Size
        Divisors that occur and that the facts are about only where they are at least 1.
    """

    facts: list[Fact] = field(default_factory=list)
    atoms: dict[str, str] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)

    def assume(self, known: Guard | Formula, *, holds: bool = True) -> None:
        """Add a guard or a formula, or its negation; what a name promises comes in with the name."""
        made = self.of_guard(known, holds=holds) if isinstance(known, Guard) else self.of_formula(known, holds=holds)
        self.facts.append(made)

    def of_guard(self, guard: Guard, *, holds: bool) -> Fact:
        """Give a guard, or its negation, as a fact."""
        word = guard.word if holds else OPPOSITE[guard.word]
        return _compared(word, self.polynomial(guard.size))

    def of_formula(self, formula: Formula, *, holds: bool) -> Fact:
        """Give a formula, or its negation, as a fact."""
        if isinstance(formula, Comparison):
            word = formula.word if holds else OPPOSITE[formula.word]
            return _compared(word, self.polynomial(size_of(formula.left) - size_of(formula.right)))
        word, parts = formula.word, formula.parts
        if word == "not":
            return self.of_formula(parts[0], holds=not holds)
        if word == "implies":
            return self.of_formula(Connective("or", (Connective("not", parts[:1]), parts[1])), holds=holds)
        if word == "iff":
            both = Connective("and", parts)
            neither = Connective("not", (Connective("or", parts),))
            return self.of_formula(Connective("or", (both, neither)), holds=holds)
        chosen = "and" if (word == "and") == holds else "or"
        return chosen, tuple(self.of_formula(part, holds=holds) for part in parts)

    def polynomial(self, size: Size) -> Polynomial:
        """Give a size with its atoms by name."""
        total: Polynomial = {}
        for monomial, factor in size.terms.items():
            names = tuple(sorted(map(self.named, monomial)))
            increase(total, {names: factor})
        return total

    def named(self, atom: str) -> str:
        """Give the name of an atom; at its first occurrence its definition becomes a fact."""
        if not isinstance(atom, Opaque):
            if atom not in self.names:
                self.names[atom] = None
                for bound in domain_of([atom]):
                    self.facts.append(add({(atom,): 1}, constant(evaluate(bound.right, {})), -1))
            return atom
        if atom not in self.atoms:
            parts = [self.polynomial(size) for size in atom.sizes]
            name = self.atoms[atom] = f"_q{len(self.atoms)}"
            self.facts += _definition(atom.word, {(name,): 1}, parts)
        return self.atoms[atom]


def _compared(word: str, more: Polynomial) -> Fact:
    """Give what it is that a polynomial compares so with 0."""
    less = add({}, more, -1)
    over, under = add(more, constant(-1)), add(less, constant(-1))
    simple: dict[str, Fact] = {">=": more, ">": over, "<=": less, "<": under}
    return simple.get(word) or (("and", (more, less)) if word == "==" else ("or", (over, under)))


def _definition(word: str, new: Polynomial, parts: Sequence[Polynomial]) -> Iterator[Fact]:
    if word == "//":  # 0 <= p - b q <= b - 1, for b >= 1, which is shown apart
        rest = add(parts[0], multiply(parts[1], new), -1)
        yield from (rest, add(add(parts[1], rest, -1), constant(-1)))
    elif word in ("min", "max"):
        gaps = [add({}, add(new, part, -1), 1 if word == "max" else -1) for part in parts]
        yield from gaps
        yield "or", tuple(add({}, gap, -1) for gap in gaps)
    else:
        msg = f"{word} is not defined by facts here"
        raise LimitError(msg)


def divisors_in(known: Guard | Formula) -> Iterator[Size]:
    """Yield the divisors in a guard or a formula, innermost first."""
    if isinstance(known, Guard):
        sizes: Iterable[Size] = (known.size,)
    elif isinstance(known, Comparison):
        sizes = (size_of(known.left), size_of(known.right))
    else:
        for part in known.parts:
            yield from divisors_in(part)
        return
    for size in sizes:
        for atom in size.opaques():
            if atom.word == "//":
                yield atom.sizes[1]


def flattened(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Take conjunctions apart."""
    for fact in facts:
        if isinstance(fact, tuple) and fact[0] == "and":
            yield from flattened(fact[1])
        else:
            yield fact


def refutes(facts: Sequence[Fact], tree: object, work: Work, depth: int = 0) -> bool:
    """Tell whether a tree shows that the facts cannot all hold.

    A tree is a ``sum`` or a ``split`` as in a claim's certificate, where the polynomials among the facts are counted;
    or ``{"cases": i, "of": [tree, ...]}``, which opens the i-th alternative, its part behind the other facts.
    """
    flat = list(flattened(facts))
    work.spend(len(flat))
    if depth > MAX_DEPTH:
        return False
    known = [fact for fact in flat if isinstance(fact, dict)]
    match tree:
        case {"sum": list(terms), **rest} if not rest:
            total: Polynomial = {}
            for term in terms:
                increase(total, _product(known, term, work))
            return set(total) == {()} and total[()] < 0
        case {"split": list(terms), "yes": yes, "no": no, **rest} if not rest:
            split = polynomial(terms)
            other = add(constant(-1), split, -1)
            return refutes([*flat, split], yes, work, depth + 1) and refutes([*flat, other], no, work, depth + 1)
        case {"cases": int(number), "of": list(branches), **rest} if not rest and type(number) is int:
            places = [place for place, fact in enumerate(flat) if not isinstance(fact, dict)]
            if not 0 <= number < len(places):
                return False
            alternative = flat.pop(places[number])
            parts = alternative[1] if isinstance(alternative, tuple) else ()
            return len(parts) == len(branches) and all(
                refutes([*flat, part], branch, work, depth + 1) for part, branch in zip(parts, branches, strict=True)
            )
    return False


def _product(known: Sequence[Polynomial], term: object, work: Work) -> Polynomial:
    match term:
        case [int(factor), list(numbers)] if type(factor) is int and factor > 0 and 0 < len(numbers) <= MAX_PRODUCT:
            product: dict[Monomial, int] = constant(factor)
            for number in numbers:
                if type(number) is not int or not 0 <= number < len(known):
                    msg = f"the certificate does not check: there is no fact {shown(number)}"
                    raise CertificateError(msg)
                work.spend(len(product) * len(known[number]))
                product = multiply(product, known[number])
            return product
    msg = "the certificate does not check: a term of a sum is a positive integer with a list of facts"
    raise CertificateError(msg)
