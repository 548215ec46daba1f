"""floor-suspected: a floor where none may be."""

from tests.tables import book, check, empty, rest

POLICY = "marks: {minimum: forbidden}"


def classroom(students: int, on_it: int, lowest: str = "62"):  # type: ignore[no-untyped-def]
    rows = [f"S{n} | {50 if n < on_it else 80} | {lowest if n == 0 else 90}" for n in range(students)]
    return book("Student | A /100 | B /100\n" + "\n".join(rows))


def test_finds_many_scores_exactly_on_a_round_percent_and_none_below():
    outcome = check("floor-suspected", POLICY, classroom(20, 12))
    assert outcome.found == [("12 scores are exactly 50% and none is lower, in a gradebook of 20 students", [""])]
    assert rest(outcome.findings[0]) == ("warning", "possible", None, None, "50%, and none lower", "no floor", 1)
    assert outcome.findings[0].confidence == "possible"


def test_a_lower_score_few_on_it_and_a_small_class_are_no_finding():
    assert check("floor-suspected", POLICY, classroom(20, 12, "31")).found == []
    assert check("floor-suspected", POLICY, classroom(20, 9)).found == []
    assert check("floor-suspected", POLICY, classroom(14, 12)).found == []


def test_zeros_are_below_no_floor():
    assert len(check("floor-suspected", POLICY, classroom(20, 12, "0")).found) == 1


def test_where_the_policy_has_a_floor_nothing_is_suspected():
    assert check("floor-suspected", "marks: {minimum: 50%}", classroom(20, 12)).found == []


def test_not_checked_without_a_word_in_the_policy():
    assert check("floor-suspected", "marks: {decimals: 1}", classroom(20, 12)).not_checked == [
        ("the policy sets no marks.minimum", 1)
    ]


def test_half_of_a_two_point_item_and_uncounted_work_are_no_floor():
    rows = "\n".join(f"S{n} | {1 if n < 12 else 2} | 90" for n in range(20))
    assert check("floor-suspected", POLICY, book("Student | A /2 | B /100\n" + rows)).found == []
    rows = "\n".join(f"S{n} | 50 | 90" for n in range(20))
    practice = book("Student | A /100 | B /100\n" + rows, assignments={"counts": [False, True]})
    assert check("floor-suspected", POLICY, practice).found == []


def test_an_empty_gradebook_has_no_finding():
    outcome = check("floor-suspected", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
