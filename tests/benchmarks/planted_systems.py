"""Single errors planted in generated classes of other systems than Canvas: ``python -m tests.benchmarks.planted_systems``.

Each class is drawn from a seed with set-ups that its export hides: scores dropped, items of equal weight, blanks as
zero, exempt work shown as a blank; or also bonus work that nothing marks, or scores that stand there though excused.
Its totals are worked out here, student by student, and written as the system's export writes them.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from gradeaudit.findings import Report
from gradeaudit.places import cell_name
from tests.benchmarks.planted import LEAST, Count, Sought, audited_in, counted_in

BONUS, EXCUSED = "unmarked bonus", "excused though entered"
HIDDEN = {"sakai": (BONUS, EXCUSED), "brightspace": (BONUS,), "moodle": (BONUS, EXCUSED), "schoology": ()}
"""What more an export of each system may hide; elsewhere an excused score is a blank or a word."""
ERRORS = ("typed over", "other weight", "score dropped")
WEIGHTED = ("sakai", "brightspace", "schoology")
"""The systems of which some classes weigh categories."""
STEP = 5
"""Weights are multiples of this many percent."""
CATEGORIES = ("Homework", "Quizzes", "Tests", "Projects")


class Item(NamedTuple):
    """A piece of work: its category (a position), the points possible, and whether it only adds to what is earned."""

    category: int
    points: int
    bonus: bool = False


class Mark(NamedTuple):
    """A student's score, None for none; ``excused`` work counts nowhere, whether or not a score stands there."""

    score: float | None
    excused: bool = False


@dataclass(frozen=True)
class Class:
    """A class; ``weights`` are empty where points add up. ``drops`` (by category) lowest scores don't count; ``alike``:
    the items of a category weigh the same; ``zero``: blanks count as zero. ``typed`` is a total that was typed over (its
    student, column and percent), ``left_out`` a score that didn't count (its student and item), ``own`` are a student's own
    weights."""

    system: str
    items: tuple[Item, ...]
    marks: tuple[tuple[Mark, ...], ...]
    weights: tuple[float, ...]
    drops: tuple[int, ...]
    alike: bool
    zero: bool
    typed: tuple[int, int, float] | None = None
    left_out: tuple[int, int] | None = None
    own: tuple[int, tuple[float, ...]] | None = None


def drawn(seed: int, system: str, hidden: str = "") -> Class:
    """A class without errors, of a system and with something that its export hides beside the usual."""
    chance = random.Random(f"{system} {hidden} {seed}")
    items: list[Item] = []
    drops = []
    dropping = chance.random() < 0.5
    for category in range(chance.randint(1, 4)):
        number, points, equal = chance.randint(1, 7), chance.choice((10, 20, 50, 100)), chance.random() < 0.5
        items += [Item(category, points if equal else chance.choice((5, 10, 20, 50, 100))) for _ in range(number)]
        drops.append(int(dropping and equal and number > 2 and chance.random() < 0.6))
    plain = [n for n, item in enumerate(items) if not drops[item.category]]
    if hidden == BONUS and len(plain) > 1:
        at = chance.choice(plain)
        if sum(item.category == items[at].category for item in items) > 1:
            items[at] = items[at]._replace(points=chance.choice((5, 10)), bonus=True)
    few = chance.choice((0.1, 0.2, 0.5))  # so many did the bonus work
    excused = 0.005 if hidden == EXCUSED else 0.0
    by_weight = system != "moodle" and chance.random() < 0.6
    return Class(
        system,
        tuple(items),
        tuple(_row(chance, items, excused, few) for _ in range(chance.randint(8, 32))),
        tuple(chance.choice((10.0, 20.0, 25.0, 40.0)) for _ in drops) if by_weight else (),
        tuple(drops),
        alike=system in ("sakai", "schoology") and chance.random() < 0.5,
        zero=system == "brightspace" and chance.random() < 0.5,
    )


