"""Tests of the policy language."""

import pytest

pytest.register_assert_rewrite("tests.policy.clauses")
