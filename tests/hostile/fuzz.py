"""Damages files at random for as long as it is given: ``python -m tests.hostile.fuzz MINUTES [TARGET ...]``.

What fails is shown as small as it gets; it belongs to the examples of ``test_fuzz.py`` then. ``steered.py`` does the same
with Atheris.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import count

from hypothesis import HealthCheck, given, seed, settings

from tests.hostile.targets import TARGETS

CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
ROUND = 50


def target(name: str, examples: int) -> Callable[[], None]:
    """A Hypothesis test of one target that is run by calling it."""
    strategy, check = TARGETS[name]
    chosen = settings(max_examples=examples, deadline=None, database=None, suppress_health_check=CALM, print_blob=True)

    @chosen
    @given(strategy)
    def damaged(drawn: object) -> None:
        check(drawn)

    return damaged


def search(minutes: float, names: list[str]) -> int:
    """Goes round the targets until the time is over; how many of them failed."""
    end, failed, tried = time.monotonic() + 60 * minutes, set[str](), 0
    start = int(time.time())  # other damage each time
    for number in count(start):
        for name in names:
            if time.monotonic() > end:
                print(f"{tried} examples, {len(failed)} targets failed")
                return len(failed)
            if name in failed:
                continue
            try:
                seed(number)(target(name, ROUND))()
            except BaseException as fault:  # one target's fault must not end the search of the others
                if isinstance(fault, KeyboardInterrupt):
                    raise
                failed.add(name)
                print(f"{name}, seed {number}: {type(fault).__name__}: {fault}"[:4_000])
                for note in getattr(fault, "__notes__", ()):
                    print(note[:4_000])
            tried += ROUND
    return len(failed)


if __name__ == "__main__":
    words = sys.argv[1:]
    raise SystemExit(1 if search(float(words[0]), words[1:] or list(TARGETS)) else 0)
