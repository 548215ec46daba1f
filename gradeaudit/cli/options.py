"""The options that several commands share, each with its one meaning."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from gradeaudit.cli.streams import say
from gradeaudit.errors import Problem, closest, quoted, visible

if TYPE_CHECKING:
    from gradeaudit.export import Limits
    from gradeaudit.policy.load import Source

Paths: TypeAlias = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Exports, folders (looked through with all inside), or zips.")
]
PolicyOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        "-p",
        metavar="FILE",
        help="The policy. Else GRADEAUDIT_POLICY, else the nearest gradeaudit.yaml upwards from here.",
    ),
]
As: TypeAlias = Annotated[
    str | None,
    typer.Option("--as", metavar="FORMAT", help="Read every file with this reader (see gradeaudit formats)."),
]
Map: TypeAlias = Annotated[
    Path | None,
    typer.Option("--map", metavar="FILE", help="With --as generic: the YAML file that says what each column is."),
]
AsOf: TypeAlias = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Judge for this day (2026-11-24); today when left out."),
]
Students: TypeAlias = Annotated[
    str, typer.Option("--students", metavar="HOW", help="What is said of students: hidden, id or name.")
]
Pseudonyms: TypeAlias = Annotated[
    Path | None, typer.Option("--pseudonyms", metavar="KEYFILE", help="Pseudonyms under the key in this file.")
]
MinSeverity: TypeAlias = Annotated[
    str, typer.Option("--min-severity", metavar="SEVERITY", help="Show only what is at least this severe.")
]
Formats: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--format", "-f", metavar="NAME", help="The output's format (see gradeaudit formats); repeatable."),
]
Outputs: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here; the suffix gives the format; repeatable."),
]
Select: TypeAlias = Annotated[
    list[str] | None, typer.Option("--select", metavar="RULE", help="Only these rules: names, globs or families.")
]
Ignore: TypeAlias = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="RULE", help="Not these rules: names, globs or families.")
]
FailOn: TypeAlias = Annotated[
    str, typer.Option("--fail-on", metavar="SEVERITY", help="Exit 1 from here on: error, warning, info or never.")
]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but the report and errors.")]
Verbose: TypeAlias = Annotated[bool, typer.Option("--verbose", "-v", help="Say more: everything that was not checked.")]
MaxFileSize: TypeAlias = Annotated[
    int | None, typer.Option("--max-file-size", metavar="MB", min=1, help="Read files up to this size (64).")
]
MaxCells: TypeAlias = Annotated[
    int | None, typer.Option("--max-cells", metavar="N", min=1, help="Read up to so many cells of a file (8000000).")
]
MaxColumns: TypeAlias = Annotated[
    int | None, typer.Option("--max-columns", metavar="N", min=1, max=16383, help="Read up to so many columns (16383).")
]
Debug: TypeAlias = Annotated[bool, typer.Option("--debug", help="Show the traceback when gradeaudit itself fails.")]


_NO_POLICY = """A policy is a file in which a district writes down how gradebooks are kept:
which categories there are and what they weigh, which codes stand for missing
work, what a score may look like. A gradebook is held against it.

  your district's policy
      gradeaudit check mybook.csv --policy policy.yaml
      or, once for all: put its path into GRADEAUDIT_POLICY
  none yet
      gradeaudit policy init --from mybook.csv -o policy.yaml
      drafts one from what your gradebook already does
"""


def policy_path(given: Path | None) -> Path:
    """The policy to use: given, from the environment, or the nearest gradeaudit.yaml upwards; raises ``Problem``."""
    if given is not None:
        return given
    if named := os.environ.get("GRADEAUDIT_POLICY"):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "gradeaudit.yaml").is_file():
            return folder / "gradeaudit.yaml"
    if sys.stderr.isatty():  # a program wants one line, a person who has just begun wants to know what this is about
        say(_NO_POLICY)
    raise Problem("no policy was given", todo="name one with --policy FILE (policies/minimal.yaml is a start)")


def policy_source(given: Path | None) -> Source:
    """The policy file, read and checked."""
    from gradeaudit.policy.load import load  # pydantic and YAML only when a policy is read

    path = policy_path(given)
    shown = str(path) if given is not None and not path.is_absolute() else path.name
    from gradeaudit import discovery  # the names under rules: are checked against the rules there are

    known = {name: rule.parameters for name, rule in discovery.rules().items()}
    return load(path, visible(shown, 300), known)


def limits(file_size: int | None, cells: int | None, columns: int | None) -> Limits:
    """What is read of one file at most: the standard, but for what was asked for; ``file_size`` is in megabytes."""
    from dataclasses import replace

    from gradeaudit.export import STANDARD

    asked = {"file_size": file_size and file_size * 1_000_000, "cells": cells, "columns": columns}
    return replace(STANDARD, **{name: value for name, value in asked.items() if value})


def day(text: str | None, option: str = "--as-of") -> date:
    """The day that an option names, or today."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(f"{option}: {quoted(text)} is no date", todo="write it as 2026-11-24") from None


def chosen(option: str, word: str, known: list[str]) -> str:
    """A word that must be one of the known names; raises ``Problem`` with the closest."""
    if word in known:
        return word
    near = closest(word, known)
    todo = f"did you mean {near!r}?" if near else f"choose one of {', '.join(known)}"
    raise Problem(f"{option}: there is no {quoted(word)}", todo=todo)
