"""What OWL tools say of the ontology: profiles by OWLAPI, consistency by HermiT, each shown to find a planted fault."""

from __future__ import annotations

from typing import Any

import pytest
from rdflib import XSD, Graph, Literal

from tests import reasoner
from tests.conftest import ROOT, missing
from tests.test_ontology import schemes, seeds

PREFIXES = """
@prefix ck: <https://w3id.org/cables/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PLANTED = {
    "clash": "<https://w3id.org/cables/cable/07QUITO214#p1> a ck:Paragraph , ck:Agency .",
    "misuse": "<https://w3id.org/cables/cable/07QUITO214> ck:sender <https://w3id.org/cables/station/QUITO> . "
    "<https://w3id.org/cables/station/QUITO> a ck:Station .",
    "empty": "ck:Paragraph rdfs:subClassOf ck:Agency .",
    "existential": "ck:Cable rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ck:sender ; owl:minCardinality 1 ] .",
    "date": "ck:date rdfs:range xsd:date .",
    "undeclared": "ck:Cable rdfs:subClassOf <urn:x:Unheard> .",
}
"""Faults, each of which a tool must find."""
BEYOND_OWL = {XSD.date, XSD.gYear, XSD.gYearMonth, XSD.time}
"""Datatypes outside the OWL 2 datatype map (section 4): HermiT refuses to run over them."""

Found = dict[str, dict[str, Any]]


def core() -> Graph:
    return Graph().parse(ROOT / "ontology" / "cables.ttl")


def aligned() -> Graph:
    return core().parse(ROOT / "ontology" / "alignments.ttl")


def world() -> Graph:
    """The ontology with its alignments, all authority records and all made-up cables, for a reasoner."""
    graph = aligned() + schemes() + seeds()
    for triple in list(graph):
        if isinstance(triple[2], Literal) and triple[2].datatype in BEYOND_OWL:
            graph.remove(triple)
    return graph


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What the tools find in the ontology and in its faulty variants; one Java for all."""
    graphs = {"core": core(), "aligned": aligned(), "world": world()}
    graphs |= {name: core().parse(data=PREFIXES + text) for name, text in PLANTED.items()}
    folder = tmp_path_factory.mktemp("owl")
    paths = {name: folder / f"{name}.rdf" for name in graphs}
    for name, graph in graphs.items():
        graph.serialize(paths[name], format="xml")
    try:
        return reasoner.findings(paths)
    except reasoner.Unavailable as error:
        missing(str(error))
        raise


@pytest.mark.parametrize("profile", reasoner.PROFILES)
@pytest.mark.parametrize("ontology", ["core", "aligned"])
def test_ontology_keeps_to_the_profile(found: Found, ontology: str, profile: str) -> None:
    assert found[ontology][profile] == []


@pytest.mark.parametrize("ontology", ["core", "aligned", "world"])
def test_ontology_is_consistent_and_every_class_can_have_a_member(found: Found, ontology: str) -> None:
    assert found[ontology]["consistent"]
    assert found[ontology]["empty"] == []


@pytest.mark.parametrize("fault", ["clash", "misuse"])
def test_clash_of_disjoint_classes_is_found(found: Found, fault: str) -> None:
    assert not found[fault]["consistent"]


def test_class_without_possible_members_is_found(found: Found) -> None:
    assert found["empty"]["empty"] == ["https://w3id.org/cables/ns#Paragraph"]


def test_what_goes_beyond_a_profile_is_found(found: Found) -> None:
    assert found["existential"]["OWL2_DL"] == []
    assert found["existential"]["OWL2_RL"] != []
    assert found["undeclared"]["OWL2_DL"] != []
    assert found["date"]["OWL2_DL"] != []
