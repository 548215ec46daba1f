"""What an export hides is recovered right or refused, at every class size: a small run of the benchmark."""

import pytest

from tests.benchmarks.recovery import exports, methods, outcome


@pytest.mark.parametrize("odd", [False, True])
@pytest.mark.parametrize("students", [28, 15, 10, 6])
def test_no_class_gets_wrong_weights(students: int, odd: bool) -> None:
    line = outcome(students, 60, odd)
    assert line.wrong == 0
    assert line.recovered + line.refused == 60


def test_nearly_every_class_of_28_is_recovered() -> None:
    assert outcome(28, 60).recovered >= 57


@pytest.mark.parametrize(("students", "groups"), [(28, 5), (10, 3), (6, 2)])
def test_nothing_that_whole_exports_hide_is_recovered_wrongly(students: int, groups: int) -> None:
    found = exports(students, groups, 12)
    assert [name for name, one in found.items() if one.wrong] == []
    assert found["membership"].recovered >= 10


@pytest.mark.parametrize("students", [28, 10, 6])
def test_a_class_s_own_method_is_recovered(students: int) -> None:
    assert methods(students, 3, 12) == (12, 0, 0)
