"""Every key that a policy may have, and what it says: the one source of its messages, its schema and its reference."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from gradeaudit.policy.keys.base import Block
from gradeaudit.policy.keys.categories import Categories, Category, Counts, Peers, Retakes, Weights
from gradeaudit.policy.keys.dates import DueDates, Effective, Freeze, SchoolYear
from gradeaudit.policy.keys.marks import MEANINGS, Code, Comments, LateWork, Marks, MissingWork, Naming
from gradeaudit.policy.keys.scopes import Amendment, Identify, Roster, Rules, Variation, Waiver
from gradeaudit.policy.keys.totals import Totals
from gradeaudit.policy.values import Text, Texts, listed

__all__ = ["MEANINGS", "Block", "Category", "Code", "Settings"]


class Settings(Block):
    """A whole policy."""

    gradeaudit: Literal["1"] | None = Field(None, description="The language's version, 1.")
    district: Text | None = Field(None, description="The district's name, quoted in reports.")
    title: Text | None = Field(None, description="The policy's name, quoted in reports.")
    extends: Texts | None = Field(
        None,
        description="Policies that this one stands on, the state's or district's first: files relative to this one,"
        " inside its folder tree.",
    )
    effective: Effective | None = Field(None, description="From when until when the policy holds: {from, until}.")
    identify: Identify | None = Field(
        None, description="Who a gradebook belongs to, where the export doesn't say: path, catalogue, roster."
    )
    calendar: SchoolYear | None = Field(
        None, description="Terms, closed days and the school week; every rule about school days needs it."
    )
    categories: Categories | None = Field(None, description="The district's grading categories by name.")
    other_categories: Literal["forbidden", "allowed"] = Field(
        "forbidden", description="Whether gradebooks may have categories that the policy doesn't name."
    )
    weights: Weights | None = Field(None, description="How weights are held against the policy.")
    missing_work: MissingWork | None = Field(None, description="How work that isn't there is recorded.")
    late_work: LateWork | None = Field(None, description="How late work is scored, and until when it is taken.")
    retakes: Retakes | None = Field(None, description="Second chances on the same work, and what they may earn.")
    marks: Marks | None = Field(None, description="What a score may look like.")
    naming: Naming | None = Field(None, description="Conventions for assignment titles; there are none by default.")
    dates: DueDates | None = Field(None, description="When work is assigned, due and scored.")
    counts: Counts | None = Field(None, description="How many grades a term needs, and how steadily.")
    totals: Totals | None = Field(None, description="How final grades are computed, rounded, bounded and named.")
    comments: Comments | None = Field(None, description="When a comment must stand beside a score or a grade.")
    peers: Peers | None = Field(None, description="What gradebooks of one course must have in common.")
    roster: Roster | None = Field(None, description="Who is in a gradebook, and how students are identified.")
    freeze: Freeze | None = Field(None, description="From when on set-up or scores may no longer be changed.")
    rules: Rules | None = Field(None, description="Severity and parameters of single rules.")
    overrides: Annotated[tuple[Variation, ...], BeforeValidator(listed)] = Field(
        (), description="Other values by school level, school, department, course, teacher, section or term."
    )
    amendments: Annotated[tuple[Amendment, ...], BeforeValidator(listed)] = Field(
        (), description="Changes within the year: [{from: 2027-01-30, set: {...}, source: board decision}]."
    )
    locked: Texts = Field(
        (), description="Keys that no override and no policy on top of this one may change: [weights, totals.scale]."
    )
    waivers: Annotated[tuple[Waiver, ...], BeforeValidator(listed)] = Field(
        (), description="Permitted exceptions; their findings stay in the report, as waived."
    )
