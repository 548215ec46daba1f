"""What a OneRoster set says of its line items, categories and results, as columns over all classes at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

import numpy as np

from gradeaudit.marks import PLAIN, STATES
from gradeaudit.readers._dates import NEVER, dates, readable, slash_order
from gradeaudit.readers._oneroster_files import Array, Part
from gradeaudit.readers.base import partial

_PLACEHOLDER = re.compile(r"[0-]{8,}|[1-]{8,}")
_BLANK, _EXCUSED, _WAITING = (STATES.index(state) for state in ("blank", "excused", "waiting"))
OFFERS = frozenset({"assignments.title", "students.local_id", "students.name"})
IN_RESULTS = {"scores.missing": "missing", "scores.late": "late", "scores.incomplete": "incomplete"}
LACKS = {
    "categories.weight": "this OneRoster export gives no category weights (only OneRoster 1.2 can, in categories.csv)",
    "categories.drop_lowest": "OneRoster carries no drop rules",
    "assignments.extra_credit": "OneRoster doesn't mark extra credit",
    "assignments.hidden": "OneRoster doesn't say what is hidden",
    "totals.value": "OneRoster carries no totals (give the gradebook's own export)",
    "totals.letter": "OneRoster carries no totals (give the gradebook's own export)",
    "scores.missing": "this OneRoster export doesn't mark missing work (export as OneRoster 1.2)",
    "scores.late": "this OneRoster export doesn't mark late work (export as OneRoster 1.2)",
    "scores.incomplete": "this OneRoster export doesn't mark incomplete work (export as OneRoster 1.2)",
    "scores.letter": "this OneRoster export has no text scores (only OneRoster 1.2 can)",
    "students.enrolled_from": "this OneRoster export doesn't say when students were enrolled (fill in beginDate)",
    "students.enrolled_until": "this OneRoster export doesn't say when students left (fill in endDate)",
    "students.sis_id": "this OneRoster export gives no identifier in users.csv",
}
_DELTA = "a OneRoster delta set holds only what changed since the last one (export in bulk mode to check all of it)"


def grades(parts: Mapping[str, Part], result_item: Array, order: list[str]) -> dict[str, Any]:
    """The columns of all classes at once; each class then takes its rows."""
    items = parts["lineItems"]
    sessions = parts.get("academicSessions")
    titles = dict(zip(sessions.ids("sourcedId"), sessions.ids("title"))) if sessions else {}
    periods = items.ids("academicSessionSourcedId", "gradingPeriodSourcedId")
    due, assigned = items.texts("dueDate"), items.texts("assignDate")
    distinct_of = {"due_on": items.column("dueDate").texts, "assigned_on": items.column("assignDate").texts}
    order_of_dates = slash_order([*distinct_of["due_on"], *distinct_of["assigned_on"]])
    category_ids = items.ids("categorySourcedId")
    offers = set(OFFERS)
    lacks = dict(LACKS)
    if items.has("resultValueMax"):
        offers.add("assignments.points_possible")
    for name, texts in distinct_of.items():
        if readable(texts, order_of_dates):
            offers.add(f"assignments.{name}")
        elif any(text.strip() for text in texts):
            lacks[f"assignments.{name}"] = "the dates of this OneRoster export aren't written as 2026-09-30"
    if any(period in titles for period in periods):
        offers.add("assignments.term")
    distinct = set(category_ids)
    if "categories" in parts and not (len(distinct) == 1 and _PLACEHOLDER.fullmatch(min(distinct))):
        offers |= {"categories.name", "assignments.category"}
    else:
        why = "this OneRoster export gives no categories of its own (Infinite Campus does from OneRoster 1.2 on)"
        lacks |= {"categories.name": why, "assignments.category": why}
        category_ids = [""] * len(category_ids)
    if items.is_delta or any(part.is_delta for part in parts.values()):
        lacks |= partial(_DELTA, "roster")
    people = parts.get("users")
    if people and people.has("identifier"):
        offers.add("students.sis_id")
    enrolments = parts.get("enrollments")
    for name, column in (("enrolled_from", "beginDate"), ("enrolled_until", "endDate")):
        if enrolments and enrolments.has(column):
            offers.add(f"students.{name}")
    shared: dict[str, Any] = {
        "title": items.texts("title"),
        "key": items.ids("sourcedId"),
        "category": category_ids,
        "term": [titles.get(period, "") for period in periods],
        "points_possible": np.array([PLAIN.number(text) for text in items.texts("resultValueMax")], float),
        "assigned_on": dates(assigned, order_of_dates),
        "due_on": dates(due, order_of_dates),
        "place": items.places(order.index("lineItems"), "title"),
        "text": np.zeros(0, object),
        "scores": {},
        **_weights(parts.get("categories"), order),
    }
    if "results" in parts:
        _results(parts["results"], shared, offers, lacks, result_item, order.index("results"))
    placed = {*category_ids, *chain.from_iterable(shared["of_class"].values())}
    shared["nowhere"] = len(shared["known"].keys() - placed) if "categories.name" in offers else 0
    shared["offers"], shared["lacks"] = frozenset(offers), lacks
    return shared


def _weights(part: Part | None, order: list[str]) -> dict[str, Any]:
    """The categories by id: name, weight in percent, place, and the class that a Canvas set names beside them."""
    if part is None:
        return {"known": {}, "of_class": {}}
    weights = [PLAIN.number(text.strip().rstrip("%")) for text in part.texts("weight")]
    given = [weight for weight in weights if weight == weight]
    scale = 100.0 if given and max(given) <= 1 and any(0 < weight < 1 for weight in given) else 1.0
    rows = zip(part.texts("title"), weights, part.places(order.index("categories"), "title").tolist())
    known: dict[str, tuple[str, float, int]] = {}
    of_class: dict[str, list[str]] = {}
    for text, class_id, (name, weight, place) in zip(part.ids("sourcedId"), part.ids("metadata.classId"), rows):
        known.setdefault(text, (name, round(weight * scale, 6), place))
        if class_id:
            of_class.setdefault(class_id, []).append(text)
    return {"known": known, "of_class": of_class}


def categories_of(shared: Mapping[str, Any], class_id: str, chosen: Array) -> tuple[dict[str, Any], list[int]]:
    """A class's categories, those of its line items in order, and each line item's position in them (-1: none)."""
    known = shared["known"]
    used = [shared["category"][item] for item in chosen]
    ids = [text for text in dict.fromkeys((*used, *shared["of_class"].get(class_id, ()))) if text in known]
    position = {text: number for number, text in enumerate(ids)}
    weights = [known[text][1] for text in ids]
    return {
        "name": [known[text][0] for text in ids],
        "weight": weights,
        "weight_source": ["declared" if weight == weight else "" for weight in weights],
        "place": [known[text][2] for text in ids],
    }, [position.get(text, -1) for text in used]


def _is_true(text: str) -> bool:
    return text.casefold() == "true"


def _results(
    part: Part, shared: dict[str, Any], offers: set[str], lacks: dict[str, str], result_item: Array, source: int
) -> None:
    """Adds the columns of results.csv: text, state, flags, dates and places of every result.

    Where 1.1 forces a number, the 0 of work that is not submitted or not graded yet is no earned zero; an exempt
    result stays exempt whatever its score (the binding's scoreStatus and Google Classroom's conformance suite).
    """
    score, letters, status = part.column("score"), part.column("textScore"), part.column("scoreStatus")
    is_blank = score.are(lambda text: not text)
    is_empty = is_blank | score.are(lambda text: PLAIN.number(text) == 0)
    has_letter = letters.are(bool)
    flags = {name: part.column(name).are(_is_true) for name in ("missing", "late", "incomplete")}
    flags["late"] |= status.are(lambda text: text in ("late", "ext:late"))
    exempt = status.are(lambda text: text == "exempt")
    nothing = is_empty & ~(is_blank & has_letter) & ~flags["missing"]
    state = np.full(len(is_blank), -1, np.int8)
    state[nothing & status.are(lambda text: text == "not submitted")] = _BLANK
    state[nothing & status.are(lambda text: text in ("submitted", "partially graded"))] = _WAITING
    state[nothing & is_blank & part.column("inProgress").are(_is_true)] = _WAITING
    state[exempt] = _EXCUSED
    offers |= {"scores.mark", "scores.points", "scores.excused"}
    offers |= {column for column, name in IN_RESULTS.items() if part.has(name)}
    shared["text"] = np.array([*score.texts, ""], object)[score.codes]
    place = part.places(source, "score")
    if has_letter.any():
        offers.add("scores.letter")
        letter = np.array(letters.texts, object)[letters.codes]
        beside = has_letter & is_blank
        shared["text"] = np.where(beside, letter, shared["text"])
        place = np.where(beside, part.places(source, "textScore"), place)
        shared["letter"] = np.where(beside, "", letter)
    scored = part.column("scoreDate")
    entered = np.append(dates(scored.texts, slash_order(scored.texts)), NEVER)[scored.codes]
    known = ~np.isnat(entered) & (result_item >= 0)
    due = np.append(shared["due_on"], NEVER)[result_item]
    if known.any() and not (entered[known] == due[known]).all():
        offers.add("scores.entered_on")
    elif known.any():
        lacks["scores.entered_on"] = "every score date of this OneRoster export is the due date, as Aspen writes it"
        entered = np.full(len(entered), NEVER)
    shared["scores"] = {**flags, "excused": exempt, "state": state, "entered_on": entered, "place": place}
