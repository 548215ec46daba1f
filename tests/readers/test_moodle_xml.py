"""moodle_xml: results by ID numbers, with a dash for no grade."""

import numpy as np
import pytest

from gradeaudit.errors import Problem
from tests.readers import opened

RESULTS = """
    <?xml version="1.0" encoding="UTF-8"?>
    <results batch="xml_export_1718000000">
      <result><state>new</state><assignment>ESSAY1</assignment><student>70001</student><score>42.00</score></result>
      <result>
        <assignment>QUIZ1</assignment><student>70001</student>
        <score>A &amp; B</score>
        <score>80.00 %</score>
      </result>
      <result><assignment>ESSAY1</assignment><student>007</student><score>-</score><feedback/></result>
    </results>
"""


def test_items_students_and_scores_by_their_lines():
    export = opened.xml(RESULTS, "SOC101.xml")
    assert opened.claim("moodle_xml", export).evidence == ("its first element is results, of a batch named xml_export",)
    books = opened.read("moodle_xml", export)
    assert opened.assignments(books) == [("ESSAY1", None, "", "row 3"), ("QUIZ1", None, "", "row 4")]
    assert opened.students(books) == [("", "", "70001", "row 3"), ("", "", "007", "row 9")]
    assert opened.scores(books) == {
        "row 3": ("42.00", 42.0, "scored"),
        "row 6": ("A & B", None, "coded"),
        "row 9": ("-", None, "blank"),
    }
    assert opened.about(books, "identity") == {"identity": "moodle_xml:SOC101"}
    assert books.books["exported_at"].tolist() == [np.datetime64("2024-06-10T06:13:20")]
    assert books.lacks[0]["rules.naming"].startswith("Moodle's XML export names items by their ID numbers only")


def test_a_result_that_names_nobody_is_told_with_its_line():
    export = opened.xml("<results batch='xml_export_1718000000'>\n<result><assignment/><student>7</student></result>"
                        "</results>")  # fmt: skip
    with pytest.raises(Problem, match="the result in line 2 names no item"):
        opened.read("moodle_xml", export)


def test_entities_and_damage_are_refused():
    bomb = "<!DOCTYPE r [<!ENTITY a 'aaaa'>]><results batch='xml_export_1'><result/></results>"
    with pytest.raises(Problem, match="declares its own document type"):
        opened.read("moodle_xml", opened.xml(bomb))
    with pytest.raises(Problem, match="damaged in line 2"):
        opened.read("moodle_xml", opened.xml("<results>\n<result></results>"))


def test_other_results_are_not_moodles():
    from gradeaudit import discovery

    detect = discovery.readers()["moodle_xml"].detect
    assert detect(opened.xml("<results><test name='x'/></results>")) is None
    assert detect(opened.xml("<gradebook/>")) is None
    assert detect(opened.text("results\n")) is None
