"""Microsoft Teams: the export of one assignment, whose columns are only known from memory, so it must be confirmed.

Source: one program that reads the file by its columns' places, and Microsoft's documentation of assignments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export
from gradeaudit.gradebook import Book, Source
from gradeaudit.marks import PLAIN, settle
from gradeaudit.readers import _grid as grid
from gradeaudit.readers.base import Claim, Reader, partial

_SCORE, _MOST = 3, 4
_OFFERS = frozenset(
    {
        "assignments.title", "assignments.points_possible", "scores.mark", "scores.points", "students.local_id",
        "students.name",
    }
)  # fmt: skip
_LACKS = {
    "categories.name": "Microsoft Teams' export of an assignment has no categories",
    "categories.weight": "Microsoft Teams' export of an assignment has no weights",
    "categories.drop_lowest": "Microsoft Teams has no drop rules",
    "assignments.category": "Microsoft Teams' export of an assignment has no categories",
    "assignments.due_on": "Microsoft Teams' export of an assignment has no due date",
    "assignments.assigned_on": "Microsoft Teams' export of an assignment has no assigned date",
    "scores.excused": "Microsoft Teams' export shows excused work as a blank",
    "scores.missing": "Microsoft Teams' export doesn't mark missing work",
    "scores.late": "Microsoft Teams' export doesn't mark late work",
    "scores.entered_on": "Microsoft Teams' export doesn't say when a score was entered",
    "totals.value": "Microsoft Teams' export of an assignment has no totals",
    "totals.letter": "Microsoft Teams' export of an assignment has no totals",
    "students.sis_id": "Microsoft Teams' export has no student numbers",
}
_ALONE = "this Microsoft Teams file holds one assignment"


def detect(export: Export) -> Claim | None:
    """Names and address, a title, Points and Feedback: probably Teams, but nobody has shown the header for certain."""
    header = export.header
    if header[:2] != ("First Name", "Last Name") or header[_MOST : _MOST + 2] != ("Points", "Feedback"):
        return None
    return Claim(
        "possible",
        ("the columns First Name, Last Name, a title, Points and Feedback",),
        refusal="probably Microsoft Teams' export of one assignment, whose columns are not known for certain: confirm"
        " it with --as teams, or describe it with --as generic --map FILE",
        unless_named=True,
    )


def read(exports: list[Export]) -> Iterator[Book]:
    """The one assignment, when the user has said that it is one."""
    for export in exports:
        header = export.header
        numbers = grid.people(export.rows, 1)
        if len(header) <= _MOST or not numbers:
            raise Problem(
                "this is not Microsoft Teams' export of an assignment",
                export.file,
                "describe it with --as generic --map FILE",
            )
        lines = grid.lines(export.rows, numbers, len(header))
        most = Counter(text for text in grid.column(lines, _MOST) if text)
        scores = grid.cells(lines, numbers, [_SCORE])
        yield Book(
            about={
                "file": export.file,
                "format": "teams",
                "identity": f"teams:{header[_SCORE]}",
            },
            sources=(Source(export.file, export.tables[0].sheet),),
            offers=_OFFERS,
            lacks=_LACKS | partial(_ALONE),
            dialect=settle(scores["text"], export.delimiter),
            assignments={
                "title": [header[_SCORE]],
                "points_possible": [
                    PLAIN.number(max(most, key=lambda text: (most[text], text))) if most else np.nan,
                ],
                "place": [places.pack(1, _SCORE + 1)],
            },
            students={
                "name": grid.full_names(grid.column(lines, 1), grid.column(lines, 0)),
                "local_id": grid.column(lines, 2),
                "place": grid.first_cells(numbers),
            },
            scores=scores,
        )


READER = Reader(
    name="teams",
    system="Microsoft Teams for Education",
    title="One assignment (CSV), only with --as teams",
    sure="possible: its header is known from memory only",
    detect=detect,
    read=read,
    offers=_OFFERS,
    lacks=_LACKS,
)
