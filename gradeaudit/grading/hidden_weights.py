"""What the categories of a class weigh, where its printed totals show what the export doesn't say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gradeaudit.gradebook import TOTAL_KINDS, Array, Gradebooks
from gradeaudit.grading import weights
from gradeaudit.grading.work import Work

_WHOLES = tuple(float(whole) for whole in (100, *range(5, 305, 5)))
"""What weights typed as whole numbers are tried to add to, 100 first."""
_CURRENT = TOTAL_KINDS.index("current")


def with_weights(gradebooks: Gradebooks, work: Work) -> Work:
    """The same work with each class's weights, in percent of what all its categories weigh; NaN where totals don't
    determine them."""
    totals = gradebooks.totals
    student, category, value = (totals[name].to_numpy() for name in ("student", "category", "value"))
    slots = work.weight.shape[1]
    first = np.searchsorted(gradebooks.categories["book"].to_numpy(), totals["book"].to_numpy())
    slot = np.where(category < 0, slots, category - first)
    kept = np.flatnonzero((totals["kind"].cat.codes.to_numpy() == _CURRENT) & (student >= 0) & (slot <= slots))
    periods, period = np.unique(totals["period"].to_numpy()[kept].astype(str), return_inverse=True)
    shown = np.full((len(periods), len(work.book), slots + 1), np.nan)
    shown[period, student[kept], slot[kept]] = value[kept]
    solved = weights.solve(weights.Evidence(shown[:, :, :-1], shown[:, :, -1], work.book, len(work.weight)))
    given = solved.outcome == weights.OK
    return replace(work, weight=np.where(given[:, None], _as_typed(solved.share, solved.error), np.nan))


def _as_typed(share: Array, error: Array) -> Array:
    """Shares as those of whole numbers, where there are such within their errors that add to a round number."""
    typed, done = share.copy(), np.zeros(len(share), bool)
    room = np.nan_to_num(error) + 1e-9
    for whole in _WHOLES:
        numbers = np.rint(share * whole / 100.0)
        near = np.abs(numbers * 100.0 / whole - share) <= room
        new = (near | np.isnan(share)).all(axis=1) & (np.nansum(numbers, axis=1) == whole) & ~done
        typed[new] = numbers[new] * 100.0 / whole
        done |= new
    return typed
