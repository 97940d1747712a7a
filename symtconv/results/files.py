"""Files: all or nothing. What is asked for is made first and written at the end, each file in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from symtconv.geometry import InputError
from symtconv.results.printable import named


def certificate_among(outputs: Sequence[Path], otherwise: str) -> str:
    """Give the name of the file that a page tells its reader to replay: the first JSON file beside it."""
    return next((path.name for path in outputs if path.suffix == ".json"), otherwise)


def check_targets(paths: Sequence[Path], suffixes: Sequence[str]) -> None:
    """Refuse, before any work, a file that cannot be written or whose suffix names no form.

    Raises
    ------
    InputError
        With the path, what is wrong with it, and what to do.
    """
    for path in paths:
        if path.suffix not in suffixes:
            form = named(path.suffix) if path.suffix else "nothing"
            msg = f"{named(path)}: no form is called {form!r}; use one of {', '.join(suffixes)}"
            raise InputError(msg)
        try:
            problem = _problem(path)
        except (OSError, ValueError, RuntimeError) as error:  # a name that the file system does not take
            problem = f"cannot write {named(path)}: {_reason(error)}; choose another name"
        if problem is not None:
            raise InputError(problem)
    if len({path.resolve() for path in paths}) < len(paths):
        msg = "one file is named by two -o options; name each once"
        raise InputError(msg)


def _problem(path: Path) -> str | None:
    target = _target(path)
    if target.is_dir():
        return f"{named(path)} is a folder; name a file in it"
    if not target.parent.is_dir():
        return f"cannot write {named(path)}: there is no folder {named(target.parent)}; make it first"
    if target.exists() and not target.is_file():
        return f"cannot write {named(path)}: it is no plain file; name one, and send it on from there"
    if not os.access(target.parent, os.W_OK) or (target.exists() and not os.access(target, os.W_OK)):
        return f"cannot write {named(path)}: permission denied; choose another place"
    return None


def _target(path: Path) -> Path:
    """Give the file that is written: the one that a symbolic link points to.

    Raises
    ------
    OSError
        When the link points to itself.
    """
    if not path.is_symlink():
        return path
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(0, "the link points to itself")
    return target


def save_form(path: str | os.PathLike[str], suffixes: Sequence[str], form: Callable[[str], bytes]) -> Path:
    """Write one file in the form that its suffix names. Either it is written whole or nothing changes.

    Raises
    ------
    InputError
        When no form has that suffix, or the file cannot be written.
    """
    target = Path(path)
    check_targets([target], suffixes)
    write_all({target: form(target.suffix)})
    return target


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write every file, each to a temporary neighbour; when all are written, they take their names.

    A name that is a symbolic link stays one: the file that it points to is written.

    Raises
    ------
    InputError
        When the disk refuses; the files that were there before are then still there.
    """
    waiting: dict[Path, str] = {}
    done: list[Path] = []
    path = Path()
    try:
        for path, content in contents.items():
            mode, target = _mode(path), _target(path)
            # Not named after the file, whose name may be as long as the file system takes.
            with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".symtconv-", delete=False) as file:
                waiting[path] = file.name
                file.write(content)
            os.chmod(file.name, mode)
        for path, temporary in waiting.items():
            os.replace(temporary, _target(path))
            done.append(path)
    except (OSError, ValueError) as error:
        left = f"only {', '.join(map(named, done))} had been written" if done else "nothing was left half-written"
        msg = f"cannot write {named(path)}: {_reason(error)}; {left}"
        raise InputError(msg) from None
    finally:
        for path in waiting.keys() - set(done):
            Path(waiting[path]).unlink(missing_ok=True)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
