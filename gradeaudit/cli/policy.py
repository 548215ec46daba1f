"""policy: looks at a policy, shows what holds for a gradebook, drafts one, and compares two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.options import AsOf, Debug, PolicyOption, chosen, day, policy_path, policy_source
from gradeaudit.errors import Problem, visible

if TYPE_CHECKING:
    from gradeaudit.findings import Broken
    from gradeaudit.gradebook import Gradebooks

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
PolicyFile = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="The policy; else the one that --policy would find.")
]
Against = Annotated[
    list[Path] | None, typer.Option("--against", metavar="PATH", help="Gradebooks to try it on; repeatable.")
]


@app.callback()
def start() -> None:
    """Checks a policy, shows what holds for a gradebook, drafts one, and compares two."""


@app.command("check", short_help="Is this policy right, and if not, in which line?")
def check(
    file: PolicyFile = None,
    policy: PolicyOption = None,
    against: Against = None,
    as_of: AsOf = None,
    debug: Debug = False,
) -> None:
    """Looks for mistakes in the policy itself: each with its line and what to change. Exits 2 when there are any."""
    from gradeaudit import discovery
    from gradeaudit.policy.check import check_policy
    from gradeaudit.policy.load import examine

    path = policy_path(file or policy)
    rules = discovery.rules()
    source, found = examine(path, visible(_shown(path), 300), {name: rule.parameters for name, rule in rules.items()})
    broken: list[Broken] = []
    if source is not None and not found:
        books, broken = _read(against)
        titles = [str(title) for some in books for title in some.assignments["title"]] if against else None
        found = check_policy(source, day(as_of), list(rules), titles)
    for problem in found:
        typer.echo(str(problem))
    tell(broken)
    if found or broken:
        raise typer.Exit(2)
    typer.echo(f"{source.file if source else path.name}: no mistakes found")
    if source is not None:
        from gradeaudit.policy.resolve import effective
        from gradeaudit.policy.unread import unread

        for _, why in unread(source, effective(source, day(as_of))):
            typer.echo(f"note: {why}")


@app.command("show", short_help="What holds for a gradebook, and which line set it.")
def show(
    policy: PolicyOption = None,
    gradebook: Annotated[
        Path | None, typer.Option("--for", metavar="FILE", help="The gradebook, or a folder of them, to show it for.")
    ] = None,
    term: Annotated[str | None, typer.Option("--term", metavar="TERM", help="In this term.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="On this day; today when left out.")] = None,
    form: Annotated[str, typer.Option("--format", "-f", metavar="NAME", help="text or json.")] = "text",
    debug: Debug = False,
) -> None:
    """Prints every setting in force for a gradebook, with the file and line that set it."""
    chosen("--format", form, ["text", "json"])
    import json

    from gradeaudit import escape
    from gradeaudit.policy.identify import identify
    from gradeaudit.policy.resolve import effective, group
    from gradeaudit.policy.show import as_record, as_tree

    source = policy_source(policy)
    policies = []
    batches, broken = _read([gradebook] if gradebook else None)
    for some in batches:
        books = identify(some, source, [gradebook] if gradebook else []).books
        if term is not None:
            books = books.assign(term=term)
        for mask, held in group(source, books, day(on, "--on")):
            policies += [(file, held) for file in books["file"].to_numpy()[mask].tolist()]
    if gradebook is None:
        policies = [("", effective(source, day(on, "--on")))]
    tell(broken)
    if not policies and not broken:
        raise Problem("there is no gradebook to show the policy for", visible(str(gradebook), 300), "check the path")
    policies.sort(key=lambda pair: str(pair[0]))
    if form == "json" and policies:
        records = [as_record(held, str(file)) for file, held in policies]
        print(escape.json(json.dumps(records[0] if len(records) == 1 else records, indent=2, ensure_ascii=False)))
    else:
        print("\n".join(as_tree(held, visible(str(file), 300)) for file, held in policies), end="")
    if broken:
        raise typer.Exit(2)


@app.command("init", short_help="Drafts a policy from what gradebooks already do.")
def init(
    paths: Annotated[
        list[Path], typer.Option("--from", metavar="PATH", help="Gradebooks to draft it from; repeatable.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here; else to the terminal.")
    ] = None,
    debug: Debug = False,
) -> None:
    """Drafts a policy from what gradebooks already do, each line with the number of gradebooks behind it.

    What can't be read is told and left out, and the exit code is then 2.
    """
    from gradeaudit import writing
    from gradeaudit.drafting.draft import draft

    if output is not None:
        writing.check_target(output, paths)
    batches, broken = _read(paths)
    tell(broken)
    if not batches and not broken:
        raise Problem("there is no gradebook to draft a policy from", visible(str(paths[0]), 300), "check the path")
    if batches:
        text = draft(batches)
        if output is None:
            typer.echo(text, nl=False)
        else:
            writing.write(output, text.encode("utf-8"))
    if broken:
        raise typer.Exit(2)


@app.command("schema", short_help="The JSON Schema of a policy, for editors.")
def schema() -> None:
    """Prints the JSON Schema of a policy, for editors."""
    from gradeaudit.policy.reference import SCHEMA_FILE

    print(SCHEMA_FILE.read_text("utf-8"), end="")


def _shown(path: Path) -> str:
    return path.name if path.is_absolute() else str(path)


def _read(paths: list[Path] | None) -> tuple[list[Gradebooks], list[Broken]]:
    """The gradebooks under some paths, in batches, and what can't be read."""
    if not paths:
        return [], []
    from gradeaudit import discovery
    from gradeaudit.export import find
    from gradeaudit.reading import read_found

    batches = list(read_found(find(list(paths)), discovery.readers()))
    broken = [entry for batch in batches for entry in batch.broken]
    return [batch.gradebooks for batch in batches if len(batch.gradebooks)], broken
