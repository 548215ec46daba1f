"""Single errors planted in generated Canvas classes, and how many are found: ``python -m tests.benchmarks.planted``.

Each class is drawn from a seed and written as Canvas writes it, by the plain arithmetic of ``tests.canvas``. A class
counts as found when exactly the planted total is reported and the cause that was planted is named.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from gradeaudit import discovery
from gradeaudit.findings import Finding, Report
from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.places import cell_name
from gradeaudit.policy.load import load
from tests.canvas import Assignment, Class, Student, groups, text, totals

RULES = ("total-differs", "total-method-varies", "rounding-differs")
POLICY = "totals: {recompute: true, tolerance: 0.05, rounding: {mode: half_up, digits: 2}}\n"
GROUPS = ("Homework", "Classwork", "Quizzes", "Tests", "Projects", "Labs")
LEAST = 0.5
"""A planted error moves the total by at least this many percentage points."""
ERRORS = ("typed over", "other weight", "score dropped")


@dataclass(frozen=True)
class Planted:
    """A class, the kind of error in it (empty: none), the cells that are wrong, and what a finding must say of it (one will do)."""

    school_class: Class
    error: str = ""
    cells: frozenset[str] = frozenset()
    cause: tuple[str, ...] = ()


Sought = tuple[frozenset[str], frozenset[str], tuple[str, ...]]
"""The cells that are wrong, others that may be told too, and what each finding must say (one will do)."""


class Count(NamedTuple):
    """Of the classes of one kind: found with the cause named, found without it, found in other cells too, not found
    in a class whose totals were judged, and in classes whose totals couldn't be."""

    named: int
    unnamed: int
    more: int
    missed: int
    unchecked: int


def drawn(seed: int, groups: int = 0, students: int = 0) -> Class:
    """A class without errors: drop rules in half of the classes, of these some that never drop one, blanks, excused
    and hidden work.

    It has two to five groups and 15 to 32 students, where no number is given.
    """
    chance = random.Random(seed)
    names = GROUPS[: groups or chance.randint(2, 5)]
    assignments = []
    for group in names:
        worth = chance.choice([("10",), ("20",), ("50",), ("100",), ("10", "20", "25"), ("15", "40", "100")])
        for number in range(chance.randint(2, 8)):
            title = f"{group} {number + 1}"
            assignments.append(Assignment(title, f"{chance.choice(worth)}.00", group, 1000 + len(assignments)))
    if chance.random() < 0.15:
        at = chance.randrange(len(assignments))
        assignments[at] = replace(assignments[at], hidden=True)
    rules: dict[str, dict[str, int]] = {"drop_lowest": {}, "drop_highest": {}}
    if chance.random() < 0.5:
        rules[chance.choice(["drop_lowest", "drop_lowest", "drop_highest"])][chance.choice(names)] = chance.randint(
            1, 2
        )
    if chance.random() < 0.2:
        rules["drop_lowest"][names[0]] = 1
    if chance.random() < 0.1 and not any(names[-1] in drops for drops in rules.values()):
        assignments.append(Assignment("Extra credit", "0.00", names[-1], 1000 + len(assignments)))
    dropping = [
        assignment.title for assignment in assignments if any(assignment.group in some for some in rules.values())
    ]
    never = frozenset(chance.sample(dropping, 1)) if dropping and chance.random() < 0.15 else frozenset()
    return Class(
        assignments,
        [_student(chance, number, assignments) for number in range(students or chance.randint(15, 32))],
        _weights(chance, names) if chance.random() < 0.75 else {},
        **rules,
        never_drop=never,
    )


def _weights(chance: random.Random, names: Sequence[str]) -> dict[str, float]:
    """Weights in steps of five percent that add to 100, in one class of ten to less or more."""
    cuts = [0, *sorted(chance.sample(range(1, 20), len(names) - 1)), 20]
    weights = {name: 5.0 * (high - low) for name, low, high in zip(names, cuts, cuts[1:])}
    if chance.random() < 0.1:
        weights[names[0]] += chance.choice([5.0, -5.0]) if weights[names[0]] > 5 else 5.0
    return weights


