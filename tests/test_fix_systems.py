"""Every LMS that imports its export again: sample, slips, corrected copy, re-read; no other byte and no other finding."""

from __future__ import annotations

import csv
import datetime
import io
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from gradeaudit import discovery
from gradeaudit.cli.app import app
from gradeaudit.fix_log import undone
from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.imports import IMPORTS
from gradeaudit.places import cell_name
from gradeaudit.policy.load import load

SAMPLES = Path(__file__).parents[1] / "sample_exports"
POLICY = """gradeaudit: "1"
marks: {forms: [points]}
missing_work:
  codes:
    MI: {means: missing, counts_as: 0, aliases: [abs]}
    EX: {means: excused, aliases: [exempt]}
"""


class Slips(NamedTuple):
    """A sample in which some cells were typed in another way: each text of the sample, with its slips, and corrected.

    ``fixed`` are the cells that a correction settles, those that the sample itself has among them, and their new texts.
    """

    path: str
    encoding: str
    texts: list[tuple[str, str, str]]
    fixed: dict[str, str]


NO_BREAK = "\u00a0"
SYSTEMS = {
    "canvas": Slips(
        "north-hs/2026-11-13T1701_Grades-GEOM-P6.csv",
        "utf-8",
        [(',"8,5",', ',"8,5",', ',"8.5",'), (",85%,", ",85%,", ",17,"), (",17/20,", ",17/20,", ",17,")],
        {"G10": "8.5", "I4": "17", "I8": "17"},
    ),
    "brightspace": Slips(
        "brightspace/Biology 10 Fall_GradesExport_2026-11-13-15-20.csv",
        "utf-8",
        [("Period 4,10,9,8,9,10,19,,14", 'Period 4,10,９,"8,5",9,10,95%,,14', 'Period 4,10,9,"8.5",9,10,19,,14')],
        {"H2": "9", "I2": "8.5", "L2": "19"},
    ),
    "moodle": Slips(
        "moodle/HIST10-2 Grades-20261113_1405-comma_separated.csv",
        "utf-8",
        [
            (
                'hvhs.example,7.00,"70.00 %",C-,6.50,"65.00 %",D,9.00,"90.00 %",A-,22.50',
                f'hvhs.example,{NO_BREAK}7.00,"70.00 %",C-,"6,50","65.00 %",D,90%,"90.00 %",A-,22.50',
                'hvhs.example,7.00,"70.00 %",C-,"6.50","65.00 %",D,9,"90.00 %",A-,22.50',
            )
        ],
        {"G2": "7.00", "J2": "6.50", "M2": "9"},
    ),
    "blackboard": Slips(
        "blackboard/gc_CHEM-10.F26_fullgc_2026-11-13-16-02-11.xls",
        "utf-16-le",
        [
            ('"160.50"\t"9.00"\t"9.50"\t"9.00"', '"160.50"\t"９.00"\t"9,50"\t"9/10"', '"160.50"\t"9.00"\t"9.50"\t"9"'),
            ('"85%"', '"85%"', '"85"'),
        ],
        {"H2": "9.00", "I2": "9.50", "J2": "9", "M9": "85"},
    ),
    "schoology": Slips(
        "schoology/gradebook-export.csv",
        "utf-8",
        [
            ("95,90,10,9,19,23,22", f'95,90,10,9{NO_BREAK},"19,5",23,22', '95,90,10,9,"19.5",23,22'),
            (",85%,", ",85%,", ",8.5,"),
        ],
        {"J2": "9", "K2": "19.5", "J11": "8.5"},
    ),
    "powerschool": Slips(
        "powerschool/9A_QZ1Verbs_pst.csv",
        "utf-8",
        [
            ('Chidi",18', 'Chidi",１８', 'Chidi",18'),
            (",abs", ",abs", ",MI"),
            ('Mateo",15', 'Mateo",75%', 'Mateo",15'),
        ],
        {"C9": "18", "C10": "MI", "C11": "15"},
    ),
    "sakai": Slips(
        "sakai/gradebook_export-GEOG_110-ALL.csv",
        "utf-8",
        [
            (
                '"74.35","","8","","7.5","","8","","78.33"',
                '"74.35","","８","","7,5","","80%","","78.33"',
                '"74.35","","8","","7.5","","8","","78.33"',
            )
        ],
        {"H2": "8", "J2": "7.5", "L2": "8"},
    ),
}


