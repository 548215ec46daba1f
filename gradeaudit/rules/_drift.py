"""What rules share that judge what changed since an earlier export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.rules._tables import below

if TYPE_CHECKING:
    import pandas as pd

    from gradeaudit.gradebook import Gradebooks

Array = np.ndarray[Any, Any]


def changed(books: Gradebooks, *kinds: str) -> pd.DataFrame:
    """The changes of some kinds since the earlier export."""
    assert books.changes is not None, "a rule of drift is given gradebooks that have an earlier export"
    return books.changes[books.changes["kind"].isin(kinds).to_numpy()].reset_index(drop=True)


def together(table: pd.DataFrame, *subject: str) -> list[str]:
    """For each row the words of all rows with the same subject in the same gradebook, one after the other."""
    keys = list(zip(*(table[name].tolist() for name in ("book", *subject))))
    words: dict[tuple[Any, ...], list[str]] = {}
    for key, said in zip(keys, table["words"].tolist()):
        words.setdefault(key, []).append(said)
    return ["; ".join(dict.fromkeys(words[key])) for key in keys]


def sure(likely: Array) -> Array:
    """How sure a finding is, by whether it rests on something that is only likely."""
    return np.where(likely, "likely", "certain")


def from_earlier(books: Gradebooks, rows: pd.DataFrame, *subject: str) -> pd.DataFrame:
    """Rows whose places are in the earlier export, and before them one for each subject at the gradebook itself."""
    first = rows.drop_duplicates(["book", *subject])
    here = first.assign(place=books.books["place"].to_numpy()[first["book"].to_numpy()])
    return below([here, rows])
