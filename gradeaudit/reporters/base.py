"""What a reporter is: a pure function from a Report to bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gradeaudit.findings import Report


@dataclass(frozen=True)
class Reporter:
    """One output format: its name on the command line, the file suffixes that mean it, and its one function."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    render: Callable[[Report], bytes]


def reporter(*, title: str, suffixes: tuple[str, ...] = ()) -> Callable[[Callable[[Report], bytes]], Reporter]:
    """Makes a Reporter of the function below it; the file's name is the format's name."""

    def made(render: Callable[[Report], bytes]) -> Reporter:
        return Reporter(Path(render.__code__.co_filename).stem, title, suffixes, render)

    return made
