"""Which texts in score cells are codes, and what they mean: by what the LMS says of them, else by their spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradeaudit.drafting.habits import CodeUse, Habits
from gradeaudit.drafting.lines import many, quoted
from gradeaudit.policy.suggest import meaning_of

MANY_CELLS = 5
_OPEN = "not_entered"
"""What a code is taken to mean until somebody says: that there is no score."""


def codes(habits: Habits) -> Iterator[str]:
    """The lines on codes: those of several gradebooks or many cells, each with its meaning and why it has it."""
    used = {
        code: use
        for code, use in habits.codes.items()
        if (use.books > 1 or use.cells >= MANY_CELLS) and habits.names.isdisjoint({code, *re.findall(r"\w+", code)})
    }
    rest = len(habits.codes) - len(used)
    if rest:
        noun = "text that is" if rest == 1 else "texts that are"
        yield f"# Left out: {rest} {noun} in few cells of one gradebook, or may be a name."
    if not used:
        yield "# No code stands in several of these gradebooks: list the district's under missing_work."
        return
    yield "missing_work:"
    yield "  codes:"
    for code in sorted(used, key=lambda code: (-used[code].cells, code)):
        use = used[code]
        meaning, why = _meaning(use)
        support = f"{many(use.cells, 'cell')} in {many(use.books, 'gradebook')}"
        yield f"    {quoted(use.name)}: {meaning}   # {support}; {why}"


def _meaning(use: CodeUse) -> tuple[str, str]:
    """What a code means, and what that is taken from: most of its cells, or how it is spelt."""
    said, cells = min(use.said.items(), key=lambda pair: (-pair[1], pair[0]))
    if said and cells * 2 > use.cells:
        each = "them" if cells == use.cells else f"{cells} of them"
        return said, f"the LMS marks {each} so"
    meaning = meaning_of(use.name)
    return (meaning, "by its spelling") if meaning else (_OPEN, "what does it mean?")
