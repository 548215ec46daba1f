"""Small reports written out by hand, and large ones made by counting: what the reporters' tests are written with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gradeaudit.findings import (
    Broken,
    Category,
    Finding,
    Gradebook,
    Input,
    Look,
    NotChecked,
    Place,
    PolicyRef,
    Report,
    RuleWords,
    Run,
)

RUN = Run(
    version="0.1.0",
    as_of="2026-11-24",
    policy_file="policies/secondary.yaml",
    district="Maple Valley Unified",
    policy_sha256="ab" * 32,
    policy_title="Grading policy 2026-27",
)

WEIGHT = RuleWords(
    "weight-differs",
    "A category's weight differs from the policy",
    "weights",
    "error",
    "A category's weight in the gradebook isn't the weight that the policy sets.",
    "The same work counts differently here than in the classroom next door.",
    "Set the category's weight to the policy's in the gradebook's settings.",
    checked=3,
)
CODE = RuleWords(
    "code-unknown",
    "A code isn't in the policy",
    "marks",
    "error",
    "A score cell holds a text that is no code of the policy.",
    "Nobody can tell what an unlisted code means.",
    "Type the policy's code that means the same.",
    checked=3,
)
UNTIDY = RuleWords(
    "title-untidy",
    "A title holds stray characters",
    "naming",
    "info",
    "A title has doubled or invisible spaces.",
    "Two titles that look the same are not the same to the gradebook.",
    "Retype the title.",
    checked=3,
)
BLANK = RuleWords(
    "blank-overdue",
    "A blank is overdue",
    "marks",
    "warning",
    "A cell is blank though most of the class has a score.",
    "A blank counts nothing, so the grade reads too high.",
    "Enter the score, or the policy's code for missing work.",
    checked=1,
)
RULES = (BLANK, CODE, UNTIDY, WEIGHT)


def gradebook(file: str, **about: Any) -> Gradebook:
    """A gradebook of two categories, as small as it can be."""
    fields: dict[str, Any] = {
        "id": file,
        "file": file,
        "course": None,
        "section": None,
        "teacher": None,
        "school": None,
        "level": None,
        "term": None,
        "format": "canvas",
        "students": 28,
        "assignments": 45,
        "method": "weighted",
        "categories": (
            Category("Homework", 30.0, "recovered", 20.0, "Homework"),
            Category("Tests", 70.0, "recovered", 80.0, "Tests"),
        ),
    }
    return Gradebook(**{**fields, **about})


def finding(rule: RuleWords, book: Gradebook, message: str, *places: Place, **about: Any) -> Finding:
    """A finding of a rule in a gradebook, in the rule's own words."""
    fields: dict[str, Any] = {
        "rule": rule.name,
        "family": rule.family,
        "severity": rule.severity,
        "confidence": "certain",
        "message": message,
        "why": rule.why,
        "fix": rule.fix,
        "gradebook": book.id,
        "file": book.file,
        "category": None,
        "assignment": None,
        "observed": None,
        "expected": None,
        "places": places,
        "policy_ref": None,
        "fingerprint": f"{rule.name}:{book.id}:{message}"[:40],
    }
    return Finding(**{**fields, **about})


ALGEBRA = gradebook(
    "jefferson/algebra-p3.csv", course="Algebra 1", section="Period 3", teacher="R. Ortega", school="Jefferson MS"
)
BIOLOGY = gradebook(
    "lincoln/biology-p1.csv",
    course="Biology",
    section="Period 1",
    teacher="J. Kim",
    school="Lincoln HS",
    categories=(
        Category("Homework", 20.0, "recovered", 20.0, "Homework"),
        Category("Tests", 80.0, None, 80.0, "Tests"),
    ),
)
CHEMISTRY = gradebook(
    "lincoln/chemistry-p2.csv", course="Chemistry", section="Period 2", teacher="J. Kim", school="Lincoln HS"
)

HOMEWORK_REF = PolicyRef("policies/secondary.yaml", 12, "Homework: {weight: 20}")
CODES_REF = PolicyRef("policies/secondary.yaml", 31, "codes: {MI: missing, EX: excused}")

ALGEBRA_FINDINGS = (
    finding(
        CODE,
        ALGEBRA,
        "“abs” in 4 cells is no code of the policy",
        Place(2, 8),
        Place(7, 8),
        Place(8, 8),
        Place(9, 8),
        assignment="HW 3: Fractions",
        observed="abs",
        expected="one of MI, EX",
        policy_ref=CODES_REF,
    ),
    finding(
        CODE,
        ALGEBRA,
        "“exx” in 1 cell is no code of the policy (closest: EX)",
        Place(5, 9),
        assignment="HW 4: Decimals",
        observed="exx",
        expected="one of MI, EX",
        policy_ref=CODES_REF,
    ),
    finding(
        WEIGHT,
        ALGEBRA,
        "Homework weighs 30%, the policy says 20%",
        Place(0, 0),
        category="Homework",
        observed="30",
        expected="20",
        policy_ref=HOMEWORK_REF,
    ),
    finding(
        BLANK,
        ALGEBRA,
        "2 cells are blank where 26 of 28 students have a score",
        Place(4, 10),
        Place(11, 10),
        assignment="Quiz 1",
        confidence="likely",
    ),
    finding(UNTIDY, ALGEBRA, "The title has two spaces in a row", Place(1, 10), assignment="Quiz  1"),
)
CHEMISTRY_FINDINGS = (
    finding(
        WEIGHT,
        CHEMISTRY,
        "Homework weighs 30%, the policy says 20%",
        Place(0, 0),
        category="Homework",
        observed="30",
        expected="20",
        policy_ref=HOMEWORK_REF,
    ),
    finding(CODE, CHEMISTRY, "“x” in 1 cell is no code of the policy", Place(3, 6), status="waived", note="until June"),
)

