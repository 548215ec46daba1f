"""title-duplicate: one title on two assignments of a gradebook and term."""

from tests.tables import book, check

POLICY = "naming: {unique: true}"


def test_finds_one_title_with_all_its_places():
    outcome = check("title-duplicate", POLICY, book("Student | Bellwork | Quiz 1 | Bellwork | Bellwork\nAda | 1|2|3|4"))
    assert outcome.found == [("“Bellwork” is the title of 3 assignments", ["B1", "D1", "E1"])]


def test_titles_that_look_the_same_are_the_same():
    titles = ["HW 1", "hw  1 ", "H\u200bW\u00a01", "ＨＷ　１", "Café", "Cafe\u0301", "Cafe"]
    tables = book("Student | a | b | c | d | e | f | g\nAda | 1|1|1|1|1|1|1", assignments={"title": titles})
    assert check("title-duplicate", POLICY, tables).found == [
        ("“HW 1” is the title of 4 assignments", ["B1", "C1", "D1", "E1"]),
        ("“Café” is the title of 2 assignments", ["F1", "G1"]),
    ]


def test_a_dated_suffix_another_term_or_another_gradebook_is_no_finding():
    outcome = check(
        "title-duplicate",
        POLICY,
        book("Student | Bellwork 9/8 | Bellwork 9/15 | Essay term=Q1 | Essay term=Q2\nAda | 1|2|3|4"),
        book("Student | Bellwork 9/8 | Essay term=Q1\nAda | 1 | 1", file="other.csv"),
    )
    assert outcome.found == []


def test_the_same_title_twice_in_each_of_two_terms_is_two_findings():
    outcome = check(
        "title-duplicate",
        POLICY,
        book("Student | Essay term=Q1 | Essay term=Q2 | Essay term=Q1 | Essay term=Q2\nAda | 1|2|3|4"),
    )
    assert outcome.found == [
        ("“Essay” is the title of 2 assignments in Q1", ["B1", "D1"]),
        ("“Essay” is the title of 2 assignments in Q2", ["C1", "E1"]),
    ]
    assert len({found.fingerprint for found in outcome.findings}) == 2


def test_a_policy_that_allows_it_makes_no_finding():
    tables = book("Student | Bellwork | Bellwork\nAda | 1 | 2")
    assert check("title-duplicate", "naming: {unique: false}", tables).found == []


def test_a_gradebook_without_assignments_has_no_finding():
    assert check("title-duplicate", POLICY, book("Student\nAda")).found == []


def test_without_the_key_it_is_not_checked():
    outcome = check("title-duplicate", "naming: {max_length: 9}", book("Student | A | A\nAda | 1 | 2"))
    assert outcome.not_checked == [("the policy sets no naming.unique", 1)]
