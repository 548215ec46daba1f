"""gradebook-absent: a section of the catalogue without a gradebook, or with an empty one."""

from dataclasses import replace

from gradeaudit.audit import audit_run
from gradeaudit.discovery import rules
from gradeaudit.findings import Report, Run
from gradeaudit.grading.peers import small
from gradeaudit.policy.catalogue import Catalogue
from tests.runs import of, run
from tests.tables import book, gradebooks, policy

COLUMNS = ("school", "course_code", "section", "course")


def catalogue(*rows: tuple[str, ...]) -> Catalogue:
    return Catalogue(tuple(dict(zip(COLUMNS, row)) for row in rows), frozenset(COLUMNS))


def section(code: str, name: str, picture: str = "Student | A @Tests\nAda | 9", **about: str):
    about = {"school": "North", "course_code": code, "section": name, **about}
    return book(picture, about=about, file=f"{code}{name}.csv")


def found_in(listed: Catalogue, *books, text: str = "identify: {catalogue: courses.csv}", as_of: str = "2026-11-24"):
    held = replace(policy(text, as_of), catalogue=listed)
    report = audit_run(held, [rules()["gradebook-absent"]], Report(Run("0", as_of)), small(gradebooks(*books), held))
    assert not report.broken
    why = [(entry.reason, len(entry.gradebooks)) for entry in report.not_checked]
    return [(entry.message, entry.gradebook) for entry in report.findings] or why


NORTH = catalogue(
    ("North", "ALG1", "P3", "Algebra 1"),
    ("North", "ALG1", "P4", "Algebra 1"),
    ("North", "BIO", "P1", "Biology"),
    ("North", "LUNCH", "P5", "Lunch B"),
    ("South", "ALG1", "P3", "Algebra 1"),
)


def test_finds_the_section_without_a_gradebook_and_the_empty_one():
    empty = section("BIO", "P1", "Student\nAda")
    found = found_in(NORTH, section("ALG1", "P3"), empty)
    assert found == [
        ("Algebra 1, P4, North has no gradebook in this run", ""),
        ("This gradebook has no assignments", "BIOP1.csv"),
    ]
    bare = section("ALG1", "P4")
    bare = bare._replace(categories={}, assignments={**bare.assignments, "category": [-1]})
    found = found_in(NORTH, section("ALG1", "P3"), bare, section("BIO", "P1"))
    assert found == [("This gradebook has no categories", "ALG1P4.csv")]


def test_one_export_of_all_sections_ungraded_courses_and_the_start_of_the_year_are_no_finding():
    found = found_in(NORTH, section("ALG1", ""), section("bio", "p1"))
    assert found == []
    calendar = "identify: {catalogue: c.csv}\ncalendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}}}"
    some = [section("ALG1", "P3"), section("ALG1", "P4")]
    early = found_in(NORTH, *some, text=calendar, as_of="2026-09-13")
    assert early == [("the year began less than 14 days ago", 2)]
    later = found_in(NORTH, *some, text=calendar, as_of="2026-09-14")
    assert later == [("Biology, P1, North has no gradebook in this run", "")]


def test_a_school_of_which_the_run_holds_less_than_half_is_not_asked_for():
    found = found_in(NORTH, section("ALG1", "P3"))
    assert found == [("this run holds too few of its school's sections to ask for the others", 1)]
    all_of_it = "identify: {catalogue: c.csv}\nrules: {gradebook-absent: {share: 30%}}"
    assert len(found_in(NORTH, section("ALG1", "P3"), text=all_of_it)) == 2


def test_in_a_run_it_is_told_beside_the_other_findings(tmp_path):
    (tmp_path / "courses.csv").write_text("course_code,course\nCHEM-P4,Chemistry\nLATIN-P1,Latin\n", encoding="utf-8")
    report = run(tmp_path, "identify: {catalogue: courses.csv}", "north-hs", rules=("gradebook-absent",))
    assert [(entry.message, entry.policy_ref.line) for entry in of(report, "gradebook-absent")] == [
        ("Latin has no gradebook in this run", 1)
    ]
    silent = run(tmp_path, "district: X", "north-hs", rules=("gradebook-absent",))
    assert [(entry.rule, entry.reason) for entry in silent.not_checked] == [
        ("gradebook-absent", "the policy sets no identify.catalogue")
    ]


def test_an_empty_catalogue_misses_nothing():
    assert found_in(catalogue(), section("ALG1", "P3")) == []
    assert found_in(catalogue()) == []
