"""Are two calls one layer for every input? Proved by their normal forms, refuted by the first entry that differs."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from symtconv.certificates import format as certificates
from symtconv.checker.comparison import METHODS, are_one, comparison_statement, replay_comparison
from symtconv.checker.layer import difference_data
from symtconv.checker.verdict import EntryDifference, Outcome, Verdict
from symtconv.conventions import Framework, Given, Spec, understood
from symtconv.conventions.arguments import NOTHING
from symtconv.geometry import InputError, NormalForm

REVERSED = "reversed along each axis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two calls, what each says, and the verdict.

    Parameters
    ----------
    verdict : Verdict
    left, right : str
        The calls, as they were written.
    frameworks : pair of Framework
    specs : pair of Spec
    forms : pair of NormalForm
        What they mean: for every input, or for the one that a call takes.
    sizes : tuple of int or None
        The smallest input at which they differ.
    kernel : str or None
        How the kernel that one stores is the other's.
    notes : tuple of str
    """

    verdict: Verdict
    left: str
    right: str
    frameworks: tuple[Framework, Framework]
    specs: tuple[Spec, Spec]
    forms: tuple[NormalForm, NormalForm]
    sizes: tuple[int, ...] | None
    kernel: str | None
    notes: tuple[str, ...]


def compared(left: str, right: str, given: Given = NOTHING) -> Compared:
    """Compare two calls.

    Parameters
    ----------
    left, right : str
        Calls of any frameworks.
    given : Given
        What both leave to their arrays.

    Raises
    ------
    InputError, GeometryError
        Where one is no call, or its framework does not allow it.
    """
    read = [understood(text, given) for text in (left, right)]
    specs = (read[0][1], read[1][1])
    forms, notes = _forms(specs, given)
    verdict, sizes = compare_forms(*forms)
    return Compared(
        verdict=verdict,
        left=left,
        right=right,
        frameworks=(read[0][0], read[1][0]),
        specs=specs,
        forms=forms,
        sizes=sizes,
        kernel=_kernel(specs),
        notes=(*notes, *(note for spec in specs for note in spec.notes), *_stored(specs)),
    )


def _forms(specs: tuple[Spec, Spec], given: Given) -> tuple[tuple[NormalForm, NormalForm], tuple[str, ...]]:
    """Give both normal forms, at one input where a call takes no other."""
    if len(specs[0].kernel) != len(specs[1].kernel):
        ranks = " and ".join(str(len(spec.kernel)) for spec in specs)
        msg = f"the calls have {ranks} spatial axes; compare layers of one rank"
        raise InputError(msg)
    fixed = [spec.input for spec in specs if spec.fixed]
    sizes = given.input if given.input is not None else fixed[0] if fixed else None
    forms = (specs[0].form(sizes), specs[1].form(sizes))
    for spec, form in zip(specs, forms, strict=True):
        if form.input is not None:
            form.layer(form.input)  # which says so where it has no output
            if spec.input is not None and spec.input != form.input:
                msg = f"{spec.speaker} takes an input of {spec.input}, and {form.input} is asked; leave one out"
                raise InputError(msg)
    notes: tuple[str, ...] = ()
    if forms[0].input is not None:
        said = "x".join(map(str, forms[0].input))
        notes = (f"for an input of {said}" + (", the only one that a call here takes" if fixed else ""),)
    return forms, notes


def compare_forms(left: NormalForm, right: NormalForm) -> tuple[Verdict, tuple[int, ...] | None]:
    """Give the verdict on two normal forms, and for a refutation the smallest input.

    Examples
    --------
    >>> from symtconv.geometry import AxisForm
    >>> form = NormalForm(axes=(AxisForm(kernel=3, stride=2, low=1, extra=0),))
    >>> compare_forms(form, form)[0].outcome
    'proved'
    """
    start = perf_counter()
    only = left.input
    one = are_one(left, right, only)
    found = None if one else _smallest(left, right, only)
    if not one and found is None:  # the forms differ, and so somewhere an entry does
        msg = "the normal forms differ and no entry was found that does"
        raise AssertionError(msg)
    outcome: Outcome = "proved" if one else "refuted"
    difference = None if found is None else {"input": list(found[0]), **difference_data(found[1])}
    certificate = certificates.make(
        "comparison",
        outcome,
        left=left.to_dict(),
        right=right.to_dict(),
        input=None if only is None else list(only),
        difference=difference,
    )
    replay_comparison(certificate)  # nothing is said that the checker does not accept
    verdict = Verdict(
        outcome=outcome,
        statement=comparison_statement(left, right, only),
        method=METHODS[outcome],
        seconds=perf_counter() - start,
        certificate=certificate,
        counterexample=None if found is None else found[1],
    )
    return verdict, None if found is None else found[0]


def _smallest(
    left: NormalForm, right: NormalForm, only: tuple[int, ...] | None
) -> tuple[tuple[int, ...], EntryDifference] | None:
    from symtconv.proofs.translation.smallest import smallest_difference  # noqa: PLC0415 - refutations alone need it

    return smallest_difference(left, right, only)


def _kernel(specs: tuple[Spec, Spec]) -> str | None:
    """Say whether one stores the other's kernel reversed; with one tap on every axis that is the same."""
    if specs[0].flips_kernel == specs[1].flips_kernel or max(specs[0].kernel) == 1:
        return None
    return REVERSED


def _stored(specs: tuple[Spec, Spec]) -> tuple[str, ...]:
    if specs[0].layout == specs[1].layout:
        return ()
    return (f"the kernel is stored as {specs[0].layout} on the left and as {specs[1].layout} on the right",)
