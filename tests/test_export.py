"""A file as text cells: what was put in comes out, at its place, whatever delimits, quotes and encodes it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradeaudit.errors import Problem
from gradeaudit.export import STANDARD, Export, Limits, Location, Session, Table, find, load
from gradeaudit.files.delimited import Records, delimiter_of, parse
from gradeaudit.files.encoding import decode
from tests.hostile.containers import xlsx, zipped


def opened(path: Path, limits: Limits = STANDARD) -> Export:
    (location,) = find([path], limits)
    assert isinstance(location, Location)
    with Session(limits) as session:
        return load(location, session)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8) | st.sampled_from(
    [
        '"',
        '""',
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\r\n",
        '",',
        ' "',
        "a:b",
        "9,5",
        "\u2028",
        "\x85",
        "\x0b",
        "\x1b[1m",
        "\ufeffx",
        "é",
    ]
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=5))
def test_any_cells_come_back_at_their_places(
    tmp_path: Path, delimiter: str, line_end: str, encoding: str, rows: list[list[str]]
) -> None:
    header = ["Student", "ID", "Section", "Quiz 1"]
    plain = ["Rivera", "007", "A", "10"]
    table = [header, *[plain] * 4, *rows]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(table)
    path = tmp_path / "book.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    export = opened(path)
    assert export.rows == table
    assert export.delimiter == delimiter
    assert export.notes == ()


@settings(max_examples=50, deadline=None)
@given(
    cells=st.lists(CELL, min_size=6, max_size=6),
    delimiter=st.sampled_from([",", ";", "\t"]),
    minimal=st.booleans(),
)
def test_the_careful_reading_reads_what_the_fast_one_reads(cells: list[str], delimiter: str, minimal: bool) -> None:
    rows = [["A", "B", "C"], ["1", "2", "3"], cells[:3], cells[3:]]
    text = io.StringIO()
    quoting = csv.QUOTE_MINIMAL if minimal else csv.QUOTE_ALL
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(rows)
    lines = io.StringIO(text.getvalue(), newline="")
    assert list(Records(delimiter, STANDARD).each(lines, 3)) == rows


@settings(max_examples=50, deadline=None)
@given(head=st.text(st.sampled_from('ab,;\t:"\n\r'), max_size=60))
def test_a_delimiter_is_found_in_any_text(head: str) -> None:
    assert delimiter_of(head) in {",", ";", "\t", ":"}


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.sampled_from('ab,;"\n\r '), max_size=40))
def test_any_text_is_read_whole_or_refused(text: str) -> None:
    try:
        table = parse(text, STANDARD)
    except Problem as problem:
        assert "quotation mark that opens on line" in problem.what
        return
    kept = "".join("".join(row) for row in table.rows)
    for letter in "ab":
        assert kept.count(letter) == text.count(letter), "no letter may be lost"


def test_the_delimiter_that_fits_most_rows_wins() -> None:
    assert delimiter_of("Name;Essay, first draft;Quiz\nAna;9,5;8\nBen;7,5;6\n") == ";"
    assert delimiter_of("a, b\nc, d\nName\tQuiz\tEssay\nAna\t1\t2\nBen\t3\t4\nCem\t5\t6\n") == "\t"
    assert delimiter_of("Name,Tags\nAna,x;y\nBen,x\n") == ","
    assert delimiter_of("Name\nAna\n") == ","
    assert delimiter_of("Last, First\tQuiz\nRivera, Ana\t9\n") == "\t"
    assert delimiter_of("Last, First;Quiz\nRivera, Ana;9\n") == ";"


def test_a_limit_names_the_option_that_raises_it() -> None:
    with pytest.raises(Problem, match="4 cells, the most that are read of a file; raise --max-cells"):
        parse("a,b\n1,2\n3,4\n", Limits(cells=4))
    with pytest.raises(Problem, match=r"row 2 has 3 cells, more than the 2 columns .* raise --max-columns"):
        parse("a,b\n1,2,3\n", Limits(columns=2))
    with pytest.raises(Problem, match=r"row 1 has 16,384 cells, more than the 16,383 .* take out the columns"):
        parse("," * 16_383, STANDARD)


def test_a_file_above_the_size_is_refused_and_read_when_the_limit_is_raised(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("a,b\n" * 300)
    with pytest.raises(Problem, match=r"the file has 1\.2 kB, more than the 1 kB .* raise --max-file-size"):
        opened(path, Limits(file_size=1_000))
    assert len(opened(path, Limits(file_size=2_000)).rows) == 300


LONG = Limits(held=1_000)


def long_table(rows: int = 3_000) -> list[list[str]]:
    return [["Student", "Zoë"], *[[f"s{number}", "line\nbreak, and more"] for number in range(rows)]]


def written(table: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_long_table_is_read_row_by_row(tmp_path: Path, encoding: str) -> None:
    table = long_table()
    path = tmp_path / "results.csv"
    path.write_bytes(written(table, ";").encode(encoding))
    export = opened(path, LONG)
    assert export.long
    assert export.rows == table[:1_000]
    assert list(export.tables[0].each()) == table
    assert list(export.tables[0].each()) == table, "as often as a reader likes"
    assert export.held().rows == table
    assert not export.held().long
    assert [note for note in export.notes if "Windows-1252" in note] == [*export.notes]


def test_a_long_table_in_an_archive_is_read_row_by_row(tmp_path: Path) -> None:
    table = long_table()
    path = tmp_path / "set.zip"
    path.write_bytes(zipped({"results.csv": written(table), "b.csv": "a,b\n1,2\n"}))
    locations = list(find([path], LONG))
    with Session(LONG) as session:
        exports = [load(location, session) for location in locations if isinstance(location, Location)]
    assert [export.file for export in exports] == ["set.zip/b.csv", "set.zip/results.csv"]
    assert list(exports[1].tables[0].each()) == table, "also when the session is over"


def test_a_long_file_that_is_no_table_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(f"<a>{'b' * 2_000}</a>")
    (tmp_path / "b.xlsx").write_bytes(xlsx())
    (tmp_path / "c.zip").write_bytes(zipped({"d.json": '{"a": [' + "1," * 2_000 + "1]}", "e.xlsx": xlsx()}))
    with Session(LONG) as session:
        exports = [load(found, session) for found in find([tmp_path], LONG) if isinstance(found, Location)]
    assert [(export.name, export.kind, export.long) for export in exports] == [
        ("a.xml", "xml", False),
        ("b.xlsx", "xlsx", False),
        ("d.json", "json", False),
        ("e.xlsx", "xlsx", False),
    ]
    assert len(exports[0].text) == 2_007
    assert exports[1].rows == exports[3].rows


def test_a_long_table_has_the_same_rows_as_a_held_one(tmp_path: Path) -> None:
    text = "sep=;\n" + ('A;"B\nC";D\n' * 500 + '1;"2";3\n' * 10_000 + "\n1;2\n") * 2
    path = tmp_path / "book.csv"
    path.write_text(text)
    assert list(opened(path, LONG).tables[0].each()) == opened(path).rows


@pytest.mark.parametrize(
    ("tail", "words"),
    [
        (b'1,"x\n2,y\n', "the quotation mark that opens on line 10002 isn't closed"),
        (b"1,2,3\n", "row 10002 has 3 cells, more than the 2 columns"),
    ],
)
def test_a_fault_far_down_in_a_long_table_is_told_when_it_is_met(tmp_path: Path, tail: bytes, words: str) -> None:
    path = tmp_path / "book.csv"
    path.write_bytes(b"a,b\n" * 10_001 + tail)
    export = opened(path, Limits(held=1_000, columns=2))
    with pytest.raises(Problem, match=words):
        list(export.tables[0].each())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n" * 1_000 + b"\0", "NUL"),
        ("é,b\n".encode() * 1_000 + b"\xe9,b\n", "its encodings are mixed: line 1 is UTF-8, others are not"),
        (b"\xef\xbb\xbf" + b"a,b\n" * 1_000 + b"\xe9", "its encodings are mixed"),
        (b"a,b\n" * 1_000 + b"\x81", "line 1001 is neither UTF-8 nor Windows-1252"),
        (b"%PDF" + b"a" * 2_000, "this is a PDF"),
    ],
)
def test_a_long_file_that_is_no_text_is_refused_before_a_row_is_read(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "book.csv"
    path.write_bytes(content)
    with pytest.raises(Problem, match=words):
        opened(path, LONG)


def test_a_long_file_that_changes_meanwhile_is_told(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("a,b\n" * 2_000)
    export = opened(path, LONG)
    path.write_text("a,b\n" * 2_001)
    with pytest.raises(Problem, match="the file changed while it was read; run again when nothing writes to it"):
        list(export.tables[0].each())


def test_a_long_table_is_not_held_beyond_the_cells(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("a,b\n" * 2_000)
    export = opened(path, Limits(held=1_000, cells=3_000))
    assert sum(map(len, export.tables[0].each())) == 4_000
    with pytest.raises(Problem, match="raise --max-cells"):
        export.held()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xml", "<a/>", "xml"),
        ("a.csv", '<?xml version="1.0"?>\n<a b="c">é</a>', "xml"),
        ("a.json", ' [{"a": 1}]', "json"),
        ("a.json", '{"a": 1}', "json"),
        ("a.map.yaml", "rows: 3\n", "yaml"),
    ],
)
def test_a_text_file_keeps_its_text(tmp_path: Path, name: str, content: str, kind: str) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    export = opened(path)
    assert (export.kind, export.text, export.tables) == (kind, content, ())


def test_an_xml_file_is_decoded_as_it_says(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"))
    assert opened(path).text.endswith("<a>é</a>")
    path.write_bytes(b'<?xml version="1.0" encoding="utf-7"?><a/>')
    with pytest.raises(Problem, match="it says that its encoding is utf-7, which gradeaudit doesn't read"):
        opened(path)


def test_an_xml_text_may_quote_a_document_type(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a><![CDATA[<!DOCTYPE html>]]></a>")
    assert opened(path).kind == "xml"


def test_brackets_at_the_start_of_a_table_are_no_json(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("[Total],{x}\n1,2\n")
    assert opened(path).rows == [["[Total]", "{x}"], ["1", "2"]]
    path.write_text("<5 points,>5 points\n1,2\n")
    assert opened(path).rows == [["<5 points", ">5 points"], ["1", "2"]]


def test_the_bytes_of_a_text_are_decoded_by_what_they_are() -> None:
    assert decode(b"\xff\xfea\0") == ("a", "utf-16-le", ())
    assert decode("Zoë".encode("cp1252"))[:2] == ("Zoë", "cp1252")
    assert decode(b"") == ("", "utf-8", ())


def test_an_export_knows_its_name_and_folder() -> None:
    export = Export("exports/school/book.csv", "csv")
    assert (export.name, export.folder, export.rows) == ("book.csv", "exports/school", [])


def test_a_header_is_looked_for_in_a_full_first_row_or_the_one_below_it() -> None:
    export = Export("a.csv", "csv", (Table([[" Name", "HW 1 "], ["", "Points"], ["Ada", "Score"]]),))
    assert (export.header, export.names) == (("Name", "HW 1"), {"Name", "HW 1"})
    assert [word in export.top for word in ("hw 1", "points", "score")] == [True, True, False]


@pytest.mark.parametrize("title", [["Report"], ["Report", " "], []])
def test_a_header_is_looked_for_below_rows_of_titles(title: list[str]) -> None:
    export = Export("a.csv", "csv", (Table([title, ["School", ""], ["Name", "Score"]]),))
    assert "score" in export.top
    assert (Export("a.csv", "csv").header, Export("a.csv", "csv").top) == ((), "")


def test_several_tables_of_a_page_come_largest_first(tmp_path: Path) -> None:
    small = "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"
    large = (
        "<table><tr><th rowspan=2>Student</th><th colspan=2>Unit 1</th></tr><tr><td>Quiz</td><td>Essay</td></tr>"
        "<tr><td>Ana<br>Rivera</td><td>9</td><td>8<script>x</script></td></tr></table>"
    )
    path = tmp_path / "book.xls"
    path.write_text(f"<html><body>{small}<table><tr><td>{large}</td></tr></table></body></html>")
    export = opened(path)
    assert [table.rows for table in export.tables] == [
        [["Student", "Unit 1", ""], ["", "Quiz", "Essay"], ["Ana\nRivera", "9", "8"]],
        [["a", "b"], ["1", "2"]],
    ]
