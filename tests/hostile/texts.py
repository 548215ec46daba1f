"""Texts and tables: encodings, quoting, delimiters, sizes, and what is no table at all."""

from __future__ import annotations

import gzip

from gradeaudit.export import Limits
from tests.hostile import containers as made
from tests.hostile.case import DTD, GRADE_ROWS, ROWS, TABLE, Case, read, refused, text

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

TEXTS: dict[str, Case] = {
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
    "dtd.xml": refused(DTD, "an XML document type"),
    "xxe.xml": refused('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "an XML document type"),
}
