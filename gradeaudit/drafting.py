"""A first policy, drafted from what gradebooks already do: each line says how many gradebooks stand behind it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gradeaudit.gradebook import Gradebooks
from gradeaudit.grading.recover import recover
from gradeaudit.policy.names import fold, fold_code

MOST_CATEGORIES, MOST_SPELLINGS, MOST_POINTS, LONGEST_NAME = 60, 20, 8, 100
LONGEST_CODE, MANY_CELLS = 12, 5
TOLERANCE, TOTAL = 0.5, 100.0
"""What a policy asks of the sum of its weights where it says nothing else."""
_RARE = 10
"""A category that fewer than one in ten gradebooks have is a comment, not a rule."""


@dataclass
class _Group:
    """Names that are one name but for their spelling: in how many gradebooks each, and the weight in each of them."""

    spellings: Counter[str] = field(default_factory=Counter)
    books: int = 0
    weights: Counter[float] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        return min(self.spellings, key=lambda text: (-self.spellings[text], text))


@dataclass
class _Habits:
    """What was counted over all gradebooks; codes by their folded text. ``unwritten`` names are too long."""

    books: int = 0
    with_categories: int = 0
    unwritten: int = 0
    groups: defaultdict[str, _Group] = field(default_factory=lambda: defaultdict(_Group))
    codes: defaultdict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    code_books: Counter[str] = field(default_factory=Counter)
    points: Counter[float] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)


def draft(batches: Iterable[Gradebooks]) -> str:
    """The text of a policy that loads and has no mistakes, from batches of gradebooks, whatever their order.

    Holds no student and no cell's text but codes of at most 12 characters that stand in several gradebooks or at
    least 5 cells. A weight, in percent, is stated where more than half of the gradebooks that show one agree.
    """
    habits = _Habits()
    for batch in batches:
        _count(recover(batch), habits)
    lines = [
        f"# Drafted from {_many(habits.books, 'gradebook')}. This is what they do, not what they should do: read every",
        "# line, correct it, and add what the district asks for.",
        "",
        "gradeaudit: 1",
        "",
        *_categories(habits),
        "",
        *_codes(habits),
        "",
        *_points(habits),
    ]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    """A category's name without regard to case, spaces, punctuation and a plural s."""
    folded = fold(name)
    bare = re.sub(r"[\W_]+", "", folded)
    return fold(bare) if bare else folded


def _count(books: Gradebooks, habits: _Habits) -> None:
    habits.books += len(books)
    categories = books.categories
    seen: dict[tuple[int, str], list[tuple[str, float]]] = defaultdict(list)
    for book, name, weight in zip(*(categories[column].tolist() for column in ("book", "name", "weight"))):
        if name.strip() and len(name) <= LONGEST_NAME and _writable(name):
            seen[book, _key(name)].append((" ".join(name.split()), weight))
        else:
            habits.unwritten += bool(name.strip())
    habits.with_categories += len({book for book, _ in seen})
    for (_, key), several in seen.items():
        group = habits.groups[key]
        group.books += 1
        group.spellings.update({name for name, _ in several})
        weight = sum(weight for _, weight in several)
        if weight == weight:
            group.weights[round(weight, 2)] += 1
    scores = books.scores
    # ``scored`` texts such as Complete are marks, not codes
    coded = scores[((scores["form"] == "code") & (scores["state"] != "scored")).to_numpy()]
    columns = (coded[column].astype(object).tolist() for column in ("book", "mark", "state"))
    cells: Counter[tuple[int, str, str]] = Counter(zip(*columns))
    where: set[tuple[int, str]] = set()
    for (book, mark, state), number in cells.items():
        text = " ".join(mark.split())
        if len(text) <= LONGEST_CODE and _writable(text):
            habits.codes[fold_code(text)][text, state] += number
            where.add((book, fold_code(text)))
    habits.code_books.update(code for _, code in where)
    points = books.assignments["points_possible"]
    habits.points.update(points[points.notna()].tolist())
    for name in books.students["name"].unique():
        habits.names |= {fold_code(name), *(word for word in re.findall(r"\w+", fold_code(name)) if len(word) > 2)}


def _writable(text: str) -> bool:
    """No half of a character, which JSON can hold and YAML can't."""
    return not any("\ud800" <= one <= "\udfff" for one in text)


