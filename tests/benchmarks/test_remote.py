"""How long it takes to validate a store from afar, and how that grows with the number of cables.

    pytest tests/benchmarks/test_remote.py -s

Releases of generated cables behind `kg serve` (Oxigraph), all our shapes, every result placed in its telegram; the
goal is 60 seconds for 10,000 cables. Results must be those of reading the release.
"""

from __future__ import annotations

import time
from pathlib import Path

from kg import validation
from kg.release.build import Options, build
from kg.web.app import app
from tests import corpus
from tests.test_protocol import Running

SIZES = (1_000, 10_000)
GOAL_SECONDS = 60
MOST_GROWTH = 13


def test_validates_ten_thousand_cables_from_afar(tmp_path: Path) -> None:
    seconds = []
    for count in SIZES:
        corpus.write(tmp_path / str(count), count, seed=1)
        release = build([tmp_path / str(count)], tmp_path / f"public{count}", Options(issued="2026-11-24"))
        with Running(app(release, ())) as running:
            start = time.perf_counter()
            found = validation.remote(running.url, None).results
            seconds.append(time.perf_counter() - start)
        read = {result.key for result in validation.answer(str(release.path), None).results}
        assert {result.key for result in found} == read
        assert found, "the corpus has oddities to find"
        print(f"\n{count:6,} cables {seconds[-1]:6.1f} s {len(found):,} results")
    print(f"growth {seconds[1] / seconds[0]:.1f}")
    assert seconds[1] < GOAL_SECONDS
    assert seconds[1] / seconds[0] < MOST_GROWTH