def _row(chance: random.Random, items: Sequence[Item], excused: float, few: float) -> tuple[Mark, ...]:
    ability = chance.uniform(0.5, 1.0)
    marks = []
    for item in items:
        part = chance.random()
        share = min(1.05, max(0.0, chance.gauss(ability, 0.15)))
        score = None if part < 0.08 or (item.bonus and part < 1 - few) else round(share * item.points * 2) / 2
        marks.append(Mark(score, 0.06 <= part < 0.08 or 1 - excused < part))
    return tuple(marks)


def totals(one: Class, student: int) -> list[tuple[float, float] | None]:
    """What a student earned and could earn: in the course, then in each category; None where nothing counts."""
    parts: list[list[tuple[float, float]]] = [[] for _ in one.drops]
    extra = [0.0 for _ in one.drops]
    for at, (item, mark) in enumerate(zip(one.items, one.marks[student])):
        if mark.excused or (student, at) == one.left_out or (mark.score is None and not one.zero):
            continue
        size = 1.0 if one.alike else float(item.points)
        earned = (mark.score or 0.0) * size / item.points
        if item.bonus:
            extra[item.category] += earned
        else:
            parts[item.category].append((earned, size))
    all_may_go = one.system == "moodle"  # the others keep what would be dropped to the last
    kept = [sorted(some, key=lambda pair: pair[0] / pair[1])[drop if len(some) > drop or all_may_go else 0 :]
            for some, drop in zip(parts, one.drops)]  # fmt: skip
    sums = [
        (sum(earned for earned, _ in some) + more, sum(size for _, size in some)) if some else None
        for some, more in zip(kept, extra)
    ]
    there = [(pair, of) for of, pair in enumerate(sums) if pair]
    if not there:
        return [None, *sums]
    if one.alike and not one.weights:
        return [totals(replace(one, alike=False), student)[0], *sums]
    own = one.own[1] if one.own and one.own[0] == student else one.weights
    weights = [own[of] / size if own else 1.0 for (_, size), of in there]
    course = tuple(sum(weight * pair[side] for weight, (pair, _) in zip(weights, there)) for side in (0, 1))
    return [(course[0], course[1]) if course[1] else None, *sums]


def text(one: Class) -> str:
    """The class as its system exports it."""
    made = [_made(one, student) for student in range(len(one.marks))]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(_WRITERS[one.system](one, made))
    return written.getvalue()


def _made(one: Class, student: int) -> list[tuple[float, float] | None]:
    """A student's totals as they are printed."""
    made = totals(one, student)
    if one.typed and one.typed[0] == student:
        _, column, percent = one.typed
        pair = made[column]
        made[column] = (pair[1] * percent / 100, pair[1]) if pair else None
    return made


Rows = list[list[str]]
Made = list[list[tuple[float, float] | None]]


def _percent(pair: tuple[float, float] | None) -> str:
    return f"{100 * pair[0] / pair[1]:.2f}" if pair else ""


def _mark(mark: Mark) -> str:
    return "" if mark.score is None else f"{mark.score:g}"


def _marks(one: Class, student: int, category: int) -> list[str]:
    """A student's scores on the items of a category, as text."""
    return [_mark(mark) for item, mark in zip(one.items, one.marks[student]) if item.category == category]


def _sakai(one: Class, made: Made) -> Rows:
    header, rows = ["Student ID", "Name"], [[f"s{n}", f"Pupil {n}, A"] for n in range(len(made))]
    for category, name in enumerate(CATEGORIES[: len(one.drops)]):
        header += [f"{name} {at} [{item.points}]" for at, item in enumerate(one.items) if item.category == category]
        header.append(f"# Category {name} " + (f"({one.weights[category]:g}%)" if one.weights else ""))
        for student, row in enumerate(rows):
            row += [*_marks(one, student, category), _percent(made[student][category + 1])]
    for student, row in enumerate(rows):
        row.append(_percent(made[student][0]))
    return [[*header, "# Calculated Grade"], *rows]


