"""Which of the policy's terms a gradebook, or an assignment, belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]


def terms_of_books(gradebooks: Gradebooks, policy: Policy) -> Array:
    """The term that each gradebook shows, as its export names it; "" where it doesn't."""
    terms: Array = gradebooks.books["term"].to_numpy()
    return terms
