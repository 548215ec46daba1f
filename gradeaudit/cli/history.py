"""history: how a district gets better, over the runs recorded with check --record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gradeaudit.cli.options import Debug
from gradeaudit.cli.streams import put_out

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
History = Annotated[Path, typer.Argument(metavar="FILE.sqlite", help="The history that check --record writes.")]


@app.command("show", short_help="The recorded runs, one a line.")
def show(history: History, debug: Debug = False) -> None:
    """Lists the recorded runs, oldest first."""
    from gradeaudit.history import trend  # SQLite only when a history is read

    typer.echo(trend.show(history), nl=False)


@app.command("trend", short_help="What went up and down, by rule and by school.")
def show_trend(history: History, debug: Debug = False) -> None:
    """Shows the figures of the first and the last run with a small picture of what lies between."""
    from gradeaudit.history import trend

    encoding = (getattr(sys.stdout, "encoding", "") or "ascii").lower().replace("-", "")
    typer.echo(trend.as_text(trend.trend(history), encoding.startswith("utf")), nl=False)


@app.command("export", short_help="Every figure as CSV, for a spreadsheet or a notebook.")
def export(
    history: History,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE.csv", help="Write here.")] = None,
    debug: Debug = False,
) -> None:
    """Writes every recorded figure as CSV, one row a run and figure."""
    from gradeaudit import writing
    from gradeaudit.history import trend

    content = trend.as_csv(trend.trend(history))
    if output is None:
        put_out(content)
        return
    writing.check_target(output, [history])
    writing.write(output, content)
