"""counts-spread: sections of one course that give very different numbers of grades."""

from tests.tables import book, check, empty

POLICY = "categories: {Minor: {aliases: [Daily]}, Major: {}}\npeers: {spread: {Minor: 4}}"


def section(number: int, grades: int, category: str = "Minor", scored: str = "9", **about):
    head = " | ".join(["Student", *(f"A{one} @{category}" for one in range(grades)), "T @Major"])
    rows = " | ".join(["Ada", *[scored] * grades, "9"])
    about = {"school": "North", "course_code": "ALG1", **about}
    return book(f"{head}\n{rows}", about=about, file=f"{number}.csv")


def test_finds_the_section_furthest_from_the_middle():
    outcome = check("counts-spread", POLICY, section(1, 8), section(2, 3), section(3, 7, "Daily"))
    assert outcome.found == [
        ("3 grades in “Minor”, 8 in another section of the course: the policy allows a difference of 4", [""])
    ]
    finding = outcome.findings[0]
    assert (finding.file, finding.observed, finding.expected) == ("2.csv", "3 grades", "4")
    assert finding.policy_ref.line == 2
    many = check("counts-spread", POLICY, section(1, 3), section(2, 4), section(3, 9))
    assert [(found.file, found.observed) for found in many.findings] == [("3.csv", "9 grades")]


def test_a_section_with_grades_in_other_categories_only_has_none():
    outcome = check("counts-spread", POLICY, section(1, 5), section(2, 0))
    assert outcome.found == [
        ("0 grades in “Minor”, 5 in another section of the course: the policy allows a difference of 4", [""])
    ]


def test_the_band_itself_other_terms_courses_and_sections_without_grades_are_no_finding():
    empty = book("Student | A @Minor\nAda |", about={"school": "North", "course_code": "ALG1"}, file="8.csv")
    others = [
        section(4, 1, course_code="GEOM"),
        section(5, 1, school="South"),
        section(6, 1, course_level="honors"),
        section(7, 1, term="Q2"),
    ]
    outcome = check("counts-spread", POLICY, section(1, 8), section(2, 4), *others, empty)
    assert outcome.found == []


def test_not_checked_without_a_band_or_a_course():
    lone = check("counts-spread", POLICY, section(1, 5, course_code=""))
    assert (lone.found, lone.not_checked) == ([], [("its course code isn't known", 1)])
    none = check("counts-spread", "categories: {Minor: {}}", section(1, 5))
    assert none.not_checked == [("the policy sets no peers.spread", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("counts-spread", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == (
        [],
        [("its course code isn't known", 1), ("its school isn't known", 1)],
    )
