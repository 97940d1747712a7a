"""Are two programs equal for all sizes? Proved with a certificate, refuted at the smallest sizes, or unknown.

What is found is replayed by the checker before it is given out, so that no mistake here can make a verdict.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Generic, TypeVar

from symtconv.arithmetic.parse import parse_term
from symtconv.arithmetic.term import Comparison, Formula, Number, domain_of, names_of
from symtconv.certificates import format as certificates
from symtconv.certificates.format import Certificate
from symtconv.checker.obligations import of_text
from symtconv.checker.rewrite import PROOF, REFUTATION, difference_data, replay_rewrite, rewrite_statement
from symtconv.checker.sides import FALSE, Safe, Sides
from symtconv.claims import box
from symtconv.claims.deadline import Deadline, OutOfTimeError
from symtconv.claims.rewriting.differ import SAME, Search
from symtconv.claims.rewriting.engine import Engine
from symtconv.claims.rewriting.only_when import Condition, holds_when
from symtconv.claims.rewriting.planning import Found, NoPlanError, proved
from symtconv.claims.rewriting.verdict import RewriteVerdict
from symtconv.claims.verdict import SEARCHED
from symtconv.claims.writing import assignment
from symtconv.geometry import InputError, LimitError, Message
from symtconv.programs.arrays import UndefinedError, run
from symtconv.programs.guard import Guard
from symtconv.programs.question import Question
from symtconv.programs.shape import shape
from symtconv.programs.size import Values

FIRST_POINTS, MORE_POINTS, SAMPLE, DIVISOR_POINTS = 300, 20_000, 40, 50_000
FIRST_SECONDS, MORE_SECONDS, EMPTY_SECONDS = 0.4, 10.0, 3.0
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
MAX_NUMBERS = 400
Kind = TypeVar("Kind", bound=RewriteVerdict)


def decide(
    left: str,
    right: str,
    *,
    tensors: str,
    let: Mapping[str, str] | None = None,
    where: Sequence[str] = (),
    timeout: float = 30.0,
    explain: bool = True,
) -> RewriteVerdict:
    """Decide whether two programs are equal for all sizes.

    Parameters
    ----------
    left, right : str
        Programs over the tensors.
    tensors : str
        ``"x[n] w[k]"``: each tensor with its lengths.
    let : mapping of str to str, optional
        Named integers, as in ``{"K": "span(k,d)"}``.
    where : sequence of str
        Conditions in the claim language.
    timeout : float
        Seconds after which the answer is unknown.
    explain : bool
        Whether to look, for a refuted rewrite, for the condition under which it holds.

    Returns
    -------
    RewriteVerdict

    Raises
    ------
    InputError
        When a text cannot be read, divides by what can be below 1, or speaks of no integers at all.
    """
    return decide_as(
        RewriteVerdict, left, right, tensors=tensors, let=let, where=where, timeout=timeout, explain=explain
    )


def decide_as(
    kind: type[Kind],
    left: str,
    right: str,
    *,
    tensors: str,
    let: Mapping[str, str] | None,
    where: Sequence[str],
    timeout: float,
    explain: bool,
) -> Kind:
    """Decide as `decide` does, and give the verdict as one of a subclass of `RewriteVerdict` that adds no field."""
    start = perf_counter()
    if isinstance(where, str):
        msg = f'where={where!r} is text; give a list of conditions, as in ["{where}"]'
        raise InputError(msg)
    if not timeout > 0:
        msg = f"timeout={timeout!r} is not positive; give a number of seconds"
        raise InputError(msg)
    parts: list[object] = [left, right, tensors, *where]
    for text in parts:
        if not isinstance(text, str):
            msg = f"programs, tensors and conditions are text, not {type(text).__name__}; write them in quotes"
            raise InputError(msg)
    question = Question(tensors, left, right, dict(let or {}), tuple(where))
    return _Decision(kind, question, start, Deadline(timeout), explain=explain).verdict()


@dataclass
class _Decision(Generic[Kind]):
    kind: type[Kind]
    question: Question
    start: float
    deadline: Deadline
    explain: bool
    search: Search = field(init=False)
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.search, self.engine = Search(self.question), Engine(self.deadline, frozenset(self.question.names))

    def verdict(self) -> Kind:
        try:
            self.divisors()
            # As many of the smallest sizes as tell most wrong programs: few where there are few names.
            first = min(FIRST_POINTS, 3 * 4 ** len(self.question.names))
            if self.search.run(first, Deadline(FIRST_SECONDS, self.deadline)) is not None:
                return self.refuted()
            found = self.proof()
            if isinstance(found, Found):
                return self.proved(found)
            if self.search.run(MORE_POINTS, Deadline(MORE_SECONDS, self.deadline)) is not None:
                return self.refuted()
            return self.unknown(found)
        except OutOfTimeError:
            return self.unknown("the time is up")
        except LimitError as error:
            return self.unknown(Message("it is too large: {limit}", limit=error.args[0]))

    def divisors(self) -> None:
        """Show that the divisors of the texts are at least 1, or refuse with an assignment that breaks one."""
        for claim in of_text(self.question, Safe(self.question.conditions)):
            if self.engine.prove(claim.known, claim.goal) is not None:
                continue
            known = tuple(map(formula_of, claim.known))
            goal = formula_of(claim.goal)
            names = tuple(dict.fromkeys((*self.question.names, *names_of(*known, goal))))
            looked = box.Search(names, (*domain_of(names), *known), goal)
            broken = looked.run(DIVISOR_POINTS, self.deadline)
            if broken is None:
                said = "it could not be shown that {goal} ({name})"
                raise LimitError(Message(said, goal=claim.goal.text, name=claim.name))
            msg = (
                f"{claim.name}: {(claim.goal.size + 1).text} is {claim.goal.size.value(broken) + 1} at "
                f"{assignment(broken)}; every divisor must be at least 1: add a condition"
            )
            raise InputError(msg)

    def sample(self) -> list[dict[str, int]]:
        """Give sizes at which both programs are defined and equal, some small and some spread."""
        small = [values for values, outcome in self.search.seen if outcome == SAME]
        random.Random(0).shuffle(small)  # noqa: S311 - a sample
        wide = []
        count = min(SAMPLE, 10 * max(len(self.question.names), 1))
        for values, outcome in self.search.spread(count):
            if outcome == SAME:
                wide.append(values)
            else:
                self.search.run(MORE_POINTS, self.deadline)
                break
        return [*wide[: SAMPLE - SAMPLE // 4], *small[: SAMPLE // 2]][:SAMPLE]

    def proof(self) -> Found | str:
        configurations = self.sample()
        if self.search.hit is not None:
            return "a difference was found"
        if not configurations:
            return self.nothing()
        try:
            return proved(self.question, self.engine, configurations)
        except NoPlanError as error:
            return str(error) if not error.args else error.args[0]

    def nothing(self) -> str:
        """Say why there is nothing to compare, or refuse what says nothing."""
        where = self.question.conditions
        sides = Sides(self.question, where)
        empty = self.engine.prove(where, FALSE, 1) is not None
        never = all(self.engine.prove((*where, *sides.facts(side)), FALSE, 1) is not None for side in (0, 1))
        if empty or never or self.search.complete:
            told = ", ".join(self.question.domain) or "the letters' promises"
            what = "no integers satisfy" if empty else "neither program is defined at any sizes that satisfy"
            msg = f"{what} {told}: the rewrite says nothing; loosen a condition, or mend the programs"
            raise InputError(msg)
        self.search.run(MORE_POINTS, Deadline(EMPTY_SECONDS, self.deadline))
        return "no sizes were found at which a program is defined"

    def proved(self, found: Found) -> Kind:
        witness = next((values for values, outcome in self.search.seen if outcome == SAME), None)
        witness = witness or dict(self.sample()[0])
        certificate = self.certificate("proved", witness=witness, plan=found.plan, proofs=found.proofs)
        lengths = tuple(length.text for length in shape(self.question.programs[0].root))
        return self.answer("proved", method=PROOF, certificate=certificate, lengths=lengths)

    def refuted(self) -> Kind:
        values = self.search.hit
        difference = None if values is None else self.search.difference(values)
        if values is None or difference is None:
            msg = f"the search found {values}, which letters do not confirm; please report this"
            raise AssertionError(msg)
        condition = Condition(None, None, None)
        if self.explain and self.question.names:
            try:
                condition = holds_when(self.question, self.engine, self.search)
            except (OutOfTimeError, LimitError):
                condition = Condition(None, None, None)
        certificate = self.certificate(
            "refuted",
            counterexample=values,
            difference=difference_data(difference),
            condition=condition.data,
        )
        return self.answer(
            "refuted",
            method=REFUTATION,
            certificate=certificate,
            counterexample=values,
            difference=difference,
            numbers=self.numbers(values),
            holds_when=condition.exact,
            holds_if=condition.enough,
        )

    def numbers(self, values: Values) -> tuple[Any, Any] | None:
        """Give both results in numbers: the first tensor 2, 3, 5, ..., the others 1, 10, 100, ..."""
        first = next(iter(self.question.reader.tensors), "")
        found = []
        for program in self.question.programs:
            places: dict[tuple[str, tuple[int, ...]], int] = {}

            def leaf(letter: str, index: tuple[int, ...]) -> int:
                place = places.setdefault((letter, index), sum(key[0] == letter for key in places))  # noqa: B023
                return PRIMES[place % len(PRIMES)] if letter == first else 10**place

            try:
                array = run(program.root, values, leaf)
            except UndefinedError as error:
                found.append(f"undefined: {error}")
                continue
            total = 1
            for length in array.shape:
                total *= length
            if total > MAX_NUMBERS:
                return None
            found.append(nested(array.shape, array.entries, ()))
        return found[0], found[1]

    def unknown(self, reason: str) -> Kind:
        if self.search.seen:
            reason = Message(SEARCHED, reason=reason, searched=len(self.search.seen))
        return self.answer("unknown", method="search and maps of index points", reason=reason)

    def certificate(self, outcome: str, **parts: Any) -> Certificate:
        empty = dict.fromkeys(("witness", "plan", "proofs", "counterexample", "difference", "condition"))
        question = self.question
        body: dict[str, Any] = {
            **empty,
            "tensors": question.tensors,
            "let": dict(question.let),
            "left": question.left,
            "right": question.right,
            "where": list(question.where),
            "domain": list(question.domain),
            **parts,
        }
        certificate = certificates.make("rewrite", outcome, **body)
        replay_rewrite(certificate)  # whatever the finders did, this is what makes it a verdict
        return certificate

    def answer(self, outcome: Any, **parts: Any) -> Kind:
        question = self.question
        return self.kind(
            outcome=outcome,
            statement=rewrite_statement(question),
            seconds=perf_counter() - self.start,
            tensors=question.tensors,
            left=question.left,
            right=question.right,
            let=dict(question.let),
            where=question.where,
            searched=len(self.search.seen),
            **parts,
        )


def nested(shape_: Sequence[int], entries: Mapping[tuple[int, ...], Any], start: tuple[int, ...]) -> Any:
    """Give an array as nested lists."""
    if len(start) == len(shape_):
        return entries.get(start, 0)
    return [nested(shape_, entries, (*start, place)) for place in range(shape_[len(start)])]


def formula_of(known: Guard | Formula) -> Formula:
    """Give a guard as a formula of the claim language."""
    if not isinstance(known, Guard):
        return known
    return Comparison(known.word, parse_term(known.size.text), Number(0))
