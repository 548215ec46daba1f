"""Workbooks and archives put together byte by byte, so that a test can damage any part of them."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

CELL = str | float | bool | None
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
GRADES: tuple[tuple[CELL, ...], ...] = (
    ("Student", "ID", "Quiz"),
    ("Rivera, Ana", "007", 9.5),
    ("Okafor, Ben", "008", 12.0),
)


def letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(row: int, column: int, value: CELL) -> str:
    where = f"{letters(column)}{row}"
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{where}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, float):
        return f'<c r="{where}"><v>{value!r}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def sheet(rows: Sequence[Sequence[CELL]] = GRADES, more: str = "", after: str = "", before: str = "") -> str:
    """A sheet's XML; ``more`` goes after the rows, ``after`` behind the data, ``before`` in front of it."""
    lines = "".join(
        f'<row r="{number}">{"".join(cell(number, column, value) for column, value in enumerate(row, 1))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return f"{XML}<worksheet {MAIN}>{before}<sheetData>{lines}{more}</sheetData>{after}</worksheet>"


def xlsx(
    sheets: Mapping[str, str] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    states: Mapping[str, str] | None = None,
    styles: str = "",
) -> bytes:
    """An Excel workbook: sheets' XML by name; ``parts`` replaces or adds parts; ``states`` hides sheets."""
    sheets = {"Grades": sheet()} if sheets is None else sheets
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"'
        + (f' state="{states[name]}"' if states and name in states else "")
        + "/>"
        for number, name in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    book: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        ' ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
        f' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        f'<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": styles or style_sheet(0),
    }
    for number, text in enumerate(sheets.values(), 1):
        book[f"xl/worksheets/sheet{number}.xml"] = text
    return zipped({**book, **(parts or {})})


def style_sheet(*formats: int, custom: str = "") -> str:
    """Styles numbered from 0 with these number formats; ``custom`` is the code of number format 164."""
    own = f'<numFmts count="1"><numFmt numFmtId="164" formatCode={quoteattr(custom)}/></numFmts>' if custom else ""
    xfs = "".join(f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for number in formats)
    return (
        f'{XML}<styleSheet {MAIN}>{own}<fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        f'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="9"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{xfs}</cellXfs></styleSheet>'
    )


