"""One mistake for each rule, with the export that its class is written as."""

from __future__ import annotations

from typing import NamedTuple

from tests.benchmarks import planted_edits as edits
from tests.benchmarks import planted_totals as totals


class Plant(NamedTuple):
    """A mistake: what it does to a class, the export that the class is written as, and how many students it has.

    ``peers`` classes have nothing wrong (``usual`` is done to them): other sections of the course, or, as ``apart``
    says, the same section's earlier term, or other courses.
    """

    edit: edits.Edit
    export: str = "extract"
    peers: int = 0
    students: int = 12
    usual: edits.Edit = edits.nothing
    apart: str = "section"


PLANTS: dict[str, Plant] = {
    "clean": Plant(edits.nothing),
    "assignment-misfiled": Plant(edits.misfiled),
    "assignment-uncategorised": Plant(edits.uncategorised),
    "assignment-weightless": Plant(edits.weightless),
    "category-alias": Plant(edits.alias),
    "category-banned": Plant(edits.weighed("category-banned", "Citizenship", Citizenship=5.0, Classwork=25.0)),
    "category-duplicate": Plant(edits.duplicate),
    "category-empty": Plant(edits.empty("Projects", 5.0, "category-empty")),
    "category-missing": Plant(edits.missing),
    "category-unknown": Plant(edits.weighed("category-unknown", "Warmups", Warmups=5.0, Classwork=25.0)),
    "drop-lowest": Plant(totals.drops, "groups"),
    "method-differs": Plant(totals.by_points, "canvas"),
    "assignment-share": Plant(edits.share),
    "entered-twice": Plant(edits.twice, students=20),
    "points-unequal": Plant(edits.unequal),
    "weight-differs": Plant(edits.weighed("weight-differs", "Homework", Homework=25.0, Classwork=25.0)),
    "weight-effective": Plant(edits.empty("Projects", 20.0, "category-empty", "weight-effective")),
    "weight-out-of-bounds": Plant(edits.weighed("weight-out-of-bounds", "Labs", Labs=12.0, Classwork=18.0)),
    "weight-varies-by-term": Plant(
        totals.next_term, peers=1, usual=edits.weighed("", Labs=4.0, Classwork=26.0), apart="term"
    ),
    "weights-total": Plant(edits.weighed("weights-total", "Homework", Labs=8.0)),
    "behind-at-progress": Plant(edits.late_start),
    "pace-behind": Plant(edits.pace),
    "ratio-short": Plant(edits.dropped("ratio-short", "CW 5, CW 6", [("category", "Classwork")])),
    "student-thin": Plant(edits.thin),
    "too-few-grades": Plant(edits.dropped("too-few-grades", "HW 2, HW 3, CW 1", edits.BOOK)),
    "too-few-in-category": Plant(edits.few_homeworks),
    "too-many-in-category": Plant(edits.many_homeworks),
    "tag-missing": Plant(edits.no_tag),
    "title-banned": Plant(edits.titled("title-banned", "CW 5", "CW 5: Signed syllabus")),
    "title-duplicate": Plant(edits.same_title),
    "title-length": Plant(edits.titled("title-length", "CW 5", "CW 5: The area of the classroom, measured in tiles")),
    "title-pattern": Plant(edits.titled("title-pattern", "CW 5", "Area of the classroom")),
    "title-placeholder": Plant(edits.titled("title-pattern title-placeholder", "CW 5", "New Assignment")),
    "title-untidy": Plant(edits.titled("title-untidy", "CW 5", "CW 5:  Area")),
    "due-after-break": Plant(edits.dated("due-after-break", "CW 7", "2026-10-26")),
    "due-before-assigned": Plant(edits.dated("due-before-assigned", "CW 5", "2026-10-06", assigned="2026-10-08")),
    "due-missing": Plant(edits.dated("due-missing", "CW 5", "")),
    "due-on-closed-day": Plant(edits.dated("due-on-closed-day", "CW 2", "2026-09-07")),
    "due-outside-term": Plant(edits.dated("due-outside-term", "CW 1", "2026-08-28")),
    "entered-in-bulk": Plant(edits.bulk),
    "gradebook-stale": Plant(edits.stale),
    "late-in-term": Plant(edits.dated("late-in-term", "Test 3", "2026-11-03")),
    "lead-time-short": Plant(edits.dated("lead-time-short", "CW 5", "2026-10-06", assigned="2026-10-05")),
    "posting-slow": Plant(edits.slow),
    "blank-overdue": Plant(edits.marked("blank-overdue", "CW 5", {1: "", 4: ""})),
    "code-alias": Plant(edits.marked("code-alias", "CW 5", {1: "miss", 4: "miss"})),
    "code-expired": Plant(edits.marked("code-expired", "CW 5", {1: "INC"})),
    "code-unknown": Plant(edits.marked("code-unknown", "CW 5", {1: "abs", 4: "abs", 7: "ABS"})),
    "code-value": Plant(edits.marked("code-value", "CW 5", {1: "15"}, "Missing")),
    "code-with-score": Plant(edits.marked("code-with-score", "CW 5", {1: "L"})),
    "exempt-overused": Plant(edits.exempt),
    "extra-credit": Plant(edits.bonus),
    "floor-suspected": Plant(edits.floor, students=16),
    "late-above-cap": Plant(edits.marked("late-above-cap", "CW 5", {1: "19"}, "Late")),
    "mark-format": Plant(edits.marked("mark-format", "CW 5", {1: "85%"})),
    "mark-mixed": Plant(edits.marked("mark-mixed", "CW 5", {1: "85%"})),
    "number-as-code": Plant(edits.ones),
    "points-missing": Plant(edits.no_points),
    "score-above-maximum": Plant(edits.marked("score-above-maximum", "Test 3", {1: "105"})),
    "score-below-floor": Plant(edits.marked("score-below-floor", "Test 3", {1: "42"})),
    "score-negative": Plant(edits.marked("score-negative", "Test 3", {1: "-5"})),
    "scores-identical": Plant(edits.alike),
    "too-precise": Plant(edits.marked("too-precise", "CW 5", {1: "17.25"})),
    "zero-uncoded": Plant(edits.marked("zero-uncoded", "CW 5", {1: "0", 4: "0"})),
    "grade-value": Plant(totals.at(0.55, "grade-value", "Final Score"), "canvas"),
    "hidden-scores": Plant(totals.hidden, "canvas"),
    "letter-differs": Plant(totals.typed("letter-differs", "Final Grade", "F"), "canvas"),
    "rounding-differs": Plant(totals.rounded_down, "groups"),
    "terms-differ": Plant(totals.final, "schoology"),
    "total-above-maximum": Plant(totals.at(1.04, "total-above-maximum", "Final Score"), "canvas"),
    "total-below-floor": Plant(totals.at(0.45, "total-below-floor", "Final Score"), "canvas"),
    "total-differs": Plant(totals.typed("total-differs", "Final Score", "99.00"), "groups"),
    "total-method-varies": Plant(totals.own_weights, "groups"),
    "total-overridden": Plant(totals.overridden, "canvas"),
    "score-outside-enrolment": Plant(totals.left),
    "student-duplicate": Plant(totals.twice_there, "canvas"),
    "student-missing": Plant(totals.absent_student),
    "student-not-on-roster": Plant(totals.unlisted),
    "student-unidentified": Plant(totals.odd_number),
    "category-meaning": Plant(
        edits.weighed("category-meaning", "Projects", Projects=25.0, Classwork=5.0),
        peers=5,
        usual=edits.weighed("", Projects=5.0, Classwork=25.0),
        apart="course",
    ),
    "counts-spread": Plant(totals.more_classwork, peers=2),
    "course-setup-differs": Plant(edits.weighed("course-setup-differs", Labs=5.0, Classwork=25.0), peers=2),
    "gradebook-outlier": Plant(totals.half_everywhere, peers=6),
}
