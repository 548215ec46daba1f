"""What goes wrong in a class's set-up, titles, dates and marks, and the places at which it is to be found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.benchmarks.planted_class import Section, work_of

Places = list[tuple[int | str, ...]]
Planted = dict[str, list[Places]]
"""By rule, the places of each finding, as ``planted_class.CELLS`` takes them."""
Edit = Callable[[Section, Random], Planted]
BOOK: Places = [("book",)]


def nothing(section: Section, dice: Random) -> Planted:
    """Nothing goes wrong."""
    return {}


def marked(rule: str, title: str, marks: Mapping[int, str], flag: str = "") -> Edit:
    """Texts in single cells of one assignment, and perhaps the LMS's flag beside them."""

    def edit(section: Section, dice: Random) -> Planted:
        of = section.work(title)
        section.set(title, dict(marks))
        for who in marks if flag else ():
            section.flags[who, of] = flag
        return {rule: [[("score", who, of) for who in sorted(marks)]]}

    return edit


def titled(rules: str, old: str, new: str) -> Edit:
    """An assignment by another title."""

    def edit(section: Section, dice: Random) -> Planted:
        of = section.work(old)
        section.works[of].title = new
        return {rule: [[("title", of)]] for rule in rules.split()}

    return edit


def dated(rule: str, title: str, due: str, **days: str) -> Edit:
    """An assignment due on another day."""

    def edit(section: Section, dice: Random) -> Planted:
        of = section.work(title)
        old = section.works[of]
        new = work_of(old.title, old.category, due, old.points) if due else replace(old, due="")
        section.works[of] = replace(new, **days)
        return {rule: [[("title", of)]]}

    return edit


def dropped(rule: str, titles: str, where: Places) -> Edit:
    """A class without some of its assignments."""

    def edit(section: Section, dice: Random) -> Planted:
        section.drop(*(f"{title}:" for title in titles.split(", ")))
        return {rule: [where]}

    return edit


def weighed(rules: str, *names: str, **weights: float) -> Edit:
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


def misfiled(section: Section, dice: Random) -> Planted:
    section.works[section.work("HW 4")].title = "Test 9: Differences"
    return {"assignment-misfiled": [[("title", 3)]]}


def uncategorised(section: Section, dice: Random) -> Planted:
    return {"assignment-uncategorised": [[("title", section.add("CW 8: Tiles", "", "2026-09-16", dice))]]}


def weightless(section: Section, dice: Random) -> Planted:
    of = section.add("Project 1: Quilt", "Projects", "2026-09-16", dice)
    section.weights["Projects"] = 0.0
    return {"assignment-weightless": [[("title", of)]]}


def alias(section: Section, dice: Random) -> Planted:
    section.recategorise("Homework", "HW")
    return {"category-alias": [[("category", "HW")]]}


def duplicate(section: Section, dice: Random) -> Planted:
    for title in ("CW 5", "CW 6", "CW 7"):
        section.works[section.work(title)].category = "Classworks"
    section.weights |= {"Classwork": 15.0, "Classworks": 15.0}
    return {"category-duplicate": [[("category", "Classwork"), ("category", "Classworks")]]}


def empty(name: str, weight: float, *rules: str) -> Edit:
    """A category with weight whose one assignment, due the other day, nobody has a score on."""

    def edit(section: Section, dice: Random) -> Planted:
        section.add("Project 1: Quilt", name, "2026-11-05", dice, scored=False)
        section.weights |= {name: weight, "Classwork": 30.0 - weight}
        return {rule: [[("category", name)]] for rule in rules}

    return edit


def missing(section: Section, dice: Random) -> Planted:
    section.drop(*(f"HW {number}" for number in range(1, 7)))
    del section.weights["Homework"]
    for number, day in enumerate(("2026-09-16", "2026-09-23", "2026-10-07", "2026-10-30"), 8):
        section.add(f"CW {number}: Tiles", "Classwork", day, dice)
    return {"category-missing": [BOOK]}


def share(section: Section, dice: Random) -> Planted:
    of = section.add("CW 8: Tiles", "Classwork", "2026-09-16", dice, points="500")
    return {"assignment-share": [[("title", of)]]}


def twice(section: Section, dice: Random) -> Planted:
    of = section.add("CW 8: Tiles", "Classwork", "2026-09-16", dice)
    for who in range(len(section.people)):
        section.marks[who, section.work("CW 5")] = section.marks[who, of]
    return {"entered-twice": [[("title", section.work("CW 5")), ("title", of)]]}


