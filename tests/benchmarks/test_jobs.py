"""A build by several processes against the same build by one, in the same run: seconds on the wall.

pytest tests/benchmarks/test_jobs.py -s
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests import corpus
from tests.conftest import ROOT

CABLES = 4_000
REPEATS = 3


def seconds(folder: Path, public: Path, jobs: int) -> float:
    command = [sys.executable, "-m", "kg", "build", str(folder), "-o", str(public), "--jobs", str(jobs)]
    begun = time.monotonic()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - begun


def release(public: Path) -> str:
    """Give the id of the current release, which its content makes."""
    return (public / "current").resolve().name


def test_several_processes_against_one(tmp_path: Path) -> None:
    folder = tmp_path / "cables"
    folder.mkdir()
    corpus.write(folder, CABLES, seed=5)
    jobs = os.cpu_count() or 1
    runs: dict[int, list[float]] = {1: [], jobs: []}
    for turn in range(REPEATS):
        for number, taken in runs.items():
            taken.append(seconds(folder, tmp_path / f"public-{number}-{turn}", number))
    assert len({release(tmp_path / f"public-{number}-{turn}") for number in runs for turn in range(REPEATS)}) == 1
    one, several = (statistics.median(runs[number]) for number in (1, jobs))
    print(f"\n{CABLES:,} cables: {one:.1f} s in one process, {several:.1f} s in {jobs}: {one / several:.2f} times")
