"""What rules ask of a policy: by category, by term, with exceptions."""

from tests.tables import policy

MARKS = """
marks: {decimals: 1, maximum: 100%, by_category: {Homework: {forms: [complete], maximum: 110%}}}
late_work: {penalty: 10, penalty_limit: 30, by_category: {Major: {penalty: [15, 30], window: 2 school days}}}
"""


def test_a_category_has_its_own_marks_over_the_general_ones():
    both = policy(MARKS)
    assert (both.marks("Homework").forms, both.marks("homework").maximum) == (("complete",), 110.0)
    assert (both.marks("Homework").decimals, both.marks("Test").maximum, both.marks().forms) == (1, 100.0, None)


def test_late_work_by_category():
    both = policy(MARKS)
    assert both.late_work("Major").penalty == {1: 15.0, 2: 30.0}
    assert both.late_work("Major").penalty_limit == 30.0
    ladder = both.late_work("Minor").penalty
    assert ladder is not None and [ladder[day] for day in (1, 2, 3, 10)] == [10.0, 20.0, 30.0, 100.0]
    assert policy("district: X").late_work("Minor").penalty is None


def test_the_ladder_may_be_a_map_of_steps():
    assert policy("late_work: {penalty: {1: 10, 4: 50%}}").late_work().penalty == {1: 10.0, 4: 50.0}


def test_floors_have_exceptions_by_term():
    floors = policy("totals: {minimum: [{at: term, value: 50, except: {term: [Q4], course_level: AP}}]}")
    assert [floors.floor("term", term) for term in ("Q1", "Q4")] == [50.0, None]
    assert floors.floor("exam") is None


def test_a_path_is_undecided_where_it_meets_another():
    from dataclasses import replace

    some = replace(policy("district: X"), undecided={"categories.Homework.weight": "the level isn't known"})
    assert some.why_undecided(["categories.*.weight"]) == "the level isn't known"
    assert some.why_undecided(["categories"]) == "the level isn't known"
    assert some.why_undecided(["categories.*.aliases", "weights"]) == ""
    assert replace(some, undecided={"": "the policy ended"}).why_undecided([]) == "the policy ended"


def test_allowed_values_are_numbers_words_and_ranges():
    totals = policy("totals: {allowed_values: [65, 88, 98..100, P]}").settings.totals
    assert totals is not None and totals.allowed_values == (65.0, 88.0, 98.0, 99.0, 100.0, "P")


def test_a_flat_formula_is_the_final_grades():
    totals = policy("totals: {terms: {Q1: 40, Q2: 40, exam: 20}}").settings.totals
    assert totals is not None and totals.terms == {"final": {"Q1": 40.0, "Q2": 40.0, "exam": 20.0}}
