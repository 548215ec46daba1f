"""Workbooks of every kind: damaged, hostile, and with cells that are not what they show."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.hostile import containers as made
from tests.hostile.case import DTD, GRADE_ROWS, Case, workbook
from tests.hostile.containers import MAIN, OFFICE, PACKAGE


def _xlsx_with(more: str, **options: str) -> Callable[[], bytes]:
    return lambda: made.xlsx({"Grades": made.sheet(more=more, **options)})


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


def _with_chart(*sheets: str) -> bytes:
    """A workbook whose first sheet is a chart; ``sheets`` are the names of sheets of cells behind it."""
    listed = '<sheet name="Chart" sheetId="9" r:id="rIdC"/>'
    listed += "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
    relations = f'<Relationship Id="rIdC" Type="{OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/>'
    relations += f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    return made.xlsx(
        parts={
            "xl/workbook.xml": f'{made.XML}<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'{made.XML}<Relationships xmlns="{PACKAGE}/relationships">{relations}'
            "</Relationships>",
            "xl/chartsheets/sheet1.xml": f"{made.XML}<chartsheet {MAIN}/>",
        }
    )


def _two_of_one_name() -> bytes:
    """A workbook whose second sheet has the first one's name."""
    book = made.xlsx({"Grades": made.sheet(), "Other": made.sheet((("x",),))})
    return made.rewritten(book, "xl/workbook.xml", b'name="Other"', b'name="Grades"')


def _linked() -> bytes:
    """A workbook that takes values from another one, somewhere in a network."""
    place = f'<Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" Target="http://192.0.2.1/x.xlsx" TargetMode="External"/>'
    return made.xlsx(
        parts={
            "xl/externalLinks/externalLink1.xml": f"{made.XML}<externalLink {MAIN}/>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": f"{made.XML}<Relationships"
            f' xmlns="{PACKAGE}/relationships">{place}</Relationships>',
        }
    )


def _ods_of(value: str) -> bytes:
    """A spreadsheet with a header and one row of this one cell."""
    return made.ods(made.ods_content(_ODS_HEAD + made.ods_row(more=value)))


def _single(*rows: str, style: int = 0, code: str = "") -> Callable[[], bytes]:
    """A workbook of a header and these rows of XML, whose style 1 has a number format."""
    return lambda: made.xlsx(
        {"Grades": made.sheet((("Quiz",),), more="".join(rows))}, styles=made.style_sheet(0, style, custom=code)
    )


