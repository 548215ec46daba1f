"""What a policy would do to grades, worked out by hand for four students."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from gradeaudit.cli.app import app
from gradeaudit.flow import Order
from gradeaudit.gradebook import Book
from gradeaudit.policy.load import load
from gradeaudit.reading import Batch
from gradeaudit.whatif import NO_TOTAL, Effect, WhatIf, as_text, whatif
from tests.tables import book, gradebooks

ROOT = Path(__file__).parents[1]
NEW = """categories: {Homework: {weight: 40}, Test: {weight: 60}}
missing_work: {codes: {MI: {means: missing, counts_as: 0}, EX: excused}}
totals: {scale: {A: 90, B: 80, F: 0}, passing: 60}
"""
OLD = NEW.replace("40", "50").replace("{weight: 60}", "{weight: 50}").replace("counts_as: 0", "counts_as: 50")
# Homework 50 and Test 50 as printed, blanks and codes left out:
#   A (100 + 80) / 2 = 90;   B (50 + 100) / 2 = 75;   C Test alone = 90;   D Homework alone = 80
# Under the policy, 40 and 60, MI as 0:
#   A 40 + 48 = 88 (A to B); B 20 + 60 = 80 (F to B);  C 0 + 54 = 54 (A to F); D Homework alone = 80 (stays)
PICTURE = """
Student | H1 /10 @Homework | T1 /100 @Test
A       | 10               | 80
B       | 5                | 100
C       | MI               | 90
D       | 8                |
"""
PRINTED = {"current": ["90", "75", "90", "80"]}


def answer(folder: Path, *books: Book, new: str = NEW, old: str = "", places: bool = False) -> WhatIf:
    (folder / "new.yaml").write_text(new)
    (folder / "old.yaml").write_text(old)
    order = Order((), load(folder / "new.yaml", "new.yaml"), date(2026, 11, 24), ())
    against = load(folder / "old.yaml", "old.yaml") if old else None
    return whatif(order, against, [Batch(gradebooks(*books), (), ())], places)


def test_changes_letters_and_passes_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    result = answer(tmp_path, book(PICTURE, totals=PRINTED), places=True)
    # -2, +5, -36, 0: the mean is -33 / 4
    assert result.gradebooks == (
        Effect(
            name="book.csv", school="no school given", students=4, up=1, down=2, mean=-8.25, most_up=5.0,
            most_down=-36.0, letter_up=1, letter_down=2, newly_passing=0, newly_failing=1,
            bars=(1, 0, 0, 1, 1, 0, 0, 1, 0), rows=(2, 3, 4),
        ),
    )  # fmt: skip
    assert (result.whole.students, result.whole.mean, result.whole.newly_failing) == (4, -8.25, 1)


def test_against_another_policy_both_sides_are_worked_out(tmp_path: Path) -> None:
    (effect,) = answer(tmp_path, book(PICTURE, totals=PRINTED), old=OLD).gradebooks
    # under OLD, MI counts as 50: C is (50 + 90) / 2 = 70, so it falls by 16
    assert (effect.up, effect.down, effect.most_up, effect.most_down) == (1, 2, 5.0, -16.0)
    (same,) = answer(tmp_path, book(PICTURE, totals=PRINTED), old=NEW).gradebooks
    assert (same.students, same.up, same.down, same.letter_up) == (4, 0, 0, 0)


def test_blanks_as_zero_a_floor_rounding_and_averages_of_percents(tmp_path: Path) -> None:
    totals = (
        "totals: {blanks: zero, category_average: percent, minimum: [{at: term, value: 50}], rounding: {mode: up}}\n"
    )
    new = "categories: {Homework: {weight: 40}, Test: {weight: 60}}\n" + totals
    picture = """
Student | H1 /10 @Homework | H2 /40 @Homework | T1 /100 @Test
A       | 10               | 10               | 70
B       | 1                | 2                | 10
C       | 10               |                  | 90
"""
    old = new.replace(", minimum: [{at: term, value: 50}], rounding: {mode: up}", "")
    (effect,) = answer(tmp_path, book(picture), new=new, old=old).gradebooks
    # A: (100 + 25) / 2 = 62.5, 25 + 42 = 67;  B: (10 + 5) / 2 = 7.5, 3 + 6 = 9 to the floor of 50, up 41
    # C: (100 + 0) / 2 = 50, 20 + 54 = 74
    assert (effect.students, effect.up, effect.down, effect.most_up) == (3, 1, 0, 41.0)
    (printed,) = answer(tmp_path, book(picture, totals={"final": ["66", "9", "74"]}), new=old).gradebooks
    assert (printed.up, printed.most_up, printed.most_down) == (1, 1.0, 0.0)


def test_what_cannot_be_worked_out_says_why(tmp_path: Path) -> None:
    stray = PICTURE.replace("@Test", "@Quest")
    unweighed = NEW.replace("Test: {weight: 60}", "Test: {weight: {min: 50, max: 70}}").replace("40", "{max: 50}")
    assert [answer(tmp_path, book(PICTURE)).gradebooks[0].why] == [NO_TOTAL]
    cases = [
        (book(stray, totals=PRINTED), NEW, "in a category that the policy doesn't know"),
        (book(PICTURE.replace(" @Homework", "").replace(" @Test", ""), totals=PRINTED), NEW, "doesn't show the categ"),
        (book(PICTURE, totals=PRINTED), unweighed, "doesn't fix one weight"),
        (book(PICTURE, totals=PRINTED), "categories: {Homework: {}, Test: {}}\n", "the policy sets no weights"),
    ]
    for one, new, why in cases:
        (effect,) = answer(tmp_path, one, new=new).gradebooks
        assert (effect.students, why in effect.why) == (0, True), effect.why


def test_a_mark_that_cannot_be_read_leaves_its_student_out(tmp_path: Path) -> None:
    (effect,) = answer(tmp_path, book(PICTURE.replace("MI", "??"), totals=PRINTED)).gradebooks
    assert (effect.students, effect.most_down) == (3, -2.0)


def test_the_text_has_the_figures_and_no_student(tmp_path: Path) -> None:
    text = as_text(answer(tmp_path, book(PICTURE, totals=PRINTED)))
    assert text.splitlines()[:4] == [
        "4 students in 1 gradebook",
        "1 of 4 grades would rise, 2 fall; -8.25 points on average, at most +5.00 and -36.00",
        "1 would get a better letter, 2 a worse one",
        "0 would newly pass, 1 newly fail",
    ]


def test_the_command_gives_the_same_figures_in_each_format() -> None:
    words = ["whatif", str(ROOT / "sample_exports/north-hs"), "-p", str(ROOT / "policies/secondary.yaml")]
    text = CliRunner().invoke(app, words)
    record = json.loads(CliRunner().invoke(app, [*words, "-f", "json"]).stdout)
    rows = list(csv.DictReader(io.StringIO(CliRunner().invoke(app, [*words, "-f", "csv"]).stdout)))
    assert text.exit_code == 0
    assert text.stdout.startswith(f"{record['whole']['students']} students in ")
    assert sum(int(row["students"]) for row in rows) == record["whole"]["students"]
    # ALG1 follows the policy's weights: what Canvas printed comes out again, to the cent that it rounds to
    (algebra,) = [one for one in record["gradebooks"] if "ALG1" in one["name"]]
    assert (algebra["students"], algebra["up"], algebra["down"], algebra["most_up"]) == (18, 0, 0, 0.0)
