"""Paths: what is remembered of one is not taken for another."""

from __future__ import annotations

import rdflib

from kg.shacl.compile import compiled
from kg.shacl.graph import Graph

NAMES = "@prefix ex: <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
DATA = "ex:b ex:p ex:c . ex:c ex:q ex:there . ex:back ex:p ex:d . ex:d ex:q ex:b ."
SHAPE = """ex:S a sh:NodeShape ; sh:targetNode ex:b ; sh:property ex:There, ex:Back .
    ex:There sh:path ( ex:p ex:q ) ; sh:in ( ex:there ) .
    ex:Back sh:path [ sh:inversePath ( ex:p ex:q ) ] ; sh:in ( ex:there ) ."""


def graph(text: str) -> Graph:
    return Graph.of_rdflib(rdflib.Graph().parse(data=NAMES + text))


def test_a_path_and_the_same_path_backwards_lead_to_different_nodes() -> None:
    found = compiled(graph(SHAPE)).findings(graph(DATA))
    assert [(source.shape, value) for source, _, value in found] == [("<urn:x:Back>", "<urn:x:back>")]
