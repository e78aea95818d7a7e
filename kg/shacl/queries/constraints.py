"""SPARQL-based constraints: sh:sparql with a SELECT query (Recommendation, section 5)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import FaultError, InputError
from kg.shacl.about import About
from kg.shacl.check import FAR, Check, Finding, Source
from kg.shacl.graph import Graph
from kg.shacl.literals import true
from kg.shacl.messages import filled
from kg.shacl.paths import ILL_FORMED, predicate_path
from kg.shacl.queries.query import Answer, answer
from kg.shacl.queries.world import Binding
from kg.terms import SH


def of_query(value: str, about: About) -> Check | None:
    """Ask for a query to have no solution for a focus node."""
    shapes = about.shapes
    if value.startswith('"'):
        raise InputError(f"{ILL_FORMED}: sh:sparql of {about.node} is a literal", code="shapes")
    if true(shapes.value(value, f"<{SH}deactivated>")):
        return None
    messages = tuple(shapes.values(value, f"<{SH}message>")) or about.source.messages
    source = about.source._replace(constraint=value, messages=messages)
    return selecting(answer(about, value, "select"), source, {})


def selecting(solutions: Answer, source: Source, given: Binding) -> Check:
    """Make the check that takes each solution of a query for a result (sections 5.3.1 and 6.2.3)."""

    def run(graph: Graph, focus: str, _: Sequence[str], out: list[Finding]) -> None:
        for solution in solutions(graph, {**given, "this": focus}):
            if true(solution.get("failure", "")):
                raise FaultError(f"a query of shape {source.shape} says that it failed for {focus}")
            value = solution.get("value", "" if source.path else focus)
            out.append((said_by(source, solution), focus, value))

    return Check(source, run=run, vacuous=False, nesting=FAR)


def said_by(source: Source, solution: Binding) -> Source:
    """Put the path and the message of a solution of a query in the place of the shape's."""
    found = source
    path = solution.get("path", "")
    if path.startswith("<"):
        found = found._replace(path=predicate_path(path))
    if "message" in solution:
        return found._replace(messages=(solution["message"],))
    if any("{" in message for message in found.messages):
        found = found._replace(messages=tuple(filled(message, solution) for message in found.messages))
    return found
