"""Too few grades by the day of the progress report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradeaudit.grading.counted import UNSCORED, counted
from gradeaudit.grading.terms import LATE_START, units, without_assignments, without_students
from gradeaudit.rules._words import in_brackets, many, waiting
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy
    from gradeaudit.policy.keys.categories import Progress

Array = np.ndarray[Any, Any]


class _Least(NamedTuple):
    """How many grades there must be: in a policy category (by position), or in all (-1), and the key that says so."""

    category: int
    name: str
    number: int
    key: str


@rule(
    title="Too few grades by the progress report",
    family="counts",
    severity="warning",
    needs={"assignments": ["due_on"], "scores": ["mark"]},
    policy=["counts.by_progress", "categories.*.by_progress"],
    per=["right", "term"],
    what="By a term's progress date fewer counted grades were due than the policy wants by then.",
    why="A progress report that rests on a grade or two warns nobody in time.",
    fix="Score what was due before the progress date, and plan more work early in the next term.",
    message="{observed}{subject} due by {day}, the policy wants at least {expected}{more}",
    example="2 grades by the progress report, where the policy wants 4",
    instead="4 grades",
    not_a_finding="A term whose progress date hasn't come; a class whose students enrolled late; retakes and work that"
    " doesn't count.",
)
def behind_at_progress(books: Gradebooks, policy: Policy) -> Rows:
    """What was due by the progress date is counted as it is scored now."""
    calendar, terms, grades = policy.calendar, units(books, policy), counted(books, policy)
    if calendar is None:
        return Rows(books.books[:0], {"the policy sets no calendar": np.arange(len(books))})
    progress = np.append(calendar.progress, np.datetime64("NaT"))[terms.number]
    due = books.assignments["due_on"].to_numpy().astype("datetime64[D]")
    # a NaT on either side compares as false
    by_then = due <= progress[terms.of_assignment] if len(due) else np.zeros(0, bool)
    judged = terms.due & ~np.isnat(progress) & ~terms.late
    found: list[tuple[int, _Least, int, int]] = []
    for least in _leasts(policy):
        chosen = by_then & ((grades.category == least.category) | (least.category < 0))
        group = np.where(chosen, terms.of_assignment, -1)
        number = grades.number(group, len(terms.book))
        still = np.bincount(group[chosen & (grades.why_not == UNSCORED)], minlength=len(terms.book))
        short = np.flatnonzero(judged & (number < least.number))
        found += [(unit, least, int(number[unit]), int(still[unit])) for unit in short.tolist()]
    unit = np.array([one[0] for one in found], np.int64)
    return Rows(
        books.books[["book", "place"]]
        .take(terms.book[unit])
        .assign(
            right=[one[1].name for one in found],
            term=terms.term[unit],
            observed=[many(one[2], "counted grade") for one in found],
            subject=[f" in “{one[1].name}”" if one[1].name else "" for one in found],
            day=progress[unit].astype(str),
            expected=[str(one[1].number) for one in found],
            more=[in_brackets(waiting(one[3])) for one in found],
            policy_key=[one[1].key for one in found],
        ),
        {
            **without_assignments(books),
            "no progress date of its terms has come": np.setdiff1d(
                terms.book[~without_students(books)[terms.book]], terms.book[judged | terms.late]
            ),
            LATE_START: np.setdiff1d(terms.book[terms.late], terms.book[judged]),
        },
    )


def _leasts(policy: Policy) -> list[_Least]:
    """What the policy wants by the progress date, shares counted up from the term's minimum."""
    leasts = []
    counts = policy.settings.counts
    if counts and counts.by_progress:
        whole = counts.total.min if counts.total else None
        leasts.append(_Least(-1, "", _number(counts.by_progress, whole), "counts.by_progress"))
    for position, (name, entry) in enumerate(policy.categories.items()):
        if entry.by_progress:
            whole = entry.grades.min if entry.grades else None
            leasts.append(_Least(position, name, _number(entry.by_progress, whole), f"categories.{name}.by_progress"))
    return leasts


def _number(progress: Progress, whole: int | None) -> int:
    by_share = int(np.ceil(progress.share / 100 * whole - 1e-9)) if progress.share is not None and whole else 0
    return max(progress.min or 0, by_share)
