"""points-unequal: assignments of different points in a category whose assignments must be equal."""

from tests.tables import book, check, empty

POLICY = "categories:\n  Tests: {equal_points: true, aliases: [Exams]}\n  Homework: {}"


def test_finds_the_assignments_that_are_not_worth_what_most_are():
    outcome = check(
        "points-unequal",
        POLICY,
        book(
            "Student | A /100 @Tests | B /50 @Tests | C /100 @Exams | H /5 @Homework | K /9 @Homework\n"
            "Ada | 9 | 9 | 9 | 5 | 9"
        ),
    )
    assert outcome.found == [("“Tests” has assignments of 50 and 100 points, the policy wants them equal", ["C1"])]
    finding = outcome.findings[0]
    assert (finding.observed, finding.expected, finding.policy_ref.line) == ("50 and 100", "100 points each", 2)


def test_of_equally_common_points_the_larger_are_taken_as_usual_and_many_are_a_range():
    two = book("Student | A /20 @Tests | B /40 @Tests\nAda | 9 | 9")
    assert check("points-unequal", POLICY, two).found == [
        ("“Tests” has assignments of 20 and 40 points, the policy wants them equal", ["B1"])
    ]
    columns = " | ".join(f"T{number} /{number}0 @Tests" for number in range(1, 7))
    six = check("points-unequal", POLICY, book(f"Student | {columns}\nAda | 1 | 1 | 1 | 1 | 1 | 1"))
    assert six.found == [
        ("“Tests” has assignments of 10 to 60 points, the policy wants them equal", ["B1", "C1", "D1", "E1", "F1"])
    ]


def test_each_gradebook_for_itself_multipliers_and_what_does_not_count_are_no_finding():
    one = book("Student | A /100 @Tests | B /50 @Tests | C /7 @Tests | X extra credit /3 @Tests | A retake /80 @Tests\n"
               "Ada | 9 | 9 | | 3 | 8", assignments={"multiplier": [1, 2, 1, 1, 1]})  # fmt: skip
    two = book("Student | A /50 @Tests\nAda | 9", file="two.csv")
    assert check("points-unequal", POLICY, one, two).found == []


def test_not_checked_where_a_category_averages_percents():
    one = book("Student | A /100 @Tests | B /50 @Tests\nAda | 9 | 9")
    outcome = check("points-unequal", POLICY + "\ntotals: {category_average: percent}", one)
    reason = "the policy averages percents within a category, so points don't weigh"
    assert (outcome.found, outcome.not_checked) == ([], [(reason, 1)])


def test_not_checked_without_without_the_key_or_points():
    one = book("Student | A /100 @Tests | B /50 @Tests\nAda | 9 | 9", without=["assignments.points_possible"])
    assert check("points-unequal", POLICY, one).not_checked == [("this export carries no points possible", 1)]
    none = check("points-unequal", "categories: {Tests: {}}", one)
    assert none.not_checked == [("the policy sets no categories.equal_points", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("points-unequal", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
