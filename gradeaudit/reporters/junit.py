"""JUnit XML, for CI servers' test reports: a suite for each gradebook, a case for each rule, passes included.

Source: the JUnit XML that Jenkins, GitLab and Azure read (testmoapp/junitxml); several findings are one failure.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from gradeaudit.errors import visible
from gradeaudit.escape import xml
from gradeaudit.findings import SEVERITIES, Broken, Finding, Gradebook, Report, RuleWords
from gradeaudit.places import cell_name
from gradeaudit.reporters.base import reporter


@reporter(title="JUnit XML, for CI test reports", suffixes=(".junit.xml", ".xml"))
def junit(report: Report) -> bytes:
    """Findings at or above ``--fail-on`` fail their case; waived, known and not checked ones are skipped."""
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for entry in report.findings:
        found[entry.gradebook, entry.rule].append(entry)
    unchecked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for reason in report.not_checked:
        for book in reason.gradebooks:
            unchecked[book, reason.rule].append(reason.reason)
    suites = [_suite(book, report, found, unchecked) for book in report.gradebooks]
    suites += [_broken(entry) for entry in report.broken]
    totals = {name: sum(suite[0][name] for suite in suites) for name in ("tests", "failures", "errors", "skipped")}
    head = " ".join(f'{name}="{number}"' for name, number in totals.items())
    body = "".join(text for _, text in suites)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="gradeaudit" {head}>\n{body}</testsuites>\n'
    return text.encode("utf-8", "replace")


def _suite(
    book: Gradebook,
    report: Report,
    found: dict[tuple[str, str], list[Finding]],
    unchecked: dict[tuple[str, str], list[str]],
) -> tuple[dict[str, int], str]:
    counts = {"tests": len(report.rules), "failures": 0, "errors": 0, "skipped": 0}
    cases = []
    for words in report.rules:
        kind, inner = _case(found.get((book.id, words.name), []), unchecked.get((book.id, words.name), []), report)
        if kind:
            counts[kind] += 1
        cases.append(_testcase(words, book.file, inner))
    head = " ".join(f'{name}="{number}"' for name, number in counts.items())
    return (
        counts,
        f"<testsuite name={_attribute(book.id)} file={_attribute(book.file)} {head}>\n{''.join(cases)}</testsuite>\n",
    )


def _case(found: list[Finding], unchecked: list[str], report: Report) -> tuple[str, str]:
    """What became of one rule in one gradebook: the count it belongs to, and the elements inside its case."""
    fail_on = report.look.fail_on
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    new = [entry for entry in found if entry.status == "new"]
    worst = [entry for entry in new if entry.severity in failing]
    if worst:
        head = f"{worst[0].message}" + (f" (and {len(worst) - 1} more)" if len(worst) > 1 else "")
        detail = "\n".join(_line(entry) for entry in worst)
        return (
            "failures",
            f"<failure type={_attribute(worst[0].severity)} message={_attribute(head)}>{_text(detail)}</failure>",
        )
    if new:
        return "", f"<system-out>{_text(chr(10).join(_line(entry) for entry in new))}</system-out>"
    if found:
        return "skipped", f"<skipped message={_attribute(f'{found[0].status}: {found[0].note or found[0].message}')}/>"
    if unchecked:
        return "skipped", f"<skipped message={_attribute('not checked: ' + '; '.join(unchecked))}/>"
    return "", ""


def _line(found: Finding) -> str:
    cells = ", ".join(cell_name(place.row, place.column) for place in found.places[:20] if place.row)
    more = f" and {len(found.places) - 20} more" if len(found.places) > 20 else ""
    return (
        f"{found.severity}: {visible(found.message, 1000)}" + (f" [{cells}{more}]" if cells else "") + f" {found.fix}"
    )


def _testcase(words: RuleWords, file: str, inner: str) -> str:
    names = (
        f"name={_attribute(words.name)} classname={_attribute(f'gradeaudit.{words.family}')} file={_attribute(file)}"
    )
    return f"<testcase {names}>{inner}</testcase>\n" if inner else f"<testcase {names}/>\n"


def _broken(entry: Broken) -> tuple[dict[str, int], str]:
    name = entry.file or entry.rule or "gradeaudit"
    inner = f"<error message={_attribute(entry.error)}/>"
    counts = {"tests": 1, "failures": 0, "errors": 1, "skipped": 0}
    case = f'<testcase name="read" classname="gradeaudit">{inner}</testcase>'
    return (
        counts,
        f'<testsuite name={_attribute(name)} tests="1" failures="0" errors="1" skipped="0">{case}</testsuite>\n',
    )


@lru_cache(maxsize=20_000)
def _attribute(text: str) -> str:
    """A text between quotation marks; a file and a rule stand in as many cases as there are rules and gradebooks."""
    return quoteattr(xml(visible(text, 2000)))


def _text(text: str) -> str:
    return escape(xml(text))
