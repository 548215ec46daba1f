"""Every file under the paths that a run was given: folders and zip archives are looked into, always in one order."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from gradeaudit.errors import Problem, visible
from gradeaudit.files import contents, opening
from gradeaudit.files.archive import ZIP_ERRORS, Archive, check_sum, damaged
from gradeaudit.files.delimited import has_columns
from gradeaudit.files.encoding import settle
from gradeaudit.files.limits import STANDARD, Limits
from gradeaudit.files.workbook import kind_of_zip

_COMPANIONS = (".json", ".xml", ".imscc", ".mbz", ".yaml", ".yml")
"""What readers want to have seen before the exports beside it."""
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".json", ".xml")
"""Names that never mean an archive, so that a thousand of them needn't be opened to find out."""
_NO_EXPORTS = {
    "a document": ".md .rst .pdf .doc .docx .odt .rtf .ppt .pptx .odp .htm .html .mht .epub .pages .eml .msg .tex",
    "a picture": ".png .jpg .jpeg .gif .bmp .svg .webp .tif .tiff .ico .heic",
    "a sound or a film": ".mp3 .mp4 .wav .m4a .mov .avi .webm .mkv .vtt .srt",
    "a database": ".sqlite .sqlite3 .db .parquet .mdb .accdb",
    "a policy or settings": ".yaml .yml .toml .ini .cfg .env .lock",
    "a program": ".py .pyc .js .css .sh .bat .ps1 .exe .dll .so .r .ipynb .sql .jar",
    "a report of a checker": ".sarif .jsonl .log",
    "a short cut or a system's own file": ".lnk .url .ini .tmp .bak .part .crdownload .download",
}
_WHY = {suffix: why for why, suffixes in _NO_EXPORTS.items() for suffix in suffixes.split()}
_SHOWN = 300
_PEEK = 8_192
_WITHOUT_COLUMNS = "a text without columns, not an export"


class Location(NamedTuple):
    """Where a file is: its real path, the member if the path is a zip, and the name to show for it."""

    path: Path
    shown: str
    member: str = ""


class Skipped(NamedTuple):
    """A file (or so many of an archive's) that was seen and not read, and why: no failure, but told."""

    shown: str
    reason: str


Found = Location | Skipped | Problem


def find(paths: Sequence[Path], limits: Limits = STANDARD) -> Iterator[Found]:
    """Every file under the paths that may be an export; a Problem for what can't be looked at.

    In each folder first the companions (.json, .xml, .imscc, .yaml), then the other files, then the folders, each by
    name. Hidden files are passed over; what is plainly no export is Skipped, but a file that is named itself is always
    tried. A file that is reached twice is read once. Names are shown from the argument's own name on, never absolute.
    """
    search = _Search(limits)
    for path, label in zip(paths, labels(paths)):
        try:
            found = os.stat(path)
        except (OSError, ValueError) as error:
            problem = opening.unreachable(error, path)
            problem.where = visible(label if path.is_absolute() else str(path), _SHOWN)
            yield problem
            continue
        if stat.S_ISDIR(found.st_mode):
            yield from search.folder(path, label)
        else:
            yield from search.file(path, label, found)


def skipped(name: str) -> str:
    """Why a file of this name, met in a folder or an archive, is not read; empty for one that may be an export."""
    lower = name.lower()
    if lower.endswith((".changes.csv", ".changes.txt", ".checklist.txt")):
        return "a log of corrections, or a list of those to make by hand, not an export"
    if lower.endswith((".csv", ".xlsx", ".map.yaml", ".map.yml")) and not lower.startswith("~$"):
        return ""
    if lower.startswith("~$"):
        return "the lock of a workbook that is open"
    if lower in ("thumbs.db", "desktop.ini"):
        return "a system's own file"
    why = _WHY.get(os.path.splitext(lower)[1], "")
    return f"{why}, not an export" if why else ""


def _beside_a_gradebook(archive: Path, parts: Sequence[str]) -> str:
    """Why a member of a course's backup or package is not read; empty for its gradebook, and in any other archive."""
    kind = archive.suffix.lower()
    if kind == ".imscc":
        return "" if parts[-1].lower().endswith(".xml") else "a part of the course export without grades"
    if kind != ".mbz":
        return ""
    of_course = len(parts) == 1 and parts[0] in ("gradebook.xml", "moodle_backup.xml")
    of_activity = parts[0] == "activities" and parts[-1] == "grades.xml"
    return "" if of_course or of_activity else "a part of the course backup without grades"


def order(name: str) -> tuple[int, str]:
    """Sorts the files of one folder: companions first, each group by name."""
    return (0 if name.lower().endswith(_COMPANIONS) else 1), name


