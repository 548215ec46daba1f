"""What a policy says of where and when it varies: gradebooks' identity, overrides, amendments, waivers, rules."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from gradeaudit.policy.keys.base import Block, named
from gradeaudit.policy.values import Date, Duration, Pattern, Switch, Text, Texts, Whole, wrong


class Identify(Block):
    """Who a gradebook belongs to, where its export doesn't say."""

    path: Texts | None = Field(
        None,
        description="What the names of folders and files tell: '{school}/{teacher}/*_Grades-{course_code}.csv'; several"
        " patterns are tried in order.",
    )
    catalogue: Texts | None = Field(
        None,
        description="The course catalogue, a CSV or XLSX file (or a folder with OneRoster's courses, classes and orgs):"
        " course_code, course, department, level, grade, course_level, schedule, school, teacher, section, term.",
    )
    roster: Texts | None = Field(
        None,
        description="The roster, a CSV or XLSX file: student id, section or course_code, and enrolment dates.",
    )


class When(Block):
    """Which gradebooks are meant: every key must match; values are names, globs (AP*) or lists of them."""

    level: Texts | None = Field(None, description="School level, such as elementary.")
    grade: Texts | None = Field(None, description="Grade level, such as 6.")
    school: Texts | None = Field(None, description="School.")
    department: Texts | None = Field(None, description="Department or subject.")
    schedule: Texts | None = Field(None, description="Schedule, such as 4x4 or yearlong.")
    course_level: Texts | None = Field(None, description="Course level, such as AP, IB or honors.")
    flags: Texts | None = Field(None, description="Flags of the catalogue, such as eoc or hs_credit.")
    course: Texts | None = Field(None, description="Course, by its name.")
    course_code: Texts | None = Field(None, description="Course, by its code.")
    teacher: Texts | None = Field(None, description="Teacher.")
    section: Texts | None = Field(None, description="Section.")
    term: Texts | None = Field(None, description="Term, by its name in the calendar.")


def _changes(value: Any) -> Any:
    if isinstance(value, dict) and value:
        return value
    raise wrong("a map of the policy's keys with the values that hold here")


Changes = Annotated[dict[str, Any], BeforeValidator(_changes)]


class Variation(Block):
    """Other values where they differ: by school level, school, department, course, teacher, section or term."""

    name: Text | None = Field(None, description="What the variation is called in reports.")
    when: When = Field(description="Which gradebooks it holds for; every key must match.")
    set: Changes = Field(description="The values that hold there. Maps merge by key, lists replace, null removes.")


class Amendment(Block):
    """A change within the year."""

    from_: Date = Field(alias="from", description="The first day on which it holds.")
    when: When | None = Field(
        None, description="Which gradebooks it is for, as in an override of that scope; all of them when absent."
    )
    set: Changes = Field(description="The values that hold from then on.")


class Waiver(Block):
    """A permitted exception: its findings stay in the report, as waived."""

    id: Text | None = Field(None, description="The waiver's number in the district's files.")
    rules: Texts = Field(description="The rules that are waived: names or globs.")
    where: When = Field(description="The gradebooks it holds for; every key must match.")
    reason: Text | None = Field(None, description="Why; a waiver without a reason is an error.")
    granted_by: Text | None = Field(None, description="Who granted it, by role: principal, superintendent's designee.")
    granted_on: Date | None = Field(None, description="The day it was granted.")
    expires: Date | None = Field(None, description="The last day it holds.")


Severity = Literal["error", "warning", "info", "off"]


class RuleSettings(BaseModel):
    """What a policy says of one rule; beside these keys, the rule's own parameters."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)

    severity: Severity | None = Field(None, description="error, warning, info or off.")
    reason: Text | None = Field(None, description="Why a rule is off; required with off.")
    source: Text | None = Field(None, description="Where the district wrote this down; quoted in findings.")


def _severity(value: Any) -> Any:
    """``code-alias: off`` is short for a map with nothing but the severity."""
    return {"severity": value} if isinstance(value, str) else value


Rules = Annotated[
    dict[str, Annotated[RuleSettings, BeforeValidator(_severity)]],
    named("rules by name, such as code-alias: {severity: info}"),
]


class Roster(Block):
    """Who is in a gradebook, and how students are identified."""

    required: Switch | None = Field(None, description="Whether every gradebook must be on the roster.")
    identifier: Pattern | None = Field(None, description="The pattern that a student's id must match.")
    enrolled_days: Whole | None = Field(
        None, description="How many days a student must be enrolled before the number of their scores is judged."
    )
    grace: Duration | None = Field(
        None, description="How long a student may be missing from a gradebook, or stay in it, after a transfer."
    )
