"""The house: layers, sizes, and what an import may pull in."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "kg"
LAYERS = {
    0: {
        "errors",
        "cable",
        "terms",
        "resources",
        "version",
        "aside",
        "background",
        "processes",
        "document",
        "passage",
        "sparql",
        "turtle",
        "facts",
    },
    1: {"grammar", "readers", "fields", "vocabulary", "quads", "records", "schema", "shacl", "parameters", "questions"},
    2: {"sources", "formats", "graphs", "results", "store", "corpus", "exchange", "remote", "reports", "pages"},
    3: {"release", "web", "endpoint", "validation", "api", "roundtrip", "rdflib_plugin"},
    4: {"arguments", "cli", "asking", "building", "configuration", "endings", "verifying", "__main__", "__init__"},
}
LAYERS[1] |= {"labels", "entries"}
LAYERS[1] |= {"entailment", "jsonld", "schemaorg"}
LAYER = {room: number for number, rooms in LAYERS.items() for room in rooms}
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 300, 30


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imported(path: Path) -> set[str]:
    """Modules of ours that a file imports at run time or for types."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kg":
            whole = node.module or ""
            found |= {f"{whole}.{alias.name}" for alias in node.names} if whole == "kg" else {whole}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path: Path) -> None:
    own = LAYER[room(path)]
    for module in imported(path):
        parts = module.split(".")
        if own < 4 and parts[1] in LAYER:
            assert LAYER[parts[1]] <= own, f"{room(path)} (layer {own}) imports {module}"


def test_edges_do_not_know_each_other() -> None:
    assert not any("web" in module for path in (PACKAGE / "release").glob("*.py") for module in imported(path))
    readers = {module for path in (PACKAGE / "web").rglob("*.py") for module in imported(path)}
    assert not any(module.startswith(("kg.readers", "kg.grammar", "kg.quads", "kg.fields")) for module in readers)


def test_no_two_rooms_import_each_other() -> None:
    edges = {
        (room(path), module.split(".")[1]) for path in MODULES for module in imported(path) if room(path) != "__init__"
    }
    assert not {(one, other) for one, other in edges if one != other and (other, one) in edges}


def code_lines(node: ast.AST, source: list[str]) -> int:
    """Lines of code: no blank lines, comments or docstrings."""
    documented = {
        line
        for part in ast.walk(node)
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) and isinstance(part.value.value, str)
        for line in range(part.lineno, (part.end_lineno or part.lineno) + 1)
    }
    first = getattr(node, "lineno", 1)
    last = getattr(node, "end_lineno", None) or len(source)
    lines = (number for number in range(first, last + 1) if number not in documented)
    return sum(1 for number in lines if source[number - 1].strip() and not source[number - 1].strip().startswith("#"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8").splitlines()
    tree = ast.parse("\n".join(source))
    assert code_lines(tree, source) <= LONGEST_MODULE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert code_lines(node, source) <= LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("statement", ["import kg", "import kg.cli"])
def test_import_loads_nothing_heavy(statement: str) -> None:
    heavy = "rdflib pyshacl pyoxigraph starlette SPARQLWrapper jinja2 rich"
    code = f"import sys; {statement}; print([name for name in {heavy.split()!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_offers_the_public_names_and_no_others() -> None:
    import kg  # noqa: PLC0415

    assert dir(kg) == sorted(kg.__all__)
    assert all(getattr(kg, name) for name in kg.__all__)
    with pytest.raises(AttributeError, match="no attribute"):
        kg.nothing  # noqa: B018


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_pattern_repeats_a_group_possessively(path: Path) -> None:
    """Before Python 3.11.5 `(?:ab?c)*+` matches "a" (CPython gh-106052); `(?>(?:ab?c)*)` says the same and does not."""
    assert not re.search(r"\)(?:[*+?]|\{[0-9,]+\})\+", path.read_text())
