"""The policy that holds for a gradebook: scopes, terms and dates settled, each value traced to its line.

The files of a policy stand on each other: first the lowest file with its amendments and overrides, then the next one
over it, and so on. Within a file the nearer scope wins: level, grade, school, department, schedule, course level,
flags, course, teacher, section, term.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.policy.calendar import Calendar, calendar_of
from gradeaudit.policy.catalogue import catalogue_of, roster_of
from gradeaudit.policy.effective import Policy
from gradeaudit.policy.keys.base import Bounds
from gradeaudit.policy.keys.scopes import Amendment
from gradeaudit.policy.layers import Layered, applied
from gradeaudit.policy.limits import conflict, equal_rank, loosened
from gradeaudit.policy.load import Source, Step
from gradeaudit.policy.matching import RANKS, conditions, matches, rank
from gradeaudit.policy.schema import Settings
from gradeaudit.policy.trace import Lines

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
NO, MAYBE, YES = 0, 1, 2
_WORDS = {"course_code": "course code", "course_level": "course level", "grade": "grade level", "level": "school level"}


def effective(source: Source, as_of: datetime.date) -> Policy:
    """The policy as its files state it on a day, for gradebooks of which nothing is known: no override applies."""
    amendments = tuple(number for number, step in enumerate(source.steps) if _in_force(step, np.datetime64(as_of, "D")))
    settings, layered = settled(source, amendments)
    return Policy(settings, as_of, Lines(source, layered), source.file, source.sha256)


def group(
    source: Source, books: pd.DataFrame, as_of: datetime.date, *, apart: bool = True
) -> list[tuple[Array, Policy]]:
    """Which gradebooks share an effective policy: a mask (one bool a row of ``books``) and their policy, for each.

    A gradebook whose term is over is judged by the policy in force at the term's end. Gradebooks for which the same
    settings hold are kept ``apart`` by what single settings ask of them, such as their term, unless they are to be held
    against each other. Raises ``Problem`` where two overrides that are as near as each other disagree on a gradebook,
    or one leaves the bounds of another.
    """
    if not len(books):
        return [(np.zeros(0, bool), effective(source, as_of))]
    calendar, catalogue, roster = calendar_of(source.settings.calendar), catalogue_of(source), roster_of(source)
    known = _attributes(source, books, as_of, calendar)
    states = np.array([_state(step, known, len(books)) for step in source.steps]).reshape(-1, len(books)).T
    days = _days(known.get("term"), len(books), as_of, calendar)
    for number, step in enumerate(source.steps):
        if isinstance(step.states, Amendment):
            states[:, number] = np.where(days >= np.datetime64(step.states.from_, "D"), states[:, number], NO)
    about = [key for key in RANKS if apart and key in known and key in _asked_of_settings(source)]
    outside = _outside(source, known.get("term"), len(books), as_of, calendar)
    table = np.column_stack([states, *(known[key][0] for key in about), outside]).astype(np.int64)
    kinds, member = np.unique(table, axis=0, return_inverse=True)
    groups = []
    for number, kind in enumerate(kinds):
        chosen = tuple(np.flatnonzero(kind[: len(source.steps)] == YES).tolist())
        maybe = [source.steps[step] for step in np.flatnonzero(kind[: len(source.steps)] == MAYBE)]
        names = {key: known[key][1][code] for key, code in zip(about, kind[len(source.steps) :])}
        mask = member.reshape(-1) == number
        undecided = {"": "the policy isn't in force in this gradebook's term"} if kind[-1] else {}
        for step in maybe:
            undecided |= _undecided(step, known, int(np.argmax(mask)), catalogue is not None)
        policy = Policy(
            source.settings,
            as_of,
            {},
            source.file,
            source.sha256,
            {key: name for key, name in names.items() if name},
            undecided,
            catalogue,
            roster,
        )
        groups.append((mask, _versions(source, chosen, policy)))
    return groups


def _versions(source: Source, chosen: Sequence[int], policy: Policy) -> Policy:
    """A policy with the settings of the steps (by number) in force, and the versions that its amendments replaced."""
    amendments = {
        number: step.states.from_ for number in chosen if isinstance((step := source.steps[number]).states, Amendment)
    }
    since = max(amendments.values(), default=None)
    settings, layered = settled(source, chosen)
    rest = [number for number in chosen if number not in amendments or amendments[number] != since]
    before = None if since is None else _versions(source, rest, policy)
    return replace(policy, settings=settings, refs=Lines(source, layered), since=since, before=before)


def settled(source: Source, chosen: Sequence[int]) -> tuple[Settings, Layered]:
    """The settings with some steps (by number) in force, and where each stands; raises ``Problem`` on a conflict."""
    if not chosen:
        return source.settings, source.base
    steps = [source.steps[number] for number in chosen]
    current = source.bases[0]
    varied: set[str] = set()
    for at, base in enumerate(source.bases):
        if at:
            current = applied(current, list(source.own[at])) if varied else base
        mine = [step for step in steps if step.layer == at]
        amendments = [(_from(step), step) for step in mine if step.states.when is None]
        varying = [(rank(step.states.when), _from(step), step) for step in mine if step.states.when is not None]
        for _, step in sorted(amendments, key=itemgetter(0)):
            current = applied(current, list(step.changes))
            varied |= {str(change.path[0]) for change in step.changes}
        overrides = [step for *_, step in sorted(varying, key=itemgetter(0, 1))]
        for number, step in enumerate(overrides):
            for other in overrides[number + 1 :]:
                if equal_rank(step, other):
                    for problem in conflict(step, other):
                        raise problem
            new = applied(current, list(step.changes))
            for problem in loosened(current, new, step.changes):
                raise problem
            current = new
            varied |= {str(change.path[0]) for change in step.changes}
    part = Settings.model_validate({key: current.data[key] for key in varied if key in current.data})
    return source.settings.model_copy(update={key: getattr(part, key) for key in varied}), current


def _asked_of_settings(source: Source) -> set[str]:
    """The attributes that single settings ask for: the exceptions of floors, and the term where there is a year."""
    asked = {"term"} if source.settings.calendar is not None else set()
    totals = [source.base.data.get("totals"), *(change.value for step in source.steps for change in step.changes)]
    if any("'except'" in str(value) for value in totals):
        asked |= set(RANKS)
    weights = [category.weight for category in (source.settings.categories or {}).values()]
    weights += [change.value for step in source.steps for change in step.changes if "weight" in change.path[2:-1]]
    return asked | {"term"} if any(not isinstance(weight, (float, Bounds, type(None))) for weight in weights) else asked


def _attributes(
    source: Source, books: pd.DataFrame, as_of: datetime.date, calendar: Calendar | None
) -> dict[str, tuple[Array, list[str]]]:
    """For each attribute that the policy asks for: a code for each gradebook, and the names that codes stand for."""
    asked = {key for step in source.steps if step.states.when for key in conditions(step.states.when)}
    asked |= _asked_of_settings(source)
    if calendar is not None:
        asked.add("term")
    known = {}
    for key in sorted(asked):
        values = books[key].tolist() if key in books else [""] * len(books)
        if key == "term":
            values = _terms(values, as_of, calendar)
        names = sorted(set(values))
        number = {name: code for code, name in enumerate(names)}
        known[key] = np.array([number[value] for value in values], np.int64), names
    return known


def _terms(values: Sequence[str], as_of: datetime.date, calendar: Calendar | None) -> list[str]:
    """Each gradebook's term by the calendar's name; a gradebook that names none is judged in the day's term."""
    if calendar is None:
        return list(values)
    today = int(calendar.term_of(np.array([as_of], "datetime64[D]"))[0])
    now = calendar.names[today] if today >= 0 else ""
    numbers = {value: calendar.term_named(value) for value in set(values)}
    return [calendar.names[numbers[value]] if numbers[value] >= 0 else value or now for value in values]


