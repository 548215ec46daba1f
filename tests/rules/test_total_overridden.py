"""total-overridden: a grade that was typed over."""

from tests.tables import book, check, empty, rest

POLICY = "totals: {override: forbidden}"
PICTURE = "Student | HW\nAda | 9\nBen | 8\nCleo | 7"


def overridden(*texts: str, final: tuple[str, ...] = ("84.22", "75.00", "47.00")):
    return book(PICTURE, totals={"final": final, "override": texts})


def test_finds_every_override_where_none_is_allowed():
    outcome = check("total-overridden", POLICY, overridden("91.0", "", "50"))
    assert outcome.found == [("2 totals overridden by hand, by up to 6.78 points", ["D2", "D4"])]
    assert rest(outcome.findings[0]) == ("warning", "certain", None, None, "up to 6.78 points apart", "no override", 1)


def test_only_what_moves_further_than_allowed_is_found():
    some = check("total-overridden", "totals: {override: {max: 3}}", overridden("87.22", "78.5", "44"))
    assert some.found == [
        ("1 total overridden by hand, by up to 3.50 points, more than the 3 points that are allowed", ["D3"])
    ]


def test_no_override_allowed_ones_and_a_floor_are_no_finding():
    assert check("total-overridden", POLICY, overridden("", "", "")).found == []
    assert check("total-overridden", "totals: {override: allowed}", overridden("99", "99", "99")).found == []
    floor = POLICY.replace("}", ", minimum: [{at: term, value: 50}]}")
    assert check("total-overridden", floor, overridden("", "", "50")).found == []
    raised = check("total-overridden", floor, overridden("", "80", "50"))
    assert [cells for _, cells in raised.found] == [["D3"]]


def test_not_checked_without_totals_or_a_word_in_the_policy():
    assert check("total-overridden", POLICY, book(PICTURE)).not_checked == [("this export carries no totals", 1)]
    assert check("total-overridden", "totals: {tolerance: 1}", overridden("9", "", "")).not_checked == [
        ("the policy sets no totals.override", 1)
    ]


def test_one_point_is_said_as_one():
    some = check("total-overridden", "totals: {override: {max: 1}}", overridden("", "77", ""))
    assert some.found == [
        ("1 total overridden by hand, by up to 2.00 points, more than the 1 point that is allowed", ["D3"])
    ]
    assert some.findings[0].expected == "at most 1 point"


def test_an_empty_gradebook_has_no_finding():
    outcome = check("total-overridden", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
