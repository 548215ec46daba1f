"""Keeps the memory that one batch of gradebooks gives back for the next one."""

from __future__ import annotations

import ctypes
import sys

# glibc's names for what can be settled, from malloc.h
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_LARGEST = 32 << 20
"""More than a batch's largest column, in bytes, and the most that glibc takes for its second setting."""


def keep() -> None:
    """Lets this process keep what it frees until it ends; without it each new column's pages are cleared by the system
    again, a twentieth of a run. Only Linux's own allocator is asked (source: mallopt(3)); elsewhere nothing happens.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGEST)
        mallopt(_TRIM_THRESHOLD, 16 * _LARGEST)
