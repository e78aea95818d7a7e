"""Hygiene of the vocabularies: the checks of qSKOS and the conditions of SKOS, each shown to find a planted fault.

Sources: Mader, Haslhofer and Isaac, Finding Quality Issues in SKOS Vocabularies (2012), and the integrity
conditions S9 to S46 of the SKOS Reference (W3C Recommendation 2009-08-18).
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import pyoxigraph as ox
import pytest

from kg.release.opened import Release
from tests.conftest import ROOT

PREFIXES: Final = """
PREFIX ck: <https://w3id.org/cables/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX source: <https://w3id.org/cables/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
PLANTED: Final = """
@base <https://example.org/> .
<s> a skos:ConceptScheme ; dcterms:title "T"@en ; dcterms:description "D"@en ; dcterms:source source:geonames ;
    dcterms:license <l> ; dcterms:issued "2026-11-25"^^xsd:date ; owl:versionInfo "1.0.0" .
<a> a skos:Concept ; skos:prefLabel "Apples"@en ; skos:notation "A" ; skos:inScheme <s> ; skos:topConceptOf <s> .
<b> a skos:Concept ; skos:prefLabel "Berries"@en ; skos:notation "B" ; skos:inScheme <s> ; skos:broader <a> .
"""
"""A small scheme without faults, to which a fault is added."""

_LABEL: Final = "skos:prefLabel|skos:altLabel|skos:hiddenLabel"
_WORDS: Final = f"{_LABEL}|skos:definition|skos:note|skos:scopeNote|skos:historyNote|skos:changeNote|skos:editorialNote"
_LINKS: Final = (
    "skos:broader|skos:inScheme|skos:topConceptOf|skos:member|dcterms:isReplacedBy|dcterms:source"
    "|ck:country|ck:station|ck:member"
)


class Check(NamedTuple):
    """What must never be found: a pattern that binds ?x to the culprit, and a fault that it must find."""

    pattern: str
    fault: str


