"""Where reports go: which format to which file or to the terminal, and how they are drawn there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gradeaudit.cli.broken import tell
from gradeaudit.cli.options import chosen
from gradeaudit.cli.streams import put_out, say
from gradeaudit.errors import Problem, quoted, visible

if TYPE_CHECKING:
    from gradeaudit.findings import Look, Report
    from gradeaudit.reporters.base import Reporter


def destinations(formats: list[str], outputs: list[Path]) -> list[tuple[Reporter, Path | None]]:
    """Which reporter writes where: formats and outputs are paired by order; what has no output goes to stdout."""
    from gradeaudit import discovery  # reporters are found only when a report is written

    chosen_formats = [_reporter(name) for name in formats]
    targets: list[tuple[Reporter, Path | None]] = []
    for number, output in enumerate(outputs):
        entry = chosen_formats[number] if number < len(formats) else discovery.reporter_for(output.suffix.lower())
        if entry is None:
            endings = ", ".join(sorted(end for known in discovery.reporters().values() for end in known.suffixes))
            todo = f"add --format, or end it in {endings}"
            raise Problem(f"--output: {quoted(output.name)} doesn't say which format", todo=todo)
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


def deliver(report: Report, targets: Sequence[tuple[Reporter, Path | None]], quiet: bool) -> None:
    """Writes a report everywhere it is to go; what broke is told on stderr."""
    _tell_broken(report, [reporter.name for reporter, target in targets if target is None])
    for reporter, target in targets:
        _write(report, reporter, target, quiet)
        if reporter.name == "github":
            _job_summary(report)


def _write(report: Report, reporter: Reporter, target: Path | None, quiet: bool) -> None:
    from gradeaudit import writing

    if target is None:
        put_out(reporter.render(report))
        return
    plain = replace(report, look=replace(report.look, color=False, unicode=True, width=100))
    writing.write(target, reporter.pieces(plain), report.look.students != "hidden")
    if not quiet:
        say(f"wrote {visible(str(target), 300)}")


def _job_summary(report: Report) -> None:
    """Adds the report in Markdown to the summary page of a GitHub job, which takes at most a mebibyte."""
    from gradeaudit import discovery

    summary, markdown = os.environ.get("GITHUB_STEP_SUMMARY"), discovery.reporters().get("markdown")
    if summary and markdown:
        content = markdown.render(replace(report, look=replace(report.look, students="hidden")))
        try:
            with Path(summary).open("ab") as file:
                file.write(content[: (1 << 20) - 1])
        except OSError as error:
            raise Problem(f"the job's summary can't be written ({error.strerror})", "GITHUB_STEP_SUMMARY") from None


def _tell_broken(report: Report, on_stdout: list[str]) -> None:
    """One line on stderr for each thing that broke, but where the report on the terminal says it anyway."""
    if on_stdout == ["text"] and sys.stdout.isatty():
        return
    tell(report.broken)
    if not report.gradebooks and not report.broken:
        say("error: nothing to audit; name an export, or a folder with exports")


def drawn(color: str = "auto") -> Look:
    """How a report is drawn on this terminal, or in a pipe."""
    from gradeaudit.findings import Look

    terminal = sys.stdout.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    forced = bool(os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"))
    encoding = (getattr(sys.stdout, "encoding", "") or "ascii").lower().replace("-", "")
    return Look(
        width=max(40, min(shutil.get_terminal_size((100, 24)).columns, 160)) if terminal else 100,
        color=color == "always" or (color == "auto" and not plain and (terminal or forced)),
        unicode=encoding.startswith("utf"),
    )
