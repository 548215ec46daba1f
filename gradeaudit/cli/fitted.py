"""Text for people on a terminal: broken between words, where a terminal would break it anywhere."""

from __future__ import annotations

import re
import textwrap
from typing import TextIO

_MARK = re.compile(r" *(?:· )?")


def fitted(text: str, stream: TextIO) -> str:
    """The text with its long lines wrapped to the terminal that ``stream`` is; unchanged for a file or a pipe.

    What doesn't fit on a line goes on two columns further to the right.
    """
    if not stream.isatty():
        return text
    from shutil import get_terminal_size  # only on a terminal

    width = max(40, get_terminal_size((80, 24)).columns - 1)
    return "".join(_line(line, width) for line in text.splitlines(keepends=True))


def _line(line: str, width: int) -> str:
    bare = line.rstrip("\n")
    if len(bare) <= width:
        return line
    mark = _MARK.match(bare)
    under = " " * (mark.end() if mark and mark[0].endswith("· ") else (mark.end() if mark else 0) + 2)
    lines = textwrap.wrap(bare, width, subsequent_indent=under, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines) + line[len(bare) :]
