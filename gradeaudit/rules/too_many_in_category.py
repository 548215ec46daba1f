"""More counted grades in a category and term, or in a whole term, than the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.by_category import by_category, recovered_members
from gradeaudit.grading.counted import counted
from gradeaudit.grading.terms import units, without_assignments
from gradeaudit.rules._words import in_brackets, many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_NO_LIMIT = np.iinfo(np.int64).max


@rule(
    title="Too many grades in a category",
    family="counts",
    severity="warning",
    needs={"assignments": ["category"], "scores": ["mark"]},
    policy=["categories.*.grades.max", "counts.total.max"],
    per=["right", "term"],
    what="A category, or a whole term, has more counted grades than the policy's maximum.",
    why="The limit keeps the load of students bearable, and each piece of work worth what the policy means it to be.",
    fix="Mark what was practice as not counting, or agree on the exception that the policy provides for.",
    message="{subject} {observed}{term_words}, the policy allows at most {expected}{more}",
    example="5 tests in a term that allows 4",
    instead="4 tests",
    not_a_finding="Retakes, which count with the original; extra credit and work that doesn't count; work that was"
    " given to a part of the class, as long as no student in the middle has more.",
)
def too_many_in_category(books: Gradebooks, policy: Policy) -> Rows:
    """The last column stands for the whole term."""
    names, entries = list(policy.categories), list(policy.categories.values())
    counts = policy.settings.counts
    limits = [entry.grades for entry in entries] + [counts.total if counts else None]
    per_term = [limit if limit and limit.per in (None, "term") else None for limit in limits]
    most = np.array([_NO_LIMIT if one is None or one.max is None else one.max for one in per_term], np.int64)
    terms, held = units(books, policy), by_category(books, policy)
    total = counted(books, policy).number(terms.of_assignment, len(terms.book))
    number = np.column_stack([held.number, total])
    row = np.column_stack([held.row, np.full(len(total), -1)])
    unit, of = np.nonzero((number > most) & ~terms.mixed[:, None])
    row, book = row[unit, of], terms.book[unit]
    place = np.where(
        row >= 0, np.append(books.categories["place"].to_numpy(), 0)[row], books.books["place"].to_numpy()[book]
    )
    title = np.append(books.categories["name"].to_numpy(), "")[row]
    return Rows(
        books.books[["book"]]
        .take(book)
        .assign(
            place=place,
            category=row,
            right=[names[one] if one < len(names) else "" for one in of.tolist()],
            term=terms.term[unit],
            subject=[f"“{one}” has" if one else "The gradebook has" for one in title.tolist()],
            term_words=terms.words(unit),
            observed=[many(count, "counted grade") for count in number[unit, of].tolist()],
            expected=[str(limit) for limit in most[of].tolist()],
            more=[
                in_brackets("the export is taken as one term") if unknown else ""
                for unknown in (np.isnan(terms.elapsed[unit]) & (terms.term[unit] == "")).tolist()
            ],
            confidence=np.where(
                recovered_members(books)[book] | (terms.term[unit] == "") & np.isnan(terms.elapsed[unit]),
                "likely",
                "certain",
            ),
            policy_key=[
                f"categories.{names[one]}.grades.max" if one < len(names) else "counts.total.max" for one in of.tolist()
            ],
        ),
        {
            **without_assignments(books),
            "neither terms nor due dates show which of its work is this term's": np.unique(terms.book[terms.mixed]),
        },
    )
