"""Findings as typed results, and as the report that tools of SHACL know (Recommendation, section 3.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kg import terms
from kg.shacl.check import Finding, Source
from kg.shacl.graph import Graph
from kg.shacl.literals import literal, to_rdflib
from kg.shacl.messages import readable
from kg.shacl.places import Places
from kg.shacl.results import SH_SEVERITY, Result
from kg.terms import SH

if TYPE_CHECKING:
    import rdflib


def results(found: Iterable[Finding], data: Graph, home: Callable[[str], str] = lambda _: "") -> list[Result]:
    """Say of each finding where it is; `home` names the file of a node that belongs to no cable."""
    return placed(found, Places(data, home))


def placed(found: Iterable[Finding], places: Places) -> list[Result]:
    """Say of each finding where it is, by the places of whatever holds the data."""
    return [_result(finding, places) for finding in found]


def _result(finding: Finding, places: Places) -> Result:
    source, focus, value = finding
    path = source.path.predicate if source.path else ""
    place = places.of(focus, value, path or source.stated)
    return Result(
        cable=place.cable,
        line=place.line,
        severity=SH_SEVERITY.get(source.severity[1:-1], "Violation"),
        shape=_named(source.shape),
        focus=_named(focus),
        path=path,
        value=_named(value),
        component=source.component,
        message=message(source),
        file=place.file,
        column=place.column,
        words=places.words(focus, value),
    )


def _named(term: str) -> str:
    """Give a term, "" for a blank node, whose name means nothing outside its graph."""
    return "" if term.startswith("_:") else term


def message(source: Source) -> str:
    """Give the message to read: of several the English one, else the first of the alphabet."""
    said = [literal(one) for one in source.messages]
    return min((one.language != "en", one.lexical) for one in said)[1] if said else source.default


def rdf(found: Sequence[Finding], shapes: Graph) -> rdflib.Graph:
    """Write a sh:ValidationReport; its nodes are those of data and shapes, blank ones included."""
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph()
    for prefix, namespace in terms.prefixes().items():
        graph.bind(prefix, namespace)
    for triple in _report(found, shapes):
        graph.add((to_rdflib(triple[0]), to_rdflib(triple[1]), to_rdflib(triple[2])))
    return graph


def _report(found: Sequence[Finding], shapes: Graph) -> Iterator[tuple[str, str, str]]:
    yield _REPORT, terms.TYPE, _sh("ValidationReport")
    yield _REPORT, _sh("conforms"), terms.typed("false" if found else "true", "boolean")
    for number, finding in enumerate(found):
        node = f"_:kgresult{number}"
        yield _REPORT, _sh("result"), node
        yield node, terms.TYPE, _sh("ValidationResult")
        yield from ((node, predicate, value) for predicate, value in _facts(finding) if value)
        yield from _described(finding[0], shapes)


_REPORT: Final = "_:kgreport"


def _sh(name: str) -> str:
    return f"<{SH}{name}>"


def _facts(finding: Finding) -> Iterator[tuple[str, str]]:
    source, focus, value = finding
    yield _sh("focusNode"), focus
    yield _sh("value"), value
    yield _sh("resultPath"), source.path.node if source.path else ""
    yield _sh("resultSeverity"), source.severity
    yield _sh("sourceShape"), source.shape
    yield _sh("sourceConstraintComponent"), source.component
    yield _sh("sourceConstraint"), source.constraint
    for said in source.messages or (terms.english(source.default),):
        yield _sh("resultMessage"), said


def _described(source: Source, shapes: Graph) -> Iterator[tuple[str, str, str]]:
    """Repeat what the shapes say of a path that is more than a predicate."""
    todo = [source.path.node] if source.path else []
    while todo:
        node = todo.pop()
        for predicate, values in shapes.facts(node).items() if node.startswith("_:") else ():
            yield from ((node, predicate, value) for value in values)
            todo += values


def text(found: Sequence[Finding]) -> str:
    """Write a report to read, in the order and with the words that users of pySHACL know."""
    lines = ["Validation Report", f"Conforms: {not found}"]
    if found:
        lines.append(f"Results ({len(found)}):")
    for source, focus, value in found:
        component = source.component[1:-1]
        lines.append(f"Constraint Violation in {component.rpartition('#')[2]} ({component}):")
        said = (
            ("Severity", readable(source.severity)),
            ("Source Shape", source.shape),
            ("Focus Node", focus),
            ("Value Node", value),
            ("Result Path", source.path.text if source.path else ""),
            ("Message", message(source)),
        )
        lines += [f"\t{name}: {one}" for name, one in said if one]
    return "\n".join(lines) + "\n"