def _is_table(head: bytes) -> bool:
    """Whether the first bytes of a .txt are those of a table; a file that is damaged is tried, so that it is told."""
    try:
        encoding, skip, _ = settle(head[: len(head) // 4 * 4])
    except Problem:
        return True
    return not head or has_columns(head[skip:].decode(encoding, "replace"))


def labels(paths: Sequence[Path]) -> list[str]:
    """The name that each argument is shown by: its own, with the folders above it where two would be the same."""
    full = [Path(os.path.abspath(path)).parts[1:] for path in paths]
    depth = [1] * len(full)
    while True:
        names = ["/".join(parts[-count:]) for parts, count in zip(full, depth)]
        owners = Counter(label for label, _ in set(zip(names, full)))
        deeper = [owners[label] > 1 and count < len(parts) for label, parts, count in zip(names, full, depth)]
        if not any(deeper):
            return names
        depth = [count + more for count, more in zip(depth, deeper)]


@dataclass
class _Search:
    """What a search has met so far: files by their identity on the disk, and the names that were given away."""

    limits: Limits
    met: dict[tuple[int, int], str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def folder(self, top: Path, label: str) -> Iterator[Found]:
        """All files of a folder and of the folders in it; a circle of links is entered once."""
        entered: set[tuple[int, int]] = set()
        waiting = [(os.fspath(top), label)]
        empty = True
        while waiting:
            path, shown = waiting.pop()
            try:
                found = os.stat(path)
                with os.scandir(path) as entries:
                    inside = {entry.name: entry for entry in entries if not entry.name.startswith(".")}
            except OSError as error:
                problem = opening.unreachable(error, Path(path))
                problem.where = self.name(shown)
                yield problem
                empty = False
                continue
            if (found.st_dev, found.st_ino) in entered:
                continue
            entered.add((found.st_dev, found.st_ino))
            folders = []
            here = Path(path)
            for name in sorted(inside, key=order):
                try:
                    if inside[name].is_dir():
                        folders.append((os.path.join(path, name), f"{shown}/{name}" if shown else name))
                        continue
                    about = inside[name].stat()
                except OSError as error:
                    problem = opening.unreachable(error, Path(path, name))
                    problem.where = self.name(f"{shown}/{name}" if shown else name)
                    yield problem
                    empty = False
                    continue
                empty = False
                yield from self.file(here / name, f"{shown}/{name}" if shown else name, about, name)
            waiting.extend(sorted(folders, reverse=True))
        if empty:
            yield Problem(
                "the folder holds no files", visible(label, _SHOWN), "name an export, or a folder with exports"
            )

    def file(self, path: Path, shown: str, about: os.stat_result, name: str = "") -> Iterator[Found]:
        """One file; ``name`` is given when it was met in a folder, so that what is plainly no export is passed over."""
        identity = (about.st_dev, about.st_ino)
        before = self.met.get(identity)
        if before is not None:
            if visible(shown, _SHOWN) not in self.taken:
                yield Skipped(self.name(shown), f"the same file as {before}")
            return
        label = self.met[identity] = self.name(shown)
        if why := skipped(name) if name else "":
            yield Skipped(label, why)
        elif not stat.S_ISREG(about.st_mode):
            problem = opening.irregular(about)
            problem.where = label
            yield problem
        elif name.lower().endswith(".txt"):
            yield self.perhaps_table(path, label)
        elif path.suffix.lower() in _TABLES:
            yield Location(path, label)
        else:
            yield from self.perhaps_archive(path, label)

    def perhaps_table(self, path: Path, label: str) -> Found:
        """An old export named .txt, or a text for people that only lies beside the exports."""
        try:
            with open(opening.opened(path)[0], "rb") as stream:
                head = stream.read(_PEEK)
        except Problem as problem:
            problem.where = label
            return problem
        return Location(path, label) if _is_table(head) else Skipped(label, _WITHOUT_COLUMNS)

    def perhaps_archive(self, path: Path, label: str) -> Iterator[Found]:
        """A zip archive's members, or the file itself when it is something else (a workbook is a zip, too)."""
        try:
            with open(opening.opened(path)[0], "rb") as stream:
                is_zip = stream.read(4) == contents.ZIP
            if not is_zip:
                yield Location(path, label)
                return
            archive = Archive(path, self.limits)
        except Problem as problem:
            problem.where = label
            yield problem
            return
        try:
            if kind_of_zip(archive.zip):
                yield Location(path, label)
            else:
                yield from self.members(archive, label)
        except ZIP_ERRORS as error:
            yield Problem(damaged(error).what, label, damaged(error).todo)
        except Problem as problem:
            problem.where = label
            yield problem
        finally:
            archive.close()

    def members(self, archive: Archive, label: str) -> Iterator[Found]:
        """The members of an archive in the order of ``find``; those that are plainly no exports are told together."""
        reasons: Counter[str] = Counter()
        kept = []
        for member in archive.files():
            name, parts = member.filename, member.filename.split("/")
            if any(part.startswith(".") and part != ".." for part in parts) or parts[0] == "__MACOSX":
                continue
            why = skipped(parts[-1]) or _beside_a_gradebook(archive.path, parts)
            if not why and parts[-1].lower().endswith(".txt") and not _is_table(archive.head(name, _PEEK)):
                why = _WITHOUT_COLUMNS
            if why:
                reasons[why] += 1
            else:
                folders = [(1, 0, part) for part in parts[:-1]]
                kept.append(([*folders, (0, *order(parts[-1]))], name, member))
        check_sum((member for _, _, member in kept), self.limits)
        for _, name, _ in sorted(kept, key=itemgetter(0)):
            yield Location(archive.path, self.name(f"{label}/{name.lstrip('/')}"), name)
        for why, count in sorted(reasons.items()):
            yield Skipped(label, f"{count} of its files: {why}")
        if not kept and not reasons:
            yield Problem("the archive holds no files", label, "export it again")

    def name(self, shown: str) -> str:
        """The name to show for a file, made safe to print, and its own when two would be the same."""
        label = unique = visible(shown, _SHOWN)
        number = 1
        while unique in self.taken:
            number += 1
            unique = f"{label} ({number})"
        self.taken.add(unique)
        return unique
