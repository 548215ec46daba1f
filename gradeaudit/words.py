"""What gradeaudit says of its own rules, readers and reporters: one source for explain, formats and README's tables."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence, Set

from gradeaudit.readers.base import Reader
from gradeaudit.reporters.base import Reporter
from gradeaudit.rules.base import FAMILIES, FIXES, Rule

COLUMNS = {
    "categories.name": "grading categories",
    "categories.weight": "category weights",
    "categories.weight_share": "category weights",
    "categories.drop_lowest": "drop rules",
    "assignments.title": "assignment titles",
    "assignments.category": "categories of assignments",
    "assignments.points_possible": "points possible",
    "assignments.due_on": "due dates",
    "assignments.assigned_on": "assigned dates",
    "assignments.term": "terms of assignments",
    "assignments.hidden": "word of hidden assignments",
    "assignments.multiplier": "multipliers",
    "assignments.extra_credit": "extra credit",
    "scores.mark": "scores",
    "scores.entered_on": "entry dates",
    "scores.missing": "missing flags",
    "scores.late": "late flags",
    "scores.excused": "excused scores",
    "totals.value": "totals",
    "totals.letter": "letter grades",
    "students.local_id": "the LMS's student ids",
    "students.sis_id": "student ids",
    "students.enrolled_from": "enrolment dates",
    "students.name": "student names",
    "students.section": "sections of students",
}
"""Columns in a teacher's words, for sentences such as "this export carries no due dates"."""

CARRIED = {
    "categories": "categories.name",
    "weights": "categories.weight",
    "points": "assignments.points_possible",
    "due dates": "assignments.due_on",
    "codes": "scores.excused",
    "totals": "totals.value",
}
"""The columns of the table of formats."""


def column_words(column: str) -> str:
    """A column such as ``assignments.due_on`` in a teacher's words."""
    return COLUMNS.get(column, column.partition(".")[2].replace("_", " "))


def needed(rule: Rule) -> str:
    """What an export must carry for a rule to be checked, in words."""
    columns = [f"{table}.{column}" for table, names in rule.needs.items() for column in names]
    first = ["two exports (gradeaudit compare)"] if rule.scope == "drift" else []
    return ", ".join(dict.fromkeys([*first, *map(column_words, columns)]))


def by_family(rules: Sequence[Rule]) -> list[Rule]:
    """Rules in the order of the catalogue: by family, then by name."""
    return sorted(rules, key=lambda rule: (FAMILIES.index(rule.family), rule.name))


def catalogue_text(rules: Sequence[Rule]) -> str:
    """One line a rule: name, severity, title; a heading a family."""
    lines: list[str] = []
    family = ""
    width = max((len(rule.name) for rule in rules), default=0)
    for rule in by_family(rules):
        if rule.family != family:
            family = rule.family
            lines += [""] * bool(lines) + [family]
        lines.append(f"  {rule.name:<{width}}  {rule.severity:<7}  {rule.title}; needs {needed(rule)}")
    return "\n".join(lines) + "\n"


def catalogue_markdown(rules: Sequence[Rule]) -> str:
    """README's table of rules."""
    lines = ["| rule | severity | found when | policy key | needs |", "|---|---|---|---|---|"]
    family = ""
    for rule in by_family(rules):
        if rule.family != family:
            family = rule.family
            lines.append(f"| **{family}** | | | | |")
        keys = ", ".join(f"`{key}`" for key in rule.policy)
        lines.append(f"| `{rule.name}` | {rule.severity} | {_cell(rule.title)} | {keys} | {_cell(needed(rule))} |")
    return "\n".join(lines) + "\n"