ONE = Report(
    RUN,
    (Input(ALGEBRA.file, "canvas", "certain", ("the header row is Canvas's",)),),
    (ALGEBRA,),
    ALGEBRA_FINDINGS,
    (NotChecked("due-missing", "this export carries no due dates", (ALGEBRA.id,)),),
    (),
    tuple(replace(rule, checked=1) for rule in RULES),
)
SEVERAL = Report(
    RUN,
    (
        Input(ALGEBRA.file, "canvas", "certain", ("the header row is Canvas's",)),
        Input(BIOLOGY.file, "canvas", "certain", ("the header row is Canvas's",)),
        Input(CHEMISTRY.file, "canvas", "certain", ("the header row is Canvas's",)),
        Input("lincoln/notes.txt", None, None, (), "no reader recognises this file"),
    ),
    (ALGEBRA, BIOLOGY, CHEMISTRY),
    (*ALGEBRA_FINDINGS, *CHEMISTRY_FINDINGS),
    (
        NotChecked("blank-overdue", "the policy sets no missing_work.blank", (BIOLOGY.id, CHEMISTRY.id)),
        NotChecked("due-missing", "this export carries no due dates", (ALGEBRA.id, BIOLOGY.id, CHEMISTRY.id)),
    ),
    (Broken("lincoln/notes.txt", None, "no reader recognises this file"),),
    RULES,
)
CLEAN = Report(RUN, SEVERAL.inputs[1:2], (BIOLOGY,), (), ONE.not_checked[:0], (), RULES[1:])

HOSTILE_TEXTS = (
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "+1+1|cmd",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "</title><svg onload=alert(3)>",
    "{{ 7*7 }}{% raw %}",
    "[red]bold[/red] [/] :skull:",
    "\x1b[31mred\x1b[0m\x9b2J\x07\x00",
    "\u202eevil\u2066\u200b",
    "\ud800 lone",
    "\ufffe\uffff",
    "_x001B_[31m",
    "a|b `c` ![i](http://evil.example/p.png) @everyone",
    "::set-output name=a::b",
    "##[group]x ##vso[task.complete]",
    "line\nbreak\r\n::error::x",
    "%0A::error::x",
    "日本語のタイトル 🎓",
    "x" * 40_000,
)  # fmt: skip


def hostile(text: str) -> Report:
    """A report whose every text from a gradebook or a file's name is the same hostile text."""
    book = gradebook(
        f"{text}.csv",
        course=text,
        section=text,
        teacher=text,
        school=text,
        level=text,
        term=text,
        categories=(Category(text, 30.0, "declared", 20.0, text),),
        lacks={"assignments.due_on": text},
    )
    found = finding(
        CODE,
        book,
        f"“{text}” in 1 cell is no code of the policy",
        Place(2, 8, text),
        category=text,
        assignment=text,
        observed=text,
        expected=text,
        policy_ref=PolicyRef(f"{text}.yaml", 3, text),
    )
    waived = found._replace(status="waived", note=text, fingerprint="w")
    return Report(
        RUN._replace(district=text, policy_title=text, policy_file=text),
        (Input(f"{text}.csv", "canvas", "certain", (text,), None), Input(text, None, None, (), text)),
        (book,),
        (found, waived),
        (NotChecked("due-missing", text, (book.id,)),),
        (Broken(text, None, text),),
        RULES,
    )


def large(findings: int = 20_000, gradebooks: int = 5_000) -> Report:
    """A district of 40 schools; every fifth gradebook is clean, findings go round the rules and the others."""
    books = tuple(
        gradebook(
            f"school-{number % 40:02}/teacher-{number // 8:04}/section-{number:05}.csv",
            course=("Algebra 1", "Biology", "English 9", "World History")[number % 4],
            section=f"Period {number % 7 + 1}",
            teacher=f"Teacher {number // 8:04}",
            school=f"School {number % 40:02}",
        )
        for number in range(gradebooks)
    )
    at_fault = [book for number, book in enumerate(books) if number % 5]
    found = []
    for number in range(findings):
        rule, book = RULES[number % 4], at_fault[number * 7 % len(at_fault)]
        message = f"{rule.title}, case {number // len(at_fault)}"
        spots = [Place(row, number % 40 + 5) for row in range(2, 3 + number % 5)]
        about = {"assignment": f"HW {number % 40}", "fingerprint": f"{number:08x}"}
        found.append(finding(rule, book, message, *spots, **about))
    found.sort(key=lambda entry: (entry.gradebook, entry.severity, entry.rule, entry.fingerprint))
    return Report(
        RUN,
        tuple(Input(book.file, "canvas", "certain", ("Canvas's header",)) for book in books),
        books,
        tuple(found),
        (NotChecked("due-missing", "this export carries no due dates", tuple(book.id for book in books)),),
        (),
        tuple(replace(rule, checked=gradebooks) for rule in RULES),
    )


def look(report: Report, **about: Any) -> Report:
    """The same report, looked at otherwise."""
    return replace(report, look=replace(Look(), **about))
