"""Packs: together they are the report, each holds nothing of anyone else's, and their files are safe to send."""

from __future__ import annotations

import csv
import io
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from gradeaudit.cli.app import app
from gradeaudit.errors import Problem
from gradeaudit.findings import Place, Report
from gradeaudit.packs import index, mail, packs
from tests.reporters.reports import ALGEBRA, BIOLOGY, CHEMISTRY, CODE, HOSTILE_TEXTS, SEVERAL, finding, hostile

ROOT = Path(__file__).parents[1]


def test_each_teacher_gets_their_gradebooks_and_only_what_was_found_in_them() -> None:
    kim, ortega = packs(SEVERAL, "teacher")
    assert (kim.who, kim.school, kim.report.gradebooks) == ("J. Kim", "Lincoln HS", (BIOLOGY, CHEMISTRY))
    assert (ortega.who, ortega.school, ortega.report.gradebooks) == ("R. Ortega", "Jefferson MS", (ALGEBRA,))
    assert [found.gradebook for found in kim.report.findings] == [CHEMISTRY.id, CHEMISTRY.id]
    assert [(e.rule, e.gradebooks) for e in ortega.report.not_checked] == [("due-missing", (ALGEBRA.id,))]
    assert ortega.report.broken == ()
    checked = {rule.name: rule.checked for rule in kim.report.rules}
    assert checked == {"blank-overdue": 0, "code-unknown": 2, "title-untidy": 2, "weight-differs": 2}


@pytest.mark.parametrize("by", ["teacher", "school", "gradebook"])
def test_together_they_are_the_report(by: str) -> None:
    made = packs(SEVERAL, by)
    assert sorted(book.id for pack in made for book in pack.report.gradebooks) == [
        book.id for book in SEVERAL.gradebooks
    ]
    together = sorted(found.fingerprint for pack in made for found in pack.report.findings)
    assert together == sorted(found.fingerprint for found in SEVERAL.findings)
    pairs = {(entry.rule, book) for pack in made for entry in pack.report.not_checked for book in entry.gradebooks}
    assert pairs == {(entry.rule, book) for entry in SEVERAL.not_checked for book in entry.gradebooks}


def test_teachers_of_one_name_at_two_schools_are_two_and_a_gradebook_without_a_teacher_is_alone() -> None:
    books = (
        ALGEBRA,
        BIOLOGY._replace(teacher="R. Ortega"),
        CHEMISTRY._replace(teacher=None),
        CHEMISTRY._replace(id="b.csv", file="b.csv", teacher=None),
    )
    made = packs(replace(SEVERAL, gradebooks=books), "teacher")
    assert [[book.id for book in pack.report.gradebooks] for pack in made] == [
        ["b.csv"],
        ["lincoln/chemistry-p2.csv"],
        ["jefferson/algebra-p3.csv"],
        ["lincoln/biology-p1.csv"],
    ]
    assert len({pack.stem for pack in made}) == 4


def test_a_place_in_another_s_gradebook_is_left_out() -> None:
    found = finding(CODE, ALGEBRA, "found in two", Place(2, 3), Place(4, 5, file=BIOLOGY.file), Place(6, 7, file="set"))
    made = packs(replace(SEVERAL, findings=(found,)), "teacher")
    assert made[1].report.findings[0].places == (Place(2, 3), Place(6, 7, file="set"))


def test_the_mail_says_what_to_do_and_holds_no_cell() -> None:
    _, ortega = packs(SEVERAL, "teacher")
    assert mail(ortega, "r.html").splitlines() == [
        "Subject: Gradebook audit for R. Ortega, 2026-11-24",
        "",
        "R. Ortega:",
        "",
        "Maple Valley Unified, Grading policy 2026-27: 1 gradebook held against it, 3 errors, 1 warning, 1 note.",
        "",
        "Algebra 1, Period 3",
        "  - error: A code isn't in the policy (2 times)",
        "  - error: A category's weight differs from the policy",
        "  - warning: A blank is overdue",
        "  - note: A title holds stray characters",
        "",
        "The report, r.html, has the cells, why each matters and how to put it right.",
        "Students are not named: places show cells and counts.",
    ]


