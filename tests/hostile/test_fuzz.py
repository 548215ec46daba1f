"""Damage at random, the same each time: files, each reader's samples, and policies. ``fuzz.py`` goes on for longer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.hostile.fuzz import CALM
from tests.hostile.targets import TARGETS, UNITS, any_file, any_policy, audit_unit, read_file, read_policy, unit

QUICK = settings(deadline=None, derandomize=True, database=None, suppress_health_check=CALM)


@settings(QUICK, max_examples=100)
@given(any_file())
def test_a_damaged_file_is_read_or_refused(drawn: tuple[str, bytes]) -> None:
    read_file(drawn)


@settings(QUICK, max_examples=100)
@given(any_policy())
def test_a_damaged_policy_is_read_or_refused(content: bytes) -> None:
    read_policy(content)


@pytest.mark.parametrize("name", UNITS)
def test_a_damaged_gradebook_is_audited_or_refused(name: str) -> None:
    @settings(QUICK, max_examples=4)
    @given(TARGETS[name][0])
    def damaged(files: object) -> None:
        audit_unit(files)  # type: ignore[arg-type]

    damaged()


@pytest.mark.parametrize("name", UNITS)
def test_the_samples_that_are_damaged_are_gradebooks_of_that_reader(name: str) -> None:
    """What is damaged above is read when it is whole; else it would be refused for another reason."""
    report = audit_unit(unit(name))
    assert report.broken == ()
    assert {entry.format for entry in report.inputs} == {name.removesuffix("_groups")}
