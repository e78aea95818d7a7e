"""FAIR by the tests of FOOPS! (Garijo, Corcho, Poveda 2021; its catalogue of 24 tests): all that can run offline.

The IRIs are asked of our own server, as if its base were registered. What needs a registry stays open, and the
ontology says so itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import httpx
import pytest
from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

from kg.release.opened import Release
from kg.terms import DEFAULT_BASE
from kg.web.app import app
from tests.test_ontology import CK, HOME, PROPERTY_KINDS, VANN, is_ours
from tests.test_web import BROWSER, Ask, Page, asking

BIBO = Namespace("http://purl.org/ontology/bibo/")
METADATA: Final = {
    "title": DCTERMS.title,
    "description": DCTERMS.description,
    "license": DCTERMS.license,
    "version IRI": OWL.versionIRI,
    "creator": DCTERMS.creator,
    "namespace URI": VANN.preferredNamespaceUri,
    "prefix": VANN.preferredNamespacePrefix,
    "version info": OWL.versionInfo,
    "created": DCTERMS.created,
    "citation": DCTERMS.bibliographicCitation,
    "DOI": BIBO.doi,
    "publisher": DCTERMS.publisher,
    "logo": FOAF.logo,
    "status": BIBO.status,
    "source": DCTERMS.source,
    "issued": DCTERMS.issued,
}
RDF_TYPES: Final = ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples")


@dataclass(frozen=True)
class Evidence:
    """An ontology as its IRI answers."""

    iri: URIRef
    graph: Graph
    ask: Ask

    @property
    def home(self) -> Node:
        """What the document itself says that it is."""
        (found,) = self.graph.subjects(RDF.type, OWL.Ontology)
        return found

    def get(self, iri: object, accept: str = "text/turtle") -> httpx.Response:
        """Ask for an IRI of the base, which is mapped to our own server."""
        return self.ask(f"/{str(iri).removeprefix(DEFAULT_BASE)}", headers={"Accept": accept})

    def media_type(self, accept: str) -> str:
        return str(self.get(self.iri, accept).headers.get("content-type", "")).partition(";")[0]

    def terms(self) -> set[Node]:
        kinds = (OWL.Class, *PROPERTY_KINDS)
        return {term for kind in kinds for term in self.graph.subjects(RDF.type, kind) if is_ours(term)}


Found = dict[str, bool]
Check = Callable[[Evidence], Found]


def has(*names: str) -> Check:
    """Ask for metadata of the ontology by name."""
    return lambda one: {name: (one.home, METADATA[name], None) in one.graph for name in names}


def documented(*links: URIRef) -> Check:
    return lambda one: {str(term): any((term, link, None) in one.graph for link in links) for term in one.terms()}


def persistent(one: Evidence) -> Found:
    notes = " ".join(map(str, one.graph.objects(one.home, SKOS.editorialNote)))
    return {"scheme": "//w3id.org/" in str(one.home), "registration": "not registered" not in notes}


def negotiated(one: Evidence) -> Found:
    page = one.media_type(BROWSER["Accept"]) == "text/html"
    return {"page": page} | {kind: one.media_type(kind) == kind for kind in RDF_TYPES}


def readable(one: Evidence) -> Found:
    answers = {kind: one.get(one.iri, kind) for kind in RDF_TYPES}
    return {
        kind: answer.status_code == 200 and len(Graph().parse(data=answer.text, format=kind)) > 500
        for kind, answer in answers.items()
    }


def page_of(one: Evidence) -> Found:
    return {"page": len(Page(one.get(one.iri, "text/html").text).text) > 10_000}


def versioned(one: Evidence) -> Found:
    return {"version IRI": one.graph.value(one.home, OWL.versionIRI) not in {None, one.home}}


def reused(one: Evidence) -> Found:
    links = (RDFS.subClassOf, RDFS.subPropertyOf)
    above = {above for term in one.terms() for link in links for above in one.graph.objects(term, link)}
    return {"super-terms": any(not is_ours(term) for term in above)}


def metadata_reused(one: Evidence) -> Found:
    links = " ".join(map(str, one.graph.predicates(one.home)))
    return {str(name): str(name) in links for name in (DCTERMS, VANN, FOAF, BIBO)}


CHECKS: Final[dict[str, Check]] = {
    "FIND1": has("prefix"),
    "OM1": has("title", "description", "license", "version IRI", "creator", "namespace URI"),
    "OM2": has("prefix", "version info", "created", "citation"),
    "OM3": has("DOI", "publisher", "logo", "status", "source", "issued"),
    "OM4.1": has("license"),
    "OM5.1": has("created", "creator"),
    "OM5.2": has("issued", "publisher"),
    "PURL1": persistent,
    "HTTP1": lambda one: {"protocol": str(one.home).startswith(("http://", "https://"))},
    "URI1": lambda one: {"IRI": one.get(one.iri).status_code == 200},
    "URI2": lambda one: {"IRI": one.home == one.iri},
    "VER1": versioned,
    "VER2": lambda one: {"version IRI": one.get(one.graph.value(one.home, OWL.versionIRI)).status_code == 200},
    "CN1": negotiated,
    "DOC1": page_of,
    "RDF1": readable,
    "VOC1": metadata_reused,
    "VOC2": reused,
    "VOC3": documented(RDFS.label),
    "VOC4": documented(SKOS.definition),
}
OPEN: Final = {"OM3": {"DOI"}, "PURL1": {"registration"}}
"""What fails until somebody registers it; the notes of the ontology, and so its page, name each."""
OUTSIDE: Final = {
    "FIND2": "prefix.cc or LOV lists the prefix",
    "FIND3": "LOV lists the ontology",
    "FIND_3_BIS": "its metadata are kept by LOV",
    "OM4.2": "the licence's own IRI answers",
}
"""What nobody can tell without the network."""


@pytest.fixture(scope="module")
def evidence(release: Release) -> Evidence:
    ask = asking(app(release, ()))
    return Evidence(HOME, Graph().parse(data=ask("/ns", headers={"Accept": "text/turtle"}).text), ask)


@pytest.fixture(scope="module")
def bare() -> Evidence:
    """An ontology that says nothing of itself, and a server that has nothing."""
    turtle = f"<urn:x:o> a <{OWL.Ontology}> ; <{OWL.versionIRI}> <urn:x:o> . <{CK.Cable}> a <{OWL.Class}> ."
    return Evidence(HOME, Graph().parse(data=turtle), lambda *_, **__: httpx.Response(404))


@pytest.mark.parametrize("code", CHECKS)
def test_ontology_is_fair(evidence: Evidence, code: str) -> None:
    found = CHECKS[code](evidence)
    assert found
    assert {name for name, passed in found.items() if not passed} == OPEN.get(code, set())


@pytest.mark.parametrize("code", CHECKS)
def test_check_can_fail(bare: Evidence, code: str) -> None:
    assert not all(CHECKS[code](bare).values())


def test_what_is_open_is_named_on_the_page(evidence: Evidence) -> None:
    page = Page(evidence.get(HOME, "text/html").text)
    for words in ("w3id.org/cables is not registered", "No DOI", "Neither prefix.cc nor Linked Open Vocabularies"):
        assert words in page.text


def test_logo_is_there(evidence: Evidence) -> None:
    (logo,) = evidence.graph.objects(HOME, FOAF.logo)
    assert evidence.get(logo).headers["content-type"] == "image/svg+xml"


def test_catalogue_is_whole_and_the_score_is_printed(evidence: Evidence, capsys: pytest.CaptureFixture[str]) -> None:
    shares = {code: sum(found.values()) / len(found) for code, check in CHECKS.items() if (found := check(evidence))}
    assert len(shares) + len(OUTSIDE) == 24
    failed = ", ".join(f"{code} {share:.0%}" for code, share in shares.items() if share < 1)
    with capsys.disabled():  # the score is for whoever runs the tests
        sys.stdout.write(f"\nFOOPS! offline: {sum(shares.values()):.2f} of {len(shares)} ({failed})\n")
    assert sum(shares.values()) > 18
