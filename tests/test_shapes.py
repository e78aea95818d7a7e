"""The shapes: each has a graph that conforms and one that violates for exactly one reason."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyshacl
import pytest
from rdflib import DCTERMS, RDF, RDFS, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

import kg
from kg import api, formats, terms
from kg.cable import Cable
from kg.shacl.compile import compiled
from kg.shacl.graph import Graph as Index
from kg.shacl.validator import Validator
from tests.conftest import ROOT, SEEDS

CASES = ROOT / "tests" / "shapes"
SHAPES = Namespace(terms.SHAPES)
SEVERITIES = {SH.Violation, SH.Warning, SH.Info}
SPARQL = {
    "cites-later",
    "date-in-other-year",
    "declassification-late",
    "identifier-parts",
    "length-differs",
    "paragraph-overlap",
    "paragraph-sequence",
    "portion-above-classification",
}
"""Shapes that compare numbers, texts or sums: all others are SHACL Core, which costs a small part of it."""

DELIBERATE = {
    ("04QUITO276", "classification-changed"),
    ("05BOGOTA1077", "classification-changed"),
    ("05LIMA1630", "sender-addressed"),
    ("05LIMA1644", "sender-addressed"),
    ("06GENEVA1533", "tags-differ"),
    ("07LIMA87", "order-in-body"),
    ("07LIMA87", "sender-addressed"),
    ("07QUITO402", "classification-changed"),
    ("08GENEVA902", "tag-unverified"),
    ("08LAPAZ1390", "section-missing"),
    ("08QUITO610", "portion-above-classification"),
    ("08STATE52310", "addressee-routing"),
    ("09LIMA640", "sender-addressed"),
    ("09LIMA640", "subject-differs"),
    ("09QUITO31", "paragraph-sequence"),
}
"""Oddities that were written into the made-up cables: cable and the shape that must tell of it."""

WITHOUT_SHAPE = {
    32: "a closed shape would forbid entailed super-properties: that ontology, code and shapes know the same terms "
    "is tested on their texts (test_ontology)",
}
"""Constraints of the model that no shape checks -> what does instead."""


class Found(NamedTuple):
    """One result: local names of shape, severity, focus and value, and of the cable that the focus is or is in."""

    shape: str
    severity: str
    focus: str
    value: str
    cable: str


@cache
def shapes() -> Graph:
    graph = Graph()
    for name in ("cable", "vocabulary"):
        graph.parse(ROOT / "shapes" / f"{name}.ttl")
    return graph


def reporting() -> list[URIRef]:
    """Shapes with a severity of their own: those that results are of."""
    return sorted(shape for shape in shapes().subjects(SH.severity) if isinstance(shape, URIRef))


def local(term: object) -> str:
    return re.split("[/#]", str(term).split("^^")[0].strip('<>"'))[-1]


@cache
def validator() -> Validator:
    return compiled(Index.of_rdflib(shapes()))


def results(data: Graph) -> list[Found]:
    """Validate with the compiled engine, which is compared with pySHACL on the same cases elsewhere."""
    found = validator().findings(Index.of_rdflib(data))
    return sorted(
        Found(*map(local, (one.shape, one.severity, focus, value, focus.partition("#")[0])))
        for one, focus, value in found
    )


@cache
def background() -> Graph:
    return Graph().parse(CASES / "background.ttl")


def case(name: str, file: str) -> list[Found]:
    return results(background() + Graph().parse(CASES / name / file))


def mapped(path: Path) -> Graph:
    cables = [cable for cable in kg.read(path) if isinstance(cable, Cable)]
    return formats.to_rdflib_graph(api.mapped(cables))


NAMES = sorted(path.parent.name for path in CASES.glob("*/conforms.ttl"))


def test_every_reporting_shape_has_its_two_cases() -> None:
    violating = sorted(path.parent.name for path in CASES.glob("*/violates.ttl"))
    assert NAMES == violating == [local(shape) for shape in reporting()]


@pytest.mark.parametrize("name", NAMES)
def test_conforming_case_gives_no_result(name: str) -> None:
    assert case(name, "conforms.ttl") == []


@pytest.mark.parametrize("name", NAMES)
def test_violating_case_gives_one_result_of_its_shape(name: str) -> None:
    declared = local(shapes().value(SHAPES[name], SH.severity))
    assert [(found.shape, found.severity) for found in case(name, "violates.ttl")] == [(name, declared)]


def test_paragraph_in_question_is_the_value() -> None:
    (above,) = case("portion-above-classification", "violates.ttl")
    (jump,) = case("paragraph-sequence", "violates.ttl")
    assert (above.focus, above.value) == ("09QUITO7", "p1")
    assert (jump.focus, jump.value) == ("09QUITO7", "p3")


def test_number_that_is_none_is_told_once() -> None:
    text = (CASES / "paragraph-overlap" / "conforms.ttl").read_text(encoding="utf-8")
    found = results(background() + Graph().parse(data=text.replace("ck:number 2 ;", 'ck:number "two" ;')))
    assert {one.shape for one in found} == {"paragraph-number"}


def test_missing_section_is_told_by_its_number() -> None:
    assert [found.value for found in case("section-missing", "violates.ttl")] == ["2"]


def test_real_cable_raises_what_is_known_of_it(data: Path) -> None:
    found = results(mapped(data / "seed" / "10MEXICO83_a.md"))
    assert [one for one in found if one.severity != "Info"] == []
    known = ["addressee-routing"] * 2 + ["copy-heading-marked", "order-in-body", "sender-addressed"]
    assert [one.shape for one in found] == known


@cache
def found_in(folder: Path) -> list[Found]:
    return results(mapped(folder))


@pytest.mark.parametrize("folder", ["bodies", "aad", "frus"])
def test_no_real_text_raises_a_violation(data: Path, folder: str) -> None:
    assert [one for one in found_in(data / folder) if one.severity == "Violation"] == []


@pytest.mark.parametrize(("folder", "everywhere"), [("bodies", {"heading-stated"}), ("frus", set())])
def test_warnings_are_about_a_tenth_of_real_texts(data: Path, folder: str, everywhere: set[str]) -> None:
    warnings = [one for one in found_in(data / folder) if one.severity == "Warning"]
    texts = len(list((data / folder).iterdir()))
    for shape in {one.shape for one in warnings} - everywhere:
        about = {one.cable for one in warnings if one.shape == shape}
        assert len(about) <= texts / 10, shape


def test_made_up_cables_raise_the_deliberate_results_only() -> None:
    found = results(mapped(SEEDS))
    assert {(one.focus, one.shape) for one in found} == DELIBERATE
    assert {one.severity for one in found} == {"Warning", "Info"}


def test_shapes_are_well_formed() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes(), advanced=False, meta_shacl=True)
    assert conforms, text


def shape_nodes() -> set[Node]:
    """Everything that is a shape by its type or by the way it is used."""
    graph = shapes()
    used = [node for link in (SH.property, SH.node, SH["not"]) for node in graph.objects(None, link)]
    lists = [node for link in (SH["or"], SH["and"], SH.xone) for node in graph.objects(None, link)]
    members = [node for head in lists for node in graph.items(head)]
    typed = [node for kind in (SH.NodeShape, SH.PropertyShape) for node in graph.subjects(RDF.type, kind)]
    return {*used, *members, *typed}


def test_every_shape_has_an_iri_of_ours() -> None:
    assert all(isinstance(node, URIRef) and node in SHAPES for node in shape_nodes())


def test_every_shape_describes_its_constraint() -> None:
    for node in shape_nodes():
        comment = shapes().value(node, RDFS.comment)
        assert isinstance(comment, Literal)
        assert comment.language == "en"
        assert re.search(r"[Cc]onstraints? \d", comment), node


@pytest.mark.parametrize("shape", reporting(), ids=local)
def test_reporting_shape_says_how_bad_and_what_is_wrong(shape: URIRef) -> None:
    (severity,) = shapes().objects(shape, SH.severity)
    (message,) = shapes().objects(shape, SH.message)
    assert severity in SEVERITIES
    assert isinstance(message, Literal)
    assert message.language == "en"
    assert 40 <= len(message) <= 240


@pytest.mark.parametrize("shape", reporting(), ids=local)
def test_reporting_shape_has_its_number(shape: URIRef) -> None:
    numbers = set(map(str, shapes().objects(shape, DCTERMS.identifier)))
    first, _, _ = str(shapes().value(shape, RDFS.comment)).partition(".")
    assert numbers == set(re.findall(r"\d+", first))


def test_every_constraint_of_the_model_has_a_shape() -> None:
    graph = Graph()
    for path in (ROOT / "shapes").glob("*.ttl"):
        graph.parse(path)
    numbers = {
        int(str(number)) for shape in graph.subjects(SH.severity) for number in graph.objects(shape, DCTERMS.identifier)
    }
    assert numbers == set(range(1, 85)) - WITHOUT_SHAPE.keys()


def test_few_shapes_need_sparql() -> None:
    assert {local(shape) for shape in shapes().subjects(SH.sparql)} == SPARQL


def test_queries_stay_within_one_graph() -> None:
    for query in map(str, shapes().objects(None, SH.select)):
        assert re.match(r"\s*SELECT (DISTINCT )?\$this (\?path )?\?value\s", query)
        assert "$this a ck:Cable" in query
        assert not re.search(r"\b(FROM|SERVICE|GRAPH|MINUS|VALUES|EXISTS)\b", query)


def test_no_shape_is_closed() -> None:
    assert not list(shapes().subject_objects(SH.closed))


def test_only_paths_lists_prefixes_and_queries_are_blank() -> None:
    graph = shapes()
    blank = {node for node in graph.subjects() if isinstance(node, BNode)}
    known = {RDF.first, SH.alternativePath, SH.inversePath, SH.prefix, SH.select}
    assert all(known & set(graph.predicates(node)) for node in blank)
