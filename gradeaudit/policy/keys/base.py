"""What every block of a policy has in common, and how a value may be either a word or a map."""

# Here and beside, annotations are values, not texts, which pydantic would have to work out at each start.
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field

from gradeaudit.policy.values import Percent, Text, Whole, wrong


class Block(BaseModel):
    """A block of a policy: frozen, no unknown keys; ``source`` may stand in any and is quoted for its findings."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    source: Text | None = Field(None, description="Where the district wrote this down; quoted in findings.")


class Bounds(Block):
    """The least and the most that a lower scope, such as a school, may set."""

    min: Percent | None = Field(None, description="The least that is allowed.")
    max: Percent | None = Field(None, description="The most that is allowed.")


class Count(Block):
    """How many graded assignments there must be."""

    min: Whole | None = Field(None, description="The fewest graded assignments.")
    max: Whole | None = Field(None, description="The most graded assignments.")
    per: Text | None = Field(
        None, description="The period they are counted in: term (when absent), week, or a duration: 10 school days."
    )


def _shape(value: Any) -> str:
    return "map" if isinstance(value, (dict, BaseModel)) else "word"


BY_SHAPE = Discriminator(_shape)
"""Tells a map (tag ``map``) from everything else (tag ``word``), so that an error is about the one that was meant."""


def words(*allowed: str, form: str = "") -> BeforeValidator:
    """Takes only these words; ``form`` is the map that might have stood there, for the message."""

    def one_of(value: Any) -> Any:
        if isinstance(value, str) and value in allowed:
            return value
        choices = [*allowed, form] if form else list(allowed)
        raise wrong(", ".join(choices[:-1]) + (" or " if len(choices) > 1 else "") + choices[-1])

    return BeforeValidator(one_of)


def one_or_list(value: Any) -> Any:
    """A map or a word where a list of them may stand is a list of one."""
    return (value,) if isinstance(value, (dict, str, BaseModel)) else value


def named(kind: str) -> BeforeValidator:
    """A map of names to ``kind``; anything else is told what is missing."""

    def mapped(value: Any) -> Any:
        if isinstance(value, dict):
            return value
        raise wrong(f"a map of {kind}")

    return BeforeValidator(mapped)


Validator = Callable[[Any], Any]
