"""compare: what changed between two exports of the same gradebooks, and what of it the policy doesn't allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.delivery import deliver, destinations, drawn
from gradeaudit.cli.options import (
    As,
    AsOf,
    Debug,
    FailOn,
    Formats,
    Ignore,
    Map,
    Outputs,
    Quiet,
    Select,
    Verbose,
    chosen,
    day,
    policy_source,
)
from gradeaudit.cli.streams import say
from gradeaudit.errors import Problem, visible

if TYPE_CHECKING:
    from gradeaudit.changes import Comparison
    from gradeaudit.policy.load import Source
    from gradeaudit.reporters.base import Reporter

EPILOG = (
    "Exit codes: 0 compared, and nothing at or above --fail-on (a change alone is no finding); 1 findings at or above"
    " it, with --policy; 2 bad usage, or some input could not be read or compared."
)


def compare(
    before: Annotated[
        Path,
        typer.Argument(
            metavar="BEFORE", help="The earlier export, a folder or zip of them, or a history (its set-ups alone)."
        ),
    ],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The later export of the same gradebooks.")],
    policy: Annotated[
        Path | None,
        typer.Option(
            "--policy", "-p", metavar="FILE", help="Judge the changes by this policy's freeze, terms and amendments."
        ),
    ] = None,
    formats: Formats = None,
    outputs: Outputs = None,
    reader: As = None,
    mapping: Map = None,
    select: Select = None,
    ignore: Ignore = None,
    fail_on: FailOn = "error",
    before_day: Annotated[
        str | None,
        typer.Option("--before-day", metavar="DATE", help="The day BEFORE was exported, where it doesn't say."),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="DATE", help="With a history as BEFORE: its last run up to this day."),
    ] = None,
    as_of: AsOf = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> None:
    """Says what changed in each gradebook: categories, weights, assignments, points, dates, scores and students.

    With a policy, its rules on change judge what changed, for the day of the later export unless --as-of names another.
    Gradebooks are matched by what their exports carry, never by guessing; students are counted, never named.
    """
    chosen("--fail-on", fail_on, ["error", "warning", "info", "never"])
    from gradeaudit import discovery, two_exports, writing  # tables are only needed once files are read
    from gradeaudit.flow import Order, selected
    from gradeaudit.history.setups import is_history

    targets = destinations(formats or [], outputs or [])
    source = policy_source(policy) if policy else None
    _check(targets, source)
    for _, target in targets:
        if target is not None:
            writing.check_target(target, [before, after, *([policy] if policy else [])])
    pinned = chosen("--as", reader, list(discovery.readers())) if reader else None
    of_drift = [rule for rule in discovery.rules().values() if rule.scope == "drift"]
    rules = selected(of_drift, select or [], ignore or [])
    if not rules:
        raise Problem("no rule that judges changes is left", todo="see the family drift in gradeaudit rules")
    recorded = is_history(before)
    if at is not None and not recorded:
        raise Problem("--at names a run of a history", todo="name the history that check --record wrote as BEFORE")
    earlier = (
        two_exports.read_moment(before, day(at) if at else None)
        if recorded
        else two_exports.read_export(before, source, pinned, mapping)
    )
    later = two_exports.read_export(after, source, pinned, mapping)
    for batch, path in ((earlier, before), (later, after)):
        if not len(batch.gradebooks):
            tell(batch.broken)
            raise Problem("there is no gradebook to compare", visible(str(path)), "see gradeaudit inspect")
    found = two_exports.compared(earlier, later, day(before_day) if before_day else None)
    if source is None:
        tell(found.broken)
        _words(found.comparison, targets, quiet)
        code = 2 if found.broken else 0
    else:
        judged_for = (None if as_of else two_exports.exported_on(later)) or day(as_of)
        order = Order((before, after), source, judged_for, rules, pinned, mapping=mapping)
        report = two_exports.judged(order, found)
        deliver(replace(report, look=replace(drawn(), fail_on=fail_on, verbose=verbose)), targets, quiet)
        code = report.exit_code(fail_on)
    if not found.comparison.gradebooks:
        raise Problem(
            "no gradebook of the one export could be matched with one of the other",
            todo="name two exports of the same gradebooks, or have the policy's identify say what is what",
        )
    raise typer.Exit(code)


def _check(targets: Sequence[tuple[Reporter, Path | None]], source: Source | None) -> None:
    """Without a policy nothing is judged: there are only words, as text or JSON."""
    for reporter, _ in targets:
        if source is None and reporter.name not in ("text", "json"):
            raise Problem(f"--format: without a policy there is nothing for {reporter.name}", todo="add --policy FILE")


def _words(comparison: Comparison, targets: Sequence[tuple[Reporter, Path | None]], quiet: bool) -> None:
    from gradeaudit import changes, escape, writing

    for reporter, target in targets:
        told = escape.json(changes.as_json(comparison)) if reporter.name == "json" else changes.as_text(comparison)
        if target is None:
            typer.echo(told, nl=False)
        else:
            writing.write(target, told.encode("utf-8"))
            if not quiet:
                say(f"wrote {visible(str(target), 300)}")
