"""title-length: a title shorter or longer than the policy allows."""

from tests.tables import book, check, rest

POLICY = """
naming:
  min_length: 5
  max_length: 12
"""


def test_finds_titles_beyond_either_length():
    outcome = check("title-length", POLICY, book("Student | HW1 | . | Essay on Lincoln\nAda | 1 | 2 | 3"))
    assert outcome.found == [
        ("“HW1” has 3 characters, the policy allows no fewer than 5", ["B1"]),
        ("“.” has 1 character, the policy allows no fewer than 5", ["C1"]),
        ("“Essay on Lincoln” has 16 characters, the policy allows no more than 12", ["D1"]),
    ]
    assert rest(outcome.findings[0]) == ("info", "certain", None, "HW1", "HW1", "at least 5 characters", 3)
    assert [found.expected for found in outcome.findings] == ["at least 5 characters"] * 2 + ["at most 12 characters"]
    assert [found.policy_ref.line for found in outcome.findings if found.policy_ref] == [3, 3, 4]


def test_titles_of_exactly_either_length_are_no_finding():
    assert check("title-length", POLICY, book("Student | HW 12 | Essay 12 pp.\nAda | 1 | 2")).found == []


def test_spaces_invisible_characters_and_accents_are_not_counted():
    titles = ["  Cafés   noirs  ", "Re\u0301sume\u0301\u200b\u200b\u200b\u200b\u200b\u200b\u200b"]  # 11 and 6 letters
    assert (
        check("title-length", POLICY, book("Student | a | b\nAda | 1 | 2", assignments={"title": titles})).found == []
    )


def test_only_the_limit_that_is_set_is_held_against_the_title():
    tables = book("Student | HW1 | A very long title indeed\nAda | 1 | 2")
    assert [cells for _, cells in check("title-length", "naming: {min_length: 5}", tables).found] == [["B1"]]
    assert [cells for _, cells in check("title-length", "naming: {max_length: 5}", tables).found] == [["C1"]]


def test_a_gradebook_without_assignments_has_no_finding():
    assert check("title-length", POLICY, book("Student\nAda")).found == []


def test_without_a_length_it_is_not_checked():
    outcome = check("title-length", "naming: {unique: true}", book("Student | H\nAda | 1"))
    assert outcome.not_checked == [("the policy sets no naming.min_length or naming.max_length", 1)]
