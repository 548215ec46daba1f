"""What a policy says of grading categories: names, weights, numbers of grades, and likeness between gradebooks."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag

from gradeaudit.policy.keys.base import Block, Bounds, Count, named, one_or_list
from gradeaudit.policy.values import Duration, Part, Percent, Switch, Text, Texts, Whole, listed, number, several


def _weight_shape(value: Any) -> str:
    if isinstance(value, BaseModel) or (isinstance(value, dict) and set(value) <= {"min", "max", "source"}):
        return "bounds"
    return "terms" if isinstance(value, dict) else "number"


Weight = Annotated[
    Annotated[Bounds, Tag("bounds")] | Annotated[dict[str, Part], Tag("terms")] | Annotated[Part, Tag("number")],
    Discriminator(_weight_shape),
]
"""A number is exact, ``{min, max}`` a bound, any other map gives a weight for each term (``default`` for the rest)."""


class Progress(Block):
    """What must be there by a term's progress date."""

    min: Whole | None = Field(None, description="The fewest graded assignments by the progress date.")
    share: Part | None = Field(
        None, description="The share of the term's minimum that must be there by the progress date, such as 50%."
    )


class Category(Block):
    """One of the district's grading categories."""

    weight: Weight | None = Field(
        None,
        description="Its percent of the grade: a number (exact), {min, max} (bounds that a school, department or"
        " course may narrow or fix), or a map by term: {default: 60, Q4: 50}.",
    )
    accepts: Texts = Field((), description="Other names that are right as they are.")
    aliases: Texts = Field(
        (), description="Names that are understood, so weights and counts work, and reported with the right name."
    )
    grades: Count | None = Field(None, description="How many graded assignments a term needs: {min, max}.")
    by_progress: Progress | None = Field(
        None, description="How many of its graded assignments must be there by the term's progress date."
    )
    equal_points: Switch | None = Field(None, description="Whether all its assignments must have the same points.")
    required: Switch = Field(True, description="Whether every gradebook must have it.")
    banned: Switch = Field(False, description="Whether it may not count: behaviour, attendance, supplies.")
    split: Literal["allowed", "forbidden"] | None = Field(
        None,
        description="Whether a gradebook may keep it as several categories (names under accepts or aliases) whose"
        " weights add up to its weight.",
    )


Categories = Annotated[dict[str, Category], named("categories by name, such as Homework: {weight: 10}")]


class WeightLimit(Block):
    """A bound on the sum of several categories' weights."""

    of: Texts = Field(description="The categories added up, by the policy's names.")
    min: Part | None = Field(None, description="The least their sum may be, in percent.")
    max: Part | None = Field(None, description="The most their sum may be, in percent.")


class Share(Block):
    """The most that single assignments may count."""

    one: Part | None = Field(None, description="The most that the largest assignment may count, percent of the grade.")
    two: Part | None = Field(None, description="The most that the two largest assignments may count together.")


class Weights(Block):
    """How weights are held against the policy."""

    tolerance: Percent = Field(0.5, description="How far a weight may be off, in percentage points.")
    total: Percent = Field(100.0, description="What a gradebook's weights must add up to.")
    method: Literal["weighted", "total_points", "any"] | None = Field(
        None, description="How grades are computed: by weighted categories, by total points, or any of them."
    )
    limits: Annotated[tuple[WeightLimit, ...], BeforeValidator(listed)] = Field(
        (), description="Bounds on sums of categories: [{of: [Homework, Formative], max: 10}]."
    )
    share: Share | None = Field(None, description="The most that the largest one or two assignments may count.")
    empty_category: Literal["rescaled", "zero"] | None = Field(
        None, description="What the LMS does with a weighted category without scores: rescales the others, or zero."
    )


class Pace(Block):
    """How steadily graded work must appear."""

    min: Whole | None = Field(None, description="The fewest graded assignments in each period.")
    max: Whole | None = Field(None, description="The most graded assignments in each period.")
    per: Text = Field("week", description="The period: week, or a duration such as 10 school days.")
    of: Texts = Field((), description="The categories counted; all of them when absent.")


class Ratio(Block):
    """How many of one kind of work there must be for each of another."""

    of: Text = Field(description="The category that must be there often enough, such as Minor.")
    per: Text = Field(description="The category it is counted against, such as Major.")
    min: Annotated[float, BeforeValidator(number)] = Field(description="How many of the first for each of the second.")


class Counts(Block):
    """How many grades a term needs."""

    total: Count | None = Field(None, description="All graded assignments of a term: {min, max, per: term}.")
    pace: Pace | None = Field(None, description="How many graded assignments each week, or each N days, needs.")
    by_progress: Progress | None = Field(
        None, description="How many graded assignments must be there by the progress date: {min} or {share: 50%}."
    )
    ratio: Annotated[tuple[Ratio, ...], BeforeValidator(one_or_list)] = Field(
        (), description="How many of one category for each of another: [{of: Minor, per: Major, min: 2}]."
    )
    counted_when: Literal["assigned", "scored"] = Field(
        "scored", description="When an assignment counts as a grade: once assigned, or once most students have a score."
    )


def _majors(value: Any) -> Any:
    """``true`` is every category; a list names those that are meant."""
    if isinstance(value, str) and value in {"true", "yes", "false", "no"}:
        return () if value in {"true", "yes"} else None
    return several(value)


class Peers(Block):
    """What gradebooks of one course must have in common."""

    same_setup: Texts | None = Field(
        None,
        description="The gradebook's attributes that make peers, such as [school, course_code]; peers must have the"
        " same categories, weights and method.",
    )
    spread: dict[str, Whole] | None = Field(
        None, description="How far the number of assignments may differ between peers, by category: {Minor: 4}."
    )
    same_majors: Annotated[tuple[Text, ...] | None, BeforeValidator(_majors)] = Field(
        None, description="The categories whose assignments peers must share, such as [Major]; true for all of them."
    )
    late_work: Texts | None = Field(
        None, description="The attributes within which late work must be handled alike, such as [school]."
    )


class Retakes(Block):
    """Second chances on the same work, and what they may earn."""

    allowed: Switch = Field(True, description="Whether work may be retaken at all.")
    of: Texts = Field((), description="The categories it holds for; all of them when absent.")
    at_most: Whole | None = Field(None, description="The most retakes of a student in a term.")
    at_least: Whole | None = Field(None, description="How many assignments of a term must offer a retake.")
    below: Part | None = Field(None, description="Only scores below this percent may be retaken.")
    cap: Part | None = Field(None, description="The most that a retake may earn, in percent.")
    within: Duration | None = Field(None, description="How long after the first score it may be taken.")
    keep: Literal["higher", "latest", "average"] | None = Field(
        None, description="Which score counts: the higher, the latest, or their average."
    )
    tag: Text | None = Field(None, description="What a title carries when the work may be retaken, such as [R].")
