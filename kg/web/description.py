"""The service description of the endpoint (W3C SPARQL 1.1 Service Description, 2013-03-21).

Names of the result formats: https://www.w3.org/ns/formats/.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.terms import FORMATS, SD, TYPE, Quad, Term, iri

_RESULTS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "N-Quads",
    "TriG",
    "JSON-LD",
    "RDF_XML",
)


def description(endpoint: str) -> Iterator[Quad]:
    """Describe the service at this absolute URL."""
    service, dataset, union = (iri(f"{endpoint}#{part}") for part in ("service", "dataset", "union"))
    graph = Term("")
    yield Quad(service, TYPE, _sd("Service"), graph)
    yield Quad(service, _sd("endpoint"), iri(endpoint), graph)
    yield Quad(service, _sd("supportedLanguage"), _sd("SPARQL11Query"), graph)
    yield Quad(service, _sd("feature"), _sd("UnionDefaultGraph"), graph)
    for name in _RESULTS:
        yield Quad(service, _sd("resultFormat"), iri(FORMATS + name), graph)
    yield Quad(service, _sd("defaultDataset"), dataset, graph)
    yield Quad(dataset, TYPE, _sd("Dataset"), graph)
    yield Quad(dataset, _sd("defaultGraph"), union, graph)
    yield Quad(union, TYPE, _sd("Graph"), graph)


def _sd(name: str) -> Term:
    return iri(SD + name)
