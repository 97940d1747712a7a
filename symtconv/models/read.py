"""Which kind of file it is, within limits of size; nothing of a model is run, and its weights are not loaded.

To add a kind, write a module with ``read`` and add it to `READERS`.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from symtconv.geometry import InputError, LimitError, SymtconvError
from symtconv.models import ncnn, onnx, tfjs, tflite
from symtconv.models.node import Contents
from symtconv.models.wire import Buffer

MOST_TEXT_FILE = 24_000_000
"""Bytes of a file that is read as text; one with weights in it is mapped into memory and may have any size."""


def _text(buffer: Buffer) -> str:
    if len(buffer) > MOST_TEXT_FILE:
        msg = f"it has {len(buffer)} bytes of text; {MOST_TEXT_FILE} is the most"
        raise LimitError(msg)
    try:
        return bytes(buffer[:]).decode("utf-8-sig")
    except UnicodeDecodeError:
        msg = "it is no text"
        raise InputError(msg) from None


READERS: dict[str, Callable[[Buffer], Contents]] = {
    ".onnx": onnx.read,
    ".param": lambda buffer: ncnn.read(_text(buffer)),
    ".json": lambda buffer: tfjs.read(_text(buffer)),
    ".tflite": tflite.read,
}


def read_file(path: str | os.PathLike[str]) -> Contents:
    """Read the transposed convolutions of a model file.

    Parameters
    ----------
    path : str or Path
        ``.onnx``, ncnn's ``.param``, TensorFlow.js's ``model.json``, or ``.tflite``.

    Returns
    -------
    Contents

    Raises
    ------
    InputError
        When the file cannot be read, or is none of these.
    LimitError
        When reading on would cost more time or memory than a model can need.
    """
    source = Path(path)
    reader = READERS.get(source.suffix.lower())
    if reader is None:
        kinds = ", ".join(READERS)
        msg = f"{source}: no kind of model is called {source.suffix or 'nothing'!r}; read are {kinds}"
        raise InputError(msg)
    with mapped(source) as buffer:
        return reader(buffer)


@contextmanager
def mapped(path: str | os.PathLike[str]) -> Iterator[mmap.mmap]:
    """Map a file into memory; whatever goes wrong with it is said with its name.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    source = Path(path)
    try:
        if not source.is_file():
            msg = f"{source}: there is no such file" if not source.exists() else f"{source}: it is no plain file"
            raise InputError(msg)
        with source.open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                msg = f"{source}: the file is empty"
                raise InputError(msg)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as buffer:
                yield buffer
    except SymtconvError as error:
        told = str(error)
        raise type(error)(told if told.startswith(str(source)) else f"{source}: {told}") from None
    except (OSError, ValueError) as error:
        msg = f"{source}: cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError(msg) from None