_ODS = "urn:oasis:names:tc:opendocument:xmlns"
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def ods_content(rows: str, name: str = "Grades", styles: str = "", table: str = "") -> str:
    return (
        f'{XML}<office:document-content xmlns:office="{_ODS}:office:1.0" xmlns:table="{_ODS}:table:1.0"'
        f' xmlns:text="{_ODS}:text:1.0" xmlns:style="{_ODS}:style:1.0" office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="{name}"{table}>{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def ods_row(*cells: CELL, more: str = "", repeated: int = 1) -> str:
    def one(value: CELL) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'

    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{times}>{''.join(map(one, cells))}{more}</table:table-row>"


def ods(content: str | None = None, manifest: str = "", kind: str = ODS_KIND) -> bytes:
    """An OpenDocument spreadsheet."""
    if content is None:
        content = ods_content("".join(ods_row(*row) for row in GRADES))
    names = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>{manifest}'
    return zipped(
        {
            "mimetype": kind,
            "content.xml": content,
            "META-INF/manifest.xml": f'{XML}<manifest:manifest xmlns:manifest="{_ODS}:manifest:1.0">{names}'
            "</manifest:manifest>",
        }
    )


def zipped(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive with these members, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(member(name), content, method)
    return out.getvalue()


def member(name: str, mode: int = 0o100644) -> zipfile.ZipInfo:
    about = zipfile.ZipInfo(name, (2026, 11, 24, 8, 0, 0))
    about.external_attr = mode << 16
    about.create_system = 3
    return about


def zipped_link(name: str, target: str) -> bytes:
    """A zip archive whose only member is a link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member(name, 0o120777), target)
    return out.getvalue()


def doubled(name: str, contents: Sequence[str]) -> bytes:
    """A zip archive with several members of one name."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for content in contents:
            archive.writestr(member(name), content)
    return out.getvalue()


def patched(archive: bytes, local: int, listed: int, content: bytes) -> bytes:
    """The archive with a field of every member's two headers replaced, at these offsets."""
    data = bytearray(archive)
    for sign, offset in ((b"PK\x03\x04", local), (b"PK\x01\x02", listed)):
        position = data.find(sign)
        while position >= 0:
            data[position + offset : position + offset + len(content)] = content
            position = data.find(sign, position + 4)
    return bytes(data)


def rewritten(archive: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The archive with one text in one of its members replaced."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        members = {each: opened.read(each) for each in opened.namelist()}
    return zipped({**members, name: members[name].replace(old, new)})


def locked(archive: bytes) -> bytes:
    """The archive with each member marked as encrypted."""
    data = bytearray(archive)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(sign)
        while position >= 0:
            data[position + offset] |= 1
            position = data.find(sign, position + 4)
    return bytes(data)


# Old Excel: records in a stream in a file system of its own, of sectors of 512 bytes.
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(name: str, stream: bytes) -> bytes:
    """A compound file with one stream."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % 512)
    sectors = len(stream) // 512
    fat = [_FAT, _END, *range(3, sectors + 2), _END]
    fat += [_FREE] * (-len(fat) % 128)
    assert len(fat) == 128, "one sector of the table is enough for a test"
    header = struct.pack(
        "<8s16sHHHHHHIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, 2, len(stream))
    return header + struct.pack("<128I", *fat) + folder.ljust(512, b"\0") + stream


def small_ole(name: str, stream: bytes) -> bytes:
    """A compound file whose one stream is so short that it lies in small sectors, inside the root's own stream."""
    small = stream + b"\0" * (-len(stream) % 64)
    count = len(small) // 64
    assert len(small) <= 512
    header = struct.pack(
        "<8s16sHHHHHHIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, 2, 1, _END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    fat = [_FAT, _END, _END, _END, *[_FREE] * 124]
    small_fat = [*range(1, count), _END, *[_FREE] * (128 - count)]
    folder = _entry("Root Entry", 5, 1, 3, len(small)) + _entry(name, 2, _FREE, 0, len(stream))
    parts = (struct.pack("<128I", *fat), folder.ljust(512, b"\0"), struct.pack("<128I", *small_fat))
    return header + b"".join(parts) + small.ljust(512, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    rest = struct.pack("<HBB3I16sI8s8sIQ", len(text) + 2, kind, 1, _FREE, _FREE, child, b"", 0, b"", b"", start, size)
    return text.ljust(64, b"\0") + rest


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def biff(
    cells: bytes, name: str = "Grades", rows: int = 3, columns: int = 3, before: bytes = b"", offset: int = 0
) -> bytes:
    """A workbook stream of Excel 97 with one sheet of these cell records; ``before`` follows its first record.

    ``offset`` is where the sheet is said to begin, when that is not where it does.
    """
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)) + before
    title = name.encode("latin-1")
    xf = record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    xf += record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 9, 0, 0, 0, 0, 0, 0, 0, 0))
    end = record(0x000A, b"")
    offset = offset or len(start) + len(xf) + 4 + 8 + len(title) + len(end)
    bound = record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(title), 0) + title)
    about = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    about += record(0x0200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))
    return start + xf + bound + end + about + cells + record(0x000A, b"")


def biff_text(row: int, column: int, text: str) -> bytes:
    """A text cell; row and column count from 0."""
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def biff_number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def biff_error(row: int, column: int, code: int = 0x2A) -> bytes:
    """An error cell, #N/A by default."""
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def biff_grades() -> bytes:
    """The grades of ``GRADES`` as cell records."""
    return b"".join(
        biff_number(row, column, value) if isinstance(value, float) else biff_text(row, column, str(value))
        for row, line in enumerate(GRADES)
        for column, value in enumerate(line)
    )


def xls(cells: bytes | None = None) -> bytes:
    """A workbook of Excel 97."""
    return ole("Workbook", biff(biff_grades() if cells is None else cells))
