"""waiver-unused: a waiver that waives nothing in a run."""

from tests.runs import of, run

POLICY = """naming: {{assignment: '^(HW|Quiz|CW|Test|Project|Lab) '}}
waivers:
  - {{rules: [title-pattern], where: {{course_code: "{course}"}}, reason: field week, granted_by: principal}}
"""


def test_a_waiver_whose_gradebooks_have_no_such_finding(tmp_path):
    report = run(tmp_path, POLICY.format(course="CHEM*"), "north-hs", rules=("title-pattern", "waiver-unused"))
    found = [(f.message, f.severity, f.places[0].row, f.policy_ref.file) for f in of(report, "waiver-unused")]
    assert found == [
        (
            "The waiver “title-pattern” waives nothing: the one gradebook that it means has no finding of its rules",
            "warning",
            3,
            "policy.yaml",
        )
    ]


def test_a_waiver_that_means_no_gradebook_of_the_run(tmp_path):
    report = run(tmp_path, POLICY.format(course="LATIN"), "north-hs", rules=("title-pattern", "waiver-unused"))
    found = [(f.message, f.severity) for f in of(report, "waiver-unused")]
    assert found == [("The waiver “title-pattern” waives nothing: no gradebook of this run is meant by it", "info")]


def test_a_waiver_that_waives_is_no_finding_and_its_findings_stay_visible(tmp_path):
    report = run(tmp_path, POLICY.format(course="ENG9*"), "north-hs", rules=("title-pattern", "waiver-unused"))
    found = of(report, "waiver-unused")
    assert found == []
    waived = [f for f in of(report, "title-pattern") if f.status == "waived"]
    assert {(f.gradebook, f.note) for f in waived} == {
        ("north-hs/2026-11-12T0915_Grades-ENG9-P5.csv", "waived by the principal: field week")
    }
    assert report.exit_code("warning") == 0


def test_a_waiver_without_a_reason_waives_nothing(tmp_path):
    policy = POLICY.format(course="ENG9*").replace("reason: field week, ", "")
    report = run(tmp_path, policy, "north-hs", rules=("title-pattern", "waiver-unused"))
    assert [f.message for f in of(report, "waiver-unused")] == [
        "The waiver “title-pattern” waives nothing: it gives no reason"
    ]
    assert {f.status for f in of(report, "title-pattern")} == {"new"}


def test_a_waiver_of_a_rule_that_was_not_applied_is_no_finding(tmp_path):
    report = run(tmp_path, POLICY.format(course="CHEM*"), "north-hs", rules=("waiver-unused",))
    found = of(report, "waiver-unused")
    assert found == []


def test_without_waivers_it_is_not_checked(tmp_path):
    report = run(tmp_path, "district: X", "north-hs", rules=("waiver-unused",))
    assert report.findings == ()
    assert [(entry.reason, len(entry.gradebooks)) for entry in report.not_checked] == [
        ("the policy sets no waivers", 6)
    ]


def test_on_its_last_day_a_waiver_is_still_told_and_then_it_has_expired(tmp_path):
    policy = POLICY.format(course="CHEM*").replace("granted_by: principal", "expires: 2026-11-24")
    rules = ("title-pattern", "waiver-unused")
    assert len(of(run(tmp_path, policy, "north-hs", rules=rules), "waiver-unused")) == 1
    assert of(run(tmp_path, policy, "north-hs", rules=rules, as_of="2026-11-25"), "waiver-unused") == []
