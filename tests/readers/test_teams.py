"""Microsoft Teams: recognised, and read only when the user confirms what it is."""

from __future__ import annotations

import pytest

from gradeaudit import discovery
from gradeaudit.errors import Problem
from gradeaudit.readers.teams import detect
from gradeaudit.reading import claim_of
from tests.readers.opened import REAL, assignments, claim, load, read, scores, students, text

TEAMS = """\
First Name,Last Name,Email Address,Essay 1,Points,Feedback
Ana,Baker,ana@school.example,45,50,Good work
Cy,Doe,cy@school.example,,50,
,,,12,50,
"""


def test_it_is_refused_until_the_user_confirms_it():
    readers = discovery.readers()
    reader, vote = claim_of(text(TEAMS), readers)
    assert reader.name == "teams"
    assert vote.refusal.endswith("confirm it with --as teams, or describe it with --as generic --map FILE")
    assert claim_of(text(TEAMS), readers, "teams")[1].refusal == ""
    assert claim("teams", load(REAL / "teams" / "reconstructed_GUESS_single_assignment.csv")).refusal


def test_a_confirmed_file_is_one_assignment():
    tables = read("teams", text(TEAMS))
    assert assignments(tables) == [("Essay 1", 50.0, "", "D1")]
    assert [row[0] for row in students(tables)] == ["Baker, Ana", "Doe, Cy", ""]
    assert scores(tables) == {
        "D2": ("45", 45.0, "scored"),
        "D3": ("", None, "blank"),
        "D4": ("12", 12.0, "scored"),
    }
    assert tables.lacks[0]["rules.counts"] == "this Microsoft Teams file holds one assignment"


def test_other_tables_of_names_are_not_teams():
    assert detect(text("First Name,Last Name,Email Address,Essay 1,Essay 2,Feedback\nAna,Baker,a@x,9,8,\n")) is None
    with pytest.raises(Problem, match="not Microsoft Teams' export"):
        read("teams", text("Name,Grade\nAna,9\n"))
