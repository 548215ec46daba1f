"""waiver-expired: a waiver past its last day."""

from tests.runs import of, run

POLICY = """missing_work: {codes: {MI: missing}}
waivers:
  - {id: W-1, rules: code-unknown, where: {course_code: BIO}, reason: pilot, expires: 2026-10-01}
  - {id: W-2, rules: code-unknown, where: {course_code: BIO}, reason: pilot, expires: 2026-11-24}
  - {id: W-3, rules: code-unknown, where: {course_code: BIO}, reason: pilot}
"""


def test_finds_the_waiver_with_its_line_and_lets_it_waive_nothing(tmp_path):
    report = run(tmp_path, POLICY, "north-hs", rules=("code-unknown", "waiver-expired"))
    found = [(f.message, f.file, f.places[0].row, f.severity, f.gradebook) for f in of(report, "waiver-expired")]
    assert found == [("The waiver “W-1” expired on 2026-10-01", "policy.yaml", 3, "warning", "")]


def test_on_its_last_day_a_waiver_still_holds(tmp_path):
    report = run(tmp_path, POLICY, "north-hs", rules=("waiver-expired",), as_of="2026-10-01")
    found = of(report, "waiver-expired")
    assert found == []


def test_without_waivers_it_is_not_checked(tmp_path):
    report = run(tmp_path, "district: X", "north-hs", rules=("waiver-expired",))
    assert [(entry.reason, len(entry.gradebooks)) for entry in report.not_checked] == [
        ("the policy sets no waivers", 6)
    ]
