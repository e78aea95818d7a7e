"""Pitfalls of the catalogue of OOPS! (Poveda-Villalon, Gomez-Perez, Suarez-Figueroa 2014) that need no human eye.

Each has a query that gives the terms in which it is met, and a planted fault that shows that the query finds it.
P01, P02, P03, P09, P12, P14 to P18, P23, P27 and P31 are for readers; P37 is asked in the tests of FAIR.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, PROV, SDO, SH, TIME, VANN, XSD, DefinedNamespaceMeta
from rdflib.term import Node

from tests.test_ontology import CK, HOME, is_ours
from tests.test_reasoning import aligned

PREFIXES = "PREFIX ck: <https://w3id.org/cables/ns#> PREFIX schema: <https://schema.org/>"
CLOSED: Final[tuple[DefinedNamespaceMeta, ...]] = (
    *(DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO),
    *(SH, SKOS, TIME, VANN, XSD),
)
FOREIGN: Final = {
    "https://www.ica.org/standards/RiC/ontology#": "Agent CorporateBody Instantiation Record RecordPart "
    "conditionsOfAccess expressedDate hasAddressee hasDocumentaryFormType hasOrHadConstituent hasOrHadHolder "
    "hasOrHadInstantiation hasOrHadSubject hasOrganicProvenance hasSender identifier isOrWasRegulatedBy "
    "recordResourceExtent title",
    "http://purl.org/ontology/bibo/": "Document cites number recipient section status status/published",
    "http://purl.org/spar/c4o/": "InTextReferencePointer hasContent",
    "http://purl.org/spar/cito/": "Citation cites",
    "http://purl.org/spar/fabio/": "ComputerFile Letter",
    "http://purl.org/spar/doco/": "Paragraph SectionTitle",
    "http://www.europeana.eu/schemas/edm/": "ProvidedCHO WebResource",
    "http://www.loc.gov/premis/rdf/v3/": "Bitstream Event File fixity originalName size",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#": "Paragraph beginIndex endIndex isString",
    "http://data.europa.eu/eli/ontology#": "LegalResource",
    "http://www.w3.org/ns/oa#": "end start",
    "http://www.w3.org/2003/06/sw-vocab-status/ns#": "term_status",
}
"""Terms of namespaces that rdflib does not know, looked up in their own files: RiC-O 1.1, BIBO 1.3, SPAR, PREMIS 3."""


class Pitfall(NamedTuple):
    """A pitfall: what it is, the query for the terms that have it, and an update that plants one."""

    meaning: str
    query: str
    planted: str


TERM = "?x rdfs:isDefinedBy <https://w3id.org/cables/ns> ."
PROPERTY = f"VALUES ?kind {{ owl:ObjectProperty owl:DatatypeProperty }} ?x a ?kind . {TERM}"
SPARQL: Final = {
    "P04": Pitfall(
        "unconnected element",
        f"{TERM} ?x a owl:Class FILTER NOT EXISTS {{ ?x rdfs:subClassOf|^rdfs:subClassOf|^rdfs:domain|^rdfs:range|"
        "^schema:domainIncludes|^schema:rangeIncludes ?other }",
        "INSERT DATA { ck:Lonely a owl:Class ; rdfs:isDefinedBy <https://w3id.org/cables/ns> }",
    ),
    "P05": Pitfall(
        "inverse with other ends",
        "?x owl:inverseOf ?y { ?x rdfs:domain ?a . ?y rdfs:range ?b } UNION { ?x rdfs:range ?a . ?y rdfs:domain ?b } "
        "FILTER(?a != ?b)",
        "INSERT DATA { ck:paragraphOf rdfs:range ck:Agency }",
    ),
    "P06": Pitfall(
        "cycle in the hierarchy",
        "?x rdfs:subClassOf+ ?x",
        "INSERT DATA { ck:Document rdfs:subClassOf ck:Cable }",
    ),
    "P08": Pitfall(
        "missing annotation",
        f"{TERM} FILTER NOT EXISTS {{ ?x rdfs:label ?label ; skos:definition ?definition }}",
        "DELETE WHERE { ck:Post skos:definition ?definition }",
    ),
    "P10": Pitfall(
        "missing disjointness",
        "?x a owl:Ontology FILTER NOT EXISTS { ?y owl:members|owl:disjointWith ?z }",
        "DELETE WHERE { ?y owl:members ?z } ; DELETE WHERE { ?y owl:disjointWith ?z }",
    ),
    "P11": Pitfall(
        "missing domain or range",
        f"{PROPERTY} FILTER NOT EXISTS {{ ?x rdfs:domain ?domain ; rdfs:range ?range }}",
        "DELETE WHERE { ck:sender rdfs:domain ?domain }",
    ),
    "P13": Pitfall(
        "no inverse",
        f"?x a owl:ObjectProperty . {TERM} FILTER NOT EXISTS {{ ?x owl:inverseOf|^owl:inverseOf ?other }}",
        "DELETE WHERE { ck:paragraphOf owl:inverseOf ?other }",
    ),
    "P19": Pitfall(
        "several domains or ranges",
        "VALUES ?end { rdfs:domain rdfs:range } ?x ?end ?a , ?b FILTER(?a != ?b)",
        "INSERT DATA { ck:sender rdfs:domain ck:Part }",
    ),
    "P20": Pitfall(
        "annotation that is none",
        f"{TERM} ?x rdfs:label ?label ; skos:definition ?text "
        "FILTER(STRLEN(?label) = 0 || STRLEN(?label) > 60 || STRLEN(?text) <= STRLEN(?label))",
        'DELETE { ck:Post skos:definition ?t } INSERT { ck:Post skos:definition "Post"@en } '
        "WHERE { ck:Post skos:definition ?t }",
    ),
    "P21": Pitfall(
        "class for the rest",
        f'?x a owl:Class . {TERM} FILTER(REGEX(STR(?x), "#(Other|Misc|Unknown)"))',
        "INSERT DATA { ck:OtherThing a owl:Class ; rdfs:isDefinedBy <https://w3id.org/cables/ns> }",
    ),
    "P22": Pitfall(
        "names by several conventions",
        f'{TERM} ?x a ?kind FILTER(!REGEX(STR(?x), IF(?kind = owl:Class, "#[A-Z][A-Za-z]*$", "#[a-z][A-Za-z0-9]*$")))',
        "INSERT DATA { ck:has_part a owl:ObjectProperty ; rdfs:isDefinedBy <https://w3id.org/cables/ns> }",
    ),
    "P24": Pitfall(
        "defined by itself",
        "?x rdfs:subClassOf|rdfs:subPropertyOf|owl:equivalentClass|owl:equivalentProperty ?x",
        "INSERT DATA { ck:sender rdfs:subPropertyOf ck:sender }",
    ),
    "P25": Pitfall("inverse of itself", "?x owl:inverseOf ?x", "INSERT DATA { ck:cites owl:inverseOf ck:cites }"),
    "P26": Pitfall(
        "inverse of a symmetric property",
        "?x a owl:SymmetricProperty ; owl:inverseOf|^owl:inverseOf ?y",
        "INSERT DATA { ck:paragraph a owl:SymmetricProperty }",
    ),
    "P28": Pitfall(
        "symmetric with other ends",
        "?x a owl:SymmetricProperty ; rdfs:domain ?a ; rdfs:range ?b FILTER(?a != ?b)",
        "INSERT DATA { ck:sender a owl:SymmetricProperty }",
    ),
    "P29": Pitfall(
        "transitive with other ends",
        "?x a owl:TransitiveProperty ; rdfs:domain ?a ; rdfs:range ?b FILTER(?a != ?b)",
        "INSERT DATA { ck:sender a owl:TransitiveProperty }",
    ),
    "P30": Pitfall(
        "equivalent classes not declared",
        f"?x a owl:Class ; skos:definition ?text . {TERM} ?y a owl:Class ; skos:definition ?text FILTER(?x != ?y)",
        "INSERT { ck:Tag skos:definition ?text } WHERE { ck:Post skos:definition ?text }",
    ),
    "P32": Pitfall(
        "one label for two terms of a kind",
        f"?x rdfs:label ?label ; a owl:Class . {TERM} ?y rdfs:label ?label ; a owl:Class FILTER(?x != ?y)",
        'INSERT DATA { ck:Tag rdfs:label "Post"@en }',
    ),
    "P33": Pitfall(
        "chain of one property",
        "?x owl:propertyChainAxiom/rdf:rest rdf:nil",
        "INSERT DATA { ck:cites owl:propertyChainAxiom ( ck:reference ) }",
    ),
    "P34": Pitfall(
        "class without type",
        "?y rdfs:subClassOf|rdfs:domain|owl:disjointWith ?x FILTER NOT EXISTS { ?x a owl:Class }",
        "INSERT DATA { ck:Tag rdfs:subClassOf ck:Unheard }",
    ),
    "P35": Pitfall(
        "property without type",
        "?s ?x ?o FILTER NOT EXISTS { VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty } "
        '?x a ?kind } FILTER(!REGEX(STR(?x), "^http://www.w3.org/(2002/07/owl|2000/01/rdf-schema|1999/02/22-rdf-syntax-ns)#"))',
        "INSERT DATA { ck:Tag ck:unheard ck:Post }",
    ),
    "P36": Pitfall(
        "file name in the IRI",
        r'?x a owl:Ontology FILTER(REGEX(STR(?x), "\\.(owl|rdf|ttl|n3|xml)$"))',
        "INSERT DATA { <https://w3id.org/cables/ns.owl> a owl:Ontology }",
    ),
    "P38": Pitfall(
        "no ontology declared",
        "BIND(<https://w3id.org/cables/ns> AS ?x) FILTER NOT EXISTS { ?x a owl:Ontology ; owl:versionIRI ?y }",
        "DELETE WHERE { <https://w3id.org/cables/ns> a owl:Ontology }",
    ),
    "P39": Pitfall(
        "no namespace",
        "BIND(<https://w3id.org/cables/ns> AS ?x) FILTER NOT EXISTS { ?x vann:preferredNamespaceUri ?y }",
        "DELETE WHERE { ?x vann:preferredNamespaceUri ?y }",
    ),
    "P41": Pitfall(
        "no licence",
        "?x a owl:Ontology FILTER NOT EXISTS { ?x dcterms:license ?y }",
        "DELETE WHERE { <https://w3id.org/cables/ns> dcterms:license ?y }",
    ),
}

BEYOND_OWL: Final = {XSD.date, XSD.gYear, RDF.langString}
"""Datatypes outside the OWL 2 datatype map."""


def loosely_said(graph: Graph) -> set[str]:
    """Properties whose domain or range OWL 2 RL cannot say, and schema.org's loose terms do.

    Their subjects are of several classes, of which only a union could be the domain, or their values of a
    datatype that OWL 2 does not know.
    """
    domains = {
        term for term in graph.subjects(SDO.domainIncludes) if len(set(graph.objects(term, SDO.domainIncludes))) > 1
    }
    ranges = {term for term, range_ in graph.subject_objects(SDO.rangeIncludes) if range_ in BEYOND_OWL}
    return {str(term).removeprefix(str(CK)) for term in domains | ranges}


ACCEPTED: Final = {"P11": loosely_said}
ONE_DIRECTION: Final = "an inverse is declared where navigation needs one; a query follows any property backwards"


def met(graph: Graph, code: str) -> set[str]:
    """Local names of the terms in which a pitfall is met."""
    rows = graph.query(f"{PREFIXES} SELECT DISTINCT ?x WHERE {{ {SPARQL[code].query} }}")
    return {str(row[0]).removeprefix(str(CK)) for row in rows}  # type: ignore[index]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return aligned()


@pytest.mark.parametrize("code", SPARQL.keys() - {"P13"})
def test_only_accepted_pitfalls_are_met(graph: Graph, code: str) -> None:
    accepted = ACCEPTED[code](graph) if code in ACCEPTED else set()
    assert met(graph, code) == accepted, SPARQL[code].meaning


def test_inverses_are_left_out_on_purpose(graph: Graph) -> None:
    objects = {str(one).removeprefix(CK) for one in graph.subjects(RDF.type, OWL.ObjectProperty) if is_ours(one)}
    assert met(graph, "P13") == objects - {"paragraph", "paragraphOf"}, ONE_DIRECTION


@pytest.mark.parametrize("code", SPARQL)
def test_planted_pitfall_is_found(code: str) -> None:
    graph = aligned()
    before = met(graph, code)
    graph.update(f"{PREFIXES} {SPARQL[code].planted}")
    assert met(graph, code) - before


# P07: merging two concepts in one


def test_no_name_joins_two_concepts(graph: Graph) -> None:
    names = [str(one) for one in set(graph.subjects(RDFS.isDefinedBy, HOME))]
    assert len(names) > 80
    assert not [name for name in names if re.search(r"[a-z](And|Or)[A-Z]", name)]


# P40: terms that their own namespace does not have


def strangers(terms: Iterable[Node]) -> set[str]:
    """Give the terms that stand in a known namespace and are not listed there; a namespace itself is no term."""
    vocabularies = (*map(str, CLOSED), *FOREIGN)
    used = {str(term) for term in terms if isinstance(term, URIRef) and str(term).startswith(vocabularies)}
    known = {namespace + name for namespace, names in FOREIGN.items() for name in names.split()}
    known |= {term for closed in CLOSED for term in used if URIRef(term) in closed}
    return used - known - set(vocabularies)


def test_terms_of_others_are_in_their_vocabularies(graph: Graph) -> None:
    assert strangers({term for triple in graph for term in triple}) == set()


@pytest.mark.parametrize("iri", [f"{DCTERMS}sender", "http://purl.org/ontology/bibo/Cable", f"{SKOS}closestMatch"])
def test_term_that_its_vocabulary_does_not_have_is_found(iri: str) -> None:
    assert strangers([URIRef(iri)]) == {iri}


# Names and texts


def test_labels_are_not_used_twice_in_one_kind(graph: Graph) -> None:
    labels = Counter(
        (str(kind), str(label).casefold())
        for term in set(graph.subjects(RDFS.isDefinedBy, HOME))
        for kind in graph.objects(term, RDF.type)
        for label in graph.objects(term, RDFS.label)
    )
    assert [name for name, times in labels.items() if times > 1] == []


def test_definitions_do_not_begin_with_the_word_that_they_define(graph: Graph) -> None:
    for term in set(graph.subjects(RDFS.isDefinedBy, HOME)):
        label, text = graph.value(term, RDFS.label), graph.value(term, SKOS.definition)
        assert isinstance(label, Literal)
        assert not str(text).casefold().startswith(f"{label.casefold()} "), term
