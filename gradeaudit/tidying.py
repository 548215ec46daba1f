"""One clean long table of all scores over all systems, for analysis, and a second one of totals."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gradeaudit import privacy
from gradeaudit.escape import spreadsheet
from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.policy_marks import policy_marks
from gradeaudit.grading.recover import recover
from gradeaudit.policy.effective import Policy
from gradeaudit.policy.identify import identify
from gradeaudit.policy.load import Source
from gradeaudit.policy.resolve import group
from gradeaudit.reading import Batch

SCORES = {
    "gradebook": "the file, and the sheet or class in it",
    "course": "the course's name, or its code",
    "section": "the section or sections",
    "teacher": "the teacher, where the export or the catalogue names one",
    "school": "the school",
    "level": "elementary, middle, high, …",
    "term": "the assignment's term, else the gradebook's",
    "category": "the policy's name of the category; the gradebook's own where there is no policy or it knows none",
    "assignment": "the title",
    "assigned_on": "the day it was assigned (year-month-day)",
    "due_on": "the day it was due (year-month-day)",
    "points_possible": "points",
    "student": "a number within the gradebook; an id, a name or a pseudonym on request",
    "mark": "the cell's text as it stood",
    "points": "points, where the mark is a number or a percent",
    "percent": "100 × points / points possible",
    "state": "scored, blank, excused, missing, late, incomplete, absent, not_assigned, waiting, … or unknown text",
    "weight": "the category's weight in percent, where the export states it or its totals show it",
}
"""The columns of the table of scores, with what they hold and in which unit."""
TOTALS = {
    "gradebook": "as in the table of scores",
    "student": "as in the table of scores",
    "category": "the category; blank for the whole course",
    "kind": "current, final, override, …; unposted_ ones count hidden work",
    "period": "the grading period",
    "value": "percent, or points for kinds that end in _points",
    "letter": "the letter, where the cell holds one",
}
"""The columns of the table of totals."""
_TEXTS = ("course", "section", "teacher", "school", "level", "term", "category", "assignment", "student", "mark")


@dataclass(frozen=True)
class Tidy:
    """The two tables of some gradebooks."""

    scores: pd.DataFrame
    totals: pd.DataFrame


def tidied(
    batches: Iterable[Batch], source: Source | None, as_of: datetime.date, students: str, paths: Sequence[Path] = ()
) -> Iterator[Tidy]:
    """Two tables for each batch; ``source`` is the policy, ``students`` as in ``privacy``, ``paths`` were named."""
    for batch in batches:
        books = recover(batch.gradebooks)
        if source is None:
            yield _tables(books, None, students)
            continue
        books = identify(books, source, paths)
        for mask, policy in group(source, books.books, as_of):
            yield _tables(books.only(mask), policy, students)


def _tables(books: Gradebooks, policy: Policy | None, how: str) -> Tidy:
    scores, assignments, about = books.scores, books.assignments, books.books
    of, who = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    book = scores["book"].to_numpy()
    people = _people(books, how)
    names, weights = _categories(books, policy)
    category = assignments["category"].to_numpy()[of]
    possible = assignments["points_possible"].to_numpy()[of]
    points = scores["points"].to_numpy()
    term = assignments["term"].to_numpy()[of]
    with np.errstate(invalid="ignore", divide="ignore"):
        percent = np.where(possible > 0, np.round(100.0 * points / possible, 4), np.nan)
    course = np.where(about["course"] != "", about["course"], about["course_code"])
    columns: dict[str, Any] = {
        "gradebook": _ids(books)[book],
        "course": course[book],
        **{name: about[name].to_numpy()[book] for name in ("section", "teacher", "school", "level")},
        "term": np.where(term != "", term, about["term"].to_numpy()[book]),
        "category": names[category],
        "assignment": assignments["title"].to_numpy()[of],
        "assigned_on": _days(assignments["assigned_on"].to_numpy())[of],
        "due_on": _days(assignments["due_on"].to_numpy())[of],
        "points_possible": possible,
        "student": people[who],
        "mark": scores["mark"].astype(object).to_numpy(),
        "points": points,
        "percent": percent,
        "state": _states(books, policy),
        "weight": weights[category],
    }
    totals = books.totals
    told: dict[str, Any] = {
        "gradebook": _ids(books)[totals["book"].to_numpy()],
        "student": people[totals["student"].to_numpy()],
        "category": names[totals["category"].to_numpy()],
        "kind": totals["kind"].astype(object).to_numpy(),
        "period": totals["period"].to_numpy(),
        "value": totals["value"].to_numpy(),
        "letter": totals["letter"].astype(object).where(totals["letter"].notna(), "").to_numpy(),
    }
    blank = np.isnan(told["value"]) & (told["letter"] == "")
    real = np.append(~books.students["is_test_student"].to_numpy(), False)
    return Tidy(
        pd.DataFrame(columns)[real[who]].reset_index(drop=True),
        pd.DataFrame(told)[~blank & real[totals["student"].to_numpy()]].reset_index(drop=True),
    )


def _ids(books: Gradebooks) -> Array:
    file, sheet = (books.books[name].tolist() for name in ("file", "sheet"))
    return np.array([f"{a}#{b}" if b else a for a, b in zip(file, sheet)], object)


def _people(books: Gradebooks, how: str) -> Array:
    """What stands for each student; hidden ones are numbered within their gradebook, in its order."""
    if how != "hidden":
        return np.append(privacy.shown(books.students, how), "")
    numbers = books.students.groupby("book").cumcount().to_numpy() + 1
    return np.append(np.array([f"student {number}" for number in numbers], object), "")


def _categories(books: Gradebooks, policy: Policy | None) -> tuple[Array, Array]:
    """Each category's name and weight in percent, and a last one for none."""
    own = books.categories["name"].tolist()
    if policy is not None and policy.categories:
        own = [match.name or name for match, name in zip(policy.category_matches(own), own)]
    return np.array([*own, ""], object), np.append(books.categories["weight"].to_numpy(), np.nan)


def _states(books: Gradebooks, policy: Policy | None) -> Array:
    state = books.scores["state"].astype(object).to_numpy().copy()
    state[state == "coded"] = "unknown"
    for flag in ("missing", "late", "incomplete", "excused"):
        state[books.scores[flag].to_numpy()] = flag
    if policy is not None and policy.codes:
        marks = policy_marks(books, policy)
        meanings = np.array([*marks.meanings, ""], object)
        coded = marks.code >= 0
        state[coded] = meanings[marks.meaning[coded]]
    return state


def _days(dates: Array) -> Array:
    return np.array(["" if text == "NaT" else text for text in dates.astype("datetime64[D]").astype(str)], object)


def defused(table: pd.DataFrame) -> pd.DataFrame:
    """The table for a CSV file that a spreadsheet may open: no text in it is a formula."""
    safe = {}
    for name in (*_TEXTS, "gradebook", "period", "letter"):
        if name in table:
            codes, distinct = table[name].factorize()
            safe[name] = np.array([spreadsheet(str(text)) for text in distinct] + [""], object)[codes]
    return table.assign(**safe)
