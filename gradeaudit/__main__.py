"""Starts the command line."""

from __future__ import annotations

import gc
import os


def main() -> None:
    """Runs gradeaudit with the words it was called with."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads would only wait for work
    gc.disable()  # what a start loads stays until the end: looking through it for circles is a sixth of a small run
    try:
        from gradeaudit.cli.app import run  # the version and --help need nothing else

        run()
    finally:
        gc.freeze()  # nor at the end, when all of it goes at once


if __name__ == "__main__":
    main()
