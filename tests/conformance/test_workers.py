"""The set of records is the same whatever ran it: 1, 2 or 4 workers, a worker killed, a file cut off and resumed."""

from __future__ import annotations

import importlib.util
import os
import signal
import threading
import time

import pytest

from symtconv.conformance.target import Variant
from symtconv.conformance.worker import Worker, task_of
from symtconv.geometry import LimitError
from symtconv.grids.grid import Grid, configurations
from symtconv.grids.run import dask, processes, run
from symtconv.grids.store import Store, read

MODULE = "tests.conformance.black_boxes"
SETTINGS = "|dialect=torch&input=NC.&weight=IO.&rank=1&scalar=0&square=0"
WORKER = Worker(f"{MODULE}:zeros_appended{SETTINGS}")


def tasks(count=160):
    words = [one for one, _ in configurations(Grid(random=count, ranks=(1,)), "torch", WORKER.target().fit)]
    return [task_of(one, Variant("float64").to_dict(), 0) for one in words]


def seen(records):
    return [{name: value for name, value in record.items() if name != "cpu_s"} for record in records]


ONE = seen(run(tasks(), WORKER, WORKER.careful))


def test_one_process_meets_right_and_wrong():
    assert {record["outcome"] for record in ONE} == {"right", "wrong"}


def kill_a_worker_soon(children, done):
    """Kill one process that the pool started, once it works."""
    while not done.is_set():
        alive = children()
        if alive:
            time.sleep(0.2)
            os.kill(alive[0], signal.SIGKILL)
            return
        time.sleep(0.02)


class Pool:
    """Makes pools, and remembers the processes of the last one."""

    def __init__(self, jobs):
        self.make_one, self.made = processes(jobs), []

    def __call__(self):
        self.made.append(self.make_one())
        return self.made[-1]

    def children(self):
        return list(self.made[0]._processes) if self.made and self.made[0]._processes else []


def test_two_workers_and_one_of_them_killed(tmp_path):
    pool, done = Pool(2), threading.Event()
    killer = threading.Thread(target=kill_a_worker_soon, args=(pool.children, done))
    killer.start()
    path = tmp_path / "records.jsonl"
    try:
        with Store(path, {"target": "t"}) as store:
            found = run(tasks(), WORKER, WORKER.careful, store=store, executor=pool, workers=2)
    finally:
        done.set()
        killer.join()
    assert seen(found) == ONE
    assert len(read(path).records) == len(ONE)


@pytest.mark.long
@pytest.mark.parametrize("jobs", [2, 4])
def test_workers_give_the_same_records(jobs):
    assert seen(run(tasks(), WORKER, WORKER.careful, executor=processes(jobs), workers=jobs)) == ONE


def test_a_target_that_ends_its_worker_is_a_record_and_all_others_are_there():
    dying = Worker(f"{MODULE}:dies{SETTINGS}")
    asked = [
        task_of(one, Variant("float64").to_dict(), 0)
        for one, _ in configurations(Grid(small=True, where=("k == 1",)), "torch", dying.target().fit)
    ]
    found = run(asked, dying, dying.careful, executor=processes(2), workers=2)
    outcomes = {record["text"]: record["outcome"] for record in found}
    assert {text for text, outcome in outcomes.items() if outcome == "died"} == {"n=2 k=1 s=2"}
    assert set(outcomes.values()) == {"right", "died"}


def test_a_file_that_was_cut_off_is_gone_on_with_by_workers(tmp_path):
    path = tmp_path / "records.jsonl"
    with Store(path, {"target": "t"}) as store:
        run(tasks()[:60], WORKER, WORKER.careful, store=store)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:81]) + lines[81][:30])
    with Store(path, {"target": "t"}, resume=True) as store:
        found = run(tasks(), WORKER, WORKER.careful, store=store)
    assert seen(found) == ONE
    assert len(read(path).records) == len(ONE)


def test_workers_that_are_lost_again_and_again_are_a_limit():
    with pytest.raises(LimitError, match="lost again and again"):
        run(tasks()[:2], _ends, _ends, executor=processes(1), workers=1)


def _ends(_asked):
    os._exit(9)


@pytest.mark.long
@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="Dask is not installed")
def test_dask_gives_the_same_records_and_a_killed_worker_loses_nothing():
    from distributed import Client, LocalCluster  # noqa: PLC0415 - where it is installed

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        make, threads = dask(cluster.scheduler_address)
        assert threads == 2
        assert seen(run(tasks(), WORKER, WORKER.careful, executor=make, workers=threads)) == ONE
        with Client(cluster) as client:
            pids = list(client.run(os.getpid).values())
        killer = threading.Timer(0.3, os.kill, (pids[0], signal.SIGKILL))
        killer.start()
        assert seen(run(tasks(), WORKER, WORKER.careful, executor=make, workers=threads)) == ONE
        killer.join()