def written(slips: Slips, which: int) -> bytes:
    content = (SAMPLES / slips.path).read_bytes()
    for texts in slips.texts:
        old, new = (texts[number].encode(slips.encoding) for number in (0, which))
        assert content.count(old) == 1, texts[0]
        content = content.replace(old, new)
    return content


def cells_found(paths: list[Path], policy: Path, file: str) -> set[tuple[str, str]]:
    order = Order(tuple(paths), load(policy), datetime.date(2026, 11, 24), tuple(discovery.rules()))
    report = finished(order, [audited(order, found(order))])
    return {
        (one.rule, cell_name(place.row, place.column))
        for one in report.findings
        for place in one.places
        if (place.file or one.file).endswith(file)
    }


def test_every_import_is_shown() -> None:
    assert set(SYSTEMS) == set(IMPORTS) <= set(discovery.readers())


@pytest.mark.parametrize("system", SYSTEMS)
def test_only_the_named_cells_differ_and_nothing_else_is_found(tmp_path: Path, system: str) -> None:
    slips = SYSTEMS[system]
    name = Path(slips.path).name
    folder, out = tmp_path / "exports", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    policy = tmp_path / "policy.yaml"
    policy.write_text(POLICY)
    if system == "powerschool":  # one gradebook is a folder of templates
        shutil.copytree((SAMPLES / slips.path).parent, folder, dirs_exist_ok=True)
    original = written(slips, 1)
    (folder / name).write_bytes(original)
    words = ["fix", str(folder), "-p", str(policy), "--output-dir", str(out), "--unsafe"]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output

    copy = (out / "exports" / name).read_bytes()
    assert copy == written(slips, 2)
    log = (out / "exports" / f"{name}.changes.csv").read_bytes()
    assert {row["cell"]: row["after"] for row in csv.DictReader(io.StringIO(log.decode()))} == slips.fixed
    assert undone(copy, log) == original
    assert (folder / name).read_bytes() == original

    before = cells_found([folder], policy, name)
    (folder / name).write_bytes(copy)
    after = cells_found([folder], policy, name)
    assert after < before
    assert {cell for _, cell in before - after} == set(slips.fixed)


CODES = {
    "canvas": ("GEOM Period 6,7.50,", "GEOM Period 6,{},"),
    "brightspace": ("Period 4,10,9,8,9", "Period 4,{},9,8,9"),
    "moodle": ("hvhs.example,7.00,", "hvhs.example,{},"),
    "blackboard": ('"160.50"\t"9.00"', '"160.50"\t"{}"'),
    "schoology": ("95,90,10,9,19", "95,90,{},9,19"),
    "powerschool": ('Chidi",18', 'Chidi",{}'),
    "sakai": ('"74.35","","8"', '"74.35","","{}"'),
}
"""A score of each sample, and its place for a code."""


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(("alias", "code", "takes"), [("exc", "EX", {"canvas"}), ("gone", "MI", set())])
def test_a_code_is_written_only_where_the_lms_takes_it(
    tmp_path: Path, system: str, alias: str, code: str, takes: set[str]
) -> None:
    slips, (old, place) = SYSTEMS[system], CODES[system]
    name = Path(slips.path).name
    sample = (SAMPLES / slips.path).read_bytes()
    old_bytes = old.encode(slips.encoding)
    assert old_bytes in sample
    original, right = (
        sample.replace(old_bytes, place.format(word).encode(slips.encoding), 1) for word in (alias, code)
    )
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "policy.yaml").write_text(POLICY.replace("[abs]", "[gone]").replace("exempt", "exc"))
    (tmp_path / name).write_bytes(original)
    words = ["fix", str(tmp_path / name), "-p", str(tmp_path / "policy.yaml"), "--output-dir", str(out)]
    result = CliRunner().invoke(app, [*words, "--select", "code-alias"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    if system in takes | {"powerschool"}:
        assert (out / name).read_bytes() == right
    else:
        assert not (out / name).exists()
        todo = " ".join((out / f"{name}.checklist.txt").read_text("utf-8").split())
        assert f"“{alias}” in 1 cell is another spelling of the policy's code {code}" in todo
        assert f"not in the copy: {IMPORTS[system].words}" in todo
