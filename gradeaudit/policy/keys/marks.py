"""What a policy says of single marks: missing work and its codes, late work, forms of score, titles, comments."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, Tag

from gradeaudit.policy.keys.base import BY_SHAPE, Block, named, one_or_list, words
from gradeaudit.policy.values import (
    Duration,
    Part,
    Patterns,
    Percent,
    Points,
    Switch,
    Text,
    Texts,
    Whole,
    listed,
    part,
    several,
    whole,
    wrong,
)

Meaning = Literal[
    "missing", "excused", "incomplete", "late", "absent", "turned_in", "not_entered", "cheated", "dropped", "transfer"
]
MEANINGS: tuple[Meaning, ...] = (
    "missing", "excused", "incomplete", "late", "absent", "turned_in", "not_entered", "cheated", "dropped", "transfer",
)  # fmt: skip


class Code(Block):
    """A code that stands in place of a score, or beside it."""

    means: Meaning = Field(description="What it says: " + ", ".join(MEANINGS) + ".")
    counts_as: Percent | None = Field(None, description="The percent it counts as, if it counts.")
    aliases: Texts = Field((), description="Other spellings, reported with the right one.")
    with_score: Literal["forbidden", "required", "allowed"] | None = Field(
        None, description="Whether a score may stand beside it."
    )
    at_most: Part | None = Field(None, description="The largest share of scores that may carry it.")
    expires_after: Duration | None = Field(
        None, description="How long it may stand before it must be settled, such as 10 school days."
    )
    expires_at: Literal["term_end"] | None = Field(
        None, description="term_end where it must be settled when the term ends."
    )
    becomes: Percent | None = Field(None, description="The percent it turns into when it expires.")
    comment: Literal["required"] | None = Field(None, description="required where a comment must stand beside it.")


def _code(value: Any) -> Any:
    """``MI: missing`` is short for a map with nothing but the meaning."""
    return {"means": value} if isinstance(value, str) else value


class Blank(Block):
    """How long a cell may stay blank after the due date."""

    until: Duration = Field(description="After the due date, such as 5 school days.")


BlankRule = Annotated[
    Annotated[Blank, Tag("map")]
    | Annotated[
        Literal["allowed", "forbidden"], words("allowed", "forbidden", form="{until: 5 school days}"), Tag("word")
    ],
    BY_SHAPE,
]


class MissingWork(Block):
    """How work that isn't there is recorded."""

    codes: (
        Annotated[
            dict[str, Annotated[Code, BeforeValidator(_code)]], named("codes to what they mean, such as MI: missing")
        ]
        | None
    ) = Field(
        None,
        description="Every code that may stand in a score's cell, and what it means. MI: missing is short for"
        " MI: {means: missing}. What the LMS itself writes need not be listed.",
    )
    numbers_as_codes: Annotated[tuple[Points, ...], BeforeValidator(listed)] | None = Field(
        None,
        description="Bare numbers that mean something by custom, such as [1]; list the number under codes too to say"
        " what it means.",
    )
    blank: BlankRule | None = Field(None, description="Whether, or until when, a cell may stay blank.")
    zero: Literal["needs_code", "allowed", "forbidden"] | None = Field(
        None, description="Whether a bare zero may stand without a code."
    )


def _ladder(value: Any) -> Any:
    """Days late → percent taken off; a list begins with the first day, a bare number is taken off for each day."""
    if isinstance(value, (str, int, float)):
        each = part(value)
        return {day: min(100.0, each * day) for day in range(1, min(100, int(100 / each) + 2) if each else 2)}
    if isinstance(value, list):
        return {day: part(step) for day, step in enumerate(value, 1)}
    if isinstance(value, dict) and value:
        return {whole(day): part(step) for day, step in value.items()}
    raise wrong("percent taken off by days late, such as {1: 10, 2: 20}, a list of them, or 10 for each day")


class LateRules(Block):
    """How work that comes in late is scored."""

    penalty: (
        Annotated[
            dict[int, float],
            BeforeValidator(_ladder),
        ]
        | None
    ) = Field(
        None,
        description="Percent taken off by days late: {1: 10, 2: 20, 4: 50} holds each step until the next one; a list"
        " begins with the first day; a bare number is taken off for each day.",
        json_schema_extra={"type": ["number", "string", "array", "object"]},
    )
    penalty_limit: Part | None = Field(
        None, description="The most percent that may be taken off altogether, however late."
    )
    at_most: Part | None = Field(None, description="The most that late work may earn, in percent, however little late.")
    counted_in: Literal["school days", "days"] = Field(
        "school days", description="Whether days late are school days or days of the calendar."
    )
    window: Duration | None = Field(None, description="How long after the due date late work is taken.")
    at_least: Duration | None = Field(None, description="How long after the due date late work must be taken.")
    closes: Duration | None = Field(
        None, description="How long before the term's end no more late work is taken, such as 5 school days."
    )


