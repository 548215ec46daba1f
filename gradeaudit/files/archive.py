"""Zip archives of exports: looked into in memory, never unpacked to disk, and refused where they could do harm."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, cast

from gradeaudit.errors import Problem
from gradeaudit.files import opening
from gradeaudit.files.limits import Limits, size

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
    KeyError,
)
"""All that ``zipfile`` raises on damaged, locked or hostile archives. UnicodeDecodeError is a ValueError; an unknown
way of packing is a NotImplementedError, which is a RuntimeError."""
_UNPACK = "unpack it and give the folder"
_END, _LARGE_END = b"PK\x05\x06", b"PK\x06\x06"
_TAIL = 66_000
_ENTRY = 1_000
"""Bytes that a member takes at most in an archive's table of contents, names and all."""


def damaged(error: Exception) -> Problem:
    """Says what is wrong with an archive that can't be read."""
    words = str(error)
    if isinstance(error, RuntimeError) and "password" in words:
        return Problem("it is locked with a password", todo="unpack it and give what is in it")
    if isinstance(error, NotImplementedError):
        return Problem("it is packed in a way that gradeaudit can't unpack", todo="unpack it and give what is in it")
    return Problem("it is damaged or was cut off", todo="download or export it again")


def contents_of(stream: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """An archive whose table of contents is read; raises ``Problem`` when it is too long or can be read in two ways."""
    tail = _tail(stream)
    if tail.count(_END) > 1:
        raise Problem("it has two tables of contents, so it can be read in two ways", todo=_UNPACK)
    if _directory(tail) > limits.members * _ENTRY:
        raise Problem(f"it holds more than the {limits.members:,} files that are read", todo=_UNPACK)
    try:
        archive = zipfile.ZipFile(stream)
    except ZIP_ERRORS as error:
        raise damaged(error) from None
    members = archive.infolist()
    if len(members) > limits.members:
        what = f"it holds {len(members):,} files, more than the {limits.members:,} that are read"
        raise Problem(what, todo=_UNPACK)
    if len({member.filename.casefold() for member in members}) < len(members):
        raise Problem("it holds two files of one name, so it can be read in two ways", todo=_UNPACK)

    return archive


def check_sum(members: Iterable[zipfile.ZipInfo], limits: Limits) -> None:
    """Raises ``Problem`` when so many members are too large together."""
    total = sum(member.file_size for member in members)
    if total > limits.archive_size:
        what = f"it unpacks to {size(total)}, more than the {size(limits.archive_size)} that are read"
        raise Problem(what, todo=_UNPACK)


def _tail(stream: BinaryIO) -> bytes:
    end = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, end - _TAIL))
    return stream.read()


def _directory(tail: bytes) -> int:
    """How many bytes the table of contents has, as the end of the archive says; 0 when it doesn't."""
    large, end = tail.rfind(_LARGE_END), tail.rfind(_END)
    if large >= 0 and len(tail) >= large + 48:
        return int.from_bytes(tail[large + 40 : large + 48], "little")
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0


def check_member(member: zipfile.ZipInfo, limits: Limits) -> None:
    """Raises ``Problem`` for a member that is too large, suspiciously well packed, locked, or no file."""
    name = member.orig_filename
    parts = name.replace("\\", "/").split("/")
    if "\\" in name or ".." in parts or name.startswith("/") or ":" in parts[0] or "\0" in name:
        raise Problem("its name leads out of the archive", todo="unpack it and give what is in it, if it is no attack")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Problem("it is a link to another place, not a file", todo=_UNPACK)
    if member.flag_bits & 1:
        raise Problem("it is locked with a password", todo="unpack it and give what is in it")
    if member.file_size > limits.file_size:
        what = f"it unpacks to {size(member.file_size)}, more than the {size(limits.file_size)} that are read"
        raise Problem(what, todo="raise --max-file-size if it really is a gradebook")
    if member.file_size > limits.ratio_from and member.file_size > limits.ratio * max(member.compress_size, 1):
        what = f"it unpacks to more than {limits.ratio} times its packed size, as no export does"
        raise Problem(what, todo="unpack it and give what is in it, if it is no attack")


class Archive:
    """An open zip archive, checked as a whole; its members are checked and read one by one."""

    def __init__(self, path: Path, limits: Limits) -> None:
        descriptor, found = opening.opened(path)
        stream = os.fdopen(descriptor, "rb")
        self.path, self.limits, self.stamp = path, limits, opening.stamp(found)
        try:
            self.zip = contents_of(stream, limits)
        except Problem:
            stream.close()
            raise
        self._stream = stream

    def files(self) -> list[zipfile.ZipInfo]:
        """All members that are no folders, as they stand in the archive."""
        return [member for member in self.zip.infolist() if not member.is_dir()]

    def head(self, name: str, count: int) -> bytes:
        """The first bytes of a member; none when it can't be read, which ``read`` will tell."""
        try:
            with self.zip.open(name) as stream:
                return stream.read(count)
        except ZIP_ERRORS:
            return b""

    def read(self, name: str) -> bytes | opening.Source:
        """All bytes of a member; a Source instead when there are more than ``limits.held``."""
        try:
            member = self.zip.getinfo(name)
        except KeyError:
            raise opening.changed() from None
        check_member(member, self.limits)
        if member.file_size > self.limits.held:
            return opening.Source(member.file_size, lambda: self._again(name), lambda: self._whole(member))
        return self._whole(member)

    def close(self) -> None:
        """Closes the archive."""
        self.zip.close()
        self._stream.close()

    def _whole(self, member: zipfile.ZipInfo) -> bytes:
        try:
            with self.zip.open(member) as stream:
                data = stream.read(member.file_size + 1)
        except ZIP_ERRORS as error:
            raise damaged(error) from None
        if len(data) != member.file_size:
            raise damaged(EOFError())
        return data

    def _again(self, name: str) -> BinaryIO:
        """The member in an archive of its own, so that it stays open when this one is closed."""
        other = Archive(self.path, self.limits)
        if other.stamp != self.stamp:
            other.close()
            raise opening.changed()
        return cast(BinaryIO, other.zip.open(name))
