"""What becomes of each hostile file: read, read with a note, or refused in known words, and never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gradeaudit.errors import Problem
from gradeaudit.export import STANDARD, Export, Location, Session, Skipped, find, load
from tests.hostile.cases import ARCHIVES, CASES


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session() as opened:
        yield opened


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file(name: str, tmp_path: Path, session: Session) -> None:
    case = CASES[name]
    path = tmp_path / name
    path.write_bytes(case.make())
    (found,) = find([path])
    if case.refused:
        problem = refusal(found, session if case.limits is STANDARD else Session(case.limits))
        assert case.refused in problem.what
        assert problem.where == name
        assert problem.todo, "say what to do next"
        assert "\n" not in str(problem)
        return
    assert isinstance(found, Location)
    export = load(found, session)
    assert export.kind == case.kind
    if case.shape:
        assert (len(export.rows), max(map(len, export.rows))) == case.shape
    else:
        assert export.rows == case.rows
    assert [case.note in note for note in export.notes] == ([True] if case.note else [])
    assert list(tmp_path.iterdir()) == [path], "nothing is unpacked beside it"


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_hostile_archive(name: str, tmp_path: Path, session: Session) -> None:
    make, told = ARCHIVES[name]
    path = tmp_path / "in" / name
    path.parent.mkdir()
    path.write_bytes(make())
    assert [line(found, session) for found in find([path])] == told
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == [path], "nothing is unpacked"


def refusal(found: Location | Skipped | Problem, session: Session) -> Problem:
    """What is said of a file that must not be read."""
    if isinstance(found, Location):
        with pytest.raises(Problem) as caught:
            load(found, session)
        return caught.value
    assert isinstance(found, Problem)
    return found


def line(found: Location | Skipped | Problem, session: Session) -> str:
    """What a run would say of a file."""
    if isinstance(found, Problem):
        return f"{found.where}: {found.what}"
    if isinstance(found, Skipped):
        return f"{found.shown}: {found.reason}"
    try:
        export: Export = load(found, session)
    except Problem as problem:
        return f"{problem.where}: {problem.what}"
    return f"{found.shown}: {len(export.rows)} rows" if export.tables else f"{found.shown}: {export.kind}"
