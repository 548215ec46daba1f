"""jsonl: one finding a line, the figures on the last."""

import json

import pytest

from gradeaudit.findings import Report
from gradeaudit.reporters.json import JSON
from gradeaudit.reporters.jsonl import jsonl
from tests.reporters.reports import HOSTILE_TEXTS, RUN, SEVERAL, hostile


def test_the_lines_are_the_findings_of_the_json_report_and_the_last_its_figures():
    whole = json.loads(JSON.render(SEVERAL))
    *findings, last = [json.loads(line) for line in jsonl.render(SEVERAL).splitlines()]
    assert findings == whole["findings"]
    assert last == {key: whole[key] for key in ("schema_version", "tool", "run", "summary", "not_checked", "broken")}


def test_it_is_written_when_nothing_was_found():
    (last,) = jsonl.render(Report(RUN)).splitlines()
    assert json.loads(last)["summary"]["findings"] == 0


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=ascii)
def test_any_text_is_one_json_line(text):
    lines = jsonl.render(hostile(text)).decode("utf-8").split("\n")
    assert [json.loads(line)["assignment"] for line in lines[:2]] == [text.replace("\ud800", "?")] * 2
    assert len(lines) == 4 and lines[3] == ""
