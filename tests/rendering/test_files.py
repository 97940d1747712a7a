"""Files are written whole or not at all."""

from __future__ import annotations

import os

import pytest

from symtconv.geometry import InputError
from symtconv.rendering.files import check_targets, write_all


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
