"""setup-changed: a set-up that was changed after the policy froze it."""

from __future__ import annotations

from typing import Any

import pytest

from gradeaudit.gradebook import Book
from tests.rules.moments import on
from tests.tables import book, drift

FROZEN = "freeze: {setup: 2026-09-15}"
PICTURE = """
    Student | HW 1 /10 @Homework | Test 1 /50 @Tests
    Ada     | 9                  | 40
    Ben     | 7                  | 35
"""
CALENDAR = """
calendar:
  terms: {Q1: {starts: 2026-08-31, ends: 2026-10-30}, Q2: {starts: 2026-11-02, ends: 2027-01-22}}
freeze: {setup: {Q1: 2026-09-15, Q2: 2026-11-16}}
"""


def of(day: str, homework: float = 40, picture: str = PICTURE, **more: Any) -> Book:
    weights = more.pop("weights", {"Homework": homework, "Tests": 100 - homework})
    return on(day, book, picture, weights=weights, **more)


def test_finds_weights_that_changed_after_the_freeze() -> None:
    outcome = drift("setup-changed", FROZEN, of("2026-10-01"), of("2026-11-01", 20))
    assert outcome.found == [
        (
            "weight of “Homework”: 40% → 20%; weight of “Tests”: 60% → 80%; the set-up was to stay as it was from"
            " 2026-09-15 on",
            ["B1", "C1"],
        )
    ]
    (found,) = outcome.findings
    assert (found.severity, found.confidence, found.expected) == ("error", "certain", "no change from 2026-09-15 on")
    assert found.policy_ref is not None and found.policy_ref.line == 1


def test_finds_categories_method_and_drops_each_as_one_finding() -> None:
    renamed = of("2026-11-01", picture=PICTURE.replace("@Homework", "@Practice"), weights={"Practice": 40, "Tests": 60})
    (found,) = drift("setup-changed", FROZEN, of("2026-10-01"), renamed).found
    assert found[0].startswith("category renamed: “Homework” is now “Practice”")
    more = of("2026-11-01", weights={"Homework": 40, "Tests": 60, "Effort": 0})
    (found,) = drift("setup-changed", FROZEN, of("2026-10-01"), more).found
    assert found[0] == "category added: “Effort”; the set-up was to stay as it was from 2026-09-15 on"
    (found,) = drift("setup-changed", FROZEN, more_on("2026-10-01"), of("2026-11-01")).found
    assert found[0] == "category removed: “Effort”; the set-up was to stay as it was from 2026-09-15 on"
    points = of("2026-11-01", about={"method": "total_points"})
    (found,) = drift("setup-changed", FROZEN, of("2026-10-01"), points).found
    assert found[0].startswith("how grades are worked out: weighted → total points; ")
    (found,) = drift("setup-changed", FROZEN, dropping(0, "2026-10-01"), dropping(1, "2026-11-01")).found
    assert found[0].startswith("lowest scores dropped in “Homework”: 0 → 1; ")


def more_on(day: str) -> Book:
    return of(day, weights={"Homework": 40, "Tests": 60, "Effort": 0})


def dropping(number: int, day: str) -> Book:
    plain = of(day)
    return plain._replace(categories={**plain.categories, "drop_lowest": [number, 0]})


@pytest.mark.parametrize(
    "policy",
    [
        "amendments: [{from: 2026-10-15, set: {categories: {Homework: {weight: 20}, Tests: {weight: 80}}}}]",
        "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-10-30}, Q2: {starts: 2026-11-02, ends: 2027-01-22}}}\n"
        "overrides: [{name: later, when: {term: Q2}, set: {categories: {Homework: {weight: 20}, Tests: {weight: 80}}}}]",
    ],
)
def test_a_change_that_the_policy_asks_for_is_no_finding(policy: str) -> None:
    asked = f"{FROZEN}\ncategories: {{Homework: {{weight: 40}}, Tests: {{weight: 60}}}}\n{policy}"
    assert drift("setup-changed", asked, of("2026-10-01"), of("2026-11-05", 20)).found == []
    (found,) = drift("setup-changed", asked, of("2026-10-01"), of("2026-11-05", 30)).found
    assert found[0].startswith("weight of “Homework”: 40% → 30%; ")