def test_the_index_has_a_line_a_pack() -> None:
    made = packs(SEVERAL, "school")
    lines = list(csv.reader(io.StringIO(index(made, ".html").decode("utf-8-sig"))))
    assert [line[:9] for line in lines[1:]] == [
        ["Jefferson MS", "", "1", "0", "3", "1", "1", "0", "0"],
        ["Lincoln HS", "", "2", "1", "1", "0", "0", "1", "0"],
    ]
    assert [line[9:] for line in lines[1:]] == [[f"{pack.stem}.html", f"{pack.stem}.txt"] for pack in made]


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_names_give_safe_file_names_and_one_subject(text: str) -> None:
    (pack,) = packs(hostile(text), "teacher")
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{6}", pack.stem) and len(pack.stem) <= 57
    head, _, body = mail(pack, "x.html").partition("\n\n")
    assert head.startswith("Subject: ") and "\n" not in head and not re.search("[\x00-\x09\x0b-\x1f]", body)
    cells = next(iter(csv.reader(io.StringIO(index([pack], ".html").decode("utf-8-sig").split("\r\n", 1)[1]))))
    assert not cells[0].startswith(("=", "+", "@", "\t", "＝"))


def _run(*words: str) -> int:
    result = CliRunner().invoke(app, ["packs", *words, "-p", str(ROOT / "policies/secondary.yaml")])
    if isinstance(result.exception, Problem):
        raise result.exception
    return result.exit_code


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("district") / "packs"
    assert _run(str(ROOT / "sample_exports/oneroster"), "--output-dir", str(folder), "--as-of", "2026-11-24") == 0
    yield folder


def test_no_file_of_a_teacher_names_another(district: Path) -> None:
    names = sorted(path.name for path in district.iterdir())
    assert len(names) == 2 * 2 + 2 and {"index.csv", "coordinator.html"} < set(names)
    for mine, other in (("omar-reyes", "Whitfield"), ("dana-whitfield", "Reyes")):
        own = [path for path in district.iterdir() if path.name.startswith(mine)]
        assert len(own) == 2
        assert all(other not in path.read_text("utf-8") for path in own)


def test_a_folder_with_something_in_it_or_among_the_exports_is_refused(district: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="not empty"):
        _run(str(ROOT / "sample_exports/oneroster"), "--output-dir", str(district))
    with pytest.raises(Problem, match="inside a folder that is audited"):
        _run(str(tmp_path), "--output-dir", str(tmp_path / "packs"))


@pytest.mark.parametrize("how", ["id", "pseudonym"])
def test_packs_that_show_students_are_their_owner_s_alone(tmp_path: Path, how: str) -> None:
    folder, key = tmp_path / "packs", tmp_path / "key"
    key.write_bytes(bytes(range(1, 33)))
    key.chmod(0o600)
    words = ["--students", "id"] if how == "id" else ["--pseudonyms", str(key)]
    _run(str(ROOT / "sample_exports/oneroster"), "--output-dir", str(folder), *words)
    page = next(folder.glob("omar-reyes-*.html")).read_text("utf-8")
    assert "Treat it as a student record." in page
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_report_without_gradebooks_has_no_packs() -> None:
    assert packs(Report(SEVERAL.run), "teacher") == ()


def test_packs_can_be_of_some_rules_alone(tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    words = ["--select", "zero-uncoded,weights-total", "--ignore", "weights-*", "--as", "xlsx", "--quiet"]
    assert _run(str(ROOT / "sample_exports/oneroster"), "--output-dir", str(folder), *words) == 0
    findings = load_workbook(folder / "coordinator.xlsx")["Findings"]
    assert {row[1] for row in findings.iter_rows(min_row=2, values_only=True)} == {"zero-uncoded"}
