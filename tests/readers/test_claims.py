"""Every real file that lies beside the project has exactly one reader, or is refused as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradeaudit import discovery
from gradeaudit import export as exports
from tests.readers.opened import REAL

# A folder or file → the reader that claims each file under it; "not NAME" is a refusal by that reader.
CLAIMED = {
    "canvas/canvaslms_spec_semicolon_decimalcomma.csv": "canvas",
    "d2l": "brightspace",
    "google_classroom": "google_classroom",
    "gradescope": "gradescope",
    "oneroster": "oneroster",
    "powerschool": "powerschool",
    "schoology/negative_user_activities_export.csv": "not schoology",
    "schoology/reconstructed_2020_max_pts.csv": "schoology",
    "schoology/reconstructed_due_date_category_score.csv": "schoology",
}


def paths(under: str) -> list[Path]:
    path = REAL / under
    return [path] if path.is_file() else sorted(found for found in path.rglob("*") if found.suffix)


@pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real exports isn't beside the project")
@pytest.mark.parametrize("under", CLAIMED)
def test_exactly_one_reader_claims_a_real_file(under):
    expected = CLAIMED[under]
    found = list(exports.find(paths(under)))
    assert found
    for location in found:
        assert isinstance(location, exports.Location)
        export = exports.load(location)
        readers = [reader for reader in discovery.readers().values() if not reader.last]
        votes = {reader.name: reader.detect(export) for reader in readers}
        claims = [("not " if claim.refusal else "") + name for name, claim in votes.items() if claim is not None]
        assert claims == [expected], location.shown
