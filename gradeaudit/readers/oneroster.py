"""OneRoster 1.1 and 1.2: a folder or zip of CSV files that holds the gradebooks of a whole school or district.

Every class is a gradebook, also one without assignments. Source: the OneRoster CSV binding 1.2 and its list of changes
from 1.1; Aspen's exporter and Infinite Campus's documentation for what they write instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from gradeaudit.errors import Problem
from gradeaudit.export import Export
from gradeaudit.gradebook import Book, Source
from gradeaudit.readers._oneroster_files import Array, Part, Pass, kind_of, says_status
from gradeaudit.readers._oneroster_grades import IN_RESULTS, LACKS, OFFERS, categories_of, grades
from gradeaudit.readers._oneroster_parts import divided
from gradeaudit.readers._oneroster_people import People, gather
from gradeaudit.readers.base import Claim, Reader

_READ = ("classes", "lineItems", "results", "users", "enrollments", "categories", "courses", "orgs", "academicSessions")
_NOTES: Mapping[str, Callable[[int], str]] = {
    "nowhere": "categories that no assignment uses, so that their class isn't known ({})".format,
    "lost": lambda count: (
        f"{count} {'result' if count == 1 else 'results'} of assignments that are not in the set, left out"
    ),
    "absent": "students without a result on an assignment of their class, not taken for blanks ({})".format,
    "homerooms": "homerooms without assignments, left out ({})".format,
}
_VERSION = re.compile(r"\d[\w.]{0,9}")


def detect(export: Export) -> Claim | None:
    """Whatever the file is called: the columns that the binding gives one of its files."""
    kind = kind_of(export.rows)
    if not kind:
        return None
    if kind == "manifest":
        said = {row[0].strip(): row[1].strip() for row in export.rows if len(row) > 1}
        version = said.get("oneroster.version", "")
        shown = f"OneRoster {version if _VERSION.fullmatch(version) else 'of unknown version'}"
        return Claim("certain", (f"the manifest of a set of {shown}",), "set")
    evidence = [f"the columns of OneRoster's {kind}"]
    removed, is_delta = says_status(export.rows)
    if is_delta:
        evidence.append("delta: it holds what changed since the last set")
    if export.long:
        evidence += ["rows marked as deleted, left out"] if removed else []
    elif removed:
        evidence.append(f"{removed} {'row' if removed == 1 else 'rows'} marked as deleted, left out")
    return Claim("certain" if "dateLastModified" in export.rows[0][:3] else "likely", tuple(evidence), "set")


def read(exports: list[Export]) -> Iterator[Book]:
    """A gradebook for each class of the set."""
    parts: dict[str, Part] = {}
    results: Export | None = None
    kinds = [kind_of(export.rows) for export in exports]
    if set(kinds) == {"manifest"}:
        raise Problem(
            "this OneRoster set holds only its manifest: nothing has changed since the last one",
            todo="export it in bulk mode to check all of it",
        )
    for export, kind in zip(exports, kinds):
        if kind in _READ:
            if kind in parts or (kind == "results" and results):
                raise Problem(
                    f"the folder holds two files of OneRoster's {kind}", export.file, "keep each set in its own folder"
                )
            if kind == "results":
                results = export
            else:
                parts[kind] = Pass(export, kind).part()
    if "lineItems" not in parts:
        what = "results without line items" if results else "a roster without results"
        raise Problem(
            f"this OneRoster set is {what}: no gradebook is in it",
            todo="export it with grades, so that lineItems.csv, categories.csv and results.csv are included",
        )
    told: Counter[str] = Counter()
    last: Book | None = None
    for some in divided(parts, results):
        part = _Set.of(some)
        told.update(part.told())
        for book in part.books():
            if last is not None:
                yield last
            last = book
    if last is not None:
        yield last._replace(notes=tuple(_NOTES[name](count) for name, count in told.items() if count))


class _Set(NamedTuple):
    """The files of a set, looked up once: where each class's line items, people and results are."""

    parts: Mapping[str, Part]
    sources: tuple[Source, ...]
    classes: list[str]
    people: People
    item_class: Array
    item_order: Array
    result_item: Array
    result_order: Array
    shared: Mapping[str, Any]
    about: list[tuple[dict[str, Any], bool]]
    """What the set says of each class, and whether it is a homeroom."""

    @staticmethod
    def of(parts: Mapping[str, Part]) -> _Set:
        items = parts["lineItems"]
        listed = parts["classes"].ids("sourcedId") if "classes" in parts else []
        numbers: dict[str, int] = {}
        for text in (*listed, *items.ids("classSourcedId")):
            numbers.setdefault(text, len(numbers))
        item_class = np.array([numbers[text] for text in items.ids("classSourcedId")], np.int64)
        results = parts.get("results")
        nothing = np.zeros(0, np.int64)
        result_item = results.column("lineItemSourcedId").found(items.number_of) if results else nothing
        result_class = np.append(item_class, -1)[result_item]
        return _Set(
            parts=parts,
            sources=tuple(Source(part.export.file, part.export.tables[0].sheet) for part in _in_order(parts)),
            classes=list(numbers),
            people=gather(parts, numbers, result_class, [part.kind for part in _in_order(parts)]),
            item_class=item_class,
            item_order=np.argsort(item_class, kind="stable"),
            result_item=result_item,
            result_order=np.argsort(result_class, kind="stable"),
            shared=grades(parts, result_item, [part.kind for part in _in_order(parts)]),
            about=[_about(parts, class_id) for class_id in numbers],
        )

    def told(self) -> dict[str, int]:
        """What there is to say of how the set was read: how many of each were left out or not taken for more."""
        items = np.bincount(self.item_class, minlength=len(self.classes))
        return {
            "nowhere": self.shared["nowhere"],
            "lost": int((self.result_item < 0).sum()),
            "absent": 0 if self.parts["lineItems"].is_delta else self._absent(items),
            "homerooms": sum(homeroom and not count for (_, homeroom), count in zip(self.about, items.tolist())),
        }

    def books(self) -> Iterator[Book]:
        items, shared = self.parts["lineItems"], self.shared
        numbers = np.arange(len(self.classes) + 1)
        item_starts = np.searchsorted(self.item_class[self.item_order], numbers)
        result_class = np.append(self.item_class, -1)[self.result_item]
        starts = np.searchsorted(result_class[self.result_order], numbers)
        local = np.zeros(len(self.item_class) + 1, np.int64)
        empty = np.diff(item_starts) == 0
        for number, (class_id, (about, homeroom)) in enumerate(zip(self.classes, self.about)):
            chosen = self.item_order[item_starts[number] : item_starts[number + 1]]
            if empty[number] and (items.is_delta or homeroom):
                continue
            local[chosen] = np.arange(len(chosen))
            rows = self.result_order[starts[number] : starts[number + 1]]
            categories, category = categories_of(shared, class_id, chosen)
            terms = {shared["term"][item] for item in chosen} if len(chosen) else set(about["terms"])
            weighted = any(weight == weight for weight in categories["weight"])
            yield Book(
                about={
                    "file": self.sources[0].file,
                    "sheet": class_id,
                    "format": "oneroster",
                    "identity": f"oneroster:{class_id}",
                    "teacher": self.people.teachers.get(number, ""),
                    "term": terms.pop() if len(terms) == 1 else "",
                    "method": "weighted" if weighted else "unknown",
                    **{name: text for name, text in about.items() if name != "terms"},
                },
                sources=self.sources,
                offers=shared["offers"] | ({"categories.weight"} if weighted else set()),
                lacks=shared["lacks"],
                categories=categories,
                assignments={
                    "title": [shared["title"][item] for item in chosen],
                    "key": [shared["key"][item] for item in chosen],
                    "category": category,
                    "category_source": ["declared" if place >= 0 else "" for place in category],
                    "term": [shared["term"][item] for item in chosen],
                    **{name: shared[name][chosen] for name in ("points_possible", "assigned_on", "due_on", "place")},
                },
                students=self.people.students(number),
                scores={
                    "assignment": local[self.result_item[rows]],
                    "student": self.people.position_of_result[rows],
                    "text": shared["text"][rows].tolist(),
                    **({"letter": shared["letter"][rows].tolist()} if "letter" in shared else {}),
                    **{name: column[rows] for name, column in shared["scores"].items()},
                },
            )

    def _absent(self, items: Array) -> int:
        """How many pairs of a student and a line item of a class have no result; ``items`` counts each class's."""
        students = np.diff(self.people.starts)
        given = self.result_item >= 0
        most = int(students.max(initial=0)) + 1
        pairs = np.sort(self.result_item[given] * most + self.people.position_of_result[given], kind="stable")
        repeated = int(np.count_nonzero(pairs[1:] == pairs[:-1]))
        return int((items * students).sum()) - (len(pairs) - repeated)


