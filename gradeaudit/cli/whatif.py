"""whatif: how grades would change under a policy, before a board decides on it."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.options import As, AsOf, Debug, Map, Paths, PolicyOption, chosen, day, policy_source
from gradeaudit.cli.streams import say
from gradeaudit.errors import Problem, visible

if TYPE_CHECKING:
    from gradeaudit.whatif import WhatIf

_SUFFIXES = {".txt": "text", ".html": "html", ".htm": "html", ".json": "json", ".csv": "csv"}


def whatif(
    paths: Paths,
    policy: PolicyOption = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="Compare with this policy, not with the totals as printed."),
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", "-f", metavar="NAME", help="text, json, csv or html; else text.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here; the suffix gives the format.")
    ] = None,
    places: Annotated[
        bool, typer.Option("--places", help="Also list the rows of students who cross a letter or the pass mark.")
    ] = False,
    reader: As = None,
    mapping: Map = None,
    as_of: AsOf = None,
    debug: Debug = False,
) -> None:
    """Applies a policy's weights, codes, floors and rounding to the scores as they stand, and counts what changes."""
    output = None if output and str(output) == "-" else output
    form = _form(format, output)
    from gradeaudit import discovery, writing
    from gradeaudit import whatif as answer
    from gradeaudit.flow import Order
    from gradeaudit.reading import read

    order = Order(tuple(paths), policy_source(policy), day(as_of), ())
    old = policy_source(against) if against else None
    if output:
        writing.check_target(output, [*paths, *filter(None, (policy, against, mapping))])
    pinned = chosen("--as", reader, list(discovery.readers())) if reader else None
    result = answer.whatif(order, old, read(paths, discovery.readers(), pinned, mapping=mapping), places)
    tell(result.broken)
    plain = (sys.stdout.encoding or "").lower()
    written = _written(result, form, output is not None or plain.startswith("utf"))
    if output:
        writing.write(output, written.encode())
        say(f"wrote {visible(str(output), 300)}")
    else:
        typer.echo(written, nl=False)
    raise typer.Exit(2 if result.broken or not result.gradebooks else 0)


def _form(format: str | None, output: Path | None) -> str:
    """The format that is asked for, or that the output's suffix gives."""
    if format is None and output is not None:
        form = _SUFFIXES.get(output.suffix.lower())
        if form is None:
            shown = visible(output.name)
            raise Problem(
                f"--output: {shown!r} doesn't say which format",
                todo=f"add --format, or end it in {', '.join(_SUFFIXES)}",
            )
        return form
    return chosen("--format", format or "text", list(dict.fromkeys(_SUFFIXES.values())))


def _written(result: WhatIf, form: str, unicode: bool) -> str:
    from gradeaudit import escape, whatif_out

    if form == "json":
        return escape.json(json.dumps(whatif_out.as_record(result), indent=2, ensure_ascii=False)) + "\n"
    if form == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(whatif_out.as_rows(result))
        return out.getvalue()
    return whatif_out.as_html(result) if form == "html" else whatif_out.as_text(result, unicode)
