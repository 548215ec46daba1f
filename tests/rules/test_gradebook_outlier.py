"""gradebook-outlier: a gradebook far from its peers in blanks, zeros, exemptions or floors."""

from tests.tables import book, check, empty

POLICY = "peers: {same_setup: [course_code]}\nmissing_work: {codes: {EX: excused, MI: missing}}"


def section(number: int, marks: str, course: str = "ALG1"):
    """Ten assignments that everybody has a 9 in; Ben's marks are these, one after the other, then 9s."""
    given = marks.split(",") if marks else []
    head = "Student | " + " | ".join(f"A{one} /10" for one in range(10))
    rows = [["Ada", *["9"] * 10], ["Ben", *given, *["9"] * (10 - len(given))]]
    return book(
        head + "\n" + "\n".join(" | ".join(row) for row in rows), about={"course_code": course}, file=f"{number}.csv"
    )


def course(*odd: str, peers: int = 5, usual: str = ""):
    sections = [section(number, usual) for number in range(peers)]
    return [*sections, *(section(peers + number, marks) for number, marks in enumerate(odd))]


def test_finds_each_figure_that_is_far_from_the_peers():
    outcome = check("gradebook-outlier", POLICY, *course(" , , , , "))
    assert outcome.found == [("25% of the cells are blank; in the middle of its 5 peers it is 0%", [""])]
    assert (outcome.findings[0].file, outcome.findings[0].confidence) == ("5.csv", "possible")
    for marks, said in (
        ("0,0,0,0", "20% of the cells are zeros without a code"),
        ("EX,EX,EX,EX", "20% of the cells are exempt"),
        ("5,5,5,5", "20% of the cells are exactly half of the points"),
    ):
        (message,) = [message for message, _ in check("gradebook-outlier", POLICY, *course(marks)).found]
        assert message == f"{said}; in the middle of its 5 peers it is 0%"


def test_small_differences_codes_and_differences_within_the_peers_spread_are_no_finding():
    assert check("gradebook-outlier", POLICY, *course("0,0,0")).found == []  # 15 points are not more than 15
    assert check("gradebook-outlier", POLICY, *course("MI,MI,MI,MI,MI")).found == []
    wide = [section(number, ",".join(["0"] * zeros)) for number, zeros in enumerate([0, 1, 2, 3, 4, 5, 6])]
    assert check("gradebook-outlier", POLICY, *wide).found == []


def test_fewer_than_five_peers_unknown_courses_and_a_silent_policy_are_not_checked():
    few = check("gradebook-outlier", POLICY, *course("0,0,0,0,0", peers=4))
    assert (few.found, few.not_checked) == ([], [("its course has fewer than five other sections", 5)])
    other = check("gradebook-outlier", POLICY, *course(), section(9, "0,0,0,0,0", "GEOM"))
    assert (other.found, other.not_checked) == ([], [("its course has fewer than five other sections", 6)])
    lone = check("gradebook-outlier", POLICY, section(1, "", ""))
    assert lone.not_checked == [("its course code isn't known", 1)]
    none = check("gradebook-outlier", "district: X", section(1, ""))
    assert none.not_checked == [("the policy sets no peers", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("gradebook-outlier", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [("its course code isn't known", 1)])
