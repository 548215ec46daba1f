"""How many score cells of a kind each assignment or student has: mostly all but a few, so the few are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks


def by_assignment(gradebooks: Gradebooks, chosen: Array) -> Array:
    """How many of the chosen score cells (one bool each) every assignment has."""
    return _number(gradebooks, "assignment", chosen)


def by_student(gradebooks: Gradebooks, chosen: Array) -> Array:
    """How many of the chosen score cells (one bool each) every student has."""
    return _number(gradebooks, "student", chosen)


def _number(gradebooks: Gradebooks, owner: str, chosen: Array) -> Array:
    every = gradebooks.shared(_every, None)[owner]
    most = 2 * np.count_nonzero(chosen) > len(chosen)
    rows = np.flatnonzero(~chosen if most else chosen)
    number = np.bincount(gradebooks.scores[owner].to_numpy()[rows], minlength=len(every))
    return every - number if most else number


def _every(gradebooks: Gradebooks, terms: None) -> dict[str, Array]:
    """How many score cells each assignment and each student has; a student's mostly stand together."""
    assignment, student = (gradebooks.scores[owner].to_numpy() for owner in ("assignment", "student"))
    begins = np.flatnonzero(np.append(True, student[1:] != student[:-1])[: len(student)])
    together = np.diff(begins, append=len(student))
    of_student = np.bincount(student[begins], together, len(gradebooks.students)).astype(np.int64)
    return {"assignment": np.bincount(assignment, minlength=len(gradebooks.assignments)), "student": of_student}
