"""Where the parts of a run are worked on: here, in a pool of processes, or on Dask; the bytes are the same."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from gradeaudit.errors import Problem
from gradeaudit.export import Found, Location
from gradeaudit.findings import Broken, Input, Report
from gradeaudit.flow import Order, Part, audited, finished, found, joined

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

SMALLEST, LARGEST = 25, 200
"""Files of a part: enough to be worth a trip to another process, few enough that its memory stays bounded."""
TRIES = 3
"""How often a part is tried whose process dies."""
Progress = Callable[[int], None]
Done = Generator[tuple[int, Part], None, None]


@dataclass(frozen=True)
class Engine:
    """``name`` is local, processes or dask; ``jobs`` is how many processes, ``scheduler`` a Dask one's address."""

    name: str = "local"
    jobs: int = 1
    scheduler: str = ""


def run(order: Order, engine: Engine, progress: Progress = lambda files: None) -> Report:
    """The report on everything that the order names; ``progress`` is told of files as they are done."""
    files = found(order)
    enabled = gc.isenabled()
    gc.disable()  # tables and rows hold no circles, and looking for some among millions of cells takes a fifth of a run
    try:
        return _run(order, engine, progress, files)
    finally:
        if enabled:
            gc.enable()


def _run(order: Order, engine: Engine, progress: Progress, files: Sequence[Found]) -> Report:
    if engine.name == "local":
        return finished(order, [audited(order, files, lambda file: progress(1))])
    parts = divided(files, engine.jobs)
    work = _on_dask if engine.name == "dask" else _in_processes
    results: list[Part | None] = [None] * len(parts)
    with closing(work(order, parts, engine)) as done:
        for number, result in done:
            results[number] = result
            progress(len(parts[number]))
    return finished(order, [result for result in results if result is not None] or [audited(order, [])])


def divided(files: Sequence[Found], jobs: int) -> list[list[Found]]:
    """Parts of consecutive files; files that may belong to one gradebook stay together.

    A folder is only split when it holds many tables and nothing else; folders named ``key=value``, which are pieces of
    one export, stay with the folder that they are pieces of.
    """
    most = max(SMALLEST, min(LARGEST, len(files) // (jobs * 4) + 1))
    parts: list[list[Found]] = [[]]
    last = ""
    for group, members in _groups(files):
        step = most if _splits(members, most) else len(members)
        for piece in (members[start : start + step] for start in range(0, len(members), step)):
            if parts[-1] and len(parts[-1]) + len(piece) > most and not (last and group.startswith(last + "/")):
                parts.append([])
            parts[-1].extend(piece)
        last = group
    return [part for part in parts if part]


def _groups(files: Sequence[Found]) -> Iterator[tuple[str, list[Found]]]:
    group = ""
    members: list[Found] = []
    for file in files:
        folder = _folder(file)
        if members and folder != group:
            yield group, members
            members = []
        group = folder
        members.append(file)
    if members:
        yield group, members


def _folder(file: Found) -> str:
    """The folder that a file must stay together with."""
    shown = file.where if isinstance(file, Problem) else file.shown
    parts = shown.split("/")[:-1]
    pieces = next((number for number, part in enumerate(parts) if "=" in part), len(parts))
    return "/".join(parts[:pieces])


def _splits(members: Sequence[Found], most: int) -> bool:
    """Whether so many files are tables of one folder, which are as many gradebooks."""
    return len(members) > most and _apart(members)


def _apart(members: Sequence[Found]) -> bool:
    """Whether files are tables that each are a gradebook of its own, as far as their names tell."""
    if any("=" in member.shown.rpartition("/")[0] for member in members if isinstance(member, Location)):
        return False
    names = {member.shown.rpartition(".")[2].lower() for member in members if isinstance(member, Location)}
    return names <= {"csv", "xlsx", "xls"}


def _in_processes(order: Order, parts: list[list[Found]], engine: Engine) -> Done:
    """Parts as they are done. A process that dies takes its pool with it: what isn't done is tried in a new one, and
    at last in a process of its own, so that only the file that is at fault is told as broken."""
    from concurrent.futures.process import BrokenProcessPool  # pools are only loaded where one is asked for

    left = set(range(len(parts)))
    for _ in range(TRIES):
        try:
            with _pool(min(engine.jobs, len(left))) as pool:
                with _uninterrupted():
                    futures = {number: pool.submit(audited, order, parts[number]) for number in sorted(left)}
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

    try:
        with _pool(1) as pool:
            with _uninterrupted():
                future = pool.submit(audited, order, files)
            return future.result()
    except BrokenProcessPool:
        half = len(files) // 2
        if half and _apart(files):
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
    """A pool whose processes are ended at once when the run is, by an interrupt or a failure."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_quiet)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    pool.shutdown()


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


def _quiet() -> None:
    """Leaves an interrupt from the keyboard to the process that waits for this one, and starts as the run does."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _on_dask(order: Order, parts: list[list[Found]], engine: Engine) -> Done:
    """Parts as they are done on a cluster, which retries what a lost worker was at."""
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
        futures = client.map(audited, [order] * len(parts), parts, pure=False, retries=TRIES)
        number = {future.key: place for place, future in enumerate(futures)}
        for future in distributed.as_completed(futures, loop=client.loop):
            yield number[future.key], future.result()
    finally:
        client.close()
        if cluster is not None:
            cluster.close()
