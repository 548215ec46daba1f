"""assignment-weightless: graded work in a category that counts for nothing."""

from tests.tables import book, check, empty

POLICY = (
    "categories: {Homework: {weight: 100}, Practice: {weight: 0}, Labs: {weight: {max: 10}}, Effort: {banned: true}}"
)
PICTURE = """
    Student | A /10 @Homework | B /10 @Other | C /10 @Other | D /10 @Labs | E /10 @Practice | F /10 @Effort
    Ada     | 9 | 9 | 9 | 9 | 9 | 9
"""
NOTHING = {"Other": 0, "Labs": 0, "Practice": 0, "Effort": 0}


def test_finds_graded_work_in_a_category_of_weight_0_as_one_finding_a_category():
    outcome = check("assignment-weightless", POLICY, book(PICTURE, weights={"Homework": 100, **NOTHING}))
    assert outcome.found == [
        ("2 assignments scored in “Other”, a category without weight", ["C1", "D1"]),
        ("1 assignment scored in “Labs”, a category without weight", ["E1"]),
    ]
    assert [found.category for found in outcome.findings] == ["Other", "Labs"]


def test_practice_at_0_by_policy_settled_weights_and_unscored_work_are_no_finding():
    outcome = check(
        "assignment-weightless",
        POLICY,
        book(
            "Student | A @Practice | B @Effort | C @Homework | D @Other | E /0 @Other\nAda | 9 | 9 | 9 | | 1",
            weights={"Homework": 0, "Practice": 0, "Effort": 0, "Other": 0, "Labs": 100},
        ),
    )
    assert outcome.found == []


def test_a_recovered_0_is_likely_at_best_and_an_unsure_one_is_no_finding():
    one = book("Student | A @Homework | B @Other\nAda | 9 | 9", weights={"Homework": 100, "Other": 0})
    one.categories["weight_source"] = ["recovered", "recovered"]
    one.categories["weight_error"] = [0.02, 0.02]
    assert [found.confidence for found in check("assignment-weightless", POLICY, one).findings] == ["likely"]
    one.categories["weight_error"] = [0.02, 0.9]
    assert check("assignment-weightless", POLICY, one).found == []


def test_not_checked_in_gradebooks_of_points_without_weights_or_categories():
    points = check("assignment-weightless", POLICY, book(PICTURE, weights={"Homework": 0, **NOTHING}))
    assert points.not_checked == [("it adds up points, so its categories have no weights", 1)]
    assert points.found == []
    bare = check("assignment-weightless", POLICY, book(PICTURE))
    assert bare.not_checked == [("this export carries no category weights", 1)]
    none = check("assignment-weightless", "district: X", book(PICTURE, weights={"Homework": 100, **NOTHING}))
    assert none.not_checked == [("the policy sets no categories", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("assignment-weightless", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])


def test_half_of_the_class_is_enough_and_less_is_not():
    rows = "Ada | 9 | 9\nBen | 9 | {}\nCleo | 9 |\nDan | 9 |"
    head = "Student | A @Homework | B @Other\n"
    weights = {"Homework": 100, "Other": 0}
    assert len(check("assignment-weightless", POLICY, book(head + rows.format(8), weights=weights)).found) == 1
    assert check("assignment-weightless", POLICY, book(head + rows.format(""), weights=weights)).found == []
