"""An assignment that still has the title its LMS gave it, or none that says what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.title_text import matches
from gradeaudit.grading.titles import titles
from gradeaudit.rules._steps import RETITLE
from gradeaudit.rules._titles import titled
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

# Whole titles, folded, that say nothing: what an LMS fills in, what people type to try something out, and copies.
_KIND = "(assignment|quiz|test|question|item|grade item|column|grade column|activity|discussion|topic|survey|page)"
_PLACEHOLDER = re.compile(
    rf"(new|untitled|unnamed|blank)( {_KIND})?( ?[(#]?\d+\)?)?|(the )?assignment( name| title)?( ?[#]?\d+)?"
    r"|(title|name|no title|tbd|tba|todo|to do|placeholder|temp|temporary|delete( me| this)?|do not use)"
    r"|test(ing)?( ?test(ing)?)*|test (assignment|quiz|column)( ?\d+)?|test123|asdf\w{0,8}|qwerty|abc|xyz|x{2,}|z{2,}"
    r"|lorem ipsum.*|copy of .*|.+ [(-] ?copy( ?[(]?\d+[)]?)?\)?|[?.\-_*#]*"
)
_COPY = re.compile(r"(?P<of>.+) copy( \d+)?")


@rule(
    title="A title is a placeholder",
    family="naming",
    severity="info",
    needs={"assignments": ["title"]},
    policy="naming",
    per="assignment",
    confidence="likely",
    what="An assignment has no title of its own: it has the name that the LMS fills in, one typed to try something"
    " out, or the name of the assignment it was copied from.",
    why="Nobody but its author can tell what the grade is for.",
    fix="Give the assignment its own title, or delete it if it was a trial.",
    message="“{shown}” is a placeholder, not a title",
    example="New Assignment, Untitled, Assignment 3, test, Copy of Quiz 2",
    instead="Quiz 3: Fractions",
    not_a_finding="A title that follows the policy's own pattern; Test 3 or Quiz 2, which people choose; a word such as"
    " test, new or copy inside a longer title.",
    steps=RETITLE,
)
def title_placeholder(books: Gradebooks, policy: Policy) -> Rows:
    """Each distinct title is judged once; ``X copy`` only counts where X stands in the same gradebook."""
    told, book = titles(books), books.assignments["book"].to_numpy()
    placeholder = np.array([_PLACEHOLDER.fullmatch(title) is not None for title in told.same], bool)
    originals = {number: copy["of"] for number, title in enumerate(told.same) if (copy := _COPY.fullmatch(title))}
    naming = policy.settings.naming
    by_category = ((naming.by_category if naming else None) or {}).values()
    patterns = [*((naming.assignment if naming else None) or ()), *(pattern for of in by_category for pattern in of)]
    if patterns:
        suspects = np.flatnonzero(placeholder)
        placeholder[suspects] = ~matches([told.texts[number] for number in suspects], patterns).any(axis=1)
    wrong = placeholder[told.number]
    if originals:
        standing = set(zip(book.tolist(), [told.same[number] for number in told.number.tolist()]))
        for row in np.flatnonzero(told.are(originals)).tolist():
            wrong[row] |= (int(book[row]), originals[int(told.number[row])]) in standing
    return Rows(titled(books, np.flatnonzero(wrong), expected="a title of its own"))
