"""When two names mean the same: a category or a code against the policy's list."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gradeaudit.policy.schema import Category, Code


class Match(NamedTuple):
    """The policy's name for a name, and how it matched: ``same``, ``accepted``, ``alias``; both empty if unknown."""

    name: str
    how: str


UNKNOWN = Match("", "")


@lru_cache(4096)  # the gradebooks of a run have few names for their categories, each many times
def fold(name: str) -> str:
    """A name without regard to case, surrounding or doubled spaces, compatibility forms, or a plural s."""
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss") else folded


def fold_code(text: str) -> str:
    """A code without regard to case and surrounding or doubled spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def fold_codes(texts: Sequence[str]) -> list[str]:
    """``fold_code`` of each text; all of them are folded at once."""
    folded = unicodedata.normalize("NFKC", "\n".join(texts)).casefold().split("\n")
    if len(folded) != len(texts):  # a text holds a line break, or there are none
        return [fold_code(text) for text in texts]
    return [text if text.isprintable() and " " not in text else " ".join(text.split()) for text in folded]


def category_names(categories: Mapping[str, Category]) -> dict[str, Match]:
    """Folded name → the policy's category, for names, accepted names and aliases."""
    index: dict[str, Match] = {}
    for name in categories:
        index[fold(name)] = Match(name, "same")
    for name, category in categories.items():
        for other in category.accepts:
            index.setdefault(fold(other), Match(name, "accepted"))
        for other in category.aliases:
            index.setdefault(fold(other), Match(name, "alias"))
    return index


def code_names(codes: Mapping[str, Code]) -> dict[str, Match]:
    """Folded text → the policy's code, for codes and their aliases."""
    index = {fold_code(name): Match(name, "same") for name in codes}
    for name, code in codes.items():
        for other in code.aliases:
            index.setdefault(fold_code(other), Match(name, "alias"))
    return index
