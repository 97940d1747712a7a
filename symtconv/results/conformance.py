"""What came of a grid of configurations, as a user holds it: made by `conform`. Evidence, never a proof."""

from __future__ import annotations

import json
import platform
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from symtconv.conformance.families import Family, asked_of, families
from symtconv.conformance.isolate import isolated
from symtconv.conformance.learn import never_met
from symtconv.conformance.limit import watched
from symtconv.conformance.page import conformance_page
from symtconv.conformance.settle import settle
from symtconv.conformance.slips import catalogue
from symtconv.conformance.target import SECONDS, DiedError, Target, Variant
from symtconv.conformance.targets.function import Function
from symtconv.conformance.tell import beyond_lines, command, counts_of, family_lines, harmless
from symtconv.conformance.words import catalogue_of
from symtconv.conformance.worker import Worker, answer, task_of
from symtconv.geometry import InputError
from symtconv.grids.grid import Grid, configurations
from symtconv.grids.run import Task, dask, processes, run
from symtconv.grids.store import Record, Store
from symtconv.operators.shown import Displayed
from symtconv.results.files import save_form
from symtconv.results.identification import FORMAT, slip_of, target_of

FORMS = (".jsonl", ".json", ".txt", ".html")
"""The suffixes that `Conformance.save` knows."""
USUAL = Grid(small=True, random=300, beyond=40)
"""What is asked when nothing is said."""


