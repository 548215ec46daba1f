"""Workbooks, read in a child process under limits: a damaged one can stop that process, never the run."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import Any

from gradeaudit.errors import Problem
from gradeaudit.files import contents
from gradeaudit.files.archive import ZIP_ERRORS, check_member, check_sum, contents_of, damaged
from gradeaudit.files.limits import STANDARD, Limits, size
from gradeaudit.files.table import Merged, Table

_RUN = "import sys; sys.path += sys.argv[1:]; from gradeaudit.files._workbook import main; main()"


def kind_of(data: bytes, limits: Limits = STANDARD) -> str:
    """``xlsx``, ``xlsb``, ``ods`` or ``xls``; empty for a zip that is no workbook; raises ``Problem`` for the rest."""
    if data.startswith(contents.OLE):
        return _kind_of_ole(data)
    try:
        return kind_of_zip(contents_of(io.BytesIO(data), limits))
    except ZIP_ERRORS as error:
        raise damaged(error) from None


def kind_of_zip(parts: zipfile.ZipFile) -> str:
    """As ``kind_of``, for a zip that is open."""
    names = {name.lower() for name in parts.namelist()}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "[content_types].xml" in names:
        what = "a Word document" if "word/document.xml" in names else "an Office file that is no workbook"
        raise Problem(f"this is {what}, not a gradebook export", todo="give the export as CSV or as a workbook")
    if "mimetype" in names:
        with parts.open(next(name for name in parts.namelist() if name.lower() == "mimetype")) as stream:
            kind = stream.read(100)
        if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        if kind.startswith(b"application/"):
            raise Problem("this is a document, not a workbook", todo="give the export as CSV or as a workbook")
    return ""


def _kind_of_ole(data: bytes) -> str:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise Problem("the workbook is locked with a password", todo="save it without one")
    if has("Workbook") or has("Book"):
        return "xls"
    what = "a Word document" if has("WordDocument") else "an old Office file that is no workbook"
    raise Problem(f"this is {what}, not a gradebook export", todo="give the export as CSV or as a workbook")


@dataclass
class Workbooks:
    """Reads workbooks in one child process, which is started when the first one comes and again when it died."""

    limits: Limits = STANDARD
    _child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def read(self, data: bytes, kind: str) -> tuple[tuple[Table, ...], tuple[str, ...]]:
        """The sheets of a workbook, or the tables of a web page (``html``, as UTF-8), and notes; raises ``Problem``."""
        if kind in ("xlsx", "xlsb", "ods"):
            parts = contents_of(io.BytesIO(data), self.limits).infolist()
            check_sum(parts, self.limits)
            for part in parts:
                check_member(part, self.limits)
        answer = self._ask(data, kind)
        if "sheets" not in answer:
            raise Problem(str(answer["what"]), todo=str(answer.get("todo", "")))
        tables = tuple(
            Table(sheet["rows"], sheet["name"], sheet["hidden"], tuple(Merged(*block) for block in sheet["merged"]))
            for sheet in answer["sheets"]
        )
        return tables, tuple(answer["notes"])

    def close(self) -> None:
        """Ends the child process."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def _ask(self, data: bytes, kind: str) -> dict[str, Any]:
        child = self._child = self._child or _start()
        request = {
            "size": len(data),
            "kind": kind,
            "cells": self.limits.cells,
            "columns": self.limits.columns,
            "seconds": self.limits.workbook_seconds,
            "memory": self.limits.workbook_memory,
        }
        patience = Timer(1.5 * self.limits.workbook_seconds, child.kill)
        patience.start()
        try:
            assert child.stdin and child.stdout
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.write(data)
            child.stdin.flush()
            answer = child.stdout.readline()
        except OSError:
            answer = b""
        finally:
            patience.cancel()
        if not answer.endswith(b"\n"):
            self.close()
            seconds = self.limits.workbook_seconds
            most = f"{seconds} {'second' if seconds == 1 else 'seconds'} and {size(self.limits.workbook_memory)}"
            raise Problem(
                f"it is damaged or too large: it couldn't be read within {most}",
                todo="open it in Excel and save it again, or export it as CSV",
            )
        found: dict[str, Any] = json.loads(answer)
        return found


def _start() -> subprocess.Popen[bytes]:
    """The child: it finds the package and the library where this process has them, whatever the working folder."""
    library = find_spec("python_calamine")
    if library is None or library.origin is None:
        raise Problem("workbooks can't be read: python-calamine is not installed", todo="pip install python-calamine")
    folders = [Path(__file__).resolve().parents[2], Path(library.origin).resolve().parents[1]]
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _RUN, *map(str, folders)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
