"""What sizes decide before a plan is made: minima and maxima that are one argument, and where else to split."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from symtconv.arithmetic.term import Comparison, Connective, walk
from symtconv.checker.guards import Known
from symtconv.claims.rewriting.engine import Engine
from symtconv.programs.guard import equal
from symtconv.programs.node import sizes_in
from symtconv.programs.question import Question
from symtconv.programs.size import Opaque, Size, Values, size_of


def parameter_atoms(question: Question, replaced: Mapping[str, Size]) -> Iterator[Opaque]:
    """Yield the minima and maxima of the parameters in both programs, innermost first, none twice."""
    seen: set[str] = set()
    for program in question.programs:
        for size, bound in sizes_in(program.root):
            for atom in size.replaced(replaced.get).opaques():
                if atom not in seen and not any(part.names & bound for part in atom.sizes):
                    seen.add(atom)
                    yield atom


def decided(
    question: Question, engine: Engine, configurations: Sequence[Values], base: tuple[Known, ...]
) -> dict[str, Size]:
    """Find the minima and maxima that are always the same one of their arguments, each shown."""
    found: dict[str, Size] = {}
    while True:
        new = next(_newly(question, engine, configurations, base, found), None)
        if new is None:
            return found
        found[new[0]] = new[1]


def _newly(
    question: Question,
    engine: Engine,
    configurations: Sequence[Values],
    base: tuple[Known, ...],
    found: dict[str, Size],
) -> Iterator[tuple[Opaque, Size]]:
    for atom in parameter_atoms(question, found):
        if atom.word not in ("min", "max") or atom in found:
            continue
        own = Size({(atom,): 1})
        for part in atom.sizes:
            same = all(own.value(values) == part.value(values) for values in configurations)
            if same and engine.prove(base, equal(own, part), 1, 2.0) is not None:
                yield atom, part


def undecided(question: Question, replaced: Mapping[str, Size], configurations: Sequence[Values]) -> Iterator[Size]:
    """Yield differences that a minimum or maximum hangs on and that have both signs."""
    for atom in parameter_atoms(question, replaced):
        if atom.word in ("min", "max"):
            for number, one in enumerate(atom.sizes):
                for other in atom.sizes[number + 1 :]:
                    signs = {(one - other).value(values) >= 0 for values in configurations}
                    if len(signs) == 2:
                        yield one - other


def of_alternatives(base: Sequence[Known], configurations: Sequence[Values]) -> Iterator[Size]:
    """Yield sizes at whose sign one of the alternatives that a condition leaves holds or does not."""
    for part in base:
        for either in walk(part) if isinstance(part, Connective) else ():
            first = either.parts[0] if isinstance(either, Connective) and either.word == "or" else None
            if isinstance(first, Comparison):
                gap = size_of(first.left) - size_of(first.right)
                for size in {"<=": (-gap,), "<": (-gap - 1,), ">": (gap - 1,), "==": (-gap, gap)}.get(
                    first.word, (gap,)
                ):
                    if len({size.value(values) >= 0 for values in configurations}) == 2:
                        yield size
