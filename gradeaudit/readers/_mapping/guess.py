"""Guesses what the columns of an unknown table are, as a mapping to check and keep, with every assumption in words."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import NamedTuple

from gradeaudit.export import Export, Rows, Table
from gradeaudit.marks import Dialect, interpret, settle
from gradeaudit.places import column_name
from gradeaudit.readers import _grid as grid
from gradeaudit.readers._mapping.columns import folded
from gradeaudit.readers._mapping.header import SEARCHED, fits, maximum
from gradeaudit.readers._mapping.wide import left_out

JUDGED = 300
"""Students by whose marks a column is judged."""

_STUDENT = ("student name", "student", "name", "full name", "pupil", "pupil name", "learner", "students", "names")
_LAST = ("last name", "surname", "lastname", "family name", "last")
_FIRST = ("first name", "firstname", "given name", "first")
_ID = (
    "student id", "id", "student number", "student no", "student no.", "student #", "id number", "sis id", "sid",
    "student_id", "studentid", "number", "#", "email", "e-mail", "email address", "username", "user name",
)  # fmt: skip
_SECTION = ("section", "period", "homeroom", "group")
_POINTS = frozenset(
    {
        "points possible", "possible", "possible points", "max", "maximum", "max points", "maximum points", "out of",
        "points", "total points", "max score", "worth", "pts", "pts possible",
    }
)  # fmt: skip
_CATEGORY = frozenset({"category", "categories", "type", "kind"})
_DUE = frozenset({"due", "due date", "date due", "date", "dates"})
_TOTAL = frozenset(
    {
        "total", "average", "avg", "avg.", "mean", "final", "final grade", "grade", "percent", "percentage", "%",
        "letter", "letter grade", "overall", "overall grade", "course grade", "course total", "total points", "total %",
        "final %", "sum", "current grade", "quarter grade", "semester grade",
    }
)  # fmt: skip
_ASIDE = frozenset(
    {
        "rank", "absences", "absent", "tardies", "comments", "comment", "notes", "note", "gender", "dob", "birthday",
        "phone", "grade level", "year", "teacher", "parent", "address", "seat", "no.", "no",
    }
)  # fmt: skip
_ASSIGNMENT = ("assignment", "assignment name", "asgname", "activity", "task", "item", "assessment", "assignment title")
_SCORE = ("score", "points earned", "mark", "earned", "result", "points", "grade")
_LONG = {
    "points": ("points possible", "possible", "max points", "scorepossible", "score possible", "out of", "maximum"),
    "category": ("category", "categoryname", "category name"),
    "weight": ("weight", "categoryweight", "category weight"),
    "due": ("due", "due date", "assignmentdue", "date due"),
    "assigned": ("assigned", "assigned date", "assigneddate", "date assigned"),
    "entered": ("entered", "date entered", "gradeenteredon", "entered on"),
    "teacher": ("teacher", "teacher name"),
    "course": ("course", "course name", "classname", "class name", "class"),
    "section": ("section", "period"),
    "school": ("school", "school name"),
    "term": ("term", "quarter", "marking period"),
}


class Guess(NamedTuple):
    """A mapping to start from, as one line of YAML; what kind of table it is, in words; and what was assumed."""

    text: str
    looks: str
    assumed: tuple[str, ...]


def guess(export: Export) -> Guess | None:
    """The mapping that a table suggests, or None where no student column or no score column can be seen."""
    shown = [table for table in export.tables if not table.hidden]
    hidden, first = len(export.tables) - len(shown), shown[0] if shown else None
    for table in shown:
        found = _table(table)
        if found is None:
            continue
        text = (
            found.text
            if table is first
            else f"{{sheet: {json.dumps(table.sheet, ensure_ascii=False)}, {found.text[1:]}"
        )
        about = [f"{_many(hidden, 'hidden sheet')} left out"] if hidden else []
        if len(shown) > 1:
            where = shown.index(table) + 1
            about.append(f"sheet {where} is read; {_many(len(shown) - 1, 'other sheet')} can be named with sheet:")
        return found._replace(text=text, assumed=(*found.assumed, *about))
    return None


def _table(table: Table) -> Guess | None:
    """By the words of a header; without such words by the texts below it."""
    width = max(map(len, table.rows[:SEARCHED]), default=0)
    rows = grid.lines(table.rows, range(len(table.rows)), width)
    headers = [[folded(cell) for cell in row] for row in rows[:SEARCHED]]
    for top, names in enumerate(headers):
        if sum(map(bool, names)) > 1 and (who := _who(names)):
            found = _long(names, top, who) or _wide(table, rows, names, top, who)
            if found:
                return found
    for top, names in enumerate(headers):
        if sum(map(bool, names)) > 1 and (who := _who_by_content(rows, top)):
            return _wide(table, rows, names, top, who)
    return None


def _long(names: list[str], top: int, who: dict[str, int]) -> Guess | None:
    assignment, score = _first(names, _ASSIGNMENT), _first(names, _SCORE)
    if assignment < 0 or score < 0 or assignment in who.values():
        return None
    keys = {**_person(who), "assignment": assignment, "score": score}
    for key, words in _LONG.items():
        column = _first(names, words)
        if column >= 0 and column not in keys.values():
            keys[key] = column
    assumed = [f"the header is row {top + 1}"]
    assumed += [f"column {column_name(spot + 1)} is {key}" for key, spot in keys.items() if isinstance(spot, int)]
    text = ", ".join(f"{key}: {_named(spot)}" for key, spot in keys.items())
    return Guess(
        f"{{one_row_per: score, header: {top + 1}, {text}}}",
        f"one row per score (header in row {top + 1})",
        tuple(assumed),
    )


def _wide(table: Table, rows: Rows, names: list[str], top: int, who: dict[str, int]) -> Guess | None:
    first = next(iter(who.values()))
    special, words = _special(rows, top, first)
    above = [block.row - 1 for block in table.merged if block.row == top and block.column > first + 1]
    if "category_row" not in special and len(above) > 1:
        special["category_row"] = above[0]
        words.append(f"categories over merged cells in row {above[0] + 1}")
    out = {*special.values(), *left_out(rows, top, first)}
    people = [number for number in grid.people(rows, top + 1) if number not in out]
    if not people:
        return None
    people = people[:JUDGED]
    dialect = settle({rows[n][c] for n in people for c in range(len(names)) if c not in who.values()}, "")
    columns: dict[str, list[int]] = {"score": [], "total": [], "aside": [], "": []}
    headers = 0
    for column in range(len(names)):
        if column in who.values():
            continue
        kind, in_header = _kind(rows, names, top, column, people, special, dialect)
        headers += in_header
        columns[kind].append(column)
    scores, totals, aside = columns["score"], columns["total"], columns["aside"]
    if not scores and len(totals) == 1:
        scores, totals = totals, []
    if not scores:
        return None
    points = special.get("points_row")
    assumed = [
        f"the header is row {top + 1}",
        *(f"{word} in column {column_name(spot + 1)}" for word, spot in who.items()),
        f"{_many(len(scores), 'score column')}: {_spans(scores)}",
        *words,
        *([f"{_many(headers, 'maximum', 'maxima')} taken from titles such as “Quiz (20)”"] if headers else []),
        *([] if points is not None or headers else ["no points possible: a maximum is never assumed"]),
        *([f"totals in {_spans(totals)}"] if totals else []),
        *([f"no scores in {_spans(aside)}, left out"] if aside else []),
    ]
    footers = [n + 1 for n in sorted(out - set(special.values()))]
    if footers:
        assumed.append(f"left out as averages or totals of the class: {', '.join(f'row {n}' for n in footers)}")
    keys = [f"header: {top + 1}", *(f"{key}: {_named(spot)}" for key, spot in _person(who).items())]
    keys.append(f"assignments: [{_spans(scores)}]")
    keys += [f"{key}: {row + 1}" for key, row in special.items()]
    keys += [f"totals: [{_spans(totals)}]"] if totals else []
    return Guess(
        "{" + ", ".join(keys) + "}",
        f"one row per student (header in row {top + 1}, {_many(len(scores), 'score column')})",
        tuple(assumed),
    )


def _who(names: list[str]) -> dict[str, int]:
    """The columns that say who a student is, by what they hold; empty without a name or number."""
    found = {
        word: column
        for word, words in (
            ("last names", _LAST),
            ("first names", _FIRST),
            ("student names", _STUDENT),
            ("student numbers", _ID),
            ("sections", _SECTION),
        )
        if (column := _first(names, words)) >= 0
    }
    if "last names" in found and "first names" in found:
        found.pop("student names", None)
    elif "student names" in found:
        found.pop("last names", None)
        found.pop("first names", None)
    return found if set(found) - {"sections", "first names"} else {}


def _who_by_content(rows: Rows, top: int) -> dict[str, int]:
    """One of the first three columns whose texts below are words, all different, beside numbers; empty if none is."""
    below = [rows[number] for number in grid.people(rows, top + 1)][:JUDGED]
    for column in range(min(3, len(rows[top]))):
        texts = [row[column].strip() for row in below]
        named = [text for text in texts if interpret(text).form in ("code", "other")]
        if len(named) >= 3 and len(named) >= 0.8 * len(texts) and len(set(named)) == len(named):
            return {"student names": column}
    return {}


def _person(who: dict[str, int]) -> dict[str, int | list[int]]:
    """The mapping's keys of the student, with their columns."""
    names = [who[word] for word in ("student names", "last names", "first names") if word in who]
    keys: dict[str, int | list[int]] = {"student": names[0] if len(names) == 1 else names} if names else {}
    for key, word in (("id", "student numbers"), ("section", "sections")):
        if word in who:
            keys[key] = who[word]
    return keys


