"""The documentation: what it shows is run, so that it cannot drift."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from kg import api, jsonld
from kg.questions import FIRST, question
from kg.readers import READERS
from kg.terms import DEFAULT_BASE
from tests.conftest import ROOT, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("name", FIRST)
def test_readme_shows_the_first_questions(name: str) -> None:
    one = question(name)
    assert f"**{one.title}.** {one.question}" in README
    assert one.query in README


def test_readme_names_every_layout() -> None:
    rows = re.findall(r"^\| `([a-z]+-[a-z]+)` \|", README, re.MULTILINE)
    assert sorted(rows) == sorted(reader.name for reader in READERS)


def test_first_two_blocks_are_single_lines() -> None:
    (_, first), (_, second) = BLOCKS[:2]
    assert first.count("\n") == second.count("\n") == 1
    assert first.endswith("kg build seeds\n")
    assert "pytest" in second


def test_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = (text for language, text in BLOCKS if language == "python")
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)  # noqa: S102 - our own documentation
    assert (names["conforms"], names["names"]) == (True, ["cable"])


def test_json_of_the_readme_is_part_of_the_cable() -> None:
    (shown,) = (json.loads(text) for language, text in BLOCKS if language == "json")
    written = "".join(jsonld.lines(api.mapped(api.parse(ROOT / "seeds" / "05STATE44120_a.md")), DEFAULT_BASE))
    assert within(shown, json.loads(written)["@graph"][0]["@graph"])


def within(part: Any, whole: Any) -> bool:
    """Tell whether JSON holds some other: keys and first items may be left out."""
    if isinstance(part, dict):
        return all(key in whole and within(value, whole[key]) for key, value in part.items())
    if isinstance(part, list):
        return all(map(within, part, whole))
    return bool(part == whole)


def test_commands_of_the_readme_run(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    assert run("build", "seeds").returncode == 0
    table = re.findall(r"^\| `kg (show|dump|validate|info|parse|roundtrip|questions)([^`]*)` \|", README, re.MULTILINE)
    assert len(table) == 8
    for command, rest in table:
        words = shlex.split(rest.replace("FILE...", "seeds").replace("FILE", "public"))
        done = run(command, *words)
        assert done.returncode == 0, (command, done.stderr)


def test_other_shell_lines_of_the_readme_run(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    assert run("build", "seeds").returncode == 0
    lines = [line for language, text in BLOCKS[2:] if language == "sh" for line in text.splitlines()]
    assert lines
    for line in lines:
        program, *words = shlex.split(line)
        assert program == "kg"
        assert run(*words).returncode == 0, line


def test_ci_runs_the_second_block() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script
    assert "block == 2" in script
