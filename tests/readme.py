"""Writes README's generated tables anew from the code: ``python -m tests.readme``."""

from __future__ import annotations

import re
from pathlib import Path

from gradeaudit import discovery, words

README = Path(__file__).parents[1] / "README.md"


def generated() -> dict[str, str]:
    """Each generated block of README by name."""
    rules = list(discovery.rules().values())
    return {
        "rules": words.catalogue_markdown(rules),
        "formats": words.readers_markdown(list(discovery.readers().values()), rules),
    }


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


if __name__ == "__main__":
    main()
