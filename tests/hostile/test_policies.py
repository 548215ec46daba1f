"""Hostile policies: each is refused in one line that says where, or read as what it says, and always at once."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from gradeaudit import discovery
from gradeaudit.errors import Problem
from gradeaudit.flow import Order, audited, found
from gradeaudit.policy.load import load
from tests.hostile.test_books import book

PERCENT = "expected a percent from 0 to 100, such as 50% or 50"
REFUSED = {
    "categories:\n\tHW: {weight: 10}\n": (
        "2:1: this isn't valid YAML (found character that cannot start any token); use spaces, not tabs"
    ),
    f"naming: {{assignment: {'a' * 100_000}}}": f"1:22: 'assignment' is '{'a' * 59}…'; expected a pattern of at most 1000 characters",
    "naming: {assignment: '((a{1000}){1000}){1000}'}": (
        "1:22: 'assignment' is '((a{1000}){1000}){1000}'; expected a pattern that RE2 can read (it has no look-around"
        " and no back-references): invalid repetition size: {1000}"
    ),
    "naming: {assignment: '(?<=x)y'}": (
        "1:22: 'assignment' is '(?<=x)y'; expected a pattern that RE2 can read (it has no look-around and no"
        " back-references): invalid perl operator: (?<="
    ),
    "district: !!int abc": "1:11: YAML tags (!name) aren't allowed in a policy; write plain text",
    "a: &x 1\n*x : 2": "2:1: YAML aliases (*name) aren't allowed in a policy; write the value out",
    "{a: " * 3_000: "1:205: nested more than 50 levels deep; a policy needs no such depth",
    "%YAML 1.3\n---\na: 1": "1:1: this isn't valid YAML (found incompatible YAML document); correct the line",
    'weights: {method: "\\e]0;x\\a"}': "1:19: 'method' is '\\x1b]0;x\\x07'; expected 'weighted', 'total_points' or 'any'",
    "weights: {method: 'a\u202eb'}": "1:19: 'method' is 'a\\u202eb'; expected 'weighted', 'total_points' or 'any'",
    "categories: {HW: {weight: 0x10}}": f"1:27: 'weight' is '0x10'; {PERCENT}",
    "categories: {HW: {weight: 1_0}}": f"1:27: 'weight' is '1_0'; {PERCENT}",
    "categories: {HW: {weight: １０}}": f"1:27: 'weight' is '１０'; {PERCENT}",
    f"categories: {{HW: {{weight: {'9' * 5_000}}}}}": f"1:27: 'weight' is '{'9' * 59}…'; {PERCENT}",
    "categories: {A: {weight: 0:30}}": f"1:26: 'weight' is '0:30'; {PERCENT}",
    "missing_work: {blank: {until: 99999999999999999999 days}}": (
        "1:31: 'until' is '99999999999999999999 days'; expected a duration, such as 5 school days, 10 days, 24 hours or"
        " 2 weeks"
    ),
    "rules: [code-unknown]": "1:8: 'rules' is a list; expected a map of rules by name, such as code-alias: {severity: info}",
    "weights: {limits: [{of: [A, B], max: 10}]}\n"
    "overrides: [{when: {level: high}, set: {weights: {limits: [{of: [A, B], max: 20}]}}}]": (
        "2:51: the limit on a + b (policy.yaml:1) is loosened here; a bound may only be narrowed; keep it as it was"
    ),
    "weights: {limits: [{of: [A, B], max: 10}]}\n"
    "overrides: [{when: {level: high}, set: {weights: {limits: [{of: [A, C], max: 5}]}}}]": (
        "2:51: the limit on a + b (policy.yaml:1) is loosened here; a bound may only be narrowed; keep it as it was"
    ),
    "categories: {HW: {weight: {min: 5, max: 10}}}\n"
    "overrides: [{when: {level: high}, set: {categories: {HW: {weight: {min: 1, max: 10}}}}}]": (
        "2:59: categories.HW.weight must stay between 5 and 10 (policy.yaml:1); a bound may only be narrowed;"
        " stay within it"
    ),
    "extends: https://example.org/x.yaml": "1:10: there is no policy file 'https://example.org/x.yaml'; check the name",
    'extends: "a\\0b"': "1:10: there is no policy file 'a\\x00b'; check the name",
    f"extends: {'a' * 5_000}": f"1:10: there is no policy file '{'a' * 59}…'; check the name",
    "extends: .": "1:10: there is no policy file '.'; check the name",
    "extends: sub/../../x.yaml": (
        "1:10: 'extends' names 'sub/../../x.yaml', outside this policy's folder; move it beside this one"
    ),
    "extends: passwd.yaml": "1:10: 'extends' names 'passwd.yaml', outside this policy's folder; move it beside this one",
    "extends: zero.yaml": "1:10: 'extends' names 'zero.yaml', outside this policy's folder; move it beside this one",
    "extends: pipe.yaml": "1:10: there is no policy file 'pipe.yaml'; check the name",
    "extends: loop.yaml": "1:10: there is no policy file 'loop.yaml'; check the name",
    "extends: {a: b}": "1:10: 'extends' has something that is no file name; expected a file, or a list of them",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text[:40]))
def test_a_hostile_policy_is_refused_at_once(tmp_path: Path, text: str) -> None:
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    (tmp_path / "passwd.yaml").symlink_to("/etc/passwd")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    start = time.process_time()
    with pytest.raises(Problem) as raised:
        load(tmp_path / "policy.yaml")
    assert str(raised.value) == f"policy.yaml:{REFUSED[text]}"
    assert time.process_time() - start < 2


def steps(count: int, course: str) -> str:
    """So many overrides of one rank; ``#`` in the course's name is the override's number."""
    line = "  - {when: {course: COURSE}, set: {weights: {tolerance: 1}}}\n"
    return "overrides:\n" + "".join(line.replace("COURSE", course.replace("#", str(n))) for n in range(count))


