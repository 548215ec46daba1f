"""annotate: a teacher's own gradebook as a workbook, with the findings marked on its cells."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.options import (
    As,
    AsOf,
    Debug,
    Map,
    MinSeverity,
    PolicyOption,
    chosen,
    day,
    policy_path,
    policy_source,
)
from gradeaudit.cli.streams import say
from gradeaudit.errors import Problem, visible


def annotate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One export that is a table: CSV or a workbook.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.xlsx", help="Write the workbook here.")],
    policy: PolicyOption = None,
    reader: As = None,
    mapping: Map = None,
    as_of: AsOf = None,
    min_severity: MinSeverity = "info",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    debug: Debug = False,
) -> None:
    """Writes the gradebook as a workbook: cells with findings are coloured and say why, and a sheet lists them."""
    chosen("--min-severity", min_severity, ["error", "warning", "info"])
    shown = visible(output.name)
    if output.suffix.lower() != ".xlsx":
        raise Problem(f"--output: {shown!r} is no workbook's name", todo="end it in .xlsx")
    if not os.path.isfile(file):
        raise Problem("annotate takes one file", visible(str(file)), "name one export")
    from gradeaudit import discovery, engines, writing
    from gradeaudit.annotate import annotated
    from gradeaudit.export import Location, load
    from gradeaudit.findings import Look
    from gradeaudit.flow import Order, found

    source = policy_source(policy)
    writing.check_target(output, [file, policy_path(policy)])
    order = Order(
        paths=(file,),
        source=source,
        as_of=day(as_of),
        rules=tuple(discovery.rules()),
        pinned=chosen("--as", reader, list(discovery.readers())) if reader else None,
        mapping=mapping,
    )
    locations = [entry for entry in found(order) if isinstance(entry, Location)]
    if len(locations) > 1:
        todo = "unpack it, and name one of the exports in it"
        raise Problem("annotate takes one export, and this holds several files", visible(str(file)), todo)
    report = engines.run(order, engines.Engine())
    tell(report.broken)
    if not report.gradebooks or not locations:
        raise Problem("nothing was audited", visible(str(file)), "see gradeaudit inspect")
    export = load(locations[0])
    if not export.tables:
        todo = "use gradeaudit check with -o report.html"
        raise Problem(f"this export is {export.kind}, not a table, so it has no cells to mark", export.file, todo)
    report = replace(report, look=Look(min_severity=min_severity))
    writing.write(output, annotated(export, report), private=True)
    if not quiet:
        say(f"wrote {visible(str(output), 300)}; it holds the students of the export, so only you can read it")
    raise typer.Exit(report.exit_code("never"))
