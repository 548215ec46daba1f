"""A year of one district in eight exports: what happened is said, by compare and by the rules, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from gradeaudit.cli.app import app
from tests import year
from tests.year import DAYS

NO_TERM = (
    "score-changed-after-close",
    "the policy freezes each term on a day of its own, and nothing says which term this is",
)
EARLY = (
    "score-changed-after-close",
    "the earlier export was made before the freeze, so the changes may have been, too",
)


class Told(NamedTuple):
    """What was said of each course: the words of all changes, the findings, and what was not checked."""

    changes: dict[str, list[str]]
    findings: list[tuple[str, str, str, list[str | None]]]
    not_checked: list[tuple[str, str, str]]
    code: int


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("year")
    year.write(folder)
    return folder


def told(folder: Path, before: str, after: str, *options: str) -> Told:
    words = ["compare", str(folder / before), str(folder / after), "-p", str(folder / "policy.yaml"), "-f", "json"]
    ended = CliRunner().invoke(app, [*words, *options])
    report: dict[str, Any] = json.loads(ended.stdout)
    assert report["broken"] == [] and report["comparison"]["only_before"] == report["comparison"]["only_after"] == []
    assert report["run"]["as_of"] == after
    courses = {
        one["after"]: one["course"] for one in report["comparison"]["gradebooks"] if one["matched_by"] == "identity"
    }
    return Told(
        {one["course"]: [each["words"] for each in one["changes"]] for one in report["comparison"]["gradebooks"]},
        [
            (one["rule"], courses[one["gradebook"]], one["message"], [spot["cell"] for spot in one["places"]])
            for one in report["findings"]
        ],
        [(one["rule"], one["reason"], courses[book]) for one in report["not_checked"] for book in one["gradebooks"]],
        ended.exit_code,
    )


def test_autumn_is_teaching_and_a_correction_within_the_term(district: Path) -> None:
    assert told(district, DAYS[0], DAYS[1]) == Told(
        {
            "ALG1": ["assignment added: “TST 2”", "scores of “HW 2”: 12 entered", "scores of “QZ 2”: 12 entered"],
            "ENG9": ["assignment added: “TST 2”", "scores of “HW 2”: 8 entered", "scores of “QZ 2”: 12 entered"],
        },
        [], [], 0,
    )  # fmt: skip
    assert told(district, DAYS[1], DAYS[2]) == Told(
        {
            "ALG1": [
                "assignment added: “HW 4”", "assignment added: “QZ 3”", "scores of “HW 3”: 12 entered",
                "scores of “TST 1”: 1 changed", "scores of “TST 2”: 12 entered",
            ],
            "ENG9": [
                "assignment added: “HW 4”", "assignment added: “QZ 3”", "scores of “HW 3”: 12 entered",
                "scores of “TST 2”: 12 entered",
            ],
        },
        [], [], 0,
    )  # fmt: skip
    added = ["assignment added: “HW 5”"]
    assert told(district, DAYS[2], DAYS[3]) == Told({"ALG1": added, "ENG9": added}, [], [], 0)


def test_a_test_of_the_closed_quarter_is_changed(district: Path) -> None:
    work = ["scores of “HW 4”: 12 entered", "scores of “QZ 3”: 12 entered"]
    assert told(district, DAYS[3], DAYS[4]) == Told(
        {"ALG1": [*work, "scores of “TST 2”: 2 changed, 1 cleared"], "ENG9": work},
        [
            (
                "score-changed-after-close", "ALG1",
                "scores of “TST 2” were changed after they were closed: 2 changed, 1 cleared since the export of"
                " 2026-11-13, closed from 2026-11-13 on",
                ["O4", "O6", "O9"],
            )
        ],
        [(*NO_TERM, "ENG9")],
        0,
    )  # fmt: skip


def test_weights_change_in_january_and_nobody_allowed_it(district: Path) -> None:
    work = [
        "assignment added: “HW 6”", "assignment added: “QZ 4”", "assignment added: “TST 3”",
        "scores of “HW 5”: 12 entered",
    ]  # fmt: skip
    weights = [
        "weight of “Homework”: 20% → 40% (recovered from totals)",
        "weight of “Tests”: 50% → 30% (recovered from totals)",
    ]
    message = f"{'; '.join(weights)}; the set-up was to stay as it was from 2026-09-15 on"
    assert told(district, DAYS[4], DAYS[5]) == Told(
        {"ALG1": work, "ENG9": [*weights, *work]},
        [("setup-changed", "ENG9", message, ["S1", "AA1"])],
        [(*NO_TERM, "ENG9")],
        1,
    )


def test_weights_change_as_the_amendment_asks(district: Path) -> None:
    assert told(district, DAYS[5], DAYS[6]) == Told(
        {
            "ALG1": ["weight of “Homework”: 20% → 10%", "weight of “Tests”: 50% → 60%", "assignment added: “QZ 5”"],
            "ENG9": [
                "weight of “Homework”: 40% → 10% (recovered from totals)",
                "weight of “Tests”: 30% → 60% (recovered from totals)",
                "assignment added: “QZ 5”",
            ],
        },
        [], [], 0,
    )  # fmt: skip


def test_in_march_a_category_is_renamed_a_quiz_vanishes_blanks_become_zeros_and_a_student_leaves(
    district: Path,
) -> None:
    renamed = "category renamed: “Quizzes” is now “Checks”; the same assignments lie in it"
    assert told(district, DAYS[6], DAYS[7]) == Told(
        {
            "ALG1": [
                renamed, "assignment added: “TST 4”", "scores of “HW 6”: 11 entered", "scores of “QZ 5”: 11 entered",
                "1 student left",
            ],
            "ENG9": [
                "assignment added: “TST 4”", "assignment removed: “QZ 2”", "scores of “HW 1”: 4 entered",
                "scores of “HW 2”: 4 entered", "scores of “HW 6”: 12 entered", "scores of “QZ 1”: 4 entered",
                "scores of “QZ 5”: 12 entered",
            ],
        },
        [
            ("setup-changed", "ALG1", f"{renamed}; the set-up was to stay as it was from 2026-09-15 on", ["Y1"]),
            ("student-left", "ALG1", "1 student with scores left the gradebook", [None, "A12"]),
            ("assignment-removed", "ENG9", "“QZ 2” is gone; 12 scores stood in it", [None, "M1"]),
            (
                "marks-converted", "ENG9", "12 cells: blank before, 0 now",
                [f"{column}{row}" for row in (5, 8, 11, 13) for column in "FGL"],
            ),
        ],
        [(*NO_TERM, "ENG9")],
        1,
    )  # fmt: skip


def test_over_the_whole_year_what_may_have_been_before_the_close_is_not_checked(district: Path) -> None:
    whole = told(district, DAYS[0], DAYS[7])
    found = [(rule, course) for rule, course, _, _ in whole.findings]
    assert found == [("setup-changed", "ALG1"), ("student-left", "ALG1")]  # ENG9 had too few blanks in September
    assert whole.not_checked == [(*EARLY, "ALG1"), (*NO_TERM, "ENG9")]


def test_nothing_changed_is_nothing_found(district: Path) -> None:
    for day in DAYS:
        assert told(district, day, day) == Told({"ALG1": [], "ENG9": []}, [], [], 0)
