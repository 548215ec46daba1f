"""fix: corrected copies that the LMS imports again, and a log of every change."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.options import As, AsOf, Debug, Paths, PolicyOption, chosen, day, policy_path, policy_source
from gradeaudit.errors import Problem, visible


def fix(
    paths: Paths,
    output_dir: Annotated[
        Path, typer.Option("--output-dir", metavar="DIR", help="Write the corrected copies and their logs here.")
    ],
    policy: PolicyOption = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULES", help="Correct only what these rules find: names, globs, families."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Also turn bare zeros and overdue blanks into the code for missing work.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show every cell before and after.")] = False,
    undo: Annotated[
        Path | None, typer.Option("--undo", metavar="LOG", help="Give back the original of one copy by its log.")
    ] = None,
    reader: As = None,
    as_of: AsOf = None,
    debug: Debug = False,
) -> None:
    """Writes corrected copies of exports, with a log beside each. The originals are never touched."""
    from gradeaudit import discovery, fixing, writing
    from gradeaudit.export import Location
    from gradeaudit.flow import Order, audited, finished, found, selected
    from gradeaudit.wording import counted

    if not dry_run and not output_dir.is_dir():
        raise Problem("the folder of --output-dir doesn't exist", visible(str(output_dir)), "make the folder first")
    if undo is not None:
        if len(paths) != 1 or not paths[0].is_file() or not undo.is_file():
            raise Problem("--undo takes one copy and its log", todo="name the copy, and its .changes.csv after --undo")
        original = fixing.undone(paths[0].read_bytes(), undo.read_bytes())
        target = output_dir / paths[0].name
        writing.check_target(target, [*paths, undo])
        writing.write(target, original, private=True)
        print(f"wrote {visible(str(target), 300)}", file=sys.stderr)
        raise typer.Exit(0)
    rules = selected(tuple(discovery.rules().values()), select or [], [])
    order = Order(
        paths=tuple(paths),
        source=policy_source(policy),
        as_of=day(as_of),
        rules=tuple(discovery.rules()),
        pinned=chosen("--as", reader, list(discovery.readers())) if reader else None,
    )
    files = list(found(order))
    whole = finished(order, [audited(order, files)])
    tell(whole.broken)
    formats = {one.file: one.format for one in whole.gradebooks}
    sources = [entry.path for entry in files if isinstance(entry, Location)]
    refused = False
    for file, why in fixing.not_imported(whole, rules, unsafe):
        print(f"{visible(file, 300)}: not corrected: {visible(why, 400)}")
    for entry in files:
        if not isinstance(entry, Location) or formats.get(entry.shown) not in fixing.IMPORTED:
            continue
        result = fixing.fixed(order, entry, whole, unsafe, rules)
        refused = refused or result.refused
        copy = output_dir / Path(*[part for part in Path(entry.shown).parts if part not in ("/", "..")])
        if result.copy is not None and not dry_run:
            copy.parent.mkdir(parents=True, exist_ok=True)
            logs = {".changes.csv": fixing.log(result), ".changes.txt": fixing.account(result).encode()}
            if copy.exists() and not copy.with_name(copy.name + ".changes.csv").exists():
                todo = "choose another --output-dir"
                raise Problem("a file that is no copy of gradeaudit's would be replaced", visible(str(copy)), todo)
            for target in (copy, *(copy.with_name(copy.name + suffix) for suffix in logs)):
                writing.check_target(target, [*sources, policy_path(policy)])
            writing.write(copy, result.copy, private=True)
            for suffix, text in logs.items():
                writing.write(copy.with_name(copy.name + suffix), text)
        verb = "would change" if dry_run else "changed"
        where = f" in {visible(str(copy), 300)}" if result.changes and not dry_run else ""
        print(f"{visible(entry.shown, 300)}: {verb} {counted(len(result.changes), 'cell')}{where}")
        if diff:
            print(fixing.account(result), end="")
        else:
            for why in result.left:
                print(f"  not corrected: {visible(why, 400)}")
            if result.by_hand:
                print(f"  {counted(len(result.by_hand), 'finding')} left to do by hand; --diff lists what to do")
    raise typer.Exit(2 if whole.broken or not whole.gradebooks else 1 if refused else 0)
