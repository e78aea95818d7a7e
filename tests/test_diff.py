"""What changed from one release to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.release.build import Options, build
from tests.conftest import Run

Make = Callable[..., str]


@pytest.fixture
def releases(tmp_path: Path, cable: Make) -> Path:
    texts = {
        "stays": cable(id="07QUITO1", opening="C O N F I D E N T I A L QUITO 000001"),
        "changes": cable(id="07QUITO2", opening="C O N F I D E N T I A L QUITO 000002"),
        "goes": cable(id="07QUITO3", opening="C O N F I D E N T I A L QUITO 000003"),
        "comes": cable(id="07QUITO4", opening="C O N F I D E N T I A L QUITO 000004"),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(text)
    stays, changes, goes, comes = (tmp_path / f"{name}.md" for name in texts)
    build([stays, changes, goes], tmp_path / "old", Options(issued="2026-11-24"))
    build([stays, changes, goes], tmp_path / "same", Options(issued="2026-11-25"))
    changes.write_text(texts["changes"].replace("BANANA TALKS", "KITE TALKS"))
    build([stays, changes, comes], tmp_path / "new", Options(issued="2026-11-26"))
    return tmp_path


def test_tells_what_came_went_and_changed(run: Run, releases: Path) -> None:
    done = run("diff", releases / "old", releases / "new")
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (1, "")
    assert [line.split()[:2] for line in lines[:3]] == [["~", "07QUITO2"], ["-", "07QUITO3"], ["+", "07QUITO4"]]
    assert lines[3].startswith("cables      1 came, 1 went, 1 changed; statements +")


def test_same_content_of_another_day_is_the_same(run: Run, releases: Path) -> None:
    done = run("diff", releases / "old", releases / "same")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "cables      0 came, 0 went, 0 changed; statements +0 -0"


def test_patch_makes_one_release_of_the_other(run: Run, releases: Path) -> None:
    patch = run("diff", releases / "old", releases / "new", "-f", "patch").stdout.splitlines()
    old, new = (
        {
            line
            for line in run("dump", "-r", releases / name, "-f", "nq").stdout.splitlines()
            if "/metadata>" not in line
        }
        for name in ("old", "new")
    )
    gone = {line.removeprefix("D ") for line in patch if line.startswith("D ")}
    come = {line.removeprefix("A ") for line in patch if line.startswith("A ")}
    assert (old - gone) | come == new
    assert gone <= old
    assert not come & old


def test_no_release_is_a_wrong_call(run: Run, releases: Path) -> None:
    assert run("diff", releases / "old", "nowhere").returncode == 2
    assert run("diff", releases / "old").returncode == 2
