"""What goes wrong in a class, one mistake for each rule, and the cells at which it is to be found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from tests import canvas
from tests.benchmarks.planted_class import Section, canvas_class, work_of

Places = list[tuple[int | str, ...]]
Planted = dict[str, list[Places]]
"""By rule, the places of each finding, as ``planted_class.CELLS`` takes them."""
Edit = Callable[[Section, Random], Planted]
BOOK: Places = [("book",)]


def _nothing(section: Section, dice: Random) -> Planted:
    return {}


class Plant(NamedTuple):
    """A mistake: what it does to a class, the export that the class is written as, and how many students it has.

    ``peers`` classes have nothing wrong (``usual`` is done to them): other sections of the course, or, as ``apart``
    says, the same section's earlier term, or other courses.
    """

    edit: Edit
    export: str = "extract"
    peers: int = 0
    students: int = 12
    usual: Edit = _nothing
    apart: str = "section"


def _marked(rule: str, title: str, marks: Mapping[int, str], flag: str = "") -> Edit:
    """Texts in single cells of one assignment, and perhaps the LMS's flag beside them."""

    def edit(section: Section, dice: Random) -> Planted:
        of = section.work(title)
        section.set(title, dict(marks))
        for who in marks if flag else ():
            section.flags[who, of] = flag
        return {rule: [[("score", who, of) for who in sorted(marks)]]}

    return edit


def _titled(rules: str, old: str, new: str) -> Edit:
    """An assignment by another title."""

    def edit(section: Section, dice: Random) -> Planted:
        of = section.work(old)
        section.works[of].title = new
        return {rule: [[("title", of)]] for rule in rules.split()}

    return edit


def _dated(rule: str, title: str, due: str, **days: str) -> Edit:
    """An assignment due on another day."""

    def edit(section: Section, dice: Random) -> Planted:
        of = section.work(title)
        old = section.works[of]
        new = work_of(old.title, old.category, due, old.points) if due else replace(old, due="")
        section.works[of] = replace(new, **days)
        return {rule: [[("title", of)]]}

    return edit


def _dropped(rule: str, titles: str, where: Places) -> Edit:
    """A class without some of its assignments."""

    def edit(section: Section, dice: Random) -> Planted:
        section.drop(*(f"{title}:" for title in titles.split(", ")))
        return {rule: [where]}

    return edit


def _weighed(rules: str, *names: str, **weights: float) -> Edit:
    """Other weights, and an assignment or two in each category that is new; ``names`` are those it is found at."""

    def edit(section: Section, dice: Random) -> Planted:
        for name in weights:
            if name not in section.weights:
                kind = name.removesuffix("s") if name in {"Labs", "Projects"} else "CW"
                section.add(f"{kind} 8: Tangrams", name, "2026-09-16", dice)
                section.add(f"{kind} 9: Tiles", name, "2026-09-30", dice)
        section.weights |= weights
        return {rule: [[("category", name)] for name in names] or [BOOK] for rule in rules.split()}

    return edit


def _misfiled(section: Section, dice: Random) -> Planted:
    section.works[section.work("HW 4")].title = "Test 9: Differences"
    return {"assignment-misfiled": [[("title", 3)]]}


def _uncategorised(section: Section, dice: Random) -> Planted:
    return {"assignment-uncategorised": [[("title", section.add("CW 8: Tiles", "", "2026-09-16", dice))]]}


def _weightless(section: Section, dice: Random) -> Planted:
    of = section.add("Project 1: Quilt", "Projects", "2026-09-16", dice)
    section.weights["Projects"] = 0.0
    return {"assignment-weightless": [[("title", of)]]}


def _alias(section: Section, dice: Random) -> Planted:
    section.recategorise("Homework", "HW")
    return {"category-alias": [[("category", "HW")]]}


def _duplicate(section: Section, dice: Random) -> Planted:
    for title in ("CW 5", "CW 6", "CW 7"):
        section.works[section.work(title)].category = "Classworks"
    section.weights |= {"Classwork": 15.0, "Classworks": 15.0}
    return {"category-duplicate": [[("category", "Classwork"), ("category", "Classworks")]]}


def _empty(name: str, weight: float, *rules: str) -> Edit:
    """A category with weight whose one assignment, due the other day, nobody has a score on."""

    def edit(section: Section, dice: Random) -> Planted:
        section.add("Project 1: Quilt", name, "2026-11-05", dice, scored=False)
        section.weights |= {name: weight, "Classwork": 30.0 - weight}
        return {rule: [[("category", name)]] for rule in rules}

    return edit


