"""Memory that is freed stays with the process where the system's allocator can be asked to keep it."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

ROUNDS = """
import resource
import numpy as np
{before}
for _ in range(10):
    columns = [np.ones(2_500_000) for _ in range(4)]
    del columns
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


def faults(before: str) -> int:
    """How often the system had to find a page of memory, in ten rounds of four columns of 20 MB."""
    done = subprocess.run(
        [sys.executable, "-c", ROUNDS.format(before=before)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps memory when it is asked to")
def test_columns_that_were_freed_are_used_again():
    kept = faults("from gradeaudit import freed_memory; freed_memory.keep()")
    assert kept < faults("") / 2


def test_where_there_is_no_such_allocator_nothing_happens(monkeypatch):
    from gradeaudit import freed_memory

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr("ctypes.CDLL")  # nothing is asked for
    freed_memory.keep()
