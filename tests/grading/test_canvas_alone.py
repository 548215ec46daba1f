"""Canvas's arithmetic over a whole class at once against a plain one, student by student, for set-ups drawn at random."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gradeaudit.export import Export
from gradeaudit.grading.canvas import recomputed
from tests import canvas
from tests.readers import opened

GROUPS = ("Homework", "Quizzes", "Tests")


@st.composite
def classes(draw: st.DrawFn) -> canvas.Class:
    """A course of one to three groups: weighted (also to less or more than 100) or by points, with drop rules, work that
    is never dropped or hidden, extra credit (no points, where nothing is dropped), and marks that are missing, excused or
    not assigned."""
    groups = GROUPS[: draw(st.integers(1, 3))]
    most = draw(st.integers(0, 2))
    points = ("10.0", "20.0", "50.0") if most else ("10.0", "20.0", "50.0", "0.0")
    assignments = tuple(
        canvas.Assignment(f"Task {number}", draw(st.sampled_from(points)), group, 100 + number,
                          draw(st.integers(0, 9)) == 0)
        for number, group in enumerate([*groups, *draw(st.lists(st.sampled_from(groups), max_size=6))])
    )  # fmt: skip
    mark = st.one_of(
        st.integers(0, 240).map(lambda part: f"{part / 4:.2f}"), st.sampled_from(("", "", "EX", "N/A", "0.00"))
    )
    students = tuple(
        canvas.Student(f"Last{n}, First", 10 + n, f"S{n}", f"u{n}", "P1", tuple(draw(mark) for _ in assignments))
        for n in range(draw(st.integers(1, 4)))
    )
    weights = dict(zip(groups, draw(st.lists(st.sampled_from((10.0, 30.0, 40.0, 60.0)), min_size=3, max_size=3))))
    few = st.integers(0, most)
    return canvas.Class(
        assignments,
        students,
        draw(st.sampled_from((weights, {}))),
        drop_lowest={group: draw(few) for group in groups},
        drop_highest={group: draw(few) for group in groups},
        never_drop=frozenset(a.title for a in assignments if draw(st.integers(0, 5)) == 0),
    )


@settings(max_examples=150, deadline=None)
@given(classes())
def test_all_students_at_once_are_as_each_alone(one: canvas.Class) -> None:
    companion = Export("assignment_groups.json", "json", text=canvas.groups(one))
    books = opened.read("canvas", opened.text(canvas.text(one)), companion)
    again = recomputed(books)
    names = books.categories["name"].tolist()
    for row, student in enumerate(one.students):
        for layer, kind in enumerate(again.kinds):
            printed = canvas.totals(one, student, kind.endswith("final"), kind.startswith("unposted"))
            for slot, name in enumerate(names):
                found = again.group[layer, row, slot]
                assert same(found, printed[f"{name} Score"]) or tied(one, student, name, found), (student, kind, name)
            whole = again.exact[layer, row] if one.weights else again.course[layer, row]
            assert same(whole, printed["Score"]) or any(tied(one, student, name, whole) for name in names), (
                student,
                kind,
            )


def tied(one: canvas.Class, student: canvas.Student, group: str, found: float) -> bool:
    """Whether nothing was worked out where two ways to drop leave the same share: Canvas takes either, and what is left
    may be worth more or fewer points."""
    drops = one.drop_lowest[group] + one.drop_highest[group]
    return bool(np.isnan(found)) and drops > 0 and any(_ties(one, student, group, drops, muted) for muted in (0, 1))


def _ties(one: canvas.Class, student: canvas.Student, group: str, drops: int, muted: int) -> bool:
    """The same of the posted totals (``muted``: hidden work is never dropped), or of the unposted ones."""
    pairs, always = [], [(Decimal(0), Decimal(0))]
    for assignment, mark in zip(one.assignments, student.marks):
        if assignment.group == group and mark not in ("EX", "N/A"):
            hidden = assignment.hidden and muted
            pair = (Decimal(0) if hidden else Decimal(mark or "0"), Decimal(assignment.points))
            (always if hidden or assignment.title in one.never_drop else pairs).append(pair)
    left = [
        sum(earned for earned, _ in (*some, *always)) / max(sum(whole for _, whole in (*some, *always)), Decimal(1))
        for size in range(max(len(pairs) - drops, 0), len(pairs) + 1)
        for some in combinations(pairs, size)
    ]
    return len(set(left)) < len(left)


def same(found: float, printed: str) -> bool:
    """Whether a total rounds to the printed one; nothing is printed where nothing is possible."""
    return bool(np.isnan(found)) if not printed else abs(found - float(printed)) <= 0.005 + 1e-9