def _special(rows: Rows, top: int, first: int) -> tuple[dict[str, int], list[str]]:
    """Rows next to the header that hold points possible, categories or dates, and the words for them."""
    found: dict[str, int] = {}
    for number in (*range(top + 1, min(top + 4, len(rows))), *range(max(0, top - 3), top)):
        label = next((folded(cell).rstrip(" :") for cell in rows[number][: first + 4] if cell.strip()), "")
        for key, words in (("points_row", _POINTS), ("category_row", _CATEGORY), ("due_row", _DUE)):
            if label in words and key not in found:
                found[key] = number
    said = {"points_row": "points possible", "category_row": "categories", "due_row": "due dates"}
    return found, [f"{said[key]} in row {number + 1}" for key, number in found.items()]


def _kind(
    rows: Rows, names: list[str], top: int, column: int, people: list[int], special: dict[str, int], dialect: Dialect
) -> tuple[str, bool]:
    """Whether a column is a ``score``, a ``total``, ``aside`` or nothing, and whether its title holds a maximum."""
    texts = [rows[number][column] for number in people]
    forms = [interpret(text, dialect).form for text in texts if text.strip()]
    numbers = sum(form in ("number", "percent", "fraction") for form in forms)
    if sum(_looks_like_an_id(text, dialect) for text in texts) * 2 > max(numbers, 1):
        return "aside", False
    name = names[column]
    if not name:
        return ("aside" if forms else ""), False
    if name in _ASIDE:
        return "aside", False
    if name in _TOTAL or name.endswith((" average", " avg")):
        return ("total" if forms else "aside"), False
    _, points = maximum(rows[top][column])
    titled = not math.isnan(points) and (not numbers or fits(points, [dialect.number(text) for text in texts]))
    stated = "points_row" in special and bool(rows[special["points_row"]][column].strip())
    if numbers and 2 * sum(form != "other" for form in forms) >= len(forms):
        return "score", titled
    return ("score" if not forms and (titled or stated) else "aside"), titled and not forms


def _looks_like_an_id(text: str, dialect: Dialect) -> bool:
    """Whether a number is too large for a score, as ids are."""
    number = dialect.number(text)
    return number >= 5000 and text.strip().isdigit()


def _first(names: Sequence[str], words: Sequence[str]) -> int:
    return next((names.index(word) for word in words if word in names), -1)


def _named(spot: int | list[int]) -> str:
    if isinstance(spot, list):
        return f"[{', '.join(map(_named, spot))}]"
    return f"column {column_name(spot + 1)}"


def _spans(columns: list[int]) -> str:
    """Columns as a mapping names them: ``columns C to F, column H``."""
    spans: list[list[int]] = []
    for column in columns:
        if spans and spans[-1][1] == column - 1:
            spans[-1][1] = column
        else:
            spans.append([column, column])
    return ", ".join(
        f"column {column_name(a + 1)}" if a == b else f"columns {column_name(a + 1)} to {column_name(b + 1)}"
        for a, b in spans
    )


def _many(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
