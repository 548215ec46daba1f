"""The import law: who may import whom, which third party lives where, and how large a module may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "gradeaudit"
MODULES = sorted(PACKAGE.rglob("*.py"))

# The part of the package that a module belongs to → the parts it may import. A part is a folder, or a top module.
BASICS = {"errors", "places", "__init__"}
TABLES = BASICS | {"gradebook", "marks", "texts"}
MAY_IMPORT = {
    "__init__": {*BASICS, "flow", "findings", "policy", "reading", "discovery"},
    "__main__": {"cli"},
    "errors": set(),
    "places": set(),
    "escape": BASICS,
    "texts": BASICS,
    "marks": BASICS | {"texts"},
    "gradebook": TABLES,
    "assembly": TABLES,
    "findings": BASICS | {"changes"},
    "fingerprint": BASICS,
    "summary": BASICS | {"findings"},
    "wording": BASICS | {"findings"},
    "export": BASICS | {"files", "export"},
    "files": BASICS | {"files", "texts"},
    "readers": TABLES | {"export", "policy", "readers"},
    "policy": TABLES | {"findings", "export", "policy", "files"},
    "grading": TABLES | {"findings", "policy", "grading"},
    "rules": TABLES | {"policy", "grading", "rules", "findings"},
    "steady": set(),
    "freed_memory": set(),
    "reporters": BASICS | {"changes", "findings", "summary", "escape", "wording", "reporters", "steady"},
    "discovery": BASICS | {"readers", "rules", "reporters", "discovery"},
    "words": BASICS | {"readers", "rules", "reporters", "discovery"},
    "summaries": TABLES | {"findings", "policy"},
    "privacy": TABLES,
    "tables_out": BASICS | {"escape", "tidying"},
    "versions": TABLES | {"policy", "rules"},
    "evidence": TABLES | {"privacy", "findings", "fingerprint", "policy", "rules", "versions"},
    "audit": TABLES
    | {"assembly", "evidence", "findings", "policy", "rules", "summaries", "words", "grading", "audit", "versions"},
    "reading": TABLES | {"assembly", "export", "files", "findings", "readers", "discovery"},
    "tracing": TABLES | {"grading", "policy", "reading"},
    "inspection": TABLES | {"findings", "reading", "summaries", "words", "grading"},
    "flow": TABLES
    | {"audit", "summaries", "discovery", "findings", "policy", "reading", "rules", "grading", "history", "export"},
    "dividing": BASICS | {"export", "flow"},
    "engines": BASICS | {"discovery", "dividing", "export", "findings", "flow", "freed_memory"},
    "history": BASICS | {"escape", "findings", "summary", "history"},
    "writing": BASICS,
    "packs": BASICS | {"findings", "summary", "reporters", "discovery", "writing", "escape", "wording"},
    "annotate": BASICS | {"findings", "export", "files", "escape", "annotate", "summary", "steady", "wording"},
    "fixing": TABLES | {"escape", "export", "files", "findings", "flow", "imports", "rules", "fixing"},
    "imports": BASICS | {"findings", "policy"},
    "fix_log": BASICS | {"escape", "files", "fixing", "imports", "wording"},
    "policy_change": BASICS | {"findings", "flow", "policy"},
    "whatif": TABLES | {"findings", "flow", "grading", "policy", "reading", "summaries"},
    "whatif_out": BASICS | {"escape", "whatif"},
    "tidying": TABLES | {"escape", "grading", "policy", "privacy", "reading"},
    "drafting": TABLES | {"drafting", "grading", "policy"},
    "changes": BASICS,
    "pairing": TABLES | {"policy"},
    "likeness": TABLES | {"pairing"},
    "matched": TABLES | {"changes", "likeness", "pairing"},
    "drift": TABLES | {"changes", "matched", "pairing"},
    "score_drift": TABLES | {"changes", "drift", "likeness", "matched", "pairing"},
    "comparing": TABLES | {"changes", "drift", "matched", "pairing", "policy", "score_drift"},
    "recalled": TABLES | {"assembly", "history"},
    "two_exports": TABLES
    | {"changes", "comparing", "discovery", "drifted", "findings", "flow", "grading", "matched", "policy", "reading"}
    | {"recalled", "score_drift"},
    "drifted": TABLES | {"changes", "comparing", "drift", "matched", "pairing", "score_drift"},
}
HOMES = {
    "typer": ("cli",),
    "yaml": ("policy",),
    "rich": ("cli", "reporters/_terminal.py"),
    "openpyxl": ("reporters/xlsx.py", "annotate"),
    "python_calamine": ("files/sheets.py",),
    "dask": ("engines",),
    "distributed": ("engines",),
    "jinja2": ("reporters/html.py", "reporters/_html.py"),
    "sqlite3": ("history",),
    "pydantic": ("policy",),
    "re2": ("policy", "rules", "grading"),
}
NO_PANDAS = ("cli", "reporters", "rules", "readers", "words", "findings", "summary", "discovery", "errors", "places")


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def part_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST, typing_too: bool = True) -> Iterator[tuple[str, ast.AST]]:
    """Every module that a tree imports, with the statement; what only type checkers see can be left out."""
    hidden = set()
    if not typing_too:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                hidden |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if base == "gradeaudit":
                for alias in node.names:
                    yield f"gradeaudit.{alias.name}", node
            else:
                yield base, node


def broken_laws(module: Path, text: str) -> list[str]:
    """What a module's text does against the import law."""
    part, problems = part_of(module), []
    allowed = MAY_IMPORT.get(part)
    for name, _ in imports(ast.parse(text)):
        if not name.startswith("gradeaudit"):
            continue
        target = ([*name.split("."), "__init__"])[1]
        if target.startswith("__version"):
            continue
        if part != "cli" and target == "cli" and part != "__main__":
            problems.append(f"{name_of(module)} imports the command line")
        elif allowed is not None and target not in allowed:
            problems.append(f"{name_of(module)} imports {name}")
        elif part in {"readers", "rules", "reporters"} and target == part:
            inner = ([*name.split("."), "", ""])[2]
            if inner not in {"base", ""} and not inner.startswith("_"):
                problems.append(f"{name_of(module)} imports one of its own kind, {name}")
    return problems


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_keeps_the_import_law(module: Path) -> None:
    assert part_of(module) in MAY_IMPORT or part_of(module) == "cli", "add the new module to the table of the law"
    assert broken_laws(module, module.read_text("utf-8")) == []