def _missing(section: Section, dice: Random) -> Planted:
    section.drop(*(f"HW {number}" for number in range(1, 7)))
    del section.weights["Homework"]
    for number, day in enumerate(("2026-09-16", "2026-09-23", "2026-10-07", "2026-10-30"), 8):
        section.add(f"CW {number}: Tiles", "Classwork", day, dice)
    return {"category-missing": [BOOK]}


def _share(section: Section, dice: Random) -> Planted:
    of = section.add("CW 8: Tiles", "Classwork", "2026-09-16", dice, points="500")
    return {"assignment-share": [[("title", of)]]}


def _twice(section: Section, dice: Random) -> Planted:
    of = section.add("CW 8: Tiles", "Classwork", "2026-09-16", dice)
    for who in range(len(section.people)):
        section.marks[who, section.work("CW 5")] = section.marks[who, of]
    return {"entered-twice": [[("title", section.work("CW 5")), ("title", of)]]}


def _unequal(section: Section, dice: Random) -> Planted:
    of = section.work("Test 3")
    section.works[of].points = "50"
    for who in range(len(section.people)):
        section.marks[who, of] = f"{float(section.marks[who, of]) // 2:g}"
    return {"points-unequal": [[("title", of)]]}


def _late_start(section: Section, dice: Random) -> Planted:
    for title, day in (("HW 1", "2026-10-16"), ("HW 2", "2026-10-09"), ("HW 3", "2026-10-13"), ("HW 4", "2026-10-29")):
        of = section.work(title)
        section.works[of] = work_of(section.works[of].title, "Homework", day)
    return {"behind-at-progress": [BOOK]}


def _pace(section: Section, dice: Random) -> Planted:
    of = section.work("CW 4")
    section.works[of] = work_of(section.works[of].title, "Classwork", "2026-10-07")
    return {"pace-behind": [BOOK]}


def _few_homeworks(section: Section, dice: Random) -> Planted:
    section.drop("HW 2", "HW 3", "HW 5")
    section.add("CW 8: Tiles", "Classwork", "2026-10-13", dice)
    return {"too-few-in-category": [[("category", "Homework")]]}


def _many_homeworks(section: Section, dice: Random) -> Planted:
    for number, day in enumerate(("2026-09-15", "2026-09-22", "2026-09-30"), 7):
        section.add(f"HW {number}: Review", "Homework", day, dice)
    return {"too-many-in-category": [[("category", "Homework")]]}


def _thin(section: Section, dice: Random) -> Planted:
    for of, work in enumerate(section.works):
        if work.title[:4] not in {"HW 1", "CW 2", "Test"}:
            section.marks[1, of] = ""
    return {"student-thin": [[("student", 1)]]}


def _same_title(section: Section, dice: Random) -> Planted:
    one, two = section.work("CW 5"), section.work("CW 6")
    section.works[two].title = section.works[one].title
    return {"title-duplicate": [[("title", one), ("title", two)]]}


def _no_tag(section: Section, dice: Random) -> Planted:
    section.works[section.work("Test 2")].title = "Test 2: Products"
    return {"tag-missing": [BOOK]}


def _bulk(section: Section, dice: Random) -> Planted:
    for number, work in enumerate(section.works):
        work.entered = "2026-11-05" if number % 2 else "2026-11-06"
    return {"entered-in-bulk": [BOOK]}


def _stale(section: Section, dice: Random) -> Planted:
    for work in section.works:
        work.entered = work.entered if work.due < "2026-10-05" else ""
    return {"gradebook-stale": [BOOK]}


def _slow(section: Section, dice: Random) -> Planted:
    of = section.work("CW 2")
    due = date.fromisoformat(section.works[of].due)
    section.works[of].entered = (due + timedelta(14)).isoformat()
    return {"posting-slow": [[("title", of)]]}


def _exempt(section: Section, dice: Random) -> Planted:
    for title in ("HW 4", "CW 5", "CW 6", "Test 3"):
        section.set(title, {2: "EX"})
    return {"exempt-overused": [[("student", 2)]]}


def _floor(section: Section, dice: Random) -> Planted:
    for who, title in enumerate(
        ("HW 4", "CW 1", "CW 2", "CW 5", "CW 6", "CW 7", "Test 1", "Test 2", "Test 3", "HW 1", "HW 2")
    ):
        points = float(section.works[section.work(title)].points)
        section.set(title, {who: f"{points / 2:g}"})
    return {"floor-suspected": [BOOK]}


