"""What a teacher most likely meant by a name that the policy doesn't know."""

import pytest
import yaml

from gradeaudit.policy.schema import Category, Code
from gradeaudit.policy.suggest import closest_category, closest_code, to_accept, to_accept_code


def categories(*names: str) -> dict[str, Category]:
    return {name: Category() for name in names}


PLAIN = categories("Homework", "Classwork", "Quizzes", "Tests", "Projects", "Participation")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("HW", "Homework"), ("Hmwk", "Homework"), ("Home Work", "Homework"), ("home-work", "Homework"),
        ("Homework (20%)", "Homework"), ("X Homework", "Homework"), ("Homwork", "Homework"),
        ("Home Works", "Homework"), ("CW", "Classwork"), ("Class Work", "Classwork"), ("In-Class", "Classwork"),
        ("Daily Grades", "Classwork"), ("Bell Ringers", "Classwork"), ("Quizes", "Quizzes"), ("Qz", "Quizzes"),
        ("Exams", "Tests"), ("Assessments", "Tests"), ("Unit Tests", "Tests"), ("Tets", "Tests"),
        ("Test Grades", "Tests"), ("Proj.", "Projects"), ("Class Participation", "Participation"),
        ("Particpation", "Participation"),
    ],
)  # fmt: skip
def test_a_category_by_meaning_and_spelling(name, meant):
    assert closest_category(name, PLAIN) == meant


@pytest.mark.parametrize(
    "name",
    ["Text", "Texts", "Rest", "Final", "Behavior", "Notes", "Extra Credit", "Homework Quizzes", "Labs", "", "%", "...",
     "Teams", "Minor"],
)  # fmt: skip
def test_no_category_where_none_or_several_fit(name):
    assert closest_category(name, PLAIN) == ""


def test_minor_is_not_major_and_kinds_that_two_categories_share_are_no_suggestion():
    district = categories("Minor", "Major")
    assert closest_category("Formatives", district) == "Minor"
    assert closest_category("Summative Assessments", district) == ""
    assert closest_category("Mjor", district) == "Major"
    assert closest_category("Mayor", district) == "Major"
    assert closest_category("Miner", district) == "Minor"
    both = categories("Tests", "Final Exam")
    assert closest_category("Final Exams", both) == "Final Exam"
    assert closest_category("Assessments", both) == "Tests"
    assert closest_category("Exams", both) == ""
    evidence = {
        "Formative": Category(accepts=("Formative Assessments",)),
        "Summative": Category(accepts=("Summative Assessments",), aliases=("Tests",)),
    }
    assert closest_category("Assessment", evidence) == ""
    assert closest_category("Unit Tests", evidence) == "Summative"
    assert closest_category("Tests and Exams", categories("Tests", "Exams")) == ""


def test_aliases_and_accepted_names_are_ways_to_the_category_too():
    district = {"Practice": Category(aliases=("Exit Tickets",)), "Evidence": Category(accepts=("Checkpoints",))}
    assert closest_category("Exit Tikets", district) == "Practice"
    assert closest_category("Check-points", district) == "Evidence"


CODES = {"MI": Code(means="missing"), "EXC": Code(means="excused"), "INC": Code(means="incomplete")}


@pytest.mark.parametrize(
    ("text", "meant"),
    [("M", "MI"), ("msg", "MI"), ("not turned in", "MI"), ("Exempt", "EXC"), ("exx", "EXC"), ("I", "INC"),
     ("in-c", "INC"), ("abs", ""), ("late", ""), ("xyz", ""), ("", ""), ("ok", "")],
)  # fmt: skip
def test_a_code_by_meaning_and_spelling(text, meant):
    assert closest_code(text, CODES) == meant


def test_a_code_of_another_meaning_is_not_offered_for_its_spelling():
    assert closest_code("exc", {"EXT": Code(means="late")}) == ""
    assert closest_code("m", {"MI": Code(means="missing"), "NHI": Code(means="missing")}) == ""


@pytest.mark.parametrize(
    "name", ["HW", "Home Work", "Hmwk #1", "It's", "no", "Q: 1", "a, b", "] }", "1", "  x\t", "Über"]
)
def test_the_line_to_paste_is_yaml_that_says_the_name(name):
    line = to_accept("Tests & Quizzes", name)
    read = yaml.load(line, Loader=yaml.BaseLoader)
    assert read == {"categories": {"Tests & Quizzes": {"accepts": [name]}}}
    assert Category.model_validate(read["categories"]["Tests & Quizzes"]).accepts == (name,)
    code = yaml.load(to_accept_code("MI", name), Loader=yaml.BaseLoader)
    assert code == {"missing_work": {"codes": {"MI": {"aliases": [name]}}}}
    assert yaml.load(to_accept("", name), Loader=yaml.BaseLoader) == {"categories": {name: {}}}
