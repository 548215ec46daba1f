"""Cell texts as whole numbers, so that numpy compares and counts them at once, where Python goes from text to text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

SHORT = 7
"""How many bytes a text may have that is its own number: one fewer than the number, whose last byte tells long ones."""
_LONG = 1 << (8 * SHORT)


@dataclass(frozen=True)
class Texts:
    """The texts of some cells, a whole number (int64) each: equal texts have equal numbers.

    A short text's number is its bytes in UTF-8, the first the lowest; that of a longer one is 1 << 56 plus its position
    in ``long``. ``numbers`` may have any shape; ``len`` counts and iteration gives the texts row by row.
    """

    numbers: Array
    long: Sequence[str] = ()

    def __len__(self) -> int:
        return self.numbers.size

    def __iter__(self) -> Iterator[str]:
        return iter(self._of(self.numbers.ravel()))

    def __getitem__(self, at: Any) -> Texts:
        """Some of them, as numpy chooses from an array of their shape."""
        return Texts(self.numbers[at], self.long)

    def each(self, say: Callable[[str], Any], kind: Any) -> Array:
        """What is said of every text, in their shape and of that dtype; of equal texts it is asked once."""
        import pandas as pd  # what starts fast goes without it

        which, distinct = pd.factorize(self.numbers.ravel())
        said = np.array([say(text) for text in self._of(distinct)], kind)
        return said[which].reshape(self.numbers.shape)

    def distinct(self) -> list[str]:
        """Every text that is among them, once."""
        return self._of(np.unique(self.numbers))

    def hold(self, character: str) -> bool:
        """Whether a character of ASCII is in any of the texts."""
        short = np.where(self.numbers < _LONG, self.numbers, 0) if self.long else self.numbers
        return ord(character) in short.tobytes() or any(character in text for text in self.long)

    def _of(self, numbers: Array) -> list[str]:
        is_long = numbers >= _LONG
        raw: list[bytes] = np.where(is_long, 0, numbers).astype("<i8").view(f"S{SHORT + 1}").tolist()
        texts = [text.decode("utf-8", "surrogatepass") for text in raw]
        for position in np.flatnonzero(is_long).tolist():
            texts[position] = self.long[int(numbers[position]) - _LONG]
        return texts


class Numbering(dict[str, int]):
    """The numbers of texts as they come in; ``long`` are the longer ones, in the order of their first appearance."""

    def __init__(self) -> None:
        self.long: list[str] = []

    def __missing__(self, text: str) -> int:
        raw = text.encode("utf-8", "surrogatepass")
        if len(raw) <= SHORT and b"\0" not in raw:
            number = int.from_bytes(raw, "little")
        else:
            number = _LONG + len(self.long)
            self.long.append(text)
        self[text] = number
        return number

    def of(self, texts: Iterable[str], count: int) -> Array:
        """The numbers of ``count`` texts; ones that have numbers already, in a file, get those that they have here."""
        if not isinstance(texts, Texts):
            return np.fromiter(map(self.__getitem__, texts), np.int64, count)
        numbers: Array = texts.numbers.ravel()
        at = np.flatnonzero(numbers >= _LONG) if texts.long else ()
        if len(at):
            numbers = numbers.copy()
            numbers[at] = self.of(map(texts.long.__getitem__, (numbers[at] - _LONG).tolist()), len(at))
        return numbers
