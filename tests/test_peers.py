"""Gradebooks of one course that are read in different parts of a run are held against each other all the same."""

import datetime
from pathlib import Path

from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.policy.load import load

HEADER = "Student,ID,SIS User ID,SIS Login ID,Section,A1 (11),A2 (12)"
POINTS = "    Points Possible,,,,,10,10"


def export(folder: Path, file: str, marks: str) -> None:
    students = "\n".join(f'"Last, {name}",{name},S{name},{name},Sec,{marks}' for name in ("1", "2"))
    (folder / file).write_text(f"{HEADER}\n{POINTS}\n{students}\n", encoding="utf-8")


def order(folder: Path) -> Order:
    policy = folder / "policy.yaml"
    policy.write_text("peers: {same_setup: [course_code]}\n", encoding="utf-8")
    exports = folder / "exports"
    return Order((exports,), load(policy), datetime.date(2026, 11, 24), ("gradebook-outlier", "scores-identical"))


def test_parts_of_a_run_give_the_report_of_the_whole(tmp_path):
    exports = tmp_path / "exports"
    exports.mkdir()
    for number in range(5):
        export(exports, f"2026-11-13T100{number}_Grades-ALG1.csv", "9,8")
    export(exports, "2026-11-13T1006_Grades-ALG1.csv", "9,0")
    whole = order(tmp_path)
    files = found(whole)
    at_once = finished(whole, [audited(whole, files)])
    in_parts = finished(whole, [audited(whole, [file]) for file in files])
    assert at_once == in_parts
    assert [(entry.rule, entry.message) for entry in at_once.findings if entry.rule == "gradebook-outlier"] == [
        ("gradebook-outlier", "50% of the cells are zeros without a code; in the middle of its 5 peers it is 0%")
    ]
    assert [book.file.rpartition("/")[2] for book in at_once.gradebooks] == [
        f"2026-11-13T100{number}_Grades-ALG1.csv" for number in (0, 1, 2, 3, 4, 6)
    ]
    assert {words.name: words.checked for words in at_once.rules} == {"gradebook-outlier": 6, "scores-identical": 0}


def test_without_a_rule_that_compares_nothing_is_kept(tmp_path):
    (tmp_path / "exports").mkdir()
    export(tmp_path / "exports", "2026-11-13T1000_Grades-ALG1.csv", "9,8")
    alone = order(tmp_path)
    alone = Order(alone.paths, alone.source, alone.as_of, ("scores-identical",))
    assert audited(alone, found(alone)).small is None


def term(folder: Path, name: str, weight: int, day: str) -> None:
    rows = [f"S{n},North,ALG1,P3,{name},HW {n},Homework,{weight},{day},9,10" for n in range(3)]
    header = "Student ID,School Name,Course Name,Section,Term,Assignment Name,Category Name,Category Weight,Due Date"
    (folder / f"{name}.csv").write_text("\n".join([f"{header},Score,Points Possible", *rows]) + "\n", encoding="utf-8")


def test_the_terms_of_a_class_are_held_against_each_other_where_the_policy_has_a_year(tmp_path):
    (tmp_path / "exports").mkdir()
    term(tmp_path / "exports", "Q1", 20, "2026-09-10")
    term(tmp_path / "exports", "Q2", 30, "2026-11-12")
    policy = tmp_path / "policy.yaml"
    year = "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}, Q2: {starts: 2026-11-09, ends: 2027-01-22}}}"

    def varies(categories: str) -> list[str]:
        policy.write_text(f"{year}\n{categories}\n", encoding="utf-8")
        whole = Order((tmp_path / "exports",), load(policy), datetime.date(2026, 11, 24), ("weight-varies-by-term",))
        return [found_.message for found_ in finished(whole, [audited(whole, found(whole))]).findings]

    assert varies("categories: {Homework: {weight: 20}}") == ["“Homework” weighs 30% in Q2 and 20% in Q1"]
    assert varies("categories: {Homework: {weight: {Q1: 20, Q2: 30}}}") == []
    override = "overrides: [{name: second, when: {term: Q2}, set: {categories: {Homework: {weight: 30}}}}]"
    assert varies("categories: {Homework: {weight: 20}}\n" + override) == []
