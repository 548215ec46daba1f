"""Too few grades of one category for each grade of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.by_category import by_category, recovered_members
from gradeaudit.grading.terms import units, without_assignments
from gradeaudit.rules._words import in_brackets, many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Too few minor grades for each major one",
    family="counts",
    severity="warning",
    needs={"categories": ["name"], "assignments": ["category"], "scores": ["mark"]},
    policy="counts.ratio",
    per=["right", "other", "term"],
    what="A term has fewer counted grades of one category than the policy wants for each grade of another.",
    why="Before work that weighs much, students need enough that weighs little to learn from.",
    fix="Give and score more work of the first kind, or less of the second.",
    message="{observed} in “{right}” for {count_other} in “{other}”{term_words}, the policy wants {expected}{more}",
    example="3 minor grades for 2 major ones, where 2 are wanted for each",
    instead="4 minor grades",
    not_a_finding="A term of which less than a third is over; a term without a grade of the second kind; retakes and"
    " work that doesn't count.",
)
def ratio_short(books: Gradebooks, policy: Policy) -> Rows:
    """A running term is judged by what it has: the ratio must hold all along."""
    names = list(policy.categories)
    position = {name: number for number, name in enumerate(names)}
    terms, held = units(books, policy), by_category(books, policy)
    ratios = policy.settings.counts.ratio if policy.settings.counts else ()
    found: list[tuple[int, int, int, float, str]] = []
    unknown = 0
    for number, ratio in enumerate(ratios):
        of, per = (position.get(policy.category(name).name, -1) for name in (ratio.of, ratio.per))
        if of < 0 or per < 0:
            unknown += 1
            continue
        short = (held.number[:, of] + 1e-9 < ratio.min * held.number[:, per]) & ~terms.open
        found += [(unit, of, per, ratio.min, f"counts.ratio.{number}") for unit in np.flatnonzero(short).tolist()]
    unit = np.array([one[0] for one in found], np.int64)
    book = terms.book[unit]
    row = held.row[unit, [one[1] for one in found]] if found else np.zeros(0, np.int64)
    place = np.where(
        row >= 0, np.append(books.categories["place"].to_numpy(), 0)[row], books.books["place"].to_numpy()[book]
    )
    reasons = {"the policy's ratio names a category that it doesn't have": np.arange(len(books))} if unknown else {}
    return Rows(
        books.books[["book"]]
        .take(book)
        .assign(
            place=place,
            category=row,
            right=[names[one[1]] for one in found],
            other=[names[one[2]] for one in found],
            term=terms.term[unit],
            term_words=terms.words(unit),
            observed=[many(int(held.number[one[0], one[1]]), "grade") for one in found],
            count_other=[str(int(held.number[one[0], one[2]])) for one in found],
            expected=[f"{one[3]:g} for each" for one in found],
            more=[
                in_brackets("the export is taken as the whole term" if whole else "")
                for whole in np.isnan(terms.elapsed[unit]).tolist()
            ],
            confidence=np.where(recovered_members(books)[book], "likely", terms.known(unit)),
            policy_key=[one[4] for one in found],
        ),
        {**without_assignments(books), **terms.unjudged(), **reasons},
    )
