"""tag-missing: a tag that says what the gradebook can't."""

from tests.tables import book, check, empty, rest

POLICY = """
categories: {Test: {weight: 60}, HW: {weight: 40}}
naming: {tags: [{tag: '[R]', of: [Test]}]}
"""
PICTURE = "Student | T 1 [R] @Test | T 2 @Test | T 3 [r] @Test | T 4 @Test | HW 1 @HW\nAda | 9 | 9 | 9 | 9 | 9"


def test_finds_titles_of_the_category_without_the_tag():
    outcome = check("tag-missing", POLICY, book(PICTURE))
    assert outcome.found == [("2 assignments without [R]", ["C1", "E1"])]
    assert rest(outcome.findings[0]) == ("warning", "certain", None, None, "no tag", "[R]", 3)


def test_finds_too_few_titles_with_the_tag():
    least = POLICY.replace("of: [Test]", "of: [Test], at_least: 3")
    assert check("tag-missing", least, book(PICTURE)).found == [("[R] stands in 2 titles, the policy wants 3", [""])]
    assert check("tag-missing", least.replace("3}", "2}"), book(PICTURE)).found == []


def test_other_categories_and_tagged_titles_are_no_finding():
    assert check("tag-missing", POLICY, book("Student | T 1 [R] @Test | HW 1 @HW\nAda | 9 | 9")).found == []


def test_not_checked_without_tags():
    assert check("tag-missing", "naming: {max_length: 9}", book(PICTURE)).not_checked == [
        ("the policy sets no naming.tags", 1)
    ]


def test_one_title_is_said_as_one():
    one = book("Student | T 1 [R] @Test | T 2 @Test\nAda | 9 | 9")
    least = POLICY.replace("of: [Test]", "of: [Test], at_least: 2")
    assert check("tag-missing", least, one).found == [("[R] stands in 1 title, the policy wants 2", [""])]
    assert check("tag-missing", POLICY, one).found == [("1 assignment without [R]", ["C1"])]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("tag-missing", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
