"""Single errors planted in generated classes of other systems than Canvas: a small run of the benchmark."""

from __future__ import annotations

import pytest

from tests.benchmarks.planted_systems import ERRORS, HIDDEN, counted, wrongly

CLASSES = 25
BLANKS = {"brightspace": 0.8}
"""In Brightspace blanks may be exempt, so that some gaps have an excuse."""


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("system", HIDDEN)
def test_a_planted_error_is_found_at_its_cell(system: str, error: str) -> None:
    outcome, _ = counted(system, error, CLASSES)
    checked = CLASSES - outcome.unchecked
    assert outcome.more == 0
    assert checked > 12
    assert outcome.named + outcome.unnamed >= BLANKS.get(system, 0.95) * checked


@pytest.mark.parametrize(("system", "hidden"), [(name, one) for name, more in HIDDEN.items() for one in ("", *more)])
def test_no_total_of_a_class_without_errors_is_called_wrong(system: str, hidden: str) -> None:
    wrong, possible, unchecked = wrongly(system, hidden, 60)
    assert wrong == 0
    assert unchecked < 55
    if hidden == "":
        assert possible == 0
