"""What could not be read or audited, on stderr: one line each, the same in every command."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gradeaudit.cli.fitted import fitted
from gradeaudit.errors import visible

if TYPE_CHECKING:
    from gradeaudit.findings import Broken


def tell(broken: Iterable[Broken]) -> None:
    """Prints a line for each file that could not be read and each rule that failed."""
    for entry in broken:
        print(fitted(f"error: {entry.file or entry.rule}: {visible(entry.error, 400)}", sys.stderr), file=sys.stderr)
