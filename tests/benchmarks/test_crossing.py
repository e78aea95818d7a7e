"""How the time and memory of each constraint over the corpus grow with the number of cables.

    pytest tests/benchmarks/test_crossing.py -s

The stores of the questions' benchmark, 1,000 and 10,000 generated cables; for each constraint the median CPU time
of some runs of its query alone (no start of a process). A growth of 10 is linear; but a look into an index that
no longer fits into the caches of the processor takes longer, so a query that does nothing but four looks for each
cable is the rival: a constraint may grow by 13, or as that does. Memory is the most that a check of a store held.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.shacl import own
from kg.shacl.selects import Question, questions
from kg.store import Store
from tests.benchmarks.test_questions import LARGE, NOTICEABLE, SMALL, filled

MOST_GROWTH = 13
LOOKS = "SELECT ?this { ?this a ck:Cable ; ck:station ?a ; ck:year ?b ; ck:serial ?c }"
REPEATS = 5


def timed(engine: Store, question: Question) -> tuple[float, int]:
    """Give the median time of a constraint and its results."""
    times, rows = [], 0
    for _ in range(REPEATS):
        start = time.process_time()
        rows = sum(1 for _ in engine.query(question.text).value)
        times.append(time.process_time() - start)
    return statistics.median(times), rows


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    small, large = (tmp_path_factory.mktemp(f"cables{count}") for count in (SMALL, LARGE))
    filled(small, SMALL)
    filled(large, LARGE)
    return small / "store", large / "store"


def test_time_of_each_constraint_grows_with_the_corpus(folders: tuple[Path, Path]) -> None:
    small, large = (Store.open(folder) for folder in folders)
    asked, growths = questions(own.whole(), lambda kind: [kind]), dict[str, float]()
    looks = Question(asked[0].source._replace(shape="<#looks>"), LOOKS)
    print(f"\n{'constraint':20} {SMALL:>9,} {LARGE:>9,}  growth  results")
    for question in (looks, *asked):
        name = question.source.shape[1:-1].rpartition("#")[2]
        (before, _), (after, rows) = timed(small, question), timed(large, question)
        growth = after / before
        growths |= {name: growth} if after > NOTICEABLE else {}
        print(f"{name:20} {before:8.4f}s {after:8.4f}s  {growth:6.1f}  {rows:7,}")
    most = max(MOST_GROWTH, growths.pop("looks", 0))
    assert [name for name, growth in growths.items() if growth > most] == []


CHECK = """
import resource
import sys
from pathlib import Path
from kg.corpus import checked
sum(1 for _ in checked.results(Path(sys.argv[1]), 0))
# ru_maxrss of a process begins with that of the one that started it: its own peak stands in /proc
own = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024)
"""


def test_memory_stays_flat(folders: tuple[Path, Path]) -> None:
    most = []
    for folder in folders:
        done = subprocess.run([sys.executable, "-c", CHECK, str(folder)], capture_output=True, text=True, check=True)
        most.append(float(done.stdout))
        print(f"\n{most[-1]:,.0f} MB at the most")
    assert most[1] < 3 * most[0]
