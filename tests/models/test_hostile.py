"""Files that lie: whatever the bytes, the answer is a model or one sentence, soon and in little memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.geometry import SymtconvError
from symtconv.models import ncnn, onnx, tfjs, tflite
from tests.models import files
from tests.models.files import LAYERS

SQUARE = next(layer for layer in LAYERS if layer["id"] == "L22")
SEEDS = {
    "onnx": (onnx.read, files.onnx(LAYERS[4])),
    "tflite": (tflite.read, files.tflite(SQUARE, "SAME", [None, 5], custom=True)),
    "ncnn": (lambda data: ncnn.read(data.decode("latin-1")), files.ncnn(LAYERS[8]).encode()),
    "tfjs": (lambda data: tfjs.read(data.decode("latin-1")), files.tfjs(SQUARE, "SAME").encode()),
}


@given(data=st.data(), kind=st.sampled_from(sorted(SEEDS)))
@settings(deadline=None)
def test_altered_files_are_read_or_refused(data, kind):
    read, seed = SEEDS[kind]
    content = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        how = data.draw(st.sampled_from(["change", "cut", "double", "big"]))
        if how == "change":
            content[place] = data.draw(st.integers(0, 255))
        elif how == "cut":
            del content[place : place + data.draw(st.integers(1, 9))]
        elif how == "double":
            content[place:place] = content[place : place + data.draw(st.integers(1, 30))]
        else:
            content[place : place + 4] = b"\xff\xff\xff\x7f"
        content = content or bytearray(b"\0")
    with suppress(SymtconvError):  # anything else that is raised is a fault
        found = read(bytes(content))
        spoken_of(found)


def spoken_of(found):
    """What was read can be spoken of, at once."""
    for node in found.nodes:
        assert node.geometry.form in ("conv", "depth_to_space", "phases")
        assert node.geometry.coverage in ("even", "uneven", "gaps")
        assert node.geometry.output


CHILD = """
import resource, sys
from symtconv.geometry import SymtconvError
from symtconv.models.read import read_file
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    print(len(read_file(sys.argv[1]).nodes))
except SymtconvError as error:
    print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def cost(path):
    """Read a file in a process of its own: what it says, its processor time, and the memory that it took beside."""
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=True)
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    said, grown = told.stdout.splitlines()
    return said, end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime, int(grown) / 1024


def test_millions_of_tiny_fields_end_within_the_bounds(tmp_path):
    path = tmp_path / "a.onnx"
    many = files.f(5, [files.f(1, 1)] * 3_000_000)
    path.write_bytes(files.f(1, 8) + files.f(7, [many] * 3))
    said, seconds, megabytes = cost(path)
    assert "more than" in said
    assert seconds < 10
    assert megabytes < 300


def test_a_weight_of_a_gigabyte_is_passed_over(tmp_path):
    path = tmp_path / "a.onnx"
    layer = LAYERS[4]
    # A sparse file: the weight's bytes are a hole.
    hole = 1 << 30
    head, tail = lengths(layer, hole)
    with path.open("wb") as file:
        file.write(head)
        file.seek(hole, 1)
        file.write(tail)
    said, seconds, megabytes = cost(path)
    assert said == "1"
    assert seconds < 5
    assert megabytes < 60


def lengths(layer, hole):
    """Give the bytes before and behind a weight of so many bytes."""
    raw = files.varint(9 << 3 | 2) + files.varint(hole)
    fields = [*(files.f(1, n) for n in files.weight_shape(layer)), files.f(2, 1), files.f(8, "w")]
    inner = b"".join(fields) + raw
    constant = files.varint(5 << 3 | 2) + files.varint(len(inner) + hole) + inner
    rest = files.f(11, files.info("x", ["N", layer["in_channels"], "L"]))
    first = files.f(1, files.transposed(layer))
    whole = len(first) + len(constant) + hole + len(rest)
    head = files.f(1, 8) + files.f(8, [files.f(1, ""), files.f(2, 17)]) + files.varint(7 << 3 | 2) + files.varint(whole)
    return head + first + constant, rest
