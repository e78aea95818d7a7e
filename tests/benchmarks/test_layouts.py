"""Reading in every layout: cables and megabytes a second, cost of a cable as the corpus grows, peak memory.

    pytest tests/benchmarks/test_layouts.py -s

The same telegrams in each layout (of a volume one document in three is no telegram), one core, each run in a
process of its own; layouts take turns, medians of three. Machines are noisy: believe the ratios.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from tests.benchmarks import editions
from tests.benchmarks.test_line import once
from tests.corpus import LAYOUTS as MADE
from tests.corpus import write_telegrams

LAYOUTS = (*MADE, *editions.EDITIONS)
SMALL, LARGE, ROUNDS = 1_000, 20_000, 3
Figures = dict[str, dict[str, float]]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    made = {count: tmp_path_factory.mktemp(f"telegrams{count}") for count in (SMALL, LARGE)}
    for count, folder in made.items():
        write_telegrams(folder, count, seed=1)
        editions.write(folder, count, seed=1)
    return made


@pytest.fixture(scope="module")
def figures(folders: dict[int, Path]) -> dict[int, Figures]:
    """Read both sizes in every layout, in turn."""
    runs: dict[tuple[int, str], list[dict[str, float]]] = {}
    for _ in range(ROUNDS):
        for count, folder in folders.items():
            for layout in LAYOUTS:
                runs.setdefault((count, layout), []).append(once("read", folder / layout))
    return {
        count: {
            layout: {key: median(run[key] for run in runs[count, layout]) for key in runs[count, layout][0]}
            for layout in LAYOUTS
        }
        for count in folders
    }


def telegrams(documents: int) -> int:
    """Count those of whole volumes that are telegrams."""
    return documents // editions.TOGETHER * (editions.TOGETHER - editions.TOGETHER // 3)


def cost(found: dict[str, float]) -> float:
    return found["cpu"] / found["cables"]


def test_reads_every_cable_of_every_layout(figures: dict[int, Figures]) -> None:
    print(f"\n  {'layout':<16}{'cables':>8}{'cables/CPU s':>14}{'MB/CPU s':>10}{'ms/cable':>10}{'peak MB':>9}")
    for count, layouts in figures.items():
        for layout, found in layouts.items():
            rates = f"{1 / cost(found):>14,.0f}{found['mb'] / found['cpu']:>10.1f}{1000 * cost(found):>10.2f}"
            print(f"  {layout:<16}{found['cables']:>8,.0f}{rates}{found['peak_mb']:>9,.0f}")
            assert found["cables"] == (telegrams(count) if layout == "frus-tei" else count)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cost_of_a_cable_does_not_grow(figures: dict[int, Figures], layout: str) -> None:
    growth = cost(figures[LARGE][layout]) / cost(figures[SMALL][layout])
    print(f"\n  {layout}: a cable of {LARGE:,} costs {growth:.2f} times one of {SMALL:,}")
    assert growth <= 1.25


@pytest.mark.parametrize("layout", LAYOUTS)
def test_memory_grows_no_more_than_what_is_remembered(figures: dict[int, Figures], layout: str) -> None:
    small, large = (figures[count][layout]["peak_mb"] for count in (SMALL, LARGE))
    print(f"\n  {layout}: {small:.0f} MB for {SMALL:,}, {large:.0f} MB for {LARGE:,}")
    assert large <= 1.6 * small


def test_no_layout_is_much_dearer_than_another(figures: dict[int, Figures]) -> None:
    costs = [cost(found) for found in figures[LARGE].values()]
    assert max(costs) <= 3 * min(costs)
