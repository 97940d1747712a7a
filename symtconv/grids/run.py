"""Tasks to records: in this process, in processes of this machine, or on the machines of a Dask cluster: one path.

What travels is text and a seed: the words of a configuration, its variant, and the name of the target. The set of
records is the same whatever ran them. A worker that is killed loses nothing: what it had in hand is asked again, each
call in a process of its own, so that a target that ends its process becomes a record too.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from importlib import import_module
from typing import Any, TypeAlias

from symtconv.geometry import EngineError, LimitError, SymtconvError
from symtconv.grids.store import Record, Store, key_of

Task: TypeAlias = dict[str, Any]
"""``text``, ``words`` (a `Words`), ``variant`` and ``seed``: the beginning of a record."""
Work: TypeAlias = Callable[[Sequence[Task]], list[Record]]
Told: TypeAlias = Callable[[int], None]

CHUNK = 64
AHEAD = 3
"""Chunks in hand for each worker; more would only be lost when a worker is."""
TURNS = 3


def run(
    tasks: Sequence[Task],
    work: Work,
    careful: Work,
    *,
    store: Store | None = None,
    executor: Callable[[], Executor] | None = None,
    workers: int = 1,
    told: Told = lambda _: None,
) -> list[Record]:
    """Answer every task once.

    Parameters
    ----------
    tasks : sequence of dict
    work, careful : callable
        From tasks to their records, in the same order; ``careful`` asks each call in a process of its own.
    store : Store, optional
        Keeps the records; what it holds already is not asked again.
    executor : callable, optional
        Makes what runs the work elsewhere; without it, it runs here.
    workers : int
        How many chunks can be worked on at once.
    told : callable
        Is told how many records have come.

    Returns
    -------
    list of dict
        In the order of the tasks.

    Raises
    ------
    LimitError
        When workers are lost again and again.
    """
    found: dict[str, Record] = {}
    held = store.kept.records if store is not None else {}
    begun = store.kept.begun if store is not None else set()
    found.update((key_of(task), held[key_of(task)]) for task in tasks if key_of(task) in held)
    told(len(found))
    todo = [task for task in tasks if key_of(task) not in found]
    doubtful = [task for task in todo if key_of(task) in begun]  # begun before, and it came to no end: who knows why
    sure = [task for task in todo if key_of(task) not in begun]

    def keep(records: Iterable[Record]) -> None:
        kept = list(records)
        found.update((key_of(record), record) for record in kept)
        if store is not None:
            store.write(kept)
        told(len(kept))

    if executor is None:
        for tasks_now, how in ((doubtful, careful), (sure, work)):
            for task in tasks_now:
                if store is not None:
                    store.begin([key_of(task)])
                keep(how([task]))
    else:
        _Elsewhere(executor, work, careful, workers, store, keep).run(doubtful, sure)
    return [found[key_of(task)] for task in tasks]


def _chunks(tasks: Sequence[Task], size: int) -> Iterable[Sequence[Task]]:
    return (tasks[at : at + size] for at in range(0, len(tasks), size))


class _Elsewhere:
    """Chunks on an executor, which is made anew when a worker that was lost has broken it."""

    def __init__(
        self,
        make: Callable[[], Executor],
        work: Work,
        careful: Work,
        workers: int,
        store: Store | None,
        keep: Callable[[Iterable[Record]], None],
    ) -> None:
        self.make, self.work, self.careful, self.store, self.keep = make, work, careful, store, keep
        self.workers = workers
        self.waiting: deque[tuple[int, Sequence[Task]]] = deque()
        self.running: dict[Future[list[Record]], tuple[int, Sequence[Task]]] = {}

    def run(self, doubtful: Sequence[Task], sure: Sequence[Task]) -> None:
        size = max(1, min(CHUNK, len(sure) // (2 * self.workers)))
        self.waiting.extend((0, chunk) for chunk in _chunks(sure, size))
        self.waiting.extend((1, chunk) for chunk in _chunks(doubtful, max(1, size // 4)))
        executor = self.make()
        try:
            while self.waiting or self.running:
                broken = self._submit(executor)
                if not broken:
                    done, _ = wait(self.running, return_when=FIRST_COMPLETED)
                    broken = sum(self._take(future) for future in done) > 0
                if broken and isinstance(executor, ProcessPoolExecutor):
                    for future in list(self.running):  # a broken pool answers none of them
                        self._take(future)
                    executor.shutdown(wait=False, cancel_futures=True)
                    executor = self.make()
        finally:
            for future in self.running:  # Dask's executor cannot cancel as it shuts down
                future.cancel()
            executor.shutdown(wait=False)

    def _submit(self, executor: Executor) -> bool:
        """Hand out chunks; give whether the executor took one no longer."""
        while self.waiting and len(self.running) < self.workers * AHEAD:
            turn, chunk = self.waiting.popleft()
            if self.store is not None and turn == 0:
                self.store.begin(map(key_of, chunk))
            try:
                future = executor.submit(self.work if turn == 0 else self.careful, chunk)
            except RuntimeError:  # a pool that broke a moment ago
                self.waiting.appendleft((turn, chunk))
                return True
            self.running[future] = (turn, chunk)
        return False

    def _take(self, future: Future[list[Record]]) -> bool:
        """Keep what a chunk gave, or put it back; give whether its worker was lost."""
        turn, chunk = self.running.pop(future)
        try:
            records = future.result()
        except SymtconvError:
            raise
        except Exception as error:
            if turn >= TURNS:
                msg = f"workers are lost again and again ({type(error).__name__}: {str(error)[:120]}); use fewer jobs"
                raise LimitError(msg) from error
            self.waiting.append((turn + 1, chunk))
            return True
        self.keep(records)
        return False


def processes(jobs: int) -> Callable[[], Executor]:
    """Make what makes a pool of processes; they are started anew, so that no engine is inherited half-alive."""
    return lambda: ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))


def dask(address: str) -> tuple[Callable[[], Executor], int]:
    """Give what makes an executor of a Dask cluster, and how many threads it has.

    Raises
    ------
    EngineError
        When Dask is not installed, or nothing answers at the address.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        msg = "--dask needs Dask; pip install 'symtconv[dask]'"
        raise EngineError(msg) from None
    try:
        client = distributed.Client(address, timeout=20)
        threads = sum(client.nthreads().values())
    except (OSError, ValueError) as error:
        msg = f"no Dask scheduler answers at {address} ({type(error).__name__}); start one with: dask scheduler"
        raise EngineError(msg) from None
    if not threads:
        msg = f"the Dask cluster at {address} has no workers; start some with: dask worker {address}"
        raise EngineError(msg)

    def make() -> Executor:
        executor: Executor = client.get_executor(pure=False)
        return executor

    return make, threads
