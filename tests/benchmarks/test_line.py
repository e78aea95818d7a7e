"""The line against a plain rdflib + pySHACL script, in the same run.

    pytest tests/benchmarks -s

Stages of both sides take turns, each in a process of its own; medians of three. Machines are noisy:
believe the ratios.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import corpus
from tests.conftest import ROOT

REPEATS = 3


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    made = {}
    for count in (50, 250, 1000, 4000):
        made[count] = tmp_path_factory.mktemp(f"cables{count}")
        corpus.write(made[count], count, seed=1)
    return made


def once(stage: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.measure", stage, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def compared(stages: list[str], folder: Path, repeats: int = REPEATS) -> dict[str, dict[str, float]]:
    """Run the stages in turn and give the median of each figure."""
    runs: dict[str, list[dict[str, float]]] = {stage: [] for stage in stages}
    for _ in range(repeats):
        for stage in stages:
            runs[stage].append(once(stage, folder))
    return {
        stage: {key: statistics.median(run[key] for run in found) for key in found[0]} for stage, found in runs.items()
    }


def show(title: str, figures: dict[str, Any]) -> None:
    print(f"\n{title}")
    for stage, found in figures.items():
        rate = found["cables"] / found["cpu"] if found["cpu"] else 0
        print(f"  {stage:<16} {rate:10,.0f} cables/CPU s   peak {found['peak_mb']:7,.0f} MB")


def test_parse_map_and_nquads_against_rdflib(folders: dict[int, Path]) -> None:
    ours = ["parse", "map", "nquads", "turtle", "load"]
    figures = compared([*ours, "rival-parse", "rival-map", "rival-nquads"], folders[1000])
    show("1,000 cables", figures)
    ratio = figures["rival-nquads"]["cpu"] / figures["nquads"]["cpu"]
    print(f"  parse + map + N-Quads: {ratio:.1f} times the rdflib script")
    assert ratio >= 10


def test_turtle_against_rdflib(folders: dict[int, Path]) -> None:
    figures = compared(["turtle", "rival-turtle"], folders[250])
    show("250 cables", figures)
    print(f"  Turtle: {figures['rival-turtle']['cpu'] / figures['turtle']['cpu']:.1f} times rdflib's")


def test_memory_of_the_build_is_flat(folders: dict[int, Path]) -> None:
    figures = {f"build {count}": once("build", folders[count]) for count in (50, 250, 1000, 4000)}
    show("the build up to the store", figures)
    assert figures["build 1000"]["peak_mb"] <= 1.15 * figures["build 250"]["peak_mb"]
    # what is remembered fills up to its bounds somewhere past a thousand cables; from there on nothing grows
    assert figures["build 4000"]["peak_mb"] <= 1.2 * figures["build 1000"]["peak_mb"]


def test_memory_of_the_build_with_its_store_is_flat(folders: dict[int, Path]) -> None:
    figures = {f"build-store {count}": once("build-store", folders[count]) for count in (50, 250, 1000, 4000)}
    show("the build with its store", figures)
    # from some 250 cables on a whole piece is loaded while the next is gathered
    assert figures["build-store 4000"]["peak_mb"] <= 1.25 * figures["build-store 1000"]["peak_mb"]
