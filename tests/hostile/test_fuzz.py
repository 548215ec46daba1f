"""Damage at random: whatever is done to a file's bytes, it is read or refused in one line, and the next file is read.

A longer search: ``HYPOTHESIS_EXAMPLES=20000 python -m pytest tests/hostile/test_fuzz.py``.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradeaudit.errors import Problem, visible
from gradeaudit.export import Limits, Location, Session, Skipped, find, load
from tests.hostile import containers as made
from tests.hostile.cases import ARCHIVES, CASES

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "60"))
LIMITS = Limits(held=200_000, cells=200_000)
SMALL = {name: case.make() for name, case in CASES.items() if not case.shape and "mb" not in name and "3m" not in name}
SEEDS = sorted({name: data for name, data in SMALL.items() if len(data) < 40_000}.items())
ZIPS = [(name, data) for name, data in SEEDS if data.startswith(b"PK\x03\x04")]
SNIPPETS = [
    b"",
    b"\0",
    b'"',
    b"\xff\xff\xff\xff",
    b"\r",
    b",",
    b"<",
    b">",
    b"&",
    b"\xed\xa0\x80",
    b"PK\x01\x02",
    b"9" * 30,
]


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with a few changes: cut, flipped, put in, taken out, copied elsewhere."""
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        count = draw(st.integers(0, 12))
        change = draw(st.sampled_from(["put", "put", "replace", "take", "cut", "copy"]))
        piece = draw(st.sampled_from(SNIPPETS) | st.binary(max_size=8))
        if change == "put":
            data = data[:at] + piece + data[at:]
        elif change == "replace":
            data = data[:at] + piece + data[at + len(piece) :]
        elif change == "take":
            data = data[:at] + data[at + count :]
        elif change == "cut":
            data = data[:at]
        else:
            data = data[:at] + data[at : at + 60] * count + data[at:]
    return data


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A damaged file of any kind; of a zip, either the container or one part inside a whole container."""
    if draw(st.booleans()):
        return draw(damaged(draw(st.sampled_from(SEEDS))[1]))
    data = draw(st.sampled_from(ZIPS))[1]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, RuntimeError):
        return data
    name = draw(st.sampled_from(sorted(parts)))
    return made.zipped({**parts, name: draw(damaged(parts[name]))})


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session(LIMITS) as opened:
        yield opened


def check(path: Path, session: Session) -> None:
    """Reads all that is found; anything but rows, a text or a one-line problem is a fault."""
    for found in find([path], LIMITS):
        if isinstance(found, Skipped):
            continue
        if isinstance(found, Location):
            try:
                export = load(found, session)
                rows = [list(table.each()) for table in export.tables]
            except Problem as problem:
                found = problem
            else:
                assert any(rows) or export.text
                assert all(type(cell) is str for table in rows for row in table for cell in row)
                "".join(export.notes).encode()
                continue
        assert found.what
        assert str(found) == visible(str(found), 1_000), "one line, safe to show"


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=files(), suffix=st.sampled_from([".csv", ".xlsx", ".zip", ".txt", ".xml"]))
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, session: Session, data: bytes, suffix: str) -> None:
    path = tmp_path / f"book{suffix}"
    path.write_bytes(data)
    check(path, session)


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(sorted(set(ARCHIVES) - {"many_members.zip", "bomb.zip"})))
def test_a_damaged_archive_is_read_or_refused(tmp_path: Path, data: st.DataObject, name: str) -> None:
    path = tmp_path / "book.zip"
    path.write_bytes(data.draw(damaged(ARCHIVES[name][0]())))
    with Session(LIMITS) as session:
        check(path, session)
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == [path]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path: Path, session: Session, data: bytes) -> None:
    path = tmp_path / "book.csv"
    path.write_bytes(data)
    check(path, session)
