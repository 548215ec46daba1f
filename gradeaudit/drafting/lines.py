"""How a drafted line is written: numbers with their nouns, and a gradebook's text as YAML."""

from __future__ import annotations


def many(number: int, noun: str) -> str:
    """A number and its noun: 1 gradebook, 12 gradebooks."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def quoted(text: str) -> str:
    """A gradebook's text as YAML, in quotes always, so that nothing in it is taken for YAML's own signs."""
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(one if one.isalnum() or one == " " else f"\\U{ord(one):08x}" for one in text) + '"'


def writable(text: str) -> bool:
    """No half of a character, which JSON can hold and YAML can't."""
    return not any("\ud800" <= one <= "\udfff" for one in text)
