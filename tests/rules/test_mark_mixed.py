"""mark-mixed: one assignment whose marks are of several forms or scales."""

from gradeaudit.findings import Correction
from tests.tables import book, check

ANY = "marks: {decimals: 2}"


def column(*marks: str, points: str = " /10", policy: str = ANY, **more):
    return check("mark-mixed", policy, book(f"Student | HW 1{points}\n" + "\n".join(f"S | {m}" for m in marks), **more))


def test_finds_the_cells_of_the_rarer_form():
    outcome = column("8", "9", "85%", "7", "90%")
    assert outcome.found == [("points and percents in one column: 2 cells of the other kind", ["B4", "B6"])]
    assert (outcome.findings[0].observed, outcome.findings[0].expected) == ("points and percents", "points")
    assert [place.correction for place in outcome.findings[0].places] == [
        Correction("percents", "8.5"),
        Correction("percents", "9"),
    ]


def test_several_forms_are_named_from_the_most_frequent():
    assert column("A", "B+", "A", "9", "9", "9/10").found == [
        ("letters, points and fractions in one column: 3 cells of the other kind", ["B5", "B6", "B7"])
    ]


def test_finds_two_scales_in_one_column():
    assert column("3", "4", "92", "3", "88", points=" /4").found == [
        ("scores out of 4 and scores up to 100 in one column: 2 cells of the other kind", ["B4", "B6"])
    ]


def test_codes_one_form_a_single_slip_and_bonus_points_are_no_finding():
    assert column("8", "9", "EX", "", "MI", "n/a").found == []
    assert column("8", "9", "92").found == []
    assert column("8", "11", "12", "9").found == []
    assert column("3", "40", "92", "88", points=" /100").found == []
    assert column("92", "88", "95", points=" /4").found == []
    assert column("3", "400", "4", "380", points=" /4").found == []  # no percents, whatever they are
    assert column("8.5", "9", "10.").found == []


def test_forms_that_the_policy_does_not_allow_are_left_to_mark_format():
    assert column("8", "9", "85%", policy="marks: {forms: [points]}").found == []
    assert len(column("8", "9", "85%", policy="marks: {forms: [points, percent]}").found) == 1


def test_the_test_student_is_no_finding():
    assert column("8", "9", "85%", students={"is_test_student": [False, False, True]}).found == []


def test_a_gradebook_without_scores_has_no_finding():
    assert check("mark-mixed", ANY, book("Student | HW 1 /10")).found == []


def test_without_marks_in_the_policy_it_is_not_checked():
    assert column("8", "85%", policy="district: X").not_checked == [("the policy sets no marks", 1)]
