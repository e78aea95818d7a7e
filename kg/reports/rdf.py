"""The report as a standard sh:ValidationReport (SHACL, section 3.6).

Results have IRIs, so a report holds no blank nodes and can stand in a graph of a release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from kg import terms
from kg.reports.findings import Finding
from kg.shacl.results import Result
from kg.terms import SH, Names, Quad, Term
from kg.turtle import Turtle


def quads(results: Iterable[Result], names: Names, graph: str = "quality") -> Iterator[Quad]:
    """Give a report as quads of one graph: sh:ValidationReport with its results, which are gone through twice."""
    home = terms.iri(names.graph(graph))
    report = terms.iri(names.graph(graph) + "#report")
    conforms = next(iter(results), None) is None
    yield Quad(report, terms.TYPE, _sh("ValidationReport"), home)
    yield Quad(report, _sh("conforms"), terms.typed("true" if conforms else "false", "boolean"), home)
    for result in results:
        node = terms.iri(names.thing("result", result.key))
        yield Quad(report, _sh("result"), node, home)
    for result in results:
        node = terms.iri(names.thing("result", result.key))
        yield from (Quad(node, predicate, value, home) for predicate, value in _facts(result))


def _sh(name: str) -> Term:
    return terms.iri(SH + name)


def _facts(result: Result) -> Iterator[tuple[Term, Term]]:
    yield terms.TYPE, _sh("ValidationResult")
    yield _sh("resultSeverity"), _sh(result.severity)
    links = (
        ("focusNode", result.focus),
        ("resultPath", result.path),
        ("value", published(result.value)),
        ("sourceShape", result.shape),
        ("sourceConstraintComponent", result.component),
    )
    yield from ((_sh(name), Term(value)) for name, value in links if value)
    yield _sh("resultMessage"), terms.english(result.message)
    if result.cable:
        yield terms.ck("inCable"), terms.iri(result.cable)
        yield terms.ck("path"), terms.text(result.file)
        yield terms.ck("line"), terms.integer(result.line)


def published(value: str) -> str:
    """Give the value of a result; "" for one that is no IRI or short literal: a report repeats no text of a cable."""
    return value if len(value) <= _LONGEST_VALUE and "\n" not in value else ""


_LONGEST_VALUE = 300


def write(found: Sequence[Finding], base: str) -> Iterator[str]:
    """Give the report in Turtle."""
    return Turtle(base).turtle(quads(Results(found), Names(base)))


class Results:
    """All results of findings, to be gone through as often as needed."""

    def __init__(self, found: Iterable[Finding]) -> None:
        self._found = found

    def __iter__(self) -> Iterator[Result]:
        """Give the results, finding after finding."""
        return chain.from_iterable(finding.results for finding in self._found)