CHECKS: Final = {
    "no preferred label": Check(
        "VALUES ?c { skos:Concept skos:Collection ck:Agency ck:Post ck:Collective } ?x a ?c ."
        " FILTER NOT EXISTS { ?x skos:prefLabel ?l }",
        "<c> a skos:Concept ; skos:inScheme <s> ; skos:broader <a> .",
    ),
    "two preferred labels in a language (S14)": Check(
        "?x skos:prefLabel ?l, ?m . FILTER(STR(?l) < STR(?m) && LANG(?l) = LANG(?m))",
        '<a> skos:prefLabel "Apple trees"@en .',
    ),
    "a label that is also one of another kind (S13)": Check(
        "?x skos:prefLabel|skos:altLabel ?l ; skos:hiddenLabel ?m . FILTER(?l = ?m)",
        '<a> skos:hiddenLabel "Apples"@en .',
    ),
    "an alternative label that is the preferred one (S13)": Check(
        "?x skos:prefLabel ?l ; skos:altLabel ?l .", '<a> skos:altLabel "Apples"@en .'
    ),
    "a label of two entries of a scheme": Check(
        "{ SELECT (MIN(STR(?e)) AS ?x) WHERE { ?e skos:inScheme ?s ; skos:prefLabel|skos:altLabel ?l ."
        " BIND(LCASE(STR(?l)) AS ?folded) } GROUP BY ?s ?folded HAVING(COUNT(DISTINCT ?e) > 1) }",
        '<b> skos:altLabel "apples"@en .',
    ),
    "a notation of two entries of a scheme": Check(
        "?x skos:inScheme ?s ; skos:notation ?n . ?y skos:inScheme ?s ; skos:notation ?n . FILTER(STR(?x) < STR(?y))",
        '<c> skos:inScheme <s> ; skos:notation "A" .',
    ),
    "two notations": Check("?x skos:notation ?l, ?m . FILTER(STR(?l) < STR(?m))", '<a> skos:notation "AA" .'),
    "no notation": Check(
        "?x a skos:Concept . FILTER NOT EXISTS { ?x skos:notation ?n }",
        '<c> a skos:Concept ; skos:prefLabel "C"@en ; skos:inScheme <s> ; skos:broader <a> .',
    ),
    "a notation with a language": Check(
        "?x skos:notation ?n . FILTER(DATATYPE(?n) != xsd:string)",
        '<c> skos:notation "C"@en .',
    ),
    "broader than itself": Check("?x skos:broader+ ?x .", "<a> skos:broader <b> ."),
    "replaced by itself": Check("?x dcterms:isReplacedBy+ ?x .", "<a> dcterms:isReplacedBy <a> ."),
    "related and broader (S27)": Check(
        "?x skos:related|^skos:related ?y ; skos:broader+ ?y .", "<b> skos:related <a> ."
    ),
    "orphan: no top concept above": Check(
        "?x a skos:Concept . FILTER NOT EXISTS { ?x skos:broader*/skos:topConceptOf ?s }",
        '<c> a skos:Concept ; skos:prefLabel "C"@en ; skos:notation "C" ; skos:inScheme <s> .',
    ),
    "in no scheme": Check(
        "VALUES ?c { skos:Concept ck:Agency ck:Post ck:Collective } ?x a ?c ."
        " FILTER NOT EXISTS { ?x skos:inScheme ?s }",
        '<c> a skos:Concept ; skos:prefLabel "C"@en ; skos:notation "C" ; skos:broader <a> .',
    ),
    "in two schemes": Check("?x skos:inScheme ?s, ?t . FILTER(STR(?s) < STR(?t))", "<a> skos:inScheme <t> ."),
    "broader in another scheme": Check(
        "?x skos:broader ?y ; skos:inScheme ?s . FILTER NOT EXISTS { ?y skos:inScheme ?s }", "<b> skos:broader <c> ."
    ),
    "a top concept with a broader one": Check(
        "?x skos:topConceptOf ?s ; skos:broader/skos:inScheme ?s .", "<b> skos:topConceptOf <s> ."
    ),
    "a top concept of a scheme that it is not in (S7)": Check(
        "?x skos:topConceptOf ?s . FILTER NOT EXISTS { ?x skos:inScheme ?s }", "<a> skos:topConceptOf <t> ."
    ),
    "a scheme without top concept": Check(
        "?x a skos:ConceptScheme . FILTER NOT EXISTS { ?c skos:topConceptOf ?x }", "<t> a skos:ConceptScheme ."
    ),
    "a link to nothing that is described": Check(
        f"?y {_LINKS} ?x . FILTER NOT EXISTS {{ ?x a ?c }}", "<a> dcterms:isReplacedBy <nowhere> ."
    ),
    "empty or untrimmed words": Check(
        f"?x {_WORDS} ?l . FILTER(REGEX(STR(?l), '^\\\\s|\\\\s$|\\\\s\\\\s|^$'))", '<a> skos:altLabel " apple"@en .'
    ),
    "words without a language": Check(
        f"?x {_WORDS.replace('|skos:hiddenLabel', '')} ?l . FILTER(LANG(?l) = '')", '<a> skos:altLabel "apple" .'
    ),
    "concept and scheme or collection (S9, S37)": Check(
        "?x a skos:Concept . { ?x a skos:ConceptScheme } UNION { ?x a skos:Collection }", "<a> a skos:Collection ."
    ),
    "exact match that is also a broader or related one (S46)": Check(
        "?x skos:exactMatch ?y ; skos:broadMatch|skos:narrowMatch|skos:relatedMatch ?y .",
        "<a> skos:exactMatch <z> ; skos:broadMatch <z> .",
    ),
    "exact match of two entries of ours": Check(
        "?x skos:exactMatch ?z . ?y skos:exactMatch ?z . FILTER(STR(?x) < STR(?y))",
        "<a> skos:exactMatch <z> . <b> skos:exactMatch <z> .",
    ),
    "exact match in the same scheme": Check(
        "?x skos:exactMatch ?y ; skos:inScheme ?s . ?y skos:inScheme ?s .", "<a> skos:exactMatch <b> ."
    ),
    "replaced and not deprecated": Check(
        "?x dcterms:isReplacedBy ?y ."
        " FILTER NOT EXISTS { { ?x owl:deprecated true } UNION { ?x a ck:ExecutiveOrder } }",
        "<a> dcterms:isReplacedBy <b> .",
    ),
    "a member of an ordered collection that its list does not hold (S36)": Check(
        "?x a skos:OrderedCollection ; skos:memberList ?l . { ?x skos:member ?m } UNION { ?l rdf:rest*/rdf:first ?m }"
        " FILTER NOT EXISTS { ?x skos:member ?m . ?l rdf:rest*/rdf:first ?m }",
        "<c> a skos:OrderedCollection ; skos:member <a>, <b> ; skos:memberList <l1> . <l1> rdf:first <a> .",
    ),
    "a scheme without title, description, licence, version, day or source": Check(
        "?x a skos:ConceptScheme . FILTER NOT EXISTS { ?x dcterms:title ?t ; dcterms:description ?d ;"
        " dcterms:license ?l ; owl:versionInfo ?v ; dcterms:issued ?i ; dcterms:source ?s }",
        '<t> a skos:ConceptScheme ; dcterms:title "T"@en .',
    ),
    "an entry without source": Check(
        "?x skos:inScheme ?s . FILTER NOT EXISTS { ?x dcterms:source ?w }", "<c> skos:inScheme <s> ."
    ),
    "a blank node": Check("?x ?p ?o . FILTER(ISBLANK(?x) || ISBLANK(?o))", "[] a skos:Concept ."),
}

