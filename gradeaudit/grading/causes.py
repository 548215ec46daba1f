"""What closes the gap between a printed total and the one that the scores make: another method, a score, or a hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.canvas import recomputed
from gradeaudit.grading.course_causes import of_courses
from gradeaudit.grading.following import judged
from gradeaudit.grading.group_causes import of_groups

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

TYPED = ", typed over: the student's other totals there follow from the scores"


class Causes(NamedTuple):
    """For each total that is off, in the order of ``Judged``: what makes it what is printed.

    ``words`` go on a sentence (", as if blanks counted as zero"), "" where nothing explains it. ``varies``: the cause
    is another method than the class's. ``follows``: the total is off only because a category's is, which is reported.
    """

    words: Array
    varies: Array
    follows: Array


def causes(gradebooks: Gradebooks, policy: Policy) -> Causes:
    """The causes of a batch's totals that are off, worked out once for all the rules that ask."""
    return gradebooks.shared(_find, policy)


def _find(gradebooks: Gradebooks, policy: Policy) -> Causes:
    """Looks at all of a student's totals of one category, or of the course, together: a cause must explain them all."""
    held, again = judged(gradebooks, policy), recomputed(gradebooks)
    student, category = (gradebooks.totals[name].to_numpy()[held.rows] for name in ("student", "category"))
    unit = student.astype(np.int64) * (len(gradebooks.categories) + 1) + category + 1
    units, first, of = np.unique(unit[held.off], return_index=True, return_inverse=True)
    who, where = student[held.off][first], category[held.off][first]
    words = np.full(len(units), "", object)
    varies, follows = np.zeros(len(units), bool), np.zeros(len(units), bool)
    groups, courses = np.flatnonzero(where >= 0), np.flatnonzero(where < 0)
    moved = np.zeros((2, len(again.kinds), len(gradebooks.students)))
    if len(groups):
        words[groups], varies[groups] = of_groups(gradebooks, again, who[groups], where[groups], moved)
    if len(courses):
        words[courses], varies[courses], follows[courses] = of_courses(gradebooks, again, who[courses], moved)
    told = np.isin(unit, units) & ~np.isnan(held.expected)
    judged_here = np.bincount(np.searchsorted(units, unit[told]), minlength=len(units))
    alone = (words == "") & ~follows & (np.bincount(of, minlength=len(units)) == 1) & (judged_here > 1)
    words[alone] = TYPED
    return Causes(words[of], varies[of], follows[of])
