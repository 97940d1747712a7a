"""``symtconv convert`` and ``symtconv compare``: calls in, an answer out; without NumPy, SymPy, Click or Rich.

Both are dispatched before Click loads, as ``verify`` is, unless help or a page is asked for; Click has all options.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from symtconv.conventions import Given
from symtconv.geometry import InputError, SymtconvError
from symtconv.results.translation import Comparison, Conversion, compare_as, convert_as

_BESIDE = "[--input 4x4] [--kernel 3x3] [--in-channels C] [--out-channels C] [--json] [-o FILE]"
USAGES = {
    "convert": f"symtconv convert CALL --to FRAMEWORK {_BESIDE}",
    "compare": f"symtconv compare CALL CALL {_BESIDE}",
}
OPTIONS = {f"--{name.replace('_', '-')}": name for name in ("to", "input", "kernel", "in_channels", "out_channels")}
_NUMBER = re.compile(r"[0-9]{1,18}\Z")
_NAME = re.compile(r"[A-Za-z_?][A-Za-z0-9_]{0,20}\Z")


def run_words(command: str, arguments: Sequence[str]) -> int:  # noqa: PLR0911 - one for each mistake
    """Run either command on the words of a command line, and give its exit code."""
    calls: list[str] = []
    options: dict[str, Any] = {"json": False}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word == "--json":
            options["json"] = True
        elif name in OPTIONS and (command == "convert" or name != "--to"):
            if not equals and not rest:
                return _usage(command, f"{name} needs a value")
            if OPTIONS[name] in options:
                return _usage(command, f"{name} is given twice")
            options[OPTIONS[name]] = value if equals else rest.pop(0)
        elif word == "--":
            calls += rest
            rest = []
        elif word.startswith("-"):
            return _usage(command, f"there is no option {word[:40]}")
        else:
            calls.append(word)
    wanted = 1 if command == "convert" else 2
    if len(calls) != wanted:
        return _usage(command, f"it takes {wanted} call{'s' if wanted > 1 else ''}, and got {len(calls)}")
    if command == "convert" and "to" not in options:
        return _usage(command, "--to is missing: the framework to say it in, such as --to torch")
    try:
        return run_convert(calls[0], options) if command == "convert" else run_compare(calls[0], calls[1], options)
    except SymtconvError as error:
        print(f"symtconv: {error}", file=sys.stderr)
        return error.exit_code


def run_convert(call: str, options: Mapping[str, Any]) -> int:
    """Say a call in other words: 0 said, 1 there are none."""
    return _answer(convert_as(Conversion, call, options["to"], _given(options)), options)


def run_compare(left: str, right: str, options: Mapping[str, Any]) -> int:
    """Compare two calls: 0 one layer, 1 two."""
    return _answer(compare_as(Comparison, left, right, _given(options)), options)


def _answer(found: Comparison | Conversion, options: Mapping[str, Any]) -> int:
    """Write the files that are asked for, print the answer, and give the exit code."""
    written = options.get("outputs", ())
    if written:
        _write(found, written, options["looks"])
    sys.stdout.write(found.to_json() if options["json"] else found.to_text())
    if written and not options["json"]:
        from symtconv.cli.report import show  # noqa: PLC0415 - most answers are not written

        show([], written, options["looks"]["lang"])
    return found.exit_code


def _write(found: Comparison | Conversion, written: Sequence[Path], looks: Mapping[str, Any]) -> None:
    from symtconv.cli.report import progress  # noqa: PLC0415 - most answers are not written
    from symtconv.rendering.notation.style import Style  # noqa: PLC0415 - as above
    from symtconv.results.calls import CallsPage  # noqa: PLC0415 - as above
    from symtconv.results.export import export  # noqa: PLC0415 - as above
    from symtconv.results.files import certificate_among, check_targets, write_all  # noqa: PLC0415 - as above

    check_targets(written, CallsPage.suffixes)
    name = "comparison.json" if isinstance(found, Comparison) else "conversion.json"
    page = CallsPage(found, Style(**looks, certificate=certificate_among(written, name)))
    with progress("writing the page"):
        made = {path: export(page, path.suffix) for path in written}
    write_all(made)


def _given(options: Mapping[str, Any]) -> Given:
    """Read what stands beside the calls; a size that is a name means every size."""
    said: dict[str, Any] = {}
    for name in ("input", "kernel"):
        if options.get(name) is not None:
            said[name] = _shape(f"--{name}", str(options[name]), names=name == "input")
    for name in ("in_channels", "out_channels"):
        if options.get(name) is not None:
            text = str(options[name])
            option = f"--{name.replace('_', '-')}"
            if not _NUMBER.match(text) or int(text) < 1:
                msg = f"{option}: {text[:40]!r} is no number of channels; write 1 or more"
                raise InputError(msg)
            said[name] = int(text)
    return Given(**said)


def _shape(option: str, text: str, *, names: bool) -> int | tuple[int, ...] | None:
    parts = text.split("x") if not _NAME.match(text) or not names else [text]
    if names and any(_NAME.match(part) for part in parts):
        return None
    for part in parts:
        if not _NUMBER.match(part):
            also = ", or a name for every size" if names else ""
            msg = f"{option}: {part[:40]!r} is no size; write a number such as 3, one per axis as in 3x3{also}"
            raise InputError(msg)
    numbers = tuple(map(int, parts))
    return numbers if len(numbers) > 1 else numbers[0]


def _usage(command: str, problem: str) -> int:
    print(f"usage: {USAGES[command]}\nsymtconv {command}: {problem}", file=sys.stderr)
    return 2