class LateWork(LateRules):
    """How work that comes in late is scored, for all categories and for single ones."""

    by_category: dict[str, LateRules] | None = Field(
        None, description="Other rules for one category's work: {Major: {penalty: [15, 30]}}."
    )


class ExtraCredit(Block):
    """How much extra credit is allowed."""

    max: Percent = Field(description="The most over the points possible, in percent of them.")


ExtraCreditRule = Annotated[
    Annotated[ExtraCredit, Tag("map")]
    | Annotated[Literal["allowed", "forbidden"], words("allowed", "forbidden", form="{max: 5%}"), Tag("word")],
    BY_SHAPE,
]


def _floor(value: Any) -> Any:
    if value == "forbidden":
        return value
    try:
        return part(value)
    except ValueError:
        raise wrong("a percent from 0 to 100, or forbidden") from None


Form = Literal["points", "percent", "fraction", "letter", "complete"]


class MarkRules(Block):
    """What a score may look like."""

    forms: Annotated[tuple[Form, ...], BeforeValidator(several)] | None = Field(
        None, description="The forms a mark may have: points, percent, fraction, letter, complete."
    )
    letters: Texts | None = Field(None, description="The letters that may stand as marks.")
    decimals: Whole | None = Field(None, description="The most decimals a score may have.")
    maximum: Percent | None = Field(None, description="The most a score may be, in percent of the points possible.")
    minimum: Annotated[float | Literal["forbidden"], BeforeValidator(_floor)] | None = Field(
        None,
        description="The least a score may be, in percent of the points possible (a floor), or forbidden where no"
        " floor may be used.",
    )
    points_possible: Annotated[tuple[Points, ...], BeforeValidator(several)] | None = Field(
        None, description="The points possible that an assignment may have, such as [100]."
    )
    extra_credit: ExtraCreditRule | None = Field(None, description="allowed, forbidden, or {max: 5%}.")


class Marks(MarkRules):
    """What a score may look like, for all categories and for single ones."""

    by_category: dict[str, MarkRules] | None = Field(
        None, description="Other rules for one category's marks: {Homework: {forms: [complete]}}."
    )


class TitleTag(Block):
    """A tag that titles carry."""

    tag: Text = Field(description="The tag as it stands in the title, such as [R].")
    of: Texts = Field((), description="The categories whose titles carry it; all of them when absent.")
    at_least: Whole | None = Field(
        None, description="How many titles of a gradebook must carry it; every title when absent."
    )


def _tag(value: Any) -> Any:
    return {"tag": value} if isinstance(value, str) else value


class Naming(Block):
    """Conventions for assignment titles."""

    assignment: Patterns | None = Field(None, description="A pattern, or several, one of which a title must match.")
    by_category: dict[str, Patterns] | None = Field(
        None, description="Patterns for one category's titles, instead of the general ones."
    )
    tags: Annotated[tuple[Annotated[TitleTag, BeforeValidator(_tag)], ...], BeforeValidator(one_or_list)] | None = (
        Field(None, description="Tags that titles must carry: [{tag: '[R]', of: [Major], at_least: 2}].")
    )
    max_length: Whole | None = Field(None, description="The longest a title may be, in characters.")
    min_length: Whole | None = Field(None, description="The shortest a title may be, in characters.")
    banned_words: Texts | None = Field(None, description="Words that name work which may not be graded.")
    unique: Switch | None = Field(None, description="Whether a title may stand only once in a gradebook and term.")


class Comments(Block):
    """When a comment must stand beside a score or a grade."""

    codes: Texts = Field((), description="Codes that need a comment beside them.")
    below: Part | None = Field(None, description="Grades below this percent need a comment.")
    letters: Texts = Field((), description="Grades with one of these letters need a comment.")
    floor: Literal["required"] | None = Field(
        None, description="required where a raised score needs the real one in the comment."
    )
    retake: Literal["required"] | None = Field(None, description="required where a retake needs a comment.")
    override: Literal["required"] | None = Field(
        None, description="required where an overridden grade needs a comment."
    )
    min_length: Whole | None = Field(None, description="The shortest a comment may be, in characters.")
