"""Zip archives: plain, damaged and hostile, and what is said of each."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable

from tests.hostile import containers as made
from tests.hostile.case import TABLE


def _bomb(member: str = "grades.csv") -> bytes:
    return made.zipped({member: b"0" * 3_000_000})


ARCHIVES: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    # a zip archive, and what is said of it, a line for each file or problem, in order
    "plain.zip": (
        lambda: made.zipped(
            {"b.csv": TABLE, "a/z.csv": TABLE, "a.json": "[]", "__MACOSX/b.csv": "x", ".DS_Store": "x"}
        ),
        ["plain.zip/a.json: json", "plain.zip/b.csv: 3 rows", "plain.zip/a/z.csv: 3 rows"],
    ),
    "course.imscc": (
        lambda: made.zipped(
            {
                "course_settings/assignment_groups.xml": "<assignmentGroups/>",
                "wiki/a.html": "x",
                "b.png": "x",
                "web_resources/t.csv": "a,b",
            }
        ),
        [
            "course.imscc/course_settings/assignment_groups.xml: xml",
            "course.imscc: 1 of its files: a document, not an export",
            "course.imscc: 1 of its files: a part of the course export without grades",
            "course.imscc: 1 of its files: a picture, not an export",
        ],
    ),
    "one_bad.zip": (
        lambda: made.zipped(
            {"a.csv": TABLE, "b.csv": b"%PDF-1.7", "c.xlsx": made.xlsx(), "readme.txt": "Hello.\nBye.\n"}
        ),
        [
            "one_bad.zip/a.csv: 3 rows",
            "one_bad.zip/b.csv: this is a PDF, not a gradebook export",
            "one_bad.zip/c.xlsx: 3 rows",
            "one_bad.zip: 1 of its files: a text without columns, not an export",
        ],
    ),
    "nested.zip": (
        lambda: made.zipped({"inner.zip": made.zipped({"a.csv": TABLE})}),
        ["nested.zip/inner.zip: this is a zip archive inside an archive"],
    ),
    "slip.zip": (
        lambda: made.zipped({"../x.csv": TABLE, "/etc/y.csv": TABLE, "C:/z.csv": TABLE, "d/../../w.csv": TABLE}),
        [
            "slip.zip/etc/y.csv: its name leads out of the archive",
            "slip.zip/../x.csv: its name leads out of the archive",
            "slip.zip/C:/z.csv: its name leads out of the archive",
            "slip.zip/d/../../w.csv: its name leads out of the archive",
        ],
    ),
    "bomb.zip": (_bomb, ["bomb.zip/grades.csv: it unpacks to more than 200 times its packed size, as no export does"]),
    "encrypted.zip": (
        lambda: made.locked(made.zipped({"a.csv": TABLE})),
        ["encrypted.zip/a.csv: it is locked with a password"],
    ),
    "truncated.zip": (
        lambda: made.zipped({"a.csv": TABLE})[:-30],
        ["truncated.zip: it is damaged or was cut off"],
    ),
    "bad_crc.zip": (
        lambda: made.zipped({"a.csv": TABLE}, zipfile.ZIP_STORED).replace(b"Rivera", b"Rivero"),
        ["bad_crc.zip/a.csv: it is damaged or was cut off"],
    ),
    "case_collision.zip": (
        lambda: made.zipped({"a.csv": TABLE, "A.csv": TABLE}),
        ["case_collision.zip: it holds two files of one name, so it can be read in two ways"],
    ),
    "many_members.zip": (
        lambda: made.zipped({f"{number}.csv": "" for number in range(5_001)}),
        ["many_members.zip: it holds 5,001 files, more than the 5,000 that are read"],
    ),
    "long_contents.zip": (
        lambda: made.zipped({"a.csv": TABLE})[:-10] + struct.pack("<IIH", 60_000_000, 0, 0),
        ["long_contents.zip: it holds more than the 5,000 files that are read"],
    ),
    "films.imscc": (
        lambda: made.patched(made.zipped({"a.mp4": "film"}), 22, 24, struct.pack("<I", 4_000_000_000)),
        ["films.imscc: 1 of its files: a sound or a film, not an export"],
    ),
    "comment.zip": (
        lambda: made.zipped({"a.csv": TABLE})[:-2] + struct.pack("<H", 22) + made.zipped({})[-22:],
        ["comment.zip: it has two tables of contents, so it can be read in two ways"],
    ),
    "symlink.zip": (
        lambda: made.zipped_link("a.csv", "/etc/passwd"),
        ["symlink.zip/a.csv: it is a link to another place, not a file"],
    ),
    "duplicate_members.zip": (
        lambda: made.doubled("a.csv", [TABLE, "other"]),
        ["duplicate_members.zip: it holds two files of one name, so it can be read in two ways"],
    ),
    "method_zstd.zip": (
        lambda: made.patched(made.zipped({"a.csv": TABLE}), 8, 10, struct.pack("<H", 93)),
        ["method_zstd.zip/a.csv: it is packed in a way that gradeaudit can't unpack"],
    ),
    "size_too_small.zip": (
        lambda: made.patched(made.zipped({"a.csv": TABLE}), 22, 24, struct.pack("<I", 10)),
        ["size_too_small.zip/a.csv: it is damaged or was cut off"],
    ),
    "size_too_large.zip": (
        lambda: made.patched(made.zipped({"a.csv": TABLE}), 22, 24, struct.pack("<I", 1_000)),
        ["size_too_large.zip/a.csv: it is damaged or was cut off"],
    ),
    "size_of_gigabytes.zip": (
        lambda: made.patched(made.zipped({"a.csv": TABLE}), 22, 24, struct.pack("<I", 4_000_000_000)),
        ["size_of_gigabytes.zip: it unpacks to 4,000 MB, more than the 500 MB that are read"],
    ),
    "folders_only.zip": (lambda: made.zipped({"a/": ""}), ["folders_only.zip: the archive holds no files"]),
    "no_zip.zip": (lambda: TABLE.encode(), ["no_zip.zip: 3 rows"]),
}
