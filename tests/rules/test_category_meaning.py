"""category-meaning: a category name that carries a very different weight here than elsewhere."""

import pytest

from tests.tables import book, check, empty

POLICY = "peers: {}\ncategories: {Homework: {weight: 20}}"


def gradebooks(*weights: float, name: str = "Assessment"):
    return [
        book(
            f"Student | A @{name}\nAda | 9",
            weights={name: weight, f"Rest {number}": 100 - weight},
            file=f"{number}.csv",
        )
        for number, weight in enumerate(weights)
    ]


def test_finds_the_gradebook_where_the_name_weighs_something_else():
    outcome = check("category-meaning", POLICY, *gradebooks(70, 60, 70, 80, 20))
    assert outcome.found == [
        ("“Assessment” weighs 20% here and 70% in the middle of 5 gradebooks that have it", ["B1"]),
    ]
    assert {found.file for found in outcome.findings} == {"4.csv"}


@pytest.mark.parametrize(("weight", "findings"), [(45, 0), (44, 1), (95, 0), (96, 1), (0, 0)])
def test_the_difference_itself_and_no_weight_are_no_finding(weight, findings):
    assert len(check("category-meaning", POLICY, *gradebooks(70, 70, 70, 70, weight)).found) == findings


def test_fewer_than_five_and_weights_that_the_policy_sets_are_no_finding():
    assert check("category-meaning", POLICY, *gradebooks(70, 70, 70, 20)).found == []
    homework = check("category-meaning", POLICY, *gradebooks(70, 70, 70, 70, 20, name="Homework"))
    assert homework.found == []
    wide = POLICY + "\nrules: {category-meaning: {difference: 60}}"
    assert check("category-meaning", wide, *gradebooks(70, 60, 70, 80, 20)).found == []


def test_not_checked_without_peers_in_the_policy_or_weights():
    assert check("category-meaning", "district: X", *gradebooks(70)).not_checked == [("the policy sets no peers", 1)]
    bare = check("category-meaning", POLICY, book("Student | A @B\nAda | 9"))
    assert bare.not_checked == [("this export carries no category weights", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("category-meaning", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