def _student(chance: random.Random, number: int, assignments: Sequence[Assignment]) -> Student:
    ability, absent = chance.gauss(0.82, 0.09), chance.choice([0.0, 0.02, 0.02, 0.1])
    marks = []
    for assignment in assignments:
        share = min(1.0, max(0.2, ability + chance.gauss(0, 0.12)))
        worth = float(assignment.points) or 5.0
        mark = f"{round(share * worth * 2) / 2:g}"
        marks.append("" if chance.random() < absent else "EX" if chance.random() < 0.01 else mark)
    return Student(f"Pupil {number:02d}, A", number + 1, f"S{number:04d}", f"p{number}", "Period 1", tuple(marks))


def planted(seed: int, error: str) -> Planted:
    """The first class from a seed on in which an error of a kind moves every total that it reaches by half a point."""
    for attempt in range(200):
        clean = drawn(seed * 1000 + attempt)
        if clean.never_drop:  # without the course's own export its totals seldom show what is where
            continue
        chance = random.Random(seed * 1000 + attempt + 500)
        changed, cause = _MISTAKES[error](chance, clean, chance.choice(clean.students))
        moved = _moved(clean, changed)
        # Where a category's total is wrong, the course's only follows it.
        aimed = {cell: gap for (cell, course), gap in moved.items() if error != "score dropped" or not course}
        if aimed and min(map(abs, aimed.values())) >= LEAST:  # false for a total that is blank now
            return Planted(changed, error, frozenset(aimed), cause)
    raise RuntimeError(f"no class for an error of the kind {error!r}")


def _typed(chance: random.Random, clean: Class, student: Student) -> tuple[Class, tuple[str, ...]]:
    prefix = chance.choice(["", "", *(f"{group} " for group in {a.group: 1 for a in clean.assignments})])
    column = f"{prefix}{chance.choice(['Final', 'Current'])} Score"
    value = f"{chance.uniform(55, 100):.2f}"
    return replace(clean, typed={(student.name, column): value}), ("typed over",)


def _weighed(chance: random.Random, clean: Class, student: Student) -> tuple[Class, tuple[str, ...]]:
    if sum(clean.weights.values()) != 100:  # else totals show ratios alone
        return clean, ()
    more, less = chance.sample(sorted(clean.weights), 2)
    moved = chance.choice([5.0, 10.0, 20.0])
    if clean.weights[less] <= moved:
        return clean, ()
    own = {**clean.weights, more: clean.weights[more] + moved, less: clean.weights[less] - moved}
    return replace(clean, own_weights={student.name: own}), (f"“{more}” weighed {own[more]:g}%",)


def _dropped(chance: random.Random, clean: Class, student: Student) -> tuple[Class, tuple[str, ...]]:
    scored = [a.title for a, mark in zip(clean.assignments, student.marks) if mark.strip("EX") and not a.hidden]
    if not scored:
        return clean, ()
    changed = {title: replace(clean, left_out={student.name: title}) for title in scored}
    kinds = [(final, unposted) for final in (False, True) for unposted in (False, True)]
    made = {title: [totals(one, student, *kind) for kind in kinds] for title, one in changed.items()}
    title = chance.choice(scored)
    # Scores whose loss makes the same totals can't be told apart.
    return changed[title], tuple(f"“{other}”" for other in scored if made[other] == made[title])


_MISTAKES = {"typed over": _typed, "other weight": _weighed, "score dropped": _dropped}


def _moved(clean: Class, changed: Class) -> dict[tuple[str, bool], float]:
    """By how much each total (its cell, and whether it is the course's) moved in the columns that are always read.

    The reader leaves out unposted totals where they only repeat the posted ones.
    """
    was, now = (list(csv.reader(io.StringIO(text(one)))) for one in (clean, changed))
    shown = [n for n, name in enumerate(was[0]) if name.endswith(" Score") and "Unposted" not in name]
    return {
        (cell_name(row, column + 1), was[0][column] in {"Current Score", "Final Score"}): (
            float(now[row - 1][column] or "nan") - float(was[row - 1][column] or "nan")
        )
        for row in range(3, len(was) + 1)
        for column in shown
        if was[row - 1][column] != now[row - 1][column]
    }


