"""Gradebooks of a day, for rules that hold an earlier export against a later one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gradeaudit.gradebook import Book


def on(day: str, make: Callable[..., Book], picture: str, **more: Any) -> Book:
    """The gradebook of a picture, exported on a day; "" for an export that doesn't say when it was made."""
    about = {"exported_at": np.datetime64(day or "NaT", "s"), **more.pop("about", {})}
    return make(picture, about=about, **more)
