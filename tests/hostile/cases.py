"""Hostile and damaged files, each with what must become of it: read, read with a note, or refused in these words."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from gradeaudit.export import STANDARD, Limits
from tests.hostile import containers as made

TABLE = "Student,ID,Quiz\nRivera,007,9.5\nOkafor,008,12\n"
ROWS = [["Student", "ID", "Quiz"], ["Rivera", "007", "9.5"], ["Okafor", "008", "12"]]
GRADE_ROWS = [["Student", "ID", "Quiz"], ["Rivera, Ana", "007", "9.5"], ["Okafor, Ben", "008", "12"]]


@dataclass(frozen=True)
class Case:
    """A file and its outcome: ``rows`` when it is read, ``note`` when something is said of that, ``refused`` else.

    ``kind`` is the kind of file it is taken for. ``shape`` is the number of rows and of cells in the widest one, for
    tables that are too large to write out.
    """

    make: Callable[[], bytes]
    rows: list[list[str]] | None = None
    note: str = ""
    refused: str = ""
    kind: str = "csv"
    shape: tuple[int, int] | None = None
    limits: Limits = STANDARD


def text(content: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: content.encode(encoding)


def read(content: str | bytes, rows: list[list[str]], note: str = "", kind: str = "csv") -> Case:
    return Case(lambda: content.encode() if isinstance(content, str) else content, rows, note, kind=kind)


def refused(content: str | bytes, words: str) -> Case:
    return Case(lambda: content.encode() if isinstance(content, str) else content, refused=words)


def workbook(make: Callable[[], bytes], words: str) -> Case:
    return Case(make, refused=words)


_LOGIN = '<!DOCTYPE html><html><body><form><input type="password" name="p"></form></body></html>'
_PAGE = "<html><body><h1>Grades</h1><p>Please wait.</p></body></html>"
_HTML = (
    "<html><head><style>td {x:y}</style></head><body><table><tr><th>Student</th><th>ID</th><th>Quiz</th></tr>"
    "<tr><td>Rivera,&nbsp;<b>Ana</b></td><td>007</td><td>9.5<tr><td>Okafor,\n  Ben<td>008<td>12</table></body></html>"
)
_SPREADSHEETML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>'
    '<Worksheet ss:Name="Grades"><Table><Row><Cell><Data ss:Type="String">Student</Data></Cell>'
    '<Cell ss:Index="3"><Data ss:Type="String">Quiz</Data></Cell></Row>'
    '<Row ss:Index="3"><Cell><Data ss:Type="String">Ana</Data></Cell><Cell><Data ss:Type="Number">12.0</Data></Cell>'
    '<Cell ss:StyleID="p"><Data ss:Type="Number">0.855</Data></Cell></Row></Table></Worksheet></Workbook>'
)
_DTD = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


def _xlsx_with(more: str, **options: str) -> Callable[[], bytes]:
    return lambda: made.xlsx({"Grades": made.sheet(more=more, **options)})


def _bomb(member: str = "grades.csv") -> bytes:
    return made.zipped({member: b"0" * 3_000_000})


def _ods_hidden() -> bytes:
    style = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    rows = made.ods_row("Student", "Quiz") + made.ods_row("Ana", 9.5)
    return made.ods(made.ods_content(rows, styles=style, table=' table:style-name="h"'))


def _cut(data: bytes, part: str, keep: int) -> bytes:
    """The archive with one part cut off after so many characters, the archive itself whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[part] = members[part][:keep]
    return made.zipped(members)


_ODS_HEAD = made.ods_row("Student", "Quiz")
_PERCENT_CELL = '<table:table-cell office:value-type="percentage" office:value="0.855"/>'

