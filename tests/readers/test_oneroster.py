"""OneRoster sets: the columns of the binding, what they say of a score, and a real set's letters."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from gradeaudit import export as exports
from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.readers.oneroster import READER
from tests.readers.opened import REAL, SAMPLES, cell, claim, load, read, text

HEAD = "sourcedId,status,dateLastModified"
ITEMS_11 = (
    f"{HEAD},title,description,assignDate,dueDate,classSourcedId,categorySourcedId,gradingPeriodSourcedId,"
    "resultValueMin,resultValueMax\n"
)
RESULTS_11 = f"{HEAD},lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment\n"
RESULTS_12 = RESULTS_11.strip() + ",textScore,classSourcedId,inProgress,incomplete,late,missing\n"
ITEM = "i1,,,Quiz,,2026-09-01,2026-09-08,k1,g1,q1,0.0,10.0\n"


def folder(path):
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    return [exports.load(location) for location in exports.find([path])]


def books(tables):
    return tables.books[["sheet", "course", "course_code", "section", "teacher", "school", "term", "method"]]


def test_every_class_of_the_sample_is_a_gradebook_also_the_empty_one():
    tables = read("oneroster", *folder(SAMPLES / "oneroster"))
    school = "Maple Valley Middle School"
    assert books(tables).to_numpy().tolist() == [
        ["k-math7-1", "Mathematics 7", "MAT07", "MAT07-01", "Dana Whitfield", school, "Q1", "weighted"],
        ["k-math7-3", "Mathematics 7", "MAT07", "MAT07-03", "Omar Reyes", school, "Q1", "weighted"],
        ["k-art7-2", "Art 7", "ART07", "ART07-02", "Omar Reyes", school, "Q1", "unknown"],
    ]
    assert tables.books["identity"].tolist() == ["oneroster:k-math7-1", "oneroster:k-math7-3", "oneroster:k-art7-2"]
    assert Counter(tables.students["book"]) == {0: 8, 1: 8, 2: 8}
    assert Counter(tables.assignments["book"]) == {0: 5, 1: 4}
    assert Counter(tables.scores["book"]) == {0: 40, 1: 27}
    assert tables.categories[["book", "name", "weight"]].to_numpy().tolist() == [
        [0, "Homework", 10.0], [0, "Classwork", 30.0], [0, "Assessment", 60.0],
        [1, "Homework", 20.0], [1, "Classwork", 30.0], [1, "Tests", 60.0],
    ]  # fmt: skip


def test_flags_and_statuses_of_the_sample_become_states():
    tables = read("oneroster", *folder(SAMPLES / "oneroster"))
    scores = tables.scores
    told = scores[(scores["state"] != "scored") | scores["missing"] | scores["late"]]
    columns = ["mark", "state", "missing", "late", "excused"]
    assert [(cell(place), *row) for place, *row in told[["place", *columns]].to_numpy().tolist()] == [
        ("G6", "0", "scored", True, False, False),
        ("G28", "", "excused", False, False, True),
        ("G31", "10", "scored", False, True, False),
        ("G41", "", "waiting", False, False, False),
        ("J51", "abs", "coded", False, False, False),
        ("G59", "", "blank", False, False, False),
    ]
    assert tables.sources[places.source_of(int(told["place"].iloc[0]))].file == "oneroster/results.csv"


def test_enrolment_ends_on_the_day_before_the_exclusive_end_and_a_stranger_with_results_is_a_student():
    tables = read("oneroster", *folder(SAMPLES / "oneroster"))
    third = tables.students[tables.students["book"] == 1]
    days = [None if np.isnat(day) else str(day)[:10] for day in third["enrolled_from"].to_numpy()]
    assert third["sis_id"].tolist() == [f"0{number}" for number in range(41107, 41115)]
    assert days == ["2026-08-31"] * 6 + ["2026-09-28", None]
    assert [None if np.isnat(day) else str(day)[:10] for day in third["enrolled_until"].to_numpy()] == [
        None, None, None, None, None, "2026-10-23", None, None,
    ]  # fmt: skip
    assert [cell(place) for place in third["place"]][-1] == "H17"


def test_a_set_of_1_1_forces_numbers_that_are_no_scores():
    tables = read(
        "oneroster",
        text(ITEMS_11 + ITEM, "lineItems.csv"),
        text(
            RESULTS_11
            + "r1,,,i1,u1,not submitted,0.0,2026-09-09,\n"
            + "r2,,,i1,u2,exempt,8.0,2026-09-09,\n"
            + "r3,,,i1,u3,fully graded,0.0,2026-09-09,\n"
            + "r4,,,i1,u4,submitted,0.0,2026-09-09,\n"
            + "r5,,,i1,u5,partially graded,4.5,2026-09-09,\n"
            + "r6,,,i1,u5,late,9,2026-09-09,\n",
            "results.csv",
        ),
    )
    scores = tables.scores
    assert scores["state"].tolist() == ["blank", "excused", "scored", "waiting", "scored", "scored"]
    assert [None if np.isnan(value) else value for value in scores["points"]] == [None, None, 0.0, None, 4.5, 9.0]
    assert scores["late"].tolist() == [False] * 5 + [True]
    assert scores["student"].tolist() == [0, 1, 2, 3, 4, 4]
    offers, lacks = tables.offers[0], tables.lacks[0]
    assert "scores.missing" not in offers
    assert lacks["scores.missing"].endswith("(export as OneRoster 1.2)")
    assert not offers & {"categories.name", "categories.weight", "scores.letter"}
    assert {"assignments.due_on", "assignments.points_possible", "scores.entered_on"} <= offers


def test_a_letter_beside_the_score_is_kept_and_one_without_is_the_mark():
    tables = read(
        "oneroster",
        text(ITEMS_11 + ITEM, "lineItems.csv"),
        text(
            RESULTS_12
            + "r1,,,i1,u1,fully graded,9,2026-09-09,,A ,k1,false,false,false,false\n"
            + "r2,,,i1,u2,fully graded,,2026-09-09,,B+,k1,false,true,false,false\n"
            + "r3,,,i1,u3,submitted,,2026-09-10,,,k1,TRUE,false,false,false\n",
            "results.csv",
        ),
    )
    scores = tables.scores
    assert scores["mark"].tolist() == ["9", "B+", ""]
    assert scores["letter"].astype(object).fillna("").tolist() == ["A ", "", ""]
    assert [cell(place) for place in scores["place"]] == ["G2", "J3", "G4"]
    assert scores["incomplete"].tolist() == [False, True, False]
    assert scores["state"].tolist() == ["scored", "scored", "waiting"]


def test_a_delta_set_is_a_slice_and_deleted_rows_are_left_out():
    items = text(
        ITEMS_11
        + "i1,active,2026-10-01T08:00:00.000Z,Quiz,,2026-09-01,2026-09-08,k1,g1,q1,0,10\n"
        + "i2,tobedeleted,2026-10-01T08:00:00.000Z,Old quiz,,2026-09-01,2026-09-08,k1,g1,q1,0,10\n",
        "lineItems.csv",
    )
    results = text(
        RESULTS_11
        + "r1,active,2026-10-01T08:00:00.000Z,i1,u1,fully graded,9,2026-09-09,\n"
        + "r2,tobedeleted,2026-10-01T08:00:00.000Z,i1,u2,fully graded,9,2026-09-09,\n"
        + "r3,active,2026-10-01T08:00:00.000Z,i9,u1,fully graded,9,2026-09-09,\n",
        "results.csv",
    )
    assert claim("oneroster", items).evidence == (
        "the columns of OneRoster's lineItems",
        "delta: it holds what changed since the last set",
        "1 row marked as deleted, left out",
    )
    tables = read("oneroster", items, results)
    assert tables.assignments["title"].tolist() == ["Quiz"]
    assert [cell(place) for place in tables.scores["place"]] == ["G2"]
    assert tables.lacks[0]["rules.counts"].startswith("a OneRoster delta set holds only what changed")
    assert tables.lacks[0]["rules.roster"] == tables.lacks[0]["rules.counts"]


def test_metadata_columns_blank_rows_and_extra_spaces_change_nothing():
    plain = text(ITEMS_11 + ITEM, "lineItems.csv")
    wider = text(ITEMS_11.strip() + ",metadata.district,ext_vendor_id\n\n" + ITEM.strip() + ",x,y\n", "lineItems.csv")
    assert claim("oneroster", wider) == claim("oneroster", plain)
    assert [cell(place) for place in read("oneroster", wider).assignments["place"]] == ["D3"]


def test_weights_are_percents_or_shares_but_never_a_mixture():
    def weights(first, second):
        tables = read(
            "oneroster",
            text(f"{HEAD},title,weight\ng1,,,Homework,{first}\ng2,,,Tests,{second}\n", "categories.csv"),
            text(ITEMS_11 + ITEM + ITEM.replace("i1", "i2").replace("g1", "g2"), "lineItems.csv"),
        )
        return tables.categories["weight"].fillna(-1).tolist(), "categories.weight" in tables.offers[0]

    assert weights("40", "60.0") == ([40.0, 60.0], True)
    assert weights("40%", "60%") == ([40.0, 60.0], True)
    assert weights("0.4", "0.6") == ([40.0, 60.0], True)
    assert weights("1", "") == ([1.0, -1], True)
    assert weights("", "") == ([-1, -1], False)


def test_a_placeholder_for_all_categories_is_no_category():
    tables = read(
        "oneroster",
        text(f"{HEAD},title\n00000000-0000-0000-0000-000000000000,,,Assignments\n", "categories.csv"),
        text(ITEMS_11 + ITEM.replace("g1", "00000000-0000-0000-0000-000000000000"), "lineItems.csv"),
    )
    assert len(tables.categories) == 0
    assert "OneRoster 1.2" in tables.lacks[0]["categories.name"]


def test_score_dates_that_are_all_due_dates_say_nothing_of_when_a_score_was_entered():
    tables = read(
        "oneroster",
        text(ITEMS_11 + ITEM, "lineItems.csv"),
        text(RESULTS_11 + "r1,,,i1,u1,fully graded,9,2026-09-08,\n", "results.csv"),
    )
    assert "scores.entered_on" not in tables.offers[0]
    assert tables.scores["entered_on"].isna().all()


def test_a_student_without_a_result_is_counted_and_not_taken_for_a_blank():
    (*_, last) = READER.read(folder(SAMPLES / "oneroster"))
    # Period 3: two students of eight lack five results: u113 two, u114 three.
    assert last.notes == ("students without a result on an assignment of their class, not taken for blanks (5)",)


def test_a_student_with_two_results_on_one_assignment_lacks_no_other():
    second = ITEM.replace("i1", "i2")
    results = "r1,,,i1,u1,,9,,\nr2,,,i1,u1,,8,,\nr3,,,i2,u2,,7,,\n"
    (book,) = READER.read([text(ITEMS_11 + ITEM + second, "lineItems.csv"), text(RESULTS_11 + results)])
    # Two students and two assignments are four pairs: u1 lacks i2, u2 lacks i1.
    assert book.notes == ("students without a result on an assignment of their class, not taken for blanks (2)",)


def test_what_is_left_out_is_noted():
    (book,) = READER.read(
        [
            text(
                f"{HEAD},title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId\n"
                "k1,,,Algebra,,c1,A1,scheduled,,s1\nk2,,,Room 7,,c2,R7,homeroom,,s1\n",
                "classes.csv",
            ),
            text(f"{HEAD},title\ng1,,,Homework\ng2,,,Tests\n", "categories.csv"),
            text(ITEMS_11 + ITEM, "lineItems.csv"),
            text(RESULTS_11 + "r1,,,i1,u1,fully graded,9,2026-09-09,\nr2,,,i9,u1,fully graded,9,2026-09-09,\n"),
        ]
    )
    assert book.about["sheet"] == "k1"
    assert book.notes == (
        "categories that no assignment uses, so that their class isn't known (1)",
        "1 result of assignments that are not in the set, left out",
        "homerooms without assignments, left out (1)",
    )


def test_a_roster_is_told_calmly():
    with pytest.raises(Problem, match="a roster without results: no gradebook is in it"):
        read("oneroster", *folder(REAL / "oneroster" / "lmstoolkit_1_1_roster"))


def test_a_manifest_alone_says_that_nothing_has_changed():
    with pytest.raises(Problem, match="nothing has changed since the last one"):
        read("oneroster", text("propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n", "manifest.csv"))


def test_files_with_headers_only_hold_no_gradebook():
    assert len(read("oneroster", text(ITEMS_11, "lineItems.csv"), text(RESULTS_11, "results.csv"))) == 0


def test_lists_that_only_resemble_a_file_of_a_set_are_not_claimed():
    from gradeaudit.readers.oneroster import detect

    assert detect(text("propertyName,value\ncolour,blue\n")) is None
    assert detect(text("Sourced ID,Title\n1,Quiz\n")) is None
    assert detect(text("sourcedId,status,dateLastModified,title,points\n1,,,Quiz,10\n")) is None


def test_the_real_set_agrees_with_its_letters():
    path = REAL / "oneroster" / "grandbend_1_2_derived"
    tables = read("oneroster", *folder(path))
    assert len(tables) == 6
    assert Counter(tables.scores["book"]) == {0: 637, 1: 264}
    assert np.bincount(tables.students["book"]).tolist() == [49, 24, 49, 24, 25, 25]
    assert np.bincount(tables.assignments["book"], minlength=6).tolist() == [13, 11, 0, 0, 0, 0]
    assert tables.categories["name"].tolist() == ["Assignment", "Assignment"]
    scores = tables.scores
    assert int(scores["missing"].sum()), int(scores["late"].sum()) == (41, 146)
    letters = scores["letter"].astype(object)
    assert letters.value_counts()[["F", "A+", "C ", "A "]].tolist() == [233, 125, 2, 2]
    ranges = scores.groupby(letters)["points"].agg(["min", "max"])
    assert ranges.loc[["F", "D-", "A+", "A "]].to_numpy().tolist() == [[0, 69], [70, 72], [97, 100], [96, 96]]
    with open(path / "results.csv", encoding="utf-8", newline="") as file:
        written = {(row["lineItemSourcedId"], row["studentSourcedId"], row["score"]) for row in csv.DictReader(file)}
    key, person = tables.assignments["key"].to_numpy(), tables.students["local_id"].to_numpy()
    shown = zip(key[scores["assignment"]], person[scores["student"]], scores["mark"])
    assert set(shown) == written


def test_it_is_claimed_whatever_it_is_called():
    renamed = load(REAL / "oneroster" / "grandbend_1_2_derived" / "results.csv")
    assert claim("oneroster", renamed).part == "set"


def test_a_file_too_long_to_hold_is_read_row_by_row_with_the_same_result():
    path = SAMPLES / "oneroster"
    short = read("oneroster", *folder(path))
    with exports.Session(replace(exports.STANDARD, held=1)) as session:
        opened = [exports.load(location, session) for location in exports.find([path])]
        assert all(export.long for export in opened)
        long = read("oneroster", *opened)
    for name in ("books", "categories", "assignments", "students", "scores"):
        assert getattr(long, name).equals(getattr(short, name)), name
    assert (long.offers, long.lacks) == (short.offers, short.lacks)


def test_results_too_many_to_hold_are_read_class_by_class_with_the_same_result(tmp_path):
    # 3 classes of 7,000 assignments: with ten thousand assignments a part they make two parts. Two results of an
    # assignment that isn't there, one deleted row, a student who isn't enrolled, and a category of no class.
    rows = [(c, n) for n in range(7000) for c in range(3)]  # the classes' rows are mixed in both files
    item = "i{c}-{n},,,HW {n},,2026-09-01,2026-09-08,k{c},g{c},q1,0,10\n"
    result = "r{c}-{n},,,i{c}-{n},u{who},fully graded,{score},2026-09-09,\n"
    texts = {
        "classes.csv": f"{HEAD},title,courseSourcedId,schoolSourcedId\n"
        + "".join(f"k{c},,,C{c},c,s\n" for c in range(3)),
        "categories.csv": f"{HEAD},title,weight\ng0,,,Homework,100\ng1,,,Homework,100\ng2,,,Homework,100\ng9,,,Tests,5\n",
        "enrollments.csv": f"{HEAD},classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
        + "".join(f"e{c}-{s},,,k{c},s,u{s},student,,2026-08-20,\n" for c in range(3) for s in range(2)),
        "users.csv": f"{HEAD},enabledUser,username,givenName,familyName,identifier\n"
        + "".join(f"u{s},,,true,u{s},A,B{s},10{s}\n" for s in range(3)),
        "lineItems.csv": ITEMS_11 + "".join(item.format(c=c, n=n) for c, n in rows),
        "results.csv": RESULTS_11
        + "".join(result.format(c=c, n=n, who=2 if n == 6999 else n % 2, score=n % 11) for c, n in rows)
        + "x1,,,i7,u0,fully graded,5,2026-09-09,\nx2,,,i7,u1,fully graded,5,2026-09-09,\n"
        + "x3,tobedeleted,,i0-1,u0,fully graded,5,2026-09-09,\n",
    }
    for name, body in texts.items():
        (tmp_path / name).write_text(body, "utf-8")
    files = {}
    for held in (exports.STANDARD.held, 1):
        with exports.Session(replace(exports.STANDARD, held=held)) as session:
            files[held] = [exports.load(location, session) for location in exports.find([tmp_path])]
    assert [export.long for export in files[1]] == [True] * 6
    short, long = (read("oneroster", *opened) for opened in files.values())
    assert len(short) == 3 and len(short.scores) == 21_000 and len(short.students) == 9
    for name in ("books", "categories", "assignments", "students", "scores"):
        assert getattr(long, name).equals(getattr(short, name)), name
    assert (long.offers, long.lacks) == (short.offers, short.lacks)
    (*_, whole), (*_, parted) = (READER.read(opened) for opened in files.values())
    assert whole.notes == parted.notes
    assert whole.notes[:2] == (
        "categories that no assignment uses, so that their class isn't known (1)",
        "2 results of assignments that are not in the set, left out",
    )
