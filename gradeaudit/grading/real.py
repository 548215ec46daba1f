"""Which scores are a real student's, and not those of the one that an LMS keeps for trying things out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks


def real(gradebooks: Gradebooks) -> Array:
    """True for each score of a real student, worked out once for all the rules that ask."""
    return gradebooks.shared(_real, None)


def _real(gradebooks: Gradebooks, terms: None) -> Array:
    test = gradebooks.students["is_test_student"].to_numpy()
    if not test.any():
        return np.ones(len(gradebooks.scores), bool)
    found: Array = ~test.take(gradebooks.scores["student"].to_numpy())
    return found
