"""course-setup-differs: sections of one course that are set up differently."""

from tests.tables import book, check

POLICY = """
peers: {same_setup: [school, course_code]}
categories: {Homework: {aliases: [HW]}, Tests: {}}
"""


def section(number: int, weights, picture="Student | A @Homework | B @Tests\nAda | 9 | 9", **about):
    about = {"school": "North", "course_code": "ALG1", **about}
    return book(picture, weights=weights, about=about, file=f"{number}.csv")


USUAL = {"Homework": 20, "Tests": 80}


def test_finds_the_section_that_is_not_like_the_others():
    odd = section(
        3, {"Homework": 30, "Tests": 60, "Labs": 10}, "Student | A @Homework | B @Tests | C @Labs\nAda | 9 | 9 | 9"
    )
    outcome = check("course-setup-differs", POLICY, section(1, USUAL), section(2, USUAL), odd)
    assert outcome.found == [
        (
            "set up differently from 2 other sections of the course: it has “Labs”, “Homework” weighs 30% here and"
            " 20% there, “Tests” weighs 60% here and 80% there",
            [""],
        )
    ]
    assert [found.file for found in outcome.findings] == ["3.csv"]


def test_of_two_that_differ_one_is_named_beside_the_other():
    points = section(2, None, method="total_points")
    outcome = check("course-setup-differs", POLICY, section(1, USUAL), points)
    assert outcome.found == [
        ("set up differently from 1 other section of the course: it adds up points", [""]),
    ]
    assert [found.file for found in outcome.findings] == ["2.csv"]


def test_aliases_tolerance_other_courses_schools_and_levels_are_no_finding():
    alias = section(2, {"HW": 20.4, "Tests": 79.6, "Old": 0}, "Student | A @HW | B @Tests\nAda | 9 | 9")
    others = [
        section(3, {"Homework": 50, "Tests": 50}, course_code="GEOM"),
        section(4, {"Homework": 50, "Tests": 50}, school="South"),
        section(5, {"Homework": 50, "Tests": 50}, course_level="honors"),
        section(6, None),
    ]
    assert check("course-setup-differs", POLICY, section(1, USUAL), alias, *others).found == []


def test_not_checked_where_the_course_is_unknown_or_the_policy_is_silent():
    lone = section(1, USUAL, school="")
    outcome = check("course-setup-differs", POLICY, lone)
    assert (outcome.found, outcome.not_checked) == ([], [("its school isn't known", 1)])
    none = check("course-setup-differs", "categories: {Homework: {}}", section(1, USUAL))
    assert none.not_checked == [("the policy sets no peers.same_setup", 1)]
    assert check("course-setup-differs", POLICY).found == []


def test_terms_of_a_section_are_no_sections():
    first, second = section(1, USUAL, term="Q1"), section(2, {"Homework": 30, "Tests": 70}, term="Q2")
    assert check("course-setup-differs", POLICY, first, second).found == []
    assert (
        len(check("course-setup-differs", POLICY, first, section(2, {"Homework": 30, "Tests": 70}, term="Q1")).found)
        == 1
    )