def _brightspace(one: Class, made: Made) -> Rows:
    header, rows = ["OrgDefinedId", "Last Name"], [[f"#{n}", f"Pupil {n}"] for n in range(len(made))]
    places = 9 if len(made) % 2 else 2
    for category, name in enumerate(CATEGORIES[: len(one.drops)]):
        own = [(at, item) for at, item in enumerate(one.items) if item.category == category]
        whole = sum(item.points for _, item in own if not item.bonus)
        weight = one.weights[category] if one.weights else 0.0
        for at, item in own:
            share = f" Weight:{_short(100 * item.points / whole, 9)}" if weight else ""
            of = f" Category:{name}" + (f" CategoryWeight:{weight:g}" if weight else "")
            header.append(f"{name} {at} Points Grade <Numeric MaxPoints:{item.points}{share}{of}>")
        header += [f"{name} Subtotal Numerator", f"{name} Subtotal Denominator"]
        for student, row in enumerate(rows):
            row += _marks(one, student, category)
            row += _pair(made[student][category + 1], places, weight)
    for student, row in enumerate(rows):
        row += [*_pair(made[student][0], places), "#"]
    return [[*header, "Calculated Final Grade Numerator", "Calculated Final Grade Denominator", "End-of-Line Indicator"],
            *rows]  # fmt: skip


def _pair(pair: tuple[float, float] | None, places: int, weight: float = 0.0) -> list[str]:
    scale = weight / pair[1] if pair and weight else 1.0
    return [_short(side * scale, places) for side in pair] if pair else ["", ""]


def _short(value: float, places: int) -> str:
    return f"{value:.{places}f}".rstrip("0").rstrip(".")


def _moodle(one: Class, made: Made) -> Rows:
    header, rows = ["First name", "Last name", "Email address"], [
        ["A", f"Pupil {n}", f"p{n}@x.example"] for n in range(len(made))
    ]  # fmt: skip

    def shown(title: str, pairs: list[tuple[float, float] | None]) -> None:
        header.extend([f"{title} (Real)", f"{title} (Percentage)"])
        for row, pair in zip(rows, pairs):
            row += [f"{pair[0]:.2f}" if pair else "-", f"{_percent(pair)} %" if pair else "-"]

    for category, name in enumerate(CATEGORIES[: len(one.drops)]):
        for at, item in enumerate(one.items):
            if item.category == category:
                scores = [row[at].score for row in one.marks]
                shown(f"{name} {at}", [None if s is None else (s, float(item.points)) for s in scores])
        shown(f"{name} total", [row[category + 1] for row in made])
    shown("Course total", [row[0] for row in made])
    return [[*header, "Last downloaded from this course"], *([*row, "1718000000"] for row in rows)]


def _schoology(one: Class, made: Made) -> Rows:
    names = CATEGORIES[: len(one.drops)]
    header = ["First Name", "Last Name", "Unique User ID", "Overall", "Q1"]
    header += [f"Q1 - {name} - Category Score" for name in names]
    header += [
        f"{names[item.category]} {at} (Max Points: {item.points}, Due Date: 09/11/26, Grading Category: {names[item.category]})"
        for at, item in enumerate(one.items)
    ]
    rows = []
    for student, own in enumerate(made):
        shown = [_short(100 * pair[0] / pair[1], 2) if pair else "N/A" for pair in (own[0], *own)]
        marks = ["Excused" if mark.excused else _mark(mark) for mark in one.marks[student]]
        rows.append(["A", f"Pupil {student}", str(student + 1), *shown, *marks])
    return [header, *rows]


_WRITERS: dict[str, Callable[[Class, Made], Rows]] = {
    "sakai": _sakai, "brightspace": _brightspace, "moodle": _moodle, "schoology": _schoology,
}  # fmt: skip


def _typed(chance: random.Random, clean: Class, student: int) -> tuple[Class, Class]:
    columns = [n for n, pair in enumerate(totals(clean, student)) if pair]
    if not columns:
        return clean, clean
    return clean, replace(clean, typed=(student, chance.choice(columns), round(chance.uniform(55, 100), 2)))


