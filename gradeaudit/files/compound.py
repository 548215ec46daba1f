"""The file system inside an old Office file (a compound file, OLE2): finds one stream in it."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_LAST = 0xFFFFFFFA
"""Sector numbers from here on mean an end, not a sector."""


def stream(data: bytes, *names: str) -> bytes:
    """The content of the first stream that has one of the names; raises ``ValueError`` when the file is damaged.

    Source: Microsoft's [MS-CFB], Compound File Binary File Format.
    """
    if len(data) < 512:
        raise ValueError("no header")
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    (folder_start, _, cutoff, mini_start, _, more_start, more_count) = struct.unpack_from("<7I", data, 48)
    if shift not in (9, 12) or mini_shift != 6:
        raise ValueError("odd sectors")
    sector = 1 << shift

    def block(number: int) -> bytes:
        return data[(number + 1) * sector : (number + 2) * sector]

    tables = [number for number in struct.unpack_from("<109I", data, 76) if number < _LAST]
    for _ in range(more_count):
        content = block(more_start)
        *further, more_start = struct.unpack(f"<{sector // 4}I", content)
        tables += [number for number in further if number < _LAST]
    following = _numbers(b"".join(block(number) for number in tables))

    def chain(start: int) -> bytes:
        return b"".join(block(number) for number in _chain(start, following))

    folder = chain(folder_start)
    root = folder[:128]
    for position in range(0, len(folder) - 127, 128):
        entry = folder[position : position + 128]
        length = struct.unpack_from("<H", entry, 64)[0]
        if entry[66] != 2 or entry[: max(0, length - 2)].decode("utf-16-le", "replace") not in names:
            continue
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= cutoff:
            return chain(start)[:size]
        small = chain(struct.unpack_from("<I", root, 116)[0])
        following_small = _numbers(chain(mini_start))
        return b"".join(small[number * 64 : number * 64 + 64] for number in _chain(start, following_small))[:size]
    raise ValueError("no such stream")


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chain(start: int, following: Sequence[int]) -> list[int]:
    """The sectors of a stream, in order; a chain that runs in a circle is damage."""
    numbers: list[int] = []
    while start < _LAST:
        if start >= len(following) or len(numbers) > len(following):
            raise ValueError("a broken chain of sectors")
        numbers.append(start)
        start = following[start]
    return numbers
