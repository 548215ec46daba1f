"""How a student's printed totals come about, in words: what is weighed or added up, and what closes a gap."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem, visible
from gradeaudit.grading.recover import recover
from gradeaudit.grading.trace import Item, Part, Trace, Traced, traced
from gradeaudit.policy.effective import Policy
from gradeaudit.policy.schema import Settings
from gradeaudit.reading import Batch

_KINDS = {
    "current": "current score", "final": "final score", "unposted_current": "current score (with hidden work)",
    "unposted_final": "final score (with hidden work)", "current_points": "current points",
    "final_points": "final points",
}  # fmt: skip
_NEAR = 0.005001


def as_text(batches: Sequence[Batch], row: int) -> str:
    """The totals of the student in a row of a file, each with what it is made of; the file is named in ``batches``."""
    lines: list[str] = []
    for batch in batches:
        books = recover(batch.gradebooks)
        spots = places.row_of(books.students["place"].to_numpy())
        for student in np.flatnonzero(spots == row).tolist():
            book = int(books.students["book"].to_numpy()[student])
            mask = np.arange(len(books)) == book
            one = books.only(mask)
            first = int(np.searchsorted(books.students["book"].to_numpy(), book))
            policy = Policy(
                Settings.model_validate({}), datetime.date.min, {}
            )  # tolerances as they are where no policy sets them
            title = f"{books.books['file'].iat[book]} {books.books['sheet'].iat[book]}".strip()
            lines += [visible(f"{title}, row {row}", 300), *_totals(traced(one, student - first, policy))]
    if not lines:
        raise Problem(
            f"no student stands in row {row}", todo="give the row as a spreadsheet counts it, the header being row 1"
        )
    return "\n".join(lines) + "\n"


def _totals(found: Traced) -> Iterator[str]:
    if not found.totals:
        yield "  no totals of this student can be held against scores"
    for total in found.totals:
        yield from ("", *_total(total))
    for reason in found.reasons:
        yield from ("", f"  not worked out: {reason}")


def _total(total: Trace) -> Iterator[str]:
    of = f"“{total.category}”" if total.category else "the course"
    where = places.cell_name(places.row_of(total.place), places.column_of(total.place))
    period = f" in “{total.period}”" if total.period else ""
    head = f"  {_KINDS[total.kind]} of {of}{period} ({where}): {total.printed:.2f} printed"
    if total.expected != total.expected:
        yield visible(f"{head}, which can't be worked out", 400)
        return
    gap = f", {total.cause}" if total.cause else ", and nothing known closes the gap" if total.off else ""
    same = abs(total.printed - total.expected) <= _NEAR
    yield visible(head + (", as worked out" if same else f", {total.expected:.2f} worked out{gap}"), 400)
    if total.method:
        yield visible(f"    the class's method: {total.method}", 400)
    if total.parts:
        yield visible(f"    weighed: {_weighed(total.parts)}", 2000)
    elif total.items:
        yield visible(f"    rests on: {', '.join(map(_item, (i for i in total.items if not i.left_out)))}", 2000)
        out = [f"{_item(item)} ({item.left_out})" for item in total.items if item.left_out]
        if out:
            yield visible(f"    left out: {', '.join(out)}", 2000)


def _weighed(parts: Sequence[Part]) -> str:
    there = [part for part in parts if part.value == part.value]
    words = " + ".join(f"{part.name} {part.weight:g}% × {part.value:.2f}" for part in there)
    empty = [part.name for part in parts if part.value != part.value]
    whole = sum(part.weight for part in there)
    if abs(whole - 100.0) > 0.01 and (empty or whole < 100.0):
        words += f", over {whole:g}%"
    return words + (f" (no scores in {', '.join(empty)})" if empty else "")


def _item(item: Item) -> str:
    possible = "" if item.possible != item.possible else f"/{item.possible:g}"
    return f"{item.title} {item.mark or '–'}{possible if not item.mark.endswith('%') else ''}"