@pytest.mark.parametrize(
    "text",
    [
        "district: &x A",
        "missing_work: {codes: {010: missing, on: missing, 12:30: missing, 1e3: missing, 2026-11-24: missing}}",
        "calendar: {terms: {Q1: {starts: 2026-01-01, ends: 2026-12-31}}, closed: [0001-01-01..9999-12-31]}",
        f"calendar: {{terms: {{}}, closed: [{', '.join(['0001-01-01..9999-12-31'] * 2_000)}]}}",
        f"naming: {{assignment: [{', '.join(['a+b'] * 3_000)}]}}",
        "categories:\n" + "\n".join(f"  HW{number}: {{weight: 0}}" for number in range(5_000)),
        steps(2_000, "C#"),
        steps(500, "C#*"),
        steps(500, "C"),
    ],
    ids=lambda text: ascii(text[-40:]),
)  # fmt: skip
def test_a_large_or_odd_policy_is_read_at_once(tmp_path: Path, text: str) -> None:
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    start = time.process_time()
    load(tmp_path / "policy.yaml")
    assert time.process_time() - start < 10


def test_too_many_overrides_are_refused(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(steps(2_001, "C#"), "utf-8")
    with pytest.raises(Problem) as raised:
        load(tmp_path / "policy.yaml")
    assert raised.value.what == "the policy has 2,001 overrides and amendments, more than the 2,000 that are read"


def test_overrides_that_all_contradict_each_other_are_told_of_the_first(tmp_path: Path) -> None:
    lines = steps(300, "C").splitlines()
    text = "\n".join([lines[0], *(line.replace("tolerance: 1", f"tolerance: {n}") for n, line in enumerate(lines[1:]))])
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    with pytest.raises(Problem) as raised:
        load(tmp_path / "policy.yaml")
    assert str(raised.value).startswith(
        "policy.yaml:3:41: weights.tolerance is set differently in policy.yaml:2 by an override that is as near"
    )


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("/dev/zero", "zero: this is no regular file"),
        ("pipe.yaml", "pipe.yaml: this is no regular file"),
        ("loop.yaml", "loop.yaml: the policy can't be read (Too many levels of symbolic links)"),
        ("a\0b", "a\\x00b: the policy can't be read (its name can't be used)"),
        ("x" * 300, f"{'x' * 119}…: the policy can't be read (File name too long)"),
    ],
)
def test_a_policy_is_a_regular_file(tmp_path: Path, name: str, what: str) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    with pytest.raises(Problem) as raised:
        load(tmp_path / name)
    assert str(raised.value) == f"{what}; check the path after --policy"


def test_a_pattern_that_explodes_elsewhere_is_matched_at_once(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("naming: {assignment: '^(a+)+$'}", "utf-8")
    header = f"Student,ID,SIS User ID,SIS Login ID,Section,{'a' * 50}! (11),{'a' * 5_000} (12)"
    (tmp_path / "book.csv").write_text(book("Ada,1,1,a,P1,8,9", header=header), "utf-8")
    order = Order((tmp_path / "book.csv",), load(tmp_path / "policy.yaml"), date(2026, 11, 24), ("title-pattern",))
    start = time.process_time()
    report = audited(order, found(order)).report
    assert [place.column for one in report.findings for place in one.places] == [6]
    assert time.process_time() - start < 5


@pytest.mark.parametrize("key", ["roster", "catalogue"])
@pytest.mark.parametrize("name", ["/dev/zero", "pipe.csv", "gone.csv", "a" * 5_000, "a\\0b"])
def test_what_a_policy_names_is_a_regular_file_too(tmp_path: Path, key: str, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "policy.yaml").write_text(f'identify: {{{key}: "{name}"}}', "utf-8")
    (tmp_path / "book.csv").write_text(book("Ada,1,1,a,P1,8,9"), "utf-8")
    order = Order(
        (tmp_path / "book.csv",), load(tmp_path / "policy.yaml"), date(2026, 11, 24), tuple(discovery.rules())
    )
    with pytest.raises(Problem) as raised:
        audited(order, found(order))
    assert raised.value.what == "there is no such file"
    assert "/" not in raised.value.where
