"""How many of the score cells each assignment, or each student, has: nearly all cells are alike, so the few are counted."""

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
    of, others = gradebooks.scores[owner].to_numpy(), np.flatnonzero(~chosen)
    if 2 * len(others) <= len(chosen):
        return every - np.bincount(of[others], minlength=len(every))
    return np.bincount(of[np.flatnonzero(chosen)], minlength=len(every))


def _every(gradebooks: Gradebooks, terms: None) -> dict[str, Array]:
    """How many score cells each assignment and each student has."""
    sizes = {"assignment": len(gradebooks.assignments), "student": len(gradebooks.students)}
    return {owner: np.bincount(gradebooks.scores[owner].to_numpy(), minlength=size) for owner, size in sizes.items()}