def unequal(section: Section, dice: Random) -> Planted:
    of = section.work("Test 3")
    section.works[of].points = "50"
    for who in range(len(section.people)):
        section.marks[who, of] = f"{float(section.marks[who, of]) // 2:g}"
    return {"points-unequal": [[("title", of)]]}


def late_start(section: Section, dice: Random) -> Planted:
    for title, day in (("HW 1", "2026-10-16"), ("HW 2", "2026-10-09"), ("HW 3", "2026-10-13"), ("HW 4", "2026-10-29")):
        of = section.work(title)
        section.works[of] = work_of(section.works[of].title, "Homework", day)
    return {"behind-at-progress": [BOOK]}


def pace(section: Section, dice: Random) -> Planted:
    of = section.work("CW 4")
    section.works[of] = work_of(section.works[of].title, "Classwork", "2026-10-07")
    return {"pace-behind": [BOOK]}


def few_homeworks(section: Section, dice: Random) -> Planted:
    section.drop("HW 2", "HW 3", "HW 5")
    section.add("CW 8: Tiles", "Classwork", "2026-10-13", dice)
    return {"too-few-in-category": [[("category", "Homework")]]}


def many_homeworks(section: Section, dice: Random) -> Planted:
    for number, day in enumerate(("2026-09-15", "2026-09-22", "2026-09-30"), 7):
        section.add(f"HW {number}: Review", "Homework", day, dice)
    return {"too-many-in-category": [[("category", "Homework")]]}


def thin(section: Section, dice: Random) -> Planted:
    for of, work in enumerate(section.works):
        if work.title[:4] not in {"HW 1", "CW 2", "Test"}:
            section.marks[1, of] = ""
    return {"student-thin": [[("student", 1)]]}


def same_title(section: Section, dice: Random) -> Planted:
    one, two = section.work("CW 5"), section.work("CW 6")
    section.works[two].title = section.works[one].title
    return {"title-duplicate": [[("title", one), ("title", two)]]}


def no_tag(section: Section, dice: Random) -> Planted:
    section.works[section.work("Test 2")].title = "Test 2: Products"
    return {"tag-missing": [BOOK]}


def bulk(section: Section, dice: Random) -> Planted:
    for number, work in enumerate(section.works):
        work.entered = "2026-11-05" if number % 2 else "2026-11-06"
    return {"entered-in-bulk": [BOOK]}


def stale(section: Section, dice: Random) -> Planted:
    for work in section.works:
        work.entered = work.entered if work.due < "2026-10-05" else ""
    return {"gradebook-stale": [BOOK]}


def slow(section: Section, dice: Random) -> Planted:
    of = section.work("CW 2")
    due = date.fromisoformat(section.works[of].due)
    section.works[of].entered = (due + timedelta(14)).isoformat()
    return {"posting-slow": [[("title", of)]]}


def exempt(section: Section, dice: Random) -> Planted:
    for title in ("HW 4", "CW 5", "CW 6", "Test 3"):
        section.set(title, {2: "EX"})
    return {"exempt-overused": [[("student", 2)]]}


def floor(section: Section, dice: Random) -> Planted:
    for who, title in enumerate(
        ("HW 4", "CW 1", "CW 2", "CW 5", "CW 6", "CW 7", "Test 1", "Test 2", "Test 3", "HW 1", "HW 2")
    ):
        points = float(section.works[section.work(title)].points)
        section.set(title, {who: f"{points / 2:g}"})
    return {"floor-suspected": [BOOK]}


def ones(section: Section, dice: Random) -> Planted:
    cells = [(2, "Test 1"), (5, "Test 1"), (2, "Test 2"), (6, "Test 2"), (7, "Test 3"), (2, "Test 3")]
    for who, title in cells:
        section.set(title, {who: "1"})
    return {"number-as-code": [sorted(("score", who, section.work(title)) for who, title in cells)]}


def no_points(section: Section, dice: Random) -> Planted:
    of = section.work("CW 5")
    section.works[of].points = ""
    return {"points-missing": [[("title", of)]]}


def alike(section: Section, dice: Random) -> Planted:
    of = section.work("CW 5")
    section.set("CW 5", dict.fromkeys(range(len(section.people)), "18"))
    return {"scores-identical": [[("title", of)]]}


def bonus(section: Section, dice: Random) -> Planted:
    of = section.add("CW 8: Extra credit", "Classwork", "2026-10-07", dice)
    return {"extra-credit": [[("title", of)]]}