def test_an_amendment_from_before_the_freeze_or_about_something_else_excuses_nothing() -> None:
    weights = "categories: {Homework: {weight: 20}, Tests: {weight: 80}}"
    for amendment in (
        "from: 2026-09-01, set: {categories: {Homework: {weight: 20}}}",
        "from: 2026-10-15, set: {marks: {}}",
    ):
        asked = f"{FROZEN}\n{weights}\namendments: [{{{amendment}}}]"
        assert len(drift("setup-changed", asked, of("2026-10-01"), of("2026-11-05", 20)).found) == 1


def test_nothing_changed_the_policys_own_name_and_half_a_point_are_no_finding() -> None:
    assert drift("setup-changed", FROZEN, of("2026-10-01"), of("2026-11-01")).found == []
    assert drift("setup-changed", FROZEN, of("2026-10-01"), of("2026-11-01", 40.5)).found == []
    alias = f"{FROZEN}\ncategories: {{Practice: {{aliases: [Homework]}}}}"
    renamed = of("2026-11-01", picture=PICTURE.replace("@Homework", "@Practice"), weights={"Practice": 40, "Tests": 60})
    assert drift("setup-changed", alias, of("2026-10-01"), renamed).found == []


def test_each_term_is_frozen_from_its_own_day_to_its_end() -> None:
    assert len(drift("setup-changed", CALENDAR, of("2026-09-20"), of("2026-10-01", 20)).found) == 1
    between = drift("setup-changed", CALENDAR, of("2026-11-02"), of("2026-11-10", 20))
    assert (between.found, between.not_checked) == ([], [])
    first = {"term": "Q1"}
    assert (
        len(drift("setup-changed", CALENDAR, of("2026-11-02", about=first), of("2026-11-10", 20, about=first)).found)
        == 1
    )


def test_what_is_judged_for_a_day_before_the_freeze_is_no_finding() -> None:
    assert drift("setup-changed", FROZEN, of("2026-10-01"), of("2026-11-01", 20), as_of="2026-09-10").found == []


def test_empty_gradebooks_and_those_without_a_freeze_or_a_sure_day_are_no_finding() -> None:
    empty = on("2026-10-01", book, "Student | HW 1 /10 @Homework")
    assert drift("setup-changed", FROZEN, empty, empty).found == []
    early = drift("setup-changed", FROZEN, of("2026-09-01"), of("2026-11-01", 20))
    assert (early.found, early.not_checked) == (
        [], [("the earlier export was made before the freeze, so the changes may have been, too", 1)]
    )  # fmt: skip
    undated = drift("setup-changed", FROZEN, of(""), of("2026-11-01", 20))
    assert undated.not_checked == [
        ("nothing says on which day the earlier export was made; say so with --before-day", 1)
    ]
    assert drift("setup-changed", FROZEN, of(""), of("2026-11-01")).not_checked == []
    silent = drift("setup-changed", "district: X", of("2026-10-01"), of("2026-11-01", 20))
    assert silent.not_checked == [("the policy sets no freeze.setup", 1)]
    by_term = drift("setup-changed", "freeze: {setup: {Q1: 2026-09-15}}", of("2026-10-01"), of("2026-11-01", 20))
    assert by_term.not_checked == [
        ("the policy freezes each term on a day of its own, and nothing says which term this is", 1)
    ]


def test_what_an_export_does_not_carry_is_not_checked() -> None:
    hidden = of("2026-11-01", without=["categories.weight", "categories.weight_share"])
    outcome = drift("setup-changed", FROZEN, of("2026-10-01"), hidden)
    assert (outcome.found, outcome.not_checked) == ([], [("weights: the later export doesn't carry them", 1)])
    vague = {"format": "schoology", "identity": "schoology:1"}
    more = of("2026-11-01", weights={"Homework": 40, "Tests": 60, "Effort": 0}, about=vague)
    outcome = drift("setup-changed", FROZEN, of("2026-10-01", about=vague), more)
    assert (outcome.found, outcome.not_checked) == (
        [],
        [
            (
                "this export lists only categories with assignments in them, so one that came or went may have been empty",
                1,
            )
        ],
    )
