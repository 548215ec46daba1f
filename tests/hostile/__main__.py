"""Writes the hostile files to a folder, to try them by hand: ``python -m tests.hostile FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.hostile.cases import ARCHIVES, CASES


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, case in CASES.items():
        (folder / name).write_bytes(case.make())
    for name, (make, _) in ARCHIVES.items():
        (folder / name).write_bytes(make())
    print(f"{len(CASES) + len(ARCHIVES)} files in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
