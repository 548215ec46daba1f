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
from gradeaudit.whatif import NO_TOTAL, Effect, WhatIf, together, whatif
from gradeaudit.whatif_out import as_html, as_record, as_text
from tests.tables import book, gradebooks

ROOT = Path(__file__).parents[1]
NORTH = ROOT / "sample_exports/north-hs"
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


def test_the_mean_is_over_students_and_is_rounded_once() -> None:
    # 0.006 for two students and 0 for one are 0.004 on average, 0.00 as written; of rounded means it would be 0.01.
    both = together("all", [Effect("a", "", students=2, mean=0.006), Effect("b", "", students=1)])
    assert (both.students, round(both.mean, 6)) == (3, 0.004)
    assert as_record(WhatIf((), (), both, ()))["whole"]["mean"] == 0.0


def effects(*files: str) -> dict[str, dict[str, object]]:
    words = ["whatif", *(str(NORTH / file) for file in files), "-p", str(ROOT / "policies/secondary.yaml"), "--places"]
    record = json.loads(CliRunner().invoke(app, [*words, "-f", "json"]).stdout)
    return {one.pop("name").rpartition("/")[2]: one for one in record["gradebooks"]}


def test_samples_whose_codes_count_as_zero_under_the_policy() -> None:
    # Of 21 students three have “abs”, which the policy doesn't know. Three have MI in one of three homeworks of 10; the
    # printed totals leave it out. Homework, Formative and Summative at 10, 30 and 60 percent:
    #   row 7   14.5 of 30, 67.50, 77.00: 4.833 + 20.25 + 46.2 = 71.283, printed 73.70: -2.417
    #   row 11  18 of 30, 88.125, 86.00:  6 + 26.4375 + 51.6 = 84.0375, printed 87.04: -3.0025
    #   row 12  14 of 30, 71.25, 74.00:   4.667 + 21.375 + 44.4 = 70.442, printed 72.78: -2.338
    # The others move by the rounding of two decimals; the mean is -7.757 / 18. Nobody crosses 90, 80, 70 or 60.
    (effect,) = effects("2026-11-13T0803_Grades-WHIST-P2.csv").values()
    assert effect == {
        "school": "no school given", "students": 18, "up": 0, "down": 3, "mean": -0.43, "most_up": 0.0,
        "most_down": -3.0, "letter_up": 0, "letter_down": 0, "newly_passing": 0, "newly_failing": 0,
        "bars": [0, 0, 3, 0, 15, 0, 0, 0, 0], "rows": [], "why": "",
    }  # fmt: skip


def test_samples_whose_weights_the_policy_changes() -> None:
    # Its weights are 20, 30 and 50, the policy's 10, 30 and 60: each grade moves by a tenth of Summative - Homework.
    # Those differences, from row 3 on: -1.5, 2.5, 10.5, 4.25, 2.75, -7.5, -0.5, 4, 6, 9, -2.75, 5.5, 3, 7.25, 3.25, -0.75,
    # -1.75, 4, -1, -11.75, -4.75, -3. Twelve rise by more than 0.05, nine fall, one (-0.05, and its printed total is
    # rounded down) stays; they add to 26.75, so the mean is 2.675 / 22 = 0.12. The most are row 5, 1.05 (its 88.125 is
    # printed as 88.13), and row 22, 71.00 - 1.175 = 69.825: from C to D.
    (effect,) = effects("2026-11-12T0915_Grades-ENG9-P5.csv").values()
    assert effect["most_up"] in (1.04, 1.05)  # 1.045
    assert {name: value for name, value in effect.items() if name != "most_up"} == {
        "school": "no school given", "students": 22, "up": 12, "down": 9, "mean": 0.12, "most_down": -1.18,
        "letter_up": 0, "letter_down": 1, "newly_passing": 0, "newly_failing": 0,
        "bars": [0, 0, 0, 2, 15, 5, 0, 0, 0], "rows": [22], "why": "",
    }  # fmt: skip


def test_the_answer_is_written_in_the_format_of_the_file_s_suffix(tmp_path: Path) -> None:
    words = ["whatif", str(NORTH), "-p", str(ROOT / "policies/secondary.yaml")]
    for suffix, begins in (
        (".json", "{"),
        (".csv", "name,school,"),
        (".txt", "89 students in 5"),
        (".html", "<!doctype"),
    ):
        file = tmp_path / f"what{suffix}"
        done = CliRunner().invoke(app, [*words, "-o", str(file)])
        assert (done.exit_code, done.stdout) == (0, "")
        assert file.read_text("utf-8").startswith(begins)


def test_an_output_of_no_known_format_or_over_an_input_is_refused(tmp_path: Path) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text(NEW)
    for output, says in ((tmp_path / "what.doc", "doesn't say which format"), (policy, "would replace an input")):
        done = CliRunner().invoke(app, ["whatif", str(NORTH), "-p", str(policy), "-o", str(output)])
        assert says in str(done.exception), done.output
    assert policy.read_text() == NEW


def test_the_page_has_the_figures_and_lets_no_text_in_as_markup(tmp_path: Path) -> None:
    page = as_html(answer(tmp_path, book(PICTURE, totals=PRINTED, file="<b>&.csv"), book(PICTURE)))
    assert "<p>4 students in 1 gradebook</p>" in page
    assert "<td>-5 to -2</td>" in page.replace("−", "-")
    assert "<b>" not in page
    assert (
        "<td>&lt;b&gt;&amp;.csv</td><td>4</td><td>1</td><td>2</td><td>-8.25</td><td>+5.00</td><td>-36.00</td>" in page
    )
    assert "<li>1 gradebook: this export prints no course total" in page


def test_the_command_gives_the_same_figures_in_each_format() -> None:
    words = ["whatif", str(NORTH), "-p", str(ROOT / "policies/secondary.yaml")]
    text = CliRunner().invoke(app, words)
    record = json.loads(CliRunner().invoke(app, [*words, "-f", "json"]).stdout)
    rows = list(csv.DictReader(io.StringIO(CliRunner().invoke(app, [*words, "-f", "csv"]).stdout)))
    assert text.exit_code == 0
    assert text.stdout.startswith(f"{record['whole']['students']} students in ")
    assert sum(int(row["students"]) for row in rows) == record["whole"]["students"]
    # ALG1 follows the policy's weights: what Canvas printed comes out again, to the cent that it rounds to
    (algebra,) = [one for one in record["gradebooks"] if "ALG1" in one["name"]]
    assert (algebra["students"], algebra["up"], algebra["down"], algebra["most_up"]) == (18, 0, 0, 0.0)
