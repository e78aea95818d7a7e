"""The ontology: it, the code, the vocabularies and the shapes name the same terms, and it stays simple OWL."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

import kg
from kg import api, entries, fields, formats, terms
from kg.cable import Cable
from kg.fields import Field
from tests.conftest import ROOT, SEEDS

CK = Namespace(terms.CK)
HOME = URIRef(terms.CK.removesuffix("#"))
VANN = Namespace("http://purl.org/vocab/vann/")
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
SCHEMA = Namespace("https://schema.org/")
ABSTRACT = {"Part", "Marking", "marking"}
"""Terms that nothing is directly stated with: what narrower ones have in common."""
STATUSES = {"stable", "testing"}
"""Data state the stable terms; a term under test is declared, and nothing states it yet."""

PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
DATATYPES = {
    *(XSD[name] for name in ("decimal", "integer", "double", "float")),
    *(XSD[name] for name in ("string", "token", "boolean", "hexBinary", "base64Binary", "anyURI", "dateTime")),
    RDFS.Literal,
}
"""Those of the OWL 2 datatype map that may be met here; xsd:date, xsd:gYear and rdf:langString are not in it."""

_IN_CODE = re.compile(r'\bck\(\s*"(\w+)"|\bCK \+ "(\w+)"|\bck:([A-Za-z]\w*)')
_CODE_SUFFIXES = {".py", ".html", ".rq"}


@cache
def ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "cables.ttl")


@cache
def alignments() -> Graph:
    return Graph().parse(ROOT / "ontology" / "alignments.ttl")


@cache
def seeds() -> Graph:
    """All made-up cables, mapped."""
    cables = [cable for cable in kg.read(SEEDS) if isinstance(cable, Cable)]
    return formats.to_rdflib_graph(api.mapped(cables))


@cache
def schemes() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "ontology" / "schemes").glob("*.ttl")):
        graph.parse(path)
    return graph


def ours(graph: Graph) -> set[str]:
    """Local names of our terms in a graph, wherever they stand."""
    return {str(term).removeprefix(CK) for triple in graph for term in triple if is_ours(term)}


def is_ours(term: Node) -> bool:
    return isinstance(term, URIRef) and term in CK


def unused() -> set[str]:
    """Terms whose status says that nothing states them."""
    return {str(term).removeprefix(CK) for term in ontology().subjects(VS.term_status, Literal("testing"))}


def declared() -> set[str]:
    return {str(term).removeprefix(CK) for term in ontology().subjects(RDFS.isDefinedBy, HOME)}


def in_text(path: Path) -> set[str]:
    return {name for found in _IN_CODE.findall(path.read_text(encoding="utf-8")) for name in found if name}


def in_code() -> set[str]:
    """Terms that the code names: rows of the tables, classes of concepts, and words in the source text."""
    rows: list[Field] = [row for table in fields.TABLES for row in table]
    named = {row.term for row in rows if ":" not in row.term} | set(entries.CONCEPT_CLASSES.values())
    paths = [path for path in (ROOT / "kg").rglob("*") if path.suffix in _CODE_SUFFIXES]
    return named.union(*map(in_text, paths))


def test_ontology_declares_every_term_of_the_code() -> None:
    assert in_code() - declared() == set()


def test_ontology_declares_every_term_of_the_vocabularies() -> None:
    assert ours(schemes()) - declared() == set()


def test_somebody_uses_every_term_of_the_ontology() -> None:
    assert declared() - in_code() - ours(schemes()) - ours(seeds()) == ABSTRACT | unused()


def test_shapes_name_only_terms_of_the_ontology() -> None:
    for path in (ROOT / "shapes").glob("*.ttl"):
        assert ours(Graph().parse(path)) | in_text(path) <= declared()


def test_questions_name_only_terms_of_the_ontology() -> None:
    for path in (ROOT / "ontology").rglob("*.rq"):
        assert in_text(path) <= declared(), path


def test_ontology_mentions_no_term_that_it_does_not_declare() -> None:
    assert ours(ontology()) == declared()


def test_made_up_cables_use_only_declared_terms() -> None:
    known = set(ontology().subjects(RDFS.label)) | {RDF.type}
    used = set(seeds().predicates()) | set(seeds().objects(None, RDF.type))
    assert used - known == set()


@pytest.mark.parametrize("name", sorted(declared()))
def test_term_is_explained(name: str) -> None:
    for link in (RDFS.label, SKOS.definition, SKOS.example):
        (value,) = ontology().objects(CK[name], link)
        assert isinstance(value, Literal)
        assert value.language == "en"
    assert str(ontology().value(CK[name], SKOS.definition)).endswith(".")
    assert list(ontology().objects(CK[name], RDFS.isDefinedBy)) == [HOME]
    (status,) = ontology().objects(CK[name], VS.term_status)
    assert str(status) in STATUSES


def test_property_without_domain_or_range_says_what_to_expect() -> None:
    kinds_of_value = {RDFS.domain: SCHEMA.domainIncludes, RDFS.range: SCHEMA.rangeIncludes}
    for name in declared():
        for strict, loose in kinds_of_value.items():
            stated = [(CK[name], link, None) in ontology() for link in (strict, loose)]
            assert sum(stated) == int(kinds(CK[name]) != [OWL.Class]), name


def test_alignments_are_of_our_terms_to_those_of_others() -> None:
    links = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch, SKOS.exactMatch)
    stated = [(term, other) for link in links for term, other in alignments().subject_objects(link)]
    assert len(stated) > 40
    assert {str(term).removeprefix(CK) for term, _ in stated} <= declared()
    assert not any(is_ours(other) for _, other in stated)
    assert not set(stated) & set(ontology().subject_objects())


def test_alignments_have_the_version_of_the_ontology() -> None:
    (home,) = alignments().subjects(RDF.type, OWL.Ontology)
    assert alignments().value(home, OWL.versionInfo) == ontology().value(HOME, OWL.versionInfo)


def kinds(term: Node) -> list[URIRef]:
    return [kind for kind in (OWL.Class, *PROPERTY_KINDS) if (term, RDF.type, kind) in ontology()]


def test_every_term_has_one_kind() -> None:
    for term in set(ontology().subjects(RDFS.label)) - {HOME}:
        assert len(kinds(term)) == 1, term


def test_super_terms_are_declared_and_of_the_same_kind() -> None:
    for link in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term, above in ontology().subject_objects(link):
            assert kinds(term) == kinds(above) != [], (term, above)


def test_domains_are_declared_classes() -> None:
    assert all(kinds(domain) == [OWL.Class] for domain in ontology().objects(None, RDFS.domain))


def test_ranges_fit_the_kind_of_property() -> None:
    for term, range_ in ontology().subject_objects(RDFS.range):
        literal = kinds(term) == [OWL.DatatypeProperty]
        assert range_ in DATATYPES if literal else kinds(range_) == [OWL.Class], term


def test_nothing_goes_beyond_simple_owl() -> None:
    heavy = {OWL.imports, OWL.hasKey, OWL.propertyChainAxiom, OWL.equivalentClass, OWL.sameAs, OWL.FunctionalProperty}
    for graph in (ontology(), alignments()):
        assert not heavy & {term for triple in graph for term in triple}
        assert (None, RDF.type, OWL.Restriction) not in graph


def test_names_version_licence_and_prefix() -> None:
    value = ontology().value
    assert value(HOME, RDF.type) == OWL.Ontology
    assert value(HOME, OWL.versionIRI) == HOME + "/" + str(value(HOME, OWL.versionInfo))
    assert value(HOME, DCTERMS.license) == URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
    assert value(HOME, DCTERMS.created) == Literal("2026-11-24", datatype=XSD.date)
    assert value(HOME, VANN.preferredNamespacePrefix) == Literal("ck")
    assert value(HOME, VANN.preferredNamespaceUri) == Literal(terms.CK)


ABOUT_SEED = re.compile(r"^(\S+), of (?:the (copy) of |paragraph (\d) of )?(07QUITO214)\.$")


def test_examples_about_a_made_up_cable_are_true() -> None:
    examples = {name: ABOUT_SEED.match(str(ontology().value(CK[name], SKOS.example))) for name in declared()}
    found = {name: match for name, match in examples.items() if match}
    assert {"byteSize", "sha256", "begin", "serial", "documentType", "sent"} <= set(found)
    for name, match in found.items():
        value, copy, paragraph, cable = match.groups()
        part = "#copy" if copy else f"#p{paragraph}" if paragraph else ""
        stated = seeds().objects(URIRef(f"{terms.DEFAULT_BASE}cable/{cable}{part}"), CK[name])
        assert value.casefold() in {str(one).rpartition("/")[2].casefold() for one in stated}, name


def whole() -> Graph:
    return seeds() + ontology()


def types(graph: Graph, node: Node) -> set[Node]:
    """All classes of a node, those above its own included; the datatype of a literal."""
    if isinstance(node, Literal):
        return {node.datatype or XSD.string}
    above = graph.transitive_objects
    return {found for kind in graph.objects(node, RDF.type) for found in above(kind, RDFS.subClassOf) if found}


def test_domains_are_true_of_the_made_up_cables() -> None:
    graph = whole()
    for subject, predicate, _ in seeds():
        for domain in ontology().objects(predicate, RDFS.domain):
            assert domain in types(graph, subject), (subject, predicate)


def test_ranges_are_true_of_the_made_up_cables() -> None:
    graph = whole()
    for _, predicate, value in seeds():
        for right in ontology().objects(predicate, RDFS.range):
            met = types(graph, value)
            assert not met or right in met, (predicate, value)


def test_properties_have_values_of_their_kind() -> None:
    for subject, predicate, value in seeds():
        if is_ours(predicate):
            expected = OWL.DatatypeProperty if isinstance(value, Literal) else OWL.ObjectProperty
            assert kinds(predicate) == [expected], (subject, predicate)


def test_disjoint_classes_have_no_common_member() -> None:
    graph = whole()
    for group in ontology().subjects(RDF.type, OWL.AllDisjointClasses):
        members = {member for head in ontology().objects(group, OWL.members) for member in graph.items(head)}
        assert len(members) > 2
        for node in set(seeds().subjects()):
            assert len(members & types(graph, node)) < 2, node
