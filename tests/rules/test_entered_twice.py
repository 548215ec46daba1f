"""entered-twice: the same work under two assignments, or one title in two categories."""

from tests.tables import book, check, empty

SCORES = [10, 7, 8, 9, 4, 6, 5, 8, 7, 9, 10, 3, 6, 8, 9, 7, 2, 5]  # 9 different scores of 18 students: 54 bits
OTHERS = [9, 8, 8, 7, 5, 6, 4, 9, 7, 9, 10, 2, 7, 8, 10, 6, 3, 5]


def columns(titles: str, *scores):
    rows = "\n".join(f"S{number} | " + " | ".join(map(str, row)) for number, row in enumerate(zip(*scores)))
    return book(f"Student | {titles}\n{rows}")


def test_finds_two_assignments_with_the_same_score_for_every_student():
    outcome = check(
        "entered-twice",
        "district: X",
        columns("Essay /10 | Quiz /10 | Essay draft /10 | Essay /10", SCORES, OTHERS, SCORES, SCORES),
    )
    assert outcome.found == [
        ("Two assignments called “Essay” have the same score for every student", ["B1", "E1"]),
        ("“Essay” and “Essay draft” have the same score for every student", ["B1", "D1"]),
    ]
    assert {found.confidence for found in outcome.findings} == {"likely"}


def test_one_score_that_differs_makes_them_two():
    other = [*SCORES[:-1], 6]
    assert check("entered-twice", "district: X", columns("A /10 | B /10", SCORES, other)).found == []
    blank = [*SCORES[:-1], ""]
    assert check("entered-twice", "district: X", columns("A /10 | B /10", SCORES, blank)).found == []


def test_finds_one_title_in_two_categories():
    outcome = check(
        "entered-twice", "district: X", book("Student | Lab 1 @Labs | lab 1 @Tests | Lab 1 @Labs\nAda | 9 | 8 | 7")
    )
    assert outcome.found == [("“Lab 1” stands in two categories, with scores in both", ["B1", "C1"])]


def test_what_could_be_chance_is_no_finding():
    complete = [10] * 17 + [0]
    few = [10, 9] * 9  # 18 bits
    three = [10, 9, 8] * 10  # 47 bits, but three scores only
    four = [10, 9, 8, 7] * 3 + [10, 9]  # 28 bits
    small = SCORES[:8]
    for column in (complete, few, three, four, small):
        assert check("entered-twice", "district: X", columns("A /10 | B /10", column, column)).found == []


def test_retakes_unscored_titles_and_one_title_in_two_terms_are_no_finding():
    retake = columns("Test 1 /10 | Test 1 retake /10", SCORES, SCORES)
    assert check("entered-twice", "district: X", retake).found == []
    practice = columns("Essay practice /0 | Essay /10", SCORES, SCORES)  # is worth no points, so counts once
    assert check("entered-twice", "district: X", practice).found == []
    unscored = book("Student | Lab 1 @Labs | Lab 1 @Tests\nAda | 9 |")
    terms = book("Student | Lab 1 @Labs term=Q1 | Lab 1 @Tests term=Q2\nAda | 9 | 9", file="two.csv")
    assert check("entered-twice", "district: X", unscored, terms).found == []


def test_equal_columns_of_two_gradebooks_are_no_finding():
    one = columns("A /10", SCORES)
    two = columns("A /10", SCORES)
    assert check("entered-twice", "district: X", one, two).found == []


def test_not_checked_without_titles():
    one = book("Student | A\nAda | 9", without=["assignments.title"])
    assert check("entered-twice", "district: X", one).not_checked == [("this export carries no assignment titles", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("entered-twice", "district: X", empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
