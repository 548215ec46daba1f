"""What is damaged at random, and what must hold then: read or refused in one line, and nothing of gradeaudit's own fails."""

from __future__ import annotations

import datetime
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from gradeaudit import discovery
from gradeaudit.errors import Problem, visible
from gradeaudit.export import Limits, Location, Session, Skipped, find, load
from gradeaudit.findings import Report
from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.policy import load as policies
from gradeaudit.policy.check import check_policy
from tests.hostile.cases import ARCHIVES, CASES
from tests.hostile.damage import damaged, damaged_inside, misfilled, misworded

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_exports"
LIMITS = Limits(held=200_000, cells=200_000)
LARGE = ("mb", "3m", "last_row", "far_down", "attributes")
SEEDS = sorted(
    (name, data)
    for name, case in CASES.items()
    if not case.shape and not any(word in name for word in LARGE) and len(data := case.make()) < 40_000
)
ZIPS = [(name, data) for name, data in SEEDS if data.startswith(b"PK\x03\x04")]
UNITS = {
    "canvas": ["north-hs/2026-11-13T1540_Grades-ALG1-P3.csv"],
    "canvas_groups": ["canvas-with-groups"],
    "edfi": ["edfi"],
    "moodle": ["moodle/HIST10-2 Grades-20261113_1405-comma_separated.csv"],
    "moodle_xml": ["moodle/PHYS11.xml"],
    "moodle_backup": ["moodle/backup-PHYS11"],
    "synergy": ["synergy"],
    "powerschool": ["powerschool"],
    "sakai": ["sakai/gradebook_export-GEOG_110-ALL.csv"],
    "sakai_gradebook2": ["sakai/ECON 101 gradebook2.csv"],
    "district_extract": ["district_extract"],
    "schoology": ["schoology"],
    "gradescope": ["gradescope"],
    "brightspace": ["brightspace"],
    "oneroster": ["oneroster"],
    "edx": ["edx/HarborX_STAT1_2026_grade_report_2026-11-13-1405.csv"],
    "edx_problems": ["edx/HarborX_STAT1_2026_problem_grade_report_2026-11-13-1410.csv"],
    "edx_bulk": ["edx/STAT1 gradebook.csv"],
    "blackboard": ["blackboard"],
    "google_classroom": ["google_classroom"],
    "generic": ["spreadsheets"],
}
"""By reader, the files or folders of ``sample_exports`` that are one gradebook or one kind of it."""
POLICIES = sorted((ROOT / "policies").glob("*.yaml"))


