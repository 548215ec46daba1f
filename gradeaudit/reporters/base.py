"""What a reporter is: a pure function from a Report to bytes, at once or, of a long format, in pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gradeaudit.findings import Report

Write = Callable[[Report], bytes | Iterator[bytes]]


@dataclass(frozen=True)
class Reporter:
    """One output format: its name on the command line, the file suffixes that mean it, and its one function.

    A function that gives an iterator of bytes is written piece by piece, so that a district's report is never held
    whole beside what it is made of.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    write: Write

    def pieces(self, report: Report) -> Iterator[bytes]:
        """The report in this format, piece by piece."""
        written = self.write(report)
        return iter((written,)) if isinstance(written, bytes) else written

    def render(self, report: Report) -> bytes:
        """The report in this format, whole."""
        return b"".join(self.pieces(report))


def reporter(*, title: str, suffixes: tuple[str, ...] = ()) -> Callable[[Write], Reporter]:
    """Makes a Reporter of the function below it; the file's name is the format's name."""

    def made(write: Write) -> Reporter:
        return Reporter(Path(write.__code__.co_filename).stem, title, suffixes, write)

    return made
