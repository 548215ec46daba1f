"""method-differs: points where weights are wanted, or weights where points are."""

from tests.tables import book, check, empty, rest

POLICY = "weights: {method: weighted}"
PICTURE = "Student | HW @Work\nAda | 9"


def made(method: str):  # type: ignore[no-untyped-def]
    return book(PICTURE, weights={"Work": 100}, about={"method": method})


def test_finds_the_other_method():
    outcome = check("method-differs", POLICY, made("total_points"))
    assert outcome.found == [("grades are computed by total points, the policy says weighted categories", [""])]
    assert rest(outcome.findings[0]) == ("error", "certain", None, None, "total points", "weighted categories", 1)
    reverse = check("method-differs", "weights: {method: total_points}", made("weighted"))
    assert reverse.found == [("grades are computed by weighted categories, the policy says total points", [""])]


def test_the_same_method_and_any_are_no_finding():
    assert check("method-differs", POLICY, made("weighted")).found == []
    assert check("method-differs", "weights: {method: any}", made("total_points")).found == []


def test_not_checked_where_the_export_does_not_show_it():
    assert check("method-differs", POLICY, made("unknown")).not_checked == [
        ("this export doesn't show how grades are computed", 1)
    ]
    assert check("method-differs", "weights: {total: 100}", made("weighted")).not_checked == [
        ("the policy sets no weights.method", 1)
    ]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("method-differs", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [("this export doesn't show how grades are computed", 1)])
