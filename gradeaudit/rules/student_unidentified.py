"""A student without the number that the district knows students by, or with one that can't be right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_DIGITS_ALIKE = r"\^?(?:(?:[A-Za-z-]|\\d|\[0-9\])(?:\{\d+(?:,\d*)?\}|[?*+])?)+\$?"
"""Patterns of letters and of any digits alone, such as ``^S\\d{6}$``."""
_ANY_DIGIT = str.maketrans("123456789", "000000000")


@rule(
    title="A student can't be identified",
    family="roster",
    severity="warning",
    needs={"students": ["sis_id"]},
    policy="roster.identifier",
    per=["cause"],
    what="A student in the gradebook has no student number, or one that doesn't fit the policy's pattern.",
    why="Grades without the right number can't be matched with the district's records, and are lost or land on someone"
    " else.",
    fix="Ask whoever keeps the roster to correct the student's number in the student information system; it then"
    " reaches the gradebook with the next synchronisation.",
    message="{students} {cause}",
    example="40418",
    instead="404018, six digits as the policy's pattern wants",
    not_a_finding="The LMS's own test student.",
)
def student_unidentified(books: Gradebooks, policy: Policy) -> Rows:
    """Each distinct number is matched once, or one of each shape where the pattern takes any digit for another."""
    import re2  # RE2 is only needed when a policy has patterns

    students = books.students
    pattern = policy.settings.roster.identifier if policy.settings.roster else None
    numbers, distinct = students["sis_id"].factorize()
    texts = [str(text) for text in distinct.tolist()]
    blank = np.array([not text for text in texts], bool)
    wrong = blank
    if pattern:
        every = re2.Set.FullMatchSet()  # a set of one is asked several times faster than a pattern
        every.Add(pattern)
        every.Compile()
        alike = re.fullmatch(_DIGITS_ALIKE, pattern) is not None
        shapes = "\n".join(texts).translate(_ANY_DIGIT).split("\n") if alike else texts
        if len(shapes) != len(texts):  # a line end is in one of them
            shapes = texts
        fits = {shape: bool(every.Match(shape)) for shape in set(shapes)}
        wrong = blank | ~np.array([fits[shape] for shape in shapes], bool)
    rows = np.flatnonzero(wrong[numbers] & ~students["is_test_student"].to_numpy())
    none = blank[numbers[rows]]
    return Rows(
        located(
            books,
            "students",
            rows,
            cause=np.where(none, "without a student number", "with a number that doesn't fit the policy's pattern"),
            observed=np.where(none, "no number", "another number"),
            expected=f"a number that matches {pattern}" if pattern else "a student number",
        )
    )
