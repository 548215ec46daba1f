"""A teacher's own table or an extract: what its columns are, a mapping says; without one they are only guessed."""

from __future__ import annotations

from collections.abc import Iterator

from gradeaudit.errors import Problem
from gradeaudit.export import Export
from gradeaudit.gradebook import Book
from gradeaudit.readers._mapping.about import LACKS, OFFERS
from gradeaudit.readers.base import Claim, Reader


def detect(export: Export) -> Claim | None:
    """A mapping makes a table certain; without one the guess is offered, and trusted only when the user says so."""
    if export.kind == "yaml":
        return _mapping_itself(export)
    if not export.tables:
        return None
    if export.mapping:
        return Claim("certain", (f"described by {export.mapping_file}",))
    from gradeaudit.readers._mapping.guess import guess  # most files are claimed by their system's reader

    guessed = guess(export)
    if guessed is None:
        return None
    return Claim(
        "possible",
        (f"it looks like {guessed.looks}", *guessed.assumed, f"a mapping to start from: {guessed.text}"),
        refusal=f"no export of an LMS known here; it looks like {guessed.looks}: describe it with --as generic --map"
        " FILE (gradeaudit inspect shows a mapping to start from), or trust the guess with --as generic",
        unless_named=True,
    )


def read(exports: list[Export]) -> Iterator[Book]:
    """The gradebooks of a table: one for a table of students, one a course and section for a table of scores."""
    from gradeaudit.readers._mapping.guess import guess  # YAML is only needed once a mapping is read
    from gradeaudit.readers._mapping.long import long
    from gradeaudit.readers._mapping.schema import parse
    from gradeaudit.readers._mapping.wide import wide

    for export in exports:
        if export.kind == "yaml":
            continue
        if export.mapping:
            sheet_map = parse(export.mapping, export.mapping_file)
        else:
            guessed = guess(export)
            if guessed is None:
                raise Problem(
                    "no column of students or no column of scores can be seen in this table",
                    export.file,
                    "describe it with --as generic --map FILE",
                )
            sheet_map = parse(guessed.text, "the guessed mapping")
        if sheet_map.one_row_per == "score":
            yield from long(export, sheet_map)
        else:
            yield wide(export, sheet_map)


def _mapping_itself(export: Export) -> Claim:
    from gradeaudit.readers._mapping.schema import parse  # YAML is only needed once a mapping is read

    sheet_map = parse(export.text, export.name)
    return Claim("certain", (f"a mapping of a table with one row per {sheet_map.one_row_per}",), part="beside")


READER = Reader(
    name="generic",
    system="Any table",
    title="A teacher's own spreadsheet, or an extract, described by a mapping (CSV, XLSX, ODS)",
    sure="as sure as its mapping: a guess is shown, and used only with --as generic",
    detect=detect,
    read=read,
    offers=OFFERS,
    lacks=LACKS,
    last=True,
)
