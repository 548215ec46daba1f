"""explain --for --row: what a student's printed totals are made of, worked out by hand."""

from pathlib import Path

import pytest

from gradeaudit import discovery, tracing
from gradeaudit.errors import Problem
from gradeaudit.reading import read
from tests.readers import opened

HEADER = (
    '"","Gradebook:","Econ","Weighted Categories","Points"\n'
    '"","Category:","","Homework","","","","Exams","","Projects",""\n'
    '"","% Grade:","","40.0%","","","","40.0%","","20.0%",""\n'
    '"","Drop Lowest:","","1","","","","","","",""\n'
    '"","Points:","","10.0","","10.0","","100.0","","50.0",""\n'
    '""\n'
    '"Student Id","Student Name","Section","H1","Comment : H1","H2","Comment : H2","E1","Comment : E1","P1",'
    '"Comment : P1","Calculated Grade"\n'
)
# Homework without the lower one 90, 80 and 70 percent, exams 80, 60 and 75, no project yet: 85, 70 and 72.5.
ROWS = [("9", "8", "80", "85.00"), ("7", "8", "60", "70.00"), ("7", "6.5", "75", "72.50"), ("10", "9", "90", "95.00")]


def trace(path: Path, row: int) -> list[str]:
    return tracing.as_text(list(read([path], discovery.readers())), row).splitlines()


def econ(folder: Path, last: str) -> Path:
    lines = [f'"{n}","Name","",{h1},"",{h2},"",{e1},"","","",{total}' for n, (h1, h2, e1, total) in enumerate(ROWS)]
    lines.append(f'"9","Name","","6","","8","","50","","","","{last}"')  # 80 and 50: 65.00
    path = folder / "econ.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    return path


def test_a_weighted_total_is_told_by_its_categories(tmp_path: Path) -> None:
    assert trace(econ(tmp_path, "65.00"), 12) == [
        "econ.csv, row 12",
        "",
        "  final score of the course (L12): 65.00 printed, as worked out",
        "    weighed: Homework 40% × 80.00 + Exams 40% × 50.00, over 80% (no scores in Projects)",
    ]


def test_a_gap_is_told_with_what_closes_it(tmp_path: Path) -> None:
    # Without the exam homework is all there is: 80.00. Another number nothing closes.
    head = trace(econ(tmp_path, "80.00"), 12)[2]
    assert head == "  final score of the course (L12): 80.00 printed, 65.00 worked out, as if “E1” didn't count"
    head = trace(econ(tmp_path, "77.00"), 12)[2]
    assert head == (
        "  final score of the course (L12): 77.00 printed, 65.00 worked out, and nothing known closes the gap"
    )


def test_scores_that_are_added_up_are_listed_with_those_left_out() -> None:
    path = opened.SAMPLES / "moodle" / "HIST10-2 Grades-20261113_1405-comma_separated.csv"
    lines = trace(path, 4)
    assert lines[2:6] == [
        "  final points of “HW” (P4): 18.50 printed, as worked out",
        "    the class's method: points were added up and empty grades didn't count",
        "    rests on: HW 1: Sumer 10.00/10, HW 3: Indus 8.50/10",
        "    left out: HW 2: Egypt -/10 (no score)",
    ]


def test_canvas_s_total_that_was_typed_over() -> None:
    # 10% of 80, 30% of 90 and 60% of 83 are 8 + 27 + 49.8.
    lines = trace(opened.SAMPLES / "north-hs" / "2026-11-13T1701_Grades-GEOM-P6.csv", 9)
    at = lines.index(
        "  final score of the course (AD9): 95.00 printed, 84.80 worked out, typed over: the student's other totals there"
        " follow from the scores"
    )
    assert lines[at + 1] == "    weighed: Homework 10% × 80.00 + Formative 30% × 90.00 + Summative 60% × 83.00"


def test_what_can_t_be_worked_out_says_why() -> None:
    path = opened.SAMPLES / "edx" / "HarborX_STAT1_2026_grade_report_2026-11-13-1405.csv"
    lines = trace(path, 3)
    assert lines[2] == "  final score of the course (D3): 75.00 printed, which can't be worked out"
    assert lines[-1] == (
        "  not worked out: edX's grade report carries no weights, so only the averages of its assignment types can be"
        " worked out"
    )


def test_a_row_without_a_student_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no student stands in row 3"):
        trace(econ(tmp_path, "65.00"), 3)
