"""Every rule finds what is planted for it in a district of several LMSs, at its cells, and no rule finds anything else."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from pathlib import Path

from gradeaudit import discovery, two_exports
from gradeaudit.findings import Report
from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.places import cell_name
from gradeaudit.policy.load import load
from tests.benchmarks import planted_changes
from tests.benchmarks.planted_changes import CHANGES
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
    assert planted | set(CHANGES) - {"clean"} == set(discovery.rules())
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


def test_between_two_exports_exactly_the_planted_changes_are_found(tmp_path: Path) -> None:
    planted, source = planted_changes.write(tmp_path), load(tmp_path / "policy.yaml")
    sides = [tmp_path / name for name in ("before", "after")]
    before, after = (two_exports.read_export(side, source, None, None) for side in sides)
    compared = two_exports.compared(before, after, datetime.date.fromisoformat(planted_changes.BEFORE))
    rules = tuple(name for name, rule in discovery.rules().items() if rule.scope == "drift")
    as_of = datetime.date.fromisoformat(planted_changes.AFTER)
    report = two_exports.judged(Order(tuple(sides), source, as_of, rules), compared)
    found_in = {file.rpartition("/")[2].removesuffix(".csv"): found for file, found in by_file(report).items()}
    assert found_in == {name: changes for name, changes in planted.items() if changes}
    assert [f.rule for f in report.findings if not f.observed or not f.expected or not f.fix] == []
    assert report.broken == ()
