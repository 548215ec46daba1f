"""What goes wrong in a class's totals, its roster and beside its peers, and the places at which it is to be found."""

from __future__ import annotations

from random import Random

from tests import canvas
from tests.benchmarks.planted_class import Section, canvas_class
from tests.benchmarks.planted_edits import BOOK, Edit, Places, Planted


def scored(section: Section) -> None:
    """All work is scored or excused: Canvas has no codes."""
    for (who, of), text in section.marks.items():
        if text in {"", "MI", "INC"}:
            section.marks[who, of] = f"{float(section.works[of].points) * 0.75:g}"


def at(share: float, rule: str, column: str) -> Edit:
    """A student who has the same share of the points everywhere, and so as the total."""

    def edit(section: Section, dice: Random) -> Planted:
        for of, work in enumerate(section.works):
            section.marks[4, of] = f"{float(work.points) * share:g}"
        return {rule: [[("total", 4, column)]]}

    return edit


def typed(rule: str, column: str, text: str) -> Edit:
    """A total that was typed over in the file."""

    def edit(section: Section, dice: Random) -> Planted:
        section.lettered = column.endswith("Grade")
        section.typed[4, column] = text
        return {rule: [[("total", 4, column)]]}

    return edit


def own_weights(section: Section, dice: Random) -> Planted:
    for of, work in enumerate(section.works):
        section.marks[4, of] = {"Homework": "6", "Classwork": "16", "Tests": "95"}[work.category]
    section.own_weights[4] = {"Homework": 50.0, "Classwork": 30.0, "Tests": 20.0}
    return {"total-method-varies": [[("total", 4, f"{kind} Score") for kind in ("Current", "Final")]]}


def rounded_down(section: Section, dice: Random) -> Planted:
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


def overridden(section: Section, dice: Random) -> Planted:
    section.overrides[4] = "97"
    return {"total-overridden": [[("total", 4, "Override Score")]]}


def hidden(section: Section, dice: Random) -> Planted:
    section.works[section.work("Test 3")].hidden = True
    return {"hidden-scores": [[("title", section.work("Test 3"))]]}


def by_points(section: Section, dice: Random) -> Planted:
    section.weights = {}
    return {"method-differs": [BOOK]}


def drops(section: Section, dice: Random) -> Planted:
    section.drops = {"Homework": 1}
    return {"drop-lowest": [[("category", "Homework")]]}


def twice_there(section: Section, dice: Random) -> Planted:
    del section.enrolled[section.people[7].id]
    section.people[7] = section.people[3]
    return {"student-duplicate": [[("student", 3), ("student", 7)]]}


def final(section: Section, dice: Random) -> Planted:
    for who in range(len(section.people)):
        one, two, exam = (dice.randint(65, 95) for _ in range(3))
        whole = 0.4 * one + 0.4 * two + 0.2 * exam + (6 if who == 4 else 0)
        section.terms[who] = (f"{whole:.1f}", f"{one}.0", f"{two}.0", f"{exam}.0")
    return {"terms-differ": [[("total", 4)]]}


def left(section: Section, dice: Random) -> Planted:
    section.enrolled[section.people[2].id] = ("2026-08-24", "2026-10-16")
    late = [of for of, work in enumerate(section.works) if work.due > "2026-10-16"]
    return {"score-outside-enrolment": [[("score", 2, of)] for of in late if section.marks[2, of] not in {"", "INC"}]}


def absent_student(section: Section, dice: Random) -> Planted:
    section.enrolled["999998"] = ("2026-08-24", "")
    return {"student-missing": [BOOK]}


def unlisted(section: Section, dice: Random) -> Planted:
    del section.enrolled[section.people[2].id]
    return {"student-not-on-roster": [[("student", 2)]]}


def odd_number(section: Section, dice: Random) -> Planted:
    section.enrolled["12345"] = section.enrolled.pop(section.people[2].id)
    section.people[2].id = "12345"
    return {"student-unidentified": [[("student", 2)]]}


def more_classwork(section: Section, dice: Random) -> Planted:
    for number, day in enumerate(("2026-09-16", "2026-09-30", "2026-10-07"), 8):
        section.add(f"CW {number}: Tiles", "Classwork", day, dice)
    return {"counts-spread": [BOOK]}


def half_everywhere(section: Section, dice: Random) -> Planted:
    for (who, of), text in section.marks.items():
        if (who + of) % 4 == 0 and text.replace(".", "").isdigit():
            section.marks[who, of] = f"{float(section.works[of].points) / 2:g}"
    return {"gradebook-outlier": [BOOK]}


def next_term(section: Section, dice: Random) -> Planted:
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