def _in_order(parts: Mapping[str, Part]) -> list[Part]:
    return [parts[kind] for kind in _READ if kind in parts]


def _about(parts: Mapping[str, Part], class_id: str) -> tuple[dict[str, Any], bool]:
    """What the set says of a class: its course, section, school and terms; and whether it is a homeroom."""

    def row(kind: str, key: str) -> dict[str, str]:
        return parts[kind].row(key) if kind in parts else {}

    room = row("classes", class_id)
    course = row("courses", room.get("courseSourcedId", ""))
    school = row("orgs", room.get("schoolSourcedId", ""))
    terms = [text.strip() for text in room.get("termSourcedIds", room.get("termSourcedId", "")).split(",")]
    return {
        "course": course.get("title") or room.get("title", ""),
        "course_code": course.get("courseCode") or room.get("courseSourcedId", ""),
        "section": room.get("classCode") or room.get("title", ""),
        "school": school.get("name", ""),
        "grade": room.get("grades") or course.get("grades", ""),
        "terms": [row("academicSessions", term).get("title", "") for term in terms if term],
    }, room.get("classType", "").casefold() == "homeroom"


READER = Reader(
    name="oneroster",
    system="OneRoster 1.1 and 1.2",
    title="Folder or zip of CSV files with line items and results",
    sure="certain in its columns, from the 1.2 CSV binding and its changes from 1.1; no real export seen",
    detect=detect,
    read=read,
    offers=OFFERS
    | set(IN_RESULTS)
    | {
        "assignments.assigned_on", "assignments.category", "assignments.due_on", "assignments.points_possible",
        "assignments.term", "categories.name", "categories.weight", "scores.entered_on", "scores.excused",
        "scores.letter", "scores.mark", "scores.points", "students.enrolled_from", "students.enrolled_until",
        "students.sis_id",
    },
    lacks=LACKS,
    streams=True,
)  # fmt: skip
