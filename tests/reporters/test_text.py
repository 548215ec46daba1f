"""text: what a teacher and a coordinator read on a terminal or in a pipe."""

import re
import unicodedata

import pytest

from gradeaudit.findings import Report
from gradeaudit.reporters._terminal import cut, measure, wrapped
from gradeaudit.reporters.text import text
from tests.reporters.reports import CLEAN, HOSTILE_TEXTS, ONE, RUN, SEVERAL, hostile, large, look

TEACHER_80 = """\
Held against Maple Valley Unified, Grading policy 2026-27 as of 2026-11-24

Algebra 1, Period 3 · R. Ortega · Jefferson MS
28 students, 45 assignments · canvas export · jefferson/algebra-p3.csv

Two things to fix before you post

 1  ✖ error   A code isn't in the policy                            code-unknown
              • “abs” in 4 cells is no code of the policy
                at  H2, H7:H9 in “HW 3: Fractions”
              • “exx” in 1 cell is no code of the policy (closest: EX)
                at  I5 in “HW 4: Decimals”
              why    Nobody can tell what an unlisted code means.
              fix    Type the policy's code that means the same.
              policy policies/secondary.yaml:31  codes: {MI: missing, EX:
                     excused}

 2  ✖ error   Homework weighs 30%, the policy says 20%            weight-differs
              why    The same work counts differently here than in the classroom
                     next door.
              fix    Set the category's weight to the policy's in the
                     gradebook's settings.
              policy policies/secondary.yaml:12  Homework: {weight: 20}

One thing to look at

 3  ▲ warning 2 cells are blank where 26 of 28 students have a score (likely)
              at     J4, J11 in “Quiz 1”
              why    A blank counts nothing, so the grade reads too high.
              fix    Enter the score, or the policy's code for missing work.
              rule   blank-overdue

One thing worth knowing

 4  ● info    The title has two spaces in a row                     title-untidy
              at     J1 in “Quiz  1”
              why    Two titles that look the same are not the same to the
                     gradebook.
              fix    Retype the title.

Weights
            policy                     this gradebook
  Homework  ███░░░░░░░░░░░░░░ 20%      █████░░░░░░░░░░░░ 30%    ≠
  Tests     ██████████████░░░ 80%      ████████████░░░░░ 70%    ≠

Not checked, and why
  · this export carries no due dates: due-missing

3 errors, 1 warning, 1 note in 1 gradebook.
Students are not named: places show cells and counts.
"""

COORDINATOR_80_ASCII = """\
Maple Valley Unified, Grading policy 2026-27
policies/secondary.yaml - as of 2026-11-24 - gradeaudit 0.1.0

  1 of 3 gradebooks without a finding  #############..........................
  4 errors - 1 warning - 1 note - 1 waived
  10 checks made, 5 could not be made

By rule                                                  of 3 gradebooks   found
  x error   A category's weight differs from the policy  #######...     2      2
  x error   A code isn't in the policy                   ###.......     1      2
  ! warning A blank is overdue                           ###.......     1      1
  i info    A title holds stray characters               ###.......     1      1

By school       gradebooks  clean  errors  warnings  notes
  Jefferson MS           1      0       3         1      1
  Lincoln HS             2      1       1         0      0

Where to start
  Algebra 1, Period 3 - R. Ortega - Jefferson MS     3 errors, 1 warning, 1 note
  jefferson/algebra-p3.csv
    x error   "abs" in 4 cells is no code of the policy - H2, H7:H9
    x error   "exx" in 1 cell is no code of the policy (closest: EX) - I5
    x error   Homework weighs 30%, the policy says 20%
    ... and 2 more
  Chemistry, Period 2 - J. Kim - Lincoln HS                              1 error
  lincoln/chemistry-p2.csv
    x error   Homework weighs 30%, the policy says 20%

Weights, as the policy has them and as gradebooks do
  Tests     ##################.... 80%    70% to 80%       1 of 3 agree
  Homework  ####.................. 20%    20% to 30%       1 of 3 agree

Not checked, and why
  - this export carries no due dates in 3 gradebooks: due-missing
  - the policy sets no missing_work.blank in 2 gradebooks: blank-overdue

Could not be read or audited
  x lincoln/notes.txt: no reader recognises this file

4 errors, 1 warning, 1 note in 3 gradebooks.
Students are not named: places show cells and counts.
"""


