"""moodle_backup: categories, weights, drop rules and maxima, and the grades when the backup has them."""

import zipfile

import pytest

from gradeaudit import discovery
from gradeaudit.errors import Problem
from gradeaudit.reading import read
from tests.readers import opened

NULL = "$@NULL@$"


def category(number: int, parent: int | str, name: str, aggregation: int = 13, drop: int = 0, keep: int = 0) -> str:
    return (
        f'<grade_category id="{number}"><parent>{parent}</parent><fullname>{name}</fullname>'
        f"<aggregation>{aggregation}</aggregation><keephigh>{keep}</keephigh><droplow>{drop}</droplow></grade_category>"
    )


def item(number: int, kind: str, inside: int | str, name: str, maximum: float, grades: str = "", **more: object) -> str:
    extra = "".join(f"<{tag}>{value}</{tag}>" for tag, value in more.items())
    return (
        f'<grade_item id="{number}"><categoryid>{inside}</categoryid><itemname>{name}</itemname>'
        f"<itemtype>{kind}</itemtype><gradetype>1</gradetype><grademax>{maximum:.5f}</grademax>"
        f"<grademin>0.00000</grademin>{extra}<grade_grades>{grades}</grade_grades></grade_item>"
    )


def grade(user: int, text: str, **more: object) -> str:
    extra = "".join(f"<{tag}>{value}</{tag}>" for tag, value in more.items())
    return f'\n<grade_grade id="1"><userid>{user}</userid><finalgrade>{text}</finalgrade>{extra}</grade_grade>'


def gradebook(categories: list[str], items: list[str], name: str = "backup/gradebook.xml"):
    return opened.xml(
        "<gradebook>\n<grade_categories>"
        + "\n".join(categories)
        + "</grade_categories>\n<grade_items>"
        + "\n".join(items)
        + "</grade_items></gradebook>",
        name,
    )


def activity(text: str, name: str = "backup/activities/quiz_7/grades.xml"):
    return opened.xml(f"<activity_gradebook><grade_items>\n{text}</grade_items></activity_gradebook>", name)


def weighted(aggregation: int, **homework: object):
    return gradebook(
        [
            category(1, NULL, "?", aggregation),
            category(2, 1, "Homework", drop=1),
            category(3, 1, "Tests", keep=2),
            category(4, 2, "Online"),
        ],
        [
            item(10, "course", NULL, NULL, 100, iteminstance=1),
            item(11, "category", 2, NULL, 30, iteminstance=2, **homework),
            item(
                12,
                "category",
                3,
                NULL,
                70,
                iteminstance=3,
                aggregationcoef=60 * (aggregation == 10),
                aggregationcoef2=0.7,
            ),
            item(13, "manual", 2, "HW 1", 10),
            item(14, "manual", 4, "HW 2", 20),
            item(15, "manual", 3, "Test 1", 50),
            item(16, "manual", 3, "Test 2", 50),
            item(17, "manual", 3, "Test 3", 50),
        ],
    )


def test_categories_weights_drop_rules_and_maxima():
    books = opened.read("moodle_backup", weighted(10, aggregationcoef=40))
    # Homework 40 of 40 + 60; of three tests the two best are kept
    assert opened.categories(books) == [("Homework", 40.0, 1.0), ("Tests", 60.0, 1.0)]
    assert [row[:3] for row in opened.assignments(books)] == [
        ("HW 1", 10.0, "Homework"),
        ("HW 2", 20.0, "Homework"),
        ("Test 1", 50.0, "Tests"),
        ("Test 2", 50.0, "Tests"),
        ("Test 3", 50.0, "Tests"),
    ]
    assert opened.about(books, "method", "identity") == {"method": "weighted", "identity": "moodle_backup:backup"}
    assert "scores.mark" not in books.offers[0]
    assert books.lacks[0]["scores.mark"] == "this Moodle backup has no grades (make it with user data)"


@pytest.mark.parametrize(
    ("aggregation", "homework", "weights", "method"),
    [
        (0, {}, [50.0, 50.0], "weighted"),  # mean of the two categories
        (11, {}, [30.0, 70.0], "weighted"),  # by their maxima, 30 and 70
        (13, {"aggregationcoef2": 0.3}, [30.0, 70.0], "total_points"),  # natural: by points
        (13, {"aggregationcoef2": 0.4, "weightoverride": 1}, [40.0, 70.0], "weighted"),  # natural, set by hand
        (2, {}, [None, None], "weighted"),  # the median has no weights
    ],
)
def test_weights_as_each_way_to_aggregate_uses_them(aggregation, homework, weights, method):
    books = opened.read("moodle_backup", weighted(aggregation, **homework))
    found = [weight for _, weight, _ in opened.categories(books)]
    assert found == [None if weight is None else pytest.approx(weight) for weight in weights]
    assert opened.about(books, "method") == {"method": method}


