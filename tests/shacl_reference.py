"""pySHACL's answer in the form that the compiled engine's takes, to compare the two."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyshacl
import rdflib

from kg.shacl import paths, reference
from kg.shacl.check import Finding
from kg.shacl.graph import Graph
from kg.terms import SH

Row = tuple[str, str, str, str, str]
"""Focus node, path, value, component, severity; a blank node is `_:`."""


@contextmanager
def quiet() -> Iterator[None]:
    """Keep to themselves what pySHACL and rdflib think of odd shapes and ill-typed literals."""
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def blank(term: str) -> str:
    return "_:" if term.startswith("_:") else term


def compiled_rows(findings: list[Finding]) -> set[Row]:
    return {
        (blank(focus), source.path.text if source.path else "", blank(value), source.component, source.severity)
        for source, focus, value in findings
    }


def reference_rows(data: rdflib.Graph, shapes: rdflib.Graph, **options: Any) -> set[Row]:
    """Validate with pySHACL, which reads each query once, and read its report; nested details are no results."""
    with quiet():
        _, report, _ = pyshacl.validate(
            reference.prepared(data), shacl_graph=shapes, inference="none", **{"advanced": False, **options}
        )
    assert isinstance(report, rdflib.Graph)
    return rows(report)


def rows(report: rdflib.Graph) -> set[Row]:
    """Read a validation report."""
    graph = Graph.of_rdflib(report)
    results = [result for facts in graph.own.values() for result in facts.get(f"<{SH}result>", ())]
    return {_row(graph, result) for result in results}


def _row(graph: Graph, result: str) -> Row:
    def term(name: str) -> str:
        return graph.value(result, f"<{SH}{name}>")

    at = term("resultPath")
    path = paths.path(graph, at).text if at else ""
    focus, value = blank(term("focusNode")), blank(term("value"))
    return focus, path, value, term("sourceConstraintComponent"), term("resultSeverity")
