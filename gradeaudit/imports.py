"""What each LMS takes from a gradebook file that is imported again, and where to click to import it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gradeaudit.findings import Correction
from gradeaudit.policy.names import fold_code

_CODES = ("codes", "zeros", "blanks")
"""The fixes that write a code; the others write points, which every import takes."""


@dataclass(frozen=True)
class Import:
    """One LMS's import: ``how`` to do it, the ``codes`` it takes as a score, and what becomes of any other word."""

    system: str
    how: str
    words: str
    codes: frozenset[str] = frozenset()


IMPORTS: Mapping[str, Import] = {
    "canvas": Import(
        "Canvas",
        "In Canvas open Grades, choose Import, then this file; Canvas lists every changed score before it saves.",
        "Canvas's import empties a cell that holds any word but EX",
        frozenset({"EX"}),
    ),
    "sakai": Import(
        "Sakai",
        "In Sakai open Gradebook, Import / Export, choose this file, and select the items that changed.",
        "Sakai's import refuses a file with a word among the scores",
    ),
    "moodle": Import(
        "Moodle",
        "In Moodle open Grades, Import, CSV file, choose this file; map the e-mail address or ID number to the same,"
        " each changed column that ends in (Real) to its item, and every other column to Ignore. Scores that are"
        " imported can't be edited in the activity any more.",
        "Moodle's import refuses a file with a word in a column of points",
    ),
    "brightspace": Import(
        "Brightspace",
        "In Brightspace open Grades, Enter Grades, Import, and choose this file. Before that delete what D2L's help"
        " says not to import: names, e-mail, sections, subtotals, final grades and items that didn't change. Keep"
        " OrgDefinedId or Username, and End-of-Line Indicator.",
        "Brightspace's import takes points, not words, in a column headed Points Grade",
    ),
    "blackboard": Import(
        "Blackboard",
        "In Blackboard open the Full Grade Center, choose Work Offline, Upload, then this file, and tick the columns"
        " that changed. Leave the numbers at the end of the headers as they are: Blackboard knows columns by them.",
        "Blackboard's upload isn't known to take a word in a column of scores",
    ),
    "schoology": Import(
        "Schoology",
        "In Schoology open the Gradebook, choose Import in the menu (⋮), then this file, and match its columns with"
        " those that changed. Leave the header row as it is.",
        "Schoology's import isn't known to take an exception as a word",
    ),
    "powerschool": Import(
        "PowerTeacher Pro",
        "In PowerTeacher Pro open the assignment's scoresheet and import this file as its score template.",
        "PowerTeacher Pro's score template takes no codes but PowerTeacher's own",
        frozenset({"EX", "MI", "MIS", "AB", "ABS", "IN", "INC", "LA", "COL"}),
    ),
}
"""The formats whose LMS imports them again, by reader.

Sources: Canvas's GradebookImporter and Assignment (any other word is read as no score); Sakai's ImportGradesHelper
and GradeValidator; Moodle's gradeimport_csv and its help page "Grade import"; D2L's "Importing grades"; Blackboard's
"Work offline with grade data"; Schoology's help on moving grades between sections; PowerTeacher's documentation of
templates and special codes. None of them takes a title, a category or a weight: items are matched by their ids or
titles, and a title that isn't known makes a second item.
"""


UNKNOWN = "it isn't known for certain that the LMS imports exports of this format again"


def refusal(format_name: str, correction: Correction) -> str:
    """Why an LMS wouldn't take a correction from an imported file; empty where it does."""
    known = IMPORTS.get(format_name)
    if known is None:
        return UNKNOWN
    if correction.fix in _CODES and fold_code(correction.text) not in {fold_code(code) for code in known.codes}:
        return known.words
    return ""
