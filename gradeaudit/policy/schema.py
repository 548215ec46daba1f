"""Every key that a policy may have, and what it says: the one source of its messages, its schema and its reference."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from gradeaudit.policy.values import (
    Date,
    Duration,
    Number,
    Pattern,
    Patterns,
    Percent,
    Switch,
    Text,
    Texts,
    Whole,
    wrong,
)


class Block(BaseModel):
    """A block of a policy: frozen, no unknown keys; ``source`` may stand in any and is quoted for its findings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Text | None = Field(None, description="Where the district wrote this down; quoted in findings.")


class Bounds(Block):
    """A bound that a lower scope may narrow."""

    min: Percent | None = Field(None, description="The least that is allowed.")
    max: Percent | None = Field(None, description="The most that is allowed.")


class Count(Block):
    """How many graded assignments there must be."""

    min: Whole | None = Field(None, description="The fewest.")
    max: Whole | None = Field(None, description="The most.")
    per: Text | None = Field(None, description="The period counted in: term (default), week, or a number of days.")


def _weight(value: Any) -> Any:
    """A number is exact, ``{min, max}`` a bound, any other map gives a weight for each term."""
    if isinstance(value, dict):
        if set(value) <= {"min", "max", "source"}:
            return Bounds.model_validate(value)
        return {str(term): _percents(number) for term, number in value.items()}
    return _percents(value)


def _percents(value: Any) -> float:
    from gradeaudit.policy.values import _percent

    return _percent(value)


Weight = Annotated[Bounds | dict[str, float] | float, BeforeValidator(_weight)]


class Category(Block):
    """One of the district's grading categories."""

    weight: Weight | None = Field(None, description="Percent of the grade: a number, {min, max}, or a map by term.")
    accepts: Texts = Field((), description="Other names that are right as they are.")
    aliases: Texts = Field((), description="Names that are understood, and reported with the right name.")
    grades: Count | None = Field(None, description="How many graded assignments a term needs: {min, max}.")
    equal_points: Switch | None = Field(None, description="Whether all assignments must have the same points.")
    required: Switch = Field(True, description="Whether every gradebook must have it.")
    banned: Switch = Field(False, description="Whether it may not count.")


class WeightLimit(Block):
    """A bound on the sum of several categories' weights."""

    of: Texts = Field(description="The categories added up.")
    min: Percent | None = Field(None, description="The least their sum may be.")
    max: Percent | None = Field(None, description="The most their sum may be.")


class Share(Block):
    """The most that single assignments may count."""

    one: Percent | None = Field(None, description="The largest assignment's most, percent of the grade.")
    two: Percent | None = Field(None, description="The two largest assignments' most together.")


class Weights(Block):
    """How weights are held against the policy."""

    tolerance: Percent = Field(0.5, description="How far a weight may be off, in percentage points.")
    total: Percent | None = Field(None, description="What the weights must add up to.")
    method: Literal["weighted", "total_points", "any"] | None = Field(None, description="How grades are computed.")
    limits: tuple[WeightLimit, ...] = Field((), description="Bounds on sums of categories.")
    share: Share | None = Field(None, description="The most that single assignments may count.")
    empty_category: Literal["rescaled", "zero"] | None = Field(
        None, description="What the LMS does with a category without scores."
    )


MEANINGS = (
    "missing", "excused", "incomplete", "late", "absent", "turned_in", "not_entered", "cheated", "dropped", "transfer",
)  # fmt: skip
Meaning = Literal[
    "missing", "excused", "incomplete", "late", "absent", "turned_in", "not_entered", "cheated", "dropped", "transfer"
]


class Code(Block):
    """A code that stands in place of a score, or beside it."""

    means: Meaning = Field(description="What it says: " + ", ".join(MEANINGS) + ".")
    counts_as: Percent | None = Field(None, description="The percent it counts as, if it counts.")
    aliases: Texts = Field((), description="Other spellings, reported with the right one.")
    with_score: Literal["forbidden", "required", "allowed"] | None = Field(
        None, description="Whether a score may stand beside it."
    )
    at_most: Percent | None = Field(None, description="The largest share of scores that may carry it.")
    expires_after: Duration | None = Field(None, description="How long it may stand before it must be settled.")
    becomes: Percent | None = Field(None, description="The percent it turns into when it expires.")


def _code(value: Any) -> Any:
    return {"means": value} if isinstance(value, str) else value


class Blank(Block):
    """How long a cell may stay blank after the due date."""

    until: Duration = Field(description="After the due date, such as 5 school days.")


def _blank(value: Any) -> Any:
    if isinstance(value, dict):
        return value
    if value in {"allowed", "forbidden"}:
        return value
    raise wrong("allowed, forbidden or {until: 5 school days}")


