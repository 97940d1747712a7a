"""From LaTeX to PDF, in a fresh folder, with nothing that the text could reach."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from symtconv.geometry import EngineError, InputError
from symtconv.rendering.files import write_all

ENGINES = ("pdflatex", "xelatex", "lualatex")

SECONDS = 60.0
"""Time for one run of the engine."""

RUNS = 3
"""So often at most, until the references stand."""

MAX_TEX = 8_000_000
"""So many bytes of LaTeX are taken."""

_SAFE = ["-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "-file-line-error"]
_INSTALL = (
    "install TeX Live (Debian: apt-get install texlive-latex-recommended texlive-pictures; "
    "for xelatex and lualatex also texlive-xetex texlive-luatex), or write a .tex file instead"
)
_PACKAGES = {
    "tikz.sty": "texlive-pictures",
    "standalone.cls": "texlive-latex-extra",
    "varwidth.sty": "texlive-latex-extra",
    "kotex.sty": "texlive-lang-korean",
    "xetexko.sty": "texlive-lang-korean",
    "luatexko.sty": "texlive-lang-korean",
    "fontspec.sty": "texlive-latex-recommended",
    "xcolor.sty": "texlive-latex-recommended",
    "geometry.sty": "texlive-latex-base",
    "amsmath.sty": "texlive-latex-base",
}
_MISSING_FILE = re.compile(r"File `([^']+)' not found")
_MISSING_CHARACTER = re.compile(r"Missing character: There is no (\S+)")


def engines() -> dict[str, str | None]:
    """Give the path of every engine, None for one that is not installed."""
    return {name: shutil.which(name) for name in ENGINES}


def build(tex: str, path: str | Path, *, engine: str | None = None, seconds: float = SECONDS) -> Path:
    """Compile LaTeX and put the PDF at a path, whole or not at all.

    Parameters
    ----------
    tex : str
        A complete document.
    path : str or Path
        Where the PDF goes; it is replaced in one step.
    engine : str, optional
        One of `ENGINES`; without it the first one installed that can read the text.
    seconds : float
        Time limit of one run.

    Returns
    -------
    Path
        The PDF.

    Raises
    ------
    EngineError
        When no engine is there (what to install), a package is missing, TeX fails (an excerpt of its log), or
        the time is up.
    InputError
        When the fonts lack a character of the text, or the file cannot be written.
    """
    target = Path(path)
    if not target.parent.is_dir():
        msg = f"cannot write {target}: there is no folder {target.parent}"
        raise InputError(msg)
    write_all({target: compiled(tex, engine=engine, seconds=seconds)})
    return target


def compiled(tex: str, *, engine: str | None = None, seconds: float = SECONDS) -> bytes:
    """Compile LaTeX and give the PDF; as `build`, which writes it."""
    if len(tex) > MAX_TEX:
        msg = f"the LaTeX has {len(tex)} bytes; {MAX_TEX} is the limit for an engine"
        raise EngineError(msg)
    name, program = choose(engine, tex)
    with tempfile.TemporaryDirectory(prefix="symtconv-") as folder:
        return _compile(Path(folder), name, program, tex, seconds).read_bytes()


def choose(engine: str | None, tex: str) -> tuple[str, str]:
    """Give name and path of the engine to use.

    Raises
    ------
    EngineError
        When it is not installed, or none is.
    """
    found = engines()
    if engine is not None and engine not in ENGINES:
        msg = f"there is no engine {engine!r}; use {', '.join(ENGINES)}"
        raise InputError(msg)
    wanted = [engine] if engine else list(ENGINES if tex.isascii() else ENGINES[1:])
    for name in wanted:
        if program := found[name]:
            return name, program
    msg = f"no LaTeX engine was found (looked for {', '.join(wanted)} on the PATH); {_INSTALL}"
    raise EngineError(msg)


def _compile(folder: Path, name: str, program: str, tex: str, seconds: float) -> Path:
    (folder / "page.tex").write_text(tex, encoding="utf-8")
    safer = ["--safer"] if name == "lualatex" else []
    references = ""
    for _ in range(RUNS):
        _run([program, *safer, *_SAFE, "page.tex"], folder, name, seconds)
        before, references = references, _read(folder / "page.aux")
        if references == before:
            break
    log = _read(folder / "page.log")
    if lacking := _MISSING_CHARACTER.search(log):
        msg = f"the fonts of {name} have no {lacking[1]}; write it another way, or use another engine"
        raise InputError(msg)
    return folder / "page.pdf"


def _run(command: list[str], folder: Path, name: str, seconds: float) -> None:
    """Run the engine once; what it started is killed with it when the time is up."""
    environment = {**os.environ, "openin_any": "p", "openout_any": "p", "max_print_line": "10000"}
    environment |= {"SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}  # the same bytes for the same text
    with subprocess.Popen(  # noqa: S603 - the program is one of ENGINES, found on the PATH; no shell
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            msg = f"{name} was stopped after {seconds:g} seconds; draw a smaller layer, or write a .tex file instead"
            raise EngineError(msg) from None
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise EngineError(_failure(name, _read(folder / "page.log") or output.decode("utf-8", "replace")))


def _failure(name: str, log: str) -> str:
    """Say what went wrong: the package to install, or the lines of the log around the first error."""
    if missing := _MISSING_FILE.search(log):
        package = _PACKAGES.get(missing[1])
        where = f"install {package} (Debian)" if package else "install the package that holds it"
        return f"{name} did not find {missing[1]}; {where}"
    lines = log.splitlines()
    first = next(
        (n for n, line in enumerate(lines) if line.startswith("!") or re.match(r"\S*page\.tex:\d+:", line)), None
    )
    excerpt = lines[-12:] if first is None else lines[first : first + 12]
    return f"{name} failed; its log says:\n" + "\n".join(f"  {line}" for line in excerpt)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
