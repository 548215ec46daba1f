"""A report is put at its target whole or not at all, in pieces or at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gradeaudit import discovery, writing
from tests.reporters.reports import SEVERAL


def _broken() -> Iterator[bytes]:
    yield b"the first half"
    raise RuntimeError("no second half")


def test_pieces_come_one_after_the_other(tmp_path: Path) -> None:
    writing.write(tmp_path / "report", iter((b"one ", b"", b"whole")))
    assert (tmp_path / "report").read_bytes() == b"one whole"


def test_a_report_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "report").write_bytes(b"before")
    with pytest.raises(RuntimeError):
        writing.write(tmp_path / "report", _broken())
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("report", b"before")]


def test_long_formats_come_in_pieces_and_are_the_same_whole() -> None:
    long = [name for name, entry in discovery.reporters().items() if not isinstance(entry.write(SEVERAL), bytes)]
    assert long == ["json", "jsonl"]
    for name in long:
        reporter = discovery.reporters()[name]
        pieces = list(reporter.pieces(SEVERAL))
        assert len(pieces) > 1 and b"".join(pieces) == reporter.render(SEVERAL)
