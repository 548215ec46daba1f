"""How reports put counts, places and gradebooks into words: the same phrases in every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gradeaudit.findings import Finding, Gradebook, Place, Report
from gradeaudit.places import cell_name, column_name

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_PLURALS = {"category": "categories", "entry": "entries", "this": "these", "is": "are", "was": "were", "its": "their"}
SEVERITY_NOUNS = {"error": "error", "warning": "warning", "info": "note"}
VIEW_TITLES = {"error": "to fix before you post", "warning": "to look at", "info": "worth knowing"}


def counted(count: int, noun: str) -> str:
    """A number with its noun: ``1 cell``, ``1,204 cells``."""
    return f"{count:,} {noun if count == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """The plural of a noun that reports use."""
    return _PLURALS.get(noun, f"{noun}s")


def number_word(count: int) -> str:
    """A number as a word up to twelve, then in digits."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def things(count: int, severity: str) -> str:
    """The heading over what is to be done: ``Seven things to fix before you post``."""
    return f"{number_word(count).capitalize()} {'thing' if count == 1 else 'things'} {VIEW_TITLES[severity]}"


def percent(weight: float) -> str:
    """A weight in percent, without needless decimals: ``40%``, ``33.33%``."""
    return f"{round(weight, 2):g}%"


def book_title(book: Gradebook) -> str:
    """What a teacher calls a gradebook: its course and section, or else its file."""
    named = [text for text in (book.course, book.section) if text]
    if len(named) == 2 and named[0] in named[1]:
        named = named[1:]
    return ", ".join(named) or book.id.rpartition("/")[2]


def named(book: Gradebook) -> str:
    """A gradebook with its teacher and school, as far as they are known."""
    return " · ".join(text for text in (book_title(book), book.teacher, book.school) if text)


def sentence(found: Finding) -> str:
    """What was found; how sure that is stands behind it unless it is certain."""
    return found.message if found.confidence == "certain" else f"{found.message} ({found.confidence})"


def policy_name(report: Report) -> str:
    """The policy as reports name it: its title and district, or its file."""
    run = report.run
    return ", ".join(text for text in (run.district, run.policy_title) if text) or run.policy_file or "no policy"


def people(report: Report) -> str:
    """What the report shows of students, in a sentence that stands in each report."""
    return {
        "hidden": "Students are not named: places show cells and counts.",
        "id": "This report shows student ids. Treat it as a student record.",
        "name": "This report names students. Treat it as a student record.",
    }.get(report.look.students, "This report shows pseudonyms of students. Treat it as a student record.")


def where(found: Finding, limit: int = 12) -> str:
    """A finding's cells as a spreadsheet names them: ``H2, H7:H9 and 12 more``; empty for a whole gradebook."""
    spots = ranges(found.places)
    shown = ", ".join(spots[:limit])
    rest = len(spots) - limit
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def ranges(places: Iterable[Place]) -> list[str]:
    """Cells in reading order, those that follow each other in a column joined to a range; students keep their cell."""
    spots: list[str] = []
    run: list[Place] = []
    for place in sorted(
        set(places), key=lambda spot: (spot.file, spot.sheet, spot.column, spot.row, spot.student or "")
    ):
        follows = run and place[1:] == run[-1][1:] and place.row == run[-1].row + 1 and not place.student
        if run and not follows:
            spots.append(_range(run))
            run = []
        run.append(place)
    if run:
        spots.append(_range(run))
    return [spot for spot in spots if spot]


def _range(run: Sequence[Place]) -> str:
    first, last = run[0], run[-1]
    if not first.row:
        return first.file
    if first.column:
        name = cell_name(first.row, first.column)
        name = name if first is last else f"{name}:{column_name(last.column)}{last.row}"
    else:
        name = f"row {first.row}" if first is last else f"rows {first.row}-{last.row}"
    named = f"{name} ({first.student})" if first.student else name
    home = "!".join(text for text in (first.file, first.sheet) if text)
    return f"{home}!{named}" if home else named
