"""The parts of a run: of a size, whole gradebooks, and the same findings however the files are divided."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from gradeaudit import discovery
from gradeaudit.dividing import divided, rejoined
from gradeaudit.export import Found, Location
from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.policy.load import load

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_exports"


def files(*shown: str) -> list[Found]:
    return [Location(Path("/x") / name, name) for name in shown]


def folders(parts: list[list[Found]], depth: int = 1) -> list[Counter[str]]:
    """How many files of each folder are in each part."""
    return [Counter("/".join(file.shown.split("/")[:depth]) for file in part) for part in parts]  # type: ignore[union-attr]


def test_every_process_gets_two_parts_of_one_size() -> None:
    district = files(*[f"s{number // 100}/{number:03}.csv" for number in range(1_000)])
    assert folders(divided(district, 2)) == [
        {"s0": 100, "s1": 100, "s2": 50},
        {"s2": 50, "s3": 100, "s4": 100},
        {"s5": 100, "s6": 100, "s7": 50},
        {"s7": 50, "s8": 100, "s9": 100},
    ]
    assert [len(part) for part in divided(district, 1)] == [400, 400, 200], "no part is larger than a batch"
    assert [len(part) for part in divided(district[:60], 4)] == [25, 25, 10], "nor so small that it isn't worth a trip"


def test_a_folder_of_a_few_files_may_be_one_set() -> None:
    sets = files(*[f"s{number:02}/{name}.csv" for number in range(20) for name in ("manifest", "results", "users")])
    assert folders(divided(sets, 4)) == [
        {f"s{number:02}": 3 for number in some} for some in (range(8), range(8, 16), range(16, 20))
    ]


@pytest.mark.parametrize(
    "shown",
    [
        [f"e/section={number}/a={number}/x.csv" for number in range(60)],
        ["c/groups.json", *[f"c/{number}.csv" for number in range(60)]],
        ["c/course.imscc/course_settings/groups.xml", *[f"c/{number}.csv" for number in range(60)]],
        ["b/gradebook.xml", *[f"b/activities/quiz_{number}/grades.xml" for number in range(60)]],
        ["e/section=1/a.csv", *[f"e/sections/{number}.csv" for number in range(30)], "e/users/u.csv"],
        ["b/activities/quiz_1/grades.xml", *[f"b/other/{number}.xml" for number in range(60)], "b/users/u.xml"],
    ],
)
def test_what_lies_beside_each_other_in_an_export_of_several_folders_stays_together(shown: list[str]) -> None:
    before = [f"a/{number}.csv" for number in range(20)]
    parts = divided(files(*before, *shown), 4)
    assert [len(part) for part in parts] == [20, len(shown)]
    assert [file.shown for file in parts[1]] == shown  # type: ignore[union-attr]


def order(*paths: Path) -> Order:
    return Order(paths, load(ROOT / "policies" / "secondary.yaml"), date(2026, 11, 24), tuple(discovery.rules()))


def test_a_folder_that_turns_out_to_be_one_gradebook_is_read_whole(tmp_path: Path) -> None:
    template = (SAMPLES / "powerschool" / "9A_HW1Reading_pst.csv").read_text("utf-8")
    for number in range(30):
        text = template.replace("HW 1: Reading", f"HW {number}: Reading")
        (tmp_path / f"9A_HW{number}Reading_pst.csv").write_text(text, "utf-8")
    asked = order(tmp_path)
    every = found(asked)
    parts = divided(every, 2)
    assert [len(part) for part in parts] == [25, 5]
    results = [audited(asked, part) for part in parts]
    assert [book.assignments for result in results for book in result.report.gradebooks] == [25, 5]
    (whole,) = rejoined(parts, results, lambda some: audited(asked, some))
    assert [book.assignments for book in whole.report.gradebooks] == [30]


@pytest.mark.parametrize("name", ["edfi", "moodle", "oneroster", "powerschool"])
def test_a_set_whose_files_came_to_different_parts_is_read_whole(name: str) -> None:
    asked = order(SAMPLES / name)
    every = found(asked)
    parts = [[file] for file in every]
    results = rejoined(parts, [audited(asked, part) for part in parts], lambda some: audited(asked, some))
    assert len(results) < len(every)
    assert finished(asked, results) == finished(asked, [audited(asked, every)])
