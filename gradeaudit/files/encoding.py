"""From bytes to text: by the byte-order mark, strict UTF-8, or Windows-1252 with a note; mixtures are refused."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, NamedTuple

from gradeaudit.errors import Problem
from gradeaudit.files.limits import MEGABYTE

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARK, _DOS_END = "\ufeff", "\x1a"
"""A second byte-order mark, and the end of a file as DOS wrote it, are no part of any cell."""
_FIRST_OF_MARK = b"\xef\xff\xfe\x00"
_HALF = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_XML_ENCODINGS = re.compile(r"utf-8|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d|cp125\d|latin-?1", re.IGNORECASE)
_AGAIN = "export it again"
_EXPORT_AGAIN = "export it again as UTF-8"


class Decoded(NamedTuple):
    """A file's text without its byte-order mark, how it was encoded, and what there is to say of that."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of some bytes, each decoded once; raises ``Problem`` naming the line where that isn't possible."""
    encoding, skip, notes = settle(data)
    try:
        text = str(data[skip:] if skip else data, encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _damaged(data, skip, error, encoding) from None
        encoding, notes = _fallback(data, error, skip)
        text = str(data, encoding)
    if "\0" in text:
        line = _line(text, text.index("\0"))
        raise Problem(f"line {line} holds a NUL character, so this isn't a text file, or it is damaged", todo=_AGAIN)
    if text[:1] == _MARK or text[-1:] == _DOS_END:
        text = text.lstrip(_MARK).removesuffix(_DOS_END)
    return Decoded(text, encoding, notes)


def settle(head: bytes) -> tuple[str, int, tuple[str, ...]]:
    """The encoding that the first bytes tell of, how long the byte-order mark is, and notes; utf-8 where they don't."""
    if head[:1] in _FIRST_OF_MARK and head:
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return encoding, len(mark), ()
    if head[:64].lstrip()[:5] == b"<?xml":
        declared = _DECLARED.match(head)
        name = declared[1].decode("ascii") if declared else "utf-8"
        if not _XML_ENCODINGS.fullmatch(name):
            raise Problem(f"it says that its encoding is {name}, which gradeaudit doesn't read", todo=_EXPORT_AGAIN)
        return codecs.lookup(name).name, 0, ()
    if b"\0" in head:
        return _without_mark(head), 0, ("UTF-16 without a byte-order mark",)
    return "utf-8", 0, ()


def settle_long(stream: BinaryIO) -> tuple[str, int, tuple[str, ...]]:
    """As ``settle``, for a file too long to hold: goes through all of it once, so that no row fails later."""
    head = stream.read(MEGABYTE)
    encoding, skip, notes = settle(head[: len(head) // 4 * 4])
    stream.seek(skip)
    decoder = codecs.getincrementaldecoder(encoding)()
    passed, ascii_only, more = 0, True, True
    while more:
        piece = stream.read(MEGABYTE)
        more = bool(piece)
        try:
            if "\0" in decoder.decode(piece, final=not more):
                raise Problem("it holds NUL characters, so this isn't a text file, or it is damaged", todo=_AGAIN)
        except UnicodeDecodeError:
            if encoding != "utf-8" or skip or not ascii_only:
                what = f"its encodings are mixed: it is {encoding.upper()} at first, after {passed:,} bytes it isn't"
                raise Problem(what, todo=_EXPORT_AGAIN) from None
            return _fallback_long(stream)
        passed += len(piece)
        ascii_only = ascii_only and piece.isascii()
    return encoding, skip, notes


def _fallback_long(stream: BinaryIO) -> tuple[str, int, tuple[str, ...]]:
    stream.seek(0)
    line = 0
    for line, text in enumerate(stream, 1):
        if not text.isascii() and _is_utf8(text):
            raise _mixed(line, "UTF-8", "others are not")
        try:
            text.decode("cp1252")
        except UnicodeDecodeError:
            raise _unknown(line) from None
    return "cp1252", 0, (_CP1252,)


_CP1252 = "not UTF-8: read as Windows-1252, the encoding of older Windows programs"


def _fallback(data: bytes, error: UnicodeDecodeError, skip: int) -> tuple[str, tuple[str, ...]]:
    """Windows-1252, where nothing in the file speaks for UTF-8."""
    line = _line(data, skip + error.start)
    if skip:
        raise _mixed(line, "not UTF-8", "the file says that it is")
    if half := _HALF.search(data):
        raise Problem(f"line {_line(data, half.start())} holds half of a character", todo=_EXPORT_AGAIN)
    lines = re.split(rb"\r\n|\r|\n", data)
    other = next((number for number, text in enumerate(lines, 1) if not text.isascii() and _is_utf8(text)), 0)
    if other:
        raise _mixed(line, "not UTF-8", f"line {other} is")
    try:
        data.decode("cp1252")
    except UnicodeDecodeError as fault:
        raise _unknown(_line(data, fault.start)) from None
    return "cp1252", (_CP1252,)


def _mixed(line: int, what: str, other: str) -> Problem:
    return Problem(f"its encodings are mixed: line {line} is {what}, {other}", todo=_EXPORT_AGAIN)


def _unknown(line: int) -> Problem:
    return Problem(f"line {line} is neither UTF-8 nor Windows-1252 text", todo=_EXPORT_AGAIN)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(data: bytes) -> str:
    """UTF-16 where the NULs leave no doubt: all on one side of the pairs, in a file that is mostly such pairs."""
    pairs = len(data) // 2
    for encoding, high, low in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        if len(data) % 2 == 0 and b"\0" not in low and high.count(0) > 0.4 * pairs:
            return encoding
    line = _line(data, data.index(0))
    raise Problem(f"line {line} holds NUL bytes, so this isn't a text file, or it is damaged", todo=_AGAIN)


def _damaged(data: bytes, skip: int, error: UnicodeDecodeError, encoding: str) -> Problem:
    before = str(data[skip : skip + error.start], encoding, "replace")
    what = f"line {_line(before, len(before))} is not {encoding.upper().removesuffix('-LE').removesuffix('-BE')}"
    return Problem(f"{what}, as the start of the file is; the file is damaged or was cut off", todo=_EXPORT_AGAIN)


def _line(text: str | bytes, position: int) -> int:
    """The number of the line that a position is on, counted from 1, as a text editor shows it."""
    if isinstance(text, bytes):
        text = text[:position].decode("latin-1")
    before = text[:position]
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")
