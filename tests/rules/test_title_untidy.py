"""title-untidy: a title with stray spaces, invisible characters or look-alike letters."""

import pytest

from tests.tables import book, check

POLICY = "naming: {max_length: 80}"


def untidy(*titles: str) -> list[str]:
    header = " | ".join(f"a{number}" for number in range(len(titles)))
    tables = book(f"Student | {header}\nAda" + " | 1" * len(titles), assignments={"title": list(titles)})
    return [message for message, _ in check("title-untidy", POLICY, tables).found]


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("Quiz 1 ", "“Quiz 1 ” has a space at its end; it should be “Quiz 1”"),
        (" Quiz 1", "“ Quiz 1” has a space at its start; it should be “Quiz 1”"),
        (" Quiz  1 ", "“ Quiz  1 ” has a space at its start and end and a doubled space; it should be “Quiz 1”"),
        ("Quiz\u00a01", "“Quiz\u00a01” has a no-break space; it should be “Quiz 1”"),
        ("Quiz 1\nSums", "“Quiz 1\\nSums” has a line break; it should be “Quiz 1 Sums”"),
        ("Quiz\t1", "“Quiz\\t1” has a control character; it should be “Quiz 1”"),
        ("Qu\u200biz", "“Qu\\u200biz” has an invisible character (zero width space); it should be “Quiz”"),
        ("Quiz\u200d", "“Quiz\\u200d” has an invisible character (zero width joiner); it should be “Quiz”"),
        ("\ufeffQuiz", "“\\ufeffQuiz” has an invisible character (zero width no-break space); it should be “Quiz”"),
        ("Quiz\u202e1", "“Quiz\\u202e1” has an invisible character (right-to-left override); it should be “Quiz1”"),
        (
            "Qu\u0456z",
            "“Qu\u0456z” has a Cyrillic letter that looks Latin (\u0456, Cyrillic small letter"
            " byelorussian-ukrainian i); it should be “Quiz”",
        ),
        ("Caf\ufffd", "“Caf\ufffd” has a character that was lost (\ufffd)"),
        ("Q" + "\u0301" * 6 + "1", "“Q" + "\u0301" * 6 + "1” has a pile of accents on one letter"),
    ],
)
def test_names_what_is_untidy_and_the_tidy_title(title, message):
    assert untidy("HW 1", title) == [message]


@pytest.mark.parametrize(
    "title",
    [
        "Été à Besançon", "Cafe\u0301", "Übung für Anfänger", "Контрольная работа", "分数　テスト", "اختبار ١",
        "מבחן 1",
        "Devoir\u00a0: fractions", "«\u00a0Le Cid\u00a0»", "Lire 1\u202f000 mots", "می\u200cشود", "क्\u200dष",
        "👩\u200d🔬 Lab", "Thí nghiê\u0323\u0302m", "Unit 3 – β-decay (μm, Δx, λmax)", "מבחן\u200f A", "HW 1",
        "It’s 5 °C",
    ],
)  # fmt: skip
def test_accents_and_titles_in_any_language_are_no_finding(title):
    assert untidy(title) == []


def test_each_title_is_a_finding_at_its_cell():
    tables = book("Student | a | b\nAda | 1 | 2", assignments={"title": ["Quiz 1 ", "Quiz  2"]})
    outcome = check("title-untidy", POLICY, tables)
    assert [cells for _, cells in outcome.found] == [["B1"], ["C1"]]
    assert [found.expected for found in outcome.findings] == ["Quiz 1", "Quiz 2"]


def test_a_title_of_spaces_alone_is_left_to_the_placeholder_rule():
    assert untidy("   ", "") == []


def test_a_gradebook_without_assignments_has_no_finding():
    assert check("title-untidy", POLICY, book("Student\nAda")).found == []


def test_without_naming_in_the_policy_it_is_not_checked():
    assert check("title-untidy", "district: X", book("Student | a\nAda | 1")).not_checked == [
        ("the policy sets no naming", 1)
    ]