BASE: Final = "https://w3id.org/cables/"
_MET_ONLY: Final = "holds what telegrams say and no list: empty until a release fills it"
_TWO_CODES: Final = "two codes of one body stand in the lists, and none of them says which came first"
_SPELLED_ANEW: Final = "the code of one list, beside the one that telegrams use or used before"
EXCEPTIONS: Final[dict[str, dict[str, str]]] = {
    "a scheme without top concept": {
        **{f"{kind}/unverified": _MET_ONLY for kind in ("agencies", "station", "tag", "caption", "order")},
        **{f"{kind}/unverified": _MET_ONLY for kind in ("precedence", "type", "locator")},
        "agencies": "its members are organizations, no concepts",
        "tag/person": "a rule for names, no list",
    },
    "a label of two entries of a scheme": {
        **dict.fromkeys(("tag/NRC", "tag/EXIM", "tag/EU", "tag/CEMA", "tag/AY"), _TWO_CODES),
        **dict.fromkeys(("tag/RI", "tag/MJ"), _SPELLED_ANEW),
        **dict.fromkeys(("tag/PEPR", "tag/NA", "tag/FA"), "a deprecated code beside the one in use"),
        **dict.fromkeys(("tag/PM", "tag/AE"), "the code in use beside a deprecated one (PN, TC)"),
    },
}
"""Check -> entry -> why it is accepted; of two entries that clash the first one is named."""


def found(graph: ox.Store, name: str) -> set[str]:
    """Give the culprits of a check."""
    query = f"{PREFIXES} SELECT DISTINCT ?x WHERE {{ {CHECKS[name].pattern} }}"
    rows = graph.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return {row["x"].value for row in rows}


@cache
def schemes() -> ox.Store:
    graph = ox.Store()
    for path in sorted((ROOT / "ontology" / "schemes").glob("*.ttl")):
        graph.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    return graph


def planted(fault: str) -> ox.Store:
    graph = ox.Store()
    declared = PREFIXES.replace("PREFIX", "@prefix").replace(">\n", "> .\n")
    graph.load((declared + PLANTED + fault).encode(), format=ox.RdfFormat.TURTLE)
    return graph


@pytest.mark.parametrize("name", CHECKS)
def test_vocabularies_pass(name: str) -> None:
    accepted = EXCEPTIONS.get(name, {})
    assert {culprit.removeprefix(BASE) for culprit in found(schemes(), name)} == set(accepted)


@pytest.mark.parametrize("name", CHECKS)
def test_check_finds_a_planted_fault(name: str) -> None:
    assert found(planted(CHECKS[name].fault), name) - found(planted(""), name)


WHOLE_LISTS: Final = {
    "a scheme without top concept": "a release holds the entries that it uses, with their schemes",
    "an entry without source": "an unlisted entry has none but the telegrams",
    "words without a language": "the names of signatories are in none",
}
"""Check -> why it holds for the lists only."""


@pytest.fixture(scope="module")
def published(release: Release) -> ox.Store:
    """The vocabulary graph of a release, in which unlisted codes and labels stand too."""
    graph = ox.Store()
    lines = "".join(release.lines("vocabulary")).encode()
    graph.extend(ox.Quad(*quad.triple) for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    return graph


@pytest.mark.parametrize("name", CHECKS.keys() - WHOLE_LISTS.keys())
def test_vocabulary_of_a_release_passes(published: ox.Store, name: str) -> None:
    assert not found(published, name)
