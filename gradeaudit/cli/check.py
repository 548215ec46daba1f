"""check: audits gradebooks against a policy. The main job."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.options import (
    As,
    AsOf,
    Debug,
    Map,
    MaxCells,
    MaxColumns,
    MaxFileSize,
    MinSeverity,
    Paths,
    PolicyOption,
    Pseudonyms,
    Students,
    chosen,
    day,
    limits,
    policy_path,
    policy_source,
)
from gradeaudit.errors import Problem, visible

if TYPE_CHECKING:
    from gradeaudit.findings import Look, Report
    from gradeaudit.reporters.base import Reporter

SEVERITIES = ("error", "warning", "info")


def check(
    paths: Paths,
    policy: PolicyOption = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", "-f", metavar="NAME", help="The output's format (see gradeaudit formats); repeatable."
        ),
    ] = None,
    outputs: Annotated[
        list[Path] | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write here; the suffix gives the format; repeatable."),
    ] = None,
    reader: As = None,
    mapping: Map = None,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULE", help="Only these rules: names, globs or families.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="Not these rules: names, globs or families.")
    ] = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="SEVERITY", help="Exit 1 from here on: error, warning, info or never.")
    ] = "error",
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
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but the report and errors.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say more: everything that was not checked.")
    ] = False,
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
    from gradeaudit import discovery, writing  # everything below is only needed once the words are right

    targets = _targets(formats or [], outputs or [])
    if (update_baseline or accept_new) and baseline is None:
        raise Problem("there is no baseline to update", todo="name it with --baseline FILE")
    if accept_new and not update_baseline:
        raise Problem("--accept-new changes nothing alone", todo="add --update-baseline")
    source = policy_source(policy)
    for _, target in targets:
        if target is not None:
            writing.check_target(target, [*paths, policy_path(policy)])
    from gradeaudit import engines
    from gradeaudit.flow import Order, selected
    from gradeaudit.privacy import keyed

    at = engines.Engine(where, jobs, scheduler or "")
    order = Order(
        paths=tuple(paths),
        source=source,
        as_of=day(as_of),
        rules=selected(list(discovery.rules().values()), select or [], ignore or []),
        pinned=chosen("--as", reader, list(discovery.readers())) if reader else None,
        students=keyed(pseudonyms) if pseudonyms else students,
        mapping=mapping,
        limits=limits(max_file_size, max_cells, max_columns),
    )
    with progress_bar(not quiet and not no_progress) as advance:
        report = engines.run(order, at, advance)
    if baseline is not None:
        report = _against(baseline, report, update_baseline, accept_new, quiet)
    if record is not None:
        from gradeaudit.history.store import record as recorded  # SQLite only when a run is recorded

        report = replace(report, change=recorded(record, report))
    report = replace(
        report, look=_look(color, view, min_severity, fail_on, verbose, "pseudonym" if pseudonyms else students)
    )
    _tell_broken(report, [reporter.name for reporter, target in targets if target is None])
    for reporter, target in targets:
        _deliver(report, reporter, target, report.look.students != "hidden", quiet)
        if reporter.name == "github":
            _job_summary(report)
    raise typer.Exit(report.exit_code(fail_on))


def _against(path: Path, report: Report, update: bool, accept_new: bool, quiet: bool) -> Report:
    """The report held against the baseline, which is brought up to date when asked; what changed is told."""
    from gradeaudit import writing
    from gradeaudit.history import baseline as known

    creating = update and accept_new and not path.exists()
    before = known.Baseline({}) if creating else known.load(path)
    held = known.hold(report, before)
    stale = sum(entry.occurs for entry in held.stale.values())
    if update:
        change = known.updated(before, held, accept_new)
        writing.write(path, known.as_bytes(change.baseline))
        held = known.hold(report, change.baseline)
        if not quiet:
            print(f"baseline: +{change.added} / -{change.removed}", file=sys.stderr)
    elif stale and not quiet:
        print(f"baseline: {stale} no longer occur; take them out with --update-baseline", file=sys.stderr)
    return held.report


def _targets(formats: list[str], outputs: list[Path]) -> list[tuple[Reporter, Path | None]]:
    """Which reporter writes where: formats and outputs are paired by order; what has no output goes to stdout."""
    from gradeaudit import discovery  # reporters are found only when a report is written

    chosen_formats = [_reporter(name) for name in formats]
    targets: list[tuple[Reporter, Path | None]] = []
    for number, output in enumerate(outputs):
        entry = chosen_formats[number] if number < len(formats) else discovery.reporter_for(output.suffix.lower())
        if entry is None:
            endings = ", ".join(sorted(end for known in discovery.reporters().values() for end in known.suffixes))
            todo = f"add --format, or end it in {endings}"
            raise Problem(f"--output: {visible(output.name)!r} doesn't say which format", todo=todo)
        targets.append((entry, None if str(output) == "-" else output))
    targets += [(entry, None) for entry in chosen_formats[len(outputs) :]]
    targets = targets or [(_reporter("text"), None)]
    if sum(target is None for _, target in targets) > 1:
        raise Problem("only one report can go to the terminal", todo="give each further --format its --output")
    return targets


def _reporter(name: str) -> Reporter:
    from gradeaudit import discovery

    found = discovery.reporter(name)
    return found or discovery.reporters()[chosen("--format", name, list(discovery.reporters()))]


def _deliver(report: Report, reporter: Reporter, target: Path | None, private: bool, quiet: bool) -> None:
    from gradeaudit import writing

    if target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(reporter.render(report))
        sys.stdout.buffer.flush()
        return
    plain = replace(report, look=replace(report.look, color=False, unicode=True, width=100))
    writing.write(target, reporter.render(plain), private)
    if not quiet:
        print(f"wrote {visible(str(target), 300)}", file=sys.stderr)


def _job_summary(report: Report) -> None:
    """Adds the report in Markdown to the summary page of a GitHub job, which takes at most a mebibyte."""
    from gradeaudit import discovery

    summary, markdown = os.environ.get("GITHUB_STEP_SUMMARY"), discovery.reporters().get("markdown")
    if summary and markdown:
        content = markdown.render(replace(report, look=replace(report.look, students="hidden")))
        with Path(summary).open("ab") as file:
            file.write(content[: (1 << 20) - 1])


def _tell_broken(report: Report, on_stdout: list[str]) -> None:
    """One line on stderr for each thing that broke, but where the report on the terminal says it anyway."""
    if on_stdout == ["text"] and sys.stdout.isatty():
        return
    tell(report.broken)
    if not report.gradebooks and not report.broken:
        print("error: nothing to audit; name an export, or a folder with exports", file=sys.stderr)


def _look(color: str, view: str, min_severity: str, fail_on: str, verbose: bool, students: str) -> Look:
    from gradeaudit.findings import Look

    terminal = sys.stdout.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    forced = bool(os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"))
    encoding = (getattr(sys.stdout, "encoding", "") or "ascii").lower().replace("-", "")
    return Look(
        view=view,
        width=max(40, min(shutil.get_terminal_size((100, 24)).columns, 160)) if terminal else 100,
        color=color == "always" or (color == "auto" and not plain and (terminal or forced)),
        unicode=encoding.startswith("utf"),
        min_severity=min_severity,
        fail_on=fail_on,
        verbose=verbose,
        students=students,
    )


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
