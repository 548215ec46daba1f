"""policy compare: what a new version of a policy would change."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.options import AsOf, Debug, chosen, day, policy_source


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The policy as it is.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The policy as it would be.")],
    against: Annotated[
        list[Path] | None, typer.Option("--against", metavar="PATH", help="Gradebooks to try both on; repeatable.")
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", metavar="NAME", help="text or json.")] = "text",
    as_of: AsOf = None,
    debug: Debug = False,
) -> None:
    """Says in words what changed, and in which gradebooks each rule newly finds or no longer finds something.

    Exits 0 whether or not something changed, and 2 when a policy or a gradebook can't be read.
    """
    chosen("--format", form, ["text", "json"])
    from gradeaudit import discovery, escape, policy_change
    from gradeaudit.flow import Order

    before, after = policy_source(old), policy_source(new)
    order = Order(tuple(against or ()), after, day(as_of), tuple(discovery.rules()))
    told = policy_change.changes(before, after, order)
    effects, report = policy_change.effects(before, after, order) if against else (None, None)
    if form == "json":
        of_rules = None if effects is None else [asdict(one) for one in effects]
        record = {"changes": [asdict(one) for one in told], "effects": of_rules}
        print(escape.json(json.dumps(record, indent=2, ensure_ascii=False)))
    else:
        print(policy_change.as_text(told, effects), end="")
    tell(report.broken if report else ())
    raise typer.Exit(2 if report and report.broken else 0)
