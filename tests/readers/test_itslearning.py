"""itslearning: recognised and refused with the way that works."""

from __future__ import annotations

import pytest

from gradeaudit.errors import Problem
from gradeaudit.readers.itslearning import READER
from tests.readers.opened import claim, text


def test_itslearning_is_refused_with_the_way_that_works():
    record = text("Course,,,\n,Username,Synchronization key,Essay\nAna Baker,ana,17,5\n")
    assert claim("itslearning", record).refusal.endswith("describe it with --as generic --map FILE")
    with pytest.raises(Problem, match="layout of itslearning's export is not known"):
        list(READER.read([record]))
    assert READER.detect(text("Name,Key\nAna,1\n")) is None
