"""SHACL: the compiled engine against stock pySHACL and pyrudof, in the same run, on cables with planted defects.

    pytest tests/benchmarks/test_shacl.py -s

Each engine checks the same cables with all our shapes, in a process of its own; pyrudof gets 100 cables a call, at
which it is fastest. KG_SLOW=1 gives pySHACL 1,000 cables too (minutes); else its rate at 100 stands for it.
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
from tests.conftest import ROOT

SIZES = (100, 1_000, 10_000)
RUDOF = importlib.util.find_spec("pyrudof") is not None
SLOW = os.environ.get("KG_SLOW") == "1"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    made = {count: tmp_path_factory.mktemp(f"defects{count}") for count in SIZES}
    for count, folder in made.items():
        corpus.write(folder, count, seed=3, defects=True)
    return made


def once(stage: str, folder: Path) -> dict[str, Any]:
    """Run a stage; gives its figures and, in `found`, what it found."""
    out = folder.with_name(f"{folder.name}-{stage}.json")
    command = [sys.executable, "-m", "tests.benchmarks.measure", stage, str(folder)]
    environment = {**os.environ, FOUND: str(out)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    found = {tuple(row) for row in json.loads(out.read_text())} if out.exists() else set()
    return {**figures, "rate": figures["cables"] / figures["cpu"], "found": found}


def median(stage: str, folder: Path, repeats: int = 3) -> dict[str, Any]:
    runs = [once(stage, folder) for _ in range(repeats)]
    return {**runs[0], "rate": statistics.median(run["rate"] for run in runs)}


def show(title: str, run: dict[str, Any]) -> None:
    print(
        f"  {title:<28} {run['rate']:9,.1f} cables/CPU s   peak {run['peak_mb']:6,.0f} MB   {len(run['found'])} found"
    )


def test_compiled_against_pyshacl_and_pyrudof(folders: dict[int, Path]) -> None:
    ours = {size: median("validate", folders[size]) for size in SIZES}
    for size, run in ours.items():
        show(f"compiled, {size:,}", run)
    reference = {size: once("pyshacl", folders[size]) for size in SIZES[: 2 if SLOW else 1]}
    for size, run in reference.items():
        show(f"pySHACL, {size:,}", run)
        assert run["found"] == ours[size]["found"] != set()
    ratio = ours[1_000]["rate"] / reference[max(reference)]["rate"]
    print(f"  {ratio:,.0f} times pySHACL (its rate at {max(reference):,} cables); growth 10x: {growth(ours):.2f}")
    assert growth(ours) <= 10.5
    assert ratio >= 300


def growth(ours: dict[int, dict[str, Any]]) -> float:
    """CPU time at 10,000 cables in units of that at 1,000."""
    return float(10 * ours[1_000]["rate"] / ours[10_000]["rate"])


@pytest.mark.skipif(not RUDOF, reason="pyrudof is not installed: pip install pyrudof (2026-11-25)")
def test_compiled_against_pyrudof(folders: dict[int, Path]) -> None:
    for size in SIZES[:2]:
        ours, rival = median("validate", folders[size]), once("pyrudof", folders[size])
        show(f"compiled, {size:,}", ours)
        show(f"pyrudof, {size:,}", rival)
        assert {(row[0], row[1], row[3]) for row in ours["found"]} == rival["found"]
        print(f"  {ours['rate'] / rival['rate']:,.0f} times pyrudof")
    assert ours["rate"] >= 20 * rival["rate"]


def test_share_of_parsing_and_mapping(folders: dict[int, Path]) -> None:
    """Validation may cost half of what parsing and mapping cost."""
    check, line = median("validate", folders[1_000]), median("nquads", folders[1_000])
    print(f"  validation costs {100 * line['rate'] / check['rate']:.0f} % of parse + map")
