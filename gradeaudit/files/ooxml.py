"""A look into an Excel workbook's XML for what the cells' values don't tell: errors, percents, formulas, far cells."""

from __future__ import annotations

import posixpath
import re
from zipfile import ZipFile

from gradeaudit.errors import Problem
from gradeaudit.files.look import Look, is_percent, walk
from gradeaudit.places import cell_name

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ERROR = re.compile(r"#[A-Z0-9/!?_]{1,19}")
_PERCENT_FORMATS = {9, 10}
_SAVE = "open it in Excel or LibreOffice and save it again"


def looks(parts: ZipFile) -> dict[str, Look]:
    """What each sheet's XML tells, by the sheet's name; raises ``Problem`` for damage, document types, far cells."""
    names = {name.lower(): name for name in parts.namelist()}
    files = _sheet_files(parts, names)
    styles = names.get("xl/styles.xml")
    percents = _percent_styles(parts, styles) if styles else frozenset()
    for name in sorted(set(names.values()) - {*files.values(), styles}):
        if name.lower().endswith((".xml", ".rels", ".vml")):
            _check_part(parts.read(name), name)
    return {title: _sheet(parts.read(file), file, percents) for title, file in files.items()}


def _check_part(data: bytes, name: str) -> None:
    """Refuses a document type in any part, damage only where values come from."""
    if name.endswith(".vml"):
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Problem("it has an XML document type, which no export has and which can harm", todo=_SAVE)
        return
    counts: list[int] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sst":
            counts.extend(_whole(attributes[key]) for key in ("count", "uniqueCount") if key in attributes)

    walk(data, name, start if name.endswith("sharedStrings.xml") else None)
    if any(count > len(data) for count in counts):
        raise Problem("it says that it has more texts than can be in it", todo=_SAVE)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _sheet_files(parts: ZipFile, names: dict[str, str]) -> dict[str, str]:
    """The file of each sheet of cells by the sheet's name, as the workbook's relations tell."""
    book, relations = names.get("xl/workbook.xml"), names.get("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        raise Problem("the workbook is damaged (its list of sheets is missing)", todo=_SAVE)
    targets: dict[str, str] = {}
    found: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            targets[attributes.get("Id", "")] = target

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet" and attributes.get("id") in targets:
            target = targets[attributes["id"]]
            name = attributes.get("name", "")
            if target.lower() not in names:
                raise Problem("the workbook is damaged (a sheet is missing)", todo=_SAVE)
            if name in found:
                raise Problem("the workbook is damaged (two sheets have one name)", todo=_SAVE)
            found[name] = names[target.lower()]

    walk(parts.read(relations), relations, relation)
    walk(parts.read(book), book, sheet)
    return found


def _percent_styles(parts: ZipFile, file: str) -> frozenset[str]:
    """The numbers of the cell styles that show a percentage."""
    formats = set(_PERCENT_FORMATS)
    styles: list[int] = []
    inside = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt" and is_percent(attributes.get("formatCode", "")):
            formats.add(_whole(attributes.get("numFmtId", "")))
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            styles.append(_whole(attributes.get("numFmtId", "")))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside[0] = False

    walk(parts.read(file), file, start, end)
    return frozenset(str(number) for number, style in enumerate(styles) if style in formats)


def _sheet(data: bytes, file: str, percents: frozenset[str]) -> Look:
    """One pass over a sheet: rows and cells may leave out their numbers, then they follow the one before."""
    look = Look()
    row = column = 0
    kind = ""
    value: list[str] | None = None
    formula = valued = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, kind, value, formula, valued
        if tag == "c":
            reference = attributes.get("r")
            if reference is None:
                column += 1
            else:
                found = _REFERENCE.fullmatch(reference)
                if found is None:
                    raise Problem("the workbook is damaged (a cell has an impossible address)", todo=_SAVE)
                column, row = _column(found[1]), int(found[2])
            kind = attributes.get("t", "")
            formula, valued = False, kind == "str"
            if percents and kind in ("", "n") and attributes.get("s") in percents:
                look.percents.add((row, column))
        elif tag == "v" or tag == "is":
            if row > look.last_row or column > look.last_column:
                look.reach(row, column)
            value = [] if formula or kind == "e" else None
        elif tag == "f":
            formula = True
        elif tag == "row":
            row, column = _whole(attributes["r"]) if "r" in attributes else row + 1, 0
            look.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif tag == "col":
            look.hidden_columns += attributes.get("hidden") in ("1", "true")

    def text(piece: str) -> None:
        if value is not None:
            value.append(piece)

    def end(tag: str) -> None:
        nonlocal value, valued
        if tag == "v" and value is not None:
            shown, value = "".join(value or ()), None
            valued = valued or bool(shown)
            if kind == "e" and _ERROR.fullmatch(shown):
                look.errors[row, column] = shown
        elif tag == "c" and formula and not valued:
            look.unvalued.append(cell_name(row, column))

    walk(data, file, start, end, text, plain=True)
    return look


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
