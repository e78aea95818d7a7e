"""Validation of RDF as people have it: a file, or a release.

Facts
-----
* A cable's graph names agencies, tags and levels that the vocabulary graph explains; shapes that ask for
  a label or a class need it as background. For a file it comes from the dump beside it, if the file lies
  in a release, and from the authority records of kg.
* A file is read by pyoxigraph, which opens no address that a file names (JSON-LD contexts, DTDs).
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kg import formats, sources
from kg.corpus import checked
from kg.errors import InputError, UsageError
from kg.formats import from_line
from kg.release.opened import Release, lines_of
from kg.reports import REPORTS
from kg.reports.findings import findings
from kg.shacl import reference
from kg.shacl.results import SEVERITIES, Result, Validation
from kg.terms import DEFAULT_BASE, Quad, Term
from kg.vocabulary import vocabulary

if TYPE_CHECKING:
    import rdflib

    from kg.shacl.prepared import PreparedGraph

BATCH: Final = 25
SUFFIXES: Final = MappingProxyType(
    {
        ".ttl": "text/turtle",
        ".n3": "text/n3",
        ".nt": "application/n-triples",
        ".nq": "application/n-quads",
        ".trig": "application/trig",
        ".jsonld": "application/ld+json",
        ".json": "application/ld+json",
        ".rdf": "application/rdf+xml",
        ".owl": "application/rdf+xml",
        ".xml": "application/rdf+xml",
    }
)
"""Suffix of an RDF file -> media type; `.gz` may follow."""


def load(path: str) -> rdflib.Graph:
    """Read an RDF file (or `-`, Turtle) to one graph; raises UsageError or InputError with the line."""
    import pyoxigraph  # noqa: PLC0415
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph()
    try:
        for quad in pyoxigraph.parse(_bytes(path), format=pyoxigraph.RdfFormat.from_media_type(_media_type(path))):
            term = formats.rdflib_term
            graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    except SyntaxError as error:
        raise InputError(str(error.msg or error), code="rdf-syntax", path=path, line=error.lineno or 1) from error
    return graph


def _bytes(path: str) -> bytes:
    if path == sources.STDIN:
        return sys.stdin.buffer.read()
    if not Path(path).exists():
        raise UsageError(f"{path}: no such file")
    try:
        data = Path(path).read_bytes()
        return gzip.decompress(data) if path.endswith(".gz") else data
    except (OSError, EOFError) as error:
        raise InputError(str(error), path=path) from error


def _media_type(path: str) -> str:
    if path == sources.STDIN:
        return "text/turtle"
    suffix = Path(path.removesuffix(".gz")).suffix.lower()
    if suffix not in SUFFIXES:
        known = " ".join(SUFFIXES)
        raise InputError(
            f"no RDF file: its name ends with none of {known}; map a cable first", code="layout", path=path
        )
    return SUFFIXES[suffix]


def validated(data: rdflib.Graph | str, shapes: rdflib.Graph | None = None) -> Validation:
    """Validate a graph or a file: against our shapes with the vocabulary as background, or a stranger's without."""
    path = data if isinstance(data, str) else ""
    graph = reference.prepared(load(data) if isinstance(data, str) else data)
    if shapes is None:
        formats.to_rdflib_graph(_background(graph, path), graph)
    return reference.validate(graph, shapes, path)


def _background(data: rdflib.Graph, path: str) -> list[Quad]:
    """Give the vocabulary entries that the data names and does not describe."""
    beside = Path(path).with_name("vocabulary.nq.gz") if path else Path()
    quads = [from_line(line) for line in lines_of(beside)] if path != sources.STDIN and beside.is_file() else []
    described = {quad.subject for quad in quads} | {term.n3() for term in set(data.subjects())}
    known = vocabulary()
    named = {term.n3() for term in set(data.objects()) if not _is_literal(term)}
    for concept in sorted(named - described):
        quads += [Quad(*triple, Term("<urn:x>")) for triple in known.closure(Term(concept))]
    return quads


def _is_literal(term: Any) -> bool:
    import rdflib  # noqa: PLC0415

    return isinstance(term, rdflib.Literal)


def release_results(release: Release, shapes: rdflib.Graph | None = None) -> Iterator[Result]:
    """Validate a release, a batch of cables at a time, its vocabulary graph as background.

    Against our shapes its description is validated too, and what crosses cables.
    """
    background = list(map(from_line, release.lines("vocabulary")))
    graphs = groupby(map(from_line, release.lines("cables")), key=lambda quad: quad.graph)
    met: set[str] = set()
    for data in _batches(graphs, background):
        for result in reference.validate(data, shapes).results:
            if result.key not in met:
                met.add(result.key)
                yield result
    if shapes is None:
        yield from reference.validate(_graph(map(from_line, release.lines("metadata")))).results
        yield from checked.results(release.path / "store", release.manifest["counts"]["cables"])


def _batches(graphs: Iterable[tuple[Term, Iterator[Quad]]], background: list[Quad]) -> Iterator[PreparedGraph]:
    lists = (list(group) for _, group in graphs)
    while batch := list(islice(lists, BATCH)):
        yield _graph(quad for quads in (*batch, background) for quad in quads)


def _graph(quads: Iterable[Quad]) -> PreparedGraph:
    from kg.shacl.prepared import PreparedGraph  # noqa: PLC0415

    graph = PreparedGraph()
    formats.to_rdflib_graph(list(quads), graph)
    return graph


def report(
    target: str, shapes: rdflib.Graph | None, form: str, most: int | None = None
) -> tuple[tuple[Result, ...], str]:
    """Validate what a user names, a file or a release; gives all results and a report of the `most` worst ones.

    With shapes of a stranger the Turtle report is the engine's own: their results may need blank nodes.
    """
    base = DEFAULT_BASE
    if target != sources.STDIN and Path(target).is_dir():
        release = Release.open(target)
        base, results = release.base, tuple(sorted(release_results(release, shapes)))
    else:
        found = validated(target, shapes)
        results = found.results
        if shapes is not None and form == "ttl" and most is None:
            return results, found.graph.serialize(format="turtle")
    return results, "".join(REPORTS[form].write(findings(worst(results, most)), base))


def worst(results: Sequence[Result], most: int | None) -> Sequence[Result]:
    """Give not more than so many results, Violations before Warnings before Infos."""
    return sorted(results, key=lambda result: SEVERITIES.index(result.severity))[:most] if most is not None else results
