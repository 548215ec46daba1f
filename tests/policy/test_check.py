"""policy check: what is wrong with a policy that loads."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from gradeaudit.policy.check import check_policy
from gradeaudit.policy.load import load

YEAR = "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}, Q2: {starts: 2026-11-09, ends: 2027-01-15}}}\n"
RIGHT = {
    "weights of every term": YEAR
    + "categories: {Minor: {weight: 40}, Major: {weight: {default: 60, Q2: 50}}, Exam: {weight: {Q2: 10}}}",
    "bounds that can meet the total": "categories: {A: {weight: {min: 0, max: 30}}, B: {weight: 80}}",
    "a category without a weight": "categories: {A: {weight: 40}, B: {}}",
    "a banned category": "categories: {A: {weight: 100}, B: {banned: true}}",
    "an alias in the plural": "categories: {A: {weight: 100, aliases: [Test, Tests]}}",
    "thirds": "categories: {A: {weight: 33.33}, B: {weight: 33.33}, C: {weight: 33.33}}",
    "an override that keeps the total": "categories: {A: {weight: 40}, B: {weight: 60}}\n"
    "overrides: [{when: {level: high}, set: {categories: {A: {weight: 30}, B: {weight: 70}}}}]",
    "enough grades for the cap": "categories: {A: {weight: 70, grades: {min: 2}}, B: {weight: 30}}\n"
    "weights: {share: {one: 35}}",
    "a scale": "totals: {scale: {A: 90, B: 80, F: 0}, terms: {Q1: 40, Q2: 40, exam: 20}}",
    "a rising scale": "totals: {scale: {F: 0, B: 80, A: 90}}",
    "a waiver": "waivers: [{rules: 'code-*', where: {school: A}, reason: pilot, granted_by: principal,"
    " expires: 2026-11-24}]",
    "a code that counts everywhere": "missing_work: {codes: {MI: {means: missing, counts_as: 0}}}\n"
    "overrides: [{when: {level: elementary}, set: {missing_work: {codes: {MI: {counts_as: 50}}}}}]",
}
WRONG = {
    "categories: {A: {weight: 40}, B: {weight: 70}}": [
        "1:1: the weights add up to 110, not 100; correct one of them, or set weights.total"
    ],
    "categories: {A: {weight: {max: 10}}, B: {weight: 80}}": [
        "1:1: the weights add up to 80 to 90, not 100; correct one of them, or set weights.total"
    ],
    YEAR + "categories: {A: {weight: {default: 100, Q2: 90}}}": [
        "2:1: the weights in Q2 add up to 90, not 100; correct one of them, or set weights.total"
    ],
    "categories: {A: {weight: 40}, B: {weight: 60}}\n"
    "overrides: [{when: {level: [middle, high]}, set: {categories: {A: {weight: 30}}}}]": [
        "1:1: the weights for level middle or high add up to 90, not 100; correct one of them, or set weights.total"
    ],
    "categories: {Tests: {aliases: [Quiz]}, Minor: {accepts: [quizzes, test]}}": [
        "1:67: the name 'test' stands here and in policy.yaml:1; let each name mean one thing"
    ],
    "missing_work: {codes: {MI: {means: missing, aliases: [ex]}, EX: excused}}": [
        "1:61: the name 'EX' stands here and in policy.yaml:1; let each name mean one thing"
    ],
    "categories: {Minor: {}, Major: {}}\ncounts: {ratio: [{of: Minors, per: Mayor, min: 2}]}": [
        "2:31: there is no category 'Mayor'; did you mean 'Major'?"
    ],
    "totals: {scale: {A: 90, B: 90, C: 95, F: 60}}": [
        "1:25: the letter 'B' begins at the same percent as 'A', so they overlap;"
        " give the lower letter a lower percent",
        "1:32: the letter 'C' begins above 'B', so they overlap; give the lower letter a lower percent",
        "1:39: no letter is given below 60%; let the lowest letter begin at 0",
    ],
    "totals: {terms: {Q1: 40, Q2: 40, exam: 10}}": [
        "1:10: the weights of terms and exams add up to 90, not 100; correct one of them"
    ],
    "categories: {A: {weight: 70, grades: {min: 1}}, B: {weight: 30}}\nweights: {share: {one: 35}}": [
        "1:39: 'A' weighs 70% and one assignment may count 35%, but it needs only 1 grades; ask for at least 2"
    ],
    "missing_work: {codes: {MI: missing}}\n"
    "overrides: [{when: {level: elementary}, set: {missing_work: {codes: {MI: {counts_as: 50}}}}}]": [
        "2:75: the code 'MI' counts as 50 for level elementary, and nobody says what it counts as elsewhere;"
        " say it at the top"
    ],
    "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}, Q2: {starts: 2026-11-06, ends: 2026-09-01}}}": [
        "1:89: Q2 ends before it starts; swap them"
    ],
    "calendar:\n  terms:\n    Q1: {starts: 2026-08-31, ends: 2026-11-06, progress: 2026-12-01}\n"
    "    Q2: {starts: 2026-11-02, ends: 2027-01-15}": [
        "3:48: the progress date of Q1 lies outside the term; correct the date",
        "4:10: Q2 overlaps Q1; let a term start after the other has ended",
    ],
    YEAR + "overrides: [{when: {term: Q5}, set: {weights: {tolerance: 1}}}]": [
        "2:21: the calendar has no term 'Q5'; add it to calendar.terms"
    ],
    "waivers: [{rules: [code-unknwon], where: {school: A}, expires: 2026-11-23}]": [
        "1:11: this waiver gives no reason, so it waives nothing; add reason:",
        "1:11: this waiver doesn't say who granted it; add granted_by:",
        "1:12: there is no rule 'code-unknwon'; did you mean 'code-unknown'?",
        "1:55: this waiver expired on 2026-11-23; renew it, or remove it",
    ],
}


def found(folder: Path, text: str, titles: list[str] | None = None) -> list[str]:
    (folder / "policy.yaml").write_text(text, encoding="utf-8")
    source = load(folder / "policy.yaml")
    problems = check_policy(source, datetime.date(2026, 11, 24), ["code-unknown", "code-alias"], titles)
    return [str(problem).removeprefix("policy.yaml:") for problem in problems]


@pytest.mark.parametrize(("text", "messages"), WRONG.items(), ids=[text[-40:] for text in WRONG])
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, messages: list[str]) -> None:
    assert found(tmp_path, text) == messages


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_no_mistake(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, RIGHT[name]) == []


def test_a_pattern_that_no_title_follows(tmp_path: Path) -> None:
    policy = r"naming: {assignment: ['^HW', '^Quizz \d'], by_category: {Tests: '^Test'}}"
    assert found(tmp_path, policy, ["HW 1", "Quiz 1", "Test 3"]) == [
        r"1:30: the pattern '^Quizz \d' matches none of 3 titles;"
        " correct the pattern, or ask whether the convention is known"
    ]
    assert found(tmp_path, policy) == []


def test_scopes_and_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "courses.csv").write_text("course_code,level\nBIO,high\nART7,middle\n", encoding="utf-8")
    policy = """identify: {catalogue: courses.csv}
overrides:
  - {when: {level: hihg}, set: {categories: {Tests: {weight: 100}}}}
  - {when: {level: middle}, set: {categories: {Tests: {weight: 100}}}}
"""
    assert found(tmp_path, policy) == [
        "1:12: no scope covers the course 'BIO' of the catalogue; add categories: at the top, or an override for it",
        "3:6: no course of the catalogue is meant by level hihg; correct the names under when:",
    ]
