"""How often weights are recovered from totals, refused or wrong: ``python -m tests.benchmarks.recovery``."""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np

from gradeaudit.assembly import Assembly
from gradeaudit.gradebook import TOTAL_KINDS, Book, Source
from gradeaudit.grading.recover import recover

GROUPS = 5
WITHIN = 0.1


class Outcome(NamedTuple):
    """Classes whose weights came back within a tenth of a point, were refused, or came back otherwise; the worst error
    of those that came back, in percentage points."""

    recovered: int
    refused: int
    wrong: int
    worst: float


def _printed(values: np.ndarray) -> np.ndarray:
    """Two decimals, halves away from zero; what is undefined stays so."""
    return np.floor(values * 100 + 0.5 + 1e-9) / 100


def _class(random: np.random.Generator, number: int, students: int, odd: bool) -> tuple[Book, np.ndarray]:
    """A class of ``students`` whose weights add to 100, and the totals it would print.

    Weights are multiples of 2.5 percent; ``odd`` ones are up to a point off that, in hundredths.
    """
    cuts = np.sort(random.choice(np.arange(1, 40), GROUPS - 1, replace=False)) * 2.5
    if odd:
        cuts = np.round(cuts + random.uniform(-1, 1, GROUPS - 1), 2)
    weights = np.diff(np.concatenate([[0.0], cuts, [100.0]]))
    ability = random.normal(82, 8, (students, 1))
    share = np.clip(ability + random.normal(0, 9, (students, GROUPS)), 20, 100)
    blank = random.random((students, GROUPS)) < 0.03
    share[blank] = np.nan
    present = np.where(np.isnan(share), 0.0, weights)
    final = np.nansum(np.nan_to_num(share) * present, axis=1) / present.sum(axis=1)
    group, course = _printed(share), _printed(final)
    slots = np.tile(np.arange(GROUPS), students)
    who = np.repeat(np.arange(students), GROUPS)
    texts = ["" if np.isnan(value) else f"{value:.2f}" for value in group.ravel()] + [f"{v:.2f}" for v in course]
    kind = TOTAL_KINDS.index("final")
    columns = {
        "student": np.concatenate([who, np.arange(students)]),
        "category": np.concatenate([slots, np.full(students, -1)]),
        "kind": np.full(len(texts), kind, np.int8),
        "text": texts,
    }
    file = f"{number}.csv"
    return (
        Book(
            about={"file": file, "format": "canvas", "identity": file, "method": "weighted"},
            sources=(Source(file),),
            offers=frozenset({"categories.name", "totals.value"}),
            categories={"name": [f"Group {slot}" for slot in range(GROUPS)]},
            students={"name": [f"S{student}" for student in range(students)]},
            totals=columns,
        ),
        weights,
    )


def outcome(students: int, classes: int, odd: bool = False, seed: int = 11) -> Outcome:
    """What becomes of ``classes`` classes of ``students`` and five groups, totals printed to two decimals; ``odd``: see ``_class``."""
    random = np.random.default_rng(seed + students)
    assembly, known = Assembly(), []
    for number in range(classes):
        book, weights = _class(random, number, students, odd)
        assembly.add(book)
        known.append(weights)
    found = recover(assembly.finish()).categories["weight"].to_numpy().reshape(classes, GROUPS)
    refused = np.isnan(found).any(axis=1)
    error = np.abs(found - np.array(known)).max(axis=1)[~refused]
    return Outcome(
        int((error <= WITHIN).sum()), int(refused.sum()), int((error > WITHIN).sum()), float(error.max(initial=0.0))
    )


def main(classes: int = 1000) -> None:
    """Prints a line for each class size."""
    print(f"{classes} classes of {GROUPS} groups each, weights known, totals to two decimals")
    print(f"{'weights':>10}  {'students':>8}  {'recovered':>9}  {'refused':>7}  {'wrong':>5}  worst error")
    for odd, name in ((False, "of 2.5%"), (True, "hundredths")):
        for students in (28, 15, 10, 6):
            line = outcome(students, classes, odd)
            print(
                f"{name:>10}  {students:>8}  {line.recovered:>9}  {line.refused:>7}  {line.wrong:>5}"
                f"  {line.worst:.3f} points"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
