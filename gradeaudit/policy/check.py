"""A look at the policy itself: what can't be applied, contradicts itself, or means nobody; each with its line."""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from gradeaudit.errors import Problem, closest, quoted, visible
from gradeaudit.policy.keys.base import Bounds
from gradeaudit.policy.keys.categories import Category
from gradeaudit.policy.keys.scopes import Amendment, Variation
from gradeaudit.policy.layers import Layered
from gradeaudit.policy.load import Source
from gradeaudit.policy.matching import conditions
from gradeaudit.policy.names import fold, fold_code
from gradeaudit.policy.plain import Path_
from gradeaudit.policy.schema import Settings


def check_policy(
    source: Source, as_of: datetime.date, rules: Iterable[str] = (), titles: Sequence[str] | None = None
) -> list[Problem]:
    """Everything that is wrong with a policy that loads, in the order of its lines.

    ``rules`` are the names of the rules there are, ``titles`` the assignment titles of some gradebooks to try the
    naming patterns on; without them those checks are left out. Each problem says where, what, and what to change.
    """
    found = list(_settings(source.settings, source.base, source))
    for number, step in enumerate(source.steps):
        from gradeaudit.policy.resolve import settled  # numpy is only needed where a policy varies

        settings, layered = settled(source, (number,))
        touched = {change.path[0] for change in step.changes}
        if touched & {"categories", "weights"}:
            found += _weights(settings, layered, source, _named(step.states))
        if "totals" in touched:
            found += [*_scale(settings, layered), *_formula(settings, layered)]
    found += [*_values_by_level(source), *_calendar(source), *_waivers(source, as_of, list(rules))]
    if titles is not None:
        found += _patterns(source, titles)
    if source.settings.identify is not None and source.settings.identify.catalogue:
        found += _catalogue(source)
    order = {file: number for number, file in enumerate(source.lines)}
    unique = {str(problem): problem for problem in found}
    return sorted(unique.values(), key=lambda problem: _order(problem.where, order))


def _order(where: str, files: Mapping[str, int]) -> tuple[int, int, int]:
    file, line, column = where.rsplit(":", 2)
    return files.get(file, 0), int(line), int(column)


def _settings(settings: Settings, layered: Layered, source: Source) -> Iterator[Problem]:
    yield from _weights(settings, layered, source, "")
    yield from _names(settings, layered)
    yield from _categories_named(settings, layered)
    yield from _scale(settings, layered)
    yield from _formula(settings, layered)


def _at(layered: Layered, *path: str | int) -> str:
    """``file:line:column`` of a setting, or of the nearest block above it."""
    here: Path_ = path
    while here not in layered.spots and here:
        here = here[:-1]
    return layered.spots[here].key


def _named(states: Variation | Amendment) -> str:
    asked = conditions(states.when) if states.when else {}
    told = " and ".join(f"{key} {' or '.join(names)}" for key, names in asked.items())
    if isinstance(states, Variation):
        return f" for {states.name or told}"
    return f" from {states.from_} on" + (f" for {told}" if told else "")


