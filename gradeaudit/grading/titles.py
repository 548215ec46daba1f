"""Titles of assignments that hold certain words, found in one pass over all the titles of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np


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
