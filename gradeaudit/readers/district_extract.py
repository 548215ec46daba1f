"""District extracts: one row a score, as a student information system's reports give them, by their columns' names.

Source: the column names of Chicago's gradebook extract, the flags of Infinite Campus's score table, and the columns
that SQL extracts of Aeries and Skyward are given; for other names there is the mapping of the generic reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gradeaudit import places
from gradeaudit.export import Export
from gradeaudit.gradebook import Book
from gradeaudit.places import column_name
from gradeaudit.readers._dates import readable, slash_order
from gradeaudit.readers.base import Claim, Reader

_SEARCHED = 20
_CLASS = re.compile(r"(?P<course>.*\S)\s*\((?P<section>[^()]+)\)", re.DOTALL)
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("stustudentid", "studentid", "studentnumber", "studentnum", "personid", "permid", "permnum"),
    "last": ("stulname", "studentlastname", "lastname"),
    "first": ("stufname", "studentfirstname", "firstname"),
    "name": ("studentname", "student"),
    "assignment": ("asgname", "assignmentname", "assignmenttitle", "assignment", "activityname"),
    "assignment_id": ("assignmentid", "activityid"),
    "score": ("score", "scorepoints", "pointsearned", "earnedpoints"),
    "points": ("scorepossible", "pointspossible", "totalpoints", "maxpoints", "maxscore", "possiblepoints"),
    "course": ("classname", "coursename", "coursetitle", "course", "class"),
    "course_code": ("coursecode", "coursenumber"),
    "section": ("section", "sectionid", "sectionnumber"),
    "teacher": ("teachername", "teacher", "teacherlast", "teacherlastname"),
    "teacher_first": ("teacherfirst", "teacherfirstname"),
    "school": ("schoolname", "school", "stuschoolid", "schoolid"),
    "grade": ("stugradelevelcode", "gradelevel"),
    "category": ("categoryname", "category", "assignmentcategory"),
    "weight": ("categoryweight",),
    "due": ("assignmentdue", "duedate", "datedue"),
    "assigned": ("assigneddate", "dateassigned", "assigndate"),
    "entered": ("gradeenteredon", "dateentered", "entereddate"),
    "term": ("term", "termname", "gradingperiod", "markingperiod", "quarter"),
    "missing": ("missing",),
    "late": ("late",),
    "excused": ("exempt", "excused"),
    "incomplete": ("incomplete",),
}  # fmt: skip
"""What a column holds, by the names it goes by, letters and digits only."""
_SCORE, _TITLE = ("score", "points", "earned"), ("asg", "assignment", "activity")
_NEEDED = ("assignment", "score", "points", "course")
_STUDENTS = frozenset({*_NAMES["id"], *_NAMES["name"], *_NAMES["last"], "id", "sid"})
_COURSES = frozenset({*_NAMES["course"], *_NAMES["course_code"], "crn", "subjectname", "classnumber"})
_GRADES = frozenset(
    {"finalgrade", "grade", "pct", "quarteravg", "rostergrade", "officialgrade", "gradeinput", "midtermgrade", "mark"}
)
_REGISTRAR = frozenset(
    {
        *_STUDENTS, *_COURSES, *_GRADES, *_NAMES["first"], *_NAMES["section"], *_NAMES["teacher"], *_NAMES["school"],
        *_NAMES["teacher_first"], *_NAMES["term"], *_NAMES["grade"], "teacherfirstname", "studenthomeroom", "termcode",
        "subject", "subjectcode", "coursetitle", "catalognumber", "email", "emailaddress", "credits", "units",
        "gradebasis", "gradingbasis", "level", "programandplan", "rolled", "lastattendeddate", "lastattenddate",
        "extensiondate", "confidential", "narrative", "incompletefinalgrade", "registrationstatus", "comments",
    }
)  # fmt: skip
"""Every word that heads a column of such a list; a table with any other column is left to the generic reader."""
_DATES = {"due": "assignments.due_on", "assigned": "assignments.assigned_on", "entered": "scores.entered_on"}
_LACKS = {
    "assignments.due_on": "this extract has no column of due dates, or its dates are not certain",
    "assignments.assigned_on": "this extract has no column of assigned dates",
    "assignments.category": "this extract has no column of categories",
    "categories.name": "this extract has no column of categories",
    "categories.weight": "this extract has no column of category weights",
    "categories.drop_lowest": "an extract of scores says nothing of dropped scores",
    "scores.entered_on": "this extract doesn't say when a score was entered",
    "scores.excused": "this extract has no column of exempt work and no code for it that is known here",
    "scores.missing": "this extract has no column of missing work",
    "scores.late": "this extract has no column of late work",
    "students.sis_id": "this extract has no column of student numbers",
    "totals.value": "an extract of scores has no totals",
    "totals.letter": "an extract of scores has no totals",
}


class Extract(NamedTuple):
    """A system whose extract is known: the columns, by their folded names, that tell it, and what its codes are.

    ``least`` of the columns must be there. ``codes`` maps a score's text, casefolded, to a state, and ``flags`` to a
    flag; what else stands in a score is the district's own and the policy says what it means.
    """

    name: str
    columns: frozenset[str]
    least: int
    confidence: str
    codes: tuple[tuple[str, str], ...] = ()
    flags: tuple[tuple[str, str], ...] = ()
    section_in_class: bool = False


EXTRACTS = (
    Extract(
        "Chicago's extract of all assignments and grades",
        frozenset({"stustudentid", "asgname", "scorepossible", "classname", "gradeenteredon"}),
        least=5,
        confidence="certain",
        codes=(("exc", "excused"), ("msg", "blank"), ("inc", "blank")),
        flags=(("msg", "missing"), ("inc", "incomplete")),
        section_in_class=True,
    ),
    Extract(
        "an extract of Infinite Campus's score table",
        frozenset({"turnedin", "cheated", "dropped", "exempt", "incomplete", "missing", "late"}),
        least=5,
        confidence="likely",
    ),
    Extract("an extract of scores, as those of Aeries and Skyward", frozenset(), least=0, confidence="likely"),
)
"""From the most particular to the most general: the first that fits is meant."""


def detect(export: Export) -> Claim | None:
    """Columns of a student, an assignment, its score and points possible, and a class, in one row near the top."""
    found = _found(export)
    if found is None:
        return _final_grades(export)
    header, columns, extract = found
    named = ", ".join(key.replace("_", " ") for key in columns)
    where = f"one row a score, the header in row {header + 1}"
    return Claim(extract.confidence, (extract.name, where, f"columns taken by their names: {named}"))


def read(exports: list[Export]) -> Iterator[Book]:
    """A gradebook for each school, class, section and teacher of the extract."""
    from gradeaudit.readers._mapping.long import long  # needs YAML, which other readers start without
    from gradeaudit.readers._mapping.schema import COLUMNS, SheetMap

    for export in exports:
        found = _found(export)
        if found is None:
            continue
        header, columns, extract = found
        letters = {key: f"column {column_name(position + 1)}" for key, position in columns.items()}
        sheet_map = SheetMap(
            shown="the extract's columns",
            one_row_per="score",
            student=tuple(letters[key] for key in ("last", "first", "name") if key in letters),
            columns={key: text for key, text in letters.items() if key in COLUMNS},
            rows={"header": header + 1},
            codes=extract.codes,
        )
        unread = _unread(export, header, columns)
        yield from _apart([_told(book, export, extract, columns, unread) for book in long(export, sheet_map)])


def _found(export: Export) -> tuple[int, dict[str, int], Extract] | None:
    """The header's row, what each of its columns holds, and the extract that it is; None when it is none."""
    if not _may_be(export.top):  # most files end here
        return None
    for number, row in enumerate(export.rows[:_SEARCHED]):
        if not _may_be("\n".join(row).casefold()):
            continue
        names = [_folded(cell) for cell in row]
        columns = {key: names.index(name) for key, known in _NAMES.items() if (name := _first(known, names))}
        if all(key in columns for key in _NEEDED) and columns.keys() & {"id", "name", "last"}:
            own = set(names)
            extract = next(entry for entry in EXTRACTS if len(entry.columns & own) >= entry.least)
            return number, columns, extract
    return None


