"""From leaves to trees: what shows that a case cannot occur, by looking where that is enough.

A tree is what `symtconv.checker.claim` describes. It is checked by the checker before it is given out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from symtconv.arithmetic.polynomial import Monomial, Polynomial, add, constant, multiply, variable
from symtconv.checker.claim import MAX_PRODUCT, closes
from symtconv.checker.euclid import Leaf
from symtconv.claims.deadline import Deadline, OutOfTimeError
from symtconv.claims.farkas import combination
from symtconv.claims.lemmas import Lemma, lemmas
from symtconv.claims.simplex import Point
from symtconv.claims.splits import candidates, names_in

__all__ = ["OutOfTimeError", "Prover", "Tree"]

Tree: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Prover:
    """Looks for trees until a deadline.

    Parameters
    ----------
    deadline : Deadline
        What every step looks at; `OutOfTimeError` when it has passed.
    """

    deadline: Deadline

    def easy(self, leaves: Sequence[Leaf]) -> list[Tree] | None:
        """Give trees for all leaves that need no linear programme, or None."""
        trees = []
        for leaf in leaves:
            tree = _easy(leaf.hypotheses)
            if tree is None:
                return None
            trees.append(tree)
        return trees

    def prove(self, leaves: Sequence[Leaf], splits: int) -> list[Tree] | None:
        """Give a tree for every leaf, with at most so many splits one below the other, or None."""
        trees = []
        for leaf in leaves:
            tree = self._deeper(leaf, splits)
            if tree is None:
                return None
            trees.append(tree)
        return trees

    def _deeper(self, leaf: Leaf, splits: int) -> Tree | None:
        """Try few splits before many, and sums of hypotheses before products, which cost ten times as much."""
        hypotheses = list(leaf.hypotheses)
        for depth in range(splits + 1):
            for products in (False, True) if depth else (True,):
                tree = self._tree(hypotheses, leaf, depth, products=products)
                if tree is not None:
                    return tree
        return None

    def _tree(self, hypotheses: list[Polynomial], leaf: Leaf, splits: int, *, products: bool) -> Tree | None:
        tree = _easy(hypotheses)
        if tree is not None:
            return tree
        known = [lemma for lemma in lemmas(hypotheses, leaf.quotients) if max(map(len, lemma.products)) <= MAX_PRODUCT]
        found = combination(hypotheses, known, self.deadline, products=products)
        if not isinstance(found, Point):
            tree = {"sum": [[factor, numbers] for factor, numbers in found]}
            return tree if closes(hypotheses, tree) else None
        if splits == 0:
            return None
        for split in self._promising(hypotheses, known, leaf, found, products=products):
            other = add(constant(-1), split, -1)
            yes = self._tree([*hypotheses, split], leaf, splits - 1, products=products)
            no = None if yes is None else self._tree([*hypotheses, other], leaf, splits - 1, products=products)
            if no is not None:
                terms = [[factor, list(monomial)] for monomial, factor in sorted(split.items())]
                return {"split": terms, "yes": yes, "no": no}
        return None

    def _promising(
        self, hypotheses: list[Polynomial], known: list[Lemma], leaf: Leaf, point: Point, *, products: bool
    ) -> Iterator[Polynomial]:
        """Yield the splits that leave the point out on both sides, and where products may help the others too."""
        others = []
        for split in candidates([*hypotheses, *(lemma.polynomial for lemma in known)], leaf):
            self.deadline.tick()
            if -1 < point.value(split) < 0:
                yield split
            elif products:
                others.append(split)
        yield from others


def _easy(hypotheses: Sequence[Polynomial]) -> Tree | None:
    """Find a tree by looking: one or two hypotheses that contradict, or one that the bounds of names contradict."""
    found = _opposites(hypotheses) or _beyond_bounds(hypotheses)
    if found is None:
        return None
    tree = {"sum": found}
    return tree if closes(hypotheses, tree) else None


def _opposites(hypotheses: Sequence[Polynomial]) -> list[Any] | None:
    least: dict[tuple[tuple[Monomial, int], ...], int] = {}
    for number, hypothesis in enumerate(hypotheses):
        shape = tuple(sorted((monomial, factor) for monomial, factor in hypothesis.items() if monomial))
        if not shape and hypothesis.get((), 0) < 0:
            return [[1, [number]]]
        opposite = least.get(tuple((monomial, -factor) for monomial, factor in shape))
        if opposite is not None and hypothesis.get((), 0) + hypotheses[opposite].get((), 0) < 0:
            return [[1, [opposite]], [1, [number]]]
        known = least.get(shape)
        if known is None or hypothesis.get((), 0) < hypotheses[known].get((), 0):
            least[shape] = number
    return None


def _beyond_bounds(hypotheses: Sequence[Polynomial]) -> list[Any] | None:
    """Write the negative of a hypothesis in the names' distances from their bounds: if no sign is wrong, done."""
    bounds: dict[str, tuple[int, int]] = {}  # name -> its lower bound, and the hypothesis that says so
    for number, hypothesis in enumerate(hypotheses):
        heads = [monomial for monomial in hypothesis if monomial]
        if len(heads) == 1 and len(heads[0]) == 1 and hypothesis[heads[0]] == 1:
            low = -hypothesis.get((), 0)
            if low > bounds.get(heads[0][0], (low - 1, 0))[0]:
                bounds[heads[0][0]] = (low, number)
    for number, hypothesis in enumerate(hypotheses):
        if max(map(len, hypothesis), default=0) > MAX_PRODUCT or not names_in(hypothesis) <= set(bounds):
            continue
        shifted = _shifted(hypothesis, {name: low for name, (low, _) in bounds.items()})
        if all(factor < 0 for factor in shifted.values()) and shifted.get((), 0) < 0:
            spread = ((-factor, [bounds[name][1] for name in monomial]) for monomial, factor in shifted.items())
            return [[1, [number]], *([factor, numbers] for factor, numbers in spread if numbers)]
    return None


def _shifted(polynomial: Polynomial, lows: dict[str, int]) -> Polynomial:
    total: Polynomial = {}
    for monomial, factor in polynomial.items():
        parts: Polynomial = {(): factor}
        for name in monomial:
            parts = multiply(parts, add(variable(name), constant(lows[name])))
        total = add(total, parts)
    return total