def _weights(settings: Settings, layered: Layered, source: Source, where: str) -> Iterator[Problem]:
    """Weights that can't add up to the total in some term, and counts that can't meet a cap on one assignment."""
    categories = settings.categories or {}
    rules = settings.weights
    total, tolerance = (rules.total, rules.tolerance) if rules else (100.0, 0.5)
    year = source.settings.calendar
    terms = list(year.terms) if year else []
    terms += [term for category in categories.values() for term in _terms(category) if term not in (*terms, "default")]
    said = set()
    for term in dict.fromkeys(terms or [""]):
        ranges = {name: _range(category, term) for name, category in categories.items()}
        low, high = sum(one[0] for one in ranges.values()), sum(one[1] for one in ranges.values())
        if ranges and not low - tolerance <= total <= high + tolerance:
            sums = f"{low:g}" if low == high else f"{low:g} to {high:g}"
            if sums not in said:
                said.add(sums)
                when = f" in {term}" if any(_terms(category) for category in categories.values()) else ""
                what = f"the weights{where}{when} add up to {sums}, not {total:g}"
                yield Problem(what, _at(layered, "categories"), "correct one of them, or set weights.total")
    cap = rules.share if rules else None
    for name, category in categories.items():
        if not isinstance(category.weight, float) or category.grades is None or category.grades.min is None:
            continue
        for share, several in ((cap.one if cap else None, 1), (cap.two if cap else None, 2)):
            needed = math.ceil(round(several * category.weight / share, 9)) if share else 0
            if needed > max(category.grades.min, several - 1):
                each = "one assignment" if several == 1 else "two assignments"
                what = f"{name!r} weighs {category.weight:g}% and {each} may count {share:g}%"
                yield Problem(
                    f"{what}, but it needs only {category.grades.min} grades{where}",
                    _at(layered, "categories", name, "grades", "min"),
                    f"ask for at least {needed}",
                )
                break


def _terms(category: Category) -> list[str]:
    return list(category.weight) if isinstance(category.weight, dict) else []


def _range(category: Category, term: str) -> tuple[float, float]:
    """The least and the most that a category may weigh in a term."""
    weight = category.weight
    if category.banned:
        return 0.0, 0.0
    if isinstance(weight, Bounds):
        low, high = weight.min or 0.0, 100.0 if weight.max is None else weight.max
    elif weight is None:
        low, high = 0.0, 100.0
    else:
        low = high = weight.get(term, weight.get("default", 0.0)) if isinstance(weight, dict) else weight
    return (low if category.required or isinstance(weight, dict) else 0.0), high


def _names(settings: Settings, layered: Layered) -> Iterator[Problem]:
    """Names of categories and codes that stand twice, as name, accepted name or alias."""
    first: dict[str, Path_] = {}
    for folded, shown, path in _all_names(settings):
        before = first.setdefault(folded, path)
        if _owner(before) != _owner(path):
            line = _at(layered, *before).rsplit(":", 1)[0]
            what = f"the name {quoted(shown, 60)} stands here and in {line}"
            yield Problem(what, _at(layered, *path), "let each name mean one thing")


def _all_names(settings: Settings) -> Iterator[tuple[str, str, Path_]]:
    """Every name of a category or code, as it is compared and as it stands, with its path."""
    for name, category in (settings.categories or {}).items():
        yield fold(name), name, ("categories", name)
        for key, others in (("accepts", category.accepts), ("aliases", category.aliases)):
            for number, other in enumerate(others):
                yield fold(other), other, ("categories", name, key, number)
    work = settings.missing_work
    for name, code in ((work.codes if work else None) or {}).items():
        yield f"code {fold_code(name)}", name, ("missing_work", "codes", name)
        for number, other in enumerate(code.aliases):
            yield f"code {fold_code(other)}", other, ("missing_work", "codes", name, "aliases", number)


def _owner(path: Path_) -> Any:
    """The category or code that a name's path belongs to."""
    return path[1] if path[0] == "categories" else path[2]


def _categories_named(settings: Settings, layered: Layered) -> Iterator[Problem]:
    """Settings about a category that the policy doesn't have."""
    if not settings.categories:
        return
    known = {fold(name) for name in settings.categories}
    counts, peers, weights, retakes = settings.counts, settings.peers, settings.weights, settings.retakes
    asked: list[tuple[Iterable[str], Path_]] = []
    for key, block in (("marks", settings.marks), ("late_work", settings.late_work), ("naming", settings.naming)):
        asked.append((getattr(block, "by_category", None) or (), (key, "by_category")))
    for number, limit in enumerate(weights.limits if weights else ()):
        asked.append((limit.of, ("weights", "limits", number, "of")))
    for number, ratio in enumerate(counts.ratio if counts else ()):
        asked += [((ratio.of,), ("counts", "ratio", number, "of")), ((ratio.per,), ("counts", "ratio", number, "per"))]
    asked.append(((peers.spread if peers else None) or (), ("peers", "spread")))
    asked.append((retakes.of if retakes else (), ("retakes", "of")))
    for names, path in asked:
        for name in names:
            if fold(name) not in known:
                near = closest(name, list(settings.categories))
                todo = f"did you mean {near!r}?" if near else f"name one of {', '.join(settings.categories)}"
                yield Problem(f"there is no category {quoted(name, 60)}", _at(layered, *path, name), todo)


