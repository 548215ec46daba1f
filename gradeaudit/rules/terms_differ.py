"""A semester's or final grade that its terms and exam don't make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.letters import rounded
from gradeaudit.policy.names import fold
from gradeaudit.rules._tables import below
from gradeaudit.rules._words import percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

_EXAM = re.compile(r"\bexam\b")
_NOT_SHOWN = "its totals don't show a grade together with all the terms and exams that make it"
_MOST = 4
"""Decimals beyond these are no rounding that anybody reads."""


class _Grades(NamedTuple):
    """One grade of all students (an element a student): its percent, NaN where it isn't shown or shown twice, its row
    in ``totals``, and by how much printing may have rounded it (half a unit of its column's last decimal)."""

    value: Array
    row: Array
    half: Array


@rule(
    title="A final grade isn't made of its terms as the policy says",
    family="totals",
    severity="error",
    needs={"totals": ["value"]},
    policy="totals.terms",
    per=["made"],
    what="A semester's or final grade is another than its terms and exam make with the policy's weights.",
    why="The final grade goes on the transcript; the same terms must make the same final in every course.",
    fix="Set the weights of terms and exams to the policy's in the LMS, or correct the grade that was typed over.",
    message="{totals} of {what} can't come of {formula}: {observed} printed, {expected} by the policy",
    example="88 as the final of 80, 90 and an exam of 70 that count 40, 40 and 20%",
    instead="82",
    not_a_finding="A student without the exam, or without one of the terms; differences that rounding explains; a grade"
    " raised to a floor; a grade that was typed over, which total-overridden reports.",
)
def terms_differ(books: Gradebooks, policy: Policy) -> Rows:
    """Both ways of counting points for the course's level are right: in the terms already, or added to the final."""
    settings = policy.settings.totals
    formulas = (settings.terms if settings else None) or {}
    student_book = books.students["book"].to_numpy()
    shown = np.zeros(len(books), bool)
    several = []
    for name, parts in formulas.items():
        judged = np.zeros(len(student_book), bool)
        for kind in ("final", "current"):
            whole, each = (_grades(books, policy, kind, name), [_grades(books, policy, kind, part) for part in parts])
            made = _made(policy, parts, [one.value for one in each])
            able = ~np.isnan(whole.value) & ~np.isnan(made) & ~judged
            bad = able & ~_fits(policy, parts, whole, each)
            judged |= able
            shown[student_book[able]] = True
            several.append(
                books.totals.iloc[whole.row[bad]][["book", "place", "student"]].assign(
                    made=name,
                    what="the final grade" if name == "final" else f"“{name}”",
                    formula=_formula(parts),
                    observed=_numbers(whole.value[bad]),
                    expected=_numbers(made[bad]),
                    policy_key=f"totals.terms.{name}",
                )
            )
    return Rows(below(several) if several else books.totals[:0], {_NOT_SHOWN: np.flatnonzero(~shown)})


def _fits(policy: Policy, parts: Mapping[str, float], whole: _Grades, each: Sequence[_Grades]) -> Array:
    """Whether each student's grade can be what the parts make, by some reading of what was rounded before printing."""
    settings = policy.settings.totals
    rounding = settings.rounding if settings else None
    exact = rounding is not None and rounding.stage == "term"  # then it is the printed terms that count
    low, high = (
        _made(policy, parts, [one.value + sign * one.half * (not exact) for one in each]) for sign in (-1.0, 1.0)
    )
    slack = (settings.tolerance if settings else 0.1) + whole.half * (2 if rounding is None else 1) + 1e-9
    cap = np.inf if settings is None or settings.maximum is None else settings.maximum
    fits = np.zeros(len(whole.value), bool)
    for added in {0.0, (settings.added_points if settings else None) or 0.0}:
        least, most = np.minimum(low + added, cap), np.minimum(high + added, cap)
        fits |= (whole.value >= np.minimum(least, rounded(least, policy)) - slack) & (
            whole.value <= np.maximum(most, rounded(most, policy)) + slack
        )
    floors = [floor.value for floor in (settings.minimum if settings else None) or ()]
    result: Array = fits | (np.isin(whole.value, floors) & (low < whole.value))
    return result


def _grades(books: Gradebooks, policy: Policy, kind: str, name: str) -> _Grades:
    """A grade by its name: a period's total or that of a category of this name; the final is the course's own."""
    totals, students = books.totals, len(books.students)
    period, texts = books.shared(_periods, None)
    category, student = totals["category"].to_numpy(), totals["student"].to_numpy()
    whole = np.array([text == "" for text in texts], bool)[period]
    if fold(name) == "final":
        chosen = (category < 0) & whole
    else:
        chosen = np.array([_is(policy, text, name) for text in texts], bool)[period] & (category < 0)
        names = books.categories["name"].tolist()
        said = {text: _is(policy, text, name) for text in set(names)}
        chosen |= np.array([said[text] for text in names] + [False], bool)[category] & whole
    value = totals["value"].to_numpy()
    chosen &= ~np.isnan(value) & (student >= 0)
    rows = np.flatnonzero(chosen & (totals["kind"] == kind).to_numpy())
    typed = student[chosen & (totals["kind"] == "override").to_numpy()]
    who = student[rows]
    found, row = np.full(students, np.nan), np.full(students, -1)
    found[who], row[who] = value[rows], rows
    found[(np.bincount(who, minlength=students) > 1) | (np.bincount(typed, minlength=students) > 0)] = np.nan
    decimals = np.zeros(len(books), np.int64)
    np.maximum.at(decimals, totals["book"].to_numpy()[rows], _decimals(value[rows]))
    return _Grades(found, row, 0.5 / 10.0 ** decimals[books.students["book"].to_numpy()])


def _periods(books: Gradebooks, terms: None) -> tuple[Array, list[str]]:
    """The position of each total's period in the list of distinct ones, and that list."""
    numbers, texts = books.totals["period"].factorize()
    return numbers, [str(text) for text in texts]


def _is(policy: Policy, text: str, name: str) -> bool:
    """Whether an export's name of a term or an exam is the policy's."""
    calendar = policy.calendar
    if calendar is not None and (term := calendar.term_named(text)) >= 0:
        return term == calendar.term_named(name)
    own, wanted = fold(text), fold(name)
    return own == wanted or (wanted == "exam" and own.endswith(" exam"))


def _decimals(value: Array) -> Array:
    """With how many decimals each number is written, up to ``_MOST``."""
    steps = 10.0 ** np.arange(_MOST + 1)
    scaled = value[:, None] * steps
    written = np.abs(scaled - np.round(scaled)) < 1e-6 * steps
    written[:, -1] = True
    found: Array = written.argmax(axis=1)
    return found


def _made(policy: Policy, parts: Mapping[str, float], values: Sequence[Array]) -> Array:
    """What the parts make by their weights, terms raised to the floor that holds where they are averaged."""
    whole = np.zeros(len(values[0]))
    for (part, weight), value in zip(parts.items(), values):
        floor = None if _EXAM.search(fold(part)) else policy.floor("averaging", part)
        whole += weight / sum(parts.values()) * (value if floor is None else np.maximum(value, floor))
    return whole


def _formula(parts: Mapping[str, float]) -> str:
    texts = [f"{share} {name}" for name, share in zip(parts, percents(parts.values()))]
    return " and ".join([*([", ".join(texts[:-1])] if texts[:-1] else []), texts[-1]])


def _numbers(values: Array) -> list[str]:
    return [f"{round(value, 2):g}" for value in values.tolist()]
