"""How often what an export hides is recovered from totals, refused or wrong: ``python -m tests.benchmarks.recovery``."""

from __future__ import annotations

import random
import sys
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from gradeaudit import discovery
from gradeaudit.assembly import Assembly
from gradeaudit.gradebook import TOTAL_KINDS, Book, Source
from gradeaudit.grading.canvas import recomputed
from gradeaudit.grading.membership import ROUNDING, allowed
from gradeaudit.grading.recover import recover
from tests import tables
from tests.benchmarks.planted import GROUPS as GROUP_NAMES
from tests.benchmarks.planted import drawn
from tests.canvas import after_dropping, text, two
from tests.readers import opened

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


class Hidden(NamedTuple):
    """Of some classes, for one thing that their exports hide: recovered, refused, and recovered wrongly."""

    recovered: int = 0
    refused: int = 0
    wrong: int = 0

    def counted(self, known: bool, right: bool) -> Hidden:
        """The same with one more class."""
        return Hidden(*(number + here for number, here in zip(self, (known and right, not known, known and not right))))


def exports(students: int, groups: int, classes: int) -> dict[str, Hidden]:
    """What is recovered of whole Canvas exports: weights of those that have them, membership, and drop rules.

    Drop rules count by category, and as far as it has enough assignments for them to drop any; where membership is
    refused they are too, as where several kinds of drops would do.
    """
    found = dict.fromkeys(("weights", "membership", "drop rules"), Hidden())
    seeds = range(students * 1_000_000 + groups * 10_000, students * 1_000_000 + groups * 10_000 + classes)
    known = [drawn(seed, groups, students) for seed in seeds]
    assembly = Assembly()
    for number, one in enumerate(known):
        for book in discovery.readers()["canvas"].read([opened.text(text(one), f"{number:04d}.csv")]):
            assembly.add(book)
    read = recover(assembly.finish())
    names = np.append(read.categories["name"].to_numpy(), "")[read.assignments["category"].to_numpy()]
    of_assignment, of_category = (table["book"].to_numpy() for table in (read.assignments, read.categories))
    for number, (one, offers) in enumerate(zip(known, read.offers)):
        own = read.categories[of_category == number]
        if one.weights:
            # Totals show ratios, unless the weights add to more than 100.
            true = np.array([one.weights[name] * 100 / min(sum(one.weights.values()), 100) for name in own["name"]])
            right = bool((np.abs(own["weight"].to_numpy() - true) <= WITHIN).all())
            found["weights"] = found["weights"].counted("categories.weight" in offers, right)
        shown = "assignments.category" in offers
        placed = zip(names[of_assignment == number], one.assignments)
        right = all(name in ("", assignment.group) for name, assignment in placed)
        found["membership"] = found["membership"].counted(shown, right)
        for name, lowest, highest in zip(own["name"], own["drop_lowest"], own["drop_highest"]):
            size = sum(a.group == name and a.title not in one.never_drop for a in one.assignments)
            low = min(one.drop_lowest.get(name, 0), max(size - 1, 0))
            high = one.drop_highest.get(name, 0) if low + one.drop_highest.get(name, 0) < size else 0
            right = (lowest, highest) == (low, high)
            found["drop rules"] = found["drop rules"].counted(shown and lowest == lowest, right)
    return found


def methods(students: int, groups: int, classes: int) -> Hidden:
    """How many classes' own ways to make categories' scores are recovered, where the export says what is in which.

    Each class averages points or percents, counts blanks as Canvas does, as zero or never, and drops none, one or two
    scores; that shows in nobody's totals or in those of more students than a class may have errors. A way is recovered
    when it makes every student's scores again, wrong when it is believed and doesn't.
    """
    chance = random.Random(students * 100 + groups)
    books = []
    for number in range(classes):
        picture, totals = _by_own_method(chance, students, groups)
        books.append(tables.book(picture, totals=totals, file=f"{number}.csv"))
    several = tables.gradebooks(*books)
    again = recomputed(several)
    found = Hidden()
    off = ~(np.abs(again.group - again.printed) <= ROUNDING + 1e-6) & ~np.isnan(again.printed)
    missed = np.stack([off.any(axis=0)[again.grid.book == number].sum(axis=0) for number in range(classes)])
    for number in range(classes):
        believed = bool((missed[number] <= allowed(np.array(students))).all())
        found = found.counted(believed, bool((missed[number] == 0).all()))
    return found