def _scale(settings: Settings, layered: Layered) -> Iterator[Problem]:
    """Letter scales that overlap, or leave a gap."""
    scale = settings.totals.scale if settings.totals else None
    if not scale:
        return
    letters = list(scale.items())
    rising = all(a[1] < b[1] for a, b in itertools.pairwise(letters))
    for (above, least), (below, lower) in itertools.pairwise(letters) if not rising else ():
        if lower >= least:
            said = "at the same percent as" if lower == least else "above"
            yield Problem(
                f"the letter {below!r} begins {said} {above!r}, so they overlap",
                _at(layered, "totals", "scale", below),
                "give the lower letter a lower percent",
            )
    lowest = min(letters, key=lambda letter: letter[1])
    if lowest[1] > 0:
        what = f"no letter is given below {lowest[1]:g}%"
        yield Problem(what, _at(layered, "totals", "scale", lowest[0]), "let the lowest letter begin at 0")


def _formula(settings: Settings, layered: Layered) -> Iterator[Problem]:
    """Weights of terms and exams that don't add up to 100."""
    made = (settings.totals.terms if settings.totals else None) or {}
    for name, parts in made.items():
        total = sum(parts.values())
        if abs(total - 100) > 0.5:
            of = "" if len(made) == 1 and name == "final" else f" of {name!r}"
            where = _at(layered, "totals", "terms", name)
            yield Problem(
                f"the weights of terms and exams{of} add up to {total:g}, not 100", where, "correct one of them"
            )


def _values_by_level(source: Source) -> Iterator[Problem]:
    """Codes that count as something in one scope and as nothing that is said elsewhere."""
    work = source.settings.missing_work
    codes = (work.codes if work else None) or {}
    for step in source.steps:
        for change in step.changes:
            if change.path[:2] != ("missing_work", "codes") or change.path[3:] != ("counts_as",):
                continue
            code = codes.get(str(change.path[2]))
            if change.value is not None and code is not None and code.counts_as is None:
                what = f"the code {code_name(change.path)!r} counts as {change.value}{_named(step.states)}"
                yield Problem(
                    f"{what}, and nobody says what it counts as elsewhere", change.spot.key, "say it at the top"
                )


def code_name(path: Path_) -> str:
    """The code that a path of the policy is about."""
    return visible(str(path[2]), 40)


def _calendar(source: Source) -> Iterator[Problem]:
    """Terms that end before they start, overlap, or are named and not in the calendar."""
    year = source.settings.calendar
    if year is None:
        return
    for name, term in year.terms.items():
        if term.ends < term.starts:
            yield Problem(
                f"{name} ends before it starts", _at(source.base, "calendar", "terms", name, "ends"), "swap them"
            )
        elif term.progress is not None and not term.starts <= term.progress <= term.ends:
            where = _at(source.base, "calendar", "terms", name, "progress")
            yield Problem(f"the progress date of {name} lies outside the term", where, "correct the date")
    for (one, first), (two, second) in itertools.combinations(year.terms.items(), 2):
        if max(first.starts, second.starts) <= min(first.ends, second.ends):
            where = _at(source.base, "calendar", "terms", two, "starts")
            yield Problem(f"{two} overlaps {one}", where, "let a term start after the other has ended")
    known = {fold(name) for name in year.terms} | {
        fold(alias) for term in year.terms.values() for alias in term.aliases
    }
    named: list[tuple[str, str]] = []
    for name, category in (source.settings.categories or {}).items():
        named += [
            (term, _at(source.base, "categories", name, "weight", term))
            for term in _terms(category)
            if term != "default"
        ]
    for number, amendment in enumerate(source.settings.amendments):
        terms = (amendment.when.term if amendment.when else None) or ()
        named += [(term, _at(source.base, "amendments", number, "when", "term")) for term in terms]
    for number, override in enumerate(source.settings.overrides):
        named += [(term, _at(source.base, "overrides", number, "when", "term")) for term in override.when.term or ()]
    for said, where in named:
        if fold(said) not in known and not set(said) & set("*?["):
            near = closest(said, list(year.terms))
            todo = f"did you mean {near!r}?" if near else "add it to calendar.terms"
            yield Problem(f"the calendar has no term {quoted(said, 60)}", where, todo)


