"""Starts the command line, and ends it."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading


def main() -> None:
    """Runs gradeaudit with the words it was called with."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads would only wait for work
    os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")  # huge pages are cleared whole, and most are used in part
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # none is of use here, and all packages are looked at
    gc.disable()  # what a start loads stays until the end: looking through it for circles is a sixth of a small run
    try:
        from gradeaudit.cli.app import run  # the version and --help need nothing else

        run()
    except SystemExit as end:
        _end(end.code)
        raise
    except KeyboardInterrupt:  # too early for the command line to say so
        print("interrupted", file=sys.stderr)
        raise SystemExit(130) from None
    finally:
        gc.freeze()  # nor at the end, when all of it goes at once


def _end(code: object) -> None:
    """Ends the process without freeing, piece by piece, what the system takes back at once: a twentieth of a small run.

    Only where no thread is left to be waited for and all output is written; else Python ends it, and says what is lost.
    """
    if not isinstance(code, int) or threading.active_count() > 1:
        return
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(code)


if __name__ == "__main__":
    main()
