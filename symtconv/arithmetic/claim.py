"""A claim: a formula to be decided for all integers of its domain, under conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from symtconv.arithmetic.parse import MAX_NAMES, FormulaError, parse
from symtconv.arithmetic.sizes import demands_of, evaluate, holds
from symtconv.arithmetic.term import Formula, conjuncts, domain_of, names_of

MAX_CONDITIONS, MAX_TEXT = 100, 20_000


@dataclass(frozen=True)
class Claim:
    """A formula to be decided for all integers of its domain, under conditions.

    Parameters
    ----------
    text : str
    conditions : tuple of str
        What ``where`` says.
    goal : Formula
    where : tuple of Formula
    """

    text: str
    conditions: tuple[str, ...]
    goal: Formula
    where: tuple[Formula, ...]

    @classmethod
    def read(cls, text: str, conditions: Sequence[str] = ()) -> Claim:
        """Parse claim and conditions; `FormulaError` where one cannot be read, or there is too much of something."""
        if len(conditions) > MAX_CONDITIONS:
            raise FormulaError(f"{len(conditions)} conditions; the limit is {MAX_CONDITIONS}", text)
        length = sum(map(len, (text, *conditions)))
        if length > MAX_TEXT:
            raise FormulaError(f"{length} characters in all; the limit is {MAX_TEXT}", text)
        claim = cls(text, tuple(conditions), parse(text), tuple(map(parse, conditions)))
        if len(claim.names) > MAX_NAMES:
            raise FormulaError(f"{len(claim.names)} names; the limit is {MAX_NAMES}", text)
        return claim

    @property
    def names(self) -> tuple[str, ...]:
        """Names of claim and conditions, in order of first appearance."""
        return names_of(self.goal, *self.where)

    @property
    def domain(self) -> tuple[str, ...]:
        """Every assumption, as text."""
        bounds = domain_of(self.names)
        return (*(f"{names_of(bound)[0]} >= {evaluate(bound.right, {})}" for bound in bounds), *self.conditions)

    @property
    def assumptions(self) -> tuple[Formula, ...]:
        """Domain and conditions, conjunctions taken apart; those that divide stand last."""
        parts = [part for condition in self.where for part in conjuncts(condition)]
        return (*domain_of(self.names), *sorted(parts, key=lambda part: bool(demands_of(part))))

    def admits(self, values: Mapping[str, int]) -> bool:
        """Tell whether the values satisfy every assumption."""
        return all(holds(assumption, values) for assumption in self.assumptions)
