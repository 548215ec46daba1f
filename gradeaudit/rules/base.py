"""What a rule is: one check over many gradebooks, and the words that explain it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

FAMILIES = (
    "structure", "weights", "counts", "naming", "dates", "marks", "totals", "roster", "drift", "peers", "policy",
)  # fmt: skip

FIXES = {
    "codes": "where the LMS imports the code: it is written over the other spelling",
    "numbers": "a number that can be read in one way only is written as its export writes numbers (8,5 as 8.5, a"
    " no-break space before it taken away)",
    "percents": "only with --unsafe: among points, a percent becomes the points it comes to (85% of 10 as 8.5)",
    "fractions": "only with --unsafe: among points, a fraction of the points possible becomes those points (9/10 as 9)",
    "zeros": "only with --unsafe, where the LMS imports the code: the code for missing work is written over the zero",
    "blanks": "only with --unsafe, where the LMS imports the code: the code for missing work is written into the blank",
}
"""What each fix of ``gradeaudit fix`` does."""
UNSAFE = ("percents", "fractions", "zeros", "blanks")
"""Fixes that decide something only the teacher knows: done when they are asked for."""


@dataclass(frozen=True)
class Rows:
    """What a rule found, as one table with a row for each place, and what it could not judge.

    ``found`` has the columns ``book`` and ``place`` (a packed place), the columns named by the rule's ``per``, and
    the fields of its message. Where it has ``category``, ``assignment`` or ``student`` (row numbers of those tables,
    -1 for none) the report names them. Optional columns: ``observed`` and ``expected`` (short texts), ``confidence``,
    ``severity``, ``fix_also`` (a sentence after the fix, for this row alone), ``policy_key`` (the dotted path of the
    setting that the row rests on, e.g. ``categories.Homework.weight``), ``fix`` and ``fix_text`` (which of the rule's
    fixes puts this cell right, and the text that it writes; both empty where none does).

    ``not_checked`` maps a reason, in words, to the numbers of the books that it holds for.
    """

    found: pd.DataFrame
    not_checked: Mapping[str, np.ndarray[Any, Any]] = field(default_factory=dict)


Check = Callable[["Gradebooks", "Policy"], Rows]
Names = str | Sequence[str]
"""One name, or several."""


@dataclass(frozen=True)
class Rule:
    """A rule and its words. ``name`` is the file's name with hyphens.

    ``needs``    table → columns without which a gradebook is not checked; the check sees it beside the others all the
                 same, and what it says of it is dropped.
    ``policy``   dotted paths of policy keys; when none of them is set the rule is not checked.
    ``per``      the columns whose equal values, within one gradebook, make one finding with several places.
    ``message``  a format string over the fields of the first row; ``{count}`` is the number of places, and
                 ``{cells}``, ``{students}``, ``{assignments}``, ``{totals}`` are that number with its noun.
    ``steps``    the fix in one LMS's own words, by reader name; ``fix`` is the fix anywhere.
    ``parameters`` what a policy may set under ``rules.NAME``, with its default.
    """

    name: str
    title: str
    family: str
    severity: str
    what: str
    why: str
    fix: str
    message: str
    check: Check
    needs: Mapping[str, tuple[str, ...]]
    policy: tuple[str, ...] = ()
    per: tuple[str, ...] = ()
    example: str = ""
    instead: str = ""
    not_a_finding: str = ""
    steps: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, float | str] = field(default_factory=dict)
    confidence: str = "certain"
    scope: str = "gradebook"
    fixable: tuple[str, ...] = ()
    """Which fixes of ``gradeaudit fix`` put it right, if any do: keys of ``FIXES``."""


def rule(
    *,
    title: str,
    family: str,
    severity: str,
    what: str,
    why: str,
    fix: str,
    message: str,
    needs: Mapping[str, list[str]],
    policy: Names = (),
    per: Names = (),
    example: str = "",
    instead: str = "",
    not_a_finding: str = "",
    steps: Mapping[str, str] | None = None,
    parameters: Mapping[str, float | str] | None = None,
    confidence: str = "certain",
    scope: str = "gradebook",
    fixable: Names = (),
) -> Callable[[Check], Rule]:
    """Makes a Rule of the check below it; the fields are those of ``Rule``."""

    def made(check: Check) -> Rule:
        return Rule(
            name=Path(check.__code__.co_filename).stem.replace("_", "-"),
            title=title,
            family=family,
            severity=severity,
            what=what,
            why=why,
            fix=fix,
            message=message,
            check=check,
            needs={table: tuple(columns) for table, columns in needs.items()},
            policy=_tuple(policy),
            per=_tuple(per),
            example=example,
            instead=instead,
            not_a_finding=not_a_finding,
            steps=dict(steps or {}),
            parameters=dict(parameters or {}),
            confidence=confidence,
            scope=scope,
            fixable=_tuple(fixable),
        )

    return made


def _tuple(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
