"""What a policy states and no rule reads is told, never passed over; a rule that comes takes its setting off the list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gradeaudit import discovery
from gradeaudit.cli.app import app
from gradeaudit.policy.unread import UNREAD

ROOT = Path(__file__).parents[2]
STATED = {
    "totals.added_points": "totals: {added_points: 5}",
    "counts.pace.max": "counts: {pace: {min: 1, max: 3}}",
    "retakes": "retakes: {cap: 70}",
    "comments": "comments: {below: 60}",
    "missing_work.codes.*.comment": "missing_work: {codes: {MI: {means: missing, comment: required}}}",
    "late_work.window": "late_work: {window: 2 weeks}",
    "late_work.closes": "late_work: {closes: 5 school days}",
    "late_work.at_least": "late_work: {at_least: 5 school days}",
    "late_work.penalty_limit": "late_work: {penalty_limit: 10}",
    "late_work.by_category.*.window": "late_work: {by_category: {Major: {window: 2 weeks}}}",
    "late_work.by_category.*.closes": "late_work: {by_category: {Major: {closes: 1 week}}}",
    "late_work.by_category.*.at_least": "late_work: {by_category: {Major: {at_least: 1 week}}}",
    "late_work.by_category.*.penalty_limit": "late_work: {by_category: {Major: {penalty_limit: 30}}}",
    "roster.enrolled_days": "roster: {enrolled_days: 20}",
    "peers.same_majors": "categories: {Major: {}}\npeers: {same_majors: [Major]}",
    "peers.late_work": "peers: {late_work: [school]}",
}
EXPORT = 'Student,ID,SIS User ID,SIS Login ID,Section,HW 1 (101)\n    Points Possible,,,,,10\n"A, B",1,s1,l1,P1,8\n'


def unread_rules(folder: Path, policy: str, *options: str) -> list[tuple[str, str]]:
    (folder / "policy.yaml").write_text(policy)
    (folder / "book.csv").write_text(EXPORT)
    words = ["check", str(folder / "book.csv"), "-p", str(folder / "policy.yaml"), "-f", "json", *options]
    report = json.loads(CliRunner().invoke(app, words).stdout)
    told = [entry for entry in report["not_checked"] if "has no rule for that yet" in entry["reason"]]
    assert all(entry["gradebooks"] == ["book.csv"] for entry in told)
    return [(entry["rule"], entry["reason"].partition(",")[0]) for entry in told]


@pytest.mark.parametrize("path", list(UNREAD))
def test_every_setting_without_a_rule_is_told_as_not_checked(tmp_path: Path, path: str) -> None:
    assert unread_rules(tmp_path, STATED[path]) == [(UNREAD[path], f"the policy sets {path}")]


def test_one_in_an_override_is_told_too_and_others_are_not(tmp_path: Path) -> None:
    override = "overrides: [{name: north, when: {school: North}, set: {retakes: {cap: 70}}}]"
    assert unread_rules(tmp_path, override) == [("retakes", "the policy sets retakes")]
    codes = "overrides: [{when: {school: A}, set: {missing_work: {codes: {MI: {means: missing, comment: required}}}}}]"
    assert unread_rules(tmp_path, codes) == [("comments", "the policy sets missing_work.codes.*.comment")]
    assert unread_rules(tmp_path, "counts: {pace: {min: 1}}\nweights: {total: 100}") == []
    assert unread_rules(tmp_path, STATED["retakes"], "--select", "code-unknown") == []


FLOORS = [
    "totals: {minimum: [{at: term, value: 50}, {at: exam, value: 50}]}",
    "totals: {minimum: {at: exam, value: 50}}",
    "overrides: [{when: {flags: eoc}, set: {totals: {minimum: {at: exam, value: 50}}}}]",
    "overrides: [{when: {flags: eoc}, set: {totals: {minimum: [{at: exam, value: 50}]}}}]",
]


@pytest.mark.parametrize("policy", FLOORS)
def test_a_floor_that_holds_up_something_else_than_a_term_s_grade_is_told(tmp_path: Path, policy: str) -> None:
    assert unread_rules(tmp_path, policy) == [("total-below-floor", "the policy sets totals.minimum at exam")]


def test_a_floor_of_the_term_is_read(tmp_path: Path) -> None:
    assert unread_rules(tmp_path, "totals: {minimum: {at: term, value: 50}}") == []


def test_policy_check_notes_it_and_still_finds_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(STATED["retakes"])
    result = CliRunner().invoke(app, ["policy", "check", str(tmp_path / "policy.yaml")])
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "policy.yaml: no mistakes found",
            "note: the policy sets retakes, and gradeaudit has no rule for that yet",
        ],
    )


def test_no_rule_reads_what_is_listed() -> None:
    read = {path for rule in discovery.rules().values() for path in rule.policy}
    assert read & set(UNREAD) == set()
    assert set(discovery.rules()) & set(UNREAD.values()) == {"pace-behind", "student-thin"}  # they read others
