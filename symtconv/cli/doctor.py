"""``symtconv doctor``: what is here, what is missing, and what it would be for. Imports nothing heavy."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from symtconv.rendering.tex.pdf import PACKAGES as TEX_PACKAGES
from symtconv.rendering.tex.scripts import HANGUL_FONTS

NUMERIC = Path(__file__).resolve().parents[1] / "numeric"
PACKAGES = (
    "sympy",
    "numpy",
    "pytest",
    "latexcodec",
    "latex2mathml",
    "click",
    "rich",
)
# program -> (the option that prints its version, what it is for, how Debian calls it)
PROGRAMS = {
    "pdflatex": ("--version", "-o proof.pdf", "texlive-latex-recommended texlive-pictures"),
    "xelatex": ("--version", "-o proof.pdf in other scripts", "texlive-xetex"),
    "lualatex": ("--version", "-o proof.pdf in other scripts", "texlive-luatex"),
    "coqc": ("--version", "checking -o proof.v", "coq"),
    "coqchk": ("--version", "checking the theorem's library again (check_library)", "coq"),
    "chromium": ("--version", "the tests of the HTML pages in a browser", "chromium"),
}
# program -> what else it may be called
OTHER_NAMES = {"chromium": ("chromium-browser", "google-chrome")}
# file of TeX -> what it is for
FILES = {
    "tikz.sty": "figures in -o proof.pdf",
    "standalone.cls": "--class standalone",
    "kotex.sty": "-o proof.pdf in Korean (--lang ko)",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for."""

    name: str
    found: str | None
    remedy: str

    @property
    def line(self) -> str:
        """One line for the terminal."""
        return f"  {self.name:<16}{self.found or 'not found: ' + self.remedy}"


def findings() -> dict[str, list[Finding]]:
    """Look for everything the package can use, by heading."""
    # Looked for by name: importing the folder would import NumPy.
    compiled = all(
        any(found for suffix in EXTENSION_SUFFIXES for found in NUMERIC.glob(f"{name}*{suffix}"))
        for name in ("_gather", "_walk")
    )
    return {
        "symtconv": [
            Finding("version", _version("symtconv"), "install it with pip install ."),
            Finding("python", platform.python_version(), ""),
            Finding(
                "compiled",
                "yes" if compiled else None,
                "install with pip install . (needs a C compiler); st.conv_transpose and agreement need it",
            ),
        ],
        "packages": [Finding(name, _version(name), f"pip install {name}") for name in PACKAGES],
        "programs": [
            Finding(name, _program(name, option), f"for {purpose}; on Debian: apt-get install {package}")
            for name, (option, purpose, package) in PROGRAMS.items()
        ],
        "files of TeX and fonts": [
            *(
                Finding(name, _file(name), f"for {purpose}; on Debian: apt-get install {TEX_PACKAGES[name]}")
                for name, purpose in FILES.items()
            ),
            Finding("Hangul", _hangul(), f"a font for {FILES['kotex.sty']}; on Debian: apt-get install fonts-noto-cjk"),
        ],
    }


def run() -> int:
    """Print the findings; 0 when everything that is required is here, else 3."""
    found = findings()
    for heading, items in found.items():
        print(heading)
        for item in items:
            print(item.line)
    required = [*found["symtconv"], *found["packages"]]
    missing = [item.name for item in required if item.found is None]
    if missing:
        print(f"missing: {', '.join(missing)}", file=sys.stderr)
        return 3
    return 0


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _file(name: str) -> str | None:
    return _asked("kpsewhich", name).strip() or None


def _hangul() -> str | None:
    """Give the font that a Korean page would be set in."""
    there = {family for line in _asked("fc-list", ":lang=ko", "family").splitlines() for family in line.split(",")}
    return next((font for font in HANGUL_FONTS if font in there), None)


def _asked(program: str, *arguments: str) -> str:
    """Give what a program prints; nothing where it is not installed."""
    path = shutil.which(program)
    if path is None:
        return ""
    try:
        told = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - as below
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout


def _program(name: str, option: str) -> str | None:
    path = next(filter(None, map(shutil.which, (name, *OTHER_NAMES.get(name, ())))), None)
    if path is None:
        return None
    try:
        told = subprocess.run([path, option], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - a fixed list
    except (OSError, subprocess.TimeoutExpired):
        return f"{path} (does not answer)"
    lines = (told.stdout or told.stderr).strip().splitlines()
    return lines[0] if lines else path
