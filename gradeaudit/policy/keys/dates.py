"""What a policy says of days: terms and closed days, due dates, posting of scores, and freezes."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from gradeaudit.policy.keys.base import Block, named
from gradeaudit.policy.values import Date, Dates, Duration, Switch, Text, Texts, Whole, date, listed, wrong


class Effective(Block):
    """The days between which the policy holds."""

    from_: Date | None = Field(None, alias="from", description="The first day.")
    until: Date | None = Field(None, description="The last day.")


class Term(Block):
    """One of the year's terms."""

    starts: Date = Field(description="Its first day.")
    ends: Date = Field(description="Its last day.")
    progress: Date | None = Field(None, description="The day of the progress report.")
    aliases: Texts = Field((), description="Other names that exports use for it, such as Quarter 1.")


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _weekday(value: Any) -> Any:
    folded = value.strip().casefold()[:3] if isinstance(value, str) else ""
    if folded in _DAYS:
        return folded
    raise wrong("days of the week: mon, tue, wed, thu, fri, sat, sun")


class SchoolYear(Block):
    """The school year: every rule about school days needs it."""

    terms: Annotated[dict[str, Term], named("terms by name, such as Q1: {starts, ends}")] = Field(
        description="The terms by name: {Q1: {starts: 2026-08-31, ends: 2026-11-06, progress: 2026-10-02}}."
    )
    closed: Annotated[tuple[Dates, ...], BeforeValidator(listed)] = Field(
        (), description="Days without school: single dates, and ranges such as 2026-11-25..2026-11-27."
    )
    school_week: Annotated[
        tuple[Annotated[Weekday, BeforeValidator(_weekday)], ...],
        BeforeValidator(listed),
    ] = Field(("mon", "tue", "wed", "thu", "fri"), description="The days of the week on which there is school.")


class Kind(Block):
    """A longer or shorter time for some kinds of work."""

    of: Texts = Field(description="The categories, by the policy's names.")
    within: Duration = Field(description="The time for them, such as 10 school days.")


class Due(Block):
    """What a due date must be like."""

    required: Switch | None = Field(None, description="Whether every counted assignment must have a due date.")
    required_except: Texts = Field((), description="Categories whose assignments need no due date.")
    school_days_only: Switch | None = Field(None, description="Whether due dates must be school days.")
    within_term: Switch | None = Field(None, description="Whether a due date must lie in the term it counts in.")
    lead_time: Duration | None = Field(
        None, description="The least time from the day work is assigned to the day it is due, such as 2 school days."
    )
    not_after_break: Duration | None = Field(
        None, description="How long after a break nothing may be due: 2 school days makes the third day the first."
    )
    break_length: Whole = Field(
        5, description="How many days without school in a row, weekends included, make a break."
    )


class Posting(Block):
    """How soon scores must stand in the gradebook."""

    within: Duration | None = Field(None, description="After the due date, such as 5 school days.")
    large: Kind | None = Field(None, description="More time for large work: {of: [Project], within: 10 school days}.")


class DueDates(Block):
    """When work is assigned, due and scored."""

    due: Due | None = Field(None, description="What a due date must be like.")
    posting: Posting | None = Field(None, description="How soon after the due date scores must be posted.")
    stale_after: Duration | None = Field(
        None, description="How long a gradebook may go without a new score, such as 10 school days."
    )
    late_in_term: Kind | None = Field(
        None,
        description="Work that may not be due in a term's last days: {of: [Major], within: 5 school days}.",
    )


def _by_term(value: Any) -> Any:
    if isinstance(value, str):
        return {"default": date(value)}
    if isinstance(value, dict) and value:
        return {term: date(day) for term, day in value.items()}
    raise wrong("a date, or a date for each term, such as {Q1: 2026-09-15}")


ByTerm = Annotated[dict[Text, datetime.date], BeforeValidator(_by_term)]
"""A day for each term; ``default`` where one day holds for all."""


class Freeze(Block):
    """From when on a gradebook may no longer be changed."""

    setup: ByTerm | None = Field(
        None,
        description="The day from which categories, weights, method and drops stay: a date, or one for each term.",
        json_schema_extra={"type": ["string", "object"]},
    )
    scores: ByTerm | None = Field(
        None,
        description="The day from which scores stay: a date, or one for each term.",
        json_schema_extra={"type": ["string", "object"]},
    )
