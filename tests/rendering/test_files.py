"""Files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile

import pytest

from symtconv.geometry import InputError
from symtconv.rendering.notation.style import Style
from symtconv.results.files import check_targets, write_all


def test_a_file_is_replaced_in_one_step(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o640)
    write_all({path: b"new"})
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_failed_write_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(
        InputError, match=r"cannot write .*a.txt: No space left on device; nothing was left half-written"
    ):
        write_all({path: b"new"})
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_targets_are_judged_before_any_work(tmp_path):
    good = tmp_path / "a.txt"
    check_targets([good], [".txt"])
    for paths, message in (
        ([tmp_path / "a.doc"], r"no form is called '.doc'; use one of .txt"),
        ([tmp_path / "a"], "no form is called 'nothing'"),
        ([tmp_path / "no" / "a.txt"], "there is no folder .*; make it first"),
        ([good, tmp_path / ".." / tmp_path.name / "a.txt"], "named by two -o options"),
    ):
        with pytest.raises(InputError, match=message):
            check_targets(paths, [".txt"])
    folder = tmp_path / "b.txt"
    folder.mkdir()
    with pytest.raises(InputError, match="is a folder"):
        check_targets([folder], [".txt"])


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_when_one_of_several_cannot_be_written_none_is_changed(tmp_path, monkeypatch):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("old")
    real = tempfile.NamedTemporaryFile

    def full(**words):
        if names(tmp_path) != ["a.txt"]:
            raise OSError(28, "No space left on device")
        return real(**words)

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
    with pytest.raises(
        InputError, match="cannot write .*b.txt: No space left on device; nothing was left half-written"
    ):
        write_all({first: b"new", second: b"new"})
    assert (first.read_text(), names(tmp_path)) == ("old", ["a.txt"])


def test_what_had_its_name_already_is_named(tmp_path, monkeypatch):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    real = os.replace

    def refuse(temporary, path):
        if path == second:
            raise OSError(5, "Input/output error")
        real(temporary, path)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(InputError, match="cannot write .*b.txt: Input/output error; only .*a.txt had been written"):
        write_all({first: b"new", second: b"new"})
    assert names(tmp_path) == ["a.txt"]


def test_a_name_may_be_as_long_as_the_file_system_takes(tmp_path):
    good, long = tmp_path / f"{'b' * 248}.json", tmp_path / f"{'b' * 300}.json"
    check_targets([good], [".json"])
    write_all({good: b"{}"})
    assert names(tmp_path) == [good.name]
    with pytest.raises(InputError, match="File name too long; choose another name"):
        check_targets([long], [".json"])
    with pytest.raises(InputError, match="File name too long; nothing was left half-written"):
        write_all({tmp_path / "a.json": b"{}", long: b"{}"})
    assert names(tmp_path) == [good.name]


@pytest.mark.parametrize("word", ["title", "author", "certificate"])
def test_words_that_are_no_text_are_refused_before_a_page_is_made_of_them(word):
    with pytest.raises(InputError, match=r"the (title|author|certificate's file name) 'a\\udcff' is no Unicode text"):
        Style(**{word: "a\udcff"})
    Style(**{word: "한글 𝕏"})
