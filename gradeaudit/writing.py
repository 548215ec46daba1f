"""Writes a report whole or not at all, and never over a gradebook or a policy."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from gradeaudit.errors import Problem, visible


def check_target(target: Path, inputs: Iterable[Path]) -> None:
    """Refuses, before any work is done, a target that can't be written or that is one of the inputs."""
    shown = visible(str(target))
    folder = target.parent
    if not os.path.isdir(folder):
        raise Problem("the folder of the output file doesn't exist", shown, "make the folder, or change --output")
    if os.path.isdir(target):
        raise Problem("the output is a folder", shown, "give a file name after --output")
    try:
        there = target.stat()
    except FileNotFoundError:
        if not os.access(folder, os.W_OK):
            raise Problem("the folder of the output file can't be written to", shown, "change --output") from None
        return
    except (OSError, ValueError) as error:  # a name that no file can have, or a circle of links
        reason = getattr(error, "strerror", None) or "its name can't be used"
        raise Problem(f"the report can't be written ({reason})", shown, "change --output") from None
    for path in inputs:
        try:
            same = os.path.samestat(there, path.stat())
        except OSError:
            continue
        if same:
            raise Problem("the output would replace an input", shown, "change --output")


def write(target: Path, content: bytes | Iterator[bytes], private: bool = False) -> None:
    """Puts the content at the target through a temporary file beside it; a device or pipe is written into instead.

    Content in pieces is written as they come. ``private`` files are readable by their owner only (mode 0600); others
    follow the umask.
    """
    shown, pieces = visible(str(target)), (content,) if isinstance(content, bytes) else content
    try:
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            with target.open("wb") as device:
                device.writelines(pieces)
            return
        real = Path(os.path.realpath(target))
        descriptor, name = tempfile.mkstemp(prefix=".gradeaudit-", dir=real.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o600 if private else 0o666 & ~_umask())
            os.replace(name, real)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise Problem(f"the report can't be written ({error.strerror})", shown, "change --output") from None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def check_folder(folder: Path) -> None:
    """Raises ``Problem`` where the folder above that of ``--output-dir`` isn't there: a slip makes no new tree."""
    if not os.path.isdir(folder.absolute().parent):
        todo = "make it, or change --output-dir"
        raise Problem("the folder above that of --output-dir doesn't exist", visible(str(folder)), todo)


def make_folder(folder: Path, private: bool = False) -> None:
    """Makes the folder of ``--output-dir`` unless it is there; a private one is for this user alone."""
    try:
        folder.mkdir(mode=0o700 if private else 0o777, exist_ok=True)
    except OSError as error:
        todo = "change --output-dir"
        raise Problem(f"the folder can't be made ({error.strerror})", visible(str(folder)), todo) from None
