"""Runs commands as whole processes, in turn, and says how long each took and how much memory it needed."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Run(NamedTuple):
    """One finished process: wall seconds, processor seconds, and the peak of its memory in MiB."""

    wall: float
    cpu: float
    peak: float


def once(command: Sequence[str]) -> Run:
    """Runs a command with its output thrown away; raises when it could not run at all.

    Modules are kept compiled, as they are where a package is installed; only the warm-up compiles them.
    """
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=compiled)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(command[:6])}")
    peak = usage.ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))
    return Run(wall, usage.ru_utime + usage.ru_stime, peak)


def alternating(commands: Mapping[str, Sequence[str]], rounds: int = 5) -> dict[str, list[Run]]:
    """Runs all commands in turn, ``rounds`` times after one warm-up, so that a noisy machine disturbs all alike."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            run = once(command)
            if number:
                runs[name].append(run)
    return runs


def ratio(runs: Mapping[str, Sequence[Run]], name: str, floor: str) -> float:
    """The median, over rounds, of one command's processor time to another's in the same round."""
    return statistics.median(a.cpu / b.cpu for a, b in zip(runs[name], runs[floor]))


def wall_ratio(runs: Mapping[str, Sequence[Run]], name: str, floor: str) -> float:
    """The same of the wall's clock."""
    return statistics.median(a.wall / b.wall for a, b in zip(runs[name], runs[floor]))


def median(runs: Sequence[Run], what: str) -> float:
    """The median of ``wall``, ``cpu`` or ``peak`` over the rounds."""
    return float(statistics.median(getattr(run, what) for run in runs))