def render(report: Report, **about: object) -> str:
    return text.render(look(report, **about)).decode("utf-8")


def test_one_gradebook_is_a_teachers_list():
    assert render(ONE, width=80) == TEACHER_80


def test_several_are_a_coordinators_overview_also_in_ascii():
    assert render(SEVERAL, width=80, unicode=False) == COORDINATOR_80_ASCII


def test_wider_it_names_the_rules_and_stays_within_the_width():
    page = render(SEVERAL, width=120)
    assert (
        "  ✖ error   A code isn't in the policy                                 "
        "███████░░░░░░░░░░░░░     1      2  code-unknown\n"
    ) in page
    assert max(map(measure, page.splitlines())) <= 120


def test_the_view_can_be_chosen():
    assert render(ONE, view="coordinator").startswith("Maple Valley Unified")
    pages = render(SEVERAL, view="teacher", width=80)
    assert "Two things to fix before you post" in pages and "One thing to fix before you post" in pages
    assert "Chemistry, Period 2" in pages and "Biology" not in pages


def test_a_clean_run_is_one_line_that_says_what_was_checked():
    assert render(CLEAN, width=80) == (
        "1 gradebook, 3 rules, 0 findings · Maple Valley Unified, Grading policy 2026-27 · as of 2026-11-24\n"
    )


def test_a_clean_run_with_rules_not_checked_does_not_read_as_clean():
    report = Report(RUN, CLEAN.inputs, CLEAN.gradebooks, (), ONE.not_checked, (), CLEAN.rules)
    assert "; 1 rule could not be checked everywhere" in render(report)


def test_what_lies_below_the_severity_is_counted_and_not_shown():
    page = render(ONE, min_severity="error", width=80)
    assert "blank" not in page.partition("Not checked")[0]
    assert "3 errors, 1 warning, 1 note in 1 gradebook. 2 not shown (--min-severity error)." in page


def test_nothing_audited_says_so():
    report = Report(RUN, SEVERAL.inputs[3:], (), (), (), SEVERAL.broken, ())
    assert render(report) == (
        "Nothing was audited: no gradebook could be read.\n\n"
        "Could not be read or audited\n  ✖ lincoln/notes.txt: no reader recognises this file\n"
    )


def test_colour_changes_nothing_but_colour():
    coloured = render(SEVERAL, color=True, width=80)
    assert "\x1b[1;31m✖ error  \x1b[0m" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in plain.splitlines()] == render(SEVERAL, width=80).splitlines()


def test_a_district_is_rolled_up_and_says_what_it_leaves_out():
    page = render(large(findings=2_000, gradebooks=500), width=100)
    assert len(page.splitlines()) < 80
    assert "showing 10 of 40 schools" in page
    assert "showing 5 of 400 gradebooks with findings; --verbose or -o findings.csv has all" in page


@pytest.mark.parametrize("title", HOSTILE_TEXTS, ids=ascii)
@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("view", ["teacher", "coordinator"])
def test_text_from_a_gradebook_commands_neither_the_terminal_nor_a_runner(title, unicode, view):
    page = render(hostile(title), unicode=unicode, view=view, width=80, verbose=True)
    bad = {c for c in page if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert bad == set()
    assert not re.search(r"(?m)^\s*::|##\w*\[", page)
    assert unicode or page.isascii()
    assert max(map(measure, page.splitlines())) <= 80


def test_markup_in_a_title_stays_text():
    assert "“[red]bold[/red] [/] :skull:” in 1 cell" in render(hostile("[red]bold[/red] [/] :skull:"), color=True)


def test_wide_characters_take_two_columns():
    assert measure("日本語") == 6
    assert cut("日本語のタイトル", 9) == "日本語の…"
    assert wrapped("日本語 のタイトル", 8) == ["日本語", "のタイト", "ル"]


def test_a_line_that_a_runner_would_obey_is_broken():
    assert wrapped("aaaa ::error::x", 6) == ["aaaa", "\\::erro", "r::x"]
