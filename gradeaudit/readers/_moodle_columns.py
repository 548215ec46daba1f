"""What each column of a Moodle export is: who the student is, an item in one of its display types, a total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from gradeaudit.export import Export, Rows
from gradeaudit.marks import interpret

REAL, PERCENTAGE, LETTER, FEEDBACK = "real", "percentage", "letter", "feedback"
DOWNLOADED = ("last downloaded from this course", "zuletzt aus diesem kurs geladen")

_EXTRA = re.compile(r"(?P<name>.*\S)\s*\((?P<extra>[^()]+)\)", re.DOTALL)
_KNOWN_EXTRAS = {
    "real": REAL, "percentage": PERCENTAGE, "letter": LETTER, "feedback": FEEDBACK,
    "punkte": REAL, "prozentsatz": PERCENTAGE,
}  # fmt: skip
_KNOWN_EXTRA = re.compile(rf"\((?:{'|'.join(_KNOWN_EXTRAS)})\)")
_PERSON = {
    "first name": "first", "vorname": "first",
    "surname": "last", "last name": "last", "nachname": "last",
    "id number": "number", "id-nummer": "number",
    "email address": "email", "e-mail-adresse": "email",
    "institution": "", "department": "", "abteilung": "", "suspended": "", "gesperrt": "",
}  # fmt: skip
_NAMES = frozenset(name for name, role in _PERSON.items() if role in ("first", "last"))
_DEFAULT = ("first", "last", "number", "", "", "email")
_COURSE_TOTAL = ("course total", "kurs gesamt")
_MODULE = re.compile(r"(?P<module>[^:]{2,40}):[ \u00a0](?P<title>\s*\S.*)", re.DOTALL)
_MODULES = frozenset(
    {
        "assignment", "quiz", "forum", "lesson", "workshop", "scorm package", "h5p", "glossary", "database",
        "external tool", "attendance", "turnitin assignment 2", "aufgabe",
    }
)  # fmt: skip
_EPOCH = re.compile(r"1\d{9}")


class Item(NamedTuple):
    """A grade item: its name as in the header, and the column, from 0, of each display type it was exported in."""

    name: str
    columns: dict[str, int]

    @property
    def first(self) -> int:
        """The item's first column."""
        return min(self.columns.values())

    @property
    def title(self) -> str:
        """The name that the teacher gave: without the kind of activity that Moodle puts before it."""
        match = _MODULE.fullmatch(self.name)
        return match["title"] if match and match["module"].casefold() in _MODULES else self.name


class Columns(NamedTuple):
    """The columns of a Moodle export, from 0; a total's category is empty for the course total."""

    person: dict[str, int]
    items: list[Item]
    totals: list[tuple[Item, str]]
    unnamed: list[Item]
    downloaded: int
    translated: bool


def columns(export: Export) -> Columns | None:
    """The columns of a table whose first row is a Moodle header, or None when it isn't one."""
    if not _may_be(export):
        return None
    rows, header = export.rows, [cell.strip('"') for cell in export.header]
    while header and not header[-1]:
        header.pop()
    folded = [" ".join(name.casefold().split()) for name in header]
    downloaded = _downloaded(rows, folded)
    last = downloaded if downloaded >= 0 else len(header)
    person = {_PERSON[name]: column for column, name in enumerate(folded) if _PERSON.get(name)}
    roles = _extras(rows, header[:last], bool(downloaded >= 0))
    if roles:
        found = [_EXTRA.fullmatch(name) for name in header[:last]]
        start = next(column for column, match in enumerate(found) if match and match["extra"].casefold() in roles)
        if downloaded < 0 and not person:
            return None
        pairs = [
            (match["name"], roles[match["extra"].casefold()], column)
            for column, match in enumerate(found)
            if match and match["extra"].casefold() in roles
        ]
    else:
        named = [column for column, name in enumerate(folded[:last]) if name in _PERSON]
        start = max(named, default=-1) + 1
        if not {"first", "last"} <= set(person) or (downloaded < 0 and not _old(folded[start:last])):
            return None
        pairs = [_old_pair(header[column], column) for column in range(start, last)]
    person = person or _by_position(rows, start)
    items = _items(pairs)
    if not person or not items:
        return None
    return _sorted(Columns(person, items, [], [], downloaded, _is_foreign(folded)))


def _may_be(export: Export) -> bool:
    """A cheap look before the patterns: names of people, a known display type, or an epoch second at the end."""
    if not _NAMES.isdisjoint([name.strip('"').casefold() for name in export.header[:12]]):
        return True
    width = len(export.header)
    while width and not export.header[width - 1].strip('"'):
        width -= 1
    below = (export.rows[number] for number in range(1, min(4, len(export.rows))))
    second = next((row for row in below if len(row) >= width > 0), None)
    ends = second is not None and _EPOCH.fullmatch(second[width - 1].strip())
    return bool(ends or _KNOWN_EXTRA.search(export.top))


