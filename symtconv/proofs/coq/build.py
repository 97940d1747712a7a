"""Compile the Coq library, and check it: every file, every assumption, and once more by Coq's own checker.

The sources are compiled in a copy; the installed package may be read-only and is never written to.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from symtconv.geometry import EngineError
from symtconv.proofs.coq.library import library_path, sources

ASSUMPTIONS = "Assumptions.v"
CLOSED = "Closed under the global context"
_PREFIX = "Symtconv"
_COMMENT = re.compile(r"\(\*.*?\*\)", re.DOTALL)
_UNPROVED = re.compile(
    r"\b(Axioms?|Parameters?|Conjectures?|Admitted|admit|Admit\s+Obligations|bypass_check|give_up|"
    r"(?:Unset|Set)\s+(?:Guard|Positivity|Universe)\s+Checking|type-in-type)\b"
)


@dataclass(frozen=True, slots=True)
class LibraryCheck:
    """What a check of the library found: files compiled, tuples of theorems closed, seconds taken.

    ``rechecked`` says what `coqchk` went through: the library, or everything, Coq's own library too.
    """

    files: int
    closed: int
    rechecked: Literal["library", "everything"]
    seconds: float


def find_coq(tool: str = "coqc") -> str:
    """Give the path of one of Coq's programs.

    Raises
    ------
    EngineError
        When it is not installed.
    """
    found = shutil.which(tool)
    if found is None:
        msg = f"{tool} is not installed, and only it can check this; install Coq 8.16 or later (apt-get install coq)"
        raise EngineError(msg)
    return found


def compile_file(path: Path, library: Path, *, seconds: float = 120) -> str:
    """Let coqc check one file against a compiled library, and give what it prints.

    Parameters
    ----------
    path : Path
        The ``.v`` file; its compiled form is written beside it.
    library : Path
        A folder that `build_library` has filled.
    seconds : float
        Time limit.

    Raises
    ------
    EngineError
        When coqc refuses the file, with its message; also when coqc is missing or too slow.
    """
    return _run([find_coq(), "-q", "-Q", str(library), _PREFIX, str(path)], path.name, seconds).stdout


def build_library(folder: str | Path) -> Path:
    """Copy the library's sources into a folder and compile them there, once (about ten seconds).

    Parameters
    ----------
    folder : str or Path
        Made if it is not there.

    Returns
    -------
    Path
        The folder, to be given to ``coqc -Q FOLDER Symtconv``.

    Raises
    ------
    EngineError
        When coqc is missing or refuses a file.
    """
    target = Path(folder)
    find_coq()  # before anything is written
    target.mkdir(parents=True, exist_ok=True)
    for source in ("_CoqProject", *sources()):
        (target / source).write_text((library_path() / source).read_text(encoding="utf-8"), encoding="utf-8")
    for source in sources():
        if source != ASSUMPTIONS:  # it asks, and proves nothing that anyone would import
            compile_file(target / source, target)
    return target


def check_library(*, everything: bool = False) -> LibraryCheck:
    """Check the library from its sources in a temporary folder.

    No file may hold an axiom or an unfinished proof; every file must compile; everything proved must rest on
    Coq alone; and `coqchk`, which shares little with `coqc`, must accept every file again.

    Parameters
    ----------
    everything : bool
        Whether coqchk goes through the part of Coq's own library that is used, too (half a minute more), as CI
        does. Without it, that part is taken as it is installed.

    Raises
    ------
    EngineError
        Naming the file and what is wrong with it.
    """
    start = time.perf_counter()
    for source in sources():
        check_no_axiom(source, (library_path() / source).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="symtconv-coq-") as name:
        folder = build_library(name)
        closed = check_closed(folder / ASSUMPTIONS, compile_file(folder / ASSUMPTIONS, folder))
        recheck(folder, everything=everything)
    seconds = time.perf_counter() - start
    return LibraryCheck(len(sources()), closed, "everything" if everything else "library", seconds)


def check_closed(path: Path, printed: str) -> int:
    """Count the answers that say *Closed under the global context*; each question of a file must have got it.

    Parameters
    ----------
    path : Path
        A file with ``Print Assumptions`` commands.
    printed : str
        What coqc printed for it.

    Raises
    ------
    EngineError
        When an answer is another one: it then lists the axioms.
    """
    asked = _COMMENT.sub("", path.read_text(encoding="utf-8")).count("Print Assumptions ")
    answers = [line for line in printed.splitlines() if line.strip()]
    if answers != [CLOSED] * asked or not asked:
        msg = f"{path.name}: {answers.count(CLOSED)} of {asked} answers are {CLOSED!r}; Coq printed:\n{printed}"
        raise EngineError(msg)
    return asked


def check_no_axiom(source: str, text: str) -> None:
    """Refuse a file that assumes what it should prove.

    Raises
    ------
    EngineError
        Naming the file, the line and the word.

    Examples
    --------
    >>> check_no_axiom("Good.v", "(** no axiom is used *) Lemma good : True. Proof. exact I. Qed.")
    """
    bare = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    found = _UNPROVED.search(bare)
    if found is not None:
        line = bare.count("\n", 0, found.start()) + 1
        msg = f"{source}, line {line}: {found.group()!r} leaves something unproved; prove it or take it out"
        raise EngineError(msg)


def recheck(folder: Path, *, everything: bool) -> None:
    """Let `coqchk` go through every compiled file of a folder, and refuse an axiom.

    Raises
    ------
    EngineError
        With what coqchk says; also when it is missing.
    """
    modules = [f"{_PREFIX}.{compiled.stem}" for compiled in sorted(folder.glob("*.vo"))]
    asked = modules if everything else [word for module in modules for word in ("-norec", module)]
    command = [find_coq("coqchk"), "-silent", "-o", "-Q", str(folder), _PREFIX, *asked]
    done = _run(command, "coqchk", 600)
    summary = done.stdout + done.stderr  # versions differ in where they write it
    _, found, listed = summary.partition("* Axioms:")
    axioms = listed.partition("\n* ")[0].split()
    # What is not checked again counts as assumed: sealed modules of Coq's own library then stand in the list.
    if not found or any(everything or axiom.startswith(f"{_PREFIX}.") for axiom in axioms if axiom != "<none>"):
        msg = f"coqchk finds axioms in the library:\n{summary}"
        raise EngineError(msg)


def _run(command: list[str], what: str, seconds: float) -> subprocess.CompletedProcess[str]:
    try:
        # The programs are Coq's own, found on the path; the arguments are paths, and no shell reads them.
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        msg = f"{what}: Coq was stopped after {seconds:g} seconds; nothing is shown either way"
        raise EngineError(msg) from None
    if done.returncode != 0:
        msg = f"{what}: Coq refuses it:\n{(done.stderr or done.stdout).strip()}"
        raise EngineError(msg)
    return done
