"""Single errors planted in generated classes of other systems than Canvas: a small run of the benchmark."""

from __future__ import annotations

import pytest

from tests.benchmarks.planted_systems import ERRORS, HIDDEN, WEIGHTED, counted, wrongly

CLASSES = 25


@pytest.mark.parametrize(
    ("system", "error"),
    [(system, error) for system in HIDDEN for error in ERRORS if error != "other weight" or system in WEIGHTED],
)
def test_a_planted_error_is_found_at_its_cell_and_its_cause_named(system: str, error: str) -> None:
    outcome, _, untold = counted(system, error, CLASSES)
    checked = CLASSES - untold - outcome.unchecked
    assert (outcome.more, outcome.missed) == (0, 0)
    assert checked > 20
    assert outcome.named >= 0.95 * checked


@pytest.mark.parametrize(("system", "hidden"), [(name, one) for name, more in HIDDEN.items() for one in ("", *more)])
def test_no_total_of_a_class_without_errors_is_called_wrong(system: str, hidden: str) -> None:
    wrong, possible, unchecked = wrongly(system, hidden, 60)
    assert wrong == 0
    assert unchecked < 55
    if hidden == "":
        assert possible == 0
        assert unchecked <= 3