@dataclass(frozen=True, slots=True)
class Conformance(Displayed):
    """What `conform` found; evidence on the configurations that were asked, never a proof.

    Parameters
    ----------
    target, version, dialect : str
    records : tuple of dict
        One for each configuration and variant, in the order of the grid.
    families : tuple of Family
        The failures, grouped by slip or reason, each with its condition and its smallest configuration.
    never : tuple of str
        Conditions that no configuration met: nothing is said about these.
    strict : bool
        Whether a refusal counts as a failure.
    """

    target: str
    version: str
    dialect: str
    records: tuple[Record, ...]
    families: tuple[Family, ...]
    never: tuple[str, ...] = ()
    strict: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> dict[str, int]:
        """How many configurations came out how."""
        return dict(Counter(record["outcome"] for record in self.records))

    @property
    def exit_code(self) -> int:
        """0 all right; 1 one wrong, inexact, unstable or dead (or refused, where strict); 3 nothing was judged."""
        bad = {"wrong", "inexact", "unstable", "died"} | ({"refused"} if self.strict else set())
        if bad & self.counts.keys():
            return 1
        return 0 if self.counts.get("right") else 3

    def to_dict(self) -> dict[str, Any]:
        """Give the report as plain data; the records themselves are in the .jsonl file."""
        return {
            "format": FORMAT,
            "target": self.target,
            "version": self.version,
            "dialect": self.dialect,
            "configurations": len(self.records),
            "counts": self.counts,
            "families": [_family(family) for family in self.families],
            "beyond": list(beyond_lines(self.records, "en")),
            "never_met": list(self.never),
            "evidence": catalogue_of("en")["evidence"].format(count=len(self.records)),
        }

    def to_json(self) -> str:
        """Give the report as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"

    def to_text(self, lang: str = "en") -> str:
        """Give the report as lines of text, in English or Korean."""
        say = catalogue_of(lang)
        name = f"{self.target} {self.version}".strip()
        head = say["asked"].format(target=name, count=len(self.records), counts=counts_of(self.records, lang))
        lines = [head, f"  {say['evidence'].format(count=len(self.records))}"]
        for family in self.families:
            lines += family_lines(family, lang)
        lines += beyond_lines(self.records, lang)
        if self.never:
            lines.append(say["never"].format(list="; ".join(self.never)))
        wrong = [family for family in self.families if family.outcome in ("wrong", "inexact")]
        told = command(wrong[0].smallest) if wrong else None
        lines += [say["next"].format(command=told)] if told else []
        return "\n".join([*lines, *self.notes]) + "\n"

    def to_html(self, lang: str = "en") -> str:
        """Give the report as one page that loads nothing, with figures of the maps that were meant and found."""
        return conformance_page(self.target, self.to_text(lang).splitlines(), self.families, self.dialect, lang)

    def to_jsonl(self) -> str:
        """Give every record, one a line, as a file that `conform --resume` and `--diff` read."""
        head = {"format": FORMAT, "target": self.target, "version": self.version, "dialect": self.dialect}
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (head, *self.records))

    def save(self, path: str | PathLike[str], lang: str = "en") -> Path:
        """Write a file; its suffix, one of `FORMS`, picks the form.

        Raises
        ------
        InputError
            When no form has that suffix, or the file cannot be written.
        """
        return save_form(path, FORMS, lambda suffix: self.to_form(suffix, lang))

    def to_form(self, suffix: str, lang: str = "en") -> bytes:
        """Give the content of a file."""
        made: dict[str, Callable[[], str]] = {
            ".jsonl": self.to_jsonl, ".json": self.to_json,
            ".txt": lambda: self.to_text(lang), ".html": lambda: self.to_html(lang),
        }  # fmt: skip
        return made[suffix]().encode()

    def __str__(self) -> str:
        """Give the text without its last line break."""
        return self.to_text().rstrip("\n")


def _family(family: Family) -> dict[str, Any]:
    known, found = catalogue(), family.when
    learnt = {"condition": found.text, "exact": found.exact, "right_that_meet_it": found.right} if found else None
    return {
        "outcome": family.outcome,
        "count": family.count,
        "slips": [slip_of(known[name]) | {"told": harmless(known[name], "en")} for name in family.slips],
        "reason": family.reason or None,
        "only_with": list(family.variants),
        "when": learnt if found is not None and found.clauses else None,
        "smallest": family.smallest,
    }


def conform(
    target: str | Callable[..., Any],
    grid: Grid | None = None,
    *,
    jobs: int = 1,
    dask_address: str | None = None,
    isolate: bool | None = None,
    seconds: float = SECONDS,
    memory: int = 0,
    output: str | PathLike[str] | None = None,
    resume: bool = False,
    strict: bool = False,
    shrink: bool = True,
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> Conformance:
    """Ask an implementation a grid of configurations, and say what is right, what is wrong, when, and like what slip.

    Parameters
    ----------
    target : str or callable
        As for `identify`.
    grid : Grid, optional
        What is asked; without it every small configuration, some hundred drawn near the boundaries, and some that the
        dialect forbids or leaves open.
    jobs : int
        Processes of this machine.
    dask_address : str, optional
        A Dask scheduler, such as ``tcp://host:8786``; every worker needs symtconv and the target.
    isolate : bool, optional
        Whether each call is made in a process of its own, so that a target that dies or hangs is an outcome.
    seconds, memory : float, int
        The most that a call may take, and the most bytes that an isolated target may have (0: no limit).
    output : path, optional
        A .jsonl file that takes each record as it comes.
    resume : bool
        Whether to go on with that file.
    strict : bool
        Whether a refusal counts as a failure.
    shrink : bool
        Whether to look for smaller configurations that fail alike.
    told : callable
        Is told how many of how many records have come.

    Returns
    -------
    Conformance

    Raises
    ------
    InputError
        For a target, a grid or a file that cannot be read.
    DisagreementError
        When our own two references disagree.

    Examples
    --------
    >>> report = conform("symtconv", Grid(small=True, where=("n == 1",)))
    >>> report.counts.keys(), report.exit_code
    (dict_keys(['right']), 0)
    """
    with warnings.catch_warnings(), watched():
        warnings.simplefilter("ignore")  # what a target warns of is no part of its answer
        return _Run(
            target, USUAL if grid is None else grid, jobs, dask_address, isolate, seconds, memory, output, resume,
            strict, shrink, told,
        ).report()  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Run:
    """One call of `conform`; the fields are its parameters."""

    named: str | Callable[..., Any]
    grid: Grid
    jobs: int
    dask_address: str | None
    isolate: bool | None
    seconds: float
    memory: int
    output: str | PathLike[str] | None
    resume: bool
    strict: bool
    shrink: bool
    told: Callable[[int, int], None]

    def target(self) -> Target:
        """Make the target, in a process of its own where that is wanted of a function."""
        made = target_of(self.named, self.grid.dialect)
        if isinstance(made, Function) and isinstance(self.named, str) and self.wanted(made):
            made = isolated(made, self.seconds, self.memory)
        if isinstance(made, Function) and not _ready(made, self.seconds):
            msg = f"no layout of arrays gives an answer of {made.name} that can be read; symtconv identify says why"
            raise InputError(msg)
        return made

    def wanted(self, made: Target) -> bool:
        """Tell whether each call is made in a process of its own."""
        return made.isolated and isinstance(self.named, str) if self.isolate is None else self.isolate

    def report(self) -> Conformance:
        """Ask the grid, and read the records."""
        made = self.target()
        spec = _spec_of(self.named, made)
        if spec is None and (self.jobs > 1 or self.dask_address or self.wanted(made)):
            made.close()
            msg = "a function that is handed over cannot travel to another process; name it as module:function"
            raise InputError(msg)
        worker = Worker(spec or "", self.wanted(made), self.seconds, self.memory)
        try:
            records = self.records(made, worker)
            shrinker = _shrinker(made, worker, shrink=self.shrink)
            return report_of(records, made, strict=self.strict, shrinker=shrinker)
        finally:
            made.close()
            worker.close()

    def records(self, made: Target, worker: Worker) -> list[Record]:
        """Run the tasks wherever they are to run."""
        tasks, done = _tasks(made, self.grid), 0
        work = worker if worker.spec else _here(made, self.seconds)
        careful = worker.careful if worker.spec else work
        executor, workers = _executor(self.jobs, self.dask_address)

        def count(new: int) -> None:
            nonlocal done
            done += new
            self.told(done, len(tasks))

        if self.output is None:
            return run(tasks, work, careful, executor=executor, workers=workers, told=count)
        head = {
            "target": made.name, "version": made.version, "dialect": made.dialect, "grid": self.grid.digest,
            "seed": self.grid.seed,
            "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        }  # fmt: skip
        with Store(Path(self.output), head, resume=self.resume) as store:
            return run(tasks, work, careful, store=store, executor=executor, workers=workers, told=count)


def _ready(target: Function, seconds: float) -> bool:
    """Find the layout of a function; one that ends or hangs whatever it is asked is asked in the usual one."""
    if target.input and target.weight:
        return True
    try:
        return bool(settle(target, seconds=seconds))
    except DiedError:
        target.input, target.weight = "NC.", "IO."
        return True


def _tasks(target: Target, grid: Grid) -> list[Task]:
    variants = [v for v in grid.variants(target.usual.to_dict()) if target.knows(Variant(**v))]
    if not variants:
        known = f"dtype {', '.join(target.dtypes)} and layout {', '.join(target.layouts)}"
        msg = f"{target.name} cannot be asked so; it knows {known}"
        raise InputError(msg)
    words = configurations(grid, target.dialect, target.fit)
    return [task_of(one, variant, grid.seed) for variant in variants for one, _ in words]


def _spec_of(target: str | Callable[..., Any], made: Target) -> str | None:
    if not isinstance(target, str):
        return None
    if isinstance(made, Function):
        return target.partition("|")[0] + "|" + "&".join(f"{key}={value}" for key, value in made.settings.items())
    return target


def _here(target: Target, seconds: float) -> Callable[[Sequence[Task]], list[Record]]:
    return lambda tasks: [answer(target, task, seconds) for task in tasks]


def _executor(jobs: int, address: str | None) -> tuple[Any, int]:
    if address is not None:
        return dask(address)
    return (processes(jobs), jobs) if jobs > 1 else (None, 1)


def _shrinker(made: Target, worker: Worker, *, shrink: bool) -> Target | None:
    if not shrink:
        return None
    return worker.target() if worker.spec and worker.isolate else made


def report_of(
    records: Sequence[Record], target: Target, *, strict: bool = False, shrinker: Target | None = None
) -> Conformance:
    """Read records: families of failures, with conditions and smallest configurations."""
    judged = [record for record in records if record["outcome"] != "not asked"]
    answered = [record for record in judged if record["outcome"] != "refused"]
    return Conformance(
        target.name,
        target.version,
        target.dialect,
        tuple(records),
        tuple(families(judged, shrinker, target.dialect)),
        tuple(never_met(asked_of(answered, target.dialect))),
        strict,
    )
