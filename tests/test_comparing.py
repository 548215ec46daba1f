"""Two exports of the same gradebooks: what changed is said, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from gradeaudit.changes import Comparison, as_json, as_text
from gradeaudit.comparing import compare
from gradeaudit.gradebook import Book
from tests import canvas
from tests.tables import book, gradebooks

ROOT = Path(__file__).parents[1]
EARLIER = """
    Student | HW 1 /10 @HW due=2026-09-10 | HW 2 /10 @HW due=2026-09-17 | Test /50 @Tests due=2026-09-30
    Ada     | 9                           | 8                           | 40
    Ben     | 7                           |                             | 35
    Cy      | 10                          | 10                          | 50
"""
NOTHING = "1 gradebook compared: 0 changed, 1 not; 0 only in the earlier export, 0 only in the later one\n"


def of(picture: str = EARLIER, **more: Any) -> Book:
    """A gradebook of Algebra 1, period 2, whose assignments have ids."""
    more.setdefault("weights", {"HW": 40, "Tests": 60})
    more.setdefault("assignments", {"key": ["11", "12", "13"]})
    about = {"course": "Algebra 1", "section": "P2", "identity": "canvas:P2", **more.pop("about", {})}
    return book(picture, about=about, **more)


def held(before: Book, after: Book) -> Comparison:
    return compare(gradebooks(before), gradebooks(after))


def told(before: Book, after: Book) -> list[str]:
    """The words of all changes of the one gradebook."""
    (one,) = held(before, after).gradebooks
    assert one.not_compared == ()
    return [change.words for change in one.changes]


def test_an_export_and_itself_differ_in_nothing() -> None:
    same = held(of(), of())
    assert not same.changed
    assert as_text(same) == NOTHING


def test_reordered_rows_and_columns_and_a_renamed_file_are_no_change() -> None:
    shuffled = of(
        """
        Student | Test /50 @Tests due=2026-09-30 | HW 2 /10 @HW due=2026-09-17 | HW 1 /10 @HW due=2026-09-10
        Cy      | 50                             | 10                          | 10.0
        Ada     | 80%                            | 8                           | 9
        Ben     | 35                             |                             | 7
        """,
        assignments={"key": ["13", "12", "11"]},
        students={"local_id": ["103", "101", "102"], "sis_id": ["S103", "S101", "S102"]},
        file="november/algebra (1).csv",
    )
    assert as_text(held(of(), shuffled)) == NOTHING


def test_reordered_columns_without_ids_are_found_by_title_whatever_its_case() -> None:
    shuffled = of(
        """
        Student | test /50 @Tests due=2026-09-30 | HW 2 /10 @HW due=2026-09-17 | HW 1 /10 @HW due=2026-09-10
        Ada     | 40                             | 8                           | 9
        Ben     | 35                             |                             | 7
        Cy      | 50                             | 10                          | 10
        """,
        assignments={},
    )
    assert told(of(assignments={}), shuffled) == ["assignment renamed: “Test” is now “test”"]


def test_weights_are_told_beyond_half_a_point() -> None:
    assert told(of(), of(weights={"HW": 40.5, "Tests": 59.5})) == []
    (one,) = held(of(), of(weights={"HW": 45, "Tests": 55})).gradebooks
    assert [(change.kind, change.name, change.before, change.after) for change in one.changes] == [
        ("weight", "HW", 40.0, 45.0),
        ("weight", "Tests", 60.0, 55.0),
    ]
    assert one.changes[0].words == "weight of “HW”: 40% → 45%"


def test_the_same_id_under_a_new_title_is_renamed() -> None:
    assert told(of(), of(EARLIER.replace("HW 2", "Worksheet"))) == ["assignment renamed: “HW 2” is now “Worksheet”"]


def test_one_removed_and_another_added() -> None:
    after = of(EARLIER.replace("HW 2", "Lab"), assignments={"key": ["11", "14", "13"]})
    assert told(of(), after) == ["assignment added: “Lab”", "assignment removed: “HW 2”"]


def test_points_and_dates() -> None:
    after = of(EARLIER.replace("Test /50 @Tests due=2026-09-30", "Test /60 @Tests due=2026-10-02"))
    assert told(of(), after) == [
        "points possible of “Test”: 50 → 60",
        "due date of “Test”: 2026-09-30 → 2026-10-02",
    ]


def test_scores_are_counted_by_assignment() -> None:
    after = of(
        """
        Student | HW 1 /10 @HW due=2026-09-10 | HW 2 /10 @HW due=2026-09-17 | Test /50 @Tests due=2026-09-30
        Ada     | 10                          | 8                           |
        Ben     | EX                          | 6                           | 45
        Cy      | 10.0                        | 100%                        | 50
        """
    )
    (one,) = held(of(), after).gradebooks
    assert [(change.name, dict(change.counts)) for change in one.changes] == [
        ("HW 1", {"entered": 0, "changed": 2, "cleared": 0}),
        ("HW 2", {"entered": 1, "changed": 0, "cleared": 0}),
        ("Test", {"entered": 0, "changed": 1, "cleared": 1}),
    ]
    assert one.changes[2].words == "scores of “Test”: 1 changed, 1 cleared"


def test_students_are_counted_by_id_and_their_scores_are_no_changes() -> None:
    after = of(
        """
        Student | HW 1 /10 @HW due=2026-09-10 | HW 2 /10 @HW due=2026-09-17 | Test /50 @Tests due=2026-09-30
        Ada     | 9                           | 8                           | 40
        Dot     | 1                           | 1                           | 1
        Eve     | 2                           | 2                           | 2
        """,
        students={"local_id": ["101", "104", "105"], "sis_id": ["S101", "S104", "S105"]},
    )
    comparison = held(of(), after)
    assert [change.words for change in comparison.gradebooks[0].changes] == ["2 students joined", "2 students left"]
    assert not any(name in as_json(comparison) + as_text(comparison) for name in ("Ada", "Dot", "S104", "104"))


def test_students_without_ids_are_not_compared() -> None:
    none = {"local_id": [""] * 3, "sis_id": [""] * 3}
    (one,) = held(of(students=none), of(EARLIER.replace("| 9 ", "| 1 "), students=none)).gradebooks
    assert one.changes == ()
    assert one.not_compared == (
        "3 students of the earlier export: no id that both carry tells who they are",
        "3 students of the later export: no id that both carry tells who they are",
    )


def test_a_category_with_the_same_assignments_is_renamed() -> None:
    after = of(EARLIER.replace("@HW", "@Practice"), weights={"Practice": 40, "Tests": 60})
    assert told(of(), after) == ["category renamed: “HW” is now “Practice”; the same assignments lie in it"]


def test_a_category_whose_assignments_went_two_ways_is_not_renamed() -> None:
    after = of(
        EARLIER.replace("HW 1 /10 @HW", "HW 1 /10 @Practice").replace("HW 2 /10 @HW", "HW 2 /10 @Tests"),
        weights={"Practice": 40, "Tests": 60},
    )
    assert told(of(), after) == [
        "category added: “Practice”",
        "category removed: “HW”",
        "“HW 1” moved from “HW” to “Practice”",
        "“HW 2” moved from “HW” to “Tests”",
    ]


def test_assignments_of_one_title_without_ids_are_not_guessed() -> None:
    twice = "Student | Quiz /10 | Quiz /10\nAda | 9 | 8"
    plain: dict[str, Any] = {"weights": None, "assignments": {}}
    after = of("Student | Quiz /10 | Quiz /10 | Quiz /10\nAda | 8 | 9 | 7", **plain)
    (one,) = held(of(twice, **plain), after).gradebooks
    assert [change.words for change in one.changes] == ["assignment added: 1 more called “Quiz”"]
    assert "the assignment called “Quiz”: nothing tells which is which in the two exports" in one.not_compared
    assert "weights: neither export carries them" in one.not_compared
    assert held(of(twice, **plain), of(twice, **plain)).changed is False


def test_what_matches_nothing_is_listed_and_what_fits_twice_is_not_guessed() -> None:
    third = of(about={"section": "P3", "identity": "canvas:P3"}, file="p3.csv")
    new, twin = of(file="new.csv"), of(file="copy.csv")
    comparison = compare(gradebooks(of(), third), gradebooks(new, twin, third))
    assert [(one.before, one.after, one.matched_by) for one in comparison.gradebooks] == [
        ("p3.csv", "p3.csv", "identity")
    ]
    reason = "what it goes by is not enough to tell which gradebook of the other export it is"
    assert [(one.gradebook, one.reason) for one in comparison.only_before] == [("book.csv", reason)]
    assert [one.gradebook for one in comparison.only_after] == ["copy.csv", "new.csv"]
    same = compare(gradebooks(of(), twin), gradebooks(twin, of()))
    assert [(one.after, one.matched_by) for one in same.gradebooks] == [("book.csv", "file"), ("copy.csv", "file")]
    assert not same.changed
    gone = compare(gradebooks(of(), third), gradebooks(third))
    assert gone.changed
    assert [(one.gradebook, one.reason) for one in gone.only_before] == [
        ("book.csv", "nothing in the other export goes by its identity or its names")
    ]


def test_another_course_with_a_section_of_the_same_name_is_not_compared() -> None:
    biology = of(about={"course": "Biology"}, file="biology.csv")
    assert held(of(), biology).gradebooks == ()
    unnamed = {"course": ""}
    other = of(
        "Student | Cells /10 @HW\nFay | 3",
        about=unnamed,
        assignments={"key": ["77"]},
        students={"local_id": ["900"], "sis_id": ["S900"]},
    )
    comparison = held(of(about=unnamed), other)
    assert comparison.gradebooks == ()
    assert [one.reason for one in comparison.only_before] == [
        "the one that goes by its name in the other export shares no student and no assignment with it"
    ]


def school_class(marks: str = "9", title: str = "HW 1", homework: float = 40) -> canvas.Class:
    scores = [("8", "40"), ("7", "35"), ("10", "50"), ("6", "20"), ("5", "45"), (marks, "30")]
    return canvas.Class(
        assignments=[canvas.Assignment(title, "10", "HW", 11), canvas.Assignment("Test", "50", "Tests", 12)],
        students=[
            canvas.Student(f"Name{n}, A", n, f"S{n}", f"a{n}", "Algebra P2", pair) for n, pair in enumerate(scores, 1)
        ],
        weights={"HW": homework, "Tests": 100 - homework},
    )


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gradeaudit", "compare", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_two_canvas_exports_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "october.csv").write_text(canvas.text(school_class()), "utf-8")
    (tmp_path / "november.csv").write_text(canvas.text(school_class("4", "Homework 1", 60)), "utf-8")
    (tmp_path / "copy.csv").write_text(canvas.text(school_class()), "utf-8")
    changed = run(tmp_path, "october.csv", "november.csv")
    assert changed.returncode == 0, changed.stderr
    assert [line for line in changed.stdout.splitlines() if "not compared" not in line] == [
        "october.csv → november.csv (Algebra P2)",
        "  matched by the identity that the export carries",
        "  · weight of “HW”: 40% → 60% (recovered from totals)",
        "  · weight of “Tests”: 60% → 40% (recovered from totals)",
        "  · assignment renamed: “HW 1” is now “Homework 1”",
        "  · scores of “Homework 1”: 1 changed",
        "",
        "1 gradebook compared: 1 changed, 0 not; 0 only in the earlier export, 0 only in the later one",
    ]
    same = run(tmp_path, "october.csv", "copy.csv", "-o", "same.json")
    assert (same.returncode, same.stdout, same.stderr) == (0, "", "wrote same.json\n")
    assert json.loads((tmp_path / "same.json").read_text("utf-8"))["changed"] is False
    gone = run(tmp_path, "october.csv", "gone.csv")
    assert gone.returncode == 2
    assert "gone.csv: there is no such file or folder" in gone.stderr


def test_what_an_unchanged_gradebook_does_not_carry_is_counted_once() -> None:
    none = "due dates: neither export carries them"
    bare = [
        of(without=["assignments.due_on"], about={"section": name, "identity": f"canvas:{name}"}, file=f"{name}.csv")
        for name in ("P1", "P2")
    ]
    assert as_text(compare(gradebooks(*bare), gradebooks(*bare))) == (
        f"not compared in gradebooks in which nothing else changed:\n  {none}: 2 gradebooks\n\n"
        "2 gradebooks compared: 0 changed, 2 not; 0 only in the earlier export, 0 only in the later one\n"
    )


def test_exports_that_name_no_course_go_by_their_file_whatever_its_folder() -> None:
    def moved(folder: str) -> list[Book]:
        about = {"course": "", "section": "", "format": "schoology"}
        return [
            of(about={**about, "identity": f"schoology:{folder}/{name}"}, file=f"{folder}/{name}.csv")
            for name in ("algebra", "biology")
        ]

    comparison = compare(gradebooks(*moved("october")), gradebooks(*moved("november")))
    assert [(one.before, one.after, one.matched_by) for one in comparison.gradebooks] == [
        ("october/algebra.csv", "november/algebra.csv", "file"),
        ("october/biology.csv", "november/biology.csv", "file"),
    ]
    assert not comparison.changed


def test_exports_of_which_no_gradebook_matches_are_no_comparison(tmp_path: Path) -> None:
    plain = school_class()
    others = [replace(one, marks=(str(n), str(7 * n))) for n, one in enumerate(plain.students, 2)]
    biology = replace(plain, students=others)
    (tmp_path / "2026-10-01T0800_Grades-ALG1.csv").write_text(canvas.text(school_class()), "utf-8")
    (tmp_path / "2026-11-01T0800_Grades-BIO1.csv").write_text(canvas.text(biology), "utf-8")
    ended = run(tmp_path, "2026-10-01T0800_Grades-ALG1.csv", "2026-11-01T0800_Grades-BIO1.csv")
    assert ended.returncode == 2
    assert ended.stderr == (
        "error: no gradebook of the one export could be matched with one of the other; name two exports of the same"
        " gradebooks, or have the policy's identify say what is what\n"
    )
    assert ended.stdout.endswith(
        "0 gradebooks compared: 0 changed, 0 not; 1 only in the earlier export, 1 only in the later one\n"
    )


def test_the_json_of_a_comparison() -> None:
    comparison = held(of(), of(EARLIER.replace("Test /50", "Test /60"), file="later.csv"))
    assert json.loads(as_json(comparison)) == {
        "schema_version": "1",
        "changed": True,
        "gradebooks": [
            {
                "before": "book.csv",
                "after": "later.csv",
                "course": "Algebra 1",
                "section": "P2",
                "matched_by": "identity",
                "evidence": "the identity that the export carries",
                "changes": [
                    {
                        "kind": "points-possible",
                        "name": "Test",
                        "words": "points possible of “Test”: 50 → 60",
                        "before": 50.0,
                        "after": 60.0,
                        "counts": {},
                    }
                ],
                "not_compared": [],
            }
        ],
        "only_before": [],
        "only_after": [],
    }
