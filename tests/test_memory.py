"""What is remembered of values that come again is little: a corpus of any size, and a hostile one, stays in memory."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from kg import terms
from kg.entries import authorities
from kg.grammar.memory import remembered
from kg.release.maker import Given
from kg.release.statistics import Statistics
from kg.shacl import literals, order
from kg.shacl.compile import compiled
from kg.shacl.graph import Graph
from kg.terms import Names, Term
from kg.vocabulary import vocabulary

Remember = Callable[[int], object]
VALUES = 30_000
LARGEST = 4_000_000
"""Bytes that one memory may take: a build needs 80 MB before it reads its first cable."""


def _number(number: int) -> Term:
    return terms.text(f"a value of some length, which no other cable states: {number}")


def _statistics(folder: Path) -> Remember:
    counter, cites = Statistics(folder), terms.ck("cites")
    return lambda number: counter.add([(Term(f"<urn:{number}>"), {cites: [Term(f"<urn:x:{number}>")]})])


def _entries(_: Path) -> Remember:
    given, cites = Given(), terms.ck("cites")

    def new(number: int) -> None:
        subject = Term(f"<urn:{number}>")
        assert given.new({subject: ((subject, cites, _number(number)),)})

    return new


def _signatories(_: Path) -> Remember:
    known = authorities(Names("https://example.org/memory/"), vocabulary())
    return lambda number: known.signatories["MEXICO", f"NAME {number}"]


def _checked(_: Path) -> Remember:
    shapes = rdflib.Graph().parse(
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:> .
        ex:shape sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:pattern "value" ; sh:languageIn ( "en" ) ] ;
            sh:sparql [ sh:select "SELECT $this { $this <urn:p> ?v FILTER (CONCAT(STR(?v), 'x') = ?v) }" ] .
        """
    )
    validator = compiled(Graph.of_rdflib(shapes))

    def validate(number: int) -> None:
        triples = [
            ("<urn:s>", "<urn:p>", f"{_number(number)}@en"),
            ("<urn:s>", "<urn:p>", f'"{"long " * 30}{number}"@en'),
        ]
        validator.findings(Graph(triples))

    return validate


def _grammar(_: Path) -> Remember:
    read = remembered(str.upper)
    return lambda number: read(_number(number))


MEMORIES: dict[str, Callable[[Path], Remember]] = {
    "statistics": _statistics,
    "entries": _entries,
    "signatories": _signatories,
    "checks": _checked,
    "grammar": _grammar,
    "literals": lambda _: lambda number: literals.literal(_number(number)),
    "ordered values": lambda _: lambda number: order.value(_number(number)),
}


@pytest.mark.parametrize("name", MEMORIES)
def test_remembers_a_bounded_number_of_values(name: str, tmp_path: Path) -> None:
    remember = MEMORIES[name](tmp_path)
    gc.collect()
    tracemalloc.start()
    for number in range(VALUES):
        remember(number)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert held < LARGEST
