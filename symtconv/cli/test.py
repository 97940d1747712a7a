"""``symtconv test``: pytest on case files and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

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
    code = pytest.main([*ALONE, *QUIET, *arguments])
    return EXIT_CODES.get(pytest.ExitCode(code), 3)
