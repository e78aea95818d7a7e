"""DQV: how good the data are, a measurement for each shape (W3C Working Group Note, 2016-12-15).

Rules
-----
* A shape is a metric: the share of cables that have a result of it, from 0 (none) to 1 (all).
* The report of the validation as a whole is an annotation; it stands in the graph of quality.
* Dimensions are those of LDQD. Which one a shape measures follows from what it asks for, the first that fits:
  facts that must agree, the form of a value, a value that must be there, a value that must stand alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kg import terms
from kg.release.metadata.facts import Facts, Metric, Standard
from kg.release.metadata.statements import Triple, described
from kg.terms import LDQD, SH

DIMENSIONS: Final = MappingProxyType(
    {
        "consistency": ("sparql", "or", "not", "and", "xone", "equals", "disjoint", "lessThan", "lessThanOrEquals"),
        "syntacticValidity": (
            "datatype",
            "pattern",
            "minLength",
            "maxLength",
            "nodeKind",
            "class",
            "in",
            "minInclusive",
        ),
        "completeness": ("minCount",),
        "conciseness": ("maxCount", "uniqueLang"),
    }
)
"""Dimension of LDQD -> parameters of SHACL that measure it."""


def metrics(paths: Iterable[Path]) -> list[Metric]:
    """Give the shapes that results can be of, sorted."""
    found: list[Metric] = []
    for shape, facts in _described(paths).items():
        if SH + "severity" in facts:
            message = next(iter(facts.get(SH + "message", ())), shape)
            found.append(Metric(shape, message, _dimension(facts)))
    return sorted(found)


def standards(paths: Iterable[Path]) -> list[Standard]:
    """Give the ontologies among some files that have a version, sorted."""
    wanted = (terms.OWL + "versionIRI", terms.DCTERMS + "title", terms.OWL + "versionInfo")
    every = _described(paths).values()
    return sorted(
        {Standard(*[one[name][0] for name in wanted]) for one in every if all(name in one for name in wanted)}
    )


def _described(paths: Iterable[Path]) -> dict[str, dict[str, list[str]]]:
    """Read Turtle: subject -> property -> values, both as text."""
    import pyoxigraph  # noqa: PLC0415

    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in paths:
        for quad in pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE):
            node: Any = quad.subject
            facts[node.value][quad.predicate.value].append(str(getattr(quad.object, "value", "")))
    return facts


def _dimension(facts: Mapping[str, list[str]]) -> str:
    fitting = (name for name, parameters in DIMENSIONS.items() if any(SH + one in facts for one in parameters))
    return next(fitting, "consistency")


def quality(facts: Facts) -> Iterator[Triple]:
    """Describe the quality of a release; one without cables has no measurements."""
    yield from _annotation(facts)
    for metric in facts.metrics if facts.cables else ():
        name = metric.shape.rpartition("#")[2]
        measurement = f"{facts.release}#quality-{name}"
        share = facts.failing.get(metric.shape, 0) / facts.cables
        yield terms.iri(facts.release), terms.named("dqv:hasQualityMeasurement"), terms.iri(measurement)
        yield from described(
            measurement,
            "dqv:QualityMeasurement",
            ("dqv:isMeasurementOf", terms.iri(metric.shape)),
            ("dqv:computedOn", terms.iri(facts.release)),
            ("dqv:value", terms.typed(f"{share:.6f}", "decimal")),
        )
        yield from described(LDQD + metric.dimension, "dqv:Dimension")
        yield from described(
            metric.shape,
            "dqv:Metric",
            ("skos:definition", terms.english(f"Share of the cables with this finding: {metric.message}")),
            ("dqv:expectedDataType", terms.named("xsd:decimal")),
            ("dqv:inDimension", terms.iri(LDQD + metric.dimension)),
        )


_OA: Final = "http://www.w3.org/ns/oa#"


def _annotation(facts: Facts) -> Iterator[Triple]:
    """Annotate the release with the report of its validation (Web Annotation, and DQV, section 4.3)."""
    annotation = f"{facts.release}#validation"
    yield terms.iri(facts.release), terms.named("dqv:hasQualityAnnotation"), terms.iri(annotation)
    yield from described(
        annotation,
        "dqv:QualityAnnotation",
        ("dcterms:title", terms.english("What the validation found in what is published")),
        ("prov:wasGeneratedBy", terms.iri(f"{facts.release}#run")),
    )
    for name, value in (
        ("hasTarget", facts.release),
        ("hasBody", f"{facts.names.graph('quality')}#report"),
        ("motivatedBy", terms.DQV + "qualityAssessment"),
    ):
        yield terms.iri(annotation), terms.iri(_OA + name), terms.iri(value)
