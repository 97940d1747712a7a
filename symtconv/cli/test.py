"""``symtconv test``: pytest on case files and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from symtconv.cli.ending import STOPPED

# Settings of the folder's own test suite that would make pytest collect more than case files, or add options.
ALONE = ("-o", "addopts=", "-o", "testpaths=", "-o", "python_files=", "-o", "filterwarnings=")
# This command has imported the package before pytest could rewrite its asserts; it has none.
QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
EXIT_CODES = {
    pytest.ExitCode.OK: 0,
    pytest.ExitCode.TESTS_FAILED: 1,
    pytest.ExitCode.INTERRUPTED: 1,
    pytest.ExitCode.INTERNAL_ERROR: 3,
    pytest.ExitCode.USAGE_ERROR: 2,
    pytest.ExitCode.NO_TESTS_COLLECTED: 2,
}


def run(arguments: Sequence[str]) -> int:
    """Run pytest with the user's arguments and give the exit code of the design."""
    watch = _Watch()
    code = EXIT_CODES.get(pytest.ExitCode(pytest.main([*ALONE, *QUIET, *arguments], plugins=[watch])), 3)
    if watch.stopped:
        return STOPPED
    # A file that cannot be read is no case that failed, though pytest stops with the same code for both under -x.
    return 2 if code == 1 and watch.unread and not watch.failed else code


class _Watch:
    """Sees what pytest's exit code does not tell: whether a file could be read, a case failed, or somebody stopped."""

    def __init__(self) -> None:
        self.unread = self.failed = self.stopped = False

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.unread |= report.failed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.stopped |= excinfo.type is KeyboardInterrupt  # pytest's own stops are of a class below it
