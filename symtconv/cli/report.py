"""What the terminal shows: Rich on a terminal, plain text when piped, progress on anything over a second."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 1.0  # seconds before anything is said
COLOURS = {"proved": "bold green", "refuted": "bold red", "unknown": "bold yellow"}


def show(lines: Sequence[str], files: Sequence[Path], lang: str = "en") -> None:
    """Print lines, and the files that were written under them."""
    from symtconv.results.printable import named, printable  # noqa: PLC0415 - fast start

    told = list(map(printable, lines))
    if not files and not sys.stdout.isatty():
        print("\n".join(told))
        return
    from symtconv.rendering.documents.words import Words  # noqa: PLC0415 - as above

    words = Words(lang)
    told += [words.filled("cli.wrote", path=named(path)) for path in files]
    if not sys.stdout.isatty():
        print("\n".join(told))
        return
    from rich.console import Console  # noqa: PLC0415 - only where someone looks
    from rich.text import Text  # noqa: PLC0415 - as above

    console = Console(highlight=False, soft_wrap=True)
    for line in told:
        text = Text(line)
        for outcome, style in COLOURS.items():
            word = words.word(f"verdict.{outcome}")
            text.highlight_regex(rf"(?i)^\s*{word}\b|: {word}\b", style)
        console.print(text)


@contextmanager
def progress(doing: str | Callable[[], str]) -> Iterator[None]:
    """Show a spinner on a terminal's stderr once something takes longer than a second."""
    if not sys.stderr.isatty():
        yield
        return
    doing = doing if isinstance(doing, str) else doing()
    done = threading.Event()
    watcher = threading.Thread(target=_spin, args=(doing, done), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _spin(doing: str, done: threading.Event) -> None:
    if done.wait(PATIENCE):
        return
    from rich.console import Console  # noqa: PLC0415 - only when it takes long

    with Console(stderr=True).status(f"{doing} …"):
        done.wait()
