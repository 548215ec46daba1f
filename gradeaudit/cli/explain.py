"""explain: one rule in full, in plain words."""

from __future__ import annotations

from typing import Annotated

import typer

from gradeaudit.cli.options import Debug, chosen


def explain(
    name: Annotated[str, typer.Argument(help="The rule's name (see gradeaudit rules).")], debug: Debug = False
) -> None:
    """Says what a rule finds, why it matters, an example, how to fix it, and what is not a finding."""
    from gradeaudit import discovery, words

    known = discovery.rules()
    rule = known[chosen("explain", name, list(known))]
    typer.echo(words.explanation(rule, list(discovery.readers().values())), nl=False)