def _ones(section: Section, dice: Random) -> Planted:
    cells = [(2, "Test 1"), (5, "Test 1"), (2, "Test 2"), (6, "Test 2"), (7, "Test 3"), (2, "Test 3")]
    for who, title in cells:
        section.set(title, {who: "1"})
    return {"number-as-code": [sorted(("score", who, section.work(title)) for who, title in cells)]}


def _no_points(section: Section, dice: Random) -> Planted:
    of = section.work("CW 5")
    section.works[of].points = ""
    return {"points-missing": [[("title", of)]]}


def _alike(section: Section, dice: Random) -> Planted:
    of = section.work("CW 5")
    section.set("CW 5", dict.fromkeys(range(len(section.people)), "18"))
    return {"scores-identical": [[("title", of)]]}


def _bonus(section: Section, dice: Random) -> Planted:
    of = section.add("CW 8: Extra credit", "Classwork", "2026-10-07", dice)
    return {"extra-credit": [[("title", of)]]}


def scored(section: Section) -> None:
    """All work is scored or excused: Canvas has no codes."""
    for (who, of), text in section.marks.items():
        if text in {"", "MI", "INC"}:
            section.marks[who, of] = f"{float(section.works[of].points) * 0.75:g}"


def _at(share: float, rule: str, column: str) -> Edit:
    """A student who has the same share of the points everywhere, and so as the total."""

    def edit(section: Section, dice: Random) -> Planted:
        for of, work in enumerate(section.works):
            section.marks[4, of] = f"{float(work.points) * share:g}"
        return {rule: [[("total", 4, column)]]}

    return edit


def _typed(rule: str, column: str, text: str) -> Edit:
    """A total that was typed over in the file."""

    def edit(section: Section, dice: Random) -> Planted:
        section.lettered = column.endswith("Grade")
        section.typed[4, column] = text
        return {rule: [[("total", 4, column)]]}

    return edit


def _own_weights(section: Section, dice: Random) -> Planted:
    for of, work in enumerate(section.works):
        section.marks[4, of] = {"Homework": "6", "Classwork": "16", "Tests": "95"}[work.category]
    section.own_weights[4] = {"Homework": 50.0, "Classwork": 30.0, "Tests": 20.0}
    return {"total-method-varies": [[("total", 4, f"{kind} Score") for kind in ("Current", "Final")]]}


def _rounded_down(section: Section, dice: Random) -> Planted:
    course = canvas_class(section)
    cut: dict[str, Places] = {"Current": [], "Final": []}
    for who, student in enumerate(course.students):
        for kind, places in cut.items():
            score = canvas.totals(course, student, kind == "Final", unposted=False)["Score"]
            whole, _, rest = score.partition(".")
            section.typed[who, f"{kind} Score"] = section.typed[who, f"Unposted {kind} Score"] = whole
            if int(rest) >= 50:
                places.append(("total", who, f"{kind} Score"))
    return {"rounding-differs": list(cut.values())}


def _overridden(section: Section, dice: Random) -> Planted:
    section.overrides[4] = "97"
    return {"total-overridden": [[("total", 4, "Override Score")]]}


def _hidden(section: Section, dice: Random) -> Planted:
    section.works[section.work("Test 3")].hidden = True
    return {"hidden-scores": [[("title", section.work("Test 3"))]]}


def _by_points(section: Section, dice: Random) -> Planted:
    section.weights = {}
    return {"method-differs": [BOOK]}


def _drops(section: Section, dice: Random) -> Planted:
    section.drops = {"Homework": 1}
    return {"drop-lowest": [[("category", "Homework")]]}


def _twice_there(section: Section, dice: Random) -> Planted:
    del section.enrolled[section.people[7].id]
    section.people[7] = section.people[3]
    return {"student-duplicate": [[("student", 3), ("student", 7)]]}


def _final(section: Section, dice: Random) -> Planted:
    for who in range(len(section.people)):
        one, two, exam = (dice.randint(65, 95) for _ in range(3))
        whole = 0.4 * one + 0.4 * two + 0.2 * exam + (6 if who == 4 else 0)
        section.terms[who] = (f"{whole:.1f}", f"{one}.0", f"{two}.5"[:-1] + "0", f"{exam}.0")
    return {"terms-differ": [[("total", 4)]]}


