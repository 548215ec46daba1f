"""inspect: what was recognised in each file, why, and what it doesn't carry."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from gradeaudit.cli.fitted import fitted
from gradeaudit.cli.options import As, Debug, Map, MaxCells, MaxColumns, MaxFileSize, Paths, chosen, limits


def inspect(
    paths: Paths,
    format: Annotated[str, typer.Option("--format", "-f", metavar="NAME", help="text or json.")] = "text",
    reader: As = None,
    mapping: Map = None,
    max_file_size: MaxFileSize = None,
    max_cells: MaxCells = None,
    max_columns: MaxColumns = None,
    debug: Debug = False,
) -> None:
    """Shows what was recognised in each file, with the evidence, and what the export does not carry."""
    chosen("--format", format, ["text", "json"])
    from gradeaudit import discovery, escape, inspection  # tables are only needed once files are read
    from gradeaudit.reading import read

    pinned = chosen("--as", reader, list(discovery.readers())) if reader else None
    most = limits(max_file_size, max_cells, max_columns)
    batches = list(read(paths, discovery.readers(), pinned, mapping=mapping, limits=most))
    seen = inspection.inspected(batches)
    told = escape.json(inspection.as_json(seen)) if format == "json" else fitted(inspection.as_text(seen), sys.stdout)
    typer.echo(told, nl=False)
    raise typer.Exit(2 if seen.broken or not seen.gradebooks else 0)
