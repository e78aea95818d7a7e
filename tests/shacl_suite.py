"""The W3C SHACL test suite, read from its manifests: what is validated, and what must come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pyoxigraph
import rdflib

from kg import formats
from kg.shacl import paths
from kg.shacl.check import Finding
from kg.shacl.graph import Graph
from kg.terms import SH

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
FAILURE = f"<{SHT}Failure>"

Row = tuple[str, ...]
"""Focus node, path as SPARQL, value, shape, component, severity; blank nodes of other files are `_:`."""


class Case(NamedTuple):
    """One test: its name, the files, and the rows that must come out (None: a failure)."""

    name: str
    data: Path
    shapes: Path
    rows: Counter[Row] | None
    messages: frozenset[str]


@cache
def read(path: Path) -> Graph:
    return Graph.of_oxigraph(_parsed(path))


@cache
def read_rdflib(path: Path) -> rdflib.Graph:
    """Read a file to rdflib, which by itself would put another literal for an ill-typed one."""
    graph, term = rdflib.Graph(), formats.rdflib_term
    for quad in _parsed(path):
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


def _parsed(path: Path) -> Iterator[pyoxigraph.Quad]:
    return pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE, base_iri=path.as_uri())


def local(iri: str) -> Path:
    return Path(unquote(urlsplit(iri[1:-1]).path))


def cases(folder: Path) -> Iterator[Case]:
    """Give the tests of all manifests in a folder; one of them is included by no other manifest."""
    for manifest in sorted(folder.rglob("*.ttl")):
        graph = read(manifest)
        for head in graph.values(f"<{manifest.as_uri()}>", f"<{MF}entries>"):
            for entry in graph.members(head) or ():
                yield _case(graph, entry, manifest)


def _case(graph: Graph, entry: str, manifest: Path) -> Case:
    action, result = graph.value(entry, f"<{MF}action>"), graph.value(entry, f"<{MF}result>")
    data, shapes = (local(graph.value(action, f"<{SHT}{kind}>")) for kind in ("dataGraph", "shapesGraph"))
    found = graph.values(result, f"<{SH}result>")
    name = f"{manifest.parent.parent.name}/{manifest.parent.name}/{entry[1:-1].rpartition('/')[2]}"
    if result == FAILURE:
        return Case(name, data, shapes, None, frozenset())
    rows = Counter(_expected(graph, one, same=shapes == manifest) for one in found)
    said = frozenset(message for one in found for message in graph.values(one, f"<{SH}resultMessage>"))
    return Case(name, data, shapes, rows, said)


def _expected(graph: Graph, result: str, *, same: bool) -> Row:
    def term(name: str) -> str:
        return graph.value(result, f"<{SH}{name}>")

    at = term("resultPath")
    focus, value, shape = (term(name) for name in ("focusNode", "value", "sourceShape"))
    row = (focus, paths.path(graph, at).text if at else "", value, shape)
    return (*(row if same else map(blank, row)), term("sourceConstraintComponent"), term("resultSeverity"))


def blank(term: str) -> str:
    return "_:" if term.startswith("_:") else term


def row(finding: Finding, *, same: bool) -> Row:
    """Give a finding as a row, comparable with what is expected."""
    source, focus, value = finding
    parts = (focus, source.path.text if source.path else "", value, source.shape)
    return (*(parts if same else map(blank, parts)), source.component, source.severity)
