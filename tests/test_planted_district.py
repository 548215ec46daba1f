"""Every rule finds what is planted for it in a district of several LMSs, at its cells, and no rule finds anything else."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from pathlib import Path

from gradeaudit import discovery
from gradeaudit.findings import Report
from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.places import cell_name
from gradeaudit.policy.load import load
from tests.benchmarks.planted_class import TERM_END
from tests.benchmarks.planted_district import Found, write
from tests.benchmarks.planted_mistakes import PLANTS


def audit(folder: Path, as_of: datetime.date = TERM_END) -> Report:
    order = Order((folder / "exports",), load(folder / "policy.yaml"), as_of, tuple(discovery.rules()))
    return finished(order, [audited(order, found(order))])


def by_file(report: Report) -> dict[str, Found]:
    files: dict[str, Found] = defaultdict(Counter)
    for finding in report.findings:
        cells = sorted(cell_name(place.row, place.column) for place in finding.places)
        files[finding.file][finding.rule, tuple(cells)] += 1
    return dict(files)


def test_a_small_district_has_exactly_what_was_planted_in_it(tmp_path: Path) -> None:
    planted = write(tmp_path)
    report = audit(tmp_path)
    assert by_file(report) == {file: findings for file, findings in planted.items() if findings}
    assert report.broken == ()
    assert [f.rule for f in report.findings if not f.observed or not f.expected or not f.fix] == []
    assert {book.format for book in report.gradebooks} == {"district_extract", "canvas", "schoology"}


def test_every_rule_is_planted(tmp_path: Path) -> None:
    planted = {rule for findings in write(tmp_path).values() for rule, _ in findings}
    assert planted == {rule.name for rule in discovery.rules().values() if rule.scope != "drift"}
    assert set(PLANTS) - {"clean"} <= planted


def test_two_hundred_gradebooks_have_as_many_as_were_planted(tmp_path: Path) -> None:
    planted = write(tmp_path, copies=2, clean=2)
    report = audit(tmp_path)
    assert len(report.gradebooks) == 200
    wanted: Counter[str] = Counter()
    for findings in planted.values():
        for (rule, _), count in findings.items():
            wanted[rule] += count
    assert Counter(finding.rule for finding in report.findings) == wanted