class MissingWork(Block):
    """How work that isn't there is recorded."""

    codes: dict[str, Annotated[Code, BeforeValidator(_code)]] | None = Field(
        None, description="Every code that may stand in a score's cell, and what it means."
    )
    numbers_as_codes: tuple[Number, ...] | None = Field(None, description="Numbers that mean something by custom.")
    blank: Annotated[Blank | Literal["allowed", "forbidden"], BeforeValidator(_blank)] | None = Field(
        None, description="Whether, or until when, a cell may stay blank."
    )
    zero: Literal["needs_code", "allowed", "forbidden"] | None = Field(
        None, description="Whether a bare zero may stand without a code."
    )


class ExtraCredit(Block):
    """How much extra credit is allowed."""

    max: Percent = Field(description="The most over the points possible, in percent of them.")


def _extra_credit(value: Any) -> Any:
    if isinstance(value, dict) or value in {"allowed", "forbidden"}:
        return value
    raise wrong("allowed, forbidden or {max: 5%}")


def _floor(value: Any) -> Any:
    if value == "forbidden":
        return value
    from gradeaudit.policy.values import _percent

    return _percent(value)


Form = Literal["points", "percent", "fraction", "letter", "complete"]


class Marks(Block):
    """What a score may look like."""

    forms: Annotated[tuple[Form, ...], BeforeValidator(lambda v: [v] if isinstance(v, str) else v)] | None = Field(
        None, description="The forms a mark may have: points, percent, fraction, letter, complete."
    )
    letters: Texts | None = Field(None, description="The letters that may stand as marks.")
    decimals: Whole | None = Field(None, description="The most decimals a score may have.")
    maximum: Percent | None = Field(None, description="The most a score may be, in percent of the points possible.")
    minimum: Annotated[float | Literal["forbidden"], BeforeValidator(_floor)] | None = Field(
        None, description="The least a score may be in percent (a floor), or forbidden."
    )
    points_possible: tuple[Number, ...] | None = Field(None, description="The points possible that are allowed.")
    extra_credit: Annotated[ExtraCredit | Literal["allowed", "forbidden"], BeforeValidator(_extra_credit)] | None = (
        Field(None, description="allowed, forbidden, or {max: 5%}.")
    )


class Naming(Block):
    """Conventions for assignment titles."""

    assignment: Patterns | None = Field(None, description="A pattern, or several, one of which a title must match.")
    by_category: dict[str, Patterns] | None = Field(None, description="Patterns for one category's titles.")
    tags: tuple[Any, ...] | None = Field(None, description="Tags that titles must carry.")
    max_length: Whole | None = Field(None, description="The longest a title may be, in characters.")
    min_length: Whole | None = Field(None, description="The shortest a title may be, in characters.")
    banned_words: Texts | None = Field(None, description="Words that name work which may not be graded.")
    unique: Switch | None = Field(None, description="Whether a title may stand only once in a gradebook and term.")


class Counts(Block):
    """How many grades a term needs."""

    total: Count | None = Field(None, description="All graded assignments: {min, max, per: term}.")


class Totals(Block):
    """How final grades are computed, rounded and named."""

    recompute: Switch | None = Field(None, description="Whether totals are recomputed.")
    tolerance: Percent = Field(0.1, description="How far a total may be off, in percentage points.")
    scale: dict[str, Percent] | None = Field(None, description="Each letter and the least percent that earns it.")


class Roster(Block):
    """Who is in a gradebook, and how students are identified."""

    identifier: Pattern | None = Field(None, description="The pattern that a student's id must match.")


Severity = Literal["error", "warning", "info", "off"]


class RuleSettings(BaseModel):
    """What a policy says of one rule; beside these keys, the rule's own parameters."""

    model_config = ConfigDict(frozen=True, extra="allow")

    severity: Severity | None = Field(None, description="error, warning, info or off.")
    reason: Text | None = Field(None, description="Why a rule is off; required with off.")


class Settings(Block):
    """A whole policy."""

    gradeaudit: Literal["1"] | None = Field(None, description="The language's version, 1.")
    district: Text | None = Field(None, description="The district's name, quoted in reports.")
    title: Text | None = Field(None, description="The policy's name, quoted in reports.")
    categories: dict[str, Category] | None = Field(None, description="The district's categories by name.")
    other_categories: Literal["forbidden", "allowed"] = Field(
        "forbidden", description="Whether gradebooks may have categories that the policy doesn't name."
    )
    weights: Weights | None = Field(None, description="How weights are held against the policy.")
    missing_work: MissingWork | None = Field(None, description="How work that isn't there is recorded.")
    marks: Marks | None = Field(None, description="What a score may look like.")
    naming: Naming | None = Field(None, description="Conventions for assignment titles.")
    counts: Counts | None = Field(None, description="How many grades a term needs.")
    totals: Totals | None = Field(None, description="How final grades are computed.")
    roster: Roster | None = Field(None, description="Who is in a gradebook.")
    rules: dict[str, RuleSettings] | None = Field(None, description="Severity and parameters of single rules.")
    effective: dict[str, Date] | None = Field(None, description="From when until when the policy holds.")
