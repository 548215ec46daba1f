"""The policy as it holds for some gradebooks on one day: what every rule is given."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gradeaudit.findings import PolicyRef
from gradeaudit.policy.keys.categories import Category
from gradeaudit.policy.keys.marks import Code, LateRules, MarkRules
from gradeaudit.policy.names import UNKNOWN, Match, category_names, code_names, fold, fold_code
from gradeaudit.policy.schema import Settings

if TYPE_CHECKING:
    from gradeaudit.policy.calendar import Calendar
    from gradeaudit.policy.catalogue import Catalogue, Roster
    from gradeaudit.policy.waivers import Use


@dataclass(frozen=True)
class Policy:
    """The settings in force for all the gradebooks of one call, and the day they are judged for.

    ``settings`` has the keys of the policy language as attributes: ``settings.missing_work.codes``; an absent key is
    None (or its documented default). ``refs`` maps a dotted path, such as ``categories.Homework.weight``, to the line
    that set it. ``about`` is what the gradebooks have in common and the policy asks for: ``{"course_level": "AP"}``.
    ``undecided`` maps a dotted path to the reason why nobody can say what holds there for these gradebooks; under the
    empty path it is a reason why nothing can be checked. ``catalogue`` and ``roster`` are the files that ``identify``
    names, read; None where it names none. ``waivers`` are the policy's waivers with what they did, for the rules that
    look at a whole run. ``since`` is the day of the last amendment in it, and ``before`` the version that it replaced.
    """

    settings: Settings
    as_of: datetime.date
    refs: Mapping[str, PolicyRef]
    file: str = ""
    sha256: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    undecided: Mapping[str, str] = field(default_factory=dict)
    catalogue: Catalogue | None = None
    roster: Roster | None = None
    waivers: tuple[Use, ...] = ()
    since: datetime.date | None = None
    before: Policy | None = None

    def is_set(self, path: str) -> bool:
        """Whether the policy says anything at a dotted path; ``*`` stands for any entry of a map."""
        return _is_set(self.settings, path.split("."))

    def why_undecided(self, paths: Iterable[str]) -> str:
        """Why a rule that rests on these paths can't be applied here; the empty text when it can."""
        if not self.undecided:
            return ""
        if "" in self.undecided:
            return self.undecided[""]
        wanted = [path.split(".") for path in paths]
        return next(
            (why for path, why in self.undecided.items() if any(_meet(path.split("."), other) for other in wanted)), ""
        )

    def ref(self, path: str) -> PolicyRef | None:
        """The line that set this path, or the nearest block above it."""
        path = path.partition(".*")[0]
        while path:
            if path in self.refs:
                return self.refs[path]
            path = path.rpartition(".")[0]
        return None

    @property
    def term(self) -> str:
        """The calendar's name of the term that the gradebooks are judged in; empty where that isn't known."""
        return self.about.get("term", "")

    @property
    def categories(self) -> Mapping[str, Category]:
        """The policy's categories by name; empty when it sets none."""
        return self.settings.categories or {}

    @property
    def codes(self) -> Mapping[str, Code]:
        """The policy's codes by name; empty when it sets none."""
        work = self.settings.missing_work
        return (work.codes if work else None) or {}

    @cached_property
    def calendar(self) -> Calendar | None:
        """The school year: terms, school-day arithmetic; None when the policy sets no calendar."""
        if self.settings.calendar is None:
            return None
        from gradeaudit.policy.calendar import calendar_of  # numpy is only needed once there are gradebooks

        return calendar_of(self.settings.calendar)

    @cached_property
    def _category_names(self) -> dict[str, Match]:
        return category_names(self.categories)

    @cached_property
    def code_names(self) -> dict[str, Match]:
        """The policy's code for a folded text (``names.fold_code``), and how it matched."""
        return code_names(self.codes)

    def category(self, name: str) -> Match:
        """The policy's category for a gradebook's category name, and how it matched."""
        return self._category_names.get(fold(name), UNKNOWN)

    def code(self, text: str) -> Match:
        """The policy's code for a cell's text, and how it matched."""
        return self.code_names.get(fold_code(text), UNKNOWN)

    def category_matches(self, names: Iterable[str]) -> list[Match]:
        """``category`` for each name, in order; each distinct name is looked up once."""
        known: dict[str, Match] = {}
        matches = []
        for name in names:
            match = known.get(name)
            if match is None:
                match = known[name] = self.category(name)
            matches.append(match)
        return matches

    def parameter(self, rule: str, name: str, default: float) -> float:
        """A rule's numeric parameter from ``rules.RULE.NAME``, or its default."""
        settings = (self.settings.rules or {}).get(rule)
        value = (settings.model_extra or {}).get(name) if settings else None
        return default if value is None else float(str(value).rstrip("% "))

    def weight(self, category: str, term: str = "") -> float | None:
        """The exact weight, in percent, that the policy gives a category (by the policy's name) in a term.

        Without a term it is the one of the term that the gradebooks are judged in.
        """
        weight = self.categories[category].weight if category in self.categories else None
        if isinstance(weight, dict):
            return weight.get(term or self.term, weight.get("default"))
        return weight if isinstance(weight, float) else None

    def marks(self, category: str = "") -> MarkRules:
        """What marks may look like in a category (by the policy's name): its own settings, then the general ones."""
        rules: MarkRules = _for_category(MarkRules, self.settings.marks, category)
        return rules

    def late_work(self, category: str = "") -> LateRules:
        """How late work is scored in a category (by the policy's name): its own settings, then the general ones."""
        rules: LateRules = _for_category(LateRules, self.settings.late_work, category)
        return rules

    def floor(self, at: str, term: str = "") -> float | None:
        """The least that a grade may be, in percent, at ``term``, ``exam``, ``final``, … ; None where none holds.

        ``term`` is the grade's term, for floors that except some; the other exceptions are about the gradebooks.
        """
        totals = self.settings.totals
        from gradeaudit.policy.matching import matches_any  # only floors have exceptions

        about = {**self.about, "term": term or self.about.get("term", "")}
        held = [
            floor.value
            for floor in (totals.minimum if totals else None) or ()
            if floor.at == at and not (floor.except_ and matches_any(floor.except_, about))
        ]
        return max(held) if held else None


def _for_category(kind: type[Any], general: Any, category: str) -> Any:
    """A block of ``kind`` with a category's own values over the general ones."""
    if general is None:
        return kind()
    special = next((own for name, own in (general.by_category or {}).items() if fold(name) == fold(category)), None)
    blocks = [general, special] if special else [general]
    return kind.model_construct(
        **{
            name: next(
                (getattr(block, name) for block in reversed(blocks) if name in block.model_fields_set), info.default
            )
            for name, info in kind.model_fields.items()
        }
    )


def _meet(path: list[str], other: list[str]) -> bool:
    """Whether one dotted path is the other or lies inside it; ``*`` is any name."""
    return all(a == b or "*" in (a, b) for a, b in zip(path, other))


def _is_set(value: Any, path: list[str]) -> bool:
    if value is None:
        return False
    if not path:
        return not (isinstance(value, (tuple, list, dict)) and not value)
    head, rest = path[0], path[1:]
    if isinstance(value, dict):
        if head == "*":
            return any(_is_set(entry, rest) for entry in value.values())
        return _is_set(value.get(head), rest)
    if head in type(value).model_fields if hasattr(type(value), "model_fields") else False:
        return _is_set(getattr(value, head), rest)
    return False
