"""Canvas companions: what a course's assignment groups give to the CSV they lie beside, and when they give nothing."""

from __future__ import annotations

import json
import shutil
import zipfile

import pytest

from gradeaudit import discovery
from gradeaudit.export import Export
from gradeaudit.readers.canvas import READER, detect
from gradeaudit.reading import read
from tests.readers.opened import REAL, SAMPLES, assignments, categories, claim, days, load, text
from tests.readers.opened import read as read_with

FOLDER = SAMPLES / "canvas-with-groups"
XMLNS = 'xmlns="http://canvas.instructure.com/xsd/cccv1p0"'
RO = "(read only)"
CSV = f"""\
Student,ID,Section,HW 1 (11),HW 1 (12),Test (13),Homework Current Score,Homework Final Score,Exams Current Score,\
Exams Final Score,Current Score,Final Score
    Points Possible,,,10,20,100,{RO},{RO},{RO},{RO},{RO},{RO}
"Byron, Ada",1,P1,9,18,80,90,90,80,80,84,84
"""


def groups(*entries: dict[str, object]) -> Export:
    return Export("assignment_groups.json", "json", text=json.dumps(entries))


def task(key: int, **more: object) -> dict[str, object]:
    return {"id": key, "name": f"A{key}", "points_possible": 10, "due_at": None, **more}


HOMEWORK = {"id": 1, "name": "Homework", "position": 2, "group_weight": 40.0, "rules": {"drop_lowest": 1}}
EXAMS = {"id": 2, "name": "Exams", "position": 1, "group_weight": 60.0, "rules": {"never_drop": [13]}}


def test_a_folder_with_groups_gives_its_export_weights_drops_membership_and_due_dates():
    (batch,) = read([FOLDER], discovery.readers())
    tables = batch.gradebooks
    assert categories(tables) == [("Homework", 20.0, 1.0), ("Tests", 70.0, 0.0)]
    assert tables.categories["weight_source"].tolist() == ["declared", "declared"]
    assert assignments(tables) == [
        ("HW 1: Motion", 10.0, "Homework", "F1"),
        ("HW 2: Forces", 10.0, "Homework", "G1"),
        ("HW 3: Energy", 10.0, "Homework", "H1"),
        ("TST 1: Motion", 50.0, "Tests", "I1"),
        ("TST 2: Energy", 50.0, "Tests", "J1"),
    ]
    # 03:59 in universal time is 23:59 of the day before, in summer; 04:59 is that in winter.
    assert days(tables, "due_on") == ["2026-09-11", "2026-09-19", "", "2026-09-25", "2026-11-10"]
    assert batch.broken == ()
    csv = next(entry for entry in batch.inputs if entry.file.endswith(".csv"))
    assert csv.evidence[-2:] == (
        "groups from assignment_groups.json, joined by id",
        "5 of 5 assignments found in the groups",
    )
    assert {"assignments.category", "assignments.due_on", "categories.weight"} <= tables.offers[0]


def test_categories_stand_in_the_courses_order_and_totals_follow():
    tables = read_with("canvas", text(CSV), groups({**HOMEWORK, "assignments": [task(11), task(12)]}, EXAMS))
    assert categories(tables) == [("Exams", 60.0, 0.0), ("Homework", 40.0, 1.0)]
    names = tables.categories["name"].to_numpy()
    totals = tables.totals[tables.totals["category"] >= 0]
    assert list(zip(names[totals["category"]], totals["mark"])) == [
        ("Homework", "90"), ("Homework", "90"), ("Exams", "80"), ("Exams", "80"),
    ]  # fmt: skip
    assert [row[2] for row in assignments(tables)] == ["Homework", "Homework", ""]
    assert "assignments.category" not in tables.offers[0]
    assert tables.lacks[0]["assignments.category"].startswith("1 of its assignments are not in the assignment groups")


def test_omitted_unpublished_and_never_dropped_work_is_marked():
    tables = read_with(
        "canvas",
        text(CSV),
        groups(
            {**HOMEWORK, "assignments": [task(11, omit_from_final_grade=True), task(12)]},
            {**EXAMS, "assignments": [task(13, published=False)]},
        ),
    )
    assert tables.assignments["counts"].tolist() == [False, True, True]
    assert tables.assignments["published"].tolist() == [True, True, False]
    assert tables.assignments["never_dropped"].tolist() == [False, False, True]


def test_groups_of_another_course_are_not_joined():
    (book,) = READER.read([text(CSV), groups({**HOMEWORK, "assignments": [task(99)]})])
    assert book.notes == ("the assignment groups beside this file belong to another course",)
    assert "categories.weight" not in book.offers
    assert list(book.categories["name"]) == ["Homework", "Exams"]


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2026-10-01T03:59:59Z", "2026-09-30"),
        ("2026-10-01T14:59:59Z", "2026-10-01"),
        ("2026-10-01T23:59:00-05:00", "2026-10-01"),
        ("2026-10-01T10:59:00Z", ""),
        ("2026-10-01T18:29:00Z", ""),
        ("soon", ""),
    ],
)
def test_a_due_time_is_a_day_only_where_its_zone_is_certain(due, day):
    whole = [task(11, due_at=due), task(12, due_at=due), task(13, due_at=due)]
    tables = read_with("canvas", text(CSV), groups({**HOMEWORK, "assignments": whole}))
    assert days(tables, "due_on")[0] == day
    assert ("assignments.due_on" in tables.offers[0]) == bool(day)


