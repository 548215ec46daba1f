"""A policy drafted from gradebooks: what is one name, what weight most agree on, and that it is a policy at all."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
import re2
from typer.testing import CliRunner

from gradeaudit.cli.app import app
from gradeaudit.drafting.draft import draft
from gradeaudit.drafting.titles import pattern, shape_of
from gradeaudit.gradebook import Book
from gradeaudit.policy.check import check_policy
from gradeaudit.policy.load import load
from tests.tables import book, gradebooks

SAMPLES = Path(__file__).parents[1] / "sample_exports"


def problems(text: str, folder: Path) -> list[str]:
    path = folder / "draft.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in check_policy(load(path), datetime.date(2026, 11, 24))]


def spelled(names: tuple[str, str], weights: tuple[float, float], cell: str, file: str) -> Book:
    picture = f"Name | One /10 @{names[0]} | Two /20 @{names[1]}\nSolo Quist | {cell} | EX\nBea Lund | 8 | 19"
    return book(picture, weights=dict(zip(names, weights)), file=file)


def four() -> list[Book]:
    return [
        spelled(("Home Work", "Tests"), (40, 60), "abs", "1.csv"),
        spelled(("Homework", "Test"), (40, 60), "abs", "2.csv"),
        spelled(("homework", "Tests"), (40, 60), "Solo", "3.csv"),
        spelled(("Home-Work", "Essays"), (30, 70), "Solo", "4.csv"),
    ]


DRAFTED = """\
# Drafted from 4 gradebooks. This is what they do, not what they should do: read every
# line, correct it, and add what the district asks for.

gradeaudit: 1

categories:
  'Home Work':   # 4 of 4 gradebooks
    weight: 40   # 40%: 3 of 4 gradebooks
    required: true
    aliases: ['Home-Work', 'Homework']
  'Tests':   # 3 of 4 gradebooks
    weight: 60   # 60%: 3 of 3 gradebooks
    required: true
  'Essays':   # 1 of 4 gradebooks
    weight: 70   # 70%: 1 of 1 gradebook
    required: false

# Left out: 1 text that is in few cells of one gradebook, or may be a name.
missing_work:
  codes:
    'EX': excused   # 4 cells in 4 gradebooks; the LMS marks them so
    'abs': absent   # 2 cells in 2 gradebooks; by its spelling

