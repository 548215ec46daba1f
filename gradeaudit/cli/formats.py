"""formats: what can be read and written."""

from __future__ import annotations

import typer

from gradeaudit.cli.options import Debug


def formats(debug: Debug = False) -> None:
    """Lists the exports that can be read, what each carries, and the reports that can be written."""
    from gradeaudit import discovery, words

    typer.echo(words.readers_text(list(discovery.readers().values())))
    typer.echo(words.reporters_text(list(discovery.reporters().values())), nl=False)
