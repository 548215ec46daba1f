"""The formats that CI servers read: SARIF, JUnit, GitHub's annotations and GitLab's code quality."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from sarif_pydantic import Sarif

from gradeaudit.findings import Look, Report
from gradeaudit.reporters.github import github
from gradeaudit.reporters.gitlab import gitlab
from gradeaudit.reporters.junit import junit
from gradeaudit.reporters.sarif import MAX_RESULTS, sarif
from tests.reporters.reports import CLEAN, HOSTILE_TEXTS, ONE, SEVERAL, hostile, large
from tests.reporters.shapes import wrong, wrong_element

COMMAND = re.compile(r"::(\w+)(?: ([^:]*))?::(.*)")


def log_of(report: Report) -> dict:  # type: ignore[type-arg]
    return json.loads(sarif.render(report))["runs"][0]  # type: ignore[no-any-return]


EVERY = {"clean": CLEAN, "one": ONE, "several": SEVERAL, "large": large(300, 60)}
EVERY |= {f"hostile {number}": hostile(text) for number, text in enumerate(HOSTILE_TEXTS)}


@pytest.mark.parametrize("report", EVERY.values(), ids=EVERY)
def test_sarif_and_junit_are_as_their_schemas_say(report: Report) -> None:
    assert list(wrong(json.loads(sarif.render(report)), "sarifLog")) == []
    Sarif.model_validate_json(sarif.render(report))  # and as someone else has read the standard
    assert list(wrong_element(ElementTree.fromstring(junit.render(report)))) == []


def test_the_schemas_see_what_is_wrong() -> None:
    log = json.loads(sarif.render(SEVERAL))
    result = log["runs"][0]["results"][0]
    result["color"] = "red"
    result["level"] = "info"
    del result["message"]
    result["locations"][0]["physicalLocation"] = {"region": {"startLine": 0}, "artifactLocation": {"uri": "/etc"}}
    assert list(wrong(log, "sarifLog")) == [
        "/runs/0/results/0: result lacks message",
        "/runs/0/results/0/level: none of ('none', 'note', 'warning', 'error')",
        "/runs/0/results/0/locations/0/physicalLocation/region/startLine: no count",
        "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri: no uri",
        "/runs/0/results/0: result has no color",
    ]
    suites = ElementTree.fromstring('<testsuites><testcase name="a" age="1"><b/></testcase></testsuites>')
    assert list(wrong_element(suites)) == [
        "testcase in testsuites", "testcase has no age", "testcase lacks classname", "b in testcase",
        "no element is called b",
    ]  # fmt: skip


def test_sarif_has_what_code_scanning_requires() -> None:
    run = log_of(SEVERAL)
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert {"id", "shortDescription", "fullDescription", "help"} <= set(rule)
        assert rule["help"]["text"] and rule["fullDescription"]["text"]
    assert len(run["results"]) == len(SEVERAL.findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in {"error", "warning", "note"}
        for location in result["locations"]:
            physical = location["physicalLocation"]
            assert not physical["artifactLocation"]["uri"].startswith("/")
            assert physical["region"]["startLine"] >= 1
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(set(hashes)) == len(hashes)


def test_sarif_keeps_waived_findings_visible_as_suppressed() -> None:
    waived = [result for result in log_of(SEVERAL)["results"] if "suppressions" in result]
    assert [result["suppressions"][0]["justification"] for result in waived] == ["until June"]


def test_sarif_says_what_broke_and_is_written_when_nothing_was_found() -> None:
    invocation = log_of(SEVERAL)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert [notice["message"]["text"] for notice in invocation["toolExecutionNotifications"]] == [
        "lincoln/notes.txt: no reader recognises this file"
    ]
    assert log_of(CLEAN)["results"] == []


def test_sarif_over_the_limit_keeps_the_worst_and_says_so() -> None:
    report = large(findings=MAX_RESULTS + 10, gradebooks=100)
    run = log_of(report)
    assert len(run["results"]) == MAX_RESULTS
    notice = run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"]
    assert notice == "10 milder findings are left out; the CSV and JSON reports have them all"
    levels = [result["level"] for result in run["results"]]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)


def test_junit_counts_every_rule_of_every_gradebook() -> None:
    suites = ElementTree.fromstring(junit.render(SEVERAL))
    assert [suite.get("name") for suite in suites] == [
        "jefferson/algebra-p3.csv",
        "lincoln/biology-p1.csv",
        "lincoln/chemistry-p2.csv",
        "lincoln/notes.txt",
    ]
    algebra, biology, chemistry, notes = suites
    assert {case.get("name"): [child.tag for child in case] for case in algebra} == {
        "blank-overdue": ["system-out"],
        "code-unknown": ["failure"],
        "title-untidy": ["system-out"],
        "weight-differs": ["failure"],
    }
    assert {case.get("name"): [child.tag for child in case] for case in biology} == {
        "blank-overdue": ["skipped"],
        "code-unknown": [],
        "title-untidy": [],
        "weight-differs": [],
    }
    assert [child.tag for case in chemistry for child in case] == ["skipped", "skipped", "failure"]
    assert notes[0][0].tag == "error"
    for suite in suites:
        assert int(suite.get("tests") or 0) == len(list(suite))
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(name) or 0) == sum(child.tag == tag for case in suite for child in case)
    assert (suites.get("tests"), suites.get("failures"), suites.get("errors")) == ("13", "3", "1")


def test_junit_fails_warnings_when_the_run_does() -> None:
    strict = replace(SEVERAL, look=Look(fail_on="warning"))
    algebra = ElementTree.fromstring(junit.render(strict))[0]
    assert algebra.get("failures") == "3"


def test_github_annotates_one_a_rule_and_file_and_counts_the_rest() -> None:
    lines = github.render(SEVERAL).decode().splitlines()
    assert lines[1].startswith(
        "::error file=jefferson/algebra-p3.csv,line=2,col=8,title=code-unknown::“abs” in 4 cells is no code of the"
        " policy [H2] (and 1 more like it)%0Afix: "
    )
    assert lines[-1] == "::notice title=gradeaudit::4 error, 1 warning, 1 info in 3 gradebooks, 1 broken"
    kinds = [COMMAND.fullmatch(line)[1] for line in github.render(large(500, 60)).decode().splitlines()]  # type: ignore[index]
    assert all(kinds.count(kind) <= 10 for kind in ("error", "warning", "notice"))


def test_gitlab_issues_are_unique_and_an_empty_list_when_clean() -> None:
    issues = json.loads(gitlab.render(SEVERAL))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 6
    assert issues[0]["location"] == {"path": "jefferson/algebra-p3.csv", "lines": {"begin": 2}}
    assert json.loads(gitlab.render(CLEAN)) == []


@pytest.mark.parametrize("reporter", [sarif, junit, github, gitlab], ids=lambda entry: entry.name)
def test_hostile_text_stays_text(reporter) -> None:  # type: ignore[no-untyped-def]
    for hostile_text in HOSTILE_TEXTS:
        report = hostile(hostile_text)  # a fingerprint is hexadecimal whatever the text
        report = replace(report, findings=tuple(found._replace(fingerprint="ab" * 10) for found in report.findings))
        text = reporter.render(report).decode("utf-8")
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", text)
        if reporter.name == "junit":
            ElementTree.fromstring(text)
        elif reporter.name == "github":
            for line in text.splitlines():
                assert COMMAND.fullmatch(line), line
                assert "##[" not in line
        else:
            json.loads(text)


def test_no_student_is_in_any_of_them_whatever_the_options() -> None:
    found = SEVERAL.findings[0]
    named = found._replace(places=tuple(place._replace(student="Byron, Ada") for place in found.places))
    report = replace(SEVERAL, findings=(named,))
    for reporter in (sarif, junit, github, gitlab):
        assert b"Byron" not in reporter.render(report)
