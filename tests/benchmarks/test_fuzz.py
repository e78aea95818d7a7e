"""Hostile inputs by the clock: none takes long, and none takes longer a byte than a short one does.

    pytest tests/benchmarks/test_fuzz.py -s

`KG_FUZZ` says how many damaged files (10,000). Times are of the processor.
"""

from __future__ import annotations

import os
import time
from heapq import nlargest

import pytest

from tests.hostile import GROWTHS, Growth, damaged, mapped, readings, tiles

SLOWEST = 2.0
STEEPEST = 3.0
SIZES = (50_000, 200_000, 800_000)
QUICK = 0.02
"""What takes no longer is lost in the noise."""


def seconds(data: bytes, *, whole: bool = False) -> float:
    """Time the reading of an input, its spans and quads too where the whole is asked for."""
    begin = time.process_time()
    for reading in readings(data):
        if whole:
            tiles(reading)
            mapped(reading)
    return time.process_time() - begin


def test_no_damaged_file_takes_two_seconds() -> None:
    many = int(os.environ.get("KG_FUZZ", "10000"))
    taken = nlargest(5, ((seconds(damaged(number), whole=True), number) for number in range(many)))
    print(f"\n{many:,} damaged files, the slowest (KG_FUZZ_SEED):")
    for cost, number in taken:
        print(f"  {number:>8}  {cost * 1000:8.1f} ms")
    assert taken[0][0] < SLOWEST


@pytest.mark.parametrize("growth", GROWTHS, ids=repr)
def test_cost_of_a_byte_does_not_grow(growth: Growth) -> None:
    costs = [min(seconds(growth.bytes(size)) for _ in range(2 if size < SIZES[-1] else 1)) for size in SIZES]
    print(f"  {' '.join(f'{cost * 1000:8.1f}' for cost in costs)} ms  {growth!r}")
    small, large = (max(cost, QUICK) / size for cost, size in ((costs[0], SIZES[0]), (costs[-1], SIZES[-1])))
    assert large <= STEEPEST * small, f"{large / small:.1f} times as much a byte"