def report(folder: Path, classes: Sequence[Class], declared: bool = False) -> Report:
    """What an audit with the rules about totals says of some classes, each in a file named by its number.

    ``declared``: beside each lie the course's assignment groups, which say what the export hides.
    """
    for number, school_class in enumerate(classes):
        home = folder / f"{number:04d}"
        home.mkdir()
        (home / f"{number:04d}.csv").write_text(text(school_class), "utf-8")
        if declared:
            (home / "assignment_groups.json").write_text(groups(school_class), "utf-8")
    return audited_in(folder)


def audited_in(folder: Path) -> Report:
    """What an audit with the rules about totals says of the exports in a folder."""
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    rules = tuple(name for name in discovery.rules() if name in RULES)
    order = Order((folder,), load(folder / "policy.yaml"), date(2026, 11, 24), rules)
    said = finished(order, [audited(order, found(order))])
    if said.broken:
        raise RuntimeError(said.broken[0].error)
    return said


def counted(classes: Sequence[Planted]) -> tuple[Count, Counter[str]]:
    """How many of some planted errors are found, and why totals weren't checked, by the number of classes."""
    with tempfile.TemporaryDirectory() as name:
        said = report(Path(name), [one.school_class for one in classes])
    return counted_in(said, [(one.cells, _unposted(one), one.cause) for one in classes])


def counted_in(said: Report, classes: Sequence[Sought]) -> tuple[Count, Counter[str]]:
    """The same of a report on classes whose files are named by their numbers."""
    by_file = defaultdict(list)
    for finding in said.findings:
        by_file[Path(finding.file).stem].append(finding)
    unchecked = {Path(book).stem for entry in said.not_checked if entry.rule == RULES[0] for book in entry.gradebooks}
    reasons = Counter(
        entry.reason for entry in said.not_checked if entry.rule == RULES[0] for _ in set(entry.gradebooks)
    )
    outcomes: Counter[str] = Counter()
    for number, one in enumerate(classes):
        outcomes[_outcome(one, by_file.get(f"{number:04d}", []), f"{number:04d}" in unchecked)] += 1
    return Count(*(outcomes[name] for name in Count._fields)), reasons


def _outcome(sought: Sought, findings: Sequence[Finding], unchecked: bool) -> str:
    wrong, also, cause = sought
    cells = {cell_name(place.row, place.column) for finding in findings for place in finding.places}
    if not findings:
        return "unchecked" if unchecked else "missed"
    if not wrong <= cells or cells - wrong - also:
        return "more" if wrong <= cells else "unchecked" if unchecked else "missed"
    return "named" if all(any(words in finding.message for words in cause) for finding in findings) else "unnamed"


def _unposted(one: Planted) -> frozenset[str]:
    """The cells of the same totals with hidden work, which the error reaches too: one column to the right."""
    header, *rows = csv.reader(io.StringIO(text(one.school_class)))
    return frozenset(
        cell_name(row, column + 2)
        for row in range(2, len(rows) + 2)
        for column, name in enumerate(header)
        if cell_name(row, column + 1) in one.cells and "Score" in name
    )


def main(classes: int = 100, clean: int = 1000) -> None:
    """Prints how many planted errors are found, and how many findings there are in classes without any."""
    print(f"{classes} classes with one error of each kind; {LEAST} points or more each")
    print(f"{'error':>14}  {'found, cause named':>18}  {'found':>5}  {'other cells too':>15}  missed  not checked")
    for error in ERRORS:
        line, reasons = counted([planted(seed, error) for seed in range(classes)])
        print(
            f"{error:>14}  {line.named:>18}  {line.unnamed:>5}  {line.more:>15}  {line.missed:>6}  {line.unchecked:>11}"
        )
        for reason, number in reasons.most_common():
            print(f"{'':>16}{number} not checked: {reason}")
    for declared, words in ((False, "alone"), (True, "beside the course's assignment groups")):
        with tempfile.TemporaryDirectory() as name:
            said = report(Path(name), [drawn(1_000_000 + seed) for seed in range(clean)], declared)
        print(f"{clean} exports without errors {words}: {len(said.findings)} findings")
        for finding in said.findings[:20]:
            print(f"  {Path(finding.file).name}: {finding.rule}: {finding.message}")
        for entry in said.not_checked:
            print(f"  {entry.rule} not checked in {len(entry.gradebooks)}: {entry.reason}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
