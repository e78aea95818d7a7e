"""The reference engine: pySHACL, our shapes or a stranger's.

Facts
-----
* pySHACL is given parsed graphs only: a text argument could be a URL or a path (pySHACL 0.40.1).
* owl:imports stay off; a shapes graph that cannot be read is an error of its own, never "not valid".
* It is given a graph that reads each SPARQL text once (`kg.shacl.prepared`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from kg import resources
from kg.errors import InputError
from kg.shacl import own
from kg.shacl.graph import Graph
from kg.shacl.literals import of_rdflib
from kg.shacl.places import Places
from kg.shacl.results import SH_SEVERITY, Result, Validation
from kg.shacl.stated import stated
from kg.terms import SH

if TYPE_CHECKING:
    import rdflib

    from kg.shacl.prepared import PreparedGraph


@cache
def own_shapes() -> rdflib.Graph:
    """Read the shapes that come with kg and can be decided on a part of a corpus (once)."""
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph()
    for path in resources.shapes_of_parts():
        graph.parse(str(path), format="turtle")
    return graph


def validate(
    data: rdflib.Graph, shapes: rdflib.Graph | None = None, home: Callable[[str], str] = lambda _: ""
) -> Validation:
    """Validate a graph; `home` names the file of a node. Raises InputError when the shapes cannot be used."""
    graph = own_shapes() if shapes is None else shapes
    conforms, report, text = _reported(data, graph, strange=shapes is not None)
    given = own.shapes() if shapes is None else Graph.of_rdflib(triples(graph))
    report.kg_results = tuple(_results(report, given, Places(Graph.of_rdflib(triples(data)), home)))
    return Validation(conforms, report, text)


def _reported(data: rdflib.Graph, shapes: rdflib.Graph, *, strange: bool) -> tuple[bool, Any, str]:
    import pyshacl  # noqa: PLC0415
    from pyshacl import errors  # noqa: PLC0415

    from kg.shacl.prepared import PreparedGraph  # noqa: PLC0415

    quiet = logging.getLogger("kg.shacl")
    quiet.setLevel(logging.CRITICAL)
    try:
        conforms, report, text = pyshacl.validate(
            data if isinstance(data, PreparedGraph) else prepared(data),
            shacl_graph=shapes,
            inference="none",
            do_owl_imports=False,
            logger=quiet,
        )
    except Exception as error:
        if not strange and not isinstance(
            error, errors.ConstraintLoadError | errors.ShapeLoadError | errors.ReportableRuntimeError
        ):
            raise
        # a stranger's shapes can make the engine fail in any way (a pattern that is none, a recursion)
        first = str(getattr(error, "message", error)).strip().splitlines()
        raise InputError(f"the shapes cannot be used: {first[0] if first else error}", code="shapes") from error
    if isinstance(report, errors.ValidationFailure):  # in place of a report, for a query that is refused (0.40.1)
        raise InputError(f"the shapes cannot be used: {report.message}", code="shapes")
    return bool(conforms), report, text


def prepared(data: rdflib.Graph) -> PreparedGraph:
    """Copy a graph into one that remembers queries: a caller's graph is never handed on or changed."""
    from kg.shacl.prepared import PreparedGraph  # noqa: PLC0415

    graph = PreparedGraph()
    for subject, predicate, value in triples(data):
        graph.add((subject, predicate, value))
    return graph


def triples(data: rdflib.Graph) -> Iterator[Any]:
    """Give the triples of a graph, or of all graphs of a Dataset."""
    import rdflib  # noqa: PLC0415

    if isinstance(data, rdflib.Dataset):
        yield from (quad[:3] for quad in data.quads())
    else:
        yield from data.triples((None, None, None))


def _results(report: rdflib.Graph, shapes: Graph, places: Places) -> list[Result]:
    import rdflib  # noqa: PLC0415

    # through sh:result alone: what sh:detail nests explains a result and is none of its own
    return [_result(report, node, shapes, places) for node in report.objects(None, rdflib.URIRef(SH + "result"))]


def _result(report: rdflib.Graph, node: Any, shapes: Graph, places: Places) -> Result:
    import rdflib  # noqa: PLC0415

    def value(name: str) -> Any:
        return report.value(node, rdflib.URIRef(SH + name))

    def form(term: Any) -> str:
        return "" if term is None or isinstance(term, rdflib.BNode) else of_rdflib(term)

    focus, found, path = form(value("focusNode")), form(value("value")), form(value("resultPath"))
    shape, component = form(value("sourceShape")), form(value("sourceConstraintComponent"))
    place = places.of(of_rdflib(value("focusNode")), found, path or stated(shapes, shape, component))
    return Result(
        cable=place.cable,
        line=place.line,
        severity=SH_SEVERITY.get(str(value("resultSeverity")), "Violation"),
        shape=shape,
        focus=focus,
        path=path,
        value=found,
        component=component,
        message=min(map(str, report.objects(node, rdflib.URIRef(SH + "resultMessage"))), default=""),
        file=place.file,
        column=place.column,
        words=places.words(focus, found),
    )
