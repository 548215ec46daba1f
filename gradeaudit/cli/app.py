"""The command line: each command is one file beside this one; words in, exit code out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from copy import copy
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from gradeaudit import __version__
from gradeaudit.cli import (
    annotate,
    check,
    compare,
    explain,
    fix,
    formats,
    history,
    inspect,
    packs,
    policy,
    policy_compare,
    rules,
    streams,
    tidy,
    whatif,
)
from gradeaudit.errors import Problem, closest, visible

EPILOG = (
    "Exit codes: 0 nothing at or above --fail-on; 1 findings at or above it; 2 bad usage, bad policy, nothing to audit,"
    " or some input that could not be read; 130 interrupted."
)
app = typer.Typer(
    name="gradeaudit",
    help="Checks gradebook exports from any LMS against a district's written grading policy.",
    epilog=EPILOG,
    add_completion=True,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts twice as fast
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check", epilog=EPILOG, short_help="Audit gradebooks against a policy: the main job.")(check.check)
app.command("inspect", short_help="What was recognised in each file, and why.")(inspect.inspect)
app.command("rules", short_help="Everything that can be checked.")(rules.rules)
app.command("explain", short_help="One rule in full, in plain words.")(explain.explain)
app.command("formats", short_help="What can be read and written.")(formats.formats)

app.command("tidy", short_help="One clean long table of all scores, for analysis.")(tidy.tidy)
app.command("whatif", short_help="How grades would change under the policy.")(whatif.whatif)
app.command("fix", short_help="Corrected copies that the LMS imports again, and a log.")(fix.fix)
app.command("compare", epilog=compare.EPILOG, short_help="What changed between two exports of the same gradebooks.")(
    compare.compare
)
app.command("packs", short_help="One report for each teacher, school or gradebook.")(packs.packs)
app.command("annotate", short_help="A teacher's own gradebook with the findings marked on its cells.")(
    annotate.annotate
)
policy.app.command("compare", short_help="What a new version would change, and where.")(policy_compare.compare)
app.add_typer(policy.app, name="policy", short_help="Check a policy, and show what applies.")
app.add_typer(history.app, name="history", short_help="How the figures changed over recorded runs.")

_TRY = """gradeaudit checks gradebooks against a written grading policy.

Three things to try:

  gradeaudit inspect mybook.csv
      what kind of export is this, and what does it carry?
  gradeaudit check mybook.csv --policy policy.yaml
      what is out of line with the policy, in which cell?
  gradeaudit rules
      everything that can be checked

gradeaudit --help lists all commands.
"""


_ENDED = (128 + 1, 128 + 15)
"""The exit codes of a run that was asked to end by its terminal's closing (SIGHUP) or by SIGTERM."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gradeaudit {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Checks gradebook exports from any LMS against a district's written grading policy."""
    if context.invoked_subcommand is None:
        typer.echo(_TRY, nl=False)


def run() -> None:
    """Runs the command that the words name; every way out has its exit code and at most one line."""
    streams.ready()
    try:
        code = typer.main.get_command(_asked(sys.argv[1:])).main(prog_name="gradeaudit", standalone_mode=False)
        sys.stdout.flush()
        if code == 130:  # typer's own answer to an interrupt
            streams.say("interrupted")
    except TyperException as error:
        code = _usage(error)
    except (typer.Abort, KeyboardInterrupt):
        streams.say("interrupted")
        code = 130
    except Problem as problem:
        streams.say(f"error: {problem}")
        code = 2
    except SystemExit as end:  # asked to end, or typer's own answer to a reader of the output that went away
        streams.drop(1)
        code = end.code if end.code in _ENDED else 2
    except Exception as error:
        code = _failed(error)
    raise SystemExit(code if isinstance(code, int) else 0)


def _asked(words: Sequence[str]) -> typer.Typer:
    """The app with the one command that the words begin with, or else with all: to make all of them takes time."""
    named = [command for command in app.registered_commands if command.name in words[:1]]
    if not named:
        return app
    asked = copy(app)
    asked.registered_commands, asked.registered_groups = named, []
    return asked


def _failed(error: Exception) -> int:
    """What is said of an error that nobody foresaw, or of output that can't be written."""
    problem = streams.lost(error) if isinstance(error, OSError) else None
    if problem is not None or isinstance(error, BrokenPipeError):
        streams.drop(1)
    if problem is not None:
        streams.say(f"error: {problem}")
    elif not isinstance(error, BrokenPipeError):
        if "--debug" in sys.argv:
            raise error
        what = f"error: gradeaudit failed ({type(error).__name__})"
        streams.say(f"{what}; run it again with --debug, and please report it")
    return 2


def _usage(error: Any) -> int:
    """One line for a mistake in the words, with the closest option or command."""
    message = error.format_message()
    context = getattr(error, "ctx", None)
    command = context.command if context else None
    if hasattr(error, "option_name") and hasattr(error, "possibilities"):
        names = [name for parameter in command.params for name in parameter.opts if name[:1] == "-"] if command else []
        near = closest(error.option_name, names)
        message = f"there is no option {error.option_name}" + (f"; did you mean {near}?" if near else "")
    elif message.startswith("No such command"):
        word = message.split("'")[1] if "'" in message else ""
        near = closest(word, list(getattr(command, "commands", {})))
        message = f"there is no command {word!r}" + (f"; did you mean {near!r}?" if near else "")
    path = context.command_path if context else "gradeaudit"
    streams.say(f"error: {visible(message.rstrip('.'), 400)}; see {path} --help")
    return 2