def _state(step: Step, known: dict[str, tuple[Array, list[str]]], count: int) -> Array:
    """For each gradebook whether a step is for it: YES, NO, or MAYBE where an attribute isn't known."""
    state = np.full(count, YES, np.int64)
    if step.states.when is None:
        return state
    for key, patterns in conditions(step.states.when).items():
        codes, names = known[key]
        each = [MAYBE if not name else YES if matches(patterns, name) else NO for name in names]
        state = np.minimum(state, np.array(each or [YES], np.int64)[codes])
    return state


def _days(terms: tuple[Array, list[str]] | None, count: int, as_of: datetime.date, calendar: Calendar | None) -> Array:
    """The day that each gradebook is judged for: its term's end where that is over."""
    day = np.datetime64(as_of, "D")
    if terms is None or calendar is None:
        return np.full(count, day)
    codes, names = terms
    numbers = [calendar.term_named(name) for name in names]
    ends = np.array([calendar.ends[number] if number >= 0 else day for number in numbers] or [day], "datetime64[D]")
    found: Array = np.minimum(ends[codes], day)
    return found


def _outside(
    source: Source,
    terms: tuple[Array, list[str]] | None,
    count: int,
    as_of: datetime.date,
    calendar: Calendar | None,
) -> Array:
    """Whether a gradebook's term lies outside the days that the policy holds; without a term, the day it is judged."""
    held = source.settings.effective
    if held is None:
        return np.zeros(count, bool)
    first = np.datetime64(held.from_ or datetime.date.min, "D")
    last = np.datetime64(held.until or datetime.date.max, "D")
    day = np.datetime64(as_of, "D")
    if terms is None or calendar is None:
        return np.full(count, bool(day < first or day > last))
    codes, names = terms
    numbers = [calendar.term_named(name) for name in names]
    out = [
        bool(calendar.ends[number] < first or calendar.starts[number] > last)
        if number >= 0
        else bool(day < first or day > last)
        for number in numbers
    ]
    found: Array = np.array(out or [False])[codes]
    return found


def _from(step: Step) -> datetime.date:
    """The first day on which a step holds: an amendment's own; an override holds from the beginning."""
    return step.states.from_ if isinstance(step.states, Amendment) else datetime.date.min


def _in_force(step: Step, day: np.datetime64) -> bool:
    """Whether a step holds on a day for gradebooks of which nothing is known."""
    return step.states.when is None and bool(np.datetime64(_from(step), "D") <= day)


def _undecided(step: Step, known: dict[str, tuple[Array, list[str]]], book: int, listed: bool) -> dict[str, str]:
    """The settings that a step would change if it held, and what must be known to tell."""
    assert step.states.when is not None
    unknown = [
        _WORDS.get(key, key) for key in conditions(step.states.when) if not known[key][1][int(known[key][0][book])]
    ]
    what = " and ".join(unknown)
    todo = "list its course in the catalogue" if listed else "name it under identify"
    why = f"the policy differs by {what} here, and nothing says this gradebook's {what}; {todo}"
    return {".".join(map(str, change.path)): why for change in step.changes if not change.is_map}