def _final_grades(export: Export) -> Claim | None:
    """A list of final or term grades, as a registrar takes or gives it: courses and grades but no assignments."""
    if len(export.header) > 30:
        return None
    names = set(map(_folded, export.header)) - {""}
    if not names <= _REGISTRAR or not names & _GRADES or not names & _COURSES or not names & _STUDENTS:
        return None
    return Claim(
        "likely",
        ("columns of students, courses and one grade each, no assignments",),
        refusal="a list of final or term grades, such as one for a registrar, not a gradebook with assignments",
    )


def _may_be(folded: str) -> bool:
    """Whether the words of a score and of an assignment are in casefolded cells at all."""
    return any(word in folded for word in _TITLE) and any(word in folded for word in _SCORE)


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _first(known: Sequence[str], names: Sequence[str]) -> str:
    return next((name for name in known if name in names), "")


def _unread(export: Export, header: int, columns: Mapping[str, int]) -> frozenset[str]:
    """Columns of dates that hold something which is no certain date."""
    cells = {
        key: [row[columns[key]] for row in export.rows[header + 1 :] if len(row) > columns[key]]
        for key in _DATES
        if key in columns
    }
    order = slash_order([text for texts in cells.values() for text in texts])
    return frozenset(_DATES[key] for key, texts in cells.items() if any(texts) and not readable(texts, order))


