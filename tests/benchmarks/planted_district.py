"""A district in which every rule's violation is planted once, each in a class of its own beside what is usual there."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path

from tests import canvas
from tests.benchmarks.planted_class import CELLS, Section, canvas_class, drawn, extract, groups, schoology
from tests.benchmarks.planted_edits import Edit
from tests.benchmarks.planted_mistakes import PLANTS
from tests.benchmarks.planted_totals import scored

POLICY = r"""
district: Maple Valley Unified
identify:
  path: ['{school}/* course/*', '{school}/{course_code}-{section} gradebook-export.csv', '{school}/*']
  catalogue: courses.csv
  roster: roster.csv
calendar:
  terms:
    Q1: {starts: 2026-08-31, ends: 2026-11-06, progress: 2026-10-02}
    Q2: {starts: 2026-11-09, ends: 2027-01-22}
  closed: [2026-09-07, 2026-10-21..2026-10-23]
categories:
  Homework: {weight: 20, aliases: [HW], grades: {min: 4, max: 8}}
  Classwork: {weight: {min: 5, max: 30}, accepts: [In-class work]}
  Tests: {weight: 50, aliases: [Assessments], grades: {min: 3}, equal_points: true}
  Labs: {weight: {max: 10}, required: false}
  Projects: {required: false}
  Citizenship: {banned: true, required: false}
weights: {total: 100, method: weighted, share: {one: 22, two: 44}, empty_category: rescaled}
missing_work:
  codes:
    MI: {means: missing, counts_as: 0, aliases: [miss]}
    EX: {means: excused, at_most: 20%}
    INC: {means: incomplete, expires_after: 10 school days}
    L: {means: late, with_score: required}
  blank: {until: 5 school days}
  zero: needs_code
late_work: {penalty: {1: 10, 2: 20}}
marks: {forms: [points], decimals: 1, maximum: 100%, minimum: 50%, extra_credit: forbidden}
naming:
  assignment: '^(HW|CW|Test|Lab|Project) \d+: .+'
  tags: [{tag: '[R]', of: [Tests], at_least: 1}]
  max_length: 40
  banned_words: [syllabus]
  unique: true
dates:
  due: {required: true, school_days_only: true, within_term: true, lead_time: 2 days, not_after_break: 1 school day}
  posting: {within: 5 school days}
  stale_after: 10 school days
  late_in_term: {of: [Tests], within: 5 school days}
counts:
  total: {min: 14}
  pace: {min: 1, per: week}
  by_progress: {min: 6}
  ratio: [{of: Classwork, per: Tests, min: 2}]
totals:
  category_average: points
  drop_lowest: 0
  scale: {A: 90, B: 80, C: 70, D: 60, F: 0}
  minimum: [{at: term, value: 50}]
  maximum: 100
  override: forbidden
  terms: {Q1: 40, Q2: 40, Final Exam: 20}
peers: {same_setup: [school, course_code], spread: {Classwork: 2}}
roster: {identifier: '^\d{6}$'}
rules:
  category-meaning: {difference: 15}
overrides:
  - {name: no floor, when: {course_code: [floor_suspected*]}, set: {marks: {minimum: forbidden}}}
  - {name: floor at the end only, when: {course_code: [total_below_floor*, number_as_code*]}, set: {marks: {minimum: null}}}
  - {name: percents too, when: {course_code: [mark_mixed*]}, set: {marks: {forms: [points, percent]}}}
  - {name: scores come late, when: {course_code: [entered_in_bulk*]}, set: {dates: {posting: null}}}
  - {name: a bonus, when: {course_code: [total_above*]}, set: {marks: {extra_credit: allowed}}}
  - {name: whole grades, when: {course_code: [rounding_differs*]}, set: {totals: {rounding: {mode: half_up, digits: 0}}}}
  - name: whole grades from 60
    when: {course_code: [grade_value*]}
    set: {totals: {allowed_values: [60..100], rounding: {mode: half_up, digits: 0}}}
