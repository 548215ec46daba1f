"""What the text of a score cell says: a number, a percent, a fraction, a letter, a code, nothing, or something else."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from gradeaudit.texts import Texts

FORMS = ("blank", "number", "percent", "fraction", "letter", "code", "other")
STATES = ("blank", "scored", "excused", "not_assigned", "waiting", "coded")
"""The states of a score, never merged. ``coded`` is text that only the district's policy can explain."""

_LETTER = re.compile(r"[A-F][+\-−]?|N[CP]|P")
_WORDS = re.compile(r"[^\W\d_][^\d]{0,39}|[*✓✔×]+|-+|\.{2,}|\?+")
_NUMBERS = {
    (".", ""): re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII),
    (".", ","): re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)", re.ASCII),
    (",", ""): re.compile(r"[+-]?(?:\d+,?\d*|,\d+)", re.ASCII),
    (",", "."): re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+(?:,\d*)?|\d+,?\d*|,\d+)", re.ASCII),
}
_MAX_DIGITS = 40
_ENDS_IN_COMMA = re.compile(r"^-?[\d.,]*,\d{1,2} ?%?$", re.ASCII | re.MULTILINE)
_ENDS_IN_POINT = re.compile(r"^-?[\d.,]*\.\d{1,2} ?%?$", re.ASCII | re.MULTILINE)
_POINT_THEN_COMMA = re.compile(r"^-?[\d.,]*\.[\d.]*,[\d.,]* ?%?$", re.ASCII | re.MULTILINE)
_COMMA_IN_NUMBER = re.compile(r"^-?[\d.]*,[\d.,]* ?%?$", re.ASCII | re.MULTILINE)


class Mark(NamedTuple):
    """The reading of one distinct cell text: its form, its number (NaN if it has none), and the state of the score.

    ``number`` is the points of a ``number``, the percent of a ``percent`` (85 for ``85%``), the share times 100 of a
    ``fraction`` (90 for ``9/10``), and what a code carries in brackets, such as ``Needs Grading(99.00)``.
    """

    form: str
    number: float
    state: str


@dataclass(frozen=True)
class Dialect:
    """How one export writes numbers and what its LMS writes in place of a score.

    ``tokens`` maps the LMS's own words, casefolded (``ex``, ``n/a``), to a state. ``special`` reads texts that are
    not fixed words, such as ``Needs Grading(99.00)``; it returns None for any other text.
    """

    decimal: str = "."
    thousands: str = ""
    tokens: tuple[tuple[str, str], ...] = ()
    special: Callable[[str], Mark | None] | None = None

    def number(self, text: str) -> float:
        """The number that a cell's text is in this export's own writing, or NaN: finite, ASCII digits, no exponent."""
        return _number(text, self.decimal, self.thousands)


@lru_cache(16_384)  # a gradebook's cells hold few distinct numbers, each many times
def _number(text: str, decimal: str, thousands: str) -> float:
    text = text.strip(" ")
    if not text or len(text) > _MAX_DIGITS or not _NUMBERS[decimal, thousands].fullmatch(text):
        return math.nan
    if thousands:
        text = text.replace(thousands, "")
    return float(text.replace(",", "."))


PLAIN = Dialect()


def settle(
    texts: Iterable[str] | Texts, delimiter: str, tokens: tuple[tuple[str, str], ...] = (), also: Sequence[str] = ()
) -> Dialect:
    """The dialect of a file, settled once from the texts of all its score cells (and a few ``also``) and its delimiter.

    A comma is the decimal mark when numbers end in a comma and one or two digits and none in a point and digits; in a
    file delimited by semicolons also when both occur, or neither does.
    """
    if isinstance(texts, Texts):
        if delimiter != ";" and not texts.hold(",") and "," not in "".join(also):
            return Dialect(tokens=tokens)
        texts = texts.distinct()
    lines = "\n".join((*texts, *also))  # one search over all cells is much faster than one a cell
    commas = "," in lines
    comma = commas and bool(_ENDS_IN_COMMA.search(lines))
    if commas or delimiter == ";":
        point = bool(_ENDS_IN_POINT.search(lines))
        if (comma and not point) or (delimiter == ";" and (comma or not point)):
            return Dialect(",", "." if _POINT_THEN_COMMA.search(lines) else "", tokens)
    return Dialect(".", "," if commas and _COMMA_IN_NUMBER.search(lines) else "", tokens)


def interpret(text: str, dialect: Dialect = PLAIN) -> Mark:
    """Reads one distinct cell text. Only what the export's own number format allows is a number."""
    stripped = text.strip()
    if not stripped:
        return Mark("blank", math.nan, "blank")
    number = dialect.number(text)
    if not math.isnan(number):
        return Mark("number", number, "scored")
    folded = stripped.casefold()
    for token, state in dialect.tokens:
        if folded == token:
            return Mark("blank" if state == "blank" else "code", math.nan, state)
    if dialect.special is not None and (special := dialect.special(stripped)) is not None:
        return special
    if stripped.endswith("%"):
        number = dialect.number(stripped[:-1].rstrip())
        if not math.isnan(number):
            return Mark("percent", number, "scored")
    if "/" in stripped:
        above, _, below = stripped.partition("/")
        share, whole = dialect.number(above), dialect.number(below)
        if whole > 0 and not math.isnan(share):
            return Mark("fraction", 100.0 * share / whole, "scored")
    if _LETTER.fullmatch(stripped):
        return Mark("letter", math.nan, "scored")
    if len(stripped) <= 40 and _WORDS.fullmatch(stripped):
        return Mark("code", math.nan, "coded")
    return Mark("other", math.nan, "coded")
