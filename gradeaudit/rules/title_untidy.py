"""A title with characters that nobody sees: stray spaces, invisible characters, letters of another script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import visible
from gradeaudit.grading.title_text import INVISIBLE, tidy
from gradeaudit.grading.titles import titles
from gradeaudit.rules._titles import titled
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

# Patterns as texts: few titles come as far as these, and the start needn't wait for them.
_SPACES = r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{2,}"
# French puts a no-break space before : ; ! ? » and %, and after «; numbers keep one between thousands.
_NO_BREAK = r"(?<!«)(?<!\d)[\u00a0\u2007\u202f](?![:;!?»%€°])|(?<=\d)[\u00a0\u2007\u202f](?!\d{3}|[:;!?»%€°])"
_CONTROL = r"[\x00-\x1f\x7f-\x9f\u2028\u2029]"
_MARKS = r"[\u0300-\u036f]{4,}"
# Joiners belong between letters of scripts that join, and between pictures: never beside a Latin letter, digit or end.
_JOINERS = r"(?:^|[\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?:[\x00-\u024f]|$)"
_DIRECTION = r"[\u200e\u200f\u2066-\u2069]"
_RIGHT_TO_LEFT = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_NEVER_NEEDED = r"[\u00ad\u200b\u2060\ufeff\u202a-\u202e]"
# Cyrillic and Greek letters drawn like Latin ones; Greek letters of formulas (μ, Δ, λ, π, ν) are not among them.
# Source: Unicode Technical Standard 39, confusable characters.
_LATIN = dict(zip("АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXo"))
_LOOKALIKE = "".join(_LATIN)
_MIXED = rf"[A-Za-z\u00c0-\u024f][{_LOOKALIKE}]|[{_LOOKALIKE}][A-Za-z\u00c0-\u024f]"
_SUSPECT = re.compile(rf"[^!-~ ]|^ | $|  |[{_LOOKALIKE}]")


@rule(
    title="A title has stray or invisible characters",
    family="naming",
    severity="info",
    needs={"assignments": ["title"]},
    policy="naming",
    per="assignment",
    what="A title has spaces too many, characters that can't be seen, or letters of another script that look alike.",
    why="Two titles that look the same are then different to every program: a search misses one, a re-import makes a"
    " second assignment.",
    fix="Type the title anew instead of pasting it.",
    message="“{shown}” has {what}{instead}",
    example="“Quiz 1 ” with a space at its end",
    instead="Quiz 1",
    not_a_finding="Accents and titles in any language; the no-break space that French puts before a colon; the joiners"
    " of Persian, Hindi and emoji; Greek letters in formulas.",
    steps={
        "canvas": "In Canvas open Assignments, choose Edit in the assignment's menu, type the name anew and save.",
        "moodle": "In Moodle turn editing on, open the activity's settings, type the name anew and save.",
    },
)
def title_untidy(books: Gradebooks, policy: Policy) -> Rows:
    """Each distinct title is looked at once; plain ones are passed over by one pattern."""
    told = titles(books)
    faults = {at: list(_faults(title)) for at, title in enumerate(told.texts) if _SUSPECT.search(title)}
    found = np.flatnonzero(told.are(at for at, several in faults.items() if several))
    numbers = told.number[found].tolist()
    clean = [visible(_clean(told.texts[number]), 80) for number in numbers]
    return Rows(
        titled(
            books,
            found,
            what=[_joined(faults[number]) for number in numbers],
            instead=[f"; it should be “{text}”" if text else "" for text in clean],
            expected=[text or "a title typed anew" for text in clean],
        )
    )


def _faults(title: str) -> Iterator[str]:
    inner = title.strip()
    if title != inner and inner:
        before, after = title[0].isspace(), title[-1].isspace()
        yield f"a space at its {'start and end' if before and after else 'start' if before else 'end'}"
    if re.search(_SPACES, inner):
        yield "a doubled space"
    if re.search(_NO_BREAK, inner):
        yield "a no-break space"
    if re.search(_CONTROL, inner):
        yield "a line break" if re.search(r"[\r\n\u2028\u2029]", inner) else "a control character"
    hidden = {letter for letter in title if letter in INVISIBLE and _unneeded(letter, title)}
    for letter in sorted(hidden):
        yield f"an invisible character ({unicodedata.name(letter, 'unnamed').lower()})"
    if "\ufffd" in title:
        yield "a character that was lost (�)"
    if re.search(_MARKS, unicodedata.normalize("NFD", title)):
        yield "a pile of accents on one letter"
    mixed = {letter for pair in re.findall(_MIXED, title) for letter in pair if letter in _LOOKALIKE}
    for letter in sorted(mixed):
        script, _, name = unicodedata.name(letter).partition(" ")
        yield f"a {script.title()} letter that looks Latin ({letter}, {script.title()} {name.lower()})"


def _unneeded(letter: str, title: str) -> bool:
    if re.match(_NEVER_NEEDED, letter):
        return True
    if re.match(_DIRECTION, letter):
        return not re.search(_RIGHT_TO_LEFT, title)
    return bool(re.search(_JOINERS, title))


def _clean(title: str) -> str:
    """The title as it was meant, or the empty text where that can't be known."""
    letters = list(tidy(title))
    for pair in re.finditer(_MIXED, "".join(letters)):
        for position in range(*pair.span()):
            letters[position] = _LATIN.get(letters[position], letters[position])
    clean = "".join(letters)
    return "" if any(_faults(clean)) else clean


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
