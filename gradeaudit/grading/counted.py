"""What counts as a grade: decided once, for every rule that counts grades or asks what the grade rests on.

An assignment counts when it is published and marked as counting, is no extra credit, is worth points, sits in no
category that carries no weight, isn't a retake of another one nor the one item of a student who transferred in, and
at least half of the class has a score or a code that stands for one. (A policy may count it as soon as it is assigned:
``counts.counted_when: assigned``.) The class are the students enrolled when it was due to whom it was assigned.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradeaudit.grading.cell_counts import by_assignment, by_student
from gradeaudit.grading.policy_marks import policy_marks
from gradeaudit.grading.retakes import retake_of
from gradeaudit.grading.titles import holding, titles
from gradeaudit.marks import STATES
from gradeaudit.policy.names import fold

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

OF_THE_CLASS = 0.5
"""The share of the class that must have a grade before an assignment counts as one."""
REASONS = (
    "", "marked as not counting", "not published", "extra credit", "worth no points", "in a category without weight",
    "a retake", "one student's transfer grade", "not yet scored for half of the class",
)  # fmt: skip
"""Why an assignment doesn't count as a grade; the empty text stands for one that does."""
UNSCORED, WEIGHTLESS = len(REASONS) - 1, REASONS.index("in a category without weight")
_EXTRA = ("extra credit", "extra-credit", "extracredit")
_EXTRA_CATEGORIES = frozenset(fold(name) for name in ("Extra Credit", "Extra-Credit", "Bonus", "Bonus Points", "EC"))
_FEW, _NEARLY_ALL = 0.1, 0.8


class Counted(NamedTuple):
    """Which assignments count as grades, and for whom.

    ``assignment``, ``why_not`` (a position in ``REASONS``), ``category`` (a position in the policy's categories, -1
    for none of them), ``share`` (of the class that has a grade, 0 to 1) and ``retake_of`` (a row, or -1) have an
    element for each assignment; ``enrolled`` for each student (a real one who has a grade somewhere); ``class_size``
    for each gradebook. ``recorded`` has an element for each score: a grade of an enrolled student.
    ``apart`` has a row for each assignment and enrolled student (their row numbers) to whom it was not assigned, and
    ``student_book`` the gradebook of each student.
    """

    assignment: Array
    why_not: Array
    category: Array
    share: Array
    retake_of: Array
    enrolled: Array
    class_size: Array
    recorded: Array
    apart: Array
    student_book: Array

    def number(self, group: Array, groups: int) -> Array:
        """How many grades a student of the class has in each group of assignments.

        ``group`` gives each assignment's group (-1: none); assignments of one group belong to one gradebook. Where
        assignments went to a part of the class only, it is the number that the student in the middle has.
        """
        chosen = self.assignment & (group >= 0)
        total = np.bincount(group[chosen], minlength=groups)
        assignment, student = self.apart.T
        apart = chosen[assignment]
        if not apart.any():
            return total
        return total - self._in_the_middle(group[assignment[apart]], student[apart], groups)

    def _in_the_middle(self, group: Array, student: Array, groups: int) -> Array:
        """By group, the median over the class of the number of rows that a student has among those given."""
        wide = np.int64(len(self.enrolled))
        pairs, count = np.unique(group.astype(np.int64) * wide + student, return_counts=True)
        group, book = pairs // wide, self.student_book[pairs % wide]
        order = np.lexsort((count, group))
        group, count, size = group[order], count[order], self.class_size[book[order]]
        starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
        having = np.diff(np.append(starts, len(group)))
        position = (size[starts] - 1) // 2 - (size[starts] - having)
        middle = np.where(position >= 0, count[np.minimum(starts + np.maximum(position, 0), len(count) - 1)], 0)
        result = np.zeros(groups, np.int64)
        result[group[starts]] = middle
        return result


def counted(gradebooks: Gradebooks, policy: Policy) -> Counted:
    """Which assignments of a batch count as grades under its policy, worked out once for all the rules that ask."""
    return gradebooks.shared(_count, policy)


