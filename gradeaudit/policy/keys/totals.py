"""What a policy says of final grades: how they are computed, rounded, bounded and named."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, Tag

from gradeaudit.policy.keys.base import BY_SHAPE, Block, named, one_or_list, words
from gradeaudit.policy.values import Number, Part, Percent, Switch, Texts, Whole, number, part, whole, wrong


class Rounding(Block):
    """How a grade is rounded."""

    mode: Literal["half_up", "half_even", "up", "down", "none"] = Field(
        "half_up", description="half_up (.5 goes up), half_even, up, down (cut off), or none."
    )
    digits: Whole = Field(0, description="How many decimals are kept.")
    stage: Literal["assignment", "category", "term", "final", "letter"] | None = Field(
        None, description="What is rounded: each assignment, category, term, the final, or only for the letter."
    )


class Exceptions(Block):
    """Where a floor doesn't hold: any one of these is enough."""

    level: Texts = Field((), description="School levels.")
    school: Texts = Field((), description="Schools.")
    grade: Texts = Field((), description="Grade levels.")
    department: Texts = Field((), description="Departments.")
    course: Texts = Field((), description="Courses, by name.")
    course_code: Texts = Field((), description="Courses, by code.")
    course_level: Texts = Field((), description="Course levels, such as AP.")
    schedule: Texts = Field((), description="Schedules, such as 4x4.")
    term: Texts = Field((), description="Terms, such as Q4.")
    flags: Texts = Field((), description="Flags of the catalogue.")


class Floor(Block):
    """The least that a grade may be."""

    at: Literal["category", "term", "exam", "final", "averaging"] = Field(
        description="What may not be lower: a category, term, exam or final grade; averaging: only as it enters the"
        " final."
    )
    value: Part = Field(description="The least, in percent.")
    except_: Exceptions | None = Field(
        None, alias="except", description="Where it doesn't hold: {course_level: [AP], term: [Q4]}."
    )


class Override(Block):
    """How far a teacher may move a computed grade by hand."""

    max: Percent = Field(description="The most it may be moved, in percentage points.")


OverrideRule = Annotated[
    Annotated[Override, Tag("map")]
    | Annotated[Literal["allowed", "forbidden"], words("allowed", "forbidden", form="{max: 3}"), Tag("word")],
    BY_SHAPE,
]


def _formula(value: Any) -> Any:
    """The weights of terms and exams in each grade made of them; a flat map is the final grade's."""
    if not isinstance(value, dict) or not value:
        raise wrong("a map of terms and exams to their percents, such as {Q1: 40, Q2: 40, exam: 20}")
    if any(isinstance(share, dict) for share in value.values()):
        if not all(isinstance(share, dict) for share in value.values()):
            raise wrong("a map of percents, or a map of such maps, and not both")
        return {made: {name: part(share) for name, share in parts.items()} for made, parts in value.items()}
    return {"final": {name: part(share) for name, share in value.items()}}


def _drops(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: whole(count) for name, count in value.items()}
    return {"default": whole(value)}


def _values(value: Any) -> Any:
    """Numbers, ranges of whole numbers (90..100) and words such as P."""
    found: list[float | str] = []
    for item in one_or_list(value) or ():
        first, dots, last = str(item).partition("..")
        try:
            if dots:
                found.extend(float(step) for step in range(whole(first), min(whole(last), 1000) + 1))
            else:
                found.append(number(item))
        except ValueError:
            if dots or not isinstance(item, str):
                raise wrong("numbers, words, or ranges such as 90..100") from None
            found.append(item)
    if not found:
        raise wrong("numbers, words, or ranges such as 90..100")
    return tuple(found)


class Totals(Block):
    """How final grades are computed, rounded and named."""

    recompute: Switch = Field(True, description="Whether totals are recomputed from the scores.")
    tolerance: Percent = Field(0.1, description="How far a total may be off, in percentage points.")
    blanks: Literal["ignored", "zero"] | None = Field(None, description="What a blank counts as.")
    category_average: Literal["points", "percent"] | None = Field(
        None, description="Whether a category's average is of points, or of each assignment's percent."
    )
    drop_lowest: Annotated[dict[str, int], BeforeValidator(_drops)] | None = Field(
        None,
        description="How many of the lowest scores may be dropped: a number, or a map by category with default.",
        json_schema_extra={"type": ["integer", "object"]},
    )
    rounding: Rounding | None = Field(None, description="How grades are rounded: {mode: half_up, digits: 0}.")
    scale: Annotated[dict[str, Percent], named("letters to the least percent that earns them")] | None = Field(
        None, description="Each letter and the least percent that earns it: {A: 90, B: 80, C: 70, D: 60, F: 0}."
    )
    minimum: Annotated[tuple[Floor, ...], BeforeValidator(one_or_list)] | None = Field(
        None, description="Floors: [{at: term, value: 50, except: {course_level: [AP], term: [Q4]}}]."
    )
    override: OverrideRule | None = Field(
        None, description="Whether a computed grade may be changed by hand: allowed, forbidden, or {max: 3}."
    )
    terms: Annotated[dict[str, dict[str, Part]], BeforeValidator(_formula)] | None = Field(
        None,
        description="How terms and exams make the final grade, in percent: {Q1: 40, Q2: 40, exam: 20}; or several"
        " grades by name: {S1: {Q1: 50, Q2: 50}, final: {S1: 50, S2: 50}}.",
    )
    maximum: Percent | None = Field(None, description="The most a total may be, in percent.")
    allowed_values: Annotated[tuple[float | str, ...], BeforeValidator(_values)] | None = Field(
        None,
        description="The only values that a posted grade may have: numbers, words, ranges of whole numbers such as"
        " 90..100.",
        json_schema_extra={"items": {"type": ["number", "string"]}},
    )
    added_points: Number | None = Field(
        None, description="Points added to the grade for the course's level; set it in an override for AP or honors."
    )
    passing: Annotated[float, BeforeValidator(part)] | None = Field(
        None, description="The least percent that passes; quoted in reports."
    )
