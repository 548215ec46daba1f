"""Scopes, terms and dates: which settings hold for which gradebook, and which line set them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import pytest

from gradeaudit.errors import Problem
from gradeaudit.policy.load import Source, load
from gradeaudit.policy.resolve import effective, group

KEYS = ["level", "grade", "school", "department", "schedule", "course_level", "course", "course_code", "teacher",
        "section", "term"]  # fmt: skip
DISTRICT = """district: Maple Valley
calendar:
  terms:
    Q1: {starts: 2026-08-31, ends: 2026-11-06}
    Q2: {starts: 2026-11-09, ends: 2027-01-15}
categories:
  Homework: {weight: 10}
  Tests: {weight: {default: 90, Q2: 80}}
missing_work:
  codes: {MI: missing}
totals:
  minimum: [{at: term, value: 50, except: {course_level: AP}}]
overrides:
  - name: elementary
    when: {level: elementary}
    set:
      categories: {Homework: null}
      missing_work: {codes: {MI: {counts_as: 50}}}
  - name: science
    when: {department: Science}
    set: {categories: {Homework: {weight: 5}}}
  - when: {course: "AP *"}
    set: {categories: {Homework: {weight: 0}}}
"""


def source(folder: Path, text: str = DISTRICT, **others: str) -> Source:
    for name, content in others.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    (folder / "policy.yaml").write_text(text, encoding="utf-8")
    return load(folder / "policy.yaml")


def books(*several: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame([{key: one.get(key, "") for key in KEYS} for one in several])


def weights(policy):
    return {name: policy.weight(name) for name in policy.categories}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


HIGH = {"level": "high", "department": "Science", "course": "Biology", "course_level": "regular"}
AP = {"level": "high", "department": "Science", "course": "AP Biology", "course_level": "AP"}
ELEMENTARY = {"level": "Elementary", "department": "Reading", "course": "Reading 3", "course_level": "regular"}


def test_three_gradebooks_of_one_district_have_three_policies(tmp_path):
    groups = group(source(tmp_path), books(HIGH, AP, ELEMENTARY, HIGH), day("2026-10-01"))
    found = {tuple(mask.tolist()): policy for mask, policy in groups}
    assert len(found) == 3
    high = found[True, False, False, True]
    advanced = found[False, True, False, False]
    young = found[False, False, True, False]
    assert weights(high) == {"Homework": 5.0, "Tests": 90.0}
    assert weights(advanced) == {"Homework": 0.0, "Tests": 90.0}  # the course is nearer than the department
    assert weights(young) == {"Tests": 90.0}
    assert (young.codes["MI"].counts_as, high.codes["MI"].counts_as) == (50.0, None)
    assert young.codes["MI"].means == "missing"
    assert (high.floor("term"), advanced.floor("term")) == (50.0, None)


def test_each_value_is_traced_to_the_line_that_set_it(tmp_path):
    groups = group(source(tmp_path), books(HIGH, ELEMENTARY), day("2026-10-01"))
    lines = {}
    for mask, policy in groups:
        ref, base = policy.ref("categories.Homework.weight"), policy.ref("categories.Tests.weight")
        lines[mask.tolist().index(True)] = (ref.line, ref.text, base.line)
    assert lines[0] == (21, "set: {categories: {Homework: {weight: 5}}}", 8)
    assert lines[1] == (6, "categories:", 8)  # Homework is gone: the nearest block that is left
    young = next(policy for mask, policy in groups if mask[1])
    assert [young.ref(f"missing_work.codes.MI.{key}").line for key in ("means", "counts_as")] == [10, 18]


def test_the_term_of_a_gradebook_decides_its_weights(tmp_path):
    terms = books({**HIGH, "term": "Q1"}, {**HIGH, "term": "q2"}, HIGH)
    groups = group(source(tmp_path), terms, day("2026-11-24"))
    assert {tuple(mask.tolist()): (policy.term, policy.weight("Tests")) for mask, policy in groups} == {
        (True, False, False): ("Q1", 90.0),
        (False, True, True): ("Q2", 80.0),  # the third names no term: the day's term
    }


def test_what_cannot_be_told_is_not_checked(tmp_path):
    ((_, policy),) = group(source(tmp_path), books({"level": "high", "course": "Biology"}), day("2026-10-01"))
    assert policy.why_undecided(["categories.*.weight"]) == (
        "the policy differs by department here, and nothing says this gradebook's department; name it under identify"
    )
    assert policy.why_undecided(["missing_work.codes"]) == ""  # the level is known, and it isn't elementary


def test_no_gradebooks_have_the_policy_of_the_files(tmp_path):
    ((mask, policy),) = group(source(tmp_path), books(), day("2026-10-01"))
    assert (mask.tolist(), weights(policy)) == ([], {"Homework": 10.0, "Tests": 90.0})


AMENDED = """categories: {Homework: {weight: 10}}
calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}, Q2: {starts: 2026-11-09, ends: 2027-01-15}}}
amendments:
  - {from: 2026-11-20, set: {categories: {Homework: {weight: 20}}}}
  - {from: 2026-11-10, set: {categories: {Homework: {weight: 15}}}}
