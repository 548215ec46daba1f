"""Which files a run looks at, in which order, under which names, and what is said of those that it can't read."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from gradeaudit import discovery
from gradeaudit.errors import Problem
from gradeaudit.export import STANDARD, Limits, Location, Session, Skipped, find, load
from gradeaudit.files import opening
from gradeaudit.findings import Input
from gradeaudit.reading import read
from tests.hostile.containers import xlsx, zipped

TABLE = "Student,Quiz\nAna,9\n"


def lay(folder: Path, *names: str, content: str = TABLE) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def told(*paths: Path, limits: Limits = STANDARD) -> list[str]:
    """A line for each thing that is found."""
    lines = []
    for found in find(paths, limits):
        if isinstance(found, Location):
            lines.append(found.shown)
        elif isinstance(found, Skipped):
            lines.append(f"{found.shown} -- {found.reason}")
        else:
            lines.append(f"{found.where}: {found.what}; {found.todo}")
    return lines


def test_a_folder_is_walked_companions_first_then_files_then_folders(tmp_path: Path) -> None:
    lay(tmp_path / "exports", "b.csv", "a.csv", "z.json", "y.xml", "B.xlsx", "q/c.csv", "q/a.map.yaml", "d/e/f.csv")
    assert told(tmp_path / "exports") == [
        "exports/y.xml",
        "exports/z.json",
        "exports/B.xlsx",
        "exports/a.csv",
        "exports/b.csv",
        "exports/d/e/f.csv",
        "exports/q/a.map.yaml",
        "exports/q/c.csv",
    ]


def test_what_is_plainly_no_export_is_told_and_not_read(tmp_path: Path) -> None:
    lay(
        tmp_path,
        "in/notes.md",
        "in/plan.PDF",
        "in/policy.yaml",
        "in/~$a.xlsx",
        "in/a.csv",
        "in/.hidden.csv",
        "in/.git/x",
    )
    lay(tmp_path, "in/readme.txt", content="Exports of the first quarter.\nAsk Ana.\n")
    lay(tmp_path, "in/MATH Grades.txt", content="Name\tQuiz\nAna\t9\n")
    lay(tmp_path, "in/Thumbs.db", "in/empty.txt", content="")
    assert told(tmp_path / "in") == [
        "in/policy.yaml -- a policy or settings, not an export",
        "in/MATH Grades.txt",
        "in/Thumbs.db -- a system's own file",
        "in/a.csv",
        "in/empty.txt",
        "in/notes.md -- a document, not an export",
        "in/plan.PDF -- a document, not an export",
        "in/readme.txt -- a text without columns, not an export",
        "in/~$a.xlsx -- the lock of a workbook that is open",
    ]


def test_a_file_that_is_named_itself_is_always_tried(tmp_path: Path) -> None:
    lay(tmp_path, "notes.md", ".hidden.csv", "readme.txt", "policy.yaml")
    names = ["notes.md", ".hidden.csv", "readme.txt", "policy.yaml"]
    assert told(*(tmp_path / name for name in names)) == names


def test_names_are_shown_from_the_argument_on_and_are_told_apart(tmp_path: Path) -> None:
    lay(tmp_path, "a/exports/x.csv", "b/exports/x.csv", "b/y.csv", "c/y.csv")
    assert told(tmp_path / "a" / "exports", tmp_path / "b" / "exports") == ["a/exports/x.csv", "b/exports/x.csv"]
    assert told(tmp_path / "b" / "y.csv", tmp_path / "c" / "y.csv") == ["b/y.csv", "c/y.csv"]
    assert told(tmp_path / "b" / "exports", tmp_path / "c" / "y.csv") == ["exports/x.csv", "y.csv"]


def test_two_arguments_may_show_one_name_only_if_they_are_one_file(tmp_path: Path) -> None:
    lay(tmp_path, "p/x/exports/f.csv", "q/y/exports/f.csv", "r/x/exports/f.csv")
    shown = told(tmp_path / "p" / "x" / "exports", tmp_path / "q" / "y" / "exports", tmp_path / "r" / "x")
    assert shown == ["x/exports/f.csv", "y/exports/f.csv", "x/exports/f.csv (2)"]


def test_a_file_reached_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "in/a.csv")
    (tmp_path / "in" / "b.csv").symlink_to(tmp_path / "in" / "a.csv")
    assert told(tmp_path / "in", tmp_path / "in") == ["in/a.csv", "in/b.csv -- the same file as in/a.csv"]
    monkeypatch.chdir(tmp_path)
    assert told(Path("in/a.csv"), Path("./in/../in/a.csv")) == ["a.csv"]
    assert told(Path("in"), Path("in/a.csv")) == [
        "in/a.csv",
        "in/b.csv -- the same file as in/a.csv",
        "a.csv -- the same file as in/a.csv",
    ]


def test_the_current_folder_is_shown_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "exports/a.csv")
    monkeypatch.chdir(tmp_path / "exports")
    assert told(Path(".")) == ["exports/a.csv"]
    assert told(Path("..")) == [f"{tmp_path.name}/exports/a.csv"]


def test_names_are_safe_to_print(tmp_path: Path) -> None:
    lay(tmp_path / "in", "a\nb.csv", "c\x1b[31m.csv", "-x.csv", "\u202ex.csv")
    (tmp_path / "in" / os.fsdecode(b"caf\xe9.csv")).write_text(TABLE)
    assert told(tmp_path / "in") == [
        "in/-x.csv",
        r"in/a\nb.csv",
        r"in/c\x1b[31m.csv",
        r"in/caf\udce9.csv",
        r"in/\u202ex.csv",
    ]


def test_links_in_a_circle_and_links_to_nothing_are_told(tmp_path: Path) -> None:
    lay(tmp_path, "in/a.csv", "in/deep/b.csv")
    (tmp_path / "in" / "deep" / "up").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "gone.csv").symlink_to(tmp_path / "nothing")
    (tmp_path / "in" / "self.csv").symlink_to(tmp_path / "in" / "self.csv")
    assert told(tmp_path / "in") == [
        "in/a.csv",
        "in/gone.csv: it is a link to a file that isn't there; check the path",
        "in/self.csv: its links lead in a circle; give the file itself",
        "in/deep/b.csv",
    ]
    assert told(tmp_path / "in" / "self.csv") == ["self.csv: its links lead in a circle; give the file itself"]


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(folder / "s.csv"))
    lines = [
        "in/pipe.csv: this is a pipe, not a file; save what it gives to a file first",
        "in/s.csv: this is a socket, not a file; save what it gives to a file first",
    ]
    assert told(folder) == lines
    (folder / "zero.csv").symlink_to("/dev/zero")
    assert told(folder / "zero.csv") == ["zero.csv: this is a device, not a file; save what it gives to a file first"]


@pytest.mark.parametrize("name", ["pipe.csv", "folder"])
def test_a_file_that_turns_into_something_else_is_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Problem, match="not a file"):
        load(Location(tmp_path / name, "book.csv"))


def test_a_path_that_is_none_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    paths = ["gone.csv", "https://example.org/a.csv", "*.csv", "n" * 300, "a\0b", "gone\n.csv", "/gone/gone.csv"]
    assert told(*map(Path, paths)) == [
        "gone.csv: there is no such file or folder; check the path",
        "https:/example.org/a.csv: this is an address, not a file; download it and give the file",
        "*.csv: no file has a name like this; check the pattern",
        f"{'n' * 300}: its name is too long; check the path",
        r"a\x00b: it can't be opened: its name is none that a file can have; check the path",
        r"gone\n.csv: there is no such file or folder; check the path",
        "gone/gone.csv: there is no such file or folder; check the path",
    ]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    assert told(tmp_path / "in") == ["in: the folder holds no files; name an export, or a folder with exports"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told_and_the_rest_read(tmp_path: Path) -> None:
    lay(tmp_path, "in/a.csv", "in/closed/b.csv", "in/z.csv")
    (tmp_path / "in" / "closed").chmod(0)
    (tmp_path / "in" / "a.csv").chmod(0)
    lines = told(tmp_path / "in")
    (tmp_path / "in" / "closed").chmod(0o700)
    assert lines[1:] == ["in/z.csv", "in/closed: it may not be read by you; ask for permission to read it"]
    with pytest.raises(Problem, match="it may not be read by you"):
        load(Location(tmp_path / "in" / "a.csv", "in/a.csv"))


def test_a_permission_that_is_missing_is_told() -> None:
    problem = opening.unreachable(PermissionError(13, "Permission denied"), Path("a.csv"))
    assert str(problem) == "it may not be read by you; ask for permission to read it"


def test_a_deep_folder_is_walked_without_recursion(tmp_path: Path) -> None:
    deep = tmp_path / "in"
    for _ in range(900):
        deep = deep / "d"
    os.makedirs(deep)
    (deep / "a.csv").write_text(TABLE)
    (shown,) = told(tmp_path / "in")
    assert shown.startswith("in/d/d/")


def test_a_zip_is_told_by_its_content(tmp_path: Path) -> None:
    archive = zipped({"a.csv": TABLE, "B/.x/c.csv": TABLE, "B/d.csv": TABLE})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "exports").write_bytes(archive)
    (tmp_path / "in" / "book.zip").write_bytes(xlsx())
    (tmp_path / "in" / "named.csv").write_bytes(archive)
    assert told(tmp_path / "in") == ["in/book.zip", "in/exports/a.csv", "in/exports/B/d.csv", "in/named.csv"]
    with pytest.raises(Problem, match=r"this is a zip archive; name it \.zip, or unpack it"):
        load(Location(tmp_path / "in" / "named.csv", "in/named.csv"))


def test_a_file_that_vanishes_or_shrinks_is_told(tmp_path: Path) -> None:
    lay(tmp_path, "a.csv")
    (location,) = find([tmp_path / "a.csv"])
    assert isinstance(location, Location)
    location.path.unlink()
    with pytest.raises(Problem, match=r"a\.csv: there is no such file or folder"):
        load(location)


def test_a_file_that_grows_while_it_is_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TABLE)
    descriptor, before = opening.opened(path)
    path.write_text(TABLE * 2)
    try:
        with pytest.raises(Problem, match="the file changed while it was read"):
            opening.read_all(descriptor, before)
    finally:
        os.close(descriptor)


def test_an_archive_that_changes_between_looking_and_reading_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.csv": TABLE, "b.csv": TABLE}))
    locations = [found for found in find([path]) if isinstance(found, Location)]
    path.write_bytes(zipped({"a.csv": TABLE}))
    with Session() as session:
        assert load(locations[0], session).rows == [["Student", "Quiz"], ["Ana", "9"]]
        with pytest.raises(Problem, match=r"a\.zip/b\.csv: the file changed while it was read"):
            load(locations[1], session)


def test_what_is_passed_over_is_an_input_without_a_fault(tmp_path: Path) -> None:
    lay(tmp_path, "in/notes.md")
    (batch,) = read([tmp_path / "in"], discovery.readers())
    assert batch.inputs == (Input("in/notes.md", None, None, ("a document, not an export",)),)
    assert batch.broken == ()


def test_an_archive_of_many_files_is_opened_once_for_all(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{number:04}.csv": TABLE for number in range(1_000)}))
    with Session() as session:
        exports = [load(found, session) for found in find([path]) if isinstance(found, Location)]
    assert len(exports) == 1_000
    assert exports[-1].file == "a.zip/0999.csv"
