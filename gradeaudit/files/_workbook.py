"""The child process that reads workbooks and web pages, so that a damaged one can't take the whole run with it."""

from __future__ import annotations

import contextlib
import json
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from gradeaudit.errors import Problem
from gradeaudit.files import webpage
from gradeaudit.files.sheets import Sheet, sheets


def main() -> None:
    """Answers requests until there are no more: a line of JSON and so many bytes in, a line of JSON out."""
    limited = False
    while line := sys.stdin.buffer.readline():
        request: dict[str, Any] = json.loads(line)
        if not limited:
            _limit_memory(request["memory"])
            limited = True
        _limit_time(request["seconds"])
        answer = _answer(_exactly(sys.stdin.buffer, request["size"]), request)
        sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()


def _answer(data: bytes, request: dict[str, Any]) -> dict[str, Any]:
    try:
        if request["kind"] == "html":
            tables = webpage.tables(data.decode(), request["cells"], request["columns"])
            return {"sheets": [asdict(Sheet("", rows)) for rows in tables], "notes": []}
        found, notes = sheets(data, request["kind"], request["cells"], request["columns"])
    except Problem as problem:
        return {"what": problem.what, "todo": problem.todo}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the library is no Exception
        return {
            "what": "it is damaged or too large",
            "todo": "open it in Excel or LibreOffice and save it again",
        }
    return {"sheets": [asdict(sheet) for sheet in found], "notes": notes}


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise SystemExit(1)
    return data


def _limit_memory(most: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows, where the look before reading has to do

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:
    """So many seconds of processor time from now on."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # as above

        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


if __name__ == "__main__":
    main()
