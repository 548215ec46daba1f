"""Lines for a terminal: wrapped, padded and coloured, or plain ASCII where the terminal can do no more."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from gradeaudit.escape import terminal
from gradeaudit.findings import Look

MARKS = {"error": "✖", "warning": "▲", "info": "●"}
STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan", "good": "green", "dim": "dim", "head": "bold"}


@dataclass(frozen=True)
class Pen:
    """Writes lines the way the terminal wants them. Text is made safe by ``say`` first and coloured last."""

    look: Look

    @property
    def width(self) -> int:
        """The columns to write in: no more than can be read with ease, no fewer than a line needs."""
        return max(48, min(self.look.width, 128))

    def say(self, text: str) -> str:
        """Text from anywhere, safe to write and in characters that the terminal has."""
        return terminal(text, unicode=self.look.unicode)

    def paint(self, text: str, style: str) -> str:
        """Text in the colour of a severity, ``dim`` or ``head``; as it is where there are no colours."""
        return _painted(text, STYLES[style]) if self.look.color and text else text

    def mark(self, severity: str) -> str:
        """The sign of a severity with its word, nine columns wide: nobody needs to see colours."""
        return self.paint(padded(f"{self.say(MARKS[severity])} {severity}", 9), severity)

    def bar(self, share: float, width: int, style: str) -> str:
        """A bar of ``width`` columns, filled to ``share`` (0 to 1); anything above none shows."""
        filled = min(width, max(round(share * width), int(share > 0)))
        return self.paint(self.say("█" * filled), style) + self.paint(self.say("░" * (width - filled)), "dim")

    def wrap(self, text: str, indent: str, label: str = "", style: str = "") -> list[str]:
        """A paragraph behind a label, the further lines under its first word."""
        hanging = indent + " " * measure(label)
        lines = wrapped(self.say(text), self.width - measure(hanging))
        painted = [self.paint(line, style) for line in lines] if style else lines
        first = indent + (self.paint(label, "dim") if label else "")
        return [f"{first if number == 0 else hanging}{line}" for number, line in enumerate(painted)]

    def head(self, text: str) -> list[str]:
        """A heading with a blank line above."""
        return ["", self.paint(self.say(text), "head")]

    def columns(self, rows: Iterable[Sequence[str]], indent: str = "  ") -> list[str]:
        """Rows of plain cells, the first column to the left and the others to the right, two columns apart."""
        table = [[self.say(cell) for cell in row] for row in rows]
        widths = [max(map(measure, column)) for column in zip(*table)]
        first = max(8, min(widths[0], self.width - len(indent) - sum(widths[1:]) - 2 * len(widths[1:])))
        lines = []
        for row in table:
            rest = "".join(f"  {' ' * (width - measure(cell))}{cell}" for cell, width in zip(row[1:], widths[1:]))
            lines.append(f"{indent}{padded(cut(row[0], first), first)}{rest}")
        return lines


@cache
def _style(style: str) -> tuple[str, str]:
    from rich.color import ColorSystem  # a pipe needs no colours: start-up stays fast
    from rich.style import Style

    before, _, after = Style.parse(style).render("\0", color_system=ColorSystem.STANDARD).partition("\0")
    return before, after


def _painted(text: str, style: str) -> str:
    before, after = _style(style)
    return f"{before}{text}{after}"


def measure(text: str) -> int:
    """The columns that a text takes. Source: Unicode, East Asian Width (wide characters take two) and marks (none)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def padded(text: str, width: int) -> str:
    """Text with spaces up to ``width`` columns."""
    return text + " " * (width - measure(text))


def cut(text: str, width: int) -> str:
    """Text cut to ``width`` columns, with an ellipsis (three full stops in ASCII) where something went."""
    if measure(text) <= width:
        return text
    ellipsis = "..." if text.isascii() else "…"
    while measure(text) > width - len(ellipsis):
        text = text[:-1]
    return text.rstrip() + ellipsis


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns, broken between words; a word that is longer still is broken inside.

    A line never starts with ``::``, which a CI runner would take for a command.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if measure(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        while measure(word) > width:
            end = width
            while measure(word[:end]) > width:
                end -= 1
            lines.append(word[:end])
            word = word[end:]
        line = word
    lines.append(line)
    return [f"\\{line}" if line.lstrip().startswith("::") else line for line in lines]