waivers:
  - {rules: [title-length], where: {course_code: 'clean*'}, reason: field week, granted_by: principal}
  - {rules: [title-pattern], where: {course_code: 'title_pattern*'}, reason: old titles, expires: 2026-10-01}
"""


Found = Counter[tuple[str, tuple[str, ...]]]
"""Findings of one file: the rule and its cells, and how many there are."""


def write(folder: Path, copies: int = 1, clean: int = 0) -> dict[str, Found]:
    """Writes exports, policy, catalogue and roster into a folder; the answer is what is to be found, by file.

    Each mistake is made in ``copies`` classes, each drawn anew, and ``clean`` more have nothing wrong. Three
    mistakes are the district's own: a waiver that has expired and one that waives nothing, and a section of the
    catalogue without a gradebook. They stand in the policy.
    """
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    wanted = [(rule, copy) for copy in range(1, copies + 1) for rule in PLANTS]
    wanted += [("clean", copy) for copy in range(copies + 1, copies + clean + 1)]
    classes: list[Section] = []
    found: dict[str, Found] = {
        "policy.yaml": Counter(
            {
                ("waiver-unused", (_row("rules: [title-length]"),)): 1,
                ("waiver-expired", (_row("rules: [title-pattern]"),)): 1,
                ("gradebook-absent", (_row("catalogue:"),)): 1,
            }
        )
    }
    for rule, copy in wanted:
        plant = PLANTS[rule]
        for number in range(plant.peers + 1):
            last, seed = number == plant.peers, len(classes)
            seed -= plant.apart == "term" and last  # the same students
            code = f"{rule.replace('-', '_')}{copy}" + (f"_{number}" if plant.apart == "course" else "")
            name = f"P{number + 1}" if plant.apart == "section" else "P1"
            section = drawn("MVMS", code, name, seed, plant.students)
            file = f"{code}-{name}" + ("-next" if plant.apart == "term" and last else "")
            edit = plant.edit if last else plant.usual
            found |= _written(folder / "exports" / "MVMS", file, section, plant.export, edit, random.Random(seed))
            classes.append(section)
    own = dict.fromkeys((one.school, one.code, one.name, f"Course {one.code}") for one in classes)
    _table(
        folder / "courses.csv", ("school", "course_code", "section", "course"), [*own, ("MVMS", "band1", "P1", "Band")]
    )
    people = [(one.code, one.name, who, *days) for one in classes for who, days in one.enrolled.items()]
    _table(folder / "roster.csv", ("course_code", "section", "student_id", "enrolled_from", "enrolled_until"), people)
    return found


def _row(words: str) -> str:
    """The line of the policy in which some words stand, as a place."""
    return f"row {1 + next(number for number, line in enumerate(POLICY.splitlines()) if words in line)}"


def _written(
    folder: Path, name: str, section: Section, export: str, edit: Edit, dice: random.Random
) -> dict[str, Found]:
    """Writes one class with its mistake; the answer is what is to be found in its file."""
    if export not in {"extract", "schoology"}:
        scored(section)
    planted = edit(section, dice)
    home = folder / f"{name} course" if export == "groups" else folder
    home.mkdir(parents=True, exist_ok=True)
    path = home / {"extract": f"{name}.csv", "schoology": f"{name} gradebook-export.csv"}.get(
        export, f"2026-11-06T1505_Grades-{section.code}.csv"
    )
    text = {"extract": extract, "schoology": schoology}.get(export, lambda one: canvas.text(canvas_class(one)))(section)
    path.write_text(text, "utf-8")
    if export == "groups":
        (home / "assignment_groups.json").write_text(groups(section), "utf-8")
    cell = CELLS[export]
    return {
        path.relative_to(folder.parents[1]).as_posix(): Counter(
            (rule, tuple(sorted(cell(section, *place) for place in places)))
            for rule, several in planted.items()
            for places in several
        )
    }


def _table(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
