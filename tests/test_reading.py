"""From paths to gradebooks: several batches hold what one holds, and a file that several readers claim is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gradeaudit import discovery
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Location, Table, find, load
from gradeaudit.gradebook import COLUMNS
from gradeaudit.readers._mapping import sidecar
from gradeaudit.readers.base import Claim
from gradeaudit.reading import claim_of, read
from tests.tables import gradebooks

SAMPLES = Path(__file__).parents[1] / "sample_exports"


def test_small_batches_hold_the_gradebooks_of_a_large_one() -> None:
    paths = [SAMPLES / "north-hs", SAMPLES / "lakeside-ms"]
    (whole,) = read(paths, discovery.readers())
    parts = list(read(paths, discovery.readers(), batch_cells=1))
    assert [len(part.gradebooks) for part in parts] == [*[1] * len(whole.gradebooks), 0]
    assert [one.file for part in parts for one in part.inputs] == [one.file for one in whole.inputs]
    scores = [part.gradebooks.scores["mark"].tolist() for part in parts]
    assert [mark for marks in scores for mark in marks] == whole.gradebooks.scores["mark"].tolist()


def test_a_file_that_two_readers_claim_is_told_with_what_they_saw() -> None:
    canvas = discovery.readers()["canvas"]
    one = replace(canvas, name="one", detect=lambda export: Claim("certain", ("a header", "a footer")))
    other = replace(canvas, name="other", detect=lambda export: Claim("likely", ("a colour",)))
    with pytest.raises(Problem) as told:
        claim_of(Export("a.csv", "csv", (Table([["a"]]),)), {"one": one, "other": other})
    assert str(told.value) == (
        "several readers claim this file: one (a header; a footer), other (a colour); say which with --as NAME"
    )


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"a: \xff", "the mapping isn't UTF-8 text"),
        (b"x" * (1 << 20) + b"y", "the mapping is larger than 1 MiB"),
        (None, "there is no such mapping"),
    ],
)
def test_a_mapping_that_can_not_be_read_is_told(tmp_path: Path, content: bytes | None, what: str) -> None:
    path = tmp_path / "marks.map.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Problem) as told:
        sidecar.mapping_text(path)
    assert (told.value.what, told.value.where) == (what, "marks.map.yaml")


def test_a_mapping_that_can_not_be_read_costs_its_own_file_only(tmp_path: Path) -> None:
    sample = next((SAMPLES / "north-hs").glob("*.csv")).read_bytes()
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(sample)
    (tmp_path / "b.map.yaml").write_bytes(b"a: \xff")
    (batch,) = read([tmp_path], discovery.readers())
    assert len(batch.gradebooks) == 1
    assert {entry.file.rpartition("/")[2] for entry in batch.broken} == {"b.csv", "b.map.yaml"}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("canvas", "a Canvas export begins with Student, ID and Section; use --as generic"),
        ("schoology", "it isn't what the schoology reader knows; leave --as out, or use --as generic"),
    ],
)
def test_a_reader_that_was_named_says_what_it_wants(tmp_path: Path, name: str, told: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text('ID,Student,Section,HW (12)\n,Points Possible,,10\n1,"Abara, Chidi",S,9\n', encoding="utf-8")
    (batch,) = read([path], discovery.readers(), name)
    assert [fault.error for fault in batch.broken] == [told]


def test_a_file_has_the_mapping_beside_it_or_the_one_for_all(tmp_path: Path) -> None:
    for name, content in (("a.map.yaml", "a: 1"), ("all.yaml", "all: 1"), ("c.MAP.YAML", "c: 1")):
        (tmp_path / name).write_text(content)
    mappings = sidecar.Mappings(tmp_path / "all.yaml")
    assert mappings.of(tmp_path / "a.csv") == ("a: 1", "a.map.yaml")
    assert mappings.of(tmp_path / "b.csv") == ("all: 1", "all.yaml")
    assert mappings.of(tmp_path / "gone" / "a.csv") == ("all: 1", "all.yaml")
    assert sidecar.Mappings(None).of(tmp_path / "b.csv") == ("", "")


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.csv")), ids=lambda path: path.stem)
def test_a_file_gives_the_same_tables_whether_it_was_cut_at_once_or_read_by_csv(path: Path) -> None:
    readers = discovery.readers()
    (location,) = find([path])
    assert isinstance(location, Location)
    cut = load(location)
    listed = replace(cut, tables=tuple(replace(table, rows=list(table.rows)) for table in cut.tables))
    reader, claim = claim_of(cut, readers)
    assert claim_of(listed, readers) == (reader, claim)
    if claim.part == "whole" and not claim.refusal:
        one, other = (gradebooks(*reader.read([export])) for export in (cut, listed))
        for name in COLUMNS:
            tables = [getattr(each, name).astype(object).fillna("") for each in (one, other)]
            assert tables[0].to_dict("list") == tables[1].to_dict("list")