def test_grades_excluded_overridden_and_hidden_over_two_files():
    book = gradebook(
        [category(1, NULL, "?"), category(2, 1, "Homework")],
        [
            item(10, "course", NULL, NULL, 30, grade(5, "21.00000") + grade(6, "27.00000", overridden=1718000000),
                 iteminstance=1),
            item(11, "category", NULL, NULL, 10, grade(5, NULL), iteminstance=2),
            item(13, "manual", 2, "HW 1", 10, grade(5, "7.50000") + grade(6, NULL)),
        ],
    )  # fmt: skip
    quiz = activity(item(20, "mod", 1, "Quiz 1", 20, grade(6, "0.00000", excluded=1718000000), hidden=1))
    books = opened.read("moodle_backup", book, quiz)
    assert [row[:3] for row in opened.assignments(books)] == [("HW 1", 10.0, "Homework"), ("Quiz 1", 20.0, "")]
    assert books.assignments["hidden"].tolist() == [False, True]
    scores = books.scores
    assert list(zip(scores["mark"], scores["points"].fillna(-1), scores["state"], scores["excused"])) == [
        ("7.5", 7.5, "scored", False),
        ("", -1.0, "blank", False),
        ("0", 0.0, "scored", True),
    ]
    totals = books.totals
    assert list(zip(totals["mark"], totals["kind"], totals["value"].fillna(-1), totals["category"])) == [
        ("21", "final_points", 21.0, -1),
        ("27", "override", 90.0, -1),  # 27 of 30
        ("", "final_points", -1.0, 0),
    ]
    assert opened.students(books)[0][1] == "5"
    assert [source.file for source in books.sources] == ["backup/gradebook.xml", "backup/activities/quiz_7/grades.xml"]


def test_extra_credit_counts_only_where_the_category_has_it():
    for aggregation, extra in ((13, True), (10, False)):
        book = gradebook([category(1, NULL, "?", aggregation)], [item(13, "manual", 1, "Bonus", 10, aggregationcoef=1)])
        assert opened.read("moodle_backup", book).assignments["extra_credit"].tolist() == [extra]


def test_the_real_files_of_one_backup_are_one_gradebook():
    paths = [opened.REAL / "moodle" / f"backup_{part}.xml" for part in ("activity_grades", "gradebook")]
    if not all(path.exists() for path in paths):
        pytest.skip("the real exports are not here")
    files = [opened.xml(path.read_text("utf-8"), path.name) for path in paths]
    claims = [opened.claim("moodle_backup", file) for file in files]
    assert [(claim.confidence, claim.part) for claim in claims] == [("certain", "set"), ("certain", "set")]
    books = opened.read("moodle_backup", *files)
    assert opened.assignments(books) == [("Assignment Name", 100.0, "", "row 4")]
    assert opened.categories(books) == []
    # the item is the only child of the course, which takes the simple weighted mean
    assert opened.about(books, "method") == {"method": "weighted"}
    assert books.books["exported_at"].isna().tolist() == [True]


def test_the_backups_own_description_names_the_course():
    described = opened.xml(
        "<moodle_backup><information><backup_date>1545188207</backup_date><original_course_fullname>Biology II"
        "</original_course_fullname><original_course_shortname>BIO2</original_course_shortname></information>"
        "</moodle_backup>",
        "backup/moodle_backup.xml",
    )
    assert opened.claim("moodle_backup", described).part == "set"
    books = opened.read("moodle_backup", weighted(10), described)
    assert opened.about(books, "course", "course_code", "identity") == {
        "course": "Biology II",
        "course_code": "BIO2",
        "identity": "moodle_backup:BIO2",
    }


def test_an_activity_belongs_to_its_backups_folder_and_is_nothing_alone():
    quiz = activity(item(20, "mod", 1, "Quiz 1", 20))
    assert opened.claim("moodle_backup", quiz).root == "backup"
    with pytest.raises(Problem, match="an activity's grades without the backup's"):
        opened.read("moodle_backup", quiz)


def test_a_backup_as_moodle_packs_it_is_read_from_its_archive(tmp_path):
    path = tmp_path / "backup-phys.mbz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("gradebook.xml", weighted(10).text)
        archive.writestr("activities/quiz_7/grades.xml", activity(item(20, "mod", 3, "Quiz 1", 20)).text)
        archive.writestr("activities/quiz_7/quiz.xml", "<activity><quiz/></activity>")
        archive.writestr("files/ab/abcd", b"\x89PNG\r\n")
    (batch,) = read([path], discovery.readers())
    assert batch.broken == ()
    assert [row[0] for row in opened.assignments(batch.gradebooks)] == [
        "HW 1", "HW 2", "Test 1", "Test 2", "Test 3", "Quiz 1",
    ]  # fmt: skip
    passed_over = [entry.evidence for entry in batch.inputs if entry.format is None]
    assert passed_over == [("2 of its files: a part of the course backup without grades",)]


def test_other_parts_of_an_unpacked_backup_are_companions_without_grades():
    quiz = opened.claim("moodle_backup", opened.xml("<activity><quiz/></activity>", "b/activities/quiz_7/quiz.xml"))
    assert (quiz.part, quiz.refusal) == ("beside", "")
    detect = discovery.readers()["moodle_backup"].detect
    assert detect(opened.xml("<users><user><name>A</name></user></users>", "b/users.xml")) is None


def test_moodle_1_9_is_refused_and_other_gradebooks_are_not_moodles():
    detect = discovery.readers()["moodle_backup"].detect
    refused = detect(opened.xml("<MOODLE_BACKUP><INFO/></MOODLE_BACKUP>"))
    assert refused is not None
    assert refused.refusal.startswith("the backup of a course in Moodle 1.9")
    assert detect(opened.xml("<Gradebook Type='Traditional'/>")) is None
    assert detect(opened.xml("<gradebook><students/></gradebook>")) is None