def _categories(habits: _Habits) -> Iterator[str]:
    groups = sorted(habits.groups.values(), key=lambda group: (-group.books, group.name))
    common = [group for group in groups if group.books * _RARE >= habits.with_categories]
    stated, rare = common[:MOST_CATEGORIES], groups[len(common) :]  # in the same order: the commonest come first
    if not stated:
        yield "# No category stands in enough of these gradebooks to be drafted: name the district's under categories."
        return
    agreed = {id(group): weight for group in stated if (weight := _agreed(group)) is not None}
    required = {id(group) for group in stated if group.books * 2 > habits.with_categories}
    low = sum(weight for key, weight in agreed.items() if key in required)
    high = sum(agreed.values()) + TOTAL * (len(stated) - len(agreed))
    adds_up = low <= TOTAL + TOLERANCE and high >= TOTAL - TOLERANCE
    if not adds_up:
        yield "# The weights that most gradebooks use can't add up to 100 together, so they are comments: decide."
    yield "categories:"
    for group in stated:
        yield f"  {_quoted(group.name)}:   # {group.books} of {_many(habits.with_categories, 'gradebook')}"
        yield from _weight(group, id(group) in agreed and adds_up)
        yield f"    required: {'true' if id(group) in required else 'false'}"
        others = _others(group)
        if others:
            more = f"   # and {len(others) - MOST_SPELLINGS} more spellings" if len(others) > MOST_SPELLINGS else ""
            yield f"    aliases: [{', '.join(_quoted(name) for name in others[:MOST_SPELLINGS])}]{more}"
    for group in rare[:MOST_CATEGORIES]:
        yield f"  # {_quoted(group.name)}: only {_many(group.books, 'gradebook')}"
    yield from _left_out(len(common) - len(stated), "category that many gradebooks have", "categories that many have")
    yield from _left_out(len(rare) - MOST_CATEGORIES, "category of few gradebooks", "categories of few gradebooks")
    yield from _left_out(habits.unwritten, "category whose name is too long", "categories whose names are too long")


def _left_out(number: int, one: str, many: str) -> Iterator[str]:
    if number > 0:
        yield f"  # left out: {number} {one if number == 1 else many}"


def _agreed(group: _Group) -> float | None:
    """The weight that more than half of the gradebooks with a known weight give this category."""
    weight = _modal(group.weights) if group.weights else None
    if weight is None or not 0 <= weight <= TOTAL or group.weights[weight] * 2 <= group.weights.total():
        return None
    return weight


def _modal(weights: Counter[float]) -> float:
    return min(weights, key=lambda weight: (-weights[weight], weight))


def _weight(group: _Group, stated: bool) -> Iterator[str]:
    if not group.weights:
        yield "    # its weight can't be seen in any gradebook"
        return
    known = group.weights.total()
    modal = _modal(group.weights)
    support = f"# {modal:g}%: {group.weights[modal]} of {_many(known, 'gradebook')}"
    yield f"    weight: {modal:g}   {support}" if stated else f"    # weight: {modal:g}   {support}; decide"


def _others(group: _Group) -> Sequence[str]:
    """One spelling of each that a policy wouldn't take for the category's own name, the commonest first."""
    told: dict[str, str] = {fold(group.name): ""}
    for name in sorted(group.spellings, key=lambda text: (-group.spellings[text], text)):
        told.setdefault(fold(name), name)
    return [name for name in told.values() if name]


def _codes(habits: _Habits) -> Iterator[str]:
    used = {
        code: kinds
        for code, kinds in habits.codes.items()
        if (habits.code_books[code] > 1 or kinds.total() >= MANY_CELLS)
        and habits.names.isdisjoint({code, *re.findall(r"\w+", code)})
    }
    order = sorted(used, key=lambda code: (-used[code].total(), code))
    yield from _rest(len(habits.codes) - len(used))
    known = [code for code in order if {state for _, state in used[code]} == {"excused"}]
    open_ = [code for code in order if code not in known]
    if not used:
        yield "# No code stands in several of these gradebooks: list the district's under missing_work."
        return
    if open_:
        yield "# A code that begins with # below waits for its meaning: remove the #, and write it in place of the ?."
    hidden = "" if known else "#"
    yield f"{hidden}missing_work:"
    yield f"{hidden}  codes:"
    for code in known:
        yield f"    {_code(used[code])}: excused   {_support(habits, code)}"
    for code in open_:
        yield f"#    {_code(used[code])}: ?   {_support(habits, code)}"


def _rest(number: int) -> Iterator[str]:
    if number:
        noun = "text that is" if number == 1 else "texts that are"
        yield f"# Left out: {number} {noun} in few cells of one gradebook, or may be a name."


def _code(kinds: Counter[tuple[str, str]]) -> str:
    texts: Counter[str] = Counter()
    for (text, _), cells in kinds.items():
        texts[text] += cells
    return _quoted(min(texts, key=lambda text: (-texts[text], text)))


def _support(habits: _Habits, code: str) -> str:
    return f"# {_many(habits.codes[code].total(), 'cell')} in {_many(habits.code_books[code], 'gradebook')}"


def _points(habits: _Habits) -> Iterator[str]:
    total = habits.points.total()
    if not total:
        return
    yield "# Points possible, the commonest first (marks.points_possible would forbid all others):"
    for points in sorted(habits.points, key=lambda points: (-habits.points[points], points))[:MOST_POINTS]:
        yield f"#   {points:g}: {habits.points[points]} of {_many(total, 'assignment')}"
    if len(habits.points) > MOST_POINTS:
        yield f"#   and {_many(len(habits.points) - MOST_POINTS, 'other number')} of points"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _quoted(text: str) -> str:
    """A gradebook's text as YAML, in quotes always, so that nothing in it is taken for YAML's own signs."""
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(one if one.isalnum() or one == " " else f"\\U{ord(one):08x}" for one in text) + '"'
