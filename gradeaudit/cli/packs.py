"""packs: one report for each teacher, school or gradebook, ready to send, and an index for the coordinator."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.check import progress_bar
from gradeaudit.cli.options import (
    AsOf,
    Debug,
    Ignore,
    Map,
    MaxCells,
    MaxColumns,
    MaxFileSize,
    MinSeverity,
    Paths,
    PolicyOption,
    Pseudonyms,
    Select,
    Students,
    chosen,
    day,
    limits,
    policy_source,
)
from gradeaudit.cli.streams import say
from gradeaudit.errors import Problem, visible


def packs(
    paths: Paths,
    output_dir: Annotated[
        Path, typer.Option("--output-dir", metavar="DIR", help="A new or empty folder for the packs.")
    ],
    policy: PolicyOption = None,
    by: Annotated[str, typer.Option("--by", metavar="WHOM", help="teacher, school or gradebook.")] = "teacher",
    form: Annotated[str, typer.Option("--as", metavar="FORMAT", help="html or xlsx.")] = "html",
    mapping: Map = None,
    select: Select = None,
    ignore: Ignore = None,
    as_of: AsOf = None,
    students: Students = "hidden",
    pseudonyms: Pseudonyms = None,
    min_severity: MinSeverity = "info",
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=1, help="Work with so many processes at once.")] = 1,
    max_file_size: MaxFileSize = None,
    max_cells: MaxCells = None,
    max_columns: MaxColumns = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    debug: Debug = False,
) -> None:
    """Writes one report each for teachers, schools or gradebooks, with a text to mail, and an index of them all."""
    from gradeaudit.packs import KINDS

    chosen("--by", by, list(KINDS))
    chosen("--as", form, ["html", "xlsx"])
    chosen("--students", students, ["hidden", "id", "name"])
    chosen("--min-severity", min_severity, ["error", "warning", "info"])
    source = policy_source(policy)
    _check_folder(output_dir, paths)
    from gradeaudit import discovery, engines, writing
    from gradeaudit.findings import Look
    from gradeaudit.flow import Order, selected
    from gradeaudit.packs import index, mail
    from gradeaudit.packs import packs as cut_up
    from gradeaudit.privacy import keyed
    from gradeaudit.wording import counted

    order = Order(
        paths=tuple(paths),
        source=source,
        as_of=day(as_of),
        rules=selected(list(discovery.rules().values()), select or [], ignore or []),
        students=keyed(pseudonyms) if pseudonyms else students,
        mapping=mapping,
        limits=limits(max_file_size, max_cells, max_columns),
    )
    with progress_bar(not quiet) as advance:
        report = engines.run(order, engines.Engine("processes" if jobs > 1 else "local", jobs), advance)
    tell(report.broken)
    if not report.gradebooks:
        raise Problem("nothing to audit", todo="name an export, or a folder with exports")
    shown = "pseudonym" if pseudonyms else students
    report = replace(report, look=Look(min_severity=min_severity, students=shown))
    made, private = cut_up(report, by), shown != "hidden"
    reporter = discovery.reporters()[form]
    suffix = reporter.suffixes[0]
    writing.make_folder(output_dir, private)
    for pack in made:
        name = f"{pack.stem}{suffix}"
        writing.write(output_dir / name, reporter.render(pack.report), private)
        writing.write(output_dir / f"{pack.stem}.txt", mail(pack, name).encode("utf-8", "replace"), private)
    whole = replace(report, look=replace(report.look, view="coordinator"))
    writing.write(output_dir / f"coordinator{suffix}", reporter.render(whole), private)
    writing.write(output_dir / "index.csv", index(made, suffix), private)
    if not quiet:
        there = visible(str(output_dir), 300)
        say(f"wrote {counted(len(made), 'pack')}, index.csv and coordinator{suffix} to {there}")
    raise typer.Exit(report.exit_code("never"))


def _check_folder(folder: Path, paths: list[Path]) -> None:
    """Refuses a folder with anything in it, and one among the exports, where the next run would read the packs."""
    from gradeaudit.writing import check_folder  # only when something is written

    shown = visible(str(folder))
    if os.path.exists(folder) and (not os.path.isdir(folder) or any(folder.iterdir())):
        raise Problem("the folder for the packs is not empty", shown, "name a new folder after --output-dir")
    check_folder(folder)
    real = folder.resolve()
    for path in paths:
        if os.path.isdir(path) and path.resolve() in (real, *real.parents):
            todo = "name a folder elsewhere after --output-dir"
            raise Problem("the folder for the packs is inside a folder that is audited", shown, todo)
