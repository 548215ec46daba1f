"""whatif: how grades would change under a policy, before a board decides on it."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.options import As, AsOf, Debug, Map, Paths, PolicyOption, chosen, day, policy_source


def whatif(
    paths: Paths,
    policy: PolicyOption = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="Compare with this policy, not with the totals as printed."),
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", metavar="NAME", help="text, json or csv.")] = "text",
    places: Annotated[
        bool, typer.Option("--places", help="Also list the rows of students who cross a letter or the pass mark.")
    ] = False,
    reader: As = None,
    mapping: Map = None,
    as_of: AsOf = None,
    debug: Debug = False,
) -> None:
    """Applies a policy's weights, codes, floors and rounding to the scores as they stand, and counts what changes."""
    chosen("--format", format, ["text", "json", "csv"])
    from gradeaudit import discovery
    from gradeaudit import whatif as answer
    from gradeaudit.flow import Order
    from gradeaudit.reading import read

    order = Order(tuple(paths), policy_source(policy), day(as_of), ())
    old = policy_source(against) if against else None
    pinned = chosen("--as", reader, list(discovery.readers())) if reader else None
    result = answer.whatif(order, old, read(paths, discovery.readers(), pinned, mapping=mapping), places)
    tell(result.broken)
    if format == "json":
        typer.echo(json.dumps(answer.as_record(result), indent=2, ensure_ascii=False))
    elif format == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(answer.as_rows(result))
        typer.echo(out.getvalue(), nl=False)
    else:
        encoding = (sys.stdout.encoding or "").lower()
        typer.echo(answer.as_text(result, encoding.startswith("utf")), nl=False)
    raise typer.Exit(2 if result.broken or not result.gradebooks else 0)