def _count(gradebooks: Gradebooks, policy: Policy) -> Counted:
    assignments, scores, students = gradebooks.assignments, gradebooks.scores, gradebooks.students
    marks = policy_marks(gradebooks, policy)
    assignment, student = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    real = ~students["is_test_student"].to_numpy()
    enrolled = real & (by_student(gradebooks, marks.recorded) > 0)
    belongs = enrolled.take(student)
    away = belongs & _not_there(gradebooks, assignment, student)
    there = belongs & ~away
    recorded = marks.recorded & there
    apart = np.flatnonzero((scores["state"].cat.codes.to_numpy() == STATES.index("not_assigned")) & there)
    class_size = np.bincount(students["book"].to_numpy()[enrolled], minlength=len(gradebooks))

    has, excused = (by_assignment(gradebooks, some) for some in (recorded, marks.means("excused") & there))
    size = class_size[assignments["book"].to_numpy()] - by_assignment(gradebooks, away)
    size -= np.bincount(assignment[apart], minlength=len(assignments))
    share = has / np.maximum(size - excused, 1)
    alone = (has > 0) & (has <= np.maximum(1, _FEW * size)) & (size >= 3)
    transfer = alone & (excused >= _NEARLY_ALL * (size - has))
    category, weightless = _categories(gradebooks, policy)
    repeats = retake_of(gradebooks)
    unscored = share < OF_THE_CLASS
    counts = policy.settings.counts
    if counts is not None and counts.counted_when == "assigned":
        unscored &= assignments["due_on"].to_numpy() > np.datetime64(policy.as_of)
    why_not = np.select(
        [
            ~assignments["counts"].to_numpy(),
            ~assignments["published"].to_numpy(),
            _extra_credit(gradebooks),
            assignments["points_possible"].to_numpy() == 0,
            weightless,
            repeats >= 0,
            transfer,
            unscored,
        ],
        [np.int8(reason) for reason in range(1, len(REASONS))],
        np.int8(0),
    )
    pairs = np.column_stack([assignment[apart], student[apart]])
    counts, student_book = why_not == 0, students["book"].to_numpy()
    return Counted(counts, why_not, category, share, repeats, enrolled, class_size, recorded, pairs, student_book)


def counted_cells(gradebooks: Gradebooks, policy: Policy) -> Array:
    """True for each score cell of an assignment that counts as a grade, worked out once for all that ask."""
    return gradebooks.shared(_cells, policy)


def _cells(gradebooks: Gradebooks, policy: Policy) -> Array:
    chosen: Array = counted(gradebooks, policy).assignment.take(gradebooks.scores["assignment"].to_numpy())
    return chosen


def _not_there(gradebooks: Gradebooks, assignment: Array, student: Array) -> Array:
    """For each score, whether its student was not yet, or no longer, enrolled when the assignment was due."""
    students = gradebooks.students
    joined, left = students["enrolled_from"].to_numpy(), students["enrolled_until"].to_numpy()
    if bool(np.isnat(joined).all()) and bool(np.isnat(left).all()):
        return np.zeros(len(student), bool)
    due = gradebooks.assignments["due_on"].to_numpy()[assignment]
    away: Array = (joined[student] > due) | (left[student] < due)  # an unknown date compares as false
    return away


def _extra_credit(gradebooks: Gradebooks) -> Array:
    """Marked as extra credit, or called so: by its title, or by a category that holds nothing else."""
    assignments, told = gradebooks.assignments, titles(gradebooks)
    called = told.are(holding(told.folded, _EXTRA))
    names = np.append(is_extra(gradebooks.categories["name"]), False)
    extra: Array = assignments["extra_credit"].to_numpy() | called | names[assignments["category"].to_numpy()]
    return extra


def is_extra(categories: Iterable[str]) -> Array:
    """Which names of categories say that the category holds extra credit."""
    return np.array([fold(name) in _EXTRA_CATEGORIES for name in categories], bool)


def _categories(gradebooks: Gradebooks, policy: Policy) -> tuple[Array, Array]:
    """For each assignment its policy category's position (-1: none of them), and whether that carries no weight.

    The policy's word goes first; a category that it doesn't name, or gives no weight, is taken at the gradebook's.
    """
    table, category = gradebooks.categories, gradebooks.assignments["category"].to_numpy()
    names = list(policy.categories)
    position = {name: number for number, name in enumerate(names)}
    own = np.array([position.get(match.name, -1) for match in policy.category_matches(table["name"])] + [-1], np.int16)
    worth = np.array([_worth(policy, name) for name in names] + [np.nan])
    weight = table["weight"].to_numpy()
    total = np.bincount(table["book"].to_numpy(), weights=np.nan_to_num(weight), minlength=len(gradebooks))
    stated = np.where(total[table["book"].to_numpy()] > 0, weight, np.nan)
    stated = np.append(stated, np.nan)
    weightless = np.where(np.isnan(worth[own]), stated == 0, worth[own] == 0)
    return own[category], weightless[category]


def _worth(policy: Policy, name: str) -> float:
    """The most weight that the policy gives a category in any term; 0 for a banned one, NaN where it says nothing."""
    category = policy.categories[name]
    if category.banned:
        return 0.0
    weight = category.weight
    if isinstance(weight, dict):
        return max(weight.values(), default=np.nan)
    if isinstance(weight, float):
        return weight
    return np.nan
