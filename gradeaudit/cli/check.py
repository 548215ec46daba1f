"""check: audits gradebooks against a policy. The main job."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradeaudit.cli.delivery import deliver, destinations, drawn
from gradeaudit.cli.options import (
    As,
    AsOf,
    Debug,
    FailOn,
    Formats,
    Ignore,
    Map,
    MaxCells,
    MaxColumns,
    MaxFileSize,
    MinSeverity,
    Outputs,
    Paths,
    PolicyOption,
    Pseudonyms,
    Quiet,
    Select,
    Students,
    Verbose,
    chosen,
    day,
    limits,
    policy_path,
    policy_source,
)
from gradeaudit.cli.streams import say
from gradeaudit.errors import Problem

if TYPE_CHECKING:
    from gradeaudit.findings import Report

SEVERITIES = ("error", "warning", "info")


def check(
    paths: Paths,
    policy: PolicyOption = None,
    formats: Formats = None,
    outputs: Outputs = None,
    reader: As = None,
    mapping: Map = None,
    select: Select = None,
    ignore: Ignore = None,
    fail_on: FailOn = "error",
    min_severity: MinSeverity = "info",
    as_of: AsOf = None,
    students: Students = "hidden",
    pseudonyms: Pseudonyms = None,
    view: Annotated[
        str, typer.Option("--view", metavar="WHO", help="teacher or coordinator; settled by the number of gradebooks.")
    ] = "auto",
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Findings that are known; only new ones fail.")
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Take out of the baseline what no longer occurs.")
    ] = False,
    accept_new: Annotated[
        bool, typer.Option("--accept-new", help="With --update-baseline: take in what is new.")
    ] = False,
    record: Annotated[
        Path | None, typer.Option("--record", metavar="FILE.sqlite", help="Add this run to a history.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=1, help="Work with so many processes at once.")] = 1,
    engine: Annotated[
        str | None, typer.Option("--engine", metavar="NAME", help="local, processes (with --jobs), or dask.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="The Dask scheduler, such as tcp://host:8786.")
    ] = None,
    max_file_size: MaxFileSize = None,
    max_cells: MaxCells = None,
    max_columns: MaxColumns = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="No progress bar.")] = False,
    color: Annotated[str, typer.Option("--color", metavar="WHEN", help="auto, always or never.")] = "auto",
    debug: Debug = False,
) -> None:
    """Audits gradebooks against a policy and reports what is out of line, where, why and how to put it right."""
    chosen("--fail-on", fail_on, [*SEVERITIES, "never"])
    chosen("--min-severity", min_severity, list(SEVERITIES))
    chosen("--students", students, ["hidden", "id", "name"])
    chosen("--view", view, ["auto", "teacher", "coordinator"])
    where = engine or ("dask" if scheduler else "processes" if jobs > 1 else "local")
    chosen("--engine", where, ["local", "processes", "dask"])
    chosen("--color", color, ["auto", "always", "never"])
    from gradeaudit import engines, freed_memory, writing  # everything below is only needed once the words are right

    targets = destinations(formats or [], outputs or [])
    if (update_baseline or accept_new) and baseline is None:
        raise Problem("there is no baseline to update", todo="name it with --baseline FILE")
    if accept_new and not update_baseline:
        raise Problem("--accept-new changes nothing alone", todo="add --update-baseline")
    most = limits(max_file_size, max_cells, max_columns)
    freed_memory.keep()
    with engines.starting(engines.Engine(where, jobs, scheduler or ""), paths, most) as at:
        source = policy_source(policy)
        for _, target in targets:
            if target is not None:
                writing.check_target(target, [*paths, policy_path(policy)])
        from gradeaudit import discovery
        from gradeaudit.flow import Order, selected  # the workers have begun to load it, too
        from gradeaudit.privacy import keyed

        known = discovery.rules()
        rules = selected(list(known.values()), select or [], ignore or [])
        if rules and all(known[name].scope == "drift" for name in rules):
            raise Problem("these rules judge changes between two exports", todo="use gradeaudit compare BEFORE AFTER")
        order = Order(
            paths=tuple(paths),
            source=source,
            as_of=day(as_of),
            rules=rules,
            pinned=chosen("--as", reader, list(discovery.readers())) if reader else None,
            students=keyed(pseudonyms) if pseudonyms else students,
            mapping=mapping,
            limits=most,
        )
        with progress_bar(not quiet and not no_progress) as advance:
            report = engines.run(order, at, advance)
    if baseline is not None:
        report = _against(baseline, report, update_baseline, accept_new, quiet)
    if record is not None:
        from gradeaudit.history.store import record as recorded  # SQLite only when a run is recorded

        report = replace(report, change=recorded(record, report))
    look = replace(
        drawn(color),
        view=view,
        min_severity=min_severity,
        fail_on=fail_on,
        verbose=verbose,
        students="pseudonym" if pseudonyms else students,
    )
    deliver(replace(report, look=look), targets, quiet)
    raise typer.Exit(report.exit_code(fail_on))


def _against(path: Path, report: Report, update: bool, accept_new: bool, quiet: bool) -> Report:
    """The report held against the baseline, which is brought up to date when asked; what changed is told."""
    from gradeaudit import writing
    from gradeaudit.history import baseline as known

    creating = update and accept_new and not os.path.exists(path)
    before = known.Baseline({}) if creating else known.load(path)
    held = known.hold(report, before)
    stale = sum(entry.occurs for entry in held.stale.values())
    if update:
        change = known.updated(before, held, accept_new)
        writing.write(path, known.as_bytes(change.baseline))
        held = known.hold(report, change.baseline)
        if not quiet:
            say(f"baseline: +{change.added} / -{change.removed}")
    elif stale and not quiet:
        say(f"baseline: {stale} no longer occur; take them out with --update-baseline")
    return held.report


@contextmanager
def progress_bar(wanted: bool) -> Iterator[Callable[[int], None]]:
    """A line on the terminal that counts the files read; nothing where stderr is no terminal."""
    if not wanted or not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda files: None
        return
    from rich.console import Console  # a bar is only drawn on a terminal
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("reading and auditing: {task.completed} files"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda files: progress.advance(task, files)