def _left(section: Section, dice: Random) -> Planted:
    section.enrolled[section.people[2].id] = ("2026-08-24", "2026-10-16")
    late = [of for of, work in enumerate(section.works) if work.due > "2026-10-16"]
    return {"score-outside-enrolment": [[("score", 2, of)] for of in late if section.marks[2, of] not in {"", "INC"}]}


def _absent_student(section: Section, dice: Random) -> Planted:
    section.enrolled["999998"] = ("2026-08-24", "")
    return {"student-missing": [BOOK]}


def _unlisted(section: Section, dice: Random) -> Planted:
    del section.enrolled[section.people[2].id]
    return {"student-not-on-roster": [[("student", 2)]]}


def _odd_number(section: Section, dice: Random) -> Planted:
    section.enrolled["12345"] = section.enrolled.pop(section.people[2].id)
    section.people[2].id = "12345"
    return {"student-unidentified": [[("student", 2)]]}


def _more_classwork(section: Section, dice: Random) -> Planted:
    for number, day in enumerate(("2026-09-16", "2026-09-30", "2026-10-07"), 8):
        section.add(f"CW {number}: Tiles", "Classwork", day, dice)
    return {"counts-spread": [BOOK]}


def _half_everywhere(section: Section, dice: Random) -> Planted:
    for (who, of), text in section.marks.items():
        if (who + of) % 4 == 0 and text.replace(".", "").isdigit():
            section.marks[who, of] = f"{float(section.works[of].points) / 2:g}"
    return {"gradebook-outlier": [BOOK]}


def _next_term(section: Section, dice: Random) -> Planted:
    section.drop(*(work.title for work in section.works))
    for title, category, day in (
        ("HW 7: Decimals", "Homework", "2026-11-12"),
        ("CW 8: Tiles", "Classwork", "2026-11-13"),
        ("Lab 1: Scales", "Labs", "2026-11-17"),
        ("Test 4: Decimals [R]", "Tests", "2026-11-19"),
    ):
        section.works[section.add(title, category, day, dice, scored=False)].term = "Q2"
    section.weights |= {"Labs": 6.0, "Classwork": 24.0}
    return {"weight-varies-by-term": [[("category", "Classwork")], [("category", "Labs")]]}


