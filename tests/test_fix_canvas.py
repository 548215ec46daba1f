"""What Canvas's importer asks of a file holds for every corrected copy of a Canvas export.

Source: Canvas's GradebookImporter: it looks at the first rows for the delimiter, at the header for the columns up to
Section, at the row of points, and reads every other row's cells as marks of the assignments by the ids in the header.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from typer.testing import CliRunner

from gradeaudit.cli.app import app

ROOT = Path(__file__).parents[1]
POLICY = """gradeaudit: "1"
marks: {forms: [points]}
missing_work:
  codes:
    MI: {means: missing, counts_as: 0, aliases: [abs, M, missing]}
    EX: {means: excused, aliases: [exempt, excused, e]}
  zero: needs_code
  blank: {until: 5 days}
"""
ID = re.compile(r".*\s\((\d+)\)", re.DOTALL)
TOTALS = re.compile("(Current|Final|Override) (Score|Points|Grade|Status)")
MARK = re.compile(r"-?\d[\d.,]*%?|EX", re.IGNORECASE)


def delimiter(text: str) -> str:
    """As GradebookImporter.identify_delimiter: the one that gives the same number of fields in the first rows."""
    fields = {}
    for sign in ";,":
        widths = {len(next(csv.reader([line], delimiter=sign))) for line in text.splitlines()[:3]}
        fields[sign] = widths.pop() if len(widths) == 1 else 0
    return ";" if fields[";"] > fields[","] else ","


def rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text)))


def corrected(tmp_path: Path, name: str, content: bytes) -> bytes | None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / name).write_bytes(content)
    words = ["fix", str(tmp_path / name), "-p", str(tmp_path / "policy.yaml"), "--output-dir", str(out), "--unsafe"]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return (out / name).read_bytes() if (out / name).exists() else None


def changed_cells(before: bytes, after: bytes) -> dict[tuple[int, int], str]:
    """Row and column from 0, with the new text; the copy has as many rows and cells as the export."""
    old, new = rows(before), rows(after)
    assert [len(row) for row in old] == [len(row) for row in new]
    return {(r, c): text for r, row in enumerate(new) for c, text in enumerate(row) if text != old[r][c]}


def follows_the_importer(before: bytes, after: bytes) -> dict[tuple[int, int], str]:
    """Asserts Canvas's rules for a copy; gives its changes."""
    old, new = rows(before), rows(after)
    assert delimiter(after.decode("utf-8-sig")) == delimiter(before.decode("utf-8-sig"))
    assert new[0] == old[0]  # the ids in the header, and Section where the importer looks for it
    assert "Section" in new[0]
    points = next(number for number, row in enumerate(new) if "Points Possible" in row[0])
    assert new[points] == old[points]
    changes = changed_cells(before, after)
    for row, column in changes:
        assert row > 0 and row != points
        assert ID.fullmatch(new[0][column]) and not TOTALS.search(new[0][column])  # an assignment, by its id
        assert "read only" not in new[points][column]
        assert column > new[0].index("Section")  # no name, no id
        assert MARK.fullmatch(new[row][column])  # what the importer reads as a score, or as excused
    return changes


def test_the_samples_follow_the_importer_s_rules(tmp_path: Path) -> None:
    exports = sorted(ROOT.glob("sample_exports/*/*_Grades-*.csv"))
    assert len(exports) == 13
    told = {}
    for number, path in enumerate(exports):
        folder = tmp_path / str(number)
        folder.mkdir()
        copy = corrected(folder, path.name, path.read_bytes())
        if copy is not None:
            told[path.name] = follows_the_importer(path.read_bytes(), copy)
    # by hand, from the samples: everything else that their mistakes are is for the teacher
    assert told == {"2026-11-13T1701_Grades-GEOM-P6.csv": {(3, 8): "17", (7, 8): "17", (9, 6): "8.5"}}


WEIGHTED = (
    "\ufeffStudent;ID;SIS User ID;SIS Login ID;Section;Essay (11);Quiz (10) (12);Homework Current Score;Final Score\n"
    "    Points Possible;;;;;20,00;10,00;(read only);(read only)\n"
    "Aa Ab;1;s1;l1;Sec A;18,00;8.5;85,00;88,00\n"
    "Ba Bb;2;s2;l2;Sec A;exempt;9,00;90,00;90,00\n"
    "Ca Cb;3;s3;l3;Sec A and B;95%;0,00;0,00;47,50\n"
    "Da Db;4;s4;l4;Sec B;15,00;7,50;75,00;75,00\n"
    "Student, Test;9;;" + "0" * 40 + ";Sec A;;;;\n"
)


def test_an_export_with_decimal_commas_keeps_them(tmp_path: Path) -> None:
    before = WEIGHTED.encode()
    after = corrected(tmp_path, "book.csv", before)
    assert after is not None
    # by hand: 95% of 20 points is 19; 8.5 is a point among commas; the zero stays, for MI would empty its cell
    assert follows_the_importer(before, after) == {(2, 6): "8,5", (3, 5): "EX", (4, 5): "19"}
