"""Weights are recovered within a tenth of a point or refused, at every class size: a small run of the benchmark."""

import pytest

from tests.benchmarks.recovery import outcome


@pytest.mark.parametrize("odd", [False, True])
@pytest.mark.parametrize("students", [28, 15, 10, 6])
def test_no_class_gets_wrong_weights(students: int, odd: bool) -> None:
    line = outcome(students, 60, odd)
    assert line.wrong == 0
    assert line.recovered + line.refused == 60


def test_nearly_every_class_of_28_is_recovered() -> None:
    assert outcome(28, 60).recovered >= 57
