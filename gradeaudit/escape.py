"""Text from a gradebook made safe for where it is written: one function a kind of output, and nowhere else."""

from __future__ import annotations

import re
from json import dumps

from gradeaudit.errors import visible

_COMMAND = re.compile(r"##(?=\w*\[)|^(?=\s*::)")
_RUNNER = re.compile(r"##(?=\w*\[)")
_OTHER_COMMAND = re.compile(r"(##\w*)\[")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?")
_FORMULA = re.compile("[\\s'\"]*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001-\U000e007f]"
)
"""What ``visible`` shows as an escape, but for the controls that JSON escapes anyway."""
_OOXML_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>|~&$#]")
_MARKDOWN_LIST = re.compile(r"^(\s*\d*)([-+.)])")
_ASCII = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "×": "x", "·": "-", "•": "*",
        "▸": ">", "≤": "<=", "≥": ">=", "−": "-", "→": "->", "█": "#", "░": ".", "✖": "x", "▲": "!", "●": "i",
        "✔": "ok", "─": "-", "│": "|", "≠": "!=", "\u00a0": " ",
    }
)  # fmt: skip


def terminal(text: str, limit: int = 2000, unicode: bool = True) -> str:
    """For a terminal or a log: one line, control characters as escapes, and nothing that a CI runner obeys.

    Without ``unicode`` punctuation becomes its ASCII likeness and every other character its escape. Source for the
    runners' commands: actions/runner, ActionCommand.cs (``::`` at the start of a line, ``##[`` anywhere).
    """
    shown = visible(text, limit)
    if not unicode:
        shown = shown.translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")
    return _COMMAND.sub(lambda match: "\\" if not match[0] else "#\\x23", shown)


def spreadsheet(text: str, limit: int = 32_000) -> str:
    """For a cell of a CSV file or a workbook: never a formula, always one line; plain numbers stay as they are.

    Source: OWASP, CSV Injection; a negative number is not a formula and keeps its sign.
    """
    shown = visible(text, limit)
    if _FORMULA.match(shown) and not _PLAIN_NUMBER.fullmatch(shown.strip()):
        return "'" + shown
    return shown


def xml(text: str) -> str:
    """For XML: without the characters that XML 1.0 forbids even as references (its production Char)."""
    return _NOT_XML.sub("\ufffd", text)


def json(text: str) -> str:
    """For JSON: the same values, but characters that nobody sees, or that a terminal obeys, are written as escapes.

    Also the line separators at which some programs cut JSON Lines, and what a CI runner takes for a command.
    """
    shown = text if text.isprintable() else _UNSEEN.sub(lambda match: dumps(match[0])[1:-1], text)
    return _RUNNER.sub(r"#\\u0023", shown) if "##" in shown else shown


def workbook(text: str) -> str:
    """For a workbook's XML: ``spreadsheet`` and ``xml``, and ``_x001B_`` stays text instead of becoming a character.

    Source: ECMA-376 part 1, ST_Xstring.
    """
    return _OOXML_CODE.sub("_x005F_", xml(spreadsheet(text)))


def markdown(text: str) -> str:
    """For Markdown, also inside a table: the text as it stands, never a link, an image, a tag or a mention."""
    shown = _MARKDOWN.sub(lambda match: "\\" + match[0], visible(text, 4000))
    shown = _MARKDOWN_LIST.sub(r"\1\\\2", shown)
    return shown.replace("://", ":\\//").replace("www.", "www\\.").replace("@", "@\u200b")


def workflow(text: str) -> str:
    """For the message of a GitHub workflow command. Source: GitHub's toolkit, command.ts, escapeData."""
    return _OTHER_COMMAND.sub(r"\1%5B", text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def workflow_property(text: str) -> str:
    """For a property of a GitHub workflow command. Source: GitHub's toolkit, command.ts, escapeProperty."""
    return workflow(text).replace(":", "%3A").replace(",", "%2C")
