"""What a cable costs: triples by part, bytes by format, and what entailment adds.

    pytest tests/benchmarks/test_sizes.py -s

Of `seeds/`, of a generated corpus, and of the real cable where KG_TEST_DATA has one; the vocabulary entries that the
cables use are counted with them, so the share of a cable sinks with their number.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kg import api, formats, terms
from kg.cable import Cable
from kg.entailment import entailed
from kg.terms import DEFAULT_BASE, Quad
from tests import corpus
from tests.conftest import SEEDS, missing

GENERATED = 1_000
PARTS = {
    r".*#copy>": "copy",
    r".*#to-\d+>": "addresses",
    r".*#ref-\d+>": "references",
    r".*#h\d+>": "headings",
    r".*#[pu][\d-]+>": "paragraphs",
}
"""Pattern of a subject -> the part of a cable that it is; the cable itself is "document"."""


def part(quad: Quad) -> str:
    if "/doc/cable/" not in quad.graph:
        return "vocabulary"
    return next((name for pattern, name in PARTS.items() if re.fullmatch(pattern, quad.subject)), "document")


def made(folder: Path) -> list[Path]:
    corpus.write(folder, GENERATED, seed=1)
    return [folder]


SOURCES: dict[str, Callable[[Path], list[Path]]] = {
    "seeds": lambda _: [SEEDS],
    "generated": made,
    "real": lambda _: sorted(Path(os.environ.get("KG_TEST_DATA", "nowhere")).glob("seed/*")),
}


@pytest.fixture(scope="module", params=SOURCES)
def quads(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, int, list[Quad]]:
    paths = SOURCES[request.param](tmp_path_factory.mktemp("made") / "cables")
    cables = [one for one in api.read(*map(str, paths)) if isinstance(one, Cable)] if paths else []
    if request.param == "real" and not paths:
        missing("KG_TEST_DATA names no folder with a real cable")
    assert cables, "every source that is there holds cables"
    return request.param, len(cables), list(api.mapped(cables))


def written(name: str, found: Iterable[Quad]) -> bytes:
    out = io.BytesIO()
    formats.by_name(name).write(found, out, DEFAULT_BASE)
    return out.getvalue()


def test_triples_by_part(quads: tuple[str, int, list[Quad]]) -> None:
    name, cables, found = quads
    parts = Counter(map(part, found))
    text = sum(len(quad.object) for quad in found if quad.predicate == terms.ck("text"))
    print(
        f"\n{name}: {cables:,} cables, {len(found) / cables:.1f} triples each, {text / cables:,.0f} characters of text"
    )
    for one, count in parts.most_common():
        print(f"  {one:<12} {count / cables:8.1f}  {count / len(found):6.1%}")
    assert sum(parts.values()) == len(set(found))


@pytest.mark.parametrize("form", formats.NAMES)
def test_bytes_by_format(quads: tuple[str, int, list[Quad]], form: str) -> None:
    name, cables, found = quads
    start = time.process_time()
    data = written(form, found)
    seconds = time.process_time() - start
    packed = len(gzip.compress(data, 6))
    print(
        f"\n{name:<10} {form:<10} {len(data) / cables:10,.0f} B a cable {packed / cables:8,.0f} B gz"
        f"  {1000 * seconds / cables:7.2f} ms"
    )
    assert packed < len(data)


def test_what_entailment_adds(quads: tuple[str, int, list[Quad]]) -> None:
    name, cables, found = quads
    start = time.process_time()
    plain = written("nq", found)
    middle = time.process_time()
    more = written("nq", entailed(found, DEFAULT_BASE))
    end = time.process_time()
    growth = more.count(b"\n") / plain.count(b"\n")
    packed = len(gzip.compress(more, 6)) / len(gzip.compress(plain, 6))
    print(
        f"\n{name:<10} entailed: triples x {growth:.2f}, bytes x {len(more) / len(plain):.2f}, gz x {packed:.2f},"
        f" {1000 * (middle - start) / cables:.2f} -> {1000 * (end - middle) / cables:.2f} ms a cable"
    )
    assert growth > 1
