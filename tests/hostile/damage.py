"""Strategies that damage good files: bytes anywhere, the cells of a table, the words of a policy."""

from __future__ import annotations

import csv
import io
import zipfile

from hypothesis import strategies as st

from tests.hostile import containers as made

SNIPPETS = [
    b"", b"\0", b'"', b"\xff\xff\xff\xff", b"\r", b",", b"<", b">", b"&", b"\xed\xa0\x80", b"PK\x01\x02", b"9" * 30
]  # fmt: skip
CELLS = [
    "", " ", "0", "-1", "00", "7.5", "1e309", "nan", "inf", "½", "٨", "8/10", "0/0", "85%", "1,5", "1.234,5", "A+", "EX",
    "=1+1", "a\nb", '"', "x" * 300, "\u202e", "\u200b", "\x1b[31m", "007", "12345678901234567890", "9" * 400,
    "2026-02-30", "2026-11-24", "24/11/2026", "0000-00-00", "99999-01-01", "2026-11-24T25:61:00Z", "(read only)",
    "Points Possible", "Student", "ID", "Section", "Total", "Current Score", "Final Score (1)", "x (11)", "true", "null",
    "Needs Grading(99)", "<Category>", "%", "#REF!", "\U0001f393", "Ǆ" * 10, "a" * 70_000,
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with a few changes: cut, replaced, put in, taken out, copied elsewhere."""
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        count = draw(st.integers(0, 12))
        change = draw(st.sampled_from(["put", "put", "replace", "take", "cut", "copy"]))
        piece = draw(st.sampled_from(SNIPPETS) | st.binary(max_size=8))
        if change == "put":
            data = data[:at] + piece + data[at:]
        elif change == "replace":
            data = data[:at] + piece + data[at + len(piece) :]
        elif change == "take":
            data = data[:at] + data[at + count :]
        elif change == "cut":
            data = data[:at]
        else:
            data = data[:at] + data[at : at + 60] * count + data[at:]
    return data


@st.composite
def damaged_inside(draw: st.DrawFn, archive: bytes) -> bytes:
    """The zip archive, itself whole, with one of its parts damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            parts = {name: opened.read(name) for name in opened.namelist()}
    except (zipfile.BadZipFile, RuntimeError):
        return archive
    name = draw(st.sampled_from(sorted(parts)))
    return made.zipped({**parts, name: draw(damaged(parts[name]))})


@st.composite
def misfilled(draw: st.DrawFn, table: str) -> str:
    """A delimited text whose cells, rows or columns are not what they should be; its quoting is right."""
    delimiter = max(",;\t", key=table.partition("\n")[0].count)
    rows = list(csv.reader(io.StringIO(table, newline=""), delimiter=delimiter))
    for _ in range(draw(st.integers(1, 5))):
        row = draw(st.integers(0, max(0, min(len(rows), 12) - 1)))
        if not rows or not rows[row]:
            break
        column = draw(st.integers(0, len(rows[row]) - 1))
        change = draw(
            st.sampled_from(["cell"] * 5 + ["row", "again", "swap", "short", "long", "column", "rename", "end"])
        )
        if change == "cell":
            rows[row][column] = draw(st.sampled_from(CELLS) | st.text(max_size=8))
        elif change == "row":
            del rows[row]
        elif change == "again":
            rows.insert(row, list(rows[row]))
        elif change == "swap":
            other = draw(st.integers(0, len(rows[row]) - 1))
            for line in rows:
                if max(column, other) < len(line):
                    line[column], line[other] = line[other], line[column]
        elif change == "short":
            rows[row] = rows[row][:column]
        elif change == "long":
            rows[row] = [*rows[row], *[draw(st.sampled_from(CELLS))] * 3]
        elif change == "column":
            for line in rows:
                del line[column : column + 1]
        elif change == "rename":
            rows[0][column % max(1, len(rows[0]))] = draw(st.sampled_from([*rows[0], *CELLS])) if rows[0] else ""
        else:
            rows = rows[:row]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode("utf-8", "replace").decode()


@st.composite
def misworded(draw: st.DrawFn, policy: str) -> str:
    """A policy with words of other places, values of other kinds and lines out of order."""
    words = ["{}", "[]", "~", "-1", "110", "1e400", ".nan", "NO", "010", "12:30", "2026-13-45", "!!int 3", "*a", "&a 3", "<<: {}",
             "'(?=x)'", "(a+)+$", "'", '"\\e"', "[a, {b: c}]", "{min: 9, max: 1}", "{when: {}, set: {}}", "x" * 2_000]  # fmt: skip
    lines = policy.split("\n")
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        change = draw(st.sampled_from(["value", "value", "key", "take", "again", "indent", "swap", "put"]))
        key, colon, value = lines[at].partition(":")
        if change == "value" and colon:
            lines[at] = f"{key}: {draw(st.sampled_from(words) | st.text(max_size=8))}"
        elif change == "key" and colon:
            other = draw(st.sampled_from(lines)).partition(":")[0].strip()
            lines[at] = f"{key[: len(key) - len(key.lstrip())]}{other}:{value}"
        elif change == "take":
            del lines[at : at + draw(st.integers(1, 3))]
            lines = lines or [""]
        elif change == "again":
            lines.insert(at, lines[at])
        elif change == "indent":
            lines[at] = draw(st.sampled_from(["", " ", "  ", "\t", "    "])) + lines[at].lstrip()
        elif change == "swap":
            other_at = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other_at] = lines[other_at], lines[at]
        else:
            lines.insert(at, draw(st.sampled_from(words) | st.text(max_size=20)))
    return "\n".join(lines)
