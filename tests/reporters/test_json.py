"""json: the published schema, each record on its line, whatever else is told beside it."""

import json
from dataclasses import replace

from gradeaudit.findings import Place, PolicyRef, Report
from gradeaudit.reporters.json import JSON
from tests.reporters.reports import ALGEBRA, CODE, ONE, RUN, finding


def findings(report: Report) -> list[dict[str, object]]:
    return json.loads(JSON.render(report))["findings"]


def test_a_place_tells_what_is_known_of_it():
    places = (Place(28, 27), Place(0, 0, "Marks"), Place(3, 0, "", "Ada “A.” Abara", "other.csv"))
    (told,) = findings(Report(RUN, findings=(finding(CODE, ALGEBRA, "said", *places),)))
    assert told["places"] == [
        {"sheet": None, "row": 28, "column": 27, "cell": "AA28", "student": None},
        {"sheet": "Marks", "row": None, "column": None, "cell": None, "student": None},
        {"sheet": None, "row": 3, "column": None, "cell": None, "student": "Ada “A.” Abara", "file": "other.csv"},
    ]


def test_the_policys_line_and_a_note_stand_where_they_are():
    line = PolicyRef("policy.yaml", 31, "100% of it")
    plain, noted = findings(
        Report(RUN, findings=(finding(CODE, ALGEBRA, "a"), finding(CODE, ALGEBRA, "b", policy_ref=line, note="W-7: ")))
    )
    assert (plain["policy_ref"], "note" in plain) == (None, False)
    assert noted["policy_ref"] == {"file": "policy.yaml", "line": 31, "text": "100% of it"}
    assert list(noted)[-2:] == ["status", "note"] and noted["note"] == "W-7: "


def test_many_findings_are_told_each_on_its_line_in_their_order():
    many = tuple(finding(CODE, ALGEBRA, f"number {number}", Place(number, 1)) for number in range(1, 1203))
    report = replace(ONE, findings=many)
    told = findings(report)
    assert [(one["message"], one["places"][0]["cell"]) for one in told] == [
        (f"number {number}", f"A{number}") for number in range(1, 1203)
    ]
    lines = JSON.render(report).decode().splitlines()
    assert sum(line.startswith('{"rule": "code-unknown"') for line in lines) == 1202
