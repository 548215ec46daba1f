"""From paths to gradebooks: every file opened, claimed by one reader, and read; what fails is told, not lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from gradeaudit import export as exports
from gradeaudit.assembly import Assembly
from gradeaudit.errors import Problem
from gradeaudit.export import STANDARD, Export, Found, Limits, Location, Session, Skipped
from gradeaudit.findings import Broken, Input
from gradeaudit.gradebook import Gradebooks
from gradeaudit.readers._mapping import sidecar
from gradeaudit.readers.base import Claim, Reader

NAMED = ("named with --as",)
"""The only evidence for a file that its reader wouldn't claim."""
BATCH_CELLS = 800_000
"""Cells a batch holds: enough that a rule's fixed cost doesn't count, few enough that memory stays bounded."""


class Batch(NamedTuple):
    """Some gradebooks, and what became of every file that was looked at on the way to them."""

    gradebooks: Gradebooks
    inputs: tuple[Input, ...]
    broken: tuple[Broken, ...]
    sets: frozenset[tuple[str, str]] = frozenset()
    """The reader and the folder of all files that were read together as one set."""


@dataclass
class _Gathering:
    """What one batch has so far."""

    assembly: Assembly = field(default_factory=Assembly)
    inputs: list[Input] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    sets: set[tuple[str, str]] = field(default_factory=set)

    def taken(self) -> Batch:
        """What was gathered so far, as a batch; the next one starts empty."""
        batch = Batch(self.assembly.finish(), tuple(self.inputs), tuple(self.broken), frozenset(self.sets))
        self.assembly, self.inputs, self.broken, self.sets = Assembly(), [], [], set()
        return batch

    def fail(
        self, file: str, problem: Problem, claim: Claim | None = None, reader: Reader | None = None, of: str = ""
    ) -> None:
        """Tells what is wrong with a file; ``of`` is the set it belongs to, which is told as broken once."""
        elsewhere = f"{problem.where}: " if problem.where not in ("", file) else ""
        error = f"{elsewhere}{problem.what}; {problem.todo}" if problem.todo else f"{elsewhere}{problem.what}"
        self.inputs.append(
            Input(
                file,
                reader.name if reader else None,
                claim.confidence if claim else None,
                claim.evidence if claim else (),
                error,
            )
        )
        fault = Broken(of or file, None, error)
        if fault not in self.broken:
            self.broken.append(fault)


def read(
    paths: Sequence[Path],
    readers: dict[str, Reader],
    pinned: str | None = None,
    progress: Callable[[str], None] = lambda file: None,
    batch_cells: int = BATCH_CELLS,
    mapping: Path | None = None,
    limits: Limits = STANDARD,
) -> Iterator[Batch]:
    """Batches of gradebooks from files, folders and archives, in sorted order; ``pinned`` names the reader to use.

    ``mapping`` is the file of ``--map``: what the columns are of every file that has no mapping of its own beside it.
    """
    yield from read_found(exports.find(paths, limits), readers, pinned, progress, batch_cells, mapping, limits)


def read_found(
    found: Iterable[Found],
    readers: dict[str, Reader],
    pinned: str | None = None,
    progress: Callable[[str], None] = lambda file: None,
    batch_cells: int = BATCH_CELLS,
    mapping: Path | None = None,
    limits: Limits = STANDARD,
) -> Iterator[Batch]:
    """``read`` for files that were found already: a part of a run that another process works on."""
    with Session(limits) as session:
        yield from _read(found, readers, pinned, progress, batch_cells, mapping, session)


def _read(
    found: Iterable[Found],
    readers: dict[str, Reader],
    pinned: str | None,
    progress: Callable[[str], None],
    batch_cells: int,
    mapping: Path | None,
    session: Session,
) -> Iterator[Batch]:
    mappings = sidecar.Mappings(mapping)
    gathering = _Gathering()
    pending: dict[tuple[str, str], list[tuple[Export, Claim]]] = {}
    beside: dict[tuple[str, str], list[Export]] = {}
    for location in sorted(found, key=_comes_later):
        if isinstance(location, Problem):
            gathering.fail(location.where, location)
            continue
        if isinstance(location, Skipped):
            gathering.inputs.append(Input(location.shown, None, None, (location.reason,)))
            continue
        progress(location.shown)
        for key in [key for key in pending if not location.shown.startswith(key[1])]:
            yield from _read_unit(gathering, readers[key[0]], pending.pop(key), (), batch_cells)
        opened = _open(gathering, location, readers, pinned, mappings, session)
        if opened is None:
            continue
        export, reader, claim = opened
        root = "" if claim.root == "." else claim.root or export.folder
        if claim.part == "set":
            pending.setdefault((reader.name, root), []).append((export, claim))
            gathering.sets.add((reader.name, root))
        elif claim.part == "beside":
            beside.setdefault((reader.name, root), []).append(export)
            gathering.inputs.append(Input(export.file, reader.name, claim.confidence, claim.evidence))
        else:
            companions = beside.get((reader.name, export.folder), [])
            yield from _read_unit(gathering, reader, [(export, claim)], companions, batch_cells)
        if gathering.assembly.cells >= batch_cells:
            yield gathering.taken()
    for key in list(pending):
        yield from _read_unit(gathering, readers[key[0]], pending.pop(key), (), batch_cells)
    yield gathering.taken()


