"""The command line: each command is one file beside this one."""

from __future__ import annotations


def run() -> None:
    """Runs the command that the words name."""
    raise SystemExit(2)
