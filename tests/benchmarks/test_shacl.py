"""SHACL: the compiled engine against stock pySHACL and pyrudof, in the same run, on cables with planted defects.

    pytest tests/benchmarks/test_shacl.py -s

Each engine checks the same cables with all our shapes, in a process of its own; pyrudof gets 100 cables a call, at
which it is fastest. Results must be equal; figures are printed beside their goals, since the machine has a say in
them. It takes some five minutes; KG_SLOW=1 gives pySHACL 1,000 cables too, else its rate at 100 stands for it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import corpus
from tests.benchmarks.measure import FOUND
from tests.conftest import ROOT, missing

REPEATS = {100: 3, 1_000: 3, 10_000: 1}
"""Cables -> how often they are checked; the median counts."""
SLOW = os.environ.get("KG_SLOW") == "1"
TIMES_PYSHACL = 300
TIMES_PYRUDOF = 20
MOST_OF_MAPPING = 50
"""Per cent of the CPU time of parsing and mapping that validation may cost."""
MOST_GROWTH = 10.5
"""CPU time of ten times the cables, in units of that of one."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    made = {count: tmp_path_factory.mktemp(f"defects{count}") for count in REPEATS}
    for count, folder in made.items():
        corpus.write(folder, count, seed=3, defects=True)
    return made


def once(stage: str, folder: Path) -> dict[str, Any]:
    """Run a stage; gives its figures and, in `found`, what it found: nothing where it is no validation."""
    out = folder.with_name(f"{folder.name}-{stage}.json")
    command = [sys.executable, "-m", "tests.benchmarks.measure", stage, str(folder)]
    environment = {**os.environ, FOUND: str(out)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    found = {tuple(row) for row in json.loads(out.read_text()) or ()} if out.exists() else set()
    return {**figures, "rate": figures["cables"] / figures["cpu"], "found": found}


def median(stage: str, folder: Path, repeats: int = 3) -> dict[str, Any]:
    runs = [once(stage, folder) for _ in range(repeats)]
    return {**runs[0], "rate": statistics.median(run["rate"] for run in runs)}


def show(title: str, run: dict[str, Any]) -> None:
    rate, peak, found = run["rate"], run["peak_mb"], len(run["found"])
    print(f"  {title:<28} {rate:9,.1f} cables/CPU s   peak {peak:6,.0f} MB   {found} found")


def at_least(title: str, figure: float, goal: float) -> None:
    print(f"  {title:<40} {figure:8,.1f}   goal >= {goal:g}: {'met' if figure >= goal else 'MISSED'}")


def at_most(title: str, figure: float, goal: float) -> None:
    print(f"  {title:<40} {figure:8,.1f}   goal <= {goal:g}: {'met' if figure <= goal else 'MISSED'}")


def test_compiled_against_pyshacl(folders: dict[int, Path]) -> None:
    ours = {size: median("validate", folders[size], repeats) for size, repeats in REPEATS.items()}
    for size, run in ours.items():
        show(f"compiled, {size:,}", run)
    reference = {size: once("pyshacl", folders[size]) for size in ((100, 1_000) if SLOW else (100,))}
    for size, run in reference.items():
        show(f"pySHACL, {size:,}", run)
        assert run["found"] == ours[size]["found"] != set()
    largest = max(reference)
    at_least(
        f"times pySHACL (1,000 to its {largest:,})", ours[1_000]["rate"] / reference[largest]["rate"], TIMES_PYSHACL
    )
    at_most("times the CPU of 1,000 for 10,000", 10 * ours[1_000]["rate"] / ours[10_000]["rate"], MOST_GROWTH)


def test_compiled_against_pyrudof(folders: dict[int, Path]) -> None:
    if importlib.util.find_spec("pyrudof") is None:
        missing("pyrudof is not installed: pip install pyrudof")
    for size in (100, 1_000):
        ours, rival = median("validate", folders[size]), once("pyrudof", folders[size])
        show(f"compiled, {size:,}", ours)
        show(f"pyrudof, {size:,}", rival)
        assert {(row[0], row[1], row[3]) for row in ours["found"]} == rival["found"]
        at_least(f"times pyrudof, {size:,}", ours["rate"] / rival["rate"], TIMES_PYRUDOF)


def test_share_of_parsing_and_mapping(folders: dict[int, Path]) -> None:
    """Both in one process, some cables at a time, as a build does: what else the machine does weighs on both."""
    runs = [once("validate", folders[1_000]) for _ in range(5)]
    assert all(run["found"] for run in runs)
    share = statistics.median(100 * run["cpu"] / run["beside"] for run in runs)
    at_most("validation, % of parse + map", share, MOST_OF_MAPPING)
