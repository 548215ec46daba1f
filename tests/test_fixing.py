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
from gradeaudit.fixing import undone

ROOT = Path(__file__).parents[1]
POLICY = """gradeaudit: "1"
missing_work:
  codes:
    MI: {means: missing, counts_as: 0, aliases: [M, missing]}
    EX: {means: excused, aliases: [exempt]}
  zero: needs_code
"""
BOOK = (
    'Student,ID,SIS User ID,SIS Login ID,Section,"HW 1, part (101)",Quiz 1 (102)\r\n'
    "    Points Possible,,,,,10,10\r\n"
    '"Aa, Ab",1,s1,l1,Sec,"missing",9\r\n'
    '"Ba, ""B"" b",2,s2,l2,Sec,8, exempt \r\n'
    '"Ca, Cb",3,s3,l3,Sec,7,0\r\n'
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
    assert (code, said.splitlines()[0]) == (0, f"book.csv: changed 2 cells in {out / 'book.csv'}")
    copy = (out / "book.csv").read_bytes()
    # by hand: the alias in quotation marks keeps them, the one with spaces goes whole; mi, oops and the zero stay
    wanted = text.replace("Da", "Dé").replace('"missing"', '"MI"').replace(" exempt ", "EX").replace("\r\n", ends)
    assert copy == wanted.encode(encoding)
    log = (out / "book.csv.changes.csv").read_bytes()
    assert [row[:4] for row in csv.reader(io.StringIO(log.decode()))] == [
        ["cell", "before", "after", "rule"],
        ["F3", "missing", "MI", "code-alias"],
        ["G4", " exempt ", "EX", "code-alias"],
    ]
    assert undone(copy, log) == original
    assert (tmp_path / "book.csv").read_bytes() == original
    again = CliRunner().invoke(app, ["fix", str(out), "-p", str(tmp_path / "policy.yaml"), "--output-dir", str(out)])
    assert (again.exit_code, again.output.splitlines()[0]) == (0, "out/book.csv: changed 0 cells")


def test_no_student_is_named_in_the_logs(tmp_path: Path) -> None:
    _, said, out = run(tmp_path, BOOK.encode(), "--diff")
    written = said + "".join(path.read_text() for path in out.glob("*.changes.*"))
    assert "F3: missing → MI" in written
    assert not [word for word in ("Aa", "Ab", "s1", "l2", "Cb") if word in written.replace(str(out), "")]


def test_zeros_become_the_missing_code_only_when_asked_for(tmp_path: Path) -> None:
    _, _, out = run(tmp_path, BOOK.encode(), "--unsafe", "--select", "zero-uncoded")
    assert (out / "book.csv").read_bytes() == BOOK.replace("Sec,7,0", "Sec,7,MI").encode()


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path: Path) -> None:
    code, said, out = run(tmp_path, BOOK.encode(), "--dry-run")
    assert (code, said.splitlines()[0]) == (0, "book.csv: would change 2 cells")
    assert list(out.iterdir()) == []


def test_an_export_that_is_not_imported_again_is_left_with_the_reason(tmp_path: Path) -> None:
    rows = "Student,Homework 1,Quiz 1\nAa,missing,9\nBb,8,7\nCc,7,6\n"
    code, said, out = run(tmp_path, rows.encode(), "--as", "generic")
    assert code == 0 and list(out.iterdir()) == []
    assert (
        "not corrected: it isn't known for certain that the LMS imports exports of this format (generic) again" in said
    )


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
    back.mkdir()
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
