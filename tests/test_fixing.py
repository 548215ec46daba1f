"""From finding to fixed: one cell changes, every other byte stays, and the log gives the original back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gradeaudit.cli.app import app
from gradeaudit.errors import Problem
from gradeaudit.files.cells import changed
from gradeaudit.fix_log import undone

ROOT = Path(__file__).parents[1]
POLICY = """gradeaudit: "1"
marks: {forms: [points]}
missing_work:
  codes:
    MI: {means: missing, counts_as: 0, aliases: [M, missing]}
    EX: {means: excused, aliases: [exempt]}
  zero: needs_code
"""
BOOK = (
    'Student,ID,SIS User ID,SIS Login ID,Section,"HW 1, part (101)",Quiz 1 (102)\r\n'
    "    Points Possible,,,,,10,10\r\n"
    '"Aa, Ab",1,s1,l1,Sec,"Exempt",9\r\n'
    '"Ba, ""B"" b",2,s2,l2,Sec,8, exempt \r\n'
    '"Ca, Cb",3,s3,l3,Sec,\u00a07,0\r\n'
    '"Da, Db",4,s4,l4,Sec,mi,oops\r\n'
)


def run(folder: Path, content: bytes, *options: str, name: str = "book.csv") -> tuple[int, str, Path]:
    (folder / "policy.yaml").write_text(POLICY)
    (folder / name).write_bytes(content)
    out = folder / "out"
    out.mkdir(exist_ok=True)
    words = ["fix", str(folder / name), "-p", str(folder / "policy.yaml"), "--output-dir", str(out), *options]
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.output, out


@pytest.mark.parametrize(
    ("encoding", "delimiter", "ends"),
    [("utf-8", ",", "\r\n"), ("utf-8-sig", ";", "\n"), ("utf-16", "\t", "\r\n"), ("cp1252", ",", "\n")],
)
def test_only_the_named_cells_differ_and_the_log_gives_the_original_back(
    tmp_path: Path, encoding: str, delimiter: str, ends: str
) -> None:
    text = BOOK if delimiter == "," else BOOK.replace("Aa, Ab", "Aa Ab").replace(",", delimiter)
    original = text.replace("Da", "Dé").replace("\r\n", ends).encode(encoding)
    code, said, out = run(tmp_path, original)
    assert (code, said.splitlines()[0]) == (0, f"book.csv: changed 3 cells in {out / 'book.csv'}")
    copy = (out / "book.csv").read_bytes()
    # by hand: the alias in quotation marks keeps them, the one with spaces goes whole; mi, oops and the zero stay
    wanted = text.replace("Da", "Dé").replace('"Exempt"', '"EX"').replace(" exempt ", "EX").replace("\u00a07", "7")
    wanted = wanted.replace("\r\n", ends)
    assert copy == wanted.encode(encoding)
    log = (out / "book.csv.changes.csv").read_bytes()
    assert [row[:4] for row in csv.reader(io.StringIO(log.decode()))] == [
        ["cell", "before", "after", "rule"],
        ["F3", "Exempt", "EX", "code-alias"],
        ["G4", " exempt ", "EX", "code-alias"],
        ["F5", "\u00a07", "7", "mark-format"],
    ]
    assert undone(copy, log) == original
    assert (tmp_path / "book.csv").read_bytes() == original
    again = CliRunner().invoke(app, ["fix", str(out), "-p", str(tmp_path / "policy.yaml"), "--output-dir", str(out)])
    assert (again.exit_code, again.output.splitlines()[0]) == (0, "out/book.csv: changed 0 cells")


def test_no_student_is_named_in_the_logs(tmp_path: Path) -> None:
    _, said, out = run(tmp_path, BOOK.encode(), "--diff")
    written = said + "".join(path.read_text() for path in out.glob("*.changes.*"))
    assert "F3: Exempt → EX" in written
    assert not [word for word in ("Aa", "Ab", "s1", "l2", "Cb") if word in written.replace(str(out), "")]


TEMPLATE = (
    "Teacher Name:,Tea Cher,\nClass:,Maths,\nAssignment Name:,HW 1,\nDue Date:,2026-09-01,\nPoints Possible:,10.0,\n"
    "Extra Points:,0.0,\nScore Type:,POINTS,\nStudent Num,Student Name,Score\n"
    '1,"Aa, Ab",0\n2,"Ba, Bb",90%\n3,"Ca, Cb",7/10\n4,"Da, Db",7/8\n5,"Ea, Eb",9\n6,"Fa, Fb",8\n7,"Ga, Gb",6\n'
)


def test_zeros_percents_and_fractions_change_only_when_asked_for(tmp_path: Path) -> None:
    code, said, out = run(tmp_path, TEMPLATE.encode(), name="1_HW1_pst.csv")
    assert code == 0 and [path.name for path in out.iterdir()] == ["1_HW1_pst.csv.checklist.txt"]
    assert "it is only corrected with --unsafe" in " ".join(said.split())
    code, said, out = run(tmp_path, TEMPLATE.encode(), "--unsafe", name="1_HW1_pst.csv")
    # by hand: 90% of 10 points is 9, 7/10 is 7; 7/8 isn't out of the points possible and stays
    wanted = TEMPLATE.replace('"Aa, Ab",0', '"Aa, Ab",MI').replace("90%", "9").replace("7/10", "7")
    assert code == 0 and (out / "1_HW1_pst.csv").read_text() == wanted


def test_zeros_stay_where_the_import_would_empty_the_cell(tmp_path: Path) -> None:
    _, _, out = run(tmp_path, BOOK.encode(), "--unsafe", "--select", "zero-uncoded")
    assert [path.name for path in out.iterdir()] == ["book.csv.checklist.txt"]
    todo = " ".join((out / "book.csv.checklist.txt").read_text().split())
    assert (
        "[ ] 1 cell on “Quiz 1” with a bare zero, where the policy wants a code (G5); not in the copy: Canvas's import"
        " empties a cell that holds any word but EX" in todo
    )
    assert "choose what happened under Status (Missing, Late, Excused)" in todo


def test_a_correction_that_brings_up_something_else_is_taken_back_and_the_others_stay(tmp_path: Path) -> None:
    policy = POLICY.replace("[points]}", "[points], maximum: 100%}")
    book = BOOK.replace("\u00a07,0", "\u00a07,\uff11\uff12")  # 12 of 10 points
    assert "forms: [points], maximum: 100%" in policy
    (tmp_path / "p.yaml").write_text(policy)
    code, said, out = run(tmp_path, book.encode(), "-p", str(tmp_path / "p.yaml"))
    assert code == 1
    assert "taken back: it would bring up score-above-maximum at G5" in said
    assert (out / "book.csv").read_text() == (
        book.replace('"Exempt"', '"EX"').replace(" exempt ", "EX").replace("\u00a07", "7").replace("\r\n", "\n")
    )


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path: Path) -> None:
    code, said, out = run(tmp_path, BOOK.encode(), "--dry-run")
    assert (code, said.splitlines()[0]) == (0, "book.csv: would change 3 cells")
    assert list(out.iterdir()) == []


def test_an_export_that_is_not_imported_again_is_left_with_the_reason(tmp_path: Path) -> None:
    rows = "Student,Homework 1,Quiz 1\nAa,missing,9\nBb,8,7\nCc,7,6\n"
    code, said, out = run(tmp_path, rows.encode(), "--as", "generic")
    assert code == 0 and [path.name for path in out.iterdir()] == ["book.csv.checklist.txt"]
    assert "it isn't known for certain that the LMS imports exports of this format again (generic)" in said


def test_the_list_says_which_of_several_gradebooks_in_a_file_a_thing_is_in(tmp_path: Path) -> None:
    sample = ROOT / "sample_exports" / "district_extract" / "AllAssignmentsandGradesExtract.csv"
    _, _, out = run(tmp_path, sample.read_bytes())
    todo = (out / "book.csv.checklist.txt").read_text("utf-8")
    assert todo.startswith("book.csv: ")
    things = [line for line in todo.splitlines() if "[ ] " in line]
    assert things
    assert all("[ ] SCI STD GR6 206: " in line or "[ ] SCI STD GR6 207: " in line for line in things)


def test_the_original_is_never_written(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "book.csv").write_bytes(BOOK.encode())
    words = ["fix", str(tmp_path / "book.csv"), "-p", str(tmp_path / "policy.yaml"), "--output-dir", str(tmp_path)]
    result = CliRunner().invoke(app, words)
    assert (
        isinstance(result.exception, Problem)
        and result.exception.what == "a file that is no copy of gradeaudit's would be replaced"
    )
    assert (tmp_path / "book.csv").read_bytes() == BOOK.encode()


def test_undo_takes_the_copy_and_its_log_and_refuses_another_copy(tmp_path: Path) -> None:
    _, _, out = run(tmp_path, BOOK.encode())
    back = tmp_path / "back"
    log = str(out / "book.csv.changes.csv")
    result = CliRunner().invoke(app, ["fix", str(out / "book.csv"), "--undo", log, "--output-dir", str(back)])
    assert result.exit_code == 0
    assert (back / "book.csv").read_bytes() == BOOK.encode()
    with pytest.raises(Problem, match="F3 isn't what the log says"):
        undone(BOOK.encode(), Path(log).read_bytes())


@pytest.mark.parametrize(
    ("content", "cell", "text", "why"),
    [
        (b"a,b\n1\n", (2, 2), "x", "row 2 ends before"),
        (b"a,b\n1,2\n", (2, 2), "x,y", "other quotation marks"),
        (b'a,b\n"1",2\n', (2, 1), 'x"y', "other quotation marks"),
        (b"a,b\n\xe9,2\n", (2, 1), "\u4e2d", "can't be written in cp1252"),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(content: bytes, cell: tuple[int, int], text: str, why: str) -> None:
    with pytest.raises(Problem, match=why):
        changed(content, {cell: text})


def test_blank_lines_and_a_line_that_names_the_delimiter_keep_the_count_of_rows() -> None:
    assert changed(b"sep=;\na;b\n\n1;2;\n", {(3, 3): "x"}) == (b"sep=;\na;b\n\n1;2;x\n", {(3, 3): ""})
    assert changed(b'a,"b\nc"\r1,2\r', {(2, 2): "x"}) == (b'a,"b\nc"\r1,x\r', {(2, 2): "2"})


def test_another_gradebook_in_the_folder_is_not_replaced_and_a_copy_of_before_is(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "book.csv").write_text("somebody else's gradebook")
    run(tmp_path, BOOK.encode())
    assert (out / "book.csv").read_text() == "somebody else's gradebook"
    (out / "book.csv").unlink()
    assert run(tmp_path, BOOK.encode())[0] == 0
    assert run(tmp_path, BOOK.replace("oops", "exempt").encode())[0] == 0
    assert "EX" in (out / "book.csv").read_text().splitlines()[-1]


def test_a_folder_is_made_only_where_the_one_above_is(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("missing_work: {codes: {EX: excused}}\n", "utf-8")
    (tmp_path / "book.csv").write_text("Student,Quiz 1\nAda,9\n", "utf-8")
    words = ["fix", str(tmp_path / "book.csv"), "-p", str(tmp_path / "policy.yaml"), "--output-dir"]
    slip = CliRunner().invoke(app, [*words, str(tmp_path / "corected" / "copies")])
    assert isinstance(slip.exception, Problem) and slip.exception.todo == "make it, or change --output-dir"
    assert not (tmp_path / "corected").exists()
    file = CliRunner().invoke(app, [*words, str(tmp_path / "book.csv")])
    assert isinstance(file.exception, Problem) and file.exception.todo == "change --output-dir"