def explanation(rule: Rule, readers: Sequence[Reader]) -> str:
    """A rule in full: what it finds, why it matters, an example, the fix in each LMS, what is not a finding."""
    checkable = [reader.name for reader in readers if checks(reader, rule)]
    facts = [
        ("What it finds", rule.what),
        ("Why it matters", rule.why),
        ("Example", rule.example),
        ("Instead", rule.instead),
        ("How to fix it", rule.fix),
        *((f"  in {_system(name, readers)}", steps) for name, steps in sorted(rule.steps.items())),
        ("Corrected by gradeaudit fix", _corrected(rule)),
        ("Not a finding", rule.not_a_finding),
        ("Policy keys", ", ".join(rule.policy) or "none: it is always checked"),
        ("Parameters", ", ".join(f"{name} ({default})" for name, default in rule.parameters.items())),
        ("Needs", needed(rule)),
        ("Can be checked in", ", ".join(checkable) or "no format yet"),
        ("Turn it off", f'rules: {{{rule.name}: {{severity: "off", reason: "why"}}}}'),
    ]
    head = f"{rule.name}: {rule.title}\n{rule.family} · {rule.severity} by default · {rule.confidence}\n"
    return head + "".join(_fact(name, text) for name, text in facts if text)


def _corrected(rule: Rule) -> str:
    if rule.steps and not rule.fixable:
        return "no: none of the imports that fix knows takes it from a file, so fix lists the clicks instead"
    return "; ".join(FIXES[fix] for fix in rule.fixable)


def checks(reader: Reader, rule: Rule) -> bool:
    """Whether a format can carry, at best or by recovery, everything that a rule needs."""
    columns = {f"{table}.{column}" for table, names in rule.needs.items() for column in names}
    return all(column in COMPUTED or offered(column, reader.offers) for column in columns)


def offered(column: str, offers: Set[str]) -> bool:
    """Whether a column is among those offered, itself or by one that says it all."""
    return column in offers or TOLD_BY.get(column, "") in offers


TOLD_BY = {"categories.weight_share": "categories.weight"}
"""Columns that follow from another one: whoever has the weights has their shares."""


COMPUTED = frozenset({"categories.weight_source", "scores.points", "scores.form", "scores.state", "scores.number"})
"""Columns that are worked out from others and are there in every format."""


def readers_text(readers: Sequence[Reader]) -> str:
    """The table of exports that can be read, for a terminal."""
    lines = ["Exports that can be read", ""]
    for reader in sorted(readers, key=lambda reader: (reader.system, reader.name)):
        lines.append(f"  {reader.name:<18} {reader.system}: {reader.title}")
        lines.append(f"  {'':<18} carries {carried(reader)}; {reader.sure}")
    return "\n".join(lines) + "\n"


def reporters_text(reporters: Sequence[Reporter]) -> str:
    """The table of reports that can be written, for a terminal."""
    lines = ["Reports that can be written", ""]
    for reporter in reporters:
        endings = ", ".join(reporter.suffixes)
        lines.append(f"  {reporter.name:<10} {reporter.title}" + (f" (by the suffix {endings})" if endings else ""))
    return "\n".join(lines) + "\n"


def readers_markdown(readers: Sequence[Reader], rules: Sequence[Rule]) -> str:
    """README's table of exports."""
    head = ["system", "`--as`", "export", *CARRIED, "rules that can be checked", "how sure we are"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for reader in sorted(readers, key=lambda reader: (reader.system, reader.name)):
        marks = ["yes" if column in reader.offers else "" for column in CARRIED.values()]
        count = sum(checks(reader, rule) for rule in rules)
        row = [reader.system, f"`{reader.name}`", reader.title, *marks, f"{count} of {len(rules)}", reader.sure]
        lines.append("| " + " | ".join(_cell(text) for text in row) + " |")
    return "\n".join(lines) + "\n"


def carried(reader: Reader) -> str:
    """What an export carries, in words."""
    names = [name for name, column in CARRIED.items() if column in reader.offers]
    return ", ".join(names) or ("scores only" if reader.offers else "nothing that can be read yet")


def _system(name: str, readers: Sequence[Reader]) -> str:
    return next((reader.system for reader in readers if reader.name == name), name)


def _fact(name: str, text: str) -> str:
    wrapped = textwrap.wrap(text, 76, break_long_words=False, break_on_hyphens=False)
    return f"\n{name}\n" + "".join(f"  {line}\n" for line in wrapped)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