def test_weights_of_a_course_that_adds_up_points_do_not_apply():
    points = CSV.replace("Current Score,Final Score\n", "Current Points,Current Score\n")
    tables = read_with("canvas", text(points), groups({**HOMEWORK, "assignments": [task(11)]}))
    assert tables.books["method"].tolist() == ["total_points"]
    assert "categories.weight" not in tables.offers[0]
    assert tables.categories["weight"].isna().all()


def xml(name: str, content: str) -> Export:
    return Export(name, "xml", text=content)


def test_the_parts_of_a_course_export_are_joined_by_title_and_points():
    parts = [
        xml(
            "course.imscc/course_settings/assignment_groups.xml",
            (REAL / "canvas/synth_assignment_groups.xml").read_text(),
        )
        if (REAL / "canvas/synth_assignment_groups.xml").exists()
        else pytest.skip("the real exports are not here")
    ]
    for number, (title, points, group) in enumerate([("HW 1", 10, "g1a"), ("HW 1", 20, "g1a"), ("Test", 100, "g1b")]):
        content = (
            f'<assignment identifier="a{number}" {XMLNS}><title>{title}</title>'
            f"<points_possible>{points}.0</points_possible><due_at>2026-09-30T05:59:59</due_at>"
            f"<assignment_group_identifierref>{group}</assignment_group_identifierref>"
            "<omit_from_final_grade>false</omit_from_final_grade><workflow_state>published</workflow_state></assignment>"
        )
        parts.append(xml(f"course.imscc/a{number}/assignment_settings.xml", content))
    assert [claim("canvas", part).root for part in parts] == ["."] * 4
    tables = read_with("canvas", text(CSV), *parts)
    assert categories(tables) == [("Homework", 40.0, 1.0), ("Exams", 60.0, 0.0)]
    assert [row[2] for row in assignments(tables)] == ["Homework", "Homework", "Exams"]
    assert days(tables, "due_on") == ["2026-09-29"] * 3
    assert not tables.assignments["never_dropped"].any()  # the groups name another, a102
    tables = read_with("canvas", text(CSV), *(xml(part.file, part.text.replace("a102", "a1")) for part in parts))
    assert tables.assignments["never_dropped"].tolist() == [False, True, False]


def test_groups_without_assignments_are_joined_only_when_their_names_fit():
    path = REAL / "canvas" / "synth_assignment_groups.xml"
    fitting, other = text(CSV), text(CSV.replace("Exams ", "Labs "))
    (book,) = READER.read([fitting, load(path)])
    assert "categories.weight" in book.offers
    assert "assignments.category" not in book.offers
    assert book.notes == (
        "groups from synth_assignment_groups.xml, joined by title",
        "groups with assignments that are never dropped (1)",
    )
    (book,) = READER.read([other, load(path)])
    assert book.notes == ("the assignment groups beside this file belong to another course",)


def test_a_course_package_beside_an_export_is_read_and_its_other_parts_are_passed_over(tmp_path):
    shutil.copy(next(FOLDER.glob("*.csv")), tmp_path)
    group = '<assignmentGroup identifier="{0}"><title>{0}</title><group_weight>{1}</group_weight></assignmentGroup>'
    with zipfile.ZipFile(tmp_path / "course.imscc", "w") as package:
        package.writestr("imsmanifest.xml", '<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"/>')
        package.writestr("course_settings/module_meta.xml", f"<modules {XMLNS}/>")
        package.writestr("course_settings/course_settings.xml", f"<course {XMLNS}><title>Physics</title></course>")
        package.writestr(
            "course_settings/assignment_groups.xml",
            f"<assignmentGroups {XMLNS}>{group.format('Homework', 20)}{group.format('Tests', 80)}</assignmentGroups>",
        )
    (batch,) = read([tmp_path], discovery.readers())
    assert batch.broken == ()
    assert categories(batch.gradebooks) == [("Homework", 20.0, 0.0), ("Tests", 80.0, 0.0)]


def test_other_json_and_xml_is_no_companion():
    for content in ("{}", "[]", '[{"id": 1, "rules": {}}]', '["group_weight"]', '{"group_weight": 1}', '[{"rules": '):
        assert detect(Export("groups.json", "json", text=content)) is None
    assert detect(xml("groups.xml", "<assignmentGroups/>")) is None
    assert detect(xml("gradebook.xml", "<gradebook/>")) is None
