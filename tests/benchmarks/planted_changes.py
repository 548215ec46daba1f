"""Two exports of a district's classes, with a change in each class that the policy doesn't allow, beside those it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

from tests.benchmarks.planted_class import Section, drawn, extract, extract_cell
from tests.benchmarks.planted_district import Found
from tests.benchmarks.planted_edits import BOOK, Planted

BEFORE, AFTER = "2026-11-12", "2026-11-20"
POLICY = """
calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}, Q2: {starts: 2026-11-09, ends: 2027-01-22}}}
categories: {Homework: {}, Classwork: {}, Tests: {}}
missing_work: {codes: {MI: missing, EX: excused, INC: incomplete}}
freeze: {setup: 2026-09-15, scores: {Q1: 2026-11-10}}
overrides:
  - {name: open, when: {course_code: [marks_converted*]}, set: {freeze: {scores: 2027-01-01}}}
"""
_CONVERTED = (("CW 5", (1, 4, 7, 9)), ("CW 6", (0, 2, 5, 8)), ("CW 7", (3, 6, 10, 11)))


def _weights(before: Section, after: Section) -> Planted:
    after.weights |= {"Homework": 25.0, "Classwork": 25.0}
    return {"setup-changed": [[("category", "Homework"), ("category", "Classwork")]]}


def _points(before: Section, after: Section) -> Planted:
    of = after.work("CW 5")
    after.works[of].points = "25"
    return {"assignment-changed": [[("title", of)]]}


def _removed(before: Section, after: Section) -> Planted:
    of = before.work("CW 5")  # the earlier export shows where it was
    after.drop("CW 5")
    return {"assignment-removed": [[*BOOK, ("title", of)]]}


def _scores(before: Section, after: Section) -> Planted:
    of = after.work("Test 3")
    for who in (1, 4):
        before.marks[who, of], after.marks[who, of] = "71", "88"
    return {"score-changed-after-close": [[("score", 1, of), ("score", 4, of)]]}


def _converted(before: Section, after: Section) -> Planted:
    cells = [(who, before.work(title)) for title, students in _CONVERTED for who in students]
    for cell in cells:
        before.marks[cell], after.marks[cell] = "MI", "10"
    return {"marks-converted": [[("score", *cell) for cell in cells]]}


def _left(before: Section, after: Section) -> Planted:
    gone = len(after.people) - 1
    del after.people[gone]
    return {"student-left": [[*BOOK, ("student", gone)]]}


CHANGES: dict[str, Callable[[Section, Section], Planted]] = {
    "clean": lambda before, after: {},
    "setup-changed": _weights,
    "assignment-changed": _points,
    "assignment-removed": _removed,
    "score-changed-after-close": _scores,
    "marks-converted": _converted,
    "student-left": _left,
}


def write(folder: Path) -> dict[str, Found]:
    """Writes ``before`` and ``after``, an extract a class in each, and the policy; the answer is what is to be found, by
    class. In every class incomplete work was made up, and late work scored, in the meantime."""
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    found: dict[str, Found] = {}
    for side in ("before", "after"):
        (folder / side).mkdir()
    for seed, (rule, change) in enumerate(CHANGES.items()):
        before = drawn("MVMS", rule.replace("-", "_"), "P1", seed)
        after = deepcopy(before)
        for cell, text in before.marks.items():
            after.marks[cell] = {"INC": "8"}.get(text, text)
        planted = change(before, after)
        for side, section in (("before", before), ("after", after)):
            (folder / side / f"{before.code}.csv").write_text(extract(section), "utf-8")
        found[before.code] = Counter(
            (name, tuple(sorted(extract_cell(after, *place) for place in places)))
            for name, several in planted.items()
            for places in several
        )
    return found
