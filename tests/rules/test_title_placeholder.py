"""title-placeholder: a title that the LMS filled in, or that says nothing."""

from tests.tables import book, check

POLICY = "naming: {max_length: 80}"


def titled(*titles: str):
    header = " | ".join(f"a{number}" for number in range(len(titles)))
    return book(f"Student | {header}\nAda" + " | 1" * len(titles), assignments={"title": list(titles)})


def test_finds_what_an_lms_fills_in_and_what_people_type_to_try():
    titles = [
        "New Assignment",
        "Untitled",
        "Assignment 3",
        "test",
        "Copy of Quiz 2",
        "Unnamed Quiz",
        "",
        "Essay (copy)",
    ]
    titles += ["Untitled question", "Testing", "asdf", "Lab - Copy (2)", "???", "  NEW   assignment 2"]
    outcome = check("title-placeholder", POLICY, titled(*titles))
    assert [found.observed for found in outcome.findings] == titles
    assert outcome.found[2] == ("“Assignment 3” is a placeholder, not a title", ["D1"])
    assert {found.confidence for found in outcome.findings} == {"likely"}


def test_titles_that_people_choose_are_no_finding():
    titles = [
        "Test 3",
        "Quiz 2",
        "HW 1",
        "Test corrections",
        "Unit 3 Test",
        "New Deal essay",
        "Assignment 3: Fractions",
    ]
    titles += ["Hard copy of essay", "Final Copy", "Copyright quiz", "The Assignment by Dürrenmatt", "Name that tune"]
    titles += [
        "ABC book",
        "Blank verse",
        "分数",
        "Тест",
        "Untitled (Kruger) critique",
        "Testing hypotheses",
        "Column chart",
    ]
    assert check("title-placeholder", POLICY, titled(*titles)).found == []


def test_a_copy_beside_its_original_is_found_and_alone_it_is_not():
    outcome = check(
        "title-placeholder", POLICY, titled("Lab report", "Lab report Copy", "Final Copy"), titled("Lab report Copy")
    )
    assert outcome.found == [("“Lab report Copy” is a placeholder, not a title", ["C1"])]


def test_a_title_that_the_policys_own_pattern_asks_for_is_no_finding():
    policy = r"naming: {assignment: '^Assignment \d+$', by_category: {Tests: '^Untitled'}}"
    outcome = check("title-placeholder", policy, titled("Assignment 3", "Untitled", "Assignment", "New Assignment 3"))
    assert [found.observed for found in outcome.findings] == ["Assignment", "New Assignment 3"]


def test_a_gradebook_without_assignments_has_no_finding():
    assert check("title-placeholder", POLICY, book("Student\nAda")).found == []


def test_without_naming_in_the_policy_it_is_not_checked():
    assert check("title-placeholder", "district: X", titled("test")).not_checked == [("the policy sets no naming", 1)]
