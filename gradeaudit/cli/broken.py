"""What could not be read or audited, on stderr: one line each, the same in every command."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gradeaudit.cli.streams import say
from gradeaudit.errors import visible

if TYPE_CHECKING:
    from gradeaudit.findings import Broken


def tell(broken: Iterable[Broken]) -> None:
    """Prints a line for each file that could not be read and each rule that failed."""
    for entry in broken:
        say(f"error: {entry.file or entry.rule}: {visible(entry.error, 400)}")
