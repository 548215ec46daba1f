"""tidy: one clean long table of all scores, for analysis."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.options import As, AsOf, Debug, Map, Paths, Pseudonyms, Students, chosen, day, policy_source
from gradeaudit.cli.streams import say
from gradeaudit.errors import Problem, quoted, visible


def tidy(
    paths: Paths,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Write here: .csv, .jsonl or .parquet.")
    ],
    policy: Annotated[
        Path | None,
        typer.Option("--policy", "-p", metavar="FILE", help="Call categories and codes as this policy does."),
    ] = None,
    reader: As = None,
    mapping: Map = None,
    students: Students = "hidden",
    pseudonyms: Pseudonyms = None,
    as_of: AsOf = None,
    debug: Debug = False,
) -> None:
    """Writes one row a score over all systems, and a second file, FILE-totals, with one row a total."""
    chosen("--students", students, ["hidden", "id", "name"])
    suffix = output.suffix.lower()
    if suffix not in {".csv", ".jsonl", ".parquet"}:
        raise Problem(
            f"--output: {quoted(output.name)} doesn't say which format", todo="end it in .csv, .jsonl or .parquet"
        )
    from gradeaudit import (  # tables are only needed once there are some
        discovery,
        privacy,
        tables_out,
        tidying,
        writing,
    )
    from gradeaudit.reading import read
    from gradeaudit.wording import counted

    second = output.with_name(f"{output.stem}-totals{suffix}")
    for target in (output, second):
        writing.check_target(target, [*paths, *([policy] if policy else [])])
    how = privacy.keyed(pseudonyms) if pseudonyms else students
    source = policy_source(policy) if policy else None
    pinned = chosen("--as", reader, list(discovery.readers())) if reader else None
    batches = list(read(paths, discovery.readers(), pinned, mapping=mapping))
    broken = [entry for batch in batches for entry in batch.broken]
    tables = list(tidying.tidied(batches, source, day(as_of), how, paths))
    for target, parts in ((output, [t.scores for t in tables]), (second, [t.totals for t in tables])):
        writing.write(target, tables_out.as_bytes(parts, suffix), how != "hidden")
        say(f"wrote {visible(str(target), 300)}: {counted(sum(map(len, parts)), 'row')}")
    tell(broken)
    raise typer.Exit(2 if broken or not any(len(batch.gradebooks) for batch in batches) else 0)
