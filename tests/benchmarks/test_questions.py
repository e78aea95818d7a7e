"""How the time of each competency question grows with the number of cables.

    pytest tests/benchmarks/test_questions.py -s

One store of 1,000 and one of 10,000 generated cables; each question with values that many of them have; CPU time,
median of three. A growth of 10 is linear; a self-join over what grows with the corpus shows as 100.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest

from kg import formats, quads, readers, store
from kg.cable import Cable
from kg.entries import Entries
from kg.questions import Question, questions
from kg.store import Store
from kg.terms import Names
from kg.vocabulary import vocabulary
from tests import corpus

SMALL, LARGE = 1_000, 10_000
REPEATS = 3
MOST_GROWTH = 40
"""Beyond this a question is no longer near to linear: sorting and memory take their share of a factor of 10."""
NOTICEABLE = 0.05
"""Seconds at the larger size below which a ratio is noise."""


def filled(folder: Path, count: int) -> Store:
    """Make a store of generated cables, without the validation of a build."""
    cables, dump = folder / "cables", folder / "dump.nq"
    corpus.write(cables, count, seed=1)
    names, entries, held = Names(), Entries(Names(), vocabulary()), []
    with dump.open("w", encoding="utf-8") as out:
        for path in sorted(cables.iterdir()):
            for cable in readers.read(path.name, path.read_bytes()):
                assert isinstance(cable, Cable)
                one = quads.quads(cable, names, vocabulary())
                out.write(one.nquads)
                entries.add(one.entries)
                held.append(one.subject)
        out.writelines(formats.nquads(entries.quads(held)))
    store.fill(folder / "store", [dump])
    return Store.open(folder / "store")


COMMON = {
    "post": "SELECT ?x (COUNT(*) AS ?n) { ?c ck:sender ?x } GROUP BY ?x",
    "agency": "SELECT ?x (COUNT(*) AS ?n) { ?c ck:addressee ?x } GROUP BY ?x",
    "month": "SELECT ?x (COUNT(*) AS ?n) { ?c ck:date ?d BIND(SUBSTR(STR(?d), 1, 7) AS ?x) } GROUP BY ?x",
    "tag": "SELECT ?x (COUNT(*) AS ?n) { ?c ck:tag ?x } GROUP BY ?x",
    "subject": "SELECT ?x (COUNT(*) AS ?n) { ?c ck:tag ?x . ?x skos:inScheme <tag/subject> } GROUP BY ?x",
    "field": "SELECT ?x (COUNT(*) AS ?n) { ?c ck:tag/skos:broader ?x } GROUP BY ?x",
    "cable": "SELECT ?x (COUNT(*) AS ?n) { ?c ck:cites ?x . ?x a ck:Cable } GROUP BY ?x",
    "name": "SELECT ?x (COUNT(*) AS ?n) { ?c ck:signature ?x } GROUP BY ?x",
    "caption": "SELECT ?x (COUNT(*) AS ?n) { ?c ck:caption ?x } GROUP BY ?x",
    "station": "SELECT ?x (COUNT(*) AS ?n) { ?c a ck:Cable ; ck:station ?x } GROUP BY ?x",
}
"""Parameter -> the query whose first row is its most frequent value."""

FIXED = {"acronym": "GOI", "word": "minister", "event": "2005-01-01", "before": "2030-01-01", "characters": "60"}


def common(engine: Store, name: str) -> list[str]:
    if name not in COMMON:
        return [FIXED[name]] if name in FIXED else []
    rows = list(engine.query(f"{COMMON[name]} ORDER BY DESC(?n) LIMIT 1").value)
    return [rows[0][0].value] if rows else []


def timed(engine: Store, one: Question) -> tuple[float, int]:
    """Give the median time of a question and its rows."""
    text = one.bound({parameter.name: common(engine, parameter.name) for parameter in one.parameters})
    times, rows = [], 0
    for _ in range(REPEATS):
        start = time.process_time()
        rows = sum(1 for _ in engine.query(text).value)
        times.append(time.process_time() - start)
    return statistics.median(times), rows


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Store]:
    small, large = (filled(tmp_path_factory.mktemp(f"cables{count}"), count) for count in (SMALL, LARGE))
    return small, large


@pytest.mark.parametrize("one", questions(), ids=lambda one: one.name)
def test_question_grows_with_the_corpus_and_not_with_its_square(stores: tuple[Store, Store], one: Question) -> None:
    (before, few), (after, many) = (timed(engine, one) for engine in stores)
    growth = after / before
    print(
        f"\n{one.number:>2} {one.name:<46} {1000 * before:8.1f} ms {few:6,} rows"
        f" {1000 * after:9.1f} ms {many:6,} rows   x {growth:.1f}"
    )
    assert growth < MOST_GROWTH or after < NOTICEABLE