def _downloaded(rows: Rows, folded: Sequence[str]) -> int:
    """The column of the moment of the download: by its name, or the last one if all its cells are one epoch second."""
    if folded and folded[-1] in DOWNLOADED:
        return len(folded) - 1
    last = (row[len(folded) - 1].strip() for row in islice(rows, 1, None) if len(row) >= len(folded) > 1 and any(row))
    moment = next(last, "")
    return len(folded) - 1 if _EPOCH.fullmatch(moment) and all(text == moment for text in last) else -1


def _extras(rows: Rows, header: Sequence[str], certain: bool) -> dict[str, str]:
    """The words in brackets that name display types in this file's language, and what each of them is."""
    counts: dict[str, list[int]] = {}
    for column, name in enumerate(header):
        match = _EXTRA.fullmatch(name)
        if match:
            counts.setdefault(match["extra"].casefold(), []).append(column)
    known = {extra: _KNOWN_EXTRAS[extra] for extra in counts if extra in _KNOWN_EXTRAS}
    if known or not certain or not header or not _EXTRA.fullmatch(header[-1]):
        return known if set(known.values()) & {REAL, PERCENTAGE, LETTER} else {}
    final = _EXTRA.fullmatch(header[-1])
    name = final["name"] if final else ""
    run: list[str] = []
    for own in reversed(header):
        match = _EXTRA.fullmatch(own)
        if not match or match["name"] != name:
            break
        run.append(match["extra"].casefold())
    return {extra: _role(rows, counts[extra]) for extra in run}


def _role(rows: Rows, columns: Sequence[int]) -> str:
    """What a display type is, from what stands under it."""
    texts = {row[column].strip() for row in rows[1:] for column in columns if column < len(row)} - {"", "-"}
    if any(text.endswith("%") for text in texts):
        return PERCENTAGE
    forms = [interpret(text).form for text in texts]
    if "number" in forms:
        return REAL
    return LETTER if forms and 2 * forms.count("letter") >= len(forms) else FEEDBACK


def _old(folded: Sequence[str]) -> bool:
    return any(name in _COURSE_TOTAL or name.endswith(" total") for name in folded)


def _old_pair(name: str, column: int) -> tuple[str, str, int]:
    """A header of a version that names no display types: ``Assignment: X``, ``Feedback: X`` or ``X (Feedback)``."""
    if name.casefold().startswith("feedback: "):
        return name[10:], FEEDBACK, column
    if name.casefold().endswith(" (feedback)"):
        return name[:-11], FEEDBACK, column
    return name, REAL, column


def _items(pairs: Sequence[tuple[str, str, int]]) -> list[Item]:
    """Columns next to each other with one name and different display types are one item."""
    items: list[Item] = []
    for name, role, column in pairs:
        if items and role == FEEDBACK and role not in items[-1].columns:
            items[-1].columns[role] = column  # old versions name it "Feedback: X"
        elif items and items[-1].name == name and role not in items[-1].columns:
            items[-1].columns[role] = column
        else:
            items.append(Item(name, {role: column}))
    return [item for item in items if set(item.columns) != {FEEDBACK}]


def _by_position(rows: Rows, start: int) -> dict[str, int]:
    """Who a student is where the labels are in another language: Moodle's own order of columns."""
    email = next(
        (c for c in range(start) if sum(len(row) > c and "@" in row[c] for row in rows[1:]) * 2 > len(rows) - 1), -1
    )
    person = {"first": 0, "last": 1} if start >= 2 else {}
    if email >= 0:
        person["email"] = email
    if email == _DEFAULT.index("email"):
        person["number"] = _DEFAULT.index("number")
    return person


def _is_foreign(folded: Sequence[str]) -> bool:
    return not any(name in _PERSON for name in folded[:3])


def _sorted(found: Columns) -> Columns:
    """The items told from the totals: by the words of English and German, else the last item is the course total."""
    kept, totals, unnamed = [], [], []
    for item in found.items:
        folded = item.name.casefold()
        if folded in _COURSE_TOTAL:
            totals.append((item, ""))
        elif folded == "category total":
            unnamed.append(item)
        elif folded.endswith((" total", " gesamt")) and not _MODULE.match(item.name):
            totals.append((item, item.name.rpartition(" ")[0]))
        else:
            kept.append(item)
    if found.translated and not totals and kept and not _MODULE.match(kept[-1].name):
        totals.append((kept.pop(), ""))
    return found._replace(items=kept, totals=totals, unnamed=unnamed)
