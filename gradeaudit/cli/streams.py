"""What the command line writes to the terminal: any character, whole or told to be lost, also where nobody listens."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from typing import Any, TextIO

from gradeaudit.cli.fitted import fitted
from gradeaudit.errors import Problem

_LOST = {errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EBADF, getattr(errno, "EDQUOT", errno.ENOSPC)}


def ready() -> None:
    """Makes the streams take any character, and a request to end the run an exception, so that everything is tidied.

    A stream that was closed gets a place that takes nothing, lest a file opened later is taken for it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # gets the lowest number that is free, which is this one
    sys.stdout, sys.stderr = _whole(sys.stdout, 1), _whole(sys.stderr, 2)
    for name in ("SIGTERM", "SIGHUP"):
        asked = getattr(signal, name, None)  # Windows has no SIGHUP
        if asked is not None and signal.getsignal(asked) == signal.SIG_DFL:
            signal.signal(asked, _end)


def _whole(stream: TextIO | None, number: int) -> TextIO:
    """The stream with a buffer that writes on until all is written; unbuffered, Python may write a part and say so to
    nobody."""
    if stream is None:
        return open(number, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    if isinstance(stream.buffer, io.RawIOBase):
        buffered = io.BufferedWriter(stream.buffer)
        return io.TextIOWrapper(buffered, stream.encoding, "backslashreplace", line_buffering=True)
    stream.reconfigure(errors="backslashreplace")
    return stream


def _end(number: int, frame: Any) -> None:
    raise SystemExit(128 + number)


def put_out(content: bytes) -> None:
    """Writes a report to stdout; raises ``Problem`` where it is lost, ``BrokenPipeError`` where its reader went."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        drop(1)
        raise lost(error) or error from None


def lost(error: OSError) -> Problem | None:
    """What to say of output that can't be written; None for another kind of error."""
    if error.errno not in _LOST:
        return None
    return Problem(f"the output can't be written ({os.strerror(error.errno or 0)})", todo="give a file with --output")


def say(line: str) -> None:
    """Prints a line on stderr; where that is full or closed, the exit code still tells."""
    try:
        print(fitted(line, sys.stderr), file=sys.stderr, flush=True)
    except OSError:
        drop(2)


def drop(number: int) -> None:
    """Lets go of what a stream still holds, so that nothing fails when Python writes it out at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)
