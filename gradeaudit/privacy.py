"""Who a place belongs to, as the run was asked to say it: nobody, an id, a name, or a keyed pseudonym."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import Problem, visible

if TYPE_CHECKING:
    import pandas as pd

    from gradeaudit.gradebook import Array

HOW = ("hidden", "id", "name")
KEYED = "keyed:"
"""What ``students`` begins with when pseudonyms are shown; the key follows in hexadecimal."""
LEAST_KEY, LONGEST_KEY = 16, 65_536


def keyed(path: Path) -> str:
    """The ``students`` choice for pseudonyms under the key in a file of at least 16 bytes; raises ``Problem``."""
    shown = visible(str(path), 300)
    try:
        with path.open("rb") as file:
            key = file.read(LONGEST_KEY + 1).strip()
    except (OSError, ValueError) as error:
        todo = "check --pseudonyms; openssl rand -hex 32 makes a key"
        reason = getattr(error, "strerror", None) or "its name can't be used"
        raise Problem(f"the key can't be read ({reason})", shown, todo) from None
    if len(key) < LEAST_KEY:
        raise Problem("the key is shorter than 16 bytes", shown, "make one with openssl rand -hex 32")
    if len(key) > LONGEST_KEY:
        raise Problem("this is no key: it is longer than 64 KiB", shown, "make one with openssl rand -hex 32")
    return KEYED + key.hex()


def shown(students: pd.DataFrame, how: str) -> Array:
    """What is shown of each row of ``students``: its SIS id (else the LMS's), its name, or its pseudonym.

    A pseudonym is 12 hexadecimal digits of a keyed hash (HMAC-SHA-256) of the id, else of the name: the same student
    has the same one in every gradebook and run under one key, and without the key it can't be undone by trying all ids.
    """
    sis, local, names = (students[name].to_numpy() for name in ("sis_id", "local_id", "name"))
    ids = np.where(sis != "", sis, local)
    if how == "id":
        return ids
    if how == "name":
        return names
    if not how.startswith(KEYED):
        return np.full(len(students), "", object)
    key = bytes.fromhex(how.removeprefix(KEYED))
    pseudonyms = [
        hmac.new(key, f"{'id' if one else 'name'}\x1f{one or name}".encode("utf-8", "surrogatepass"), hashlib.sha256)
        .hexdigest()[:12]
        for one, name in zip(ids.tolist(), names.tolist())
    ]  # fmt: skip
    return np.array(pseudonyms, object)
