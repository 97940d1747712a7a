"""The command ``symtconv``, also ``python -m symtconv``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line on ``sys.argv`` and exit with its code.

    ``verify`` is dispatched before Click loads: a stranger's check starts almost as fast as Python itself.
    """
    from symtconv.cli.ending import ended  # noqa: PLC0415 - as below

    arguments = sys.argv[1:]
    if arguments[:1] == ["verify"] and not {"--help", "-h"} & set(arguments):
        gc.disable()  # so short a run leaves no cycles worth a walk through all that was imported
        from symtconv.cli.verify import run  # noqa: PLC0415 - so that it starts without the rest

        code = ended(lambda: run(arguments[1:]))
        gc.freeze()  # nor a last walk at the exit
        sys.exit(code)
    if arguments[:1] in (["convert"], ["compare"]) and not any(map(_needs_click, arguments)):
        gc.disable()  # as above
        from symtconv.cli.convert import run_words  # noqa: PLC0415 - as above

        code = ended(lambda: run_words(arguments[0], arguments[1:]))
        gc.freeze()
        sys.exit(code)
    from symtconv.cli.app import run_app  # noqa: PLC0415 - as above

    sys.exit(ended(lambda: run_app(arguments)))


def _needs_click(word: str) -> bool:
    """Whether a word asks for help, or for a page with its looks: both are slower than what Click takes to load."""
    looks = ("--title", "--author", "--lang", "--paper", "--class", "--engine", "--sections", "--fragment")
    return word in ("-h", "--help") or (word.startswith(("-o", "--output", *looks)) and not word.startswith("--out-"))


if __name__ == "__main__":
    main()
