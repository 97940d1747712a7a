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
from symtconv.rendering.tex import ENGINES
from symtconv.rendering.tex.lua import NAME, guard
from symtconv.rendering.tex.scripts import HANGUL_FONTS

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
PACKAGES = {
    "tikz.sty": "texlive-pictures",
    "standalone.cls": "texlive-latex-extra",
    "varwidth.sty": "texlive-latex-extra",
    "kotex.sty": "texlive-lang-korean",
    "kolabels-utf.sty": "texlive-lang-korean",
    "xetexko.sty": "texlive-xetex texlive-lang-korean",
    "luatexko.sty": "texlive-luatex texlive-lang-korean",
    "iftex.sty": "texlive-latex-base",
    "fontspec.sty": "texlive-latex-recommended",
    "xcolor.sty": "texlive-latex-recommended",
    "geometry.sty": "texlive-latex-base",
    "amsmath.sty": "texlive-latex-base",
}
"""The Debian package of a file that TeX asks for."""

_FONTS = "install one (Debian: apt-get install fonts-noto-cjk, for other scripts fonts-noto-core), or write otherwise"
_MISSING_FILE = re.compile(r"File `([^']+)' not found")
_MISSING_CHARACTER = re.compile(r"Missing character: There is no (\S+)")


def engines() -> dict[str, str | None]:
    """Give the path of every engine, None for one that is not installed."""
    return {name: shutil.which(name) for name in ENGINES}


def compiled(tex: str, *, engine: str | None = None, seconds: float = SECONDS) -> bytes:
    """Compile LaTeX and give the bytes of the PDF.

    Parameters
    ----------
    tex : str
        A complete document.
    engine : str, optional
        One of `ENGINES`; without it the first one installed that can read the text.
    seconds : float
        Time limit of one run.

    Returns
    -------
    bytes
        The PDF.

    Raises
    ------
    EngineError
        When no engine is there, or a package or a font is missing (what to install), TeX fails (an excerpt of its
        log), or the time is up.
    InputError
        When the fonts lack a character of the text.
    """
    if len(tex) > MAX_TEX:
        msg = f"the LaTeX has {len(tex)} bytes; {MAX_TEX} is the limit for an engine"
        raise EngineError(msg)
    name, program = choose(engine, tex)
    check_hangul(name, tex)
    try:
        with tempfile.TemporaryDirectory(prefix="symtconv-") as folder:
            return _compile(Path(folder), name, program, tex, seconds).read_bytes()
    except OSError as error:
        msg = f"{name} could not be run in a temporary folder: {error.strerror or error}; see TMPDIR and the limits"
        raise EngineError(msg) from None


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


def check_hangul(engine: str, tex: str) -> None:
    """Look for what Hangul needs before TeX is started, and say what to install.

    Raises
    ------
    InputError
        For pdfLaTeX.
    EngineError
        When kotex or every font for Hangul is missing.
    """
    if "\\usepackage{kotex}" not in tex:
        return
    if engine == ENGINES[0]:
        msg = f"{engine} does not set Hangul, Han or Kana; use --engine xelatex or --engine lualatex"
        raise InputError(msg)
    if _answer("kpsewhich", "kotex.sty") == "":
        msg = f"{engine} did not find kotex.sty; install {PACKAGES['kotex.sty']} (Debian)"
        raise EngineError(msg)
    families = _answer("fc-list", ":", "family")
    if families is not None and not any(font in families for font in HANGUL_FONTS):
        msg = f"no font for Hangul was found (looked for {', '.join(HANGUL_FONTS)}); {_FONTS}"
        raise EngineError(msg)


def _answer(program: str, *options: str) -> str | None:
    """Give what a program that looks things up says, or None where it is not here or does not answer."""
    path = shutil.which(program)
    if path is None:
        return None
    try:
        told = subprocess.run([path, *options], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - fixed words
    except (OSError, subprocess.TimeoutExpired):
        return None
    return told.stdout.strip()


def _guarded(folder: Path, name: str, tex: str) -> list[str]:
    """Give what keeps LuaTeX from files and programs; its own option forbids OpenType fonts with them."""
    if name != "lualatex":
        return []
    if tex.isascii():
        return ["--safer"]
    cache = [Path(told) for told in (_answer("kpsewhich", "-var-value=TEXMFVAR"),) if told]
    (folder / NAME).write_text(guard([folder.resolve(), *cache]), encoding="utf-8")
    return [f"--lua={NAME}"]


def _compile(folder: Path, name: str, program: str, tex: str, seconds: float) -> Path:
    (folder / "page.tex").write_text(tex, encoding="utf-8")
    safer = _guarded(folder, name, tex)
    references = ""
    for _ in range(RUNS):
        _run([program, *safer, *_SAFE, "page.tex"], folder, name, seconds)
        before, references = references, _read(folder / "page.aux")
        if references == before:
            break
    log = _read(folder / "page.log")
    if lacking := _MISSING_CHARACTER.search(log):
        msg = f"the fonts of {name} have no {lacking[1]}; {_FONTS}"
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
            if name == "lualatex":
                msg += " (the first run makes an index of all fonts: run luaotfload-tool --update once)"
            raise EngineError(msg) from None
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode < 0:
        stopped = signal.Signals(-process.returncode).name
        why = ", the limit of a file's size," if stopped == "SIGXFSZ" else ""
        msg = f"{name} was stopped by {stopped}{why} before the PDF was made; raise the limit, or write a .tex file"
        raise EngineError(msg)
    if process.returncode:
        raise EngineError(_failure(name, _read(folder / "page.log") or output.decode("utf-8", "replace")))


def _failure(name: str, log: str) -> str:
    """Say what went wrong: the package to install, or the lines of the log around the first error."""
    if missing := _MISSING_FILE.search(log):
        package = PACKAGES.get(missing[1])
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
