"""Damage that Atheris steers by the lines it reaches: ``python -m tests.hostile.steered MINUTES TARGET``.

Atheris comes as a package for some versions of Python only, so it is no requirement of the tests.
"""

from __future__ import annotations

import sys

import atheris
from hypothesis import HealthCheck, Phase, given, settings

with atheris.instrument_imports(include=["gradeaudit"]):
    from tests.hostile.targets import TARGETS

if __name__ == "__main__":
    minutes, name = float(sys.argv[1]), sys.argv[2]
    strategy, check = TARGETS[name]
    calm = settings(database=None, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={int(60 * minutes)}", "-max_len=8000", "-len_control=0"],
        calm(given(strategy)(check)).hypothesis.fuzz_one_input,
    )
    atheris.Fuzz()