def test_the_law_sees_a_rule_that_imports_a_reader() -> None:
    rule = PACKAGE / "rules" / "code_unknown.py"
    assert broken_laws(rule, "from gradeaudit.readers import canvas") == [
        "rules/code_unknown.py imports gradeaudit.readers"
    ]
    assert broken_laws(rule, "from gradeaudit.rules.title_length import title_length") == [
        "rules/code_unknown.py imports one of its own kind, gradeaudit.rules.title_length"
    ]


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_third_parties_have_one_home(module: Path) -> None:
    name = name_of(module)
    for imported, _ in imports(ast.parse(module.read_text("utf-8"))):
        homes = HOMES.get(imported.split(".")[0])
        assert homes is None or any(name.startswith(home) for home in homes), f"{name} imports {imported}"


@pytest.mark.parametrize("module", [m for m in MODULES if part_of(m) in NO_PANDAS], ids=name_of)
def test_what_starts_fast_imports_no_pandas(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    top = ast.Module(list(tree.body), [])
    for imported, statement in imports(top, typing_too=False):
        if imported.split(".")[0] == "pandas":
            assert statement not in tree.body, f"{name_of(module)} imports pandas at its top"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_is_short_and_says_what_it_is(module: Path) -> None:
    text = module.read_text("utf-8")
    assert len(text.splitlines()) <= 350
    assert (ast.get_docstring(ast.parse(text)) or "").strip(), "begin with one sentence in a teacher's words"


def test_the_median_module_is_under_120_lines() -> None:
    lengths = sorted(len(module.read_text("utf-8").splitlines()) for module in MODULES)
    assert lengths[len(lengths) // 2] < 120