PLANTS: dict[str, Plant] = {
    "clean": Plant(_nothing),
    "assignment-misfiled": Plant(_misfiled),
    "assignment-uncategorised": Plant(_uncategorised),
    "assignment-weightless": Plant(_weightless),
    "category-alias": Plant(_alias),
    "category-banned": Plant(_weighed("category-banned", "Citizenship", Citizenship=5.0, Classwork=25.0)),
    "category-duplicate": Plant(_duplicate),
    "category-empty": Plant(_empty("Projects", 5.0, "category-empty")),
    "category-missing": Plant(_missing),
    "category-unknown": Plant(_weighed("category-unknown", "Warmups", Warmups=5.0, Classwork=25.0)),
    "drop-lowest": Plant(_drops, "groups"),
    "method-differs": Plant(_by_points, "canvas"),
    "assignment-share": Plant(_share),
    "entered-twice": Plant(_twice, students=20),
    "points-unequal": Plant(_unequal),
    "weight-differs": Plant(_weighed("weight-differs", "Homework", Homework=25.0, Classwork=25.0)),
    "weight-effective": Plant(_empty("Projects", 20.0, "category-empty", "weight-effective")),
    "weight-out-of-bounds": Plant(_weighed("weight-out-of-bounds", "Labs", Labs=12.0, Classwork=18.0)),
    "weight-varies-by-term": Plant(_next_term, peers=1, usual=_weighed("", Labs=4.0, Classwork=26.0), apart="term"),
    "weights-total": Plant(_weighed("weights-total", "Homework", Labs=8.0)),
    "behind-at-progress": Plant(_late_start),
    "pace-behind": Plant(_pace),
    "ratio-short": Plant(_dropped("ratio-short", "CW 5, CW 6", [("category", "Classwork")])),
    "student-thin": Plant(_thin),
    "too-few-grades": Plant(_dropped("too-few-grades", "HW 2, HW 3, CW 1", BOOK)),
    "too-few-in-category": Plant(_few_homeworks),
    "too-many-in-category": Plant(_many_homeworks),
    "tag-missing": Plant(_no_tag),
    "title-banned": Plant(_titled("title-banned", "CW 5", "CW 5: Signed syllabus")),
    "title-duplicate": Plant(_same_title),
    "title-length": Plant(_titled("title-length", "CW 5", "CW 5: The area of the classroom, measured in tiles")),
    "title-pattern": Plant(_titled("title-pattern", "CW 5", "Area of the classroom")),
    "title-placeholder": Plant(_titled("title-pattern title-placeholder", "CW 5", "New Assignment")),
    "title-untidy": Plant(_titled("title-untidy", "CW 5", "CW 5:  Area")),
    "due-after-break": Plant(_dated("due-after-break", "CW 7", "2026-10-26")),
    "due-before-assigned": Plant(_dated("due-before-assigned", "CW 5", "2026-10-06", assigned="2026-10-08")),
    "due-missing": Plant(_dated("due-missing", "CW 5", "")),
    "due-on-closed-day": Plant(_dated("due-on-closed-day", "CW 2", "2026-09-07")),
    "due-outside-term": Plant(_dated("due-outside-term", "CW 1", "2026-08-28")),
    "entered-in-bulk": Plant(_bulk),
    "gradebook-stale": Plant(_stale),
    "late-in-term": Plant(_dated("late-in-term", "Test 3", "2026-11-03")),
    "lead-time-short": Plant(_dated("lead-time-short", "CW 5", "2026-10-06", assigned="2026-10-05")),
    "posting-slow": Plant(_slow),
    "blank-overdue": Plant(_marked("blank-overdue", "CW 5", {1: "", 4: ""})),
    "code-alias": Plant(_marked("code-alias", "CW 5", {1: "miss", 4: "miss"})),
    "code-expired": Plant(_marked("code-expired", "CW 5", {1: "INC"})),
    "code-unknown": Plant(_marked("code-unknown", "CW 5", {1: "abs", 4: "abs", 7: "ABS"})),
    "code-value": Plant(_marked("code-value", "CW 5", {1: "15"}, "Missing")),
    "code-with-score": Plant(_marked("code-with-score", "CW 5", {1: "L"})),
    "exempt-overused": Plant(_exempt),
    "extra-credit": Plant(_bonus),
    "floor-suspected": Plant(_floor, students=16),
    "late-above-cap": Plant(_marked("late-above-cap", "CW 5", {1: "19"}, "Late")),
    "mark-format": Plant(_marked("mark-format", "CW 5", {1: "85%"})),
    "mark-mixed": Plant(_marked("mark-mixed", "CW 5", {1: "85%"})),
    "number-as-code": Plant(_ones),
    "points-missing": Plant(_no_points),
    "score-above-maximum": Plant(_marked("score-above-maximum", "Test 3", {1: "105"})),
    "score-below-floor": Plant(_marked("score-below-floor", "Test 3", {1: "42"})),
    "score-negative": Plant(_marked("score-negative", "Test 3", {1: "-5"})),
    "scores-identical": Plant(_alike),
    "too-precise": Plant(_marked("too-precise", "CW 5", {1: "17.25"})),
    "zero-uncoded": Plant(_marked("zero-uncoded", "CW 5", {1: "0", 4: "0"})),
    "grade-value": Plant(_at(0.55, "grade-value", "Final Score"), "canvas"),
    "hidden-scores": Plant(_hidden, "canvas"),
    "letter-differs": Plant(_typed("letter-differs", "Final Grade", "F"), "canvas"),
    "rounding-differs": Plant(_rounded_down, "groups"),
    "terms-differ": Plant(_final, "schoology"),
    "total-above-maximum": Plant(_at(1.04, "total-above-maximum", "Final Score"), "canvas"),
    "total-below-floor": Plant(_at(0.45, "total-below-floor", "Final Score"), "canvas"),
    "total-differs": Plant(_typed("total-differs", "Final Score", "99.00"), "groups"),
    "total-method-varies": Plant(_own_weights, "groups"),
    "total-overridden": Plant(_overridden, "canvas"),
    "score-outside-enrolment": Plant(_left),
    "student-duplicate": Plant(_twice_there, "canvas"),
    "student-missing": Plant(_absent_student),
    "student-not-on-roster": Plant(_unlisted),
    "student-unidentified": Plant(_odd_number),
    "category-meaning": Plant(
        _weighed("category-meaning", "Projects", Projects=25.0, Classwork=5.0),
        peers=5,
        usual=_weighed("", Projects=5.0, Classwork=25.0),
        apart="course",
    ),
    "counts-spread": Plant(_more_classwork, peers=2),
    "course-setup-differs": Plant(_weighed("course-setup-differs", Labs=5.0, Classwork=25.0), peers=2),
    "gradebook-outlier": Plant(_half_everywhere, peers=6),
}
