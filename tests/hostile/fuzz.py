"""Damages files at random for as long as it is given: ``python -m tests.hostile.fuzz MINUTES [TARGET ...]``.

With ``--atheris`` first, Atheris (where it is installed) steers the damage by the lines that it reaches, one target at
a time. What fails is shown as small as it gets; it belongs to the examples of ``test_fuzz.py`` then.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import count

from hypothesis import HealthCheck, Phase, given, seed, settings

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


def steered(minutes: float, name: str) -> None:
    """Lets Atheris choose the bytes that Hypothesis draws from."""
    import atheris  # only where it is installed, and only when asked for

    with atheris.instrument_imports(include=["gradeaudit"]):
        import gradeaudit.flow  # noqa: F401
    chosen = settings(database=None, deadline=None, suppress_health_check=CALM, phases=[Phase.generate])
    strategy, check = TARGETS[name]
    test = chosen(given(strategy)(check))
    atheris.Setup([sys.argv[0], f"-max_total_time={int(60 * minutes)}"], test.hypothesis.fuzz_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["--atheris"]:
        steered(float(words[1]), words[2])
    else:
        raise SystemExit(1 if search(float(words[0]), words[1:] or list(TARGETS)) else 0)
