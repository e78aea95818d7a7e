"""What tests share: real data when there is some, a release of `seeds/`, the program itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from kg.release.build import Options, build
from kg.release.opened import Release

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"

settings.register_profile("gate", deadline=None)
settings.load_profile("gate")
"""Time is measured by the benchmarks: a test on a busy machine fails for no fault of the code."""

Run = Callable[..., subprocess.CompletedProcess[str]]


def missing(reason: str) -> None:
    """Skip for something that this machine lacks; fail where everything is required."""
    if os.environ.get("KG_REQUIRE_ALL") == "1":
        pytest.fail(f"KG_REQUIRE_ALL is set, and {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real cables and W3C suites."""
    folder = os.environ.get("KG_TEST_DATA", "")
    if not folder or not Path(folder).is_dir():
        missing("KG_TEST_DATA names no folder of real cables")
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the made-up cables."""
    return build([SEEDS], tmp_path_factory.mktemp("seeds") / "public", Options(issued="2026-11-24"))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the program in an empty folder."""

    def program(*arguments: object, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kg", *map(str, arguments)],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            timeout=120,
            check=False,
        )

    return program


CABLE = """\
**Canonical ID:** {id}\\_a

**Subject:** {subject}

**From:** Ecuador Quito

**To:** Peru Lima, Secretary of State

**Original Classification:** {level}

**Current Classification:** {level}

**TAGS:** Ecuador [EC]

Political Affairs--External Political Relations [PREL]

**Date:** 2007 March 14, 16:20 (Wednesday)

---

{opening}

TAGS: PREL, EC

SUBJECT: {subject}

{text}

DOE
"""


@pytest.fixture
def cable() -> Callable[..., str]:
    """A made-up cable in the form of a PlusD export, with what a test changes."""

    def made(text: str = "1. (C) Text.", **changes: str) -> str:
        facts = {
            "id": "07QUITO214",
            "subject": "BANANA TALKS",
            "level": "CONFIDENTIAL",
            "opening": "C O N F I D E N T I A L QUITO 000214",
        }
        return CABLE.format(**{**facts, **changes}, text=text)

    return made