def _by_own_method(chance: random.Random, students: int, groups: int) -> tuple[str, dict[str, list[str]]]:
    """A class as ``tests.tables`` draws it, and its categories' totals by a method of its own."""
    percents, zeros = chance.random() < 0.5, chance.choice([None, True, False])
    header: list[str] = []
    rows: list[list[str]] = [[f"S{number}"] for number in range(students)]
    totals: dict[str, list[str]] = {}
    for name in GROUP_NAMES[:groups]:
        drops = chance.choice([(0, 0), (0, 0), (1, 0), (2, 0), (0, 1), (0, 2)])
        while True:
            worth = [chance.choice([10, 20, 50]) for _ in range(chance.randint(3, 7))]
            marks = [[None if chance.random() < 0.1 else chance.randint(4, 2 * one) / 2 for one in worth] for _ in rows]
            own = [_scores(mine, worth, percents, zeros, drops) for mine in marks]
            shown = sum(one != _scores(mine, worth, False, None, (0, 0)) for one, mine in zip(own, marks))
            if shown == 0 or shown > allowed(np.array(students)):
                break
        header += [f"{name} {number} /{one} @{name}" for number, one in enumerate(worth)]
        for row, mine in zip(rows, marks):
            row += ["" if mark is None else f"{mark:g}" for mark in mine]
        totals[f"current {name}"], totals[f"final {name}"] = [one for one, _ in own], [one for _, one in own]
    return "\n".join(" | ".join(line) for line in [["Student", *header], *rows]), totals


def _scores(
    marks: list[float | None], worth: list[int], percents: bool, zeros: bool | None, drops: tuple[int, int]
) -> tuple[str, str]:
    """A student's current and final score of a category, as printed."""
    printed = []
    for final in (False, True):
        counts = final if zeros is None else zeros
        pairs = [(Decimal(mark or 0), Decimal(one)) for mark, one in zip(marks, worth) if counts or mark is not None]
        if percents:
            pairs = [(mark / one * 100, Decimal(100)) for mark, one in pairs]
        earned, whole = after_dropping(pairs, *drops, [])
        printed.append(two(earned / whole * 100 if whole else None))
    return printed[0], printed[1]


def main(classes: int = 100) -> None:
    """Prints a line for each class size and number of groups, of ``classes`` classes each."""
    print(f"{classes} classes a line: recovered / refused / wrong; weights within {WITHIN} points; drop rules by group")
    print(
        f"{'students':>8}  {'groups':>6}  {'weights':>14}  {'membership':>14}  {'drop rules':>14}  {'own method':>14}"
    )
    whole = {name: Hidden() for name in ("weights", "membership", "drop rules", "own method")}
    for students in (28, 15, 10, 6):
        for groups in range(2, 7):
            found = exports(students, groups, classes) | {"own method": methods(students, groups, classes)}
            whole = {name: Hidden(*map(sum, zip(whole[name], line))) for name, line in found.items()}
            print(
                f"{students:>8}  {groups:>6}  "
                + "  ".join(f"{' / '.join(map(str, line)):>14}" for line in found.values())
            )
    print(f"{'all':>8}  {'':>6}  " + "  ".join(f"{' / '.join(map(str, line)):>14}" for line in whole.values()))
    print()
    print(f"{5 * classes} classes of {GROUPS} groups each, weights alone, totals to two decimals")
    print(f"{'weights':>10}  {'students':>8}  {'recovered':>9}  {'refused':>7}  {'wrong':>5}  worst error")
    for odd, name in ((False, "of 2.5%"), (True, "hundredths")):
        for students in (28, 15, 10, 6):
            line = outcome(students, 5 * classes, odd)
            print(
                f"{name:>10}  {students:>8}  {line.recovered:>9}  {line.refused:>7}  {line.wrong:>5}"
                f"  {line.worst:.3f} points"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