# Points possible, the commonest first (marks.points_possible would forbid all others):
#   10: 4 of 8 assignments
#   20: 4 of 8 assignments
"""


def test_spellings_are_one_name_and_each_line_tells_its_support(tmp_path: Path) -> None:
    text = draft([gradebooks(*four())])
    assert text == DRAFTED  # and Solo, a student's first name, is no code
    assert problems(text, tmp_path) == []


def test_batches_and_their_order_change_nothing() -> None:
    assert draft([gradebooks(one) for one in reversed(four())]) == DRAFTED


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    headers = [f"T{number} /{number} @Kind {number}x" for number in range(1, 63)]
    long = "A" * 101
    picture = " | ".join(["Name", *headers, f"Last /63 @{long}"]) + "\nSolo" + " | 1" * 63
    text = draft([gradebooks(book(picture))])
    assert "  # left out: 2 categories that many have" in text  # 62 kinds, 60 of them written
    assert "  # left out: 1 category whose name is too long" in text
    assert "#   and 55 other numbers of points" in text  # 63 numbers, 8 of them written
    assert problems(text, tmp_path) == []


def test_a_weight_without_a_majority_is_left_to_decide(tmp_path: Path) -> None:
    text = draft([gradebooks(spelled(("A", "B"), (40, 60), "", "1.csv"), spelled(("A", "B"), (50, 50), "", "2.csv"))])
    assert [line.strip() for line in text.splitlines() if "weight:" in line] == [
        "# weight: 40   # 40%: 1 of 2 gradebooks; decide",
        "# weight: 50   # 50%: 1 of 2 gradebooks; decide",
    ]
    assert problems(text, tmp_path) == []


def test_weights_that_cannot_add_up_are_left_to_decide(tmp_path: Path) -> None:
    text = draft([gradebooks(spelled(("A", "B"), (40, 80), "", "1.csv"))])
    assert "can't add up to 100 together" in text
    assert "    # weight: 80   # 80%: 1 of 1 gradebook; decide" in text
    assert problems(text, tmp_path) == []


def test_names_that_look_like_yaml_stay_names(tmp_path: Path) -> None:
    strange = ("NO: #1 'x'", "<<"), ("\u2028!!python", "? [a]"), ("\ud800", "source")
    text = draft([gradebooks(*(spelled(names, (40, 60), "", f"{names[1][0]}.csv") for names in strange))])
    assert problems(text, tmp_path) == []
    categories = load(tmp_path / "draft.yaml").settings.categories or {}
    assert {"NO: #1 'x'", "<<", "? [a]", "source"} < set(categories)


def code_lines(text: str) -> list[str]:
    return [line.strip() for line in text.partition("  codes:\n")[2].partition("\n\n")[0].splitlines()]


def test_a_code_means_what_the_lms_says_of_most_of_its_cells_else_what_it_is_spelt_like(tmp_path: Path) -> None:
    flags = {"late": [True, True, False, False], "missing": [False, False, True, False]}
    books = [
        book(
            "Name | One | Two\nAda | Q | MI\nBen | Q | zq", scores={"late": [True, False, True, False]}, file=f"{n}.csv"
        )
        for n in range(2)
    ]
    text = draft([gradebooks(*books)])
    assert code_lines(text) == [
        "'Q': late   # 4 cells in 2 gradebooks; the LMS marks them so",
        "'MI': missing   # 2 cells in 2 gradebooks; by its spelling",
        "'zq': not_entered   # 2 cells in 2 gradebooks; what does it mean?",
    ]
    assert problems(text, tmp_path) == []
    most = [book("Name | One\nAda | X\nBen | x\nCleo | X\nDan | 9", scores=flags, file=f"{n}.csv") for n in range(2)]
    assert code_lines(draft([gradebooks(*most)])) == [
        "'X': late   # 6 cells in 2 gradebooks; the LMS marks 4 of them so"
    ]


def test_an_abbreviation_is_the_name_it_stands_for_and_a_kind_is_not() -> None:
    names = [("Homework", "Tests"), ("Homework", "Exams"), ("HW (40%)", "Tests"), ("Hmwk", "Tests")]
    text = draft([gradebooks(*(spelled(pair, (40, 60), "8", f"{n}.csv") for n, pair in enumerate(names)))])
    assert text.partition("categories:\n")[2].partition("\n\n")[0].splitlines() == [
        "  'Homework':   # 4 of 4 gradebooks",
        "    weight: 40   # 40%: 4 of 4 gradebooks",
        "    required: true",
        "    aliases: ['HW (40%)', 'Hmwk']",
        "  'Tests':   # 3 of 4 gradebooks",
        "    weight: 60   # 60%: 3 of 3 gradebooks",
        "    required: true",
        "  'Exams':   # 1 of 4 gradebooks",
        "    weight: 60   # 60%: 1 of 1 gradebook",
        "    required: false",
    ]


def titled(*titles: str, file: str) -> Book:
    return book(f"Name | {' | '.join(titles)}\nAda{' | 9' * len(titles)}", file=file)


def test_a_convention_is_stated_where_more_than_half_of_the_gradebooks_follow_it(tmp_path: Path) -> None:
    three = ("HW 1: Units", "Unit test 2.1: Ions", "Essai 3: Été")
    books = [
        titled(*three, file="1.csv"),
        titled(*three[:2], "Warm-up", file="2.csv"),
        titled("Lab #1 - Ice", "Lab #2 - Fire", "Lab 3", file="3.csv"),
    ]
    text = draft([gradebooks(*books)])
    assert text.partition("naming:\n")[2].partition("\n\n")[0].splitlines() == [
        r"  assignment: '^\pL+( \pL+)* \d+([.-]\d+)?: \S.*$'   # such as “Word 1: Topic”: 5 of 9 titles,"
        " most titles of 2 of 3 gradebooks",
        "# How other titles are built, the commonest first:",
        "#   “Word #1 - Topic”: 2 of 9 titles, most titles of 1 of 3 gradebooks",
        "#   “Word 1”: 1 of 9 titles, most titles of 0 of 3 gradebooks",
    ]
    assert problems(text, tmp_path) == []
    half = draft([gradebooks(books[0], books[2])])
    assert "naming:" not in half
    assert "#   “Word 1: Topic”: 3 of 6 titles, most titles of 1 of 2 gradebooks\n" in half


@pytest.mark.parametrize(
    ("title", "others"),
    [("HW 1: Units", ["hw1: Units", "HW 1:Units", "HW 1", "HW: Units"]), ("Quiz 2. Cells", ["Quiz 2: Cells", "Quiz 2.1"]),
     ("Lab 3) Ice", ["Lab 3 Ice"]), ("QZ12", ["QZ 12"]), ("Lab #3 - Ice", ["Lab 3 - Ice", "Lab #3 — Ice"])],
)  # fmt: skip
def test_a_pattern_takes_the_titles_that_are_built_like_it_and_no_others(title: str, others: list[str]) -> None:
    compiled = re2.compile(pattern(shape_of(title)))
    assert compiled.search(title) and not any(compiled.search(other) for other in others)


def test_the_samples_give_a_policy_without_mistakes_and_the_same_twice(tmp_path: Path) -> None:
    run = CliRunner()
    first, again = tmp_path / "first.yaml", tmp_path / "again.yaml"
    for target in (first, again):
        drafted = run.invoke(app, ["policy", "init", "--from", str(SAMPLES), "-o", str(target)])
        assert (drafted.exit_code, drafted.output) == (0, "")
    assert first.read_bytes() == again.read_bytes()
    assert "  'Homework':   # 26 of 27 gradebooks\n    weight: 10   # 10%: 13 of 19 gradebooks\n" in first.read_text()
    checked = run.invoke(app, ["policy", "check", str(first), "--as-of", "2026-11-24"])
    assert (checked.exit_code, checked.output) == (0, "first.yaml: no mistakes found\n")


OUT_OF_LINE = {
    "category-alias": [
        "“Class work” should be called “Classwork”",
        "“HW” should be called “Homework”",
        "“HW” should be called “Homework”",
    ],
    "category-missing": [
        "“Homework” is missing: no assignment in this export is in such a category",
    ],
    "category-unknown": [
        "“Exams” is no category of the policy",
    ],
    "code-unknown": [
        "“*” in 1 cell is no code of the policy",
        "“?” in 1 cell is no code of the policy",
        "“AB” in 1 cell is no code of the policy (closest: abs)",
        "“M” in 1 cell is no code of the policy (closest: MI)",
        "“absent” in 1 cell is no code of the policy (closest: abs)",
        "“late” in 1 cell is no code of the policy",
        "“missing” in 1 cell is no code of the policy (closest: MI)",
    ],
    "due-before-assigned": [
        "“QZ 1: Climate zones” due on 2026-09-25, assigned on 2026-09-28",
        "“QZ 1: Integers” due on 2026-10-02, assigned on 2026-10-09",
    ],
    "title-pattern": [
        "“Attendance week 1” doesn't follow the naming convention",
        "“Class photo form” doesn't follow the naming convention",
        "“Essay 1” doesn't follow the naming convention",
        "“Fun run” doesn't follow the naming convention",
        "“Homework 01” doesn't follow the naming convention",
        "“Lab 01” doesn't follow the naming convention",
        "“Locker form” doesn't follow the naming convention",
        "“Midterm” doesn't follow the naming convention",
        "“New Assignment” doesn't follow the naming convention",
        "“New Assignment” doesn't follow the naming convention",
        "“New Assignment” doesn't follow the naming convention",
        "“New Item” doesn't follow the naming convention",
        "“New assignment” doesn't follow the naming convention",
        "“New assignment” doesn't follow the naming convention",
        "“New assignment” doesn't follow the naming convention",
        "“Safety contract” doesn't follow the naming convention",
        "“Untitled Assignment” doesn't follow the naming convention",
        "“Untitled” doesn't follow the naming convention",
        "“Warm-up” doesn't follow the naming convention",
        "“Week 1” doesn't follow the naming convention",
        "“Week 2” doesn't follow the naming convention",
        "“Week 3” doesn't follow the naming convention",
        "“extra” doesn't follow the naming convention",
        "“homework 02” doesn't follow the naming convention",
        "“hw3” doesn't follow the naming convention",
        "“untitled” doesn't follow the naming convention",
        "“worksheet” doesn't follow the naming convention",
    ],
    "title-placeholder": [
        "“New Assignment” is a placeholder, not a title",
        "“New Assignment” is a placeholder, not a title",
        "“New Assignment” is a placeholder, not a title",
        "“New Item” is a placeholder, not a title",
        "“New assignment” is a placeholder, not a title",
        "“New assignment” is a placeholder, not a title",
        "“New assignment” is a placeholder, not a title",
        "“Untitled Assignment” is a placeholder, not a title",
        "“Untitled” is a placeholder, not a title",
        "“untitled” is a placeholder, not a title",
    ],
    "title-untidy": [
        "“ TST 1: Number sense” has a space at its start; it should be “TST 1: Number sense”",
        "“CW 1:  Atlas hunt” has a doubled space; it should be “CW 1: Atlas hunt”",
        "“HW  3: Osmosis” has a doubled space; it should be “HW 3: Osmosis”",
    ],
    "weight-differs": [
        "“Class work” weighs 25%, the policy says 30%",
        "“Classwork” weighs 35%, the policy says 30%",
        "“Formative” weighs 20%, the policy says 30% (recovered from the totals)",
        "“Homework” weighs 15%, the policy says 10%",
        "“Homework” weighs 20%, the policy says 10%",
        "“Homework” weighs 20%, the policy says 10%",
        "“Homework” weighs 20%, the policy says 10%",
        "“Homework” weighs 20%, the policy says 10%",
        "“Homework” weighs 20%, the policy says 10% (recovered from the totals)",
        "“Summative” weighs 30%, the policy says 60% (recovered from the totals)",
        "“Summative” weighs 50%, the policy says 60% (recovered from the totals)",
        "“Summative” weighs 50%, the policy says 60% (recovered from the totals)",
    ],
}


def test_under_its_draft_only_what_is_out_of_line_is_found_in_the_samples(tmp_path: Path) -> None:
    run, report = CliRunner(), tmp_path / "report.json"
    drafted = str(tmp_path / "draft.yaml")
    run.invoke(app, ["policy", "init", "--from", str(SAMPLES), "-o", drafted])
    run.invoke(app, ["check", str(SAMPLES), "-p", drafted, "--as-of", "2026-11-24", "-o", str(report)])
    found: dict[str, list[str]] = {}
    for one in json.loads(report.read_text("utf-8"))["findings"]:
        found.setdefault(one["rule"], []).append(one["message"])
    assert {rule: sorted(messages) for rule, messages in found.items()} == OUT_OF_LINE
