"""Opens a file without trusting it: only regular files, looked at and read through one descriptor."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from gradeaudit.errors import Problem
from gradeaudit.files.limits import Limits, size

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NOT_REGULAR = (
    (stat.S_ISDIR, "this is a folder, not a file"),
    (stat.S_ISFIFO, "this is a pipe, not a file"),
    (stat.S_ISSOCK, "this is a socket, not a file"),
    (stat.S_ISCHR, "this is a device, not a file"),
    (stat.S_ISBLK, "this is a device, not a file"),
)


class Source(NamedTuple):
    """A file's bytes: ``size`` of them, ``open`` to go through them, ``read`` to have them all."""

    size: int
    open: Callable[[], BinaryIO]
    read: Callable[[], bytes]


def opened(path: Path) -> tuple[int, os.stat_result]:
    """A descriptor of a regular file and its stat; raises ``Problem`` for anything else. The caller closes it."""
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise unreachable(error, path) from None
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode):
        return descriptor, found
    os.close(descriptor)
    raise irregular(found)


def irregular(found: os.stat_result) -> Problem:
    """Says what a path is that is no regular file."""
    what = next((words for test, words in _NOT_REGULAR if test(found.st_mode)), "this is not a regular file")
    return Problem(what, todo="save what it gives to a file first")


def read(path: Path, limits: Limits) -> bytes | Source:
    """All bytes of a file; a Source instead when there are more than ``limits.held``."""
    descriptor, before = opened(path)
    try:
        check_size(before.st_size, limits)
        if before.st_size > limits.held:
            return Source(before.st_size, lambda: _again(path, before), lambda: _whole(path, before))
        return read_all(descriptor, before)
    finally:
        os.close(descriptor)


def stamp(found: os.stat_result) -> tuple[int, int, int, int]:
    """What stays the same of a file as long as nothing writes to it."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def check_size(count: int, limits: Limits) -> None:
    """Raises ``Problem`` when a file is larger than ``limits.file_size``."""
    if count > limits.file_size:
        what = f"the file has {size(count)}, more than the {size(limits.file_size)} that are read"
        raise Problem(what, todo="raise --max-file-size if it really is a gradebook")


def changed() -> Problem:
    """Says that a file was written to while it was read."""
    return Problem("the file changed while it was read", todo="run again when nothing writes to it")


def unreachable(error: Exception, path: Path) -> Problem:
    """Says why a path can't be looked at."""
    import errno

    if isinstance(error, FileNotFoundError | NotADirectoryError):
        if os.path.islink(path):
            return Problem("it is a link to a file that isn't there", todo="check the path")
        text = str(path)
        if "://" in text or text.startswith(("http:/", "https:/", "s3:/")):
            return Problem("this is an address, not a file", todo="download it and give the file")
        if any(mark in text for mark in "*?["):
            return Problem("no file has a name like this", todo="check the pattern")
        return Problem("there is no such file or folder", todo="check the path")
    if isinstance(error, PermissionError):
        return Problem("it may not be read by you", todo="ask for permission to read it")
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ELOOP:
        return Problem("its links lead in a circle", todo="give the file itself")
    if number == errno.ENAMETOOLONG:
        return Problem("its name is too long", todo="check the path")
    if number == errno.ENXIO:
        return Problem("this is a socket, not a file", todo="save what it gives to a file first")
    reason = os.strerror(number).lower() if number is not None else "its name is none that a file can have"
    return Problem(f"it can't be opened: {reason}", todo="check the path")


def read_all(descriptor: int, before: os.stat_result) -> bytes:
    """Reads to the end, and makes sure that the file was the same all the while."""
    pieces = []
    rest = before.st_size
    try:
        while piece := os.read(descriptor, rest + 1):
            pieces.append(piece)
            rest -= len(piece)
            if rest <= 0:
                break
    except OSError as error:
        raise Problem(f"it can't be read: {(error.strerror or 'an error of the disk').lower()}") from None
    after = os.fstat(descriptor)
    if rest or stamp(before) != stamp(after):
        raise changed()
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _again(path: Path, before: os.stat_result) -> BinaryIO:
    descriptor, found = opened(path)
    if stamp(before) != stamp(found):
        os.close(descriptor)
        raise changed()
    return os.fdopen(descriptor, "rb")


def _whole(path: Path, before: os.stat_result) -> bytes:
    with _again(path, before) as stream:
        return read_all(stream.fileno(), before)
