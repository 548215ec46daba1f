"""Writes README's generated tables anew from the code: ``python -m tests.readme``."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from gradeaudit import discovery, engines, words
from gradeaudit.findings import Look
from gradeaudit.flow import Order
from gradeaudit.policy.load import load
from gradeaudit.policy.reference import SCHEMA_FILE, reference, schema_text

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PICTURE_LINES = 46


def generated() -> dict[str, str]:
    """Each generated block of README by name."""
    rules = list(discovery.rules().values())
    return {
        "rules": words.catalogue_markdown(rules),
        "policy": reference(),
        "formats": words.readers_markdown(list(discovery.readers().values()), rules),
        "picture": picture(),
    }


def picture() -> str:
    """The first lines of what README's first command prints, as on the day the samples were made for."""
    order = Order(
        paths=(ROOT / "sample_exports",),
        source=load(ROOT / "policies" / "secondary.yaml", "policies/secondary.yaml"),
        as_of=date(2026, 11, 24),
        rules=tuple(discovery.rules()),
    )
    report = engines.run(order, engines.Engine())
    text = discovery.reporters()["text"].render(replace(report, look=Look(width=100))).decode("utf-8")
    lines = [line.rstrip() for line in text.splitlines()[:PICTURE_LINES]]
    return (
        "```text\n$ gradeaudit check sample_exports --policy policies/secondary.yaml\n"
        + "\n".join(lines)
        + "\n…\n```\n"
    )


def main() -> None:
    """Replaces each block between its two comments."""
    text = README.read_text("utf-8")
    for name, block in generated().items():
        text = re.sub(
            rf"(<!-- generated: {name} -->\n).*?(<!-- /generated -->)",
            lambda match, block=block: match[1] + "\n" + block + "\n" + match[2],
            text,
            flags=re.DOTALL,
        )
    README.write_text(text, "utf-8")
    SCHEMA_FILE.write_text(schema_text(), "utf-8")


if __name__ == "__main__":
    main()
