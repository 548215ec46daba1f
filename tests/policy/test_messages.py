"""Wrong policies: the complete message of each, with its line and column."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from gradeaudit.errors import Problem
from gradeaudit.policy.load import load

PERCENT = "expected a percent from 0 to 100, such as 50% or 50"
RE2 = "expected a pattern that RE2 can read (it has no look-around and no back-references)"
RULES = {"code-unknown": {}, "student-thin": {"share": 0.5}}
LOCKED = """locked: [weights]
weights: {tolerance: 1}
overrides:
  - when: {level: high}
    set: {weights: {tolerance: 2}}
"""
BOUND = """categories: {HW: {weight: {min: 5, max: 10}}}
overrides: [{when: {level: high}, set: {categories: {HW: {weight: 20}}}}]
"""
CONFLICT = """overrides:
  - {when: {level: high}, set: {weights: {tolerance: 2}}}
  - {when: {level: [high, middle]}, set: {weights: {tolerance: 3}}}
"""
WRONG = {
    # keys
    "catgories: {}": "1:1: unknown key 'catgories'; did you mean 'categories'?",
    "categories: {HW: {wieght: 10}}": "1:19: unknown key 'wieght'; did you mean 'weight'?",
    "district: X\ndistrict: Y": "2:1: the key 'district' stands here again (first in line 1); keep one",
    "categories:\n  HW: {weight: 1}\n  HW: {weight: 2}": (
        "3:3: the key 'HW' stands here again (first in line 2); keep one"
    ),
    "categories:": "1:1: 'categories' has no value; give it one, or remove the key",
    "weights: {limits: [{off: [A], max: 5}]}": "1:21: unknown key 'off'; did you mean 'of'?",
    "weights: {limits: [{max: 5}]}": "1:20: 'of' is missing under 'limits'; add it",
    "totals: {rounding: {mode: up, digts: 2}}": "1:31: unknown key 'digts'; did you mean 'digits'?",
    "missing_work: {blank: {untill: 5 days}}": "1:24: unknown key 'untill'; did you mean 'until'?",
    "overrides: [{when: {levle: high}, set: {weights: {tolerance: 1}}}]": (
        "1:21: unknown key 'levle'; did you mean 'level'?"
    ),
    "overrides: [{when: {level: high}, set: {weights: {tolerence: 1}}}]": (
        "1:51: unknown key 'tolerence'; did you mean 'tolerance'?"
    ),
    # numbers
    "categories: {HW: {weight: lots}}": f"1:27: 'weight' is 'lots'; {PERCENT}",
    "categories: {HW: {weight: -3}}": f"1:27: 'weight' is '-3'; {PERCENT}",
    "categories: {HW: {weight: 110}}": f"1:27: 'weight' is '110'; {PERCENT}",
    "categories: {HW: {weight: 1e400}}": f"1:27: 'weight' is '1e400'; {PERCENT}",
    "categories: {HW: {weight: .inf}}": f"1:27: 'weight' is '.inf'; {PERCENT}",
    "categories: {HW: {weight: nan}}": f"1:27: 'weight' is 'nan'; {PERCENT}",
    "categories: {HW: {weight: {Q1: lots}}}": f"1:32: 'Q1' is 'lots'; {PERCENT}",
    "counts: {total: {min: 3.5}}": "1:23: 'min' is '3.5'; expected a whole number, such as 3",
    # kinds of value
    "categories: [HW]": (
        "1:13: 'categories' is a list; expected a map of categories by name, such as Homework: {weight: 10}"
    ),
    "categories: {HW: 10}": "1:18: 'HW' is '10'; expected a map",
    "categories: {HW: {aliases: {a: b}}}": "1:28: 'aliases' is a map; expected a text or a list of texts",
    "overrides: {when: {level: high}}": "1:12: 'overrides' is a map; expected a list",
    "weights: {method: wieghted}": "1:19: 'method' is 'wieghted'; expected 'weighted', 'total_points' or 'any'",
    "missing_work: {blank: never}": "1:23: 'blank' is 'never'; expected allowed, forbidden or {until: 5 school days}",
    "missing_work: {blank: {until: 5 moons}}": (
        "1:31: 'until' is '5 moons'; expected a duration, such as 5 school days, 10 days, 24 hours or 2 weeks"
    ),
    "missing_work: {codes: {MI: {counts_as: 3}}}": "1:24: 'means' is missing under 'MI'; add it",
    "marks: {minimum: never}": "1:18: 'minimum' is 'never'; expected a percent from 0 to 100, or forbidden",
    "retakes: {allowed: perhaps}": "1:20: 'allowed' is 'perhaps'; expected true or false",
    "totals: {override: maybe}": "1:20: 'override' is 'maybe'; expected allowed, forbidden or {max: 3}",
    # dates
    "calendar: {terms: {Q1: {starts: 2026-13-45, ends: 2026-11-06}}}": (
        "1:33: 'starts' is '2026-13-45'; expected a date as year-month-day, such as 2026-11-24"
    ),
    "calendar: {terms: {Q1: {starts: 2026-09-01}}}": "1:20: 'ends' is missing under 'Q1'; add it",
    "calendar: {terms: {}, closed: [2026-11-27..2026-11-25]}": (
        "1:32: 'closed' has '2026-11-27..2026-11-25'; expected a first date that isn't after the last one, such as"
        " 2026-11-25..2026-11-27"
    ),
    # patterns
    "naming: {assignment: '(?=x)'}": f"1:22: 'assignment' is '(?=x)'; {RE2}: invalid perl operator: (?=",
    "naming: {assignment: ['a', '[z']}": f"1:28: 'assignment' has '[z'; {RE2}: missing ]: [z",
    # rules
    "rules: {code-unknown: off}": "1:9: the rule 'code-unknown' is off without a reason; add reason: and say why",
    "rules: {code-unknwon: {severity: info}}": "1:9: there is no rule 'code-unknwon'; did you mean 'code-unknown'?",
    "rules: {student-thin: {shar: 1}}": "1:24: the rule 'student-thin' has no parameter 'shar'; did you mean 'share'?",
    "rules: {student-thin: {share: few}}": "1:31: 'share' has a wrong value; expected a number, such as 20 or 33.3",
    # scopes
    LOCKED: ("5:21: weights.tolerance is locked (policy.yaml:1), and is changed here; remove this line, or the lock"),
    BOUND: (
        "2:59: categories.HW.weight must stay between 5 and 10 (policy.yaml:1); a bound may only be narrowed;"
        " stay within it"
    ),
    CONFLICT: (
        "3:53: weights.tolerance is set differently in policy.yaml:2 by an override that is as near;"
        " make one of them nearer, or agree"
    ),
    "overrides: [{when: {level: high}, set: {waivers: []}}]": (
        "1:41: 'waivers' can't vary; state it at the top of the policy"
    ),
    # extends
    "extends: other.yaml": "1:10: there is no policy file 'other.yaml'; check the name",
    "extends: ../x.yaml": "1:10: 'extends' names '../x.yaml', outside this policy's folder; move it beside this one",
    "extends: /etc/passwd": (
        "1:10: 'extends' names '/etc/passwd', outside this policy's folder; move it beside this one"
    ),
    "extends: policy.yaml": "1:10: 'extends' goes in a circle: policy.yaml → policy.yaml; remove one of them",
    # YAML itself
    "a: &x 1\nb: *x": "2:4: YAML aliases (*name) aren't allowed in a policy; write the value out",
    "<<: {a: 1}": "1:1: YAML merge keys (<<) aren't allowed in a policy; write the values out",
    "district: !!python/object:os.system x": "1:11: YAML tags (!name) aren't allowed in a policy; write plain text",
    "district: A\n---\ndistrict: B": "2:1: a second YAML document begins here; keep one policy in a file",
    "? [a]\n: b": "1:3: a key must be plain text; put the key in quotes",
    "[" * 60_000: "1:52: nested more than 50 levels deep; a policy needs no such depth",
    "- " * 50_000: "1:103: nested more than 50 levels deep; a policy needs no such depth",
}


@pytest.mark.parametrize(("text", "message"), WRONG.items(), ids=[text[:40] for text in WRONG])
def test_a_wrong_policy_says_where_and_what(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "policy.yaml").write_text(text, encoding="utf-8")
    start = time.process_time()
    with pytest.raises(Problem) as raised:
        load(tmp_path / "policy.yaml", rules=RULES)
    assert str(raised.value) == f"policy.yaml:{message}"
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "policy.yaml: the policy is empty; start from policies/minimal.yaml"),
        (b"# nothing\n", "policy.yaml: the policy is empty; start from policies/minimal.yaml"),
        (b"- a\n", "policy.yaml: a policy is a map of keys, such as district: and categories:; start from"
         " policies/minimal.yaml"),
        (b"x" * (2 << 20), "policy.yaml: the policy is larger than 1 MiB; split it with extends:"),
        ("district: X".encode("utf-16"), "policy.yaml: the policy isn't UTF-8 text; save it as UTF-8"),
        (b"PK\x03\x04....", "policy.yaml: this is a workbook or an archive, not a policy; write the policy as YAML"
         " text"),
        (b"district: \x00", "policy.yaml: this isn't valid YAML (it has characters that YAML forbids); save it as"
         " text"),
    ],
)  # fmt: skip
def test_what_is_no_policy_at_all_says_so(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "policy.yaml").write_bytes(content)
    with pytest.raises(Problem) as raised:
        load(tmp_path / "policy.yaml")
    assert str(raised.value) == message


def test_no_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path, what in (
        (tmp_path / "no.yaml", "there is no such policy file"),
        (tmp_path, "this is a folder, not a policy file"),
    ):
        with pytest.raises(Problem) as raised:
            load(path)
        assert (raised.value.what, raised.value.todo) == (what, "check the path after --policy")


def test_a_circle_of_files_names_the_chain(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("extends: state.yaml\n", encoding="utf-8")
    (tmp_path / "state.yaml").write_text("district: X\nextends: policy.yaml\n", encoding="utf-8")
    with pytest.raises(Problem) as raised:
        load(tmp_path / "policy.yaml")
    assert str(raised.value) == (
        "state.yaml:2:10: 'extends' goes in a circle: policy.yaml → state.yaml → policy.yaml; remove one of them"
    )


def test_a_chain_of_files_has_an_end(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.yaml").write_text(f"extends: {number + 1}.yaml\n", encoding="utf-8")
    with pytest.raises(Problem, match="goes on over more than 10 levels"):
        load(tmp_path / "0.yaml")


def test_a_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("extends: [a.yaml, b.yaml]\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("extends: c.yaml\nweights: {tolerance: 1}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: c.yaml\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("weights: {tolerance: 2}\n", encoding="utf-8")
    source = load(tmp_path / "policy.yaml")
    assert source.settings.weights is not None and source.settings.weights.tolerance == 1.0
    assert list(source.lines) == ["c.yaml", "a.yaml", "b.yaml", "policy.yaml"]


def test_what_yaml_would_change_stays_text(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(
        "missing_work: {codes: {NO: missing, 010: excused, on: late, 12:30: absent, ~: dropped}}\n"
        "overrides: [{when: {course: 1E2, section: [010, yes]}, set: {weights: {tolerance: 1}}}]\n",
        encoding="utf-8",
    )
    settings = load(tmp_path / "policy.yaml").settings
    assert settings.missing_work is not None and settings.missing_work.codes is not None
    assert list(settings.missing_work.codes) == ["NO", "010", "on", "12:30", "~"]
    assert (settings.overrides[0].when.course, settings.overrides[0].when.section) == (("1E2",), ("010", "yes"))


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    (tmp_path / "policy.yaml").write_text("\n".join(lines), encoding="utf-8")
    start = time.process_time()
    with pytest.raises(Problem) as raised:
        load(tmp_path / "policy.yaml")
    assert str(raised.value) == "policy.yaml:2:10: YAML aliases (*name) aren't allowed in a policy; write the value out"
    assert time.process_time() - start < 1
