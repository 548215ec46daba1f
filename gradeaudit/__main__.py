"""Starts the command line."""

from __future__ import annotations


def main() -> None:
    """Runs gradeaudit with the words it was called with."""
    from gradeaudit.cli.app import run  # the version and --help need nothing else

    run()


if __name__ == "__main__":
    main()
