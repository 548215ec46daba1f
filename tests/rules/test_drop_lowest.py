"""drop-lowest: scores that were made to vanish."""

from tests.tables import book, check, empty, rest

POLICY = """
categories: {Quizzes: {weight: 40, aliases: [Quiz]}, Tests: {weight: 60}}
totals: {drop_lowest: {default: 0, Quizzes: 1}}
"""
PICTURE = "Student | Q1 @Quiz | T1 @Tests\nAda | 9 | 8"


def dropping(*drops: float):  # type: ignore[no-untyped-def]
    one = book(PICTURE, weights={"Quiz": 40, "Tests": 60})
    one.categories["drop_lowest"] = list(drops)  # type: ignore[index]
    return one


def test_finds_more_drops_than_the_category_may_have():
    outcome = check("drop-lowest", POLICY, dropping(2, 1))
    assert outcome.found == [
        ("“Quiz” drops the 2 lowest scores, the policy allows the lowest score", ["B1"]),
        ("“Tests” drops the lowest score, the policy allows none", ["C1"]),
    ]
    assert rest(outcome.findings[0]) == (
        "warning",
        "certain",
        "Quiz",
        None,
        "the 2 lowest scores",
        "the lowest score",
        3,
    )


def test_allowed_drops_are_no_finding():
    assert check("drop-lowest", POLICY, dropping(1, 0)).found == []
    assert check("drop-lowest", "totals: {drop_lowest: 2}", dropping(2, 2)).found == []


def test_not_checked_without_drop_rules_or_a_limit():
    bare = check("drop-lowest", POLICY, book(PICTURE, without=["categories.drop_lowest"]))
    assert bare.not_checked == [("this export carries no drop rules", 1)]
    assert check("drop-lowest", "totals: {tolerance: 1}", dropping(1, 1)).not_checked == [
        ("the policy sets no totals.drop_lowest", 1)
    ]


def test_drops_that_are_not_known_are_no_finding_and_no_pass():
    reason = "not all categories: the export doesn't tell, nor do its totals, how many scores some of them drop"
    unknown = check("drop-lowest", POLICY, dropping(float("nan"), 0))
    assert (unknown.found, unknown.not_checked) == ([], [(reason, 1)])
    unlimited = check("drop-lowest", "totals: {drop_lowest: {Tests: 1}}", dropping(float("nan"), 1))
    assert (unlimited.found, unlimited.not_checked) == ([], [])
    both = check("drop-lowest", POLICY, dropping(3, float("nan")))
    assert [words for words, _ in both.found] == [
        "“Quiz” drops the 3 lowest scores, the policy allows the lowest score"
    ]
    assert both.not_checked == [(reason, 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("drop-lowest", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