overrides:
  - {when: {level: elementary}, set: {categories: {Homework: {weight: 0}}}}
"""


def test_amendments_hold_from_their_day_and_under_overrides(tmp_path):
    amended = source(tmp_path, AMENDED)
    found = {}
    for date in ("2026-11-09", "2026-11-10", "2026-11-24"):
        for mask, policy in group(amended, books({"level": "high"}, {"level": "elementary"}), day(date)):
            found[date, int(mask.tolist().index(True))] = policy.weight("Homework")
    assert [found[date, 0] for date in ("2026-11-09", "2026-11-10", "2026-11-24")] == [10.0, 15.0, 20.0]
    assert {found[date, 1] for date in ("2026-11-09", "2026-11-10", "2026-11-24")} == {0.0}
    assert effective(amended, day("2026-11-24")).weight("Homework") == 20.0


def test_a_term_that_is_over_keeps_the_policy_of_its_time(tmp_path):
    terms = books({"level": "high", "term": "Q1"}, {"level": "high", "term": "Q2"})
    groups = group(source(tmp_path, AMENDED), terms, day("2026-11-24"))
    assert {policy.term: policy.weight("Homework") for _, policy in groups} == {"Q1": 10.0, "Q2": 20.0}


SCOPED = """categories: {Homework: {weight: 10}}
overrides:
  - {when: {level: middle}, set: {categories: {Homework: {weight: 5}}}}
  - {when: {school: North}, set: {categories: {Homework: {weight: 1}}}}
amendments:
  - {from: 2026-11-10, when: {level: middle}, set: {categories: {Homework: {weight: 15}}}}
  - {from: 2026-11-20, when: {level: [middle, high]}, set: {categories: {Homework: {weight: 20}}}}
"""


def test_an_amendment_for_some_gradebooks_comes_after_the_overrides_of_its_scope(tmp_path):
    scoped = source(tmp_path, SCOPED)
    table = books({"level": "elementary", "school": "A"}, {"level": "middle", "school": "A"},
                  {"level": "high", "school": "A"}, {"level": "middle", "school": "North"})  # fmt: skip
    found = {}
    for date in ("2026-11-09", "2026-11-10", "2026-11-20"):
        weights = [0.0] * 4
        for mask, policy in group(scoped, table, day(date)):
            for number in mask.nonzero()[0]:
                weights[number] = policy.weight("Homework")
        found[date] = weights
    assert found == {
        "2026-11-09": [10.0, 5.0, 10.0, 1.0],
        "2026-11-10": [10.0, 15.0, 10.0, 1.0],  # the school is nearer than the level
        "2026-11-20": [10.0, 20.0, 20.0, 1.0],
    }
    assert effective(scoped, day("2026-11-24")).weight("Homework") == 10.0  # of whom nothing is known


def test_whom_an_amendment_is_for_must_be_known(tmp_path):
    ((_, policy),) = group(source(tmp_path, SCOPED), books({"school": "A"}), day("2026-11-24"))
    assert policy.why_undecided(["categories.*.weight"]) == (
        "the policy differs by school level here, and nothing says this gradebook's school level; name it under identify"
    )
    before = group(source(tmp_path, SCOPED.replace("- {when: {level: middle}", "- {when: {level: x}")),
                   books({"school": "A", "level": "high"}), day("2026-11-09"))  # fmt: skip
    assert [policy.undecided for _, policy in before] == [{}]


def test_outside_the_days_of_the_policy_nothing_is_checked(tmp_path):
    held = source(tmp_path, AMENDED + "effective: {from: 2026-11-09, until: 2027-06-30}\n")
    terms = books({"level": "high", "term": "Q1"}, {"level": "high", "term": "Q2"})
    groups = group(held, terms, day("2026-11-24"))
    assert {policy.term: policy.why_undecided([]) for _, policy in groups} == {
        "Q1": "the policy isn't in force in this gradebook's term",
        "Q2": "",
    }


STATE = """categories:
  Homework: {weight: {min: 0, max: 20}}
  Tests: {weight: 80}
