"""What an override or a policy on top may not do: change a locked key, loosen a bound, contradict its equal."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gradeaudit.errors import Problem, closest, quoted, visible
from gradeaudit.policy.keys.scopes import Variation
from gradeaudit.policy.layers import Change, Layered, Spot, applied, changes
from gradeaudit.policy.load import Rules, Source, Step
from gradeaudit.policy.matching import conditions, matches, plain_name, rank
from gradeaudit.policy.plain import Path_
from gradeaudit.policy.values import number, part, switch

_TOLD = 100
"""How many conflicts are told: whoever has more of them has one cause."""


def broken_limits(source: Source) -> list[Problem]:
    """Locked keys that are changed, bounds that are loosened, overrides of one rank in conflict."""
    found: list[Problem] = []
    for at in range(1, len(source.bases)):
        below = source.bases[at - 1]
        new = [change for change in changes(source.bases[at]) if below.spots.get(change.path) != change.spot]
        gone = [
            path for path in below.spots if path not in source.bases[at].spots and path[0] not in {"locked", "extends"}
        ]
        found += _locked(below, [*new, *(Change(path, None, {path: below.spots[path]}) for path in gone)])
        found += loosened(below, source.bases[at], new)
    for step in source.steps:
        base = source.bases[step.layer]
        if isinstance(step.states, Variation):
            found += _locked(base, step.changes)
            found += loosened(base, applied(base, list(step.changes)), step.changes)
        elif step.layer:
            below = source.bases[step.layer - 1]
            found += _locked(below, step.changes)
            found += loosened(below, applied(base, list(step.changes)), step.changes)
    conflicts = (problem for pair in _meeting(source.steps) for problem in conflict(*pair))
    return [*found, *itertools.islice(conflicts, _TOLD)]


def _locked(base: Layered, several: Iterable[Change]) -> Iterator[Problem]:
    """Changes to what the files up to ``base`` lock."""
    locks = _texts(base.data.get("locked"))
    for change in several:
        for lock in locks:
            path = tuple(lock.split("."))
            if change.is_map or not all(a == str(b) or a == "*" for a, b in zip(path, change.path)):
                continue
            if _at(base.data, change.path) != change.value:
                spot = next((spot for path, spot in base.spots.items() if path[:1] == ("locked",)), change.spot)
                what = f"{_dotted(change.path)} is locked ({spot.file}:{spot.line})"
                yield Problem(f"{what}, and is changed here", change.spot.key, "remove this line, or the lock")
                break


def loosened(base: Layered, new: Layered, several: Iterable[Change]) -> Iterator[Problem]:
    """Weights outside the bounds that stood before, and limits on sums of weights that are weaker or gone."""
    touched: dict[Path_, Spot] = {}
    for change in several:
        if change.path[0] == "categories":
            touched.setdefault(change.path[:3], change.spot)
    for path, spot in touched.items():
        bound = _at(base.data, path)
        if path[2:] != ("weight",) or not isinstance(bound, dict) or not set(bound) <= {"min", "max", "source"}:
            continue
        low, high = _percents(bound.get("min"), 0.0), _percents(bound.get("max"), 100.0)
        value = _at(new.data, path)
        whole = isinstance(value, dict) and set(value) <= {"min", "max", "source"}
        if whole:
            ends = [_percents(value.get("min"), 0.0), _percents(value.get("max"), 100.0)]
        else:
            ends = [_percents(one, -1.0) for one in (value.values() if isinstance(value, dict) else [value])]
        if any(end < low or end > high for end in ends):
            said = f"between {low:g} and {high:g} ({base.spots[path].file}:{base.spots[path].line})"
            yield Problem(f"{_dotted(path)} must stay {said}; a bound may only be narrowed", spot.key, "stay within it")
    path = ("weights", "limits")
    here = next((change.spot for change in several if change.path == path), None)
    if here is not None and path in base.spots:
        kept = _limits(new.data)
        for names, (low, high) in _limits(base.data).items():
            if names not in kept or kept[names][0] < low or kept[names][1] > high:
                said = f"the limit on {' + '.join(sorted(names))} ({base.spots[path].file}:{base.spots[path].line})"
                yield Problem(f"{said} is loosened here; a bound may only be narrowed", here.key, "keep it as it was")


def conflict(first: Step, second: Step) -> Iterator[Problem]:
    """The first key that two overrides of one rank set differently, with both lines."""
    theirs = {change.path: change for change in second.changes if not change.is_map}
    for change in first.changes:
        if change.is_map:
            continue
        for path, other in theirs.items():
            depth = min(len(path), len(change.path))
            if path[:depth] == change.path[:depth] and other.value != change.value:
                what = f"{_dotted(change.path)} is set differently in {change.spot.file}:{change.spot.line}"
                yield Problem(
                    f"{what} by an override that is as near", other.spot.key, "make one of them nearer, or agree"
                )
                return


def equal_rank(first: Step, second: Step) -> bool:
    """Whether two steps are overrides of one file whose scopes are as near as each other."""
    a, b = first.states, second.states
    return (
        isinstance(a, Variation)
        and isinstance(b, Variation)
        and first.layer == second.layer
        and rank(a.when) == rank(b.when)
    )


_Asked = Mapping[str, tuple[str, ...]]
"""What a scope asks for: the names of each key."""


def _meeting(steps: Sequence[Step]) -> Iterator[tuple[Step, Step]]:
    """Overrides of which some gradebook is surely meant by both: they ask for the same keys, with a name in common."""
    alike: dict[tuple[int, frozenset[str]], dict[int, _Asked]] = {}
    for at, step in enumerate(steps):
        if isinstance(step.states, Variation):
            asked = conditions(step.states.when)
            alike.setdefault((step.layer, frozenset(asked)), {})[at] = asked
    pairs: list[tuple[int, int]] = []
    for (_, keys), members in alike.items():
        for one, other in _near(members, max(sorted(keys), key=lambda key: len(_names(members, key)), default="")):
            if all(_share(members[one][key], members[other][key]) for key in keys):
                pairs.append((one, other))
    for one, other in sorted(pairs):
        yield steps[one], steps[other]


def _near(members: Mapping[int, _Asked], key: str) -> set[tuple[int, int]]:
    """Pairs that have a name of this key in common or a glob there; of thousands of overrides most are never paired."""
    pairs: set[tuple[int, int]] = set()
    for together in _names(members, key).values():
        pairs.update(itertools.combinations(together, 2))
    for at, asked in members.items():
        if not key or any(map(_is_glob, asked[key])):
            pairs.update((min(at, other), max(at, other)) for other in members if other != at)
    return pairs


def _names(members: Mapping[int, _Asked], key: str) -> dict[str, list[int]]:
    """Which overrides name each name of a key."""
    found: dict[str, list[int]] = {}
    for at, asked in members.items():
        for name in dict.fromkeys(map(plain_name, asked.get(key, ()))):
            found.setdefault(name, []).append(at)
    return found


def _is_glob(name: str) -> bool:
    return bool(set(name) & set("*?["))


def _share(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    if {plain_name(name) for name in some} & {plain_name(name) for name in others}:
        return True
    names = [[name for name in names if not _is_glob(name)] for names in (some, others)]
    return any(matches(others, name) for name in names[0]) or any(matches(some, name) for name in names[1])


def wrong_rules(source: Source, rules: Rules | None) -> list[Problem]:
    """Rules turned off without a reason; and, where the rules are known, names and parameters that don't exist."""
    found = []
    places: list[tuple[Layered, Path_]] = [(source.base, ("rules",))]
    places += [
        (source.base, (key, entry, "set", "rules"))
        for key in ("overrides", "amendments")
        for entry in range(len(source.base.data.get(key) or ()))
    ]
    for layered, at in places:
        table = _at(layered.data, at)
        for name, said in table.items() if isinstance(table, dict) else ():
            if said is None:
                continue
            spot = layered.spots[(*at, name)]
            if said.get("severity") == "off" and not said.get("reason"):
                found.append(Problem(f"the rule {name!r} is off without a reason", spot.key, "add reason: and say why"))
            if rules is not None and name not in rules:
                near = closest(name, list(rules))
                todo = f"did you mean {near!r}?" if near else "gradeaudit rules lists them"
                found.append(Problem(f"there is no rule {quoted(name, 60)}", spot.key, todo))
            elif rules is not None:
                found += _wrong_parameters(name, said, rules[name], layered, at)
    return found


