"""What a mapped table says of its gradebook, and what it lacks, with the key of the mapping that would give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gradeaudit.export import Export
from gradeaudit.marks import Dialect, settle

if TYPE_CHECKING:
    from gradeaudit.readers._mapping.schema import SheetMap

OFFERS = frozenset(
    {
        "assignments.title", "assignments.points_possible", "assignments.due_on", "assignments.assigned_on",
        "assignments.category", "categories.name", "categories.weight", "scores.mark", "scores.points",
        "scores.entered_on", "scores.missing", "scores.late", "scores.excused", "scores.incomplete",
        "students.name", "students.local_id", "students.sis_id", "students.section", "totals.value", "totals.letter",
    }
)  # fmt: skip
"""What a table can carry at best, when its mapping names all of it."""

LACKS = {
    "assignments.points_possible": "no points possible were found in this table (name them in the mapping with points"
    " or points_row)",
    "assignments.due_on": "this table has no due dates (name them in the mapping with due or due_row)",
    "assignments.assigned_on": "this table has no assigned dates (name them in the mapping with assigned or"
    " assigned_row)",
    "assignments.category": "this table's mapping gives the assignments no categories (add category or category_row)",
    "categories.name": "this table's mapping names no categories (add category or category_row)",
    "categories.weight": "this table's mapping gives no weights (add weights, or a column weight)",
    "categories.drop_lowest": "a table carries no drop rules",
    "scores.entered_on": "this table doesn't say when a score was entered (name the column with entered)",
    "scores.missing": "this table marks no missing work (say what its codes mean with codes)",
    "scores.excused": "this table marks no excused work (say what its codes mean with codes)",
    "scores.late": "this table marks no late work (name the column with late)",
    "students.sis_id": "this table's mapping names no column of student numbers (add id)",
    "students.local_id": "this table's mapping names no column of student numbers (add id)",
    "totals.value": "this table's mapping names no totals (add totals)",
    "totals.letter": "this table's mapping names no totals (add totals)",
}


def lacking(offers: Iterable[str]) -> dict[str, str]:
    """Why this table doesn't carry the other columns, and how its mapping could give them."""
    return {column: why for column, why in LACKS.items() if column not in offers}


def about(export: Export, sheet: str, sheet_map: SheetMap, seen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The facts of a gradebook: what the mapping says of it, else what all its rows say with one voice.

    ``seen`` maps a fact, such as ``teacher``, to the texts of its column.
    """
    from gradeaudit.readers._mapping.schema import ABOUT  # YAML is only needed once a mapping is read

    facts: dict[str, Any] = {"file": export.file, "sheet": "", "format": "generic", "method": sheet_map.method}
    for name in ABOUT:
        distinct = sorted({text for text in seen.get(name, ()) if text})
        facts[name] = sheet_map.about.get(name) or (distinct[0] if len(distinct) == 1 else "")
    if not facts["section"] and seen.get("section"):
        sections = sorted({text for text in seen["section"] if text})
        facts["section"] = " and ".join(sections) if len(sections) <= 3 else f"{len(sections)} sections"
    known = [facts[name] for name in ("school", "course_code", "course", "section", "teacher", "term") if facts[name]]
    stem = export.name.rpartition(".")[0] or export.name
    facts["identity"] = "generic:" + "|".join(known or [stem, *([sheet] if len(export.tables) > 1 else [])])
    return facts


def dialect_of(texts: Iterable[str], delimiter: str, sheet_map: SheetMap) -> Dialect:
    """How the scores are written: the decimal mark settled from all of them, unless the mapping states it."""
    settled = settle(set(texts), delimiter)
    if sheet_map.decimal and sheet_map.decimal != settled.decimal:
        settled = Dialect(sheet_map.decimal)
    return Dialect(settled.decimal, settled.thousands, sheet_map.codes)
