"""Files: all or nothing. What is asked for is made first and written at the end, each file in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from symtconv.geometry import InputError


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
            msg = f"{path}: no form is called {path.suffix or 'nothing'!r}; use one of {', '.join(suffixes)}"
            raise InputError(msg)
        if path.is_dir():
            msg = f"{path} is a folder; name a file in it"
            raise InputError(msg)
        parent = path.parent
        if not parent.is_dir():
            msg = f"cannot write {path}: there is no folder {parent}; make it first"
            raise InputError(msg)
        if not os.access(parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
            msg = f"cannot write {path}: permission denied; choose another place"
            raise InputError(msg)
    if len({path.resolve() for path in paths}) < len(paths):
        msg = "one file is named by two -o options; name each once"
        raise InputError(msg)


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write every file, each to a temporary neighbour that then takes its name.

    Raises
    ------
    InputError
        When the disk refuses; the file that was there before is then still there.
    """
    for path, content in contents.items():
        temporary: str | None = None
        try:
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
                temporary = file.name
                file.write(content)
            os.chmod(temporary, _mode(path))
            os.replace(temporary, path)
        except OSError as error:
            if temporary is not None:
                Path(temporary).unlink(missing_ok=True)
            msg = f"cannot write {path}: {error.strerror or error}; nothing was left half-written"
            raise InputError(msg) from None


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