def _wrong_parameters(
    rule: str, said: Mapping[str, Any], known: Mapping[str, Any], layered: Layered, at: Path_
) -> Iterator[Problem]:
    for key, value in said.items():
        if key in {"severity", "reason", "source"}:
            continue
        spot = layered.spots[(*at, rule, key)]
        if key not in known:
            names = [*known, "severity", "reason"]
            near = closest(key, names)
            todo = f"did you mean {near!r}?" if near else f"it has {', '.join(names)}"
            yield Problem(f"the rule {rule!r} has no parameter {quoted(key, 60)}", spot.key, todo)
            continue
        try:
            if isinstance(known[key], bool):
                switch(value)
            elif isinstance(known[key], (int, float)):
                number(value.rstrip("% ") if isinstance(value, str) else value)
            elif not isinstance(value, (str, list)):
                raise ValueError
        except ValueError as error:
            text = str(error).removeprefix("expected ") or "a text"
            yield Problem(f"{key!r} has a wrong value", spot.value, f"expected {text}")


def _limits(data: Mapping[str, Any]) -> dict[frozenset[str], tuple[float, float]]:
    return {
        frozenset(plain_name(name) for name in _texts(limit.get("of"))): (
            _percents(limit.get("min"), 0.0),
            _percents(limit.get("max"), 100.0),
        )
        for limit in _at(data, ("weights", "limits")) or ()
    }


def _percents(value: Any, unset: float) -> float:
    return unset if value is None else part(value)


def _texts(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [] if value is None else [str(value)]


def _at(data: Any, path: Iterable[Any]) -> Any:
    """What stands at a path; None when nothing does."""
    for step in path:
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _dotted(path: Path_) -> str:
    return visible(".".join(map(str, path)), 120)