def _comes_later(location: Found) -> bool:
    """Companions are XML or JSON; read first, they are there for the files beside them, whatever those are called."""
    return isinstance(location, Location) and not location.shown.lower().endswith((".xml", ".json"))


def _open(
    gathering: _Gathering,
    location: Location,
    readers: dict[str, Reader],
    pinned: str | None,
    mappings: sidecar.Mappings,
    session: Session,
) -> tuple[Export, Reader, Claim] | None:
    try:
        if sidecar.is_mapping(location.path):
            text, _ = sidecar.mapping_text(location.path)
            export, pinned = Export(location.shown, "yaml", text=text), None
        else:
            text, name = mappings.of(location.path)
            export = exports.load(location, session)
            export = replace(export, mapping=text, mapping_file=name) if text else export
        reader, claim = claim_of(export, readers, pinned)
    except Problem as problem:
        gathering.fail(location.shown, problem)
        return None
    except Exception as error:  # one file's fault must not take the others with it
        fault = Problem(f"gradeaudit failed on it ({type(error).__name__})", todo="please report it")
        gathering.fail(location.shown, fault)
        return None
    if claim.refusal:
        gathering.fail(location.shown, Problem(f"this is {claim.refusal}"), claim, None)
        return None
    return export, reader, claim


def claim_of(export: Export, readers: dict[str, Reader], pinned: str | None = None) -> tuple[Reader, Claim]:
    """The one reader that claims a file and its claim; raises ``Problem`` when none or several do."""
    if pinned is not None:
        reader = readers[pinned]
        named = reader.detect(export) or Claim("possible", NAMED)
        return reader, named._replace(refusal="") if named.unless_named else named
    first = [reader for reader in readers.values() if not reader.last or export.mapping]
    claims = [(reader, claim) for reader in first if (claim := reader.detect(export)) is not None]
    if not claims:
        last = [reader for reader in readers.values() if reader.last]
        claims = [(reader, claim) for reader in last if (claim := reader.detect(export)) is not None]
    whole = [(reader, claim) for reader, claim in claims if not claim.refusal]
    if len(whole) == 1:
        return whole[0]
    if len(whole) > 1:
        names = ", ".join(f"{reader.name} ({'; '.join(claim.evidence)})" for reader, claim in whole)
        raise Problem(f"several readers claim this file: {names}", todo="say which with --as NAME")
    if claims:
        return max(claims, key=lambda item: ("possible", "likely", "certain").index(item[1].confidence))
    raise Problem("no reader recognises this file", todo="see gradeaudit formats, or describe it with --as generic")


def _read_unit(
    gathering: _Gathering,
    reader: Reader,
    unit: list[tuple[Export, Claim]],
    beside: Sequence[Export],
    batch_cells: int,
) -> Iterator[Batch]:
    """Gathers a unit's gradebooks. Of a long one, whose gradebooks come one by one, full batches are given on."""
    notes: dict[str, list[str]] = {}
    try:
        files = [export if reader.streams else export.held() for export, _ in unit]
        books = reader.read([*files, *beside])
        for book in books if any(export.long for export in files) else list(books):
            if gathering.assembly.cells >= batch_cells:
                yield gathering.taken()
            gathering.assembly.add(book)
            notes.setdefault(str(book.about["file"]), []).extend(book.notes)
        if not notes:
            raise Problem("there is no gradebook in it", todo="export it again with students and assignments")
    except Problem as problem:
        for export, claim in unit:
            gathering.fail(export.file, problem, claim, reader, _set_of(export, claim))
        return
    except Exception as error:  # one file's fault must not take the others with it
        fault = Problem(f"the {reader.name} reader failed on it ({type(error).__name__})", todo="please report it")
        strange = Problem(f"it isn't what the {reader.name} reader knows", todo="leave --as out, or use --as generic")
        for export, claim in unit:
            told = strange if claim.evidence == NAMED else fault
            gathering.fail(export.file, told, claim, reader, _set_of(export, claim))
        return
    for export, claim in unit:
        evidence = dict.fromkeys((*claim.evidence, *export.notes, *notes.get(export.file, ())))
        gathering.inputs.append(Input(export.file, reader.name, claim.confidence, tuple(evidence)))


def _set_of(export: Export, claim: Claim) -> str:
    return (claim.root or export.folder) if claim.part == "set" else ""