@st.composite
def any_file(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of any kind, damaged, and the suffix it is given."""
    kind = draw(st.sampled_from(["file", "inside", "archive", "bytes"]))
    suffix = draw(st.sampled_from([".csv", ".xlsx", ".zip", ".txt", ".xml"]))
    if kind == "file":
        return suffix, draw(damaged(draw(st.sampled_from(SEEDS))[1]))
    if kind == "inside":
        return suffix, draw(damaged_inside(draw(st.sampled_from(ZIPS))[1]))
    if kind == "archive":
        name = draw(st.sampled_from(sorted(set(ARCHIVES) - {"many_members.zip", "bomb.zip"})))
        return ".zip", draw(damaged(ARCHIVES[name][0]()))
    return suffix, draw(st.binary(max_size=300))


def read_file(drawn: tuple[str, bytes]) -> None:
    """Reads all that is in a file; anything but cells, a text or a problem told in one line is a fault."""
    suffix, data = drawn
    with tempfile.TemporaryDirectory() as folder, Session(LIMITS) as opened:
        path = Path(folder, f"book{suffix}")
        path.write_bytes(data)
        for entry in find([path], LIMITS):
            problem = entry
            if isinstance(entry, Skipped):
                continue
            if isinstance(entry, Location):
                try:
                    export = load(entry, opened)
                    rows = [list(table.each()) for table in export.tables]
                except Problem as raised:
                    problem = raised
                else:
                    assert any(rows) or export.text
                    assert all(type(cell) is str for table in rows for row in table for cell in row)
                    "".join(export.notes).encode()
                    continue
            assert isinstance(problem, Problem) and problem.what
            assert str(problem) == visible(str(problem), 1_000), "one line, safe to show"
        assert [one for one in Path(folder).rglob("*") if one.is_file()] == [path], "nothing is unpacked"


def unit(name: str) -> dict[str, bytes]:
    """The files of a sample by their names in its folder."""
    found_files: dict[str, bytes] = {}
    for each in UNITS[name]:
        path = SAMPLES / each
        files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        found_files |= {str(one.relative_to(path if path.is_dir() else path.parent)): one.read_bytes() for one in files}
    return found_files


@st.composite
def any_unit(draw: st.DrawFn, name: str) -> dict[str, bytes]:
    """A sample with one or two of its files damaged, mostly in their cells."""
    files = unit(name)
    for _ in range(draw(st.integers(1, 2))):
        each = draw(st.sampled_from(sorted(files)))
        data = files[each]
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        if each.endswith((".csv", ".xls")) and draw(st.integers(0, 4)):
            files[each] = draw(misfilled(data.decode(encoding, "replace"))).encode(encoding, "replace")
        elif draw(st.integers(0, 9)):
            files[each] = draw(damaged_inside(data)) if data.startswith(b"PK") else draw(damaged(data))
        else:
            del files[each]
            break
    return files


def audit_unit(files: dict[str, bytes]) -> Report:
    """The report on files, with every rule; no reader, rule or reporter may fail on them, whatever they hold."""
    rules = tuple(discovery.rules())
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            path = Path(folder, "exports", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        Path(folder, "exports").mkdir(exist_ok=True)
        source = policies.load(ROOT / "policies" / "secondary.yaml")
        order = Order(
            (Path(folder, "exports"),), source, datetime.date(2026, 11, 24), rules, students="name", limits=LIMITS
        )
        report = finished(order, [audited(order, found(order))])
        failed = [entry for entry in report.broken if entry.rule or "failed on it" in entry.error]
        assert not failed, failed
        assert all("\n" not in entry.error and folder not in entry.error for entry in report.broken)
        for reporter in discovery.reporters().values():
            assert reporter.render(report) is not None
        json.loads(discovery.reporters()["json"].render(report))
        return report


@st.composite
def any_policy(draw: st.DrawFn) -> bytes:
    """A policy whose words or bytes are out of place."""
    content = draw(st.sampled_from(POLICIES)).read_text("utf-8")
    if draw(st.integers(0, 3)):
        return draw(misworded(content)).encode("utf-8", "replace")
    return draw(damaged(content.encode()))


def read_policy(content: bytes) -> None:
    """Loads a policy and settles it for a gradebook; all that may go wrong is told with its place."""
    known = {name: rule.parameters for name, rule in discovery.rules().items()}
    with tempfile.TemporaryDirectory() as folder:
        for path in POLICIES:
            shutil.copy(path, folder)
        path = Path(folder, "policy.yaml")
        path.write_bytes(content)
        try:
            source = policies.load(path, rules=known)
        except Problem as problem:
            assert problem.what and problem.where.startswith(("policy.yaml", *(one.name for one in POLICIES)))
            assert str(problem) == visible(str(problem), 20_000), "one line, safe to show"
            assert folder not in str(problem)
        else:
            found_wrong = check_policy(source, datetime.date(2026, 11, 24), known, ["HW 1: Fractions", "", "a" * 300])
            assert all(problem.what and folder not in str(problem) for problem in found_wrong)


TARGETS: dict[str, tuple[st.SearchStrategy[object], Callable[[object], None]]] = {
    "export": (any_file(), read_file),
    "policy": (any_policy(), read_policy),
    **{name: (any_unit(name), audit_unit) for name in UNITS},
}  # type: ignore[dict-item]
