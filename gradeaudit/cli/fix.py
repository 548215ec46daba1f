"""fix: corrected copies that the LMS imports again, a log of every change, and a list of what is left to do by hand."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradeaudit.cli.broken import tell
from gradeaudit.cli.fitted import fitted
from gradeaudit.cli.options import As, AsOf, Debug, Paths, PolicyOption, chosen, day, policy_path, policy_source
from gradeaudit.cli.streams import say
from gradeaudit.errors import Problem, visible

if TYPE_CHECKING:
    from gradeaudit.fixing import Fixed


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
        bool,
        typer.Option(
            "--unsafe",
            help="Also turn percents and fractions among points into points, and bare zeros and overdue blanks into the"
            " code for missing work.",
        ),
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show every cell before and after.")] = False,
    undo: Annotated[
        Path | None, typer.Option("--undo", metavar="LOG", help="Give back the original of one copy by its log.")
    ] = None,
    reader: As = None,
    as_of: AsOf = None,
    debug: Debug = False,
) -> None:
    """Writes corrected copies of exports, with a log and a list of what is left to do by hand beside each.

    The originals are never touched.
    """
    from gradeaudit import discovery, fix_log, fixing, writing
    from gradeaudit.export import Location
    from gradeaudit.flow import Order, audited, finished, found, selected

    if not dry_run:
        writing.check_folder(output_dir)
        writing.make_folder(output_dir)
    if undo is not None:
        if len(paths) != 1 or not os.path.isfile(paths[0]) or not os.path.isfile(undo):
            raise Problem("--undo takes one copy and its log", todo="name the copy, and its .changes.csv after --undo")
        original = fix_log.undone(paths[0].read_bytes(), undo.read_bytes())
        target = output_dir / paths[0].name
        writing.check_target(target, [*paths, undo])
        writing.write(target, original, private=True)
        say(f"wrote {visible(str(target), 300)}")
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
    inputs = [*(entry.path for entry in files if isinstance(entry, Location)), policy_path(policy)]
    results = fixing.fixed(order, files, whole, unsafe, rules)
    for result in results:
        target = output_dir / Path(*[part for part in Path(result.file).parts if part not in ("/", "..")])
        beside = {
            ".changes.csv": fix_log.log(result) if result.copy is not None else None,
            ".changes.txt": fix_log.account(result).encode() if result.copy is not None else None,
            ".checklist.txt": fix_log.checklist(result).encode() or None,
        }
        if not dry_run:
            _write(target, result.copy, beside, inputs)
        _say(result, target, dry_run, shown=diff or len(results) == 1, diff=diff)
    refused = any(result.taken_back for result in results)
    raise typer.Exit(2 if whole.broken or not whole.gradebooks else 1 if refused else 0)


def _write(target: Path, copy: bytes | None, beside: Mapping[str, bytes | None], inputs: Sequence[Path]) -> None:
    """Writes the copy and what stands beside it, all of them checked before; nothing of another's is replaced."""
    from gradeaudit import writing  # only when something is written

    if copy is not None and target.exists() and not target.with_name(f"{target.name}.changes.csv").exists():
        todo = "choose another --output-dir"
        raise Problem("a file that is no copy of gradeaudit's would be replaced", visible(str(target)), todo)
    contents = {target: copy, **{target.with_name(target.name + suffix): text for suffix, text in beside.items()}}
    if any(content is not None for content in contents.values()):
        target.parent.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        if content is not None:
            writing.check_target(path, inputs)
    for path, content in contents.items():
        if content is not None:
            writing.write(path, content, private=path == target)


def _say(result: Fixed, target: Path, dry_run: bool, shown: bool, diff: bool) -> None:
    """One file in a line, its cells when they are asked for, and what is left to do by hand."""
    from gradeaudit import fix_log, imports
    from gradeaudit.wording import counted

    file, written = visible(result.file, 300), visible(str(target), 300)
    where = f" in {written}" if result.changes and not dry_run else ""
    said = [f"{file}: {'would change' if dry_run else 'changed'} {counted(len(result.changes), 'cell')}{where}"]
    if result.format not in imports.IMPORTS:
        said.append(f"  no copy is made: {imports.UNKNOWN} ({visible(result.format)})")
    said += [f"  taken back: {visible(why, 400)}" for why in result.taken_back]
    print(fitted("\n".join(said), sys.stdout))
    if diff and result.changes:
        print("\n" + fix_log.account(result, not dry_run), end="")
    if result.by_hand and shown:
        print("\n" + fix_log.checklist(result), end="")
    elif result.by_hand:
        named = "--diff shows them" if dry_run else f"see {written}.checklist.txt"
        left = f"  {counted(len(result.by_hand), 'thing')} left to do by hand: {named}"
        print(fitted(left, sys.stdout))