locked: [categories.Tests]
overrides:
  - {when: {level: elementary}, set: {categories: {Homework: {weight: 0}}}}
"""


def test_a_policy_on_top_fixes_what_the_lower_one_bounds(tmp_path):
    top = source(tmp_path, "extends: state.yaml\ncategories: {Homework: {weight: 15}}\n", state=STATE)
    groups = group(top, books({"level": "high"}, {"level": "elementary"}), day("2026-10-01"))
    assert len(groups) == 2
    for _, policy in groups:  # the file on top stands over the lower file's overrides, too
        assert weights(policy) == {"Homework": 15.0, "Tests": 80.0}
        assert (policy.ref("categories.Homework.weight").file, policy.ref("categories.Tests.weight").file) == (
            "policy.yaml",
            "state.yaml",
        )


@pytest.mark.parametrize(
    ("top", "message"),
    [
        (
            "categories: {Homework: {weight: 25}}",
            "policy.yaml:2:25: categories.Homework.weight must stay between 0 and 20 (state.yaml:2);"
            " a bound may only be narrowed; stay within it",
        ),
        (
            "categories: {Homework: {weight: {max: 30}}}",
            "policy.yaml:2:34: categories.Homework.weight must stay between 0 and 20 (state.yaml:2);"
            " a bound may only be narrowed; stay within it",
        ),
        (
            "categories: {Tests: {weight: 70}}",
            "policy.yaml:2:22: categories.Tests.weight is locked (state.yaml:4), and is changed here;"
            " remove this line, or the lock",
        ),
        (
            "overrides: [{when: {school: A}, set: {categories: {Tests: null}}}]",
            "policy.yaml:2:52: categories.Tests is locked (state.yaml:4), and is changed here;"
            " remove this line, or the lock",
        ),
    ],
)
def test_a_policy_on_top_may_not_loosen_or_change_what_is_locked(tmp_path, top, message):
    with pytest.raises(Problem) as raised:
        source(tmp_path, f"extends: state.yaml\n{top}\n", state=STATE)
    assert str(raised.value) == message


def test_a_bound_may_be_narrowed(tmp_path):
    top = source(tmp_path, "extends: state.yaml\ncategories: {Homework: {weight: {max: 10}}}\n", state=STATE)
    bound = effective(top, day("2026-10-01")).categories["Homework"].weight
    assert (bound.min, bound.max) == (0.0, 10.0)


def test_overrides_as_near_as_each_other_may_not_disagree_on_a_gradebook(tmp_path):
    text = """categories: {Homework: {weight: 10}}
overrides:
  - {when: {course: "AP*"}, set: {categories: {Homework: {weight: 0}}}}
  - {when: {course: "*Biology"}, set: {categories: {Homework: {weight: 5}}}}
"""
    two = source(tmp_path, text)
    assert len(group(two, books({"course": "AP Art"}, {"course": "Biology"}), day("2026-10-01"))) == 2
    with pytest.raises(Problem) as raised:
        group(two, books({"course": "AP Biology"}), day("2026-10-01"))
    assert str(raised.value) == (
        "policy.yaml:4:64: categories.Homework.weight is set differently in policy.yaml:3 by an override that is as"
        " near; make one of them nearer, or agree"
    )


def test_more_keys_are_nearer_than_fewer(tmp_path):
    text = """categories: {Homework: {weight: 10}}
overrides:
  - {when: {school: Central, course: Art}, set: {categories: {Homework: {weight: 1}}}}
  - {when: {course: Art}, set: {categories: {Homework: {weight: 2}}}}
"""
    groups = group(
        source(tmp_path, text),
        books({"school": "Central", "course": "Art"}, {"school": "North", "course": "Art"}),
        day("2026-10-01"),
    )
    assert {mask.tolist().index(True): policy.weight("Homework") for mask, policy in groups} == {0: 1.0, 1: 2.0}


def test_five_thousand_gradebooks_against_forty_overrides_are_as_many_groups_as_differ(tmp_path):
    overrides = "".join(
        f"  - {{when: {{school: School {number}}}, set: {{categories: {{Homework: {{weight: {number}}}}}}}}}\n"
        for number in range(40)
    )
    many = source(tmp_path, "categories: {Homework: {weight: 10}}\noverrides:\n" + overrides)
    table = books(*({"school": f"School {number % 60}", "section": str(number)} for number in range(5000)))
    groups = group(many, table, day("2026-10-01"))
    assert len(groups) == 41
    assert sum(int(mask.sum()) for mask, _ in groups) == 5000
