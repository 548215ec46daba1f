"""The life of a baseline: made, rerun, a new finding, a fixed one, updated, damaged; and fingerprints that last."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from gradeaudit import discovery
from gradeaudit.audit import audit
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Table
from gradeaudit.findings import Report, Run
from gradeaudit.history import baseline
from gradeaudit.readers.canvas import READER
from tests.tables import gradebooks, policy

POLICY = "missing_work: {codes: {MI: missing}}"
HEADER = "Student,ID,SIS User ID,SIS Login ID,Section,HW 1: A (11),HW 2: B (12)\nPoints Possible,,,,,10,10\n"
ADA, BEN = "Ada,1,100001,a,P1,abs,9\n", "Ben,2,100002,b,P1,8,7\n"


def report(*rows: str, file: str = "2026-11-13T1540_Grades-ALG1.csv", header: str = HEADER) -> Report:
    cells = list(csv.reader(io.StringIO(header + "".join(rows), newline="")))
    books = READER.read([Export(file, "csv", (Table(cells),), delimiter=",")])
    rules = [discovery.rules()["code-unknown"]]
    return audit(gradebooks(*books), policy(POLICY), rules, Run("0", "2026-11-24"))


def statuses(held: baseline.Held) -> list[str]:
    return [found.status for found in held.report.findings]


def made(first: Report) -> baseline.Baseline:
    nothing = baseline.Baseline({})
    return baseline.updated(nothing, baseline.hold(first, nothing), accept_new=True).baseline


def test_a_baseline_makes_what_it_holds_known_and_nothing_else() -> None:
    known = made(report(ADA, BEN))
    again = baseline.hold(report(ADA, BEN), known)
    assert (statuses(again), again.stale, again.report.exit_code("error")) == (["known"], {}, 0)
    planted = baseline.hold(report(ADA, BEN.replace(",7", ",zzz")), known)
    assert (statuses(planted), planted.report.exit_code("error")) == (["known", "new"], 1)


def test_what_is_fixed_is_stale_and_an_update_prunes_but_never_grows() -> None:
    known = made(report(ADA, BEN))
    fixed = baseline.hold(report(ADA.replace("abs", "9"), BEN.replace(",7", ",zzz")), known)
    assert [entry.occurs for entry in fixed.stale.values()] == [1]
    change = baseline.updated(known, fixed, accept_new=False)
    assert (change.added, change.removed, change.baseline.entries) == (0, 1, {})
    assert statuses(baseline.hold(fixed.report, change.baseline)) == ["new"]


def test_what_a_run_did_not_look_at_is_left_alone() -> None:
    known = made(report(ADA, BEN))
    other = baseline.hold(report(ADA.replace("P1", "P9")), known)
    assert (statuses(other), other.stale) == (["new"], {})


@pytest.mark.parametrize(
    "changed",
    [
        report(BEN, ADA),
        report(ADA, "Cleo,3,100003,c,P1,9,9\n", BEN),
        report(ADA, BEN, file="renamed.csv"),
        report(ADA, "Dan,4,100004,d,P1,abs,9\n", BEN),
        report(
            *[row.replace("P1,", "P1,3,", 1) for row in (ADA, BEN)],
            header=HEADER.replace("HW 1", "New (9),HW 1").replace(",,10", ",,5,10"),
        ),
    ],
    ids=["rows shuffled", "a student added", "the file renamed", "one more place", "a column added before"],
)
def test_a_fingerprint_survives_a_re_export(changed: Report) -> None:
    assert [found.fingerprint for found in changed.findings] == [
        found.fingerprint for found in report(ADA, BEN).findings
    ]


def test_it_is_written_and_read_again_the_same(tmp_path: Path) -> None:
    known = made(report(ADA, BEN.replace(",7", ",zzz")))
    path = tmp_path / "baseline.json"
    path.write_bytes(baseline.as_bytes(known))
    assert baseline.load(path) == known
    assert "Ada" not in path.read_text() and "abs" not in path.read_text()


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"schema_version": "2", "findings": {}}',
     '{"schema_version": "1", "findings": {"a": {"occurs": 1}}}',
     '{"schema_version": "1", "findings": {"a": {"rule": "x", "gradebook": "y", "occurs": 0}}}'],
)  # fmt: skip
def test_a_damaged_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text)
    with pytest.raises(Problem, match="the baseline is damaged, or of another version; restore it"):
        baseline.load(path)


def test_no_entry_names_a_cell() -> None:
    record = json.loads(baseline.as_bytes(made(report(ADA, BEN))))
    assert [sorted(entry) for entry in record["findings"].values()] == [["gradebook", "occurs", "rule"]]
