"""Files of records: what is cut off is asked again, and what is there is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from symtconv.geometry import InputError
from symtconv.grids.file import SCHEMA, read_grid
from symtconv.grids.run import run
from symtconv.grids.store import Store, changes, key_of, read


def tasks(count):
    one = {"n": [1], "k": [1], "s": [1], "d": [1], "l": [0], "h": [0], "a": [0]}
    variant = {"dtype": "float32", "layout": "contiguous", "threads": 1}
    return [
        {"text": f"n={n} k=1", "words": {**one, "n": [n]}, "variant": variant, "seed": 0} for n in range(1, count + 1)
    ]


def work(asked):
    return [{**task, "outcome": "right", "difference": None, "slips": []} for task in asked]


def never(asked):
    raise AssertionError(f"asked again: {asked}")


def test_a_file_holds_a_head_then_each_task_before_and_after_its_call(tmp_path):
    path = tmp_path / "r.jsonl"
    with Store(path, {"target": "t"}) as store:
        run(tasks(3), work, never, store=store)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert lines[0]["target"] == "t"
    assert ["begun" in line for line in lines[1:]] == [True, False] * 3


@pytest.mark.parametrize("cut", [2, 7, 40, 90])
def test_a_torn_line_is_asked_again_carefully_and_all_others_are_not(tmp_path, cut):
    path, asked = tmp_path / "r.jsonl", []
    with Store(path, {"target": "t"}) as store:
        whole = run(tasks(5), work, never, store=store)
    text = path.read_text()
    path.write_text(text[:-cut])

    def again(some):
        asked.extend(task["text"] for task in some)
        return work(some)

    with Store(path, {"target": "t"}, resume=True) as store:
        assert run(tasks(5), never, again, store=store) == whole
    assert asked == ["n=5 k=1"]
    assert [key_of(record) for record in read(path).records.values()] == [key_of(task) for task in tasks(5)]


def test_a_file_of_another_target_is_refused(tmp_path):
    path = tmp_path / "r.jsonl"
    with Store(path, {"target": "t"}):
        pass
    with pytest.raises(InputError, match="records of target 't', not of 'u'"):
        Store(path, {"target": "u"}, resume=True)
    (tmp_path / "other.jsonl").write_text("{}\n[]\n")
    with pytest.raises(InputError, match="holds no records"):
        read(tmp_path / "other.jsonl")


def test_changes_names_what_came_out_otherwise(tmp_path):
    paths = [tmp_path / "old.jsonl", tmp_path / "new.jsonl"]
    for path, outcome in zip(paths, ("right", "wrong"), strict=True):
        records = work(tasks(3))
        records[1]["outcome"] = outcome
        with Store(path, {"target": "t"}) as store:
            store.write(records)
    found = changes(read(paths[0]), read(paths[1]))
    assert [(old["outcome"], new["outcome"]) for _, old, new in found] == [("right", "wrong")]


def test_a_grid_file_is_read_strictly(tmp_path):
    path = tmp_path / "grid.toml"
    path.write_text('small = true\nrandom = 10\nwhere = ["s == 1"]\n[variants]\nlayout = ["strided"]\n')
    grid = read_grid(path)
    assert (grid.small, grid.random, grid.where, grid.layout) == (True, 10, ("s == 1",), ("strided",))
    for text, said in (
        ("smalls = true", "no such key"),
        ("random = -1", "0 or more"),
        ("random = true", "an integer"),
        ('dialect = "caffe"', "one of definition"),
        ("ranks = []", "at least one"),
        ('where = ["s ="]', "cannot be read"),
        ('where = ["z == 1"]', "no configuration has"),
        ("small = ", "no TOML"),
    ):
        path.write_text(text)
        with pytest.raises(InputError, match=said):
            read_grid(path)


def test_the_published_schema_is_the_one_that_is_obeyed():
    published = Path(__file__).resolve().parents[2] / "docs" / "grid-schema.json"
    assert json.loads(published.read_text()) == SCHEMA
