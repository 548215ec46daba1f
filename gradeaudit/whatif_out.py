"""The answer of what-if written down: in words with a histogram, as a page, as values for JSON, and as rows for CSV.

Percentage points are rounded here, once, to two decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from itertools import pairwise
from typing import Any

from gradeaudit.errors import visible
from gradeaudit.escape import spreadsheet, terminal
from gradeaudit.whatif import EDGES, Effect, WhatIf

_POINTS = ("mean", "most_up", "most_down")
_BARS = ("more than 10 down", *(f"{low:+g} to {high:+g}" for low, high in pairwise(EDGES)), "10 up or more")
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{padding:.25rem .5rem;text-align:right;
border-bottom:1px solid #ddd;font-variant-numeric:tabular-nums}th:first-child,td:first-child{text-align:left}
td.bar{width:60%}td.bar i{display:block;height:1rem;background:#2b6cb0}"""
_COLUMNS = (
    ("students", "students"), ("rise", "up"), ("fall", "down"), ("mean", "mean"), ("most up", "most_up"),
    ("most down", "most_down"), ("better letter", "letter_up"), ("worse letter", "letter_down"),
    ("newly pass", "newly_passing"), ("newly fail", "newly_failing"),
)  # fmt: skip


def points(value: float) -> float:
    """Percentage points to two decimals, never -0.00."""
    return round(value, 2) + 0.0


def as_record(result: WhatIf) -> dict[str, Any]:
    """The answer as plain values for JSON."""

    def one(effect: Effect) -> dict[str, Any]:
        return {name: points(value) if name in _POINTS else value for name, value in asdict(effect).items()}

    effects = {name: [one(effect) for effect in getattr(result, name)] for name in ("gradebooks", "schools")}
    return {**asdict(result), **effects, "whole": one(result.whole), "edges": list(EDGES)}


def as_rows(result: WhatIf) -> list[list[str]]:
    """One row a gradebook for CSV, with a header; names of columns are those of ``Effect``."""
    records = as_record(result)
    names = [name for name in records["whole"] if name not in ("bars", "rows")]
    return [names, *([spreadsheet(str(one[name])) for name in names] for one in records["gradebooks"])]


def as_text(result: WhatIf, unicode: bool = True) -> str:
    """The answer in words, with a histogram: for a terminal."""
    whole = result.whole
    number = sum(bool(one.students) for one in result.gradebooks)
    lines = [f"{_counted(whole.students, 'student')} in {_counted(number, 'gradebook')}"]
    lines += [*_sentences(whole), ""]
    most = max(whole.bars)
    for name, count in zip(_BARS, whole.bars) if most else ():
        bar = "█" * round(30 * count / most) or ("▏" if count else "")
        lines.append(f"  {name:>18}  {bar} {count}")
    for title, effects in (("By school", result.schools), ("By gradebook", result.gradebooks)):
        some = [one for one in effects if one.students]
        lines += ["", title] if some else []
        for one in some:
            rows = f"; rows {', '.join(map(str, one.rows))}" if one.rows else ""
            lines.append(f"  {one.name}: {'; '.join(_sentences(one))}{rows}")
    reasons = _reasons(result)
    lines += ["", "Not worked out"] if reasons else []
    lines += [f"  {reason}" for reason in reasons]
    return "\n".join(terminal(line, 4_000, unicode) if line else "" for line in lines) + "\n"


def as_html(result: WhatIf) -> str:
    """The answer as a page of its own, without scripts: the words, the histogram, and a row a school and gradebook."""
    whole = result.whole
    number = sum(bool(one.students) for one in result.gradebooks)
    most = max(whole.bars) or 1
    bars = "".join(
        f'<tr><td>{name}</td><td class="bar"><i style="width:{100 * count / most:.1f}%"></i></td><td>{count}</td></tr>'
        for name, count in zip(_BARS, whole.bars)
    )
    parts = [
        f"<h1>What the policy would change</h1><p>{_counted(whole.students, 'student')} in"
        f" {_counted(number, 'gradebook')}</p>",
        "".join(f"<p>{_html(sentence)}.</p>" for sentence in _sentences(whole)),
        f"<h2>Changes in percentage points</h2><table><tr><th>change</th><th></th><th>students</th></tr>{bars}</table>",
        _table("By school", result.schools),
        _table("By gradebook", result.gradebooks),
    ]
    reasons = "".join(f"<li>{_html(reason)}</li>" for reason in _reasons(result))
    parts += [f"<h2>Not worked out</h2><ul>{reasons}</ul>"] if reasons else []
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>What the policy would change</title><style>{_STYLE}</style>"
    )
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


def _table(title: str, effects: Sequence[Effect]) -> str:
    some = [one for one in effects if one.students]
    if not some:
        return ""
    head = "".join(f"<th>{name}</th>" for name in ("", *(name for name, _ in _COLUMNS)))
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{cell}</td>" for cell in (_html(one.name), *(_cell(one, name) for _, name in _COLUMNS)))
        + "</tr>"
        for one in some
    )
    return f"<h2>{title}</h2><table><tr>{head}</tr>{rows}</table>"


def _cell(effect: Effect, name: str) -> str:
    value = getattr(effect, name)
    return f"{points(value):+.2f}" if name in _POINTS else str(value)


def _html(text: str) -> str:
    return escape(visible(text, 4_000))


def _reasons(result: WhatIf) -> list[str]:
    """Why gradebooks couldn't be worked out, each reason once."""
    lines = []
    for why in sorted({one.why for one in result.gradebooks if one.why}):
        names = [one.name for one in result.gradebooks if one.why == why]
        lines.append(f"{_counted(len(names), 'gradebook')}: {why} ({', '.join(names)})")
    return lines


def _sentences(effect: Effect) -> list[str]:
    crossing = f"{effect.letter_up} would get a better letter, {effect.letter_down} a worse one"
    passing = f"{effect.newly_passing} would newly pass, {effect.newly_failing} newly fail"
    return [
        f"{effect.up} of {effect.students} grades would rise, {effect.down} fall; {points(effect.mean):+.2f} points on"
        f" average, at most {points(effect.most_up):+.2f} and {points(effect.most_down):+.2f}",
        *([crossing] if effect.letter_up or effect.letter_down else ["nobody would cross a letter"]),
        *([passing] if effect.newly_passing or effect.newly_failing else []),
    ]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
