"""Two programs, the tensors and named integers that they share, and the conditions: what a rewrite asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from symtconv.arithmetic.claim import MAX_CONDITIONS
from symtconv.arithmetic.parse import MAX_NAMES, FormulaError, parse
from symtconv.arithmetic.rewriting import rewrite
from symtconv.arithmetic.sizes import evaluate, holds
from symtconv.arithmetic.term import Comparison, Formula, Name, domain_of, names_of
from symtconv.geometry import InputError
from symtconv.programs.reader import Program, Reader
from symtconv.programs.shape import shape
from symtconv.programs.size import Values
from symtconv.programs.text import ProgramError


@dataclass(frozen=True)
class Question:
    """The question whether two programs are equal wherever the conditions hold.

    Where neither program is defined, nothing is asked.

    Parameters
    ----------
    tensors, left, right : str
        As they were written.
    let : mapping of str to str
    where : tuple of str

    Raises
    ------
    InputError
        When a text cannot be read: what came, where, and what to write.

    Examples
    --------
    >>> question = Question("x[n]", "pad(x, a, 0)", "append(x, a)", where=("a >= 1",))
    >>> question.names, question.domain
    (('n', 'a'), ('n >= 1', 'a >= 0', 'a >= 1'))
    """

    tensors: str
    left: str
    right: str
    let: Mapping[str, str] = field(default_factory=dict)
    where: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.where) > MAX_CONDITIONS:
            msg = f"{len(self.where)} conditions; the limit is {MAX_CONDITIONS}"
            raise InputError(msg)
        ranks = [len(shape(program.root)) for program in self.programs]
        if len(self.conditions) == len(self.where) and ranks[0] != ranks[1]:
            msg = f"the left program has {ranks[0]} axes and the right one {ranks[1]}; a rewrite keeps their number"
            raise InputError(msg)
        if len(self.names) > MAX_NAMES:
            msg = f"{len(self.names)} names; the limit is {MAX_NAMES}"
            raise InputError(msg)

    @cached_property
    def reader(self) -> Reader:
        """What reads the programs."""
        return Reader(self.tensors, self.let, self.prefix("b"))

    @cached_property
    def programs(self) -> tuple[Program, Program]:
        """Left and right as read."""
        return self.reader.program(self.left, "the left program"), self.reader.program(self.right, "the right program")

    @cached_property
    def conditions(self) -> tuple[Formula, ...]:
        """The conditions as formulas, named integers put in."""
        return tuple(self.condition(text) for text in self.where)

    def condition(self, text: str) -> Formula:
        """Read a condition over the same names."""
        try:
            formula = parse(text)
        except FormulaError as error:
            message = f"a condition cannot be read: {error}"
            raise ProgramError(message, error.text, 0) from None
        for letter in names_of(formula):
            if letter in self.reader.tensors:
                msg = f"a condition cannot be read: {letter} is a tensor; conditions speak of integers"
                raise InputError(msg)
        terms = self.reader.terms
        return rewrite(formula, lambda term: terms.get(term.name, term) if isinstance(term, Name) else term)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All integers that have no value yet: of the tensors that occur, of left, right and the conditions."""
        left, right = self.programs
        return tuple(dict.fromkeys((*left.names, *right.names, *names_of(*self.conditions))))

    @property
    def bounds(self) -> tuple[Comparison, ...]:
        """What the letters promise."""
        return domain_of(self.names)

    @property
    def domain(self) -> tuple[str, ...]:
        """Every assumption, as text."""
        bounds = (f"{names_of(bound)[0]} >= {evaluate(bound.right, {})}" for bound in self.bounds)
        lets = (f"{letter} = {text}" for letter, text in self.let.items())
        return (*bounds, *lets, *self.where)

    def admits(self, values: Values) -> bool:
        """Tell whether an assignment satisfies every assumption."""
        return all(holds(formula, values) for formula in (*self.bounds, *self.conditions))

    def prefix(self, letter: str) -> str:
        """Give a letter, doubled until no name that is written is the letter with a number behind it."""
        texts: Iterable[str] = (self.tensors, self.left, self.right, *self.where, *self.let.values(), *self.let)
        words = {word for text in texts for word in re.findall(r"\w+", text)}
        prefix = letter
        while any(re.match(rf"{prefix}\d", word) for word in words):
            prefix += letter
        return prefix
