"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

import re

from gradeaudit.errors import Problem
from gradeaudit.files.table import Rows

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "give the export itself, as CSV or as a workbook"
_UNPACK = "unpack it and give what is in it"
_PICTURE = "a picture"
_PACKED = (
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"PK\x05\x06", "an empty zip archive", "export it again"),
    (b"PK\x07\x08", "one part of a zip archive in several parts", _UNPACK),
    (b"%PDF", "a PDF", _SAVE),
    (b"\x89PNG", _PICTURE, _SAVE),
    (b"\xff\xd8\xff", _PICTURE, _SAVE),
    (b"GIF8", _PICTURE, _SAVE),
    (b"II*\x00", _PICTURE, _SAVE),
    (b"MM\x00*", _PICTURE, _SAVE),
    (b"SQLite format 3\x00", "an SQLite database", _SAVE),
    (b"PAR1", "a Parquet file", "save it as CSV"),
    (b"{\\rtf", "a text document (RTF)", _SAVE),
    (b"\x7fELF", "a program", _SAVE),
    (b"MZ\x90", "a program", _SAVE),
    (b"\x09\x00\x04\x00", "a workbook of a very old Excel", "save it as .xlsx"),
    (b"\x09\x02\x06\x00", "a workbook of a very old Excel", "save it as .xlsx"),
    (b"\x09\x04\x06\x00", "a workbook of a very old Excel", "save it as .xlsx"),
)  # fmt: skip
_STARTS = frozenset(start[:2] for start, _, _ in _PACKED)
_XML = re.compile(r"<(?:\?xml\b|!--|!DOCTYPE\s|[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_HTML = re.compile(
    r"(?:<\?xml[^>]*>\s*)?"
    r"<(?:!DOCTYPE\s+html|html|head|body|table|meta|title|div|script|style|form|center|font)\b",
    re.IGNORECASE,
)
_JSON = re.compile(r"\{\s*(?:[\"}]|\Z)|\[\s*(?:[\[{\"\]]|\Z)")
_SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
_CONTROLS = bytes(sorted({*range(32)} - set(b"\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f\x1a")))


def refuse_binary(head: bytes) -> None:
    """Raises ``Problem`` when the first bytes are those of a known kind of file that no gradebook comes in."""
    if head[:2] in _STARTS:
        for start, what, todo in _PACKED:
            if head.startswith(start):
                raise Problem(f"this is {what}, not a gradebook export", todo=todo)
    if head[257:262] == b"ustar":
        raise Problem("this is a tar archive, not a gradebook export", todo=_UNPACK)
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        raise Problem("this is a picture, a sound or a film, not a gradebook export", todo=_SAVE)


def refuse_empty(text: str) -> None:
    """Raises ``Problem`` for a file without anything in it."""
    if not text:
        raise Problem("the file is empty", todo="export it again")
    if text.isspace():
        raise Problem("the file holds nothing but blanks", todo="export it again")


def refuse_blank(rows: Rows) -> None:
    """Raises ``Problem`` for a table in which no cell holds anything."""
    if not any(map(any, rows)):
        raise Problem("the file holds nothing but empty cells", todo="export it again")


def refuse_garbage(head: bytes) -> None:
    """Raises ``Problem`` when text without NULs is full of other control characters."""
    head = head[:1_024]
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 10:
        raise Problem("this isn't a text file: it is full of control characters", todo=_SAVE)


def markup(text: str) -> str:
    """``xml``, ``html``, ``spreadsheetml`` or ``json`` when a text is that; empty for a table."""
    lead = text[:4_096].lstrip()
    while lead.startswith("<!--") and "-->" in lead:
        lead = lead.partition("-->")[2].lstrip()
    first = lead[:1]
    if first == "<":
        if _HTML.match(lead):
            return "html"
        if _XML.match(lead):
            return "spreadsheetml" if _SPREADSHEETML in lead else "xml"
    elif (first == "{" or first == "[") and _JSON.match(lead):
        return "json"
    return ""