CASES: dict[str, Case] = {
    # encodings
    "plain.csv": read(TABLE, ROWS),
    "bom.csv": Case(text(TABLE, "utf-8-sig"), ROWS),
    "two_boms.csv": Case(text("\ufeff" + TABLE, "utf-8-sig"), ROWS),
    "dos_end.csv": Case(text(TABLE + "\x1a"), ROWS),
    "utf16le_bom_tab.xls": Case(lambda: b"\xff\xfe" + TABLE.replace(",", "\t").encode("utf-16-le"), ROWS),
    "utf16be_bom.csv": Case(lambda: b"\xfe\xff" + TABLE.encode("utf-16-be"), ROWS),
    "utf16le.csv": Case(text(TABLE, "utf-16-le"), ROWS, "UTF-16 without a byte-order mark"),
    "utf16be.csv": Case(text(TABLE, "utf-16-be"), ROWS, "UTF-16 without a byte-order mark"),
    "utf32.csv": Case(text(TABLE, "utf-32"), ROWS),
    "utf16_odd.csv": refused(b"\xff\xfe" + TABLE.encode("utf-16-le")[:-1], "is not UTF-16"),
    "utf16_half_pair.csv": refused(
        b"\xff\xfe" + "a,b\n1,".encode("utf-16-le") + b"\x00\xd8a\x00", "line 2 is not UTF-16"
    ),
    "cp1252.csv": Case(text("Student,Quiz\nZoë,9\n", "cp1252"), [["Student", "Quiz"], ["Zoë", "9"]], "Windows-1252"),
    "cp1252_undefined.csv": refused(b"Student,Quiz\nZo\x81,9\n", "line 2 is neither UTF-8 nor Windows-1252"),
    "mixed_encodings.csv": refused(
        "Student,Quiz\nZoë,9\n".encode() + "Chloë,8\n".encode("cp1252"),
        "its encodings are mixed: line 3 is not UTF-8, line 2 is",
    ),
    "bom_then_cp1252.csv": refused(
        b"\xef\xbb\xbfStudent,Quiz\nZo\xeb,9\n", "line 2 is not UTF-8, the file says that it is"
    ),
    "half_character.csv": refused(b"Student,Quiz\n\xed\xa0\x80,9\n", "line 2 holds half of a character"),
    "utf7.csv": read("Student,Quiz\n+AOs-,9\n", [["Student", "Quiz"], ["+AOs-", "9"]]),
    "nul_cell.csv": refused(b"Student,Quiz\nA\0na,9\n", "line 2 holds NUL bytes"),
    "nul_in_utf16.csv": refused(b"\xff\xfe" + "a,b\n1,\0\n".encode("utf-16-le"), "line 2 holds a NUL character"),
    "nul_only.csv": refused(b"\0" * 4_096, "holds NUL bytes"),
    "controls.csv": refused(bytes(range(1, 9)) * 100, "full of control characters"),
    "ansi_names.csv": read("Student,Quiz\n\x1b[31mAna,9\n", [["Student", "Quiz"], ["\x1b[31mAna", "9"]]),
    # what is no table at all
    "empty.csv": refused(b"", "the file is empty"),
    "bom_only.csv": refused(b"\xef\xbb\xbf", "the file is empty"),
    "blanks.csv": refused(" \n\t\r\n ", "nothing but blanks"),
    "commas.csv": refused(",,\n,\n", "nothing but empty cells"),
    "sep_line_only.csv": refused("sep=;", "nothing but empty cells"),
    "pdf.csv": refused(b"%PDF-1.7\n%\xe2\xe3", "this is a PDF"),
    "png.csv": refused(b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "this is a picture"),
    "jpeg.xlsx": refused(b"\xff\xd8\xff\xe0" + b"\0" * 50, "this is a picture"),
    "gz.csv": refused(gzip.compress(TABLE.encode(), mtime=0), "this is a gzip archive"),
    "seven.csv": refused(b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "this is a 7-Zip archive"),
    "sqlite.csv": refused(b"SQLite format 3\0" + b"\0" * 50, "this is an SQLite database"),
    "program.csv": refused(b"\x7fELF" + b"\0" * 50, "this is a program"),
    "tar.csv": refused(b"grades.csv".ljust(257, b"\0") + b"ustar\0" + b"\0" * 249, "this is a tar archive"),
    "login_page.csv": refused(_LOGIN, "asks for a password, not an export: was the session over?"),
    "page.xls": refused(_PAGE, "a web page without a table"),
    # other shapes of tables
    "comments_first.csv": refused("<!---->" * 500 + "<html>x", "a web page without a table"),
    "open_comments_4mb.html": Case(
        text("<table><tr><td>" + "<!--<a" * 700_000),
        refused="it is damaged or too large: it couldn't be read within 1 second and",
        limits=Limits(workbook_seconds=1),
    ),
    "html.xls": read(_HTML, GRADE_ROWS, kind="html"),
    "spreadsheetml.xls": read(
        _SPREADSHEETML, [["Student", "", "Quiz"], [], ["Ana", "12", "85.5%"]], kind="spreadsheetml"
    ),
    "spreadsheetml_cut.xls": refused(_SPREADSHEETML[:-30], "is damaged"),
    "spreadsheetml_dtd.xls": refused(
        _SPREADSHEETML.replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "x">]><Workbook', 1), "an XML document type"
    ),
    "xlsx_named.csv": Case(made.xlsx, GRADE_ROWS, kind="xlsx"),
    "csv_named.xlsx": read(TABLE, ROWS),
    # rows and cells
    "cr_only.csv": read(TABLE.replace("\n", "\r"), ROWS),
    "crlf.csv": read(TABLE.replace("\n", "\r\n"), ROWS),
    "mixed_line_ends.csv": read("Student,ID,Quiz\rRivera,007,9.5\r\nOkafor,008,12", ROWS),
    "line_break_in_cell.csv": read('A,B\n"x\r\ny",1\n', [["A", "B"], ["x\r\ny", "1"]]),
    "line_separators.csv": read("A,B\nx\x0b\x0c\x1c\x85\u2028y,1\n", [["A", "B"], ["x\x0b\x0c\x1c\x85\u2028y", "1"]]),
    "ragged.csv": read(
        "A,B,C\n1,2,3\n4,5\n", [["A", "B", "C"], ["1", "2", "3"], ["4", "5"]], "row 3 has another number"
    ),
    "blank_rows.csv": read("A,B\n\n1,2\n,\n", [["A", "B"], [], ["1", "2"], ["", ""]]),
    "unbalanced_quote.csv": refused('A,B\n1,"x\n2,y\n3,z\n', "the quotation mark that opens on line 2 "),
    "unbalanced_at_end.csv": refused('A,B\n1,x\n2,"y', "the quotation mark that opens on line 3 "),
    "unbalanced_before_name.csv": refused('A,B\n"Rivera, Ana,9\n"Okafor, Ben",8\n', "opens on line 2 isn't closed"),
    "unbalanced_after_breaks.csv": refused('A,B\n"x\ny","z,1\n2,3\n', "opens on line 3 isn't closed"),
    "quote_swallows_rows.csv": refused(
        'A,B,C,D\n1,2,3,4\nAna,"9,8,7\nBen,9",8,7\n1,2,3,4\n', "opens on line 3 isn't closed where its cell ends"
    ),
    "quote_swallows_after_stray.csv": refused(
        'A,B,C\n"x"y,2,3\n1,2,3\n"9\n",8,7\nAna,"9,8\nBen,9",8\n1,2,3\n1,2,3\n', "opens on line 6 isn't closed"
    ),
    "comment_with_commas.csv": read(
        'A,B,C,D\n1,2,3,"Good, but see a, b, c\nThanks"\n',
        [["A", "B", "C", "D"], ["1", "2", "3", "Good, but see a, b, c\nThanks"]],
    ),
    "sep_line_then_quote.csv": refused('sep=;\nA;B\n1;"x\n2;y\n', "the quotation mark that opens on line 3 "),
    "quote_inside.csv": read(
        'A,B\n"the "big" one",2\n', [["A", "B"], ['the big" one"', "2"]], "line 2 has a quotation mark"
    ),
    "quote_swallows_cell.csv": refused('A,B\n"Ana,"5"\nBen,6\n', "opens on line 2 isn't closed where its cell ends"),
    "quote_in_the_middle.csv": read('A,B\n6" ruler,2\n', [["A", "B"], ['6" ruler', "2"]]),
    "formula_names.csv": read('A,B\n="=Ana",=1+1\n', [["A", "B"], ['="=Ana"', "=1+1"]]),
    "na_names.csv": read("A,B\nNull,NA\n007,1e5\n", [["A", "B"], ["Null", "NA"], ["007", "1e5"]]),
    "odd_numbers.csv": read("A,B\nnan,1e309\n٨,½\n", [["A", "B"], ["nan", "1e309"], ["٨", "½"]]),
    "zero_width.csv": read("A,B\nx\u200b\u202ey,1\n", [["A", "B"], ["x\u200b\u202ey", "1"]]),
    # delimiters
    "semicolon_decimal_comma.csv": read("A;B, C;D\nx;9,5;8,5\n", [["A", "B, C", "D"], ["x", "9,5", "8,5"]]),
    "two_columns_decimal_comma.csv": read("A;B\nx;9,5\ny;8,5\n", [["A", "B"], ["x", "9,5"], ["y", "8,5"]]),
    "tab_with_commas.csv": read("A, B\tC\nx, y\t1,5\n", [["A, B", "C"], ["x, y", "1,5"]]),
    "colon.csv": read('Name:"HW 1: a":B\nAna:9:8\n', [["Name", "HW 1: a", "B"], ["Ana", "9", "8"]]),
    "times.csv": read("A: B,C: D\n10:30,9:15\n", [["A: B", "C: D"], ["10:30", "9:15"]]),
    "pipe.csv": read("A|B\n1|2\n", [["A|B"], ["1|2"]]),
    "title_rows.csv": read(
        "Algebra, Period 3\nRoom 12, north\n\nA;B;C\n1;2;3\n4;5;6\n",
        [["Algebra, Period 3"], ["Room 12, north"], [], ["A", "B", "C"], ["1", "2", "3"], ["4", "5", "6"]],
        "2 rows have another number of cells than the 3 of most rows (rows 1, 2)",
    ),
    "sep_line.csv": read("sep=;\r\nA;B\r\n1;2\r\n", [["A", "B"], ["1", "2"]], "only names the delimiter"),
    # sizes
    "columns_5000.csv": Case(text(",".join("c" * 5_000) + "\n"), shape=(1, 5_000)),
    "columns_20000.csv": Case(text(",".join("c" * 20_000) + "\n"), refused="row 1 has 20,000 cells"),
    "header_3m_commas.csv": Case(lambda: b"," * 3_000_000, refused="row 1 has 3,000,001 cells"),
    "rows_100000.csv": Case(text("a,b\n" * 100_000), shape=(100_000, 2)),
    "cell_5mb.csv": Case(
        lambda: b"A,B\n1," + b"x" * 5_000_000, refused="line 2 has a cell of more than 1,000,000 characters"
    ),
    "line_20mb.csv": Case(lambda: b"x" * 20_000_000, refused="line 1 has a cell of more than 1,000,000 characters"),
    "open_quote_5mb.csv": Case(
        lambda: b'A,B\n1,"' + b"x\n" * 2_500_000, refused="the quotation mark that opens on line 2"
    ),
    "line_breaks.csv": Case(
        lambda: b"\n" * 200_000 + b"x", refused="it has more than 100,000 cells", limits=Limits(cells=100_000)
    ),
    "sparse_70mb.csv": Case(lambda: b"x,y\n" * 17_500_000, refused="more than the 64 MB that are read"),
    # XML and JSON
    "dtd.xml": refused(_DTD, "an XML document type"),
    "xxe.xml": refused('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "an XML document type"),
    # workbooks
    "xls_real.xls": Case(made.xls, GRADE_ROWS, kind="xls"),
    "ods_real.ods": Case(made.ods, GRADE_ROWS, kind="ods"),
    "xls_far_cell.xls": workbook(
        lambda: made.xls(made.biff_grades() + made.biff_number(65_535, 255, 1.0)), "reaches to row 65536, column 256"
    ),
    "xls_short_record.xls": workbook(lambda: made.xls(made.record(0x0203, b"\0\0")), "damaged"),
    "xls_locked.xls": workbook(
        lambda: made.ole("Workbook", made.biff(made.biff_grades(), before=made.record(0x2F, b"\1\0" * 26))),
        "locked with a password",
    ),
    "xls_error_and_percent.xls": Case(
        lambda: made.xls(made.biff_grades() + made.biff_number(1, 2, 0.855, 1) + made.biff_error(2, 2)),
        [["Student", "ID", "Quiz"], ["Rivera, Ana", "007", "85.5%"], ["Okafor, Ben", "008", "#N/A"]],
        "an error value such as #N/A",
        kind="xls",
    ),
    "xls_cut.xls": workbook(lambda: made.xls()[:1_500], "damaged"),
    "xlsx_encrypted.xlsx": workbook(lambda: made.ole("EncryptedPackage", b"x"), "locked with a password"),
    "doc.xls": workbook(lambda: made.ole("WordDocument", b"x"), "this is a Word document"),
    "docx.xlsx": workbook(
        lambda: made.zipped({"[Content_Types].xml": "x", "word/document.xml": "x"}), "this is a Word document"
    ),
    "odt.ods": workbook(lambda: made.ods(kind="application/vnd.oasis.opendocument.text"), "this is a document"),
    "xlsx_truncated.xlsx": workbook(lambda: made.xlsx()[:-100], "it is damaged or was cut off"),
    "xlsx_no_book.xlsx": workbook(lambda: made.xlsx(parts={"xl/_rels/workbook.xml.rels": ""}), "is damaged"),
    "xlsx_no_sheet.xlsx": workbook(lambda: made.xlsx({}), "no sheet with cells"),
    "xlsx_empty_sheet.xlsx": workbook(lambda: made.xlsx({"A": made.sheet(())}), "no sheet with cells"),
    "xlsx_cut_xml.xlsx": workbook(lambda: _cut(made.xlsx(), "xl/worksheets/sheet1.xml", 400), "is damaged"),
    "xlsx_corner_bomb.xlsx": workbook(
        _xlsx_with('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "too far out"
    ),
    "xlsx_ref_overflow.xlsx": workbook(
        _xlsx_with('<row r="9"><c r="G99999999999999999999"><v>1</v></c></row>'), "an impossible address"
    ),
    "xlsx_million_rows.xlsx": workbook(
        _xlsx_with('<row r="1048576"><c r="Z1048576"><v>1</v></c></row>'), "reaches to row 1048576, column 26"
    ),
    "xlsx_dimension_lies.xlsx": Case(
        lambda: made.xlsx({"Grades": made.sheet(before='<dimension ref="A1:XFD1048576"/>')}), GRADE_ROWS, kind="xlsx"
    ),
    "xlsx_sst_count_lie.xlsx": workbook(
        lambda: made.xlsx(
            parts={"xl/sharedStrings.xml": '<sst count="1" uniqueCount="4294967295"><si><t>a</t></si></sst>'}
        ),
        "more texts than can be in it",
    ),
    "xlsx_billion_laughs.xlsx": workbook(
        lambda: made.xlsx(parts={"xl/sharedStrings.xml": _DTD}), "an XML document type"
    ),
    "xlsx_utf16_dtd.xlsx": workbook(
        lambda: made.xlsx(
            parts={"docProps/app.xml": b"\xff\xfe" + _DTD.replace('<?xml version="1.0"?>', "").encode("utf-16-le")}
        ),
        "an XML document type",
    ),
    "xlsx_nested.xlsx": workbook(
        lambda: made.xlsx({"Grades": made.sheet(more="<a>" * 60_000 + "</a>" * 59_999)}), "is damaged"
    ),
    "xlsx_formula_nocache.xlsx": workbook(
        _xlsx_with('<row r="9"><c r="C9"><f>SUM(C1:C8)</f></c></row>'), "a formula without a stored value (first in C9)"
    ),
    "xlsx_formula_empty_text.xlsx": Case(
        _xlsx_with('<row r="4"><c r="A4" t="str"><f>IF(1,"")</f><v></v></c></row>'), GRADE_ROWS, kind="xlsx"
    ),
    "xlsx_errors.xlsx": Case(
        lambda: made.xlsx({"Grades": made.sheet((("A",),), more='<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>')}),
        [["A", ""], ["", "#REF!"]],
        "an error value such as #REF!",
        kind="xlsx",
    ),
    "xlsx_booleans.xlsx": Case(
        lambda: made.xlsx({"Grades": made.sheet(((True, False),))}), [["TRUE", "FALSE"]], kind="xlsx"
    ),
    "xlsx_boolean_7.xlsx": workbook(_xlsx_with('<row r="9"><c r="A9" t="b"><v>7</v></c></row>'), "is damaged"),
    "xlsx_dates_and_percents.xlsx": Case(
        lambda: made.xlsx(
            {
                "Grades": made.sheet(
                    (("8/10", "85.5%", "7%"),),
                    more='<row r="2"><c r="A2" s="1"><v>46244</v></c><c r="B2" s="2"><v>0.855</v></c>'
                    '<c r="C2" s="3"><v>7</v></c></row>',
                )
            },
            styles=made.style_sheet(0, 14, 10, 164, custom='0"%"'),
        ),
        [["8/10", "85.5%", "7%"], ["2026-08-10", "85.5%", "7"]],
        kind="xlsx",
    ),
    "xlsx_cells_without_numbers.xlsx": Case(
        lambda: made.xlsx(
            {
                "Grades": made.sheet(
                    (),
                    more='<row><c t="inlineStr"><is><t>A</t></is></c><c s="1"><v>0.5</v></c></row>'
                    '<row><c t="e"><v>#N/A</v></c></row>',
                )
            },
            styles=made.style_sheet(0, 9),
        ),
        [["A", "50%"], ["#N/A", ""]],
        "an error value",
        kind="xlsx",
    ),
    "xlsx_merged.xlsx": Case(
        lambda: made.xlsx({"Grades": made.sheet(after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>')}),
        GRADE_ROWS,
        "sheet Grades has 1 merged block of cells",
        kind="xlsx",
    ),
    "xlsx_hidden_sheet.xlsx": Case(
        lambda: made.xlsx(states={"Grades": "veryHidden"}),
        GRADE_ROWS,
        "sheet Grades is hidden; it was read",
        kind="xlsx",
    ),
    "xlsx_hidden_row.xlsx": Case(
        lambda: made.xlsx({"Grades": made.sheet(more='<row r="4" hidden="1"/>')}),
        GRADE_ROWS,
        "has hidden rows or columns",
        kind="xlsx",
    ),
    "xlsx_x_escapes.xlsx": Case(
        lambda: made.xlsx({"Grades": made.sheet((("_x001B_[31m",),))}), [["\x1b[31m"]], kind="xlsx"
    ),
    "xlsx_zip_bomb.xlsx": workbook(
        lambda: made.xlsx(parts={"docProps/app.xml": b" " * 3_000_000}), "more than 200 times its packed size"
    ),
    "xlsx_duplicate_part.xlsx": workbook(
        lambda: made.xlsx(parts={"XL/Worksheets/Sheet1.xml": made.sheet((("other",),))}), "two files of one name"
    ),
    "xlsx_locked_zip.xlsx": workbook(lambda: made.locked(made.xlsx()), "locked with a password"),
    "ods_trailing_repeats.ods": Case(
        lambda: made.ods(
            made.ods_content(
                "".join(made.ods_row(*row) for row in made.GRADES)
                + made.ods_row(more='<table:table-cell table:number-columns-repeated="16384"/>', repeated=1_048_573)
            )
        ),
        GRADE_ROWS,
        kind="ods",
    ),
    "ods_percent.ods": Case(
        lambda: made.ods(made.ods_content(_ODS_HEAD + made.ods_row("Ana", more=_PERCENT_CELL, repeated=2))),
        [["Student", "Quiz"], ["Ana", "85.5%"], ["Ana", "85.5%"]],
        kind="ods",
    ),
    "ods_formula_nocache.ods": workbook(
        lambda: made.ods(
            made.ods_content(_ODS_HEAD + made.ods_row("Ana", more='<table:table-cell table:formula="of:=1"/>'))
        ),
        "a formula without a stored value (first in B2)",
    ),
    "ods_hidden.ods": Case(_ods_hidden, [["Student", "Quiz"], ["Ana", "9.5"]], "sheet Grades is hidden", kind="ods"),
    "ods_unclosed_table.ods": workbook(
        lambda: made.ods(made.ods_content(_ODS_HEAD).partition("</table:table>")[0]), "is damaged"
    ),
    "ods_many_repeats.ods": workbook(
        lambda: made.ods(
            made.ods_content(
                made.ods_row(
                    more='<table:table-cell office:value-type="float" office:value="1"'
                    ' table:number-columns-repeated="16000"/>',
                    repeated=1_000_000,
                )
            )
        ),
        "reaches to row 1000000, column 16000",
    ),
    "ods_billion_laughs.ods": workbook(lambda: made.ods(_DTD), "an XML document type"),
    "ods_encrypted.ods": workbook(
        lambda: made.ods(
            manifest='<manifest:file-entry manifest:full-path="content.xml">'
            "<manifest:encryption-data/></manifest:file-entry>"
        ),
        "locked with a password",
    ),
}


ARCHIVES: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    # a zip archive, and what is said of it, a line for each file or problem, in order
    "plain.zip": (
        lambda: made.zipped(
            {"b.csv": TABLE, "a/z.csv": TABLE, "a.json": "[]", "__MACOSX/b.csv": "x", ".DS_Store": "x"}
        ),
        ["plain.zip/a.json: json", "plain.zip/b.csv: 3 rows", "plain.zip/a/z.csv: 3 rows"],
    ),
    "course.imscc": (
        lambda: made.zipped(
            {
                "course_settings/assignment_groups.xml": "<assignmentGroups/>",
                "wiki/a.html": "x",
                "b.png": "x",
                "web_resources/t.csv": "a,b",
            }
        ),
        [
            "course.imscc/course_settings/assignment_groups.xml: xml",
            "course.imscc: 1 of its files: a document, not an export",
            "course.imscc: 1 of its files: a part of the course export without grades",
            "course.imscc: 1 of its files: a picture, not an export",
        ],
    ),
    "one_bad.zip": (
        lambda: made.zipped(
            {"a.csv": TABLE, "b.csv": b"%PDF-1.7", "c.xlsx": made.xlsx(), "readme.txt": "Hello.\nBye.\n"}
        ),
        [
            "one_bad.zip/a.csv: 3 rows",
            "one_bad.zip/b.csv: this is a PDF, not a gradebook export",
            "one_bad.zip/c.xlsx: 3 rows",
            "one_bad.zip: 1 of its files: a text without columns, not an export",
        ],
    ),
    "nested.zip": (
        lambda: made.zipped({"inner.zip": made.zipped({"a.csv": TABLE})}),
        ["nested.zip/inner.zip: this is a zip archive inside an archive"],
    ),
    "slip.zip": (
        lambda: made.zipped({"../x.csv": TABLE, "/etc/y.csv": TABLE, "C:/z.csv": TABLE, "d/../../w.csv": TABLE}),
        [
            "slip.zip/etc/y.csv: its name leads out of the archive",
            "slip.zip/../x.csv: its name leads out of the archive",
            "slip.zip/C:/z.csv: its name leads out of the archive",
            "slip.zip/d/../../w.csv: its name leads out of the archive",
        ],
    ),
    "bomb.zip": (_bomb, ["bomb.zip/grades.csv: it unpacks to more than 200 times its packed size, as no export does"]),
    "encrypted.zip": (
        lambda: made.locked(made.zipped({"a.csv": TABLE})),
        ["encrypted.zip/a.csv: it is locked with a password"],
    ),
    "truncated.zip": (
        lambda: made.zipped({"a.csv": TABLE})[:-30],
        ["truncated.zip: it is damaged or was cut off"],
    ),
    "bad_crc.zip": (
        lambda: made.zipped({"a.csv": TABLE}, zipfile.ZIP_STORED).replace(b"Rivera", b"Rivero"),
        ["bad_crc.zip/a.csv: it is damaged or was cut off"],
    ),
    "case_collision.zip": (
        lambda: made.zipped({"a.csv": TABLE, "A.csv": TABLE}),
        ["case_collision.zip: it holds two files of one name, so it can be read in two ways"],
    ),
    "many_members.zip": (
        lambda: made.zipped({f"{number}.csv": "" for number in range(5_001)}),
        ["many_members.zip: it holds 5,001 files, more than the 5,000 that are read"],
    ),
    "long_contents.zip": (
        lambda: made.zipped({"a.csv": TABLE})[:-10] + struct.pack("<IIH", 60_000_000, 0, 0),
        ["long_contents.zip: it holds more than the 5,000 files that are read"],
    ),
    "films.imscc": (
        lambda: made.patched(made.zipped({"a.mp4": "film"}), 22, 24, struct.pack("<I", 4_000_000_000)),
        ["films.imscc: 1 of its files: a sound or a film, not an export"],
    ),
    "comment.zip": (
        lambda: made.zipped({"a.csv": TABLE})[:-2] + struct.pack("<H", 22) + made.zipped({})[-22:],
        ["comment.zip: it has two tables of contents, so it can be read in two ways"],
    ),
    "symlink.zip": (
        lambda: made.zipped_link("a.csv", "/etc/passwd"),
        ["symlink.zip/a.csv: it is a link to another place, not a file"],
    ),
    "duplicate_members.zip": (
        lambda: made.doubled("a.csv", [TABLE, "other"]),
        ["duplicate_members.zip: it holds two files of one name, so it can be read in two ways"],
    ),
    "method_zstd.zip": (
        lambda: made.patched(made.zipped({"a.csv": TABLE}), 8, 10, struct.pack("<H", 93)),
        ["method_zstd.zip/a.csv: it is packed in a way that gradeaudit can't unpack"],
    ),
    "size_too_small.zip": (
        lambda: made.patched(made.zipped({"a.csv": TABLE}), 22, 24, struct.pack("<I", 10)),
        ["size_too_small.zip/a.csv: it is damaged or was cut off"],
    ),
    "size_too_large.zip": (
        lambda: made.patched(made.zipped({"a.csv": TABLE}), 22, 24, struct.pack("<I", 1_000)),
        ["size_too_large.zip/a.csv: it is damaged or was cut off"],
    ),
    "size_of_gigabytes.zip": (
        lambda: made.patched(made.zipped({"a.csv": TABLE}), 22, 24, struct.pack("<I", 4_000_000_000)),
        ["size_of_gigabytes.zip: it unpacks to 4,000 MB, more than the 500 MB that are read"],
    ),
    "folders_only.zip": (lambda: made.zipped({"a/": ""}), ["folders_only.zip: the archive holds no files"]),
    "no_zip.zip": (lambda: TABLE.encode(), ["no_zip.zip: 3 rows"]),
}
