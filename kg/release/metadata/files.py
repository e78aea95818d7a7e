"""The files that describe a release: N-Quads for the store, Turtle, two kinds of JSON-LD, and how to cite it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg import formats, terms
from kg.release.dumps import Dump
from kg.release.metadata.catalogue import catalogue
from kg.release.metadata.citation import citation
from kg.release.metadata.facts import Facts
from kg.release.metadata.jsonld import jsonld
from kg.release.metadata.page import page
from kg.release.metadata.provenance import provenance
from kg.release.metadata.quality import quality
from kg.release.metadata.statements import Triple
from kg.release.metadata.void import self_count, void
from kg.terms import Quad
from kg.turtle import Turtle


def triples(facts: Facts) -> list[Triple]:
    """Give the whole description, sorted, each statement once; it counts itself, whatever the number says."""
    found = {*catalogue(facts), *provenance(facts), *void(facts), *quality(facts)}
    number = len(found.union(self_count(facts, 0)))
    return sorted(found.union(self_count(facts, number)))


def write(folder: Path, facts: Facts) -> tuple[str, int]:
    """Write the files of a release's folder; gives the hash of the dump's content and its number of triples."""
    graph = terms.iri(facts.names.graph("metadata"))
    quads = [Quad(*triple, graph) for triple in triples(facts)]
    dump = Dump(folder / "dumps" / "metadata.nq.gz")
    for line in formats.nquads(quads):
        dump.write(line.encode())
    _text(folder / "void.ttl", Turtle(facts.names.base).turtle(quads))
    catalogued = sorted({*catalogue(facts), *provenance(facts)})
    _text(folder / "dcat.jsonld", [jsonld(catalogued, facts.names.base)])
    _text(folder / "schema.jsonld", [page(facts)])
    _text(folder / "CITATION.cff", citation(facts))
    return dump.close(), len(quads)


def _text(path: Path, parts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(parts)
