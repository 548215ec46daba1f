"""Where the parts of a run are worked on: here, in a pool of processes, or on Dask; the bytes are the same."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradeaudit import freed_memory
from gradeaudit.dividing import SMALLEST, apart, divided, rejoined
from gradeaudit.errors import Problem
from gradeaudit.export import Found, Limits, find
from gradeaudit.findings import Broken, Input, Report

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from gradeaudit.flow import Order, Part

# flow brings pandas and all that reads, recovers and judges. It is loaded by the functions that need it, so that the
# processes of a pool are started before this one has loaded it, and load it meanwhile.

TRIES = 3
"""How often a part is tried whose process dies."""
Progress = Callable[[int], None]
Done = Generator[tuple[int, "Part"], None, None]


@dataclass(frozen=True)
class Engine:
    """``name`` is local, processes or dask; ``jobs`` is how many processes, ``scheduler`` a Dask one's address.

    ``workers`` are what was started of it: a pool of processes, or a client of Dask.
    """

    name: str = "local"
    jobs: int = 1
    scheduler: str = ""
    workers: Any = None


@contextmanager
def starting(engine: Engine, paths: Sequence[Path], limits: Limits) -> Iterator[Engine]:
    """The engine with its workers starting up, which takes as long as it takes to settle what is to be done.

    No more are started than there are files for under the paths. They are ended with the block.
    """
    if engine.name == "processes":
        files = sum(1 for _ in islice(find(paths, limits), engine.jobs * SMALLEST))
        jobs = max(1, -(-files // SMALLEST))
        with _pool(jobs) as pool:
            yield replace(engine, jobs=jobs, workers=pool)
    elif engine.name == "dask":
        with _client(engine) as client:
            yield replace(engine, jobs=max(1, sum(client.nthreads().values())), workers=client)
    else:
        yield engine


def run(order: Order, engine: Engine, progress: Progress = lambda files: None) -> Report:
    """The report on everything that the order names; ``progress`` is told of files as they are done."""
    enabled = gc.isenabled()
    gc.disable()  # tables and rows hold no circles, and looking for some among millions of cells takes a fifth of a run
    try:
        with nullcontext(engine) if engine.workers else starting(engine, order.paths, order.limits) as started:
            return _run(order, started, progress)
    finally:
        if enabled:
            gc.enable()


def _run(order: Order, engine: Engine, progress: Progress) -> Report:
    from gradeaudit.flow import audited, finished, found  # as said above

    files = found(order)
    if engine.name == "local":
        return finished(order, [audited(order, files, lambda file: progress(1))])
    parts = divided(files, engine.jobs)
    results: dict[int, Part] = {}
    with closing((_on_dask if engine.name == "dask" else _in_processes)(order, parts, engine)) as done:
        for number, result in done:
            results[number] = result
            progress(len(parts[number]))
    whole = rejoined(parts, [results[number] for number in range(len(parts))], lambda some: audited(order, some))
    return finished(order, whole or [audited(order, [])])


def _in_processes(order: Order, parts: list[list[Found]], engine: Engine) -> Done:
    """Parts as they are done. A process that dies takes its pool with it: what isn't done is tried in a new one, and
    at last in a process of its own, so that only the file that is at fault is told as broken."""
    from concurrent.futures.process import BrokenProcessPool  # pools are only loaded where one is asked for

    left = set(range(len(parts)))
    for attempt in range(TRIES):
        try:
            with _pool(min(engine.jobs, len(left))) if attempt else nullcontext(engine.workers) as pool:
                with _uninterrupted():
                    futures = {number: pool.submit(_audited, order, parts[number]) for number in sorted(left)}
                for number, future in futures.items():
                    yield number, future.result()
                    left.discard(number)
            return
        except BrokenProcessPool:
            continue
    for number in sorted(left):
        yield number, _alone(order, parts[number])


def _alone(order: Order, files: list[Found]) -> Part:
    """A part in a process of its own; where that dies, each half of it, until one file is left, which is broken."""
    from concurrent.futures.process import BrokenProcessPool  # as above

    from gradeaudit.flow import audited, joined

    try:
        with _pool(1) as pool:
            with _uninterrupted():
                future = pool.submit(_audited, order, files)
            return future.result()
    except BrokenProcessPool:
        half = len(files) // 2
        if half and apart(files):
            return joined([_alone(order, files[:half]), _alone(order, files[half:])])
    error = "the process that read it died: memory ran out, or it was ended; try it alone"
    shown = [file.where if isinstance(file, Problem) else file.shown for file in files]
    nothing = audited(order, [])
    report = replace(
        nothing.report,
        inputs=tuple(Input(name, None, None, (), error) for name in shown),
        broken=tuple(Broken(name, None, error) for name in shown),
    )
    return replace(nothing, report=report)


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """A pool whose processes are started at once, and ended at once when they aren't needed any more."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_ready)
    others = multiprocessing.active_children()
    try:
        with _uninterrupted(), suppress(BrokenProcessPool):  # a process that died is met when there is work for it
            for _ in range(jobs):
                pool.submit(os.getpid)  # a pool starts a process for something to do
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        started = [process for process in multiprocessing.active_children() if process not in others]
        for process in started:
            process.terminate()
        for process in started:
            process.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """While the processes of a pool are started, each is known before the run can be ended, so that none is left over.

    An interrupt that is ignored here they ignore from their first moment on; another request to end comes afterwards.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    ends = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {end: signal.signal(end, lambda number, frame: asked.append(number)) for end in ends}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in asked:
            signal.raise_signal(number)


def _ready() -> None:
    """Leaves an interrupt from the keyboard to the process that waits for this one, and loads what a part needs."""
    gc.disable()
    freed_memory.keep()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from gradeaudit import discovery, flow  # noqa: F401  (as said above)

    discovery.readers(), discovery.rules()


def _audited(order: Order, files: Sequence[Found]) -> Part:
    """What some files give to a run, in another process."""
    from gradeaudit.flow import audited  # as said above

    return audited(order, files)


@contextmanager
def _client(engine: Engine) -> Iterator[Any]:
    """What speaks to the Dask scheduler, or to a local cluster where none is named."""
    try:
        distributed: Any = import_module("distributed")  # the extra "dask", and slow to start
    except ImportError:
        raise Problem("Dask isn't installed", todo="install it with pip install 'gradeaudit[dask]'") from None
    cluster: Any = None
    try:
        if engine.scheduler:
            client = distributed.Client(engine.scheduler, timeout="10s", set_as_default=False)
        else:
            cluster = distributed.LocalCluster(
                n_workers=engine.jobs, threads_per_worker=1, dashboard_address=None, silence_logs=50
            )
            client = distributed.Client(cluster, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise Problem(
            f"the Dask scheduler can't be reached ({type(error).__name__})", engine.scheduler, "check --scheduler"
        ) from None
    try:
        yield client
    finally:
        client.close()
        if cluster is not None:
            cluster.close()


def _on_dask(order: Order, parts: list[list[Found]], engine: Engine) -> Done:
    """Parts as they are done on a cluster, which retries what a lost worker was at."""
    client, as_completed = engine.workers, import_module("distributed").as_completed
    futures = client.map(_audited, [order] * len(parts), parts, pure=False, retries=TRIES)
    number = {future.key: place for place, future in enumerate(futures)}
    for future in as_completed(futures, loop=client.loop):
        yield number[future.key], future.result()
