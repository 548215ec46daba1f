"""The distinct titles of a batch's assignments, each looked at once, and which of them hold certain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.title_text import distinct, same, tidy, words

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks


@dataclass(frozen=True)
class Titles:
    """``number`` has for each assignment the position of its title in ``texts``, the distinct titles."""

    number: Array
    texts: list[str]

    @cached_property
    def folded(self) -> list[str]:
        """The texts without regard to case, line breaks as spaces."""
        return folded_titles(self.texts)

    @cached_property
    def tidied(self) -> list[str]:
        """The texts as ``title_text.tidy`` makes them."""
        return [tidy(text) for text in self.texts]

    @cached_property
    def same(self) -> list[str]:
        """What texts that look the same have in common (``title_text.same``)."""
        return [same(text) for text in self.texts]

    @cached_property
    def words(self) -> list[str]:
        """The texts' words (``title_text.words``)."""
        return [words(text) for text in self.texts]

    def are(self, numbers: Iterable[int]) -> Array:
        """Which assignments have one of these titles (positions in ``texts``)."""
        chosen = np.zeros(len(self.texts), bool)
        chosen[list(numbers)] = True
        return chosen[self.number]


def titles(gradebooks: Gradebooks) -> Titles:
    """The titles of a batch, told apart once for all that ask."""
    return gradebooks.shared(_titles, None)


def _titles(gradebooks: Gradebooks, terms: None) -> Titles:
    return Titles(*distinct(gradebooks.assignments["title"]))


def folded_titles(titles: Sequence[str]) -> list[str]:
    """The titles without regard to case, line breaks as spaces."""
    text = "\n".join(titles).casefold()
    folded = text.split("\n")
    if len(folded) == len(titles):
        return folded
    return [title.replace("\n", " ").casefold() for title in titles]


def holding(folded: Sequence[str], stems: Iterable[str]) -> list[int]:
    """The rows, in order, of folded titles that hold one of the stems (themselves in lower case)."""
    text = "\n".join(folded)
    ends = np.cumsum([len(title) + 1 for title in folded])
    found = []
    for stem in stems:
        position = text.find(stem)
        while position >= 0:
            found.append(position)
            position = text.find(stem, position + 1)
    return np.unique(np.searchsorted(ends, found, side="right")).tolist() if found else []
