"""A policy drafted from gradebooks: what is one name, what weight most agree on, and that it is a policy at all."""

from __future__ import annotations

import datetime
from pathlib import Path

from typer.testing import CliRunner

from gradeaudit.cli.app import app
from gradeaudit.drafting import draft
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
# A code that begins with # below waits for its meaning: remove the #, and write it in place of the ?.
missing_work:
  codes:
    'EX': excused   # 4 cells in 4 gradebooks
#    'abs': ?   # 2 cells in 2 gradebooks

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


def test_codes_without_a_meaning_leave_a_policy_that_loads(tmp_path: Path) -> None:
    text = draft([gradebooks(book("Name | One\nAda | abs", file=f"{n}.csv")) for n in range(2)])
    assert "#missing_work:\n#  codes:\n#    'abs': ?   # 2 cells in 2 gradebooks\n" in text
    assert problems(text, tmp_path) == []


def test_the_samples_give_a_policy_without_mistakes_and_the_same_twice(tmp_path: Path) -> None:
    run = CliRunner()
    first, again = tmp_path / "first.yaml", tmp_path / "again.yaml"
    for target in (first, again):
        drafted = run.invoke(app, ["policy", "init", "--from", str(SAMPLES), "-o", str(target)])
        assert (drafted.exit_code, drafted.output) == (0, "")
    assert first.read_bytes() == again.read_bytes()
    assert "  'Homework':   # 24 of 27 gradebooks\n    weight: 10   # 10%: 13 of 19 gradebooks\n" in first.read_text()
    checked = run.invoke(app, ["policy", "check", str(first), "--as-of", "2026-11-24"])
    assert (checked.exit_code, checked.output) == (0, "first.yaml: no mistakes found\n")
