"""The same bytes from every engine, also when a worker dies; an interrupt leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks import classes

ROOT = Path(__file__).parents[1]
BOOKS = 120


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district")
    classes.write(folder, BOOKS, students=12, assignments=15)
    (folder / "exports" / "broken.csv").write_bytes(b"\x00\x01\x02" * 100)
    return folder


def command(folder: Path, output: str, *words: str) -> list[str]:
    fixed = ["-p", str(folder / "policy.yaml"), "--as-of", "2026-11-24", "-q", "-o", str(folder / output)]
    return [sys.executable, "-m", "gradeaudit", "check", str(folder / "exports"), *fixed, *words]


def start(folder: Path, output: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(folder, output, *words),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    error = process.communicate(timeout=120)[1]
    return process.returncode, error


@pytest.fixture(scope="module")
def expected(district: Path) -> bytes:
    assert finished(start(district, "local.json"))[0] == 2  # one file is broken
    return (district / "local.json").read_bytes()


def children(parent: int) -> list[int]:
    """The processes that have this one as their parent, from /proc."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.append(int(entry.name))
    return found


def workers(process: subprocess.Popen[str], least: int) -> list[int]:
    """The processes of the pool, once there are ``least`` of them; the one that tracks resources is none."""
    for _ in range(400):
        found = [
            child for child in children(process.pid) if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
        ]
        if len(found) >= least or process.poll() is not None:
            return found
        time.sleep(0.02)
    return []


LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")


def test_a_pool_gives_the_same_bytes(district: Path, expected: bytes) -> None:
    assert finished(start(district, "pool.json", "--jobs", "2"))[0] == 2
    assert (district / "pool.json").read_bytes() == expected


@LINUX
def test_a_worker_of_the_pool_that_is_killed_is_replaced(district: Path, expected: bytes) -> None:
    process = start(district, "killed.json", "--jobs", "2")
    os.kill(workers(process, 1)[0], signal.SIGKILL)
    code, error = finished(process)
    assert (code, [line for line in error.splitlines() if "broken.csv" not in line]) == (2, [])
    assert (district / "killed.json").read_bytes() == expected


@LINUX
@pytest.mark.parametrize(
    ("sign", "code", "words"), [("SIGINT", 130, "interrupted\n"), ("SIGTERM", 143, ""), ("SIGHUP", 129, "")]
)
def test_a_run_that_is_ended_ends_its_pool_and_writes_nothing(district: Path, sign: str, code: int, words: str) -> None:
    process = start(district, "ended.json", "--jobs", "2")
    ours = workers(process, 2)
    os.kill(process.pid, getattr(signal, sign))
    assert finished(process) == (code, words)
    assert not (district / "ended.json").exists()
    assert not list(district.glob(".gradeaudit-*"))
    time.sleep(0.2)
    assert [worker for worker in ours if alive(worker)] == []


_DIES = """
import os, signal, sys
if "from multiprocessing.spawn import spawn_main" in " ".join(sys.orig_argv):
    sys.addaudithook(lambda event, about: event == "open" and str(about[0]).endswith("fatal.csv") and os.kill(os.getpid(), 9))
"""


@LINUX
def test_a_file_that_ends_its_process_every_time_is_broken_and_no_other(tmp_path: Path) -> None:
    classes.write(tmp_path, 6, students=6, assignments=6)
    assert finished(start(tmp_path, "whole.json"))[0] in (0, 1)
    first = min((tmp_path / "exports").rglob("*.csv"))
    first.with_name("fatal.csv").write_bytes(first.read_bytes())
    (tmp_path / "sitecustomize.py").write_text(_DIES)
    process = subprocess.Popen(
        command(tmp_path, "rest.json", "--jobs", "2"),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        stderr=subprocess.PIPE,
        text=True,
    )
    code, error = finished(process)
    words = "the process that read it died: memory ran out, or it was ended; try it alone"
    shown = f"exports/{first.with_name('fatal.csv').relative_to(tmp_path / 'exports')}"
    assert (code, error) == (2, f"error: {shown}: {words}\n")
    whole, rest = (json.loads((tmp_path / name).read_bytes()) for name in ("whole.json", "rest.json"))
    assert rest["findings"] == whole["findings"] != []
    assert rest["broken"] == [{"file": shown, "rule": None, "error": words}]


def alive(process: int) -> bool:
    """Whether a process is there and no zombie, which has no words of its own."""
    try:
        return bool(Path(f"/proc/{process}/cmdline").read_bytes())
    except OSError:
        return False


def test_an_unreachable_scheduler_is_one_line(district: Path) -> None:
    pytest.importorskip("distributed", reason="needs the extra dask")
    code, error = finished(start(district, "no.json", "--scheduler", "tcp://127.0.0.1:1"))
    assert code == 2
    assert error == "error: tcp://127.0.0.1:1: the Dask scheduler can't be reached (OSError); check --scheduler\n"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own on this machine."""
    pytest.importorskip("distributed", reason="needs the extra dask")
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_TEMPORARY_DIRECTORY": str(folder)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    words = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    started = [subprocess.Popen([*words, "--no-dashboard", "--scheduler-file", str(file)], env=environment, **quiet)]  # type: ignore[call-overload]
    for _ in range(200):
        if file.exists() and file.stat().st_size:
            break
        time.sleep(0.1)
    import json

    address = json.loads(file.read_text())["address"]
    for _ in range(2):
        words = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
        started.append(subprocess.Popen([*words, "--no-nanny"], env=environment, cwd=folder, **quiet))  # type: ignore[call-overload]
    yield address, started
    for process in reversed(started):
        process.kill()
        process.wait()


def test_a_cluster_gives_the_same_bytes(district: Path, expected: bytes, cluster) -> None:  # type: ignore[no-untyped-def]
    address, _ = cluster
    assert finished(start(district, "dask.json", "--engine", "dask", "--scheduler", address))[0] == 2
    assert (district / "dask.json").read_bytes() == expected


def test_a_worker_of_the_cluster_that_is_killed_loses_nothing(district: Path, expected: bytes, cluster) -> None:  # type: ignore[no-untyped-def]
    address, started = cluster
    process = start(district, "lost.json", "--engine", "dask", "--scheduler", address)
    time.sleep(1.5)
    started[1].kill()
    assert finished(process)[0] == 2
    assert (district / "lost.json").read_bytes() == expected
