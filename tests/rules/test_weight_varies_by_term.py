"""weight-varies-by-term: a class whose weights change between terms."""

from tests.tables import book, check, empty

POLICY = "categories: {Homework: {weight: 20, aliases: [HW]}, Tests: {weight: {Q1: 80, Q2: 70}}}"


def term(name: str, homework: float, tests: float = 80, alias: str = "Homework", **about):
    about = {"course_code": "ALG1", "section": "P3", "term": name, **about}
    return book(
        f"Student | A @{alias} | B @Tests\nAda | 9 | 9",
        weights={alias: homework, "Tests": tests},
        about=about,
        file=f"{name}{about['section']}.csv",
    )


def test_finds_the_weight_that_changed():
    outcome = check("weight-varies-by-term", POLICY, term("Q2", 30, alias="HW"), term("Q1", 20), term("Q3", 20))
    assert outcome.found == [("“HW” weighs 30% in Q2 and 20% in Q1", ["B1"])]
    assert (outcome.findings[0].file, outcome.findings[0].category) == ("Q2P3.csv", "HW")


def test_weights_by_term_in_the_policy_tolerance_and_other_classes_are_no_finding():
    outcome = check(
        "weight-varies-by-term",
        POLICY,
        term("Q1", 20, 80),
        term("Q2", 20.5, 70),
        term("Q3", 40, section="P4"),
        term("Q4", 40, course_code="GEOM"),
    )
    assert outcome.found == []
    assert outcome.not_checked == [("the run has one term of its class only", 2)]


def test_not_checked_where_class_or_term_are_unknown_or_weights_are():
    nameless = term("Q1", 20, course_code="", section="")
    outcome = check("weight-varies-by-term", POLICY, term("", 20), nameless)
    assert (outcome.found, outcome.not_checked) == ([], [("its class or its term isn't known", 2)])
    bare = check("weight-varies-by-term", POLICY, book("Student | A @B\nAda | 9"))
    assert bare.not_checked == [("this export carries no category weights", 1)]
    none = check("weight-varies-by-term", "categories: {Homework: {}}", term("Q1", 20))
    assert none.not_checked == [("the policy sets no categories.weight", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("weight-varies-by-term", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [("its class or its term isn't known", 1)])
