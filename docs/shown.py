"""What an author makes of a proof: a two-column paper, a slide, and a page to touch, each by the commands that are shown.

    python docs/shown.py FOLDER

copies the sources in docs/shown to FOLDER/_extra/shown, runs the commands there as a reader would type them, and appends a
section to FOLDER/gallery.md. A command whose program is not installed is left out with those after it, and said.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).resolve().parent / "shown"
LAYER = "--input 2x2 --kernel 3x3 --stride 2 --padding 1 --output-padding 1"
WINDOW = f"symtconv derive {LAYER} --figure lowering --figure-width 84 --fragment -o window.tex"
LEFT_BEHIND = {".aux", ".log", ".nav", ".out", ".snm", ".toc", ".blg", ".bbl"}
NAMES = {".pdf": "PDF", ".tex": "source", ".html": "the page alone"}


@dataclass(frozen=True)
class Example:
    """One thing that is made: its name, what it is, what an author writes, and what is typed."""

    name: str
    title: str
    says: str
    commands: tuple[str, ...]
    shows: tuple[str, ...]
    """The files that readers may fetch; of a PDF there is a picture too, and an HTML page is put into the gallery."""


EXAMPLES = (
    Example(
        "two-column",
        "In a two-column paper",
        "A figure drawn for a column of 84 mm, and the definition and the proof put into the text by `\\input`. Statements and "
        "equations count on with the author's own, and reasons stand under the lines where a column is narrow.",
        (
            WINDOW,
            f"symtconv derive {LAYER} --sections statement,proof --fragment -o proof.tex",
            "symtconv cite > symtconv.bib",
            "pdflatex two-column",
            "bibtex two-column",
            "pdflatex two-column",
            "pdflatex two-column",
        ),
        ("two-column.pdf", "two-column.tex"),
    ),
    Example(
        "slide",
        "On a slide",
        "The same figure on a slide of 16:9.",
        (WINDOW, "pdflatex slide"),
        ("slide.pdf", "slide.tex"),
    ),
    Example(
        "touch",
        "A page to touch",
        "One file without a network. Choose an entry and follow its products through all pictures; drag the stride and see the "
        "checkerboard come and go.",
        (f"symtconv derive {LAYER} -o touch.html",),
        ("touch.html",),
    ),
)


def main(folder: Path) -> None:
    parts = [section(example, folder / "_extra" / "shown" / example.name) for example in EXAMPLES]
    with (folder / "gallery.md").open("a", encoding="utf-8") as page:
        page.write("\n" + "\n\n".join(["## Made with it", *parts]) + "\n")


def section(example: Example, folder: Path) -> str:
    """Make one example, and write about it: the commands, a picture, and links."""
    folder.mkdir(parents=True)
    for source in SOURCES.glob(f"{example.name}.tex"):
        shutil.copy(source, folder)
    lacking = made(example, folder)
    for rest in folder.iterdir():
        if rest.suffix in LEFT_BEHIND:
            rest.unlink()
    place = f"{folder.parent.name}/{example.name}"
    there = [name for name in example.shows if (folder / name).exists()]
    links = " · ".join(f'<a href="{place}/{name}">{NAMES[Path(name).suffix]}</a>' for name in there)
    shown = "\n".join(pictures(example, folder, place))
    note = f"\n\nHere {lacking} is not installed, so that what comes of it is left out.\n" if lacking else ""
    typed = "\n".join(example.commands)
    return f"""\
### {example.title}

{example.says}

```text
{typed}
```{note}

```{{raw}} html
{shown}
<p>{links}</p>
```"""


def made(example: Example, folder: Path) -> str | None:
    """Run the commands in order; give the program that is not there, if one is not."""
    for command in example.commands:
        program = shlex.split(command)[0]
        if program != "symtconv" and shutil.which(program) is None:
            if os.environ.get("SYMTCONV_REQUIRE_ALL"):
                raise SystemExit(f"{example.name}: {program} is not installed, and SYMTCONV_REQUIRE_ALL asks for it")
            return program
        run(command, folder)
    return None


def run(command: str, folder: Path) -> None:
    """Run one command as it is shown; TeX is kept from asking questions.

    Raises
    ------
    SystemExit
        When it fails, with what it said.
    """
    words, _, target = command.partition(" > ")
    program, *rest = shlex.split(words)
    ours = [sys.executable, "-m", "symtconv"] if program == "symtconv" else [program]
    quiet = ["-interaction=nonstopmode", "-halt-on-error"] if program == "pdflatex" else []
    done = subprocess.run([*ours, *quiet, *rest], cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        raise SystemExit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    if target:
        (folder / target).write_text(done.stdout, encoding="utf-8")


def pictures(example: Example, folder: Path, place: str) -> list[str]:
    """Give a picture of each PDF, and each page in a frame of its own."""
    found = []
    for name in example.shows:
        path = folder / name
        if path.suffix == ".pdf" and path.exists() and shutil.which("pdftoppm"):
            command = ["pdftoppm", "-r", "110", "-png", "-singlefile", path.name, path.stem]
            subprocess.run(command, cwd=folder, check=True, timeout=100)
            found.append(
                f'<figure class="shown"><img src="{place}/{path.stem}.png" alt="{example.title}: the first page"></figure>'
            )
        if path.suffix == ".html":
            found.append(f'<iframe class="touch" src="{place}/{name}" title="{example.title}" loading="lazy"></iframe>')
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
