"""Case files as pytest sees them: a collector, and one item per case."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from symtconv.cases.schema import Case, read_cases
from symtconv.geometry import SymtconvError
from symtconv.results.printable import named, printable


class CaseFailedError(Exception):
    """A case that did not come out as expected; the message is the report."""


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, **more: Any) -> None:
        super().__init__(**more)
        self.case = case

    def runtest(self) -> None:
        """Judge the case; one that does not obey the schema has failed."""
        if self.case.problem is not None:
            raise CaseFailedError(printable(self.case.problem))
        # By kind, so that a run of claims does not start what only derivations need.
        judge = import_module(f"symtconv.cases.{self.case.kind}").judge
        try:
            problems: list[str] = judge(self.case)
        except SymtconvError as error:
            problems = str(error).splitlines()
        if problems:
            where = f"{named(self.case.path)}:{self.case.line}: {self.name}"
            raise CaseFailedError("\n".join([where, *map(printable, problems)]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show what the case says, not where the code raised."""
        if isinstance(excinfo.value, CaseFailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str], int, str]:
        """Say where the case stands."""
        return self.case.path, self.case.line - 1, f"{self.case.kind} {self.name}"


class CaseFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[CaseItem]:
        """Read the file; what is wrong in it is an error of collection, with file and line."""
        try:
            cases = read_cases(self.path)
        except SymtconvError as error:
            raise self.CollectError(str(error)) from None
        for case in cases:
            yield CaseItem.from_parent(self, name=named(case.name), case=case)
