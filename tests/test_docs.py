"""The documentation: what it shows is run, so that it cannot drift."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kg.examples import EXAMPLES, Example
from kg.readers import READERS
from kg.release.opened import Release
from tests.conftest import ROOT, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)

ANSWERS = {
    "posts": None,
    "missing": ["04STATE31877", "10"],
    "spread": ["2005-02-09", "cable:05BOGOTA1077", "Colombia Bogota"],
    "secret": None,
    "unanswered": None,
    "quality": None,
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example_queries_have_answers_on_the_seeds(release: Release, example: Example) -> None:
    rows = list(release.query(example.query).rows()[1])
    first = ANSWERS[example.name]
    assert rows
    if first:
        assert rows[0] == first


def test_the_secret_paragraphs_are_the_two_of_the_story(release: Release) -> None:
    query = next(example.query for example in EXAMPLES if example.name == "secret")
    assert [row[0] for row in release.query(query).rows()[1]] == ["cable:06BOGOTA1021#p6", "cable:07QUITO402#p3"]


def test_the_unanswered_instruction_is_the_one_of_the_story(release: Release) -> None:
    query = next(example.query for example in EXAMPLES if example.name == "unanswered")
    assert [row[0] for row in release.query(query).rows()[1]] == ["cable:08STATE52310"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_readme_shows_every_example_query(example: Example) -> None:
    assert f"**{example.title}.** {example.question}" in README
    assert example.query in README


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


def test_commands_of_the_readme_run(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    assert run("build", "seeds").returncode == 0
    table = re.findall(r"^\| `kg (show|dump|validate|info|parse|roundtrip)([^`]*)` \|", README, re.MULTILINE)
    assert len(table) == 7
    for command, rest in table:
        words = shlex.split(rest.replace("FILE...", "seeds").replace("FILE", "public"))
        done = run(command, *words)
        assert done.returncode == 0, (command, done.stderr)


def test_other_shell_lines_of_the_readme_run(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
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
