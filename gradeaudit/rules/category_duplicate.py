"""Two of a gradebook's categories that are one and the same to the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.setup import setup
from gradeaudit.policy.names import fold
from gradeaudit.rules._tables import located, repeated
from gradeaudit.rules._words import listed
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Two categories mean the same",
    family="structure",
    severity="warning",
    needs={"categories": ["name"]},
    policy="categories",
    per=["subject"],
    what="Two or more of a gradebook's categories in use have the same name, or are the same category to the policy.",
    why="Work of one kind is split between them, so each piece counts more or less than the policy means it to.",
    fix="Move all the work into one of them, give it the whole weight, and delete the other.",
    message="{names} are the same category{hint}",
    example="HW and Homework, each with half of the work",
    instead="Homework alone",
    not_a_finding="A split that the policy lists: the category's own name beside names under accepts; an empty"
    " category without weight.",
)
def category_duplicate(books: Gradebooks, policy: Policy) -> Rows:
    """Categories are told apart by the policy's name for them, unknown ones by their own."""
    look = setup(books, policy)
    table = books.categories
    folded = np.array([fold(name) for name in table["name"]], object)
    split = np.array([_is_split(policy, name) for name in look.name], bool)
    # names that the policy accepts side by side are different subjects, unless they are the very same name
    apart = (look.how == "accepted") | split
    subject = np.where((look.name == "") | apart, folded, look.name)
    subjects: dict[str, int] = {}
    number = np.array([subjects.setdefault(one, len(subjects)) for one in subject], np.int64)
    used = np.flatnonzero(look.used)
    group = look.book[used] * np.int64(len(subjects)) + number[used]
    twice = repeated(group)
    found, key = used[twice], group[twice].tolist()
    names: dict[int, list[str]] = {}
    for one, name in zip(key, table["name"].to_numpy()[found].tolist()):
        names.setdefault(one, []).append(name)
    return Rows(
        located(
            books,
            "categories",
            found,
            subject=subject[found],
            names=[_named(names[one]) for one in key],
            hint=[f" to the policy, “{name}”" if name else "" for name in look.name[found]],
            observed=[str(len(names[one])) for one in key],
            expected="1",
        )
    )


def _is_split(policy: Policy, name: str) -> bool:
    return bool(name) and policy.categories[name].split == "allowed"


def _named(names: list[str]) -> str:
    if len(set(names)) > 1:
        return listed(names)
    return f"{'Two' if len(names) == 2 else len(names)} categories called “{names[0]}”"
