"""Single errors planted in generated Canvas classes are found at their cells: a small run of the benchmark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.planted import ERRORS, counted, drawn, planted, report

CLASSES = 20


@pytest.mark.parametrize("error", ERRORS)
def test_a_planted_error_is_found_at_its_cell_and_its_cause_named(error: str) -> None:
    outcome, _ = counted([planted(seed, error) for seed in range(CLASSES)])
    assert outcome.more == outcome.missed == 0
    assert outcome.named >= 0.95 * (CLASSES - outcome.unchecked)
    assert outcome.unchecked <= 1


@pytest.mark.parametrize("declared", [False, True])
def test_classes_without_errors_have_no_findings(declared: bool, tmp_path: Path) -> None:
    said = report(tmp_path, [drawn(5_000 + seed) for seed in range(60)], declared)
    assert len(said.gradebooks) == 60
    assert said.findings == ()
    assert not said.broken
    if declared:  # then every total can be judged
        assert said.not_checked == ()
