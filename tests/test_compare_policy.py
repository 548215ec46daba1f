"""compare with a policy: a report in every format, exit codes, a history as the earlier export; matching by likeness."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gradeaudit import discovery
from gradeaudit.cli.app import app
from gradeaudit.comparing import compare
from gradeaudit.errors import Problem
from gradeaudit.gradebook import Book
from gradeaudit.history import store
from gradeaudit.recalled import recalled
from tests import canvas
from tests.reporters.reports import ONE
from tests.tables import book, gradebooks
from tests.test_comparing import school_class

OCTOBER, NOVEMBER = "2026-10-01T0800_Grades-ALG1.csv", "2026-11-02T0800_Grades-ALG1.csv"
POLICY = "district: Maple\nfreeze: {setup: 2026-09-15}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / OCTOBER).write_text(canvas.text(school_class()), "utf-8")
    (tmp_path / NOVEMBER).write_text(canvas.text(school_class(homework=60)), "utf-8")
    (tmp_path / "undated.csv").write_text(canvas.text(school_class()), "utf-8")
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def why(ended: Result) -> str:
    assert isinstance(ended.exception, Problem)
    return str(ended.exception)


def test_words_come_first_and_then_the_findings(folder: Path) -> None:
    ended = run("compare", OCTOBER, NOVEMBER, "-p", "policy.yaml")
    words, _, findings = ended.stdout.partition("1 gradebook compared: 1 changed")
    assert ended.exit_code == 1
    assert "weight of “HW”: 40% → 60% (recovered from totals)" in words
    assert "the set-up was to stay as it was from 2026-09-15 on" in " ".join(findings.split())
    assert "as of 2026-11-02" in findings


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("never", 0)])
def test_exit_codes(folder: Path, fail_on: str, code: int) -> None:
    assert run("compare", OCTOBER, NOVEMBER, "-p", "policy.yaml", "--fail-on", fail_on).exit_code == code
    assert run("compare", OCTOBER, OCTOBER, "-p", "policy.yaml", "--fail-on", fail_on).exit_code == 0


def test_what_could_not_be_read_is_exit_code_2_with_the_findings_of_the_rest(folder: Path) -> None:
    later = folder / "november"
    later.mkdir()
    (folder / NOVEMBER).rename(later / NOVEMBER)
    (later / "notes.txt.csv").write_text("no gradebook", "utf-8")
    ended = run("compare", OCTOBER, "november", "-p", "policy.yaml", "-f", "json")
    report = json.loads(ended.stdout)
    assert (ended.exit_code, report["summary"]["findings"], report["summary"]["broken"]) == (2, 1, 1)


@pytest.mark.parametrize("name", list(discovery.reporters()))
def test_every_format_is_written(folder: Path, name: str) -> None:
    ended = run("compare", OCTOBER, NOVEMBER, "-p", "policy.yaml", "-f", name, "-o", "out", "-q")
    assert (ended.exit_code, ended.stdout) == (1, "")
    again = run("compare", OCTOBER, NOVEMBER, "-p", "policy.yaml", "-f", name, "-o", "again", "-q")
    assert again.exit_code == 1
    if name != "xlsx":
        assert b"weight of" in (folder / "out").read_bytes()
    assert (folder / "out").read_bytes() == (folder / "again").read_bytes()


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_reports_for_people_tell_all_changes_and_nobody_s_name(folder: Path, name: str) -> None:
    fewer = replace(school_class(homework=60), students=school_class().students[:-1])
    (folder / NOVEMBER).write_text(canvas.text(fewer), "utf-8")
    words = run("compare", OCTOBER, NOVEMBER, "-p", "policy.yaml", "-f", name).stdout
    assert "1 student left" in words and "1 student with scores left the gradebook" in words
    assert not any(f"Name{number}" in words for number in range(1, 7))
    same = run("compare", OCTOBER, OCTOBER, "-p", "policy.yaml", "-f", name).stdout
    assert "student left" not in same


def test_without_a_policy_nothing_is_judged(folder: Path) -> None:
    assert run("compare", OCTOBER, NOVEMBER, "-o", "words.txt", "-o", "words.json").exit_code == 0
    assert json.loads((folder / "words.json").read_text("utf-8"))["changed"] is True
    assert "weight of “HW”" in (folder / "words.txt").read_text("utf-8")
    assert why(run("compare", OCTOBER, NOVEMBER, "-f", "sarif")) == (
        "--format: without a policy there is nothing for sarif; add --policy FILE"
    )


def test_the_day_of_an_export_that_says_none_can_be_told(folder: Path) -> None:
    silent = json.loads(run("compare", "undated.csv", NOVEMBER, "-p", "policy.yaml", "-f", "json").stdout)
    assert [entry["reason"] for entry in silent["not_checked"] if entry["rule"] == "setup-changed"] == [
        "nothing says on which day the earlier export was made; say so with --before-day"
    ]
    told = ["compare", "undated.csv", NOVEMBER, "-p", "policy.yaml", "-f", "json", "--before-day"]
    assert json.loads(run(*told, "2026-10-01").stdout)["summary"]["findings"] == 1
    assert json.loads(run(*told, "2026-09-01").stdout)["summary"]["findings"] == 0


def test_exports_in_the_wrong_order_are_told(folder: Path) -> None:
    assert why(run("compare", NOVEMBER, OCTOBER)) == (
        "the earlier export is of 2026-11-02, the later one of 2026-10-01; name the earlier one first"
    )
    assert run("compare", OCTOBER, OCTOBER).exit_code == 0


def test_a_waived_change_is_told_as_waived_and_is_no_unused_waiver_in_a_single_run(folder: Path) -> None:
    waiver = "waivers: [{rules: setup-changed, where: {course_code: ALG1}, reason: pilot, expires: 2027-06-30}]\n"
    (folder / "policy.yaml").write_text(POLICY + waiver, "utf-8")
    ended = run("compare", OCTOBER, NOVEMBER, "-p", "policy.yaml", "-f", "json")
    (found,) = json.loads(ended.stdout)["findings"]
    assert (ended.exit_code, found["rule"], found["status"]) == (0, "setup-changed", "waived")
    single = json.loads(run("check", OCTOBER, "-p", "policy.yaml", "-f", "json", "--as-of", "2026-11-24").stdout)
    assert single["findings"] == []


def test_rules_are_chosen_among_those_on_drift(folder: Path) -> None:
    words = ["compare", OCTOBER, NOVEMBER, "-p", "policy.yaml"]
    assert run(*words, "--ignore", "setup-changed").exit_code == 0
    assert run(*words, "--select", "drift").exit_code == 1
    assert why(run(*words, "--ignore", "drift")) == (
        "no rule that judges changes is left; see the family drift in gradeaudit rules"
    )


def test_a_single_run_says_once_that_a_freeze_takes_two_exports(folder: Path) -> None:
    report = json.loads(run("check", OCTOBER, "-p", "policy.yaml", "-f", "json").stdout)
    of_drift = [entry for entry in report["not_checked"] if entry["rule"] in {"setup-changed", "student-left"}]
    assert [(entry["rule"], entry["reason"]) for entry in of_drift] == [
        ("setup-changed", "it takes two exports to see a change: gradeaudit compare BEFORE AFTER")
    ]
    (folder / "policy.yaml").write_text("district: Maple\n", "utf-8")
    assert "setup-changed" not in run("check", OCTOBER, "-p", "policy.yaml", "-f", "json").stdout
    assert why(run("check", OCTOBER, "-p", "policy.yaml", "--select", "drift")) == (
        "these rules judge changes between two exports; use gradeaudit compare BEFORE AFTER"
    )


def test_a_history_stands_for_its_set_ups_on_a_day(folder: Path) -> None:
    for day, homework in (("2026-09-20", 40), ("2026-10-20", 50)):
        (folder / "now.csv").write_text(canvas.text(school_class(homework=homework)), "utf-8")
        run("check", "now.csv", "-p", "policy.yaml", "--record", "history.sqlite", "--as-of", day, "-q")
    words = ["compare", "history.sqlite", NOVEMBER, "-p", "policy.yaml", "-f", "json"]
    last, first = json.loads(run(*words).stdout), json.loads(run(*words, "--at", "2026-10-01").stdout)
    for report, was in ((last, 50), (first, 40)):
        (compared,) = report["comparison"]["gradebooks"]
        assert compared["matched_by"] == "recorded"
        assert [change["words"] for change in compared["changes"]] == [
            f"weight of “HW”: {was}% → 60% (recovered from totals)",
            f"weight of “Tests”: {100 - was}% → 40% (recovered from totals)",
        ]
        assert [found["rule"] for found in report["findings"]] == ["setup-changed"]
        assert (
            "scores: the earlier export doesn't carry them (a history holds set-ups alone)"
            in (compared["not_compared"])
        )
    assert why(run(*words, "--at", "2026-09-01")) == (
        "history.sqlite: no run up to 2026-09-01 is recorded; record one with check --record, or name a later day"
    )
    assert why(run("compare", OCTOBER, NOVEMBER, "--at", "2026-09-01")) == (
        "--at names a run of a history; name the history that check --record wrote as BEFORE"
    )


def test_a_history_knows_files_without_ids_by_their_names_in_another_folder(tmp_path: Path) -> None:
    store.record(
        tmp_path / "history.sqlite",
        replace(ONE, gradebooks=(ONE.gradebooks[0]._replace(identity="schoology:october/algebra"),)),
    )
    about = {"identity": "schoology:november/algebra", "format": "schoology"}
    after = gradebooks(book("Student | HW 1 /10 @HW", about=about, weights={"HW": 100}, file="november/algebra.csv"))
    (one,) = compare(recalled(tmp_path / "history.sqlite", None), after).gradebooks
    assert (one.matched_by, one.evidence) == ("recorded-file", "the name of the file that the history recorded")


def renamed(*, course: str = "Algebra 1", section: str = "P2", lower: int = 0, file: str = "book.csv") -> Book:
    """A class of eight whose scores are what they are, less ``lower`` for the first two of them."""
    scores = ["9 | 40", "7 | 31", "5 | 22", "8 | 47", "10 | 50", "6 | 35", "4 | 18", "3 | 29"]
    rows = [f"S{n} | {marks}" for n, marks in enumerate(scores)]
    rows[:2] = [f"S0 | {9 - lower} | {40 - lower}", f"S1 | {7 - lower} | {31 - lower}"]
    about = {"course": course, "section": section, "identity": f"canvas:{course} {section}"}
    return book("Student | HW 1 /10 | Test 1 /50\n" + "\n".join(rows), about=about, file=file)


def test_a_gradebook_under_another_name_is_known_by_its_scores() -> None:
    after = renamed(course="Algebra I (2026)", section="MATH-101-02", file="export (3).csv")
    (one,) = compare(gradebooks(renamed()), gradebooks(after)).gradebooks
    assert (one.matched_by, one.changes) == ("likeness", ())
    assert one.evidence == "16 of 16 scores of the same students under the same titles being the same"


def test_students_without_ids_go_by_their_names_where_scores_decide() -> None:
    def nameless(one: Book) -> Book:
        return one._replace(students={**one.students, "sis_id": [""] * 8, "local_id": [""] * 8})

    after = nameless(renamed(course="Algebra I", section="X", file="export (3).csv"))
    (one,) = compare(gradebooks(nameless(renamed())), gradebooks(after)).gradebooks
    assert one.matched_by == "likeness"


def test_another_course_of_the_same_class_and_a_likeness_to_two_are_not_matched() -> None:
    other = renamed(course="Geometry", section="X", lower=1)
    assert compare(gradebooks(renamed()), gradebooks(other)).gradebooks == ()  # 12 of 16 are the same
    twins = [renamed(course=f"Copy {n}", section="", file=f"{n}.csv") for n in (1, 2)]
    assert compare(gradebooks(renamed()), gradebooks(*twins)).gradebooks == ()


def test_stated_weights_and_recovered_ones_are_compared_by_their_ratios() -> None:
    def weighed(weights: dict[str, float], source: str) -> Book:
        plain = book("Student | HW 1 /10 @HW | T /50 @Tests\nAda | 9 | 40", weights=weights)
        return plain._replace(categories={**plain.categories, "weight_source": [source] * 2})

    recovered = weighed({"HW": 22.2, "Tests": 77.8}, "recovered")
    (same,) = compare(gradebooks(recovered), gradebooks(weighed({"HW": 20, "Tests": 70}, "declared"))).gradebooks
    assert same.changes == ()
    (other,) = compare(gradebooks(recovered), gradebooks(weighed({"HW": 30, "Tests": 60}, "declared"))).gradebooks
    assert [change.words for change in other.changes] == [
        "share of “HW” among the categories that both show: 22.2% → 33.3% (recovered from totals)",
        "share of “Tests” among the categories that both show: 77.8% → 66.7% (recovered from totals)",
    ]


def test_drops_are_compared() -> None:
    def dropping(number: int) -> Book:
        plain = book("Student | HW 1 /10 @HW\nAda | 9", weights={"HW": 100})
        return plain._replace(categories={**plain.categories, "drop_lowest": [number]})

    (one,) = compare(gradebooks(dropping(0)), gradebooks(dropping(2))).gradebooks
    assert [change.words for change in one.changes] == ["lowest scores dropped in “HW”: 0 → 2"]
    (same,) = compare(gradebooks(dropping(1)), gradebooks(dropping(1))).gradebooks
    assert same.changes == ()


def with_an_empty_group(homework: float, quizzes: float) -> canvas.Class:
    plain = school_class()
    work = [
        *plain.assignments,
        canvas.Assignment("Quiz", "20", "Quizzes", 13),
        canvas.Assignment("Final", "0", "Exam", 14),
    ]
    marks = ("15", "20", "8", "12", "17", "5")
    people = [replace(one, marks=(*one.marks, mark, "")) for one, mark in zip(plain.students, marks)]
    return canvas.Class(
        work, people, {"HW": homework, "Quizzes": quizzes, "Tests": 80 - homework - quizzes, "Exam": 20}
    )


def test_shares_are_compared_where_not_all_weights_can_be_recovered(folder: Path) -> None:
    for name, weights in ((OCTOBER, (30, 20)), (NOVEMBER, (20, 30))):
        (folder / name).write_text(canvas.text(with_an_empty_group(*weights)), "utf-8")
    report = json.loads(run("compare", OCTOBER, NOVEMBER, "-p", "policy.yaml", "-f", "json").stdout)
    (compared,) = report["comparison"]["gradebooks"]
    assert [change["words"] for change in compared["changes"]] == [
        "share of “HW” among the categories that both show: 37.5% → 25% (recovered from totals)",
        "share of “Quizzes” among the categories that both show: 25% → 37.5% (recovered from totals)",
    ]
    assert [(found["rule"], found["confidence"]) for found in report["findings"]] == [("setup-changed", "likely")]
    same = json.loads(run("compare", OCTOBER, OCTOBER, "-p", "policy.yaml", "-f", "json").stdout)
    assert (same["comparison"]["changed"], same["findings"]) == (False, [])
    assert "weights can't all be recovered: no scores in “Exam”" in str(same["not_checked"])