def _weighed(chance: random.Random, clean: Class, student: int) -> tuple[Class, Class]:
    if not clean.weights or len(clean.drops) == 1:
        return clean, clean
    cuts = [0, *sorted(chance.sample(range(1, 100 // STEP), len(clean.drops) - 1)), 100 // STEP]
    weights = [float(STEP * (high - low)) for low, high in itertools.pairwise(cuts)]
    clean = replace(clean, weights=tuple(weights))
    more, less = chance.sample(range(len(weights)), 2)
    moved = chance.choice((5.0, 10.0, 20.0))
    return clean, replace(clean, own=(student, _given(clean.weights, more, less, moved))) if weights[
        less
    ] > moved else clean


def _given(weights: Sequence[float], more: int, less: int, moved: float) -> tuple[float, ...]:
    return tuple(weight + moved * ((n == more) - (n == less)) for n, weight in enumerate(weights))


def _dropped(chance: random.Random, clean: Class, student: int) -> tuple[Class, Class]:
    scored = _scored(clean, student)
    return clean, replace(clean, left_out=(student, chance.choice(scored))) if scored else clean


def _scored(one: Class, student: int) -> list[int]:
    return [at for at, mark in enumerate(one.marks[student]) if mark.score is not None and not mark.excused]


_MISTAKES = {"typed over": _typed, "other weight": _weighed, "score dropped": _dropped}


def _cause(one: Class, student: int) -> tuple[str, ...]:
    """What a finding must say of the error in a class (one will do); nothing where something else prints the same."""
    printed = _line(one, student)
    same = {said for said, other in _otherwise(one, student) if _line(other, student) == printed}
    if one.typed:
        return () if same else ("typed over",)
    left_out = {said for said in same if said.startswith("left out ")}
    if one.own:
        of = max(range(len(one.weights)), key=lambda n: one.own[1][n] - one.weights[n])
        return (f"“{CATEGORIES[of]}” weighed {one.own[1][of]:g}%",) if len(same) == 1 else ()
    if any("dropped of" not in said for said in same - left_out):  # to drop the lowest is to leave it out
        return ()
    if len(left_out) > 1:
        return ("one of several scores didn't count",)
    return (f"“{left_out.pop().removeprefix('left out ')}” didn't count",)


def _otherwise(one: Class, student: int) -> Iterator[tuple[str, Class]]:
    """All that may have become of a student whom no hand changed, in words and as a class: a score left out, weights of
    their own, or another method, each with any choice of blanks exempt where blanks are zeros and the export hides it."""
    plain = replace(one, typed=None, left_out=None, own=None)
    marks = plain.marks[student]
    blanks = [at for at, mark in enumerate(marks) if mark.score is None] if plain.zero else []
    for chosen in itertools.product((False, True), repeat=len(blanks)):
        now = list(marks)
        for at, exempt in zip(blanks, chosen):
            now[at] = Mark(None, exempt)
        so = replace(plain, marks=(*plain.marks[:student], tuple(now), *plain.marks[student + 1 :]))
        yield "nothing", so
        for at in _scored(so, student):
            yield f"left out {CATEGORIES[so.items[at].category]} {at}", replace(so, left_out=(student, at))
        for more, less in itertools.permutations(range(len(so.weights)), 2):
            for moved in range(STEP, int(so.weights[less]) + 1, STEP):
                own = _given(so.weights, more, less, moved)
                yield f"weights {own}", replace(so, own=(student, own))
        if so.system in ("sakai", "schoology"):
            yield "another mean", replace(so, alike=not so.alike)
        for category, drop in enumerate(so.drops):
            for other in {0, 1, 2} - {drop}:
                drops = tuple(other if n == category else usual for n, usual in enumerate(so.drops))
                yield f"{other} dropped of {CATEGORIES[category]}", replace(so, drops=drops)


def _line(one: Class, student: int) -> list[str]:
    """What the export says of a student."""
    same = replace(
        one, marks=(one.marks[student],) * (2 - len(one.marks) % 2)
    )  # as even or odd, on which decimals rest
    return _WRITERS[one.system](same, [_made(one, student)] * len(same.marks))[1]


def planted(seed: int, system: str, error: str) -> tuple[str, Sought | None]:
    """The text of the first class from a seed on in which an error of a kind moves a total by half a point, and what is
    to be found in it, None where nobody can tell the error."""
    for attempt in range(400):
        chance = random.Random(seed * 1000 + attempt)
        clean = drawn(seed * 1000 + attempt, system)
        student = chance.randrange(len(clean.marks))
        clean, changed = _MISTAKES[error](chance, clean, student)
        moved = _moved(clean, changed)
        wrong = frozenset(cell for cell, gap in moved.items() if abs(gap) >= LEAST)
        if wrong and not any(map(math.isnan, moved.values())):
            cause = _cause(changed, student)
            return text(changed), (wrong, frozenset(moved), cause) if cause else None
    raise RuntimeError(f"no class for an error of the kind {error!r}")


def _moved(clean: Class, changed: Class) -> dict[str, float]:
    """By how much each total that is shown otherwise now moved, by its cell: NaN where it is blank on one side."""
    was, now = (_shown(text(one)) for one in (clean, changed))
    return {cell: now[cell] - value for cell, value in was.items() if str(now[cell]) != str(value)}


def _shown(export: str) -> dict[str, float]:
    """The number in each cell, of a pair in percent, by the numerator's cell."""
    header, *rows = csv.reader(io.StringIO(export))
    return {
        cell_name(number, column + 1): _number(cell) / (_number(row[column + 1]) / 100 if "Numerator" in name else 1)
        for number, row in enumerate(rows, 2)
        for column, (name, cell) in enumerate(zip(header, row))
        if "Denominator" not in name
    }


def _number(cell: str) -> float:
    try:
        return float(cell.rstrip("% "))
    except ValueError:
        return math.nan


def report(folder: Path, texts: Sequence[str]) -> Report:
    """What an audit says of some exports, each in a file named by its number."""
    for number, one in enumerate(texts):
        (folder / f"{number:04d}.csv").write_text(one, "utf-8")
    return audited_in(folder)


def counted(system: str, error: str, classes: int) -> tuple[Count, Counter[str], int]:
    """How many errors of a kind planted in classes of a system are found, why totals weren't checked, and how many of
    the errors nobody can tell; those aren't counted."""
    drawn_classes = [planted(seed, system, error) for seed in range(classes)]
    told = [(one, sought) for one, sought in drawn_classes if sought]
    with tempfile.TemporaryDirectory() as name:
        said = report(Path(name), [one for one, _ in told])
    return *counted_in(said, [sought for _, sought in told]), classes - len(told)


def wrongly(system: str, hidden: str, classes: int) -> tuple[int, int, int]:
    """Of classes without errors: in how many a total is called wrong, or only possibly so, and how many aren't checked."""
    with tempfile.TemporaryDirectory() as name:
        said = report(Path(name), [text(drawn(1_000_000 + seed, system, hidden)) for seed in range(classes)])
    wrong = {finding.file for finding in said.findings if finding.confidence != "possible"}
    possible = {finding.file for finding in said.findings} - wrong
    unchecked = {book for entry in said.not_checked if entry.rule == "total-differs" for book in entry.gradebooks}
    return len(wrong), len(possible), len(unchecked)


def main(classes: int = 100, clean: int = 1000) -> None:
    """Prints how many planted errors are found, and how often a class without any is said to have one."""
    print(f"{classes} classes of each system with one error of each kind; {LEAST} points or more each")
    print(f"{'system':>12}  {'error':>14}  {'found, cause named':>18}  {'found':>5}  {'other cells too':>15}  missed  "
          "not checked  can't be told")  # fmt: skip
    for system in HIDDEN:
        for error in ERRORS:
            if error == "other weight" and system not in WEIGHTED:
                continue
            line, reasons, untold = counted(system, error, classes)
            print(f"{system:>12}  {error:>14}  {line.named:>18}  {line.unnamed:>5}  {line.more:>15}  {line.missed:>6}  "
                  f"{line.unchecked:>11}  {untold:>13}")  # fmt: skip
            for reason, number in reasons.most_common():
                print(f"{'':>16}{number} not checked: {reason}")
    print(f"{clean} classes of each system without errors")
    print(f"{'system':>12}  {'hidden':>22}  called wrong  possibly wrong  not all checked")
    for system, more in HIDDEN.items():
        for hidden in ("", *more):
            wrong, possible, unchecked = wrongly(system, hidden, clean)
            print(f"{system:>12}  {hidden or 'as usual':>22}  {wrong:>12}  {possible:>14}  {unchecked:>15}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
