"""For test suites of other projects: one test for each configuration, and a fixture.

::

    import symtconv.testing
    from mypackage import deconv

    test_deconv = symtconv.testing.conforms(deconv, dialect="torch", where=["groups == 1"])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from symtconv.conformance.families import shrink
from symtconv.conformance.settle import settle
from symtconv.conformance.slips import catalogue
from symtconv.conformance.target import Target, Variant
from symtconv.conformance.targets import load
from symtconv.conformance.targets.function import Function
from symtconv.conformance.tell import command, difference, harmless
from symtconv.conformance.worker import answer, task_of
from symtconv.geometry import InputError
from symtconv.grids.grid import Grid, configurations
from symtconv.grids.store import Record
from symtconv.grids.words import Words

__all__ = ["conforms", "failure", "right"]

ENOUGH = 5
"""So many wrong configurations end the fixture's grid: each is looked at for smaller ones that fail alike."""
LETTERS = (
    "letters: n entries of the input, k of the kernel, s stride, d dilation, p padding (l low, h high),"
    " a output padding, C and M channels in and out, N batch; entry [batch, channel, place]"
)


def conforms(
    function: Callable[..., Any] | str,
    *,
    dialect: str | None = None,
    where: Sequence[str] = (),
    count: int = 100,
    small: bool = True,
    sizes: Sequence[int] = (),
    ranks: Sequence[int] = (1, 1, 2, 2, 3),
    seed: int = 0,
    dtype: str | None = None,
    layout: str | None = None,
    input: str = "",  # noqa: A002 - the layout of what a layer reads
    weight: str = "",
    refusals: bool = False,
    seconds: float = 20.0,
) -> Callable[..., None]:
    """Make a test that asks an implementation one configuration a case.

    Parameters
    ----------
    function : callable or str
        ``f(y, w, ...)``, or what `symtconv conform` takes.
    dialect : str, optional
        Whose words they are: ``torch`` (the usual one of a function), ``definition``, ``onnx`` or ``keras``.
    where : sequence of str
        Conditions in the claim language, to hold on every axis.
    count : int
        Configurations drawn near the boundaries.
    small : bool
        Whether every small configuration of one axis is asked too.
    sizes : sequence of int
        Lengths and numbers of channels to be tried.
    ranks, seed : sequence of int, int
        What is drawn.
    dtype, layout : str, optional
        How the numbers are sent.
    input, weight : str
        Layouts of a function's arrays, such as ``"N.C"`` and ``".OI"``; found by trying without them.
    refusals : bool
        Whether a configuration may be refused.
    seconds : float
        The most that one call may take.

    Returns
    -------
    callable
        A test, parametrized by configuration; its ids are the configurations' texts.

    Raises
    ------
    InputError
        When nothing can be asked.

    Examples
    --------
    >>> test = conforms("symtconv", where=["n == 1"], count=10)
    >>> test.pytestmark[0].name
    'parametrize'
    """
    target = _target(function, dialect, input, weight)
    grid = Grid(small=small, random=count, sizes=tuple(sizes), ranks=tuple(ranks), seed=seed, where=tuple(where))
    words = [one for one, _ in configurations(grid, target.dialect, target.fit)]
    if not words:
        msg = f"no configuration is within the words of {target.name} and where; loosen a condition"
        raise InputError(msg)
    usual = target.usual
    variant = Variant(dtype or usual.dtype, layout or usual.layout, usual.threads)

    @pytest.mark.parametrize("configuration", words, ids=[one.text for one in words])
    def test(configuration: Words) -> None:
        told = failure(target, configuration, variant, seed=seed, refusals=refusals, seconds=seconds)
        if told is not None:
            pytest.fail(told, pytrace=False)

    return test


def _target(function: Callable[..., Any] | str, dialect: str | None, layout: str, weight: str) -> Target:
    if isinstance(function, str):
        return load(function)
    made = Function(function, dialect=dialect or "torch", settings={"input": layout, "weight": weight})
    if not (layout and weight):
        settle(made)
    return made


def failure(
    target: Target, words: Words, variant: Variant, *, seed: int = 0, refusals: bool = False, seconds: float = 20.0
) -> str | None:
    """Say what is wrong with one configuration: the first difference, the slip, the smallest one that fails alike.

    Parameters
    ----------
    target : Target
    words : Words
    variant : Variant

    Returns
    -------
    str or None
        None where it is right.
    """
    record: Record = answer(target, task_of(words, variant.to_dict(), seed), seconds)
    if record["outcome"] == "right" or (refusals and record["outcome"] == "refused"):
        return None
    lines = [f"{record['outcome']}: {record['text']}", *_told(record)]
    for number, name in enumerate(record["slips"][:2]):
        slip = catalogue()[name]
        lines += [f"{'or ' * bool(number)}like: {slip.text}", f"  {harmless(slip, 'en')}"]
    smallest = shrink(target, record, target.dialect, tuple(record["slips"][:1]))
    if smallest is not record:
        lines += [f"smallest that fails alike: {smallest['text']}", *_told(smallest)]
    shown = command(smallest)
    return "\n".join([*lines, *([f"the right values: {shown}"] if shown else []), LETTERS])


def _told(record: Record) -> list[str]:
    said = difference(record["difference"], "en") or record.get("error") or ""
    more = [f"  exact to {record['exact_to']}"] if "exact_to" in record else []
    return ([f"  {said}"] if said else []) + more


@pytest.fixture(name="conform")
def right() -> Callable[..., None]:
    """Give a function that fails the test unless an implementation is right on a grid.

    In a test suite: ``pytest_plugins = ["symtconv.testing"]``, then
    ``def test_it(conform): conform(deconv, where=["s == 1"])``.
    """

    def check(function: Callable[..., Any] | str, **options: Any) -> None:
        made = conforms(function, **options)
        words = made.pytestmark[0].args[1]  # type: ignore[attr-defined]  # pytest's own mark
        told: list[str] = []
        for asked, one in enumerate(words, 1):
            told += _failed(made, one)
            if len(told) == ENOUGH or (told and asked == len(words)):
                head = f"{len(told)} of the first {asked} configurations (there are {len(words)}) are not right"
                pytest.fail(f"{head}; the first of them:\n{told[0]}", pytrace=False)

    return check


def _failed(test: Callable[[Words], None], words: Words) -> list[str]:
    try:
        test(words)
    except pytest.fail.Exception as failed:
        return [str(failed.msg)]
    return []