_ENTITY = "<!DOCTYPE w [<!ENTITY b {}>]><worksheet"
_MANY = " ".join(f'a{number}="1"' for number in range(20_000))
_FLOAT = 'office:value-type="float" office:value="1"'
_ODS_HEAD = made.ods_row("Student", "Quiz")
_PERCENT_CELL = '<table:table-cell office:value-type="percentage" office:value="0.855"/>'
WORKBOOKS: dict[str, Case] = {
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
        lambda: made.xlsx(parts={"xl/sharedStrings.xml": DTD}), "an XML document type"
    ),
    "xlsx_utf16_dtd.xlsx": workbook(
        lambda: made.xlsx(
            parts={"docProps/app.xml": b"\xff\xfe" + DTD.replace('<?xml version="1.0"?>', "").encode("utf-16-le")}
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
    "ods_billion_laughs.ods": workbook(lambda: made.ods(DTD), "an XML document type"),
    "ods_encrypted.ods": workbook(
        lambda: made.ods(
            manifest='<manifest:file-entry manifest:full-path="content.xml">'
            "<manifest:encryption-data/></manifest:file-entry>"
        ),
        "locked with a password",
    ),
    # sheets that are no tables, and parts that a reader must leave alone
    "xlsx_chart_only.xlsx": workbook(_with_chart, "no sheet with cells"),
    "xlsx_chart_first.xlsx": Case(lambda: _with_chart("Grades"), GRADE_ROWS, kind="xlsx"),
    "xlsx_macros.xlsm": Case(
        lambda: made.xlsx(parts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600)}), GRADE_ROWS, kind="xlsx"
    ),
    "xlsx_external_link.xlsx": Case(_linked, GRADE_ROWS, kind="xlsx"),
    "xlsx_two_of_one_name.xlsx": workbook(_two_of_one_name, "two sheets have one name"),
    "xlsx_sheet_named_formula.xlsx": Case(lambda: made.xlsx({"=1+1": made.sheet()}), GRADE_ROWS, kind="xlsx"),
    "xlsx_xxe.xlsx": workbook(
        lambda: made.xlsx(
            {"Grades": made.sheet().replace("<worksheet", _ENTITY.format('SYSTEM "file:///etc/passwd"'), 1)}
        ),
        "an XML document type",
    ),
    "xlsx_quadratic_entities.xlsx": workbook(
        lambda: made.xlsx({"Grades": made.sheet().replace("<worksheet", _ENTITY.format(f'"{"x" * 50_000}"'), 1)}),
        "an XML document type",
    ),
    "xlsx_many_attributes.xlsx": Case(
        _xlsx_with(f'<row r="4"><c r="A4" {_MANY}/></row>'),
        GRADE_ROWS,
        kind="xlsx",
    ),
    # what lies far out
    "xlsx_space_in_the_last_row.xlsx": Case(
        _xlsx_with('<row r="1048576"><c r="A1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'),
        GRADE_ROWS,
        kind="xlsx",
    ),
    "xlsx_format_in_the_last_row.xlsx": Case(
        _xlsx_with('<row r="1048576"><c r="XFD1048576" s="0"/></row>'), GRADE_ROWS, kind="xlsx"
    ),
    "xlsx_value_far_down.xlsx": Case(
        _xlsx_with('<row r="200000"><c r="A200000"><v>1</v></c></row>'), shape=(200_000, 3), kind="xlsx"
    ),
    "xlsx_all_columns.xlsx": workbook(
        _xlsx_with('<row r="4"><c r="XFD4"><v>1</v></c></row>'), "row 4, column 16384: too far out (--max-columns)"
    ),
    "xlsx_row_zero.xlsx": workbook(_xlsx_with('<row r="0"><c r="A0"><v>1</v></c></row>'), "an impossible address"),
    # values that no spreadsheet writes
    "xlsx_error_bogus.xlsx": workbook(
        _xlsx_with('<row r="9"><c r="A9" t="e"><v>#BOGUS!</v></c></row>'), "the sheet Grades is damaged"
    ),
    "xlsx_text_number_lies.xlsx": workbook(
        _xlsx_with('<row r="9"><c r="A9" t="s"><v>99</v></c></row>'), "the sheet Grades is damaged"
    ),
    "xlsx_unknown_kind.xlsx": workbook(
        _xlsx_with('<row r="9"><c r="A9" t="zz"><v>1</v></c></row>'), "the sheet Grades is damaged"
    ),
    "xlsx_no_number.xlsx": Case(
        _single(
            '<row r="2"><c r="A2"><v>NaN</v></c></row><row r="3"><c r="A3"><v>1e309</v></c></row>',
            '<row r="4"><c r="A4"><v>nine</v></c></row>',
        ),
        [["Quiz"], ["nan"], ["inf"], ["nine"]],
        kind="xlsx",
    ),
    "xlsx_impossible_dates.xlsx": Case(
        _single(
            '<row r="2"><c r="A2" s="1"><v>99999999999</v></c></row><row r="3"><c r="A3" s="1"><v>-5</v></c></row>',
            style=14,
        ),
        [["Quiz"], ["99999999999"], ["00:00:00"]],
        kind="xlsx",
    ),
    "xlsx_numbers_as_text.xlsx": Case(
        lambda: made.xlsx({"Grades": made.sheet((("Quiz",), ("9.50",), ("1e5",), ("007",)))}),
        [["Quiz"], ["9.50"], ["1e5"], ["007"]],
        kind="xlsx",
    ),
    "xlsx_hidden_column.xlsx": Case(
        lambda: made.xlsx({"Grades": made.sheet(before='<cols><col min="2" max="2" hidden="1"/></cols>')}),
        GRADE_ROWS,
        "sheet Grades has hidden rows or columns; they were read",
        kind="xlsx",
    ),
    "xls_dimension_lie.xls": workbook(
        lambda: made.ole("Workbook", made.biff(made.biff_grades(), rows=65_536, columns=65_535)),
        "it is damaged or too large: it couldn't be read within",
    ),
    "xls_sheet_elsewhere.xls": workbook(
        lambda: made.ole("Workbook", made.biff(made.biff_grades(), offset=0x7FFFFFFF)), "it is damaged or too large"
    ),
    "ods_cut_xml.ods": workbook(lambda: _cut(made.ods(), "content.xml", 700), "content.xml is damaged"),
    "ods_xxe.ods": workbook(
        lambda: made.ods('<!DOCTYPE w [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'), "an XML document type"
    ),
    "ods_two_of_one_name.ods": workbook(
        lambda: made.ods(
            made.ods_content(_ODS_HEAD + '</table:table><table:table table:name="Grades">' + made.ods_row("x"))
        ),
        "two sheets have one name",
    ),
    "ods_repeats_without_end.ods": workbook(
        lambda: _ods_of(f'<table:table-cell {_FLOAT} table:number-columns-repeated="99999999999999999999"/>'),
        "the workbook is damaged",
    ),
    "ods_repeats_backwards.ods": workbook(
        lambda: _ods_of(f'<table:table-cell {_FLOAT} table:number-columns-repeated="-1"/>'), "the workbook is damaged"
    ),
    "ods_no_number.ods": Case(
        lambda: _ods_of('<table:table-cell office:value-type="float" office:value="NaN"/>'),
        [["Student", "Quiz"], ["nan", ""]],
        kind="ods",
    ),
}
