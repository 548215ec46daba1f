"""Moodle: the grades exported as XML, which names items and students by their ID numbers and nothing else.

Source: Moodle's grade/export/xml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export
from gradeaudit.gradebook import Book, Source
from gradeaudit.marks import Dialect
from gradeaudit.readers._xml import root_tag, tree
from gradeaudit.readers.base import Claim, Reader

_BATCH = re.compile(r"xml_export_(1\d{9})")
_TEXT_EXPORT = "export as plain text instead: Grades, Export, Plain text file"
_OFFERS = frozenset({"assignments.title", "scores.mark", "scores.points", "students.sis_id"})
_LACKS = {
    "rules.naming": f"Moodle's XML export names items by their ID numbers only ({_TEXT_EXPORT})",
    "assignments.points_possible": f"Moodle's XML export has no points possible ({_TEXT_EXPORT}, with Real and"
    " Percentage ticked)",
    "assignments.category": "Moodle's XML export has no categories (the course backup's gradebook.xml has them)",
    "assignments.due_on": "a Moodle export has no due dates",
    "assignments.assigned_on": "a Moodle export has no assigned dates",
    "categories.name": "Moodle's XML export has no categories (the course backup's gradebook.xml has them)",
    "categories.weight": "Moodle's XML export has no weights (the course backup's gradebook.xml has them)",
    "scores.entered_on": "a Moodle export doesn't say when a score was entered",
    "scores.missing": "a Moodle export doesn't mark missing work",
    "scores.late": "a Moodle export doesn't mark late work",
    "scores.excused": "a Moodle export doesn't mark excluded grades",
    "students.name": f"Moodle's XML export has no names ({_TEXT_EXPORT})",
    "students.local_id": f"Moodle's XML export has no email addresses ({_TEXT_EXPORT})",
    "totals.value": f"Moodle's XML export doesn't tell totals from items ({_TEXT_EXPORT})",
    "totals.letter": f"Moodle's XML export doesn't tell totals from items ({_TEXT_EXPORT})",
}


def detect(export: Export) -> Claim | None:
    """Its first element is results, with the batch that Moodle names, or each of an assignment and a student."""
    if root_tag(export) != "results":
        return None
    top = export.text[:2000]
    if _BATCH.search(top):
        return Claim("certain", ("its first element is results, of a batch named xml_export",))
    if "<assignment>" in top and "<student>" in top:
        return Claim("likely", ("its first element is results, each of an assignment and a student",))
    return None


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of an XML export; an item's title is its ID number."""
    for export in exports:
        yield _book(export)


def _book(export: Export) -> Book:
    root = tree(export)
    results = list(root.all("result"))
    if not results:
        raise Problem("the Moodle export has no results", export.file, "give items and students ID numbers in Moodle")
    items: dict[str, int] = {}
    people: dict[str, int] = {}
    item_lines, people_lines, cells = [], [], []
    for result in results:
        item, student = result.value("assignment"), result.value("student")
        if not item or not student:
            raise Problem(
                f"the result in line {result.line} names no {'item' if not item else 'student'}",
                export.file,
                "give every item and student an ID number in Moodle, or export as plain text",
            )
        if item not in items:
            items[item] = len(items)
            item_lines.append(result.line)
        if student not in people:
            people[student] = len(people)
            people_lines.append(result.line)
        score = result.child("score")
        cells.append((people[student], items[item], score.text if score else "", score.line if score else result.line))
    batch = _BATCH.fullmatch(root.attributes.get("batch", ""))
    return Book(
        about={
            "file": export.file,
            "format": "moodle_xml",
            "identity": f"moodle_xml:{export.name.rpartition('.')[0]}",
            **({"exported_at": np.datetime64(int(batch[1]), "s")} if batch else {}),
        },
        sources=(Source(export.file),),
        offers=_OFFERS,
        lacks=_LACKS,
        dialect=Dialect(tokens=(("-", "blank"),)),
        assignments={"title": list(items), "key": list(items), "place": [places.pack(n, 0) for n in item_lines]},
        students={"sis_id": list(people), "place": [places.pack(n, 0) for n in people_lines]},
        scores={
            "student": [student for student, _, _, _ in cells],
            "assignment": [item for _, item, _, _ in cells],
            "text": [text for _, _, text, _ in cells],
            "place": [places.pack(line, 0) for _, _, _, line in cells],
        },
    )


READER = Reader(
    name="moodle_xml",
    system="Moodle",
    title="Grade export (XML)",
    sure="certain: read in Moodle's own exporter",
    detect=detect,
    read=read,
    offers=_OFFERS,
    lacks=_LACKS,
)
