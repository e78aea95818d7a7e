"""Reports of a validation: text for people, Turtle for RDF tools, JSON for programs.

Results have IRIs, so a report holds no blank nodes and can stand in a graph of a release.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Final

from kg import terms
from kg.shacl.results import Result, cable_id, counts
from kg.terms import SH, Names, Quad, Term
from kg.turtle import Turtle


def quads(results: Iterable[Result], names: Names, graph: str = "quality") -> Iterator[Quad]:
    """Give a report as quads of one graph: sh:ValidationReport with its results."""
    home = terms.iri(names.graph(graph))
    report = terms.iri(names.graph(graph) + "#report")
    found = sorted(results)
    yield Quad(report, terms.TYPE, _sh("ValidationReport"), home)
    yield Quad(report, _sh("conforms"), terms.typed("false" if found else "true", "boolean"), home)
    for result in found:
        node = terms.iri(names.thing("result", result.key))
        yield Quad(report, _sh("result"), node, home)
    for result in found:
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
        ("value", _plain(result.value)),
        ("sourceShape", result.shape),
        ("sourceConstraintComponent", result.component),
    )
    yield from ((_sh(name), Term(value)) for name, value in links if value)
    yield _sh("resultMessage"), terms.english(result.message)
    if result.cable:
        yield terms.ck("inCable"), terms.iri(result.cable)
        yield terms.ck("path"), terms.text(result.file)
        yield terms.ck("line"), terms.integer(result.line)


def _plain(value: str) -> str:
    """Leave out a value that is no IRI or one-line literal: a report repeats no text of a cable."""
    return value if len(value) <= _LONGEST_VALUE and "\n" not in value else ""


_LONGEST_VALUE = 300


def text(results: Sequence[Result], base: str) -> str:
    """Give a report to read: worst first, grouped by shape, each result with file and line."""
    lines: list[str] = []
    for severity in counts(()):
        for (shape, message), group in groupby(_ordered(results, severity), key=_finding):
            members = list(group)
            lines.append(f"{severity}: {message} [{_local(shape)}] ({len(members)})")
            lines += [f"  {_where(result, base)}" for result in members]
    return "\n".join([*lines, *([""] if lines else []), summary(results)]) + "\n"


def _ordered(results: Iterable[Result], severity: str) -> list[Result]:
    chosen = [result for result in results if result.severity == severity]
    return sorted(chosen, key=lambda result: (_finding(result), result.file, result.line, result.focus))


def _finding(result: Result) -> tuple[str, str]:
    return result.shape, result.message


def _where(result: Result, base: str) -> str:
    node = result.focus.strip("<>")
    part = result.value.strip("<>") if result.value.startswith(f"<{result.cable}#") else node
    name = cable_id(part, base)
    value = Turtle(base).name(Term(result.value)) if result.value and part == node else ""
    details = f"  {value[:80]}" if value else ""
    return f"{result.place}  {name}{details}"


def _local(iri: str) -> str:
    return iri.strip("<>").rpartition("#")[2] or iri or "anonymous shape"


def summary(results: Iterable[Result]) -> str:
    """Give the counts in one line."""
    return ", ".join(f"{number} {severity}" for severity, number in counts(results).items())


def as_json(results: Sequence[Result], base: str) -> str:
    """Give a report for programs."""
    document = {
        "conforms": not results,
        "counts": counts(results),
        "results": [_entry(result, base) for result in sorted(results)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _entry(result: Result, base: str) -> dict[str, object]:
    entry: dict[str, object] = {
        "severity": result.severity,
        "cable": cable_id(result.cable, base),
        "file": result.file,
        "line": result.line,
        "message": result.message,
        "shape": result.shape.strip("<>"),
        "focusNode": result.focus.strip("<>"),
        "path": result.path.strip("<>"),
        "value": _plain(result.value),
        "component": result.component.strip("<>"),
    }
    return {name: value for name, value in entry.items() if value != ""}


def turtle(results: Sequence[Result], base: str) -> str:
    """Give a report as a standard sh:ValidationReport in Turtle."""
    return "".join(Turtle(base).turtle(quads(results, Names(base))))


REPORTS: Final[MappingProxyType[str, Callable[[Sequence[Result], str], str]]] = MappingProxyType(
    {"text": text, "ttl": turtle, "json": as_json}
)
"""Form of a report -> its writer."""
