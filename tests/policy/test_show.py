"""policy show, and the language's own reference."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from gradeaudit.policy.load import load
from gradeaudit.policy.reference import SCHEMA_FILE, json_schema, keys, schema_text
from gradeaudit.policy.resolve import effective
from gradeaudit.policy.show import as_record, as_tree

POLICIES = Path(__file__).parents[2] / "policies"
TEXT = """district: Maple Valley
categories:
  Homework: {weight: 10, aliases: [HW]}
missing_work: {codes: {MI: missing}}
amendments: [{from: 2026-11-01, set: {categories: {Homework: {weight: 15}}}}]
"""


def test_every_setting_with_its_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(TEXT, encoding="utf-8")
    source = load(tmp_path / "policy.yaml")
    assert as_tree(effective(source, datetime.date(2026, 11, 24)), "BIO") == (
        "BIO on 2026-11-24\n"
        "  district: Maple Valley  policy.yaml:1\n"
        "  categories:\n"
        "    Homework:\n"
        "      weight: 15          policy.yaml:5\n"
        '      aliases: ["HW"]     policy.yaml:3\n'
        "  missing_work:\n"
        "    codes:\n"
        "      MI:\n"
        "        means: missing    policy.yaml:4\n"
    )
    record = as_record(effective(source, datetime.date(2026, 10, 1)), "BIO")
    assert record["settings"][1] == {
        "path": "categories.Homework.weight",
        "value": "10",
        "file": "policy.yaml",
        "line": 3,
    }
    json.dumps(record)


def test_the_published_schema_is_the_models(tmp_path: Path) -> None:
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), "run python -m tests.readme"


def test_the_schema_has_every_form_that_a_key_takes() -> None:
    blocks = json_schema()["$defs"]
    assert blocks["LateWork"]["properties"]["penalty"]["type"] == ["number", "string", "array", "object"]
    assert blocks["Freeze"]["properties"]["setup"]["type"] == ["string", "object"]
    assert blocks["Totals"]["properties"]["drop_lowest"]["type"] == ["integer", "object"]


def test_every_key_is_described() -> None:
    described = list(keys())
    assert [path for path, says in described if len(says) < 6] == []
    assert len({path for path, _ in described}) == len(described)
