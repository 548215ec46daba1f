"""student-thin: a student with far fewer grades than the class."""

from tests.tables import book, check, empty

POLICY = "counts: {}\nmissing_work: {codes: {MI: missing, EX: excused}}"
HEAD = "Student | A | B | C | D | E | F\n"
FULL = "\n".join(f"S{number} | 9 | 8 | 7 | 6 | 5 | 4" for number in range(4))


def grades(*rows: str, **more):
    return check("student-thin", POLICY, book(HEAD + FULL + "\n" + "\n".join(rows), **more))


def test_finds_the_students_with_grades_for_less_than_half_as_one_finding():
    outcome = grades("Thin | 9 | | 9 | | |", "Thinner | 9 | | | | | MI")
    assert outcome.found == [("2 students with grades for less than 50% of the counted assignments", ["A6", "A7"])]
    assert outcome.findings[0].observed == "2 of 6 grades"
    assert outcome.findings[0].places[0].student is None


def test_half_codes_excused_late_starters_and_work_not_given_are_no_finding():
    outcome = grades(
        "Half | 9 | | 9 | | 9 |", "Codes | 9 | MI | MI | MI | MI |", "Excused | 9 | EX | EX | EX | | 9",
        "Late | | | | | 9 | 9", "Apart | 9 | N/A | N/A | N/A | N/A |",
    )  # fmt: skip
    assert outcome.found == []


def test_the_order_of_work_is_that_of_its_due_dates():
    head = "Student | Last due=2026-10-20 | B due=2026-09-02 | C due=2026-09-03 | D due=2026-09-04 | E due=2026-09-05"
    rows = "\n".join(f"S{number} | 9 | 8 | 7 | 6 | 5" for number in range(4))
    late = check("student-thin", POLICY, book(f"{head}\n{rows}\nLate | 9 | | | |"))
    assert late.found == []
    early = check("student-thin", POLICY, book(f"{head}\n{rows}\nEarly | | 9 | | |"))
    assert early.found == [("1 student with grades for less than 50% of the counted assignments", ["A6"])]


def test_a_class_that_lacks_grades_or_has_few_assignments_is_no_finding():
    # each assignment has grades of half of the class or more, most students miss two of six; U has one
    lacking = book(
        HEAD
        + """
        P | 9 | 9 | 9 | 9 |   |
        Q | 9 | 9 |   |   | 9 | 9
        R | 9 |   | 9 | 9 | 9 |
        S | 9 | 9 |   | 9 |   | 9
        T | 9 |   | 9 |   | 9 | 9
        U | 9 |   |   |   |   |
        """
    )
    few = book("Student | A | B | C | D\nAda | 9 | 9 | 9 | 9\nBen | 9 | 9 | 9 | 9\nCy | 9 | | |", file="two.csv")
    assert check("student-thin", POLICY, lacking, few).found == []


def test_the_share_is_the_policys_parameter_and_without_counts_it_is_not_checked():
    picture = HEAD + FULL + "\nThin | 9 | | 9 | | |"
    lower = POLICY + "\nrules: {student-thin: {share: 30%}}"
    assert check("student-thin", lower, book(picture)).found == []
    assert check("student-thin", "district: X", book(picture)).not_checked == [("the policy sets no counts", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("student-thin", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [("it has no assignments", 1)])
