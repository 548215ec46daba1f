"""Google Classroom's totals worked out again where points simply add up.

Source: Classroom's help pages. Total points is what was earned out of what was possible of the work that has a grade;
excused work is a blank, and missing work counts as zero once it is given that grade. The other way weighs categories,
which the download doesn't show.
"""

from __future__ import annotations

import numpy as np

from gradeaudit.grading.work import Method, Work, across, percent


def methods(work: Work) -> tuple[Method, ...]:
    """Total points."""
    earned, whole = (work.sums(values, work.graded).sum(axis=1) for values in (work.earned, work.size))
    nothing = np.full((len(work.book), work.weight.shape[1]), np.nan)
    return (Method("points were added up", percent(earned, whole, across(work.doubt())), nothing, counts=work.graded),)
