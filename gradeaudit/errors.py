"""What stopped gradeaudit, where, and what to do next, in one line each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Problem(Exception):
    """Something that the person running gradeaudit can put right.

    ``what`` is one sentence without cell text; ``where`` is a file, or ``file:line:column``, as the user named it;
    ``todo`` says what to do next. The command line prints it in one line and exits 2.
    """

    what: str
    where: str = ""
    todo: str = ""

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line}; {self.todo}" if self.todo else line


def visible(text: str, limit: int = 120) -> str:
    """Text that is safe to show on a terminal: control, bidi and invisible characters as escapes, cut at ``limit``.

    Source: Unicode general categories Cc, Cf, Cs, Zl, Zp.
    """
    if text.isprintable():  # which no character of these categories is
        shown = text
    else:
        import unicodedata  # only for text that needs it

        shown = "".join(
            character.encode("unicode_escape").decode("ascii")
            if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
            else character
            for character in text
        )
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def quoted(text: str, limit: int = 120) -> str:
    """``visible`` text in quotation marks, its backslashes as they stand: a pattern is shown as it is written."""
    mark = '"' if "'" in text else "'"
    return f"{mark}{visible(text, limit)}{mark}"


def closest(word: str, known: list[str]) -> str:
    """The name in ``known`` that ``word`` most likely was meant to be, or the empty text."""
    import difflib  # only needed when something is misspelt; start-up stays fast

    near = difflib.get_close_matches(word.casefold(), [name.casefold() for name in known], n=1, cutoff=0.6)
    return next((name for name in known if near and name.casefold() == near[0]), "")
