"""compare: what changed between two exports of the same gradebooks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.options import As, Debug, Map, chosen, policy_source
from gradeaudit.errors import Problem, visible

EPILOG = (
    "Exit codes: 0 compared, whether or not something changed (a change is no finding); 2 bad usage, or some input"
    " could not be read or compared."
)


def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The earlier export, or a folder or zip of them.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The later export of the same gradebooks.")],
    policy: Annotated[
        Path | None,
        typer.Option("--policy", "-p", metavar="FILE", help="Tell courses and schools as this policy identifies them."),
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", "-f", metavar="NAME", help="text or json; text when left out.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here; a .json file is JSON.")
    ] = None,
    reader: As = None,
    mapping: Map = None,
    debug: Debug = False,
) -> None:
    """Says what changed in each gradebook: categories, weights, assignments, points, dates, scores and students.

    Gradebooks are matched by what their exports carry, never by guessing; students are counted, never named.
    """
    named = format or ("json" if output and output.suffix.lower() == ".json" else "text")
    chosen("--format", named, ["text", "json"])
    from gradeaudit import changes, comparing, discovery, writing  # tables are only needed once files are read
    from gradeaudit.grading.recover import recover
    from gradeaudit.policy.identify import identify
    from gradeaudit.reading import read

    if output:
        writing.check_target(output, [before, after, *([policy] if policy else [])])
    source = policy_source(policy) if policy else None
    pinned = chosen("--as", reader, list(discovery.readers())) if reader else None
    books, broken = [], 0
    for path in (before, after):  # each as one batch: any gradebook may be the match of any other
        batch = next(read([path], discovery.readers(), pinned, batch_cells=sys.maxsize, mapping=mapping))
        tell(batch.broken)
        if not len(batch.gradebooks):
            raise Problem("there is no gradebook to compare", visible(str(path)), "see gradeaudit inspect")
        broken += len(batch.broken)
        books.append(recover(identify(batch.gradebooks, source) if source else batch.gradebooks))
    comparison = comparing.compare(*books)
    told = changes.as_json(comparison) if named == "json" else changes.as_text(comparison)
    if output:
        writing.write(output, told.encode("utf-8"))
        print(f"wrote {visible(str(output), 300)}", file=sys.stderr)
    else:
        typer.echo(told, nl=False)
    if not comparison.gradebooks:
        raise Problem(
            "no gradebook of the one export could be matched with one of the other",
            todo="name two exports of the same gradebooks, or have the policy's identify say what is what",
        )
    raise typer.Exit(2 if broken else 0)
