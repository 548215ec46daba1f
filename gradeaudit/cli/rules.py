"""rules: the catalogue, one line a rule."""

from __future__ import annotations

from typing import Annotated

import typer

from gradeaudit.cli.options import Debug


def rules(
    name: Annotated[str | None, typer.Argument(help="One rule, shown in full.")] = None, debug: Debug = False
) -> None:
    """Lists every rule with its family, its severity and what it needs; with a NAME, that rule in full."""
    if name is not None:
        from gradeaudit.cli.explain import explain

        explain(name)
        return
    from gradeaudit import discovery, words

    typer.echo(words.catalogue_text(list(discovery.rules().values())), nl=False)
