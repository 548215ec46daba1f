"""Two exports of the same gradebooks, from files to words and a report: read, matched, told, and judged by a policy."""

from __future__ import annotations

import datetime
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gradeaudit import comparing, discovery
from gradeaudit.changes import Comparison
from gradeaudit.drifted import drifted
from gradeaudit.errors import Problem
from gradeaudit.findings import Broken, Report
from gradeaudit.flow import Order, audited_drift
from gradeaudit.gradebook import Gradebooks
from gradeaudit.grading.recover import recover
from gradeaudit.matched import matched
from gradeaudit.policy.identify import identify
from gradeaudit.policy.load import Source
from gradeaudit.reading import Batch, read
from gradeaudit.recalled import recalled
from gradeaudit.score_drift import changed_cells


@dataclass(frozen=True)
class Difference:
    """What changed: in words, and, as the later gradebooks with their ``changes``, for the rules to judge.

    ``batches`` are both exports as they were read.
    """

    comparison: Comparison
    gradebooks: Gradebooks
    batches: tuple[Batch, Batch]

    @property
    def broken(self) -> tuple[Broken, ...]:
        """What could not be read of either export."""
        return tuple(entry for batch in self.batches for entry in batch.broken)


def read_export(path: Path, source: Source | None, pinned: str | None, mapping: Path | None) -> Batch:
    """An export as one batch, with weights recovered: any gradebook may be the match of any other."""
    batch = next(read([path], discovery.readers(), pinned, batch_cells=sys.maxsize, mapping=mapping))
    gradebooks = batch.gradebooks
    return batch._replace(gradebooks=recover(identify(gradebooks, source, [path]) if source else gradebooks))


def read_moment(path: Path, day: datetime.date | None) -> Batch:
    """The set-ups of a history's last run up to a day, or of its last run."""
    return Batch(recalled(path, day), (), ())


def compared(before: Batch, after: Batch, before_day: datetime.date | None = None) -> Difference:
    """What changed; ``before_day`` is when the earlier export was made, where it doesn't say.

    Raises ``Problem`` where the earlier export was made after the later one.
    """
    earlier = before.gradebooks
    days = [before_day or exported_on(before), exported_on(after)]
    if days[0] and days[1] and days[0] > days[1]:
        raise Problem(
            f"the earlier export is of {days[0]}, the later one of {days[1]}", todo="name the earlier one first"
        )
    if before_day is not None:
        made = earlier.books["exported_at"].to_numpy()
        made = np.where(np.isnat(made), np.datetime64(before_day, "s"), made)
        earlier = replace(earlier, books=earlier.books.assign(exported_at=made))
    held = matched(earlier, after.gradebooks)
    cells = changed_cells(held)
    told = comparing.told(held, cells)
    return Difference(comparing.comparison(held, told), drifted(held, told, cells), (before, after))


def exported_on(batch: Batch) -> datetime.date | None:
    """The latest day on which a gradebook of an export was exported; None where none says it."""
    made = batch.gradebooks.books["exported_at"].to_numpy().astype("datetime64[D]")
    known = made[~np.isnat(made)]
    latest: datetime.date | None = known.max().item() if len(known) else None
    return latest


def judged(order: Order, found: Difference) -> Report:
    """The report on what changed, by the rules on drift, with the comparison in it."""
    report = audited_drift(order, found.gradebooks)
    inputs = sorted((entry for batch in found.batches for entry in batch.inputs), key=lambda entry: entry.file)
    return replace(report, inputs=tuple(inputs), broken=(*found.broken, *report.broken), comparison=found.comparison)