def _waivers(source: Source, as_of: datetime.date, rules: Sequence[str]) -> Iterator[Problem]:
    for number, waiver in enumerate(source.settings.waivers):
        where = _at(source.base, "waivers", number)
        if not waiver.reason:
            yield Problem("this waiver gives no reason, so it waives nothing", where, "add reason:")
        if not waiver.granted_by:
            yield Problem("this waiver doesn't say who granted it", where, "add granted_by:")
        if waiver.expires is not None and waiver.expires < as_of:
            where_ = _at(source.base, "waivers", number, "expires")
            yield Problem(f"this waiver expired on {waiver.expires}", where_, "renew it, or remove it")
        for name in waiver.rules if rules else ():
            if not any(fnmatchcase(rule, name) for rule in rules):
                near = closest(name, list(rules))
                todo = f"did you mean {near!r}?" if near else "gradeaudit rules lists them"
                yield Problem(
                    f"there is no rule {quoted(name, 60)}", _at(source.base, "waivers", number, "rules"), todo
                )


def _patterns(source: Source, titles: Sequence[str]) -> Iterator[Problem]:
    """Naming patterns that no title of the given gradebooks follows."""
    import re2  # only where patterns are tried

    naming = source.settings.naming
    patterns = [
        (pattern, _at(source.base, "naming", "assignment", n))
        for n, pattern in enumerate((naming.assignment if naming else None) or ())
    ]
    for name, several in ((naming.by_category if naming else None) or {}).items():
        patterns += [(pattern, _at(source.base, "naming", "by_category", name, n)) for n, pattern in enumerate(several)]
    for pattern, where in patterns:
        compiled = re2.compile(pattern)
        if titles and not any(compiled.search(title) for title in titles):
            what = f"the pattern {quoted(pattern, 60)} matches none of {len(titles)} titles"
            yield Problem(what, where, "correct the pattern, or ask whether the convention is known")


def _catalogue(source: Source) -> Iterator[Problem]:
    """Scopes that no course of the catalogue is in, and courses that nothing is said about."""
    from gradeaudit.policy.catalogue import catalogue_of  # only where there is a catalogue
    from gradeaudit.policy.matching import matches

    catalogue = catalogue_of(source)
    assert catalogue is not None
    covered: set[int] = set()
    for number, override in enumerate(source.settings.overrides):
        asked = {key: names for key, names in conditions(override.when).items() if key in catalogue.columns}
        hits = {
            n for n, row in enumerate(catalogue.rows) if all(matches(asked[key], row.get(key, "")) for key in asked)
        }
        covered |= hits
        if asked and not hits:
            what = f"no course of the catalogue is meant{_named(override).replace(' for', ' by', 1)}"
            yield Problem(what, _at(source.base, "overrides", number, "when"), "correct the names under when:")
    if not source.settings.categories:
        rest = [row for n, row in enumerate(catalogue.rows) if n not in covered]
        if rest:
            course: Any = rest[0].get("course_code") or rest[0].get("course") or "one"
            more = f" and {len(rest) - 1} more" if len(rest) > 1 else ""
            yield Problem(
                f"no scope covers the course {quoted(str(course), 60)}{more} of the catalogue",
                _at(source.base, "identify", "catalogue"),
                "add categories: at the top, or an override for it",
            )
