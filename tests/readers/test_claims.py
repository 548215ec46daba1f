"""Every real export is claimed by the one right reader or refused as what it is; every sample is claimed by one."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from gradeaudit import discovery
from gradeaudit import export as exports
from gradeaudit.errors import Problem
from gradeaudit.export import Location, Session
from gradeaudit.reading import claim_of, read
from tests.readers.opened import REAL, SAMPLES

# A file below the folder of real exports, or a pattern → the reader, or the reader and the refusal's beginning.
CLAIMS = {
    "blackboard/*": "blackboard",
    "canvas/*.csv": "canvas",
    "canvas/synth_assignment_groups.xml": "canvas",
    "d2l/*": "brightspace",
    "district_extract/*": "district_extract",
    "edfi/*": "edfi",
    "edx/synth_bulk_gradebook_download.csv": "edx_bulk",
    "edx/synth_grade_report_2023.csv": "edx",
    "edx/synth_problem_grade_report.csv": "edx_problems",
    "generic/reconstructed_two_column.csv": (
        "generic",
        "no export of an LMS known here; it looks like one row per student (header in row 1, 1 score column)",
    ),
    "google_classroom/*": "google_classroom",
    "gradescope/*": "gradescope",
    "moodle/backup_*.xml": "moodle_backup",
    "moodle/gradingworksheet_en.csv": ("moodle", "Moodle's grading worksheet of one assignment, not a gradebook"),
    "moodle/moodlecore_ok.csv": "moodle",
    "moodle/synth_SOC101 *.csv": "moodle",
    "moodle/synth_grades.xml": "moodle_xml",
    "oneroster/*": "oneroster",
    "powerschool/*": "powerschool",
    "sakai/gb2_*": "sakai_gradebook2",
    "sakai/gbng_grades_import.csv": "sakai",
    "sakai/synth_gradebook_export-MATH_101-ALL.csv": "sakai",
    "schoology/negative_user_activities_export.csv": ("schoology", "a log of what Schoology users did"),
    "schoology/reconstructed_*": "schoology",
    "synergy/*": "synergy",
    "teams/*": ("teams", "probably Microsoft Teams' export of one assignment"),
}


def files(folder: Path) -> list[Location]:
    """All files of a folder that an audit would open."""
    return [found for found in exports.find([folder]) if isinstance(found, Location)]


def claims(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Each file below a folder, the one reader that has a word to say of it, and its refusal if it is one."""
    with Session() as session:
        for location in files(folder):
            shown = location.shown.partition("/")[2]
            try:
                reader, claim = claim_of(exports.load(location, session), discovery.readers())
                yield shown, reader.name, claim.refusal
            except Problem as problem:
                yield shown, "", str(problem)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real exports are not here")
def test_the_real_exports_are_claimed_by_the_right_reader_or_rightly_refused() -> None:
    wrong, seen = [], set()
    for shown, reader, refusal in claims(REAL):
        pattern = next((pattern for pattern in CLAIMS if fnmatchcase(shown, pattern)), None)
        assert pattern is not None, f"say in CLAIMS what {shown} is"
        seen.add(pattern)
        expected = CLAIMS[pattern]
        name, words = expected if isinstance(expected, tuple) else (expected, "")
        if reader != name or bool(refusal) != bool(words) or not refusal.startswith(words):
            wrong.append((shown, reader, refusal))
    assert wrong == []
    assert seen == set(CLAIMS)


def test_every_sample_is_claimed_by_exactly_one_reader() -> None:
    batches = list(read([SAMPLES], discovery.readers()))
    inputs = [entry for batch in batches for entry in batch.inputs]
    assert [(entry.file, entry.error) for entry in inputs if entry.error or not entry.format] == []
    assert sorted(entry.file.partition("/")[2] for entry in inputs) == sorted(
        path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.is_file()
    )
