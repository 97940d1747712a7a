"""Build the documentation: `python docs/build.py`, from an environment with the dependency groups test and docs.

The pages of docs/ and derivations/ are copied to docs/_build/source, the gallery is made there, and Sphinx builds
docs/_build/html from it: warnings are errors, the notebooks are run, nothing is fetched from a network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
SOURCE, HTML, DOCTREES = (DOCS / "_build" / name for name in ("source", "html", "doctrees"))


def stage() -> None:
    """Copy what the pages are made from; what was staged before goes."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(DOCS, SOURCE, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    shutil.copytree(ROOT / "derivations", SOURCE / "derivations", ignore=shutil.ignore_patterns(".*"))
    shutil.copy(ROOT / "CHANGELOG.md", SOURCE / "changelog.md")


def main() -> int:
    stage()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    steps = (
        [sys.executable, str(DOCS / "gallery.py"), str(SOURCE)],
        [sys.executable, str(DOCS / "shown.py"), str(SOURCE)],
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
        + ["-d", str(DOCTREES), str(SOURCE), str(HTML)],
    )
    for step in steps:
        code = subprocess.run(step, env=environment, check=False).returncode
        if code != 0:
            return code
    print(f"{(HTML / 'index.html').relative_to(ROOT)} is the first page")
    return 0


if __name__ == "__main__":
    sys.exit(main())