def _told(book: Book, export: Export, extract: Extract, columns: Mapping[str, int], unread: frozenset[str]) -> Book:
    """The gradebook with its teacher's whole name, and the section where the class's name holds it in brackets."""
    about = dict(book.about)
    if "teacher_first" in columns:
        row = export.rows[places.row_of(int(book.scores["place"][0])) - 1]
        first = row[columns["teacher_first"]].strip() if len(row) > columns["teacher_first"] else ""
        about["teacher"] = f"{first} {about['teacher']}".strip()
    named = _CLASS.fullmatch(about["course"]) if extract.section_in_class and "section" not in columns else None
    if named:
        about |= named.groupdict()
    known = [about[name] for name in ("school", "course_code", "course", "section", "teacher") if about[name]]
    about |= {"format": "district_extract", "identity": f"district_extract:{'|'.join(known)}"}
    offers = book.offers - unread
    offers |= {f"scores.{flag}" for _, flag in extract.flags}
    lacks = {column: why for column, why in _LACKS.items() if column not in offers}
    return book._replace(about=about, offers=offers, lacks=lacks, scores=_flagged(book, extract))


def _flagged(book: Book, extract: Extract) -> dict[str, Any]:
    """The scores with the system's own words for missing and incomplete work as flags."""
    words = [text.strip().casefold() for text in book.scores["text"]]
    flags: dict[str, Any] = dict(book.scores)
    for word, flag in extract.flags:
        before = flags.get(flag, [False] * len(words))
        flags[flag] = [said == word or old for said, old in zip(words, before)]
    return flags


def _apart(books: list[Book]) -> Iterator[Book]:
    """The gradebooks of one file, each with a name of its own: its course and section, or more where two agree."""
    short = [" ".join(filter(None, (book.about["course"], book.about["section"]))) for book in books]
    times = Counter(short)
    for book, name in zip(books, short):
        full = str(book.about["identity"]).partition(":")[2].replace("|", " ")
        yield book._replace(about={**book.about, "sheet": name if times[name] == 1 and name else full})


READER = Reader(
    name="district_extract",
    system="District extract",
    title="One row a score, from Infinite Campus, Skyward, Aeries or a district's own report (CSV, XLSX)",
    sure="certain for Chicago's columns; likely for others, whose columns are taken by their names",
    detect=detect,
    read=read,
    offers=frozenset(
        {
            "assignments.assigned_on", "assignments.category", "assignments.due_on", "assignments.points_possible",
            "assignments.title", "categories.name", "categories.weight", "scores.entered_on", "scores.excused",
            "scores.incomplete", "scores.late", "scores.mark", "scores.missing", "scores.points", "students.local_id",
            "students.name", "students.section", "students.sis_id",
        }
    ),
    lacks=_LACKS,
)  # fmt: skip
