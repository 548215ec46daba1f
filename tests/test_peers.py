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
