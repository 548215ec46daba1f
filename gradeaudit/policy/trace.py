"""Which line of which file set a value, for findings and for people who ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from gradeaudit.errors import visible
from gradeaudit.findings import PolicyRef
from gradeaudit.policy.layers import Layered, Spot
from gradeaudit.policy.load import Source


class Lines(Mapping[str, PolicyRef]):
    """Dotted path → the line that set it, looked up only for what is found; most settings never are."""

    def __init__(self, source: Source, layered: Layered) -> None:
        self._source = source
        self._layered = layered

    @property
    def data(self) -> Mapping[str, object]:
        """The plain data in force."""
        return self._layered.data

    def spot(self, path: tuple[str, ...]) -> Spot:
        """Where the setting at a path stands, or the nearest block above it."""
        while path and path not in self._layered.spots:
            path = path[:-1]
        return self._layered.spots[path]

    @cached_property
    def _spots(self) -> dict[str, Spot]:
        return {".".join(map(str, path)): spot for path, spot in self._layered.spots.items() if path}

    def __getitem__(self, path: str) -> PolicyRef:
        spot = self._spots[path]
        line = self._source.lines[spot.file][spot.line - 1].strip()
        return PolicyRef(spot.file, spot.line, visible(self._quoted(path) or line, 200))

    def _quoted(self, path: str) -> str:
        """The ``source`` of the nearest block around a setting; the policy's own, at its top, is quoted in reports."""
        steps = path.split(".")
        for end in range(len(steps), 0, -1):
            found = self._spots.get(".".join([*steps[:end], "source"]))
            if found is not None:
                block: object = self._layered.data
                for step in [*steps[:end], "source"]:
                    if isinstance(block, Mapping):
                        block = block.get(step)
                    elif isinstance(block, list) and step.isdigit():
                        block = block[int(step)]
                return block if isinstance(block, str) else ""
        return ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._spots)

    def __len__(self) -> int:
        return len(self._spots)
