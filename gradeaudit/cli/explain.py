"""explain: one rule in full, in plain words; or how the totals of one student come about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.options import As, Debug, Map, chosen

_TRACED = ("total-differs", "total-method-varies")


def explain(
    name: Annotated[str, typer.Argument(help="The rule's name (see gradeaudit rules).")],
    file: Annotated[
        Path | None,
        typer.Option("--for", metavar="FILE", help="With --row: how the totals of that row of this export come about."),
    ] = None,
    row: Annotated[
        int | None, typer.Option("--row", metavar="N", min=1, help="The student's row, as a spreadsheet counts.")
    ] = None,
    reader: As = None,
    mapping: Map = None,
    debug: Debug = False,
) -> None:
    """Says what a rule finds, why it matters, an example, how to fix it, and what is not a finding."""
    from gradeaudit import discovery, words
    from gradeaudit.errors import Problem

    known = discovery.rules()
    rule = known[chosen("explain", name, list(known))]
    if file is None and row is None:
        typer.echo(words.explanation(rule, list(discovery.readers().values())), nl=False)
        return
    if file is None or row is None:
        raise Problem("explain: --for and --row go together", todo="name the export and the student's row in it")
    if rule.name not in _TRACED:
        raise Problem(f"explain: --for and --row are for {' and '.join(_TRACED)}", todo="leave them out")
    from gradeaudit import tracing
    from gradeaudit.reading import read

    pinned = chosen("--as", reader, list(discovery.readers())) if reader else None
    batches = list(read([file], discovery.readers(), pinned, mapping=mapping))
    broken = [entry for batch in batches for entry in batch.broken]
    tell(broken)
    typer.echo(tracing.as_text(batches, row) if not broken else "", nl=False)
    raise typer.Exit(2 if broken else 0)
