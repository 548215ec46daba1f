"""scores-identical: a column that says the same of everyone."""

from tests.tables import book, check, empty, rest

POLICY = "marks: {forms: [points]}"


def column(*marks: str) -> str:
    rows = [f"S{number} | {mark} | {number}" for number, mark in enumerate(marks)]
    return "\n".join(["Student | CW 2 /20 | Quiz /20", *rows])


def test_finds_a_column_in_which_all_have_the_same():
    outcome = check("scores-identical", POLICY, book(column(*["20"] * 7, "20.00", "", "EX")))
    assert outcome.found == [("All 8 students have 20 on “CW 2”", ["B1"])]
    assert rest(outcome.findings[0]) == ("info", "possible", None, "CW 2", "20", "a score for each student", 1)


def test_seven_scores_or_one_other_score_are_no_finding():
    assert check("scores-identical", POLICY, book(column(*["20"] * 7))).found == []
    assert check("scores-identical", POLICY, book(column(*["20"] * 9, "19.5"))).found == []


def test_one_other_score_is_seen_wherever_it_stands():
    for at in range(16):
        marks = ["20"] * 16
        marks[at] = "19.5"
        assert check("scores-identical", POLICY, book(column(*marks))).found == []


def test_full_marks_are_no_finding_where_completion_may_be_marked():
    complete = "marks: {forms: [points, complete]}"
    assert check("scores-identical", complete, book(column(*["20"] * 9))).found == []
    assert len(check("scores-identical", complete, book(column(*["10"] * 9))).found) == 1


def test_the_policy_sets_how_many_students_make_it_a_finding():
    strict = POLICY + "\nrules: {scores-identical: {students: 3}}"
    assert len(check("scores-identical", strict, book(column("5", "5", "5"))).found) == 1


def test_not_checked_without_marks_in_the_policy():
    assert check("scores-identical", "district: X", book(column("5"))).not_checked == [("the policy sets no marks", 1)]


def test_single_points_completion_and_half_filled_columns_are_no_finding():
    several = [
        book("Student | Pass /1\n" + "\n".join(["S | 1"] * 9), file="a.csv"),
        book("Student | Participation week 3 /5\n" + "\n".join(["S | 5"] * 9), file="b.csv"),
        book("Student | Quiz /20\n" + "\n".join(["S | 20"] * 8 + ["S |"] * 8), file="c.csv"),
    ]
    assert check("scores-identical", "marks: {maximum: 100%}", *several).found == []


def test_an_empty_gradebook_has_no_finding():
    outcome = check("scores-identical", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
