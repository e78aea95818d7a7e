"""Authority records: every spelling meets its concept, and nothing unknown is dropped."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg import terms
from kg.cable import Tag
from kg.entries import Entries
from kg.terms import AUTHORITIES, LABEL, NOTATION, Names
from kg.vocabulary import plain, vocabulary


@pytest.fixture
def entries() -> Entries:
    return Entries(Names("https://example.org/kg/"), vocabulary())


def rows(data: Path, name: str) -> list[dict[str, str]]:
    with (data / "vocab" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("spelling", ["77GUAYAQ145", "1977GUAYAQ00145_c", "77 GUAYAQUIL 145", "77guayaquil145"])
def test_every_spelling_of_a_cable_has_one_identity(spelling: str) -> None:
    assert vocabulary().identity(spelling).id == "77GUAYAQUIL145"


def test_an_id_that_is_no_message_reference_stays_as_it_is() -> None:
    assert vocabulary().identity("frus1934v05-d31") == ("frus1934v05-d31", 0, "", 0)


@pytest.mark.parametrize("label", ["Mexico Mexico City", "AMEMBASSY MEXICO", "embassy  mexico"])
def test_every_label_of_a_post_has_one_agency(entries: Entries, label: str) -> None:
    assert entries.agency(label) == "<https://w3id.org/cables/agency/mexico-mexico-city>"


def test_a_routing_word_before_a_label_changes_nothing(entries: Entries) -> None:
    assert entries.agency("RHMFISS CDR USSOUTHCOM MIAMI FL") == entries.agency("CDR USSOUTHCOM MIAMI FL")


def test_what_no_list_holds_is_named_under_the_base_of_the_build(entries: Entries) -> None:
    agency = entries.agency("Ministry of Silly Balloons")
    tag = entries.tag(Tag("KZZZ", "Zeppelin Zones"))
    assert agency == "<https://example.org/kg/agency/ministry-of-silly-balloons>"
    assert (tag, terms.IN_SCHEME, terms.iri(AUTHORITIES.base + "tag/unverified")) in entries.used[tag]
    assert (agency, LABEL, terms.english("Ministry of Silly Balloons")) in entries.used[agency]


def test_a_label_that_only_looks_like_a_record_gets_an_iri_of_its_own() -> None:
    entries = Entries(Names(), vocabulary())
    record = entries.agency("Department of Health, Education, and Welfare")
    assert entries.agency("department of health education and welfare") != record


def test_every_entry_comes_with_what_explains_it(entries: Entries) -> None:
    for concept in (
        entries.tag(Tag("PGOV")),
        entries.station("MEXICO"),
        entries.signatory("QUITO", "DOE"),
        entries.cited("09STATE1"),
    ):
        subjects = {quad.subject for quad in entries.quads()}
        assert concept in subjects
    triples = {(quad.subject, quad.object) for quad in entries.quads() if quad.predicate == terms.IN_SCHEME}
    assert all(any(quad.subject == scheme for quad in entries.quads()) for _, scheme in triples)


def test_no_spelling_of_an_agency_means_two() -> None:
    spelled: dict[str, set[str]] = {}
    for subject, triples in vocabulary().records.items():
        for _, predicate, value in triples:
            if "/agency/" in subject and predicate in {LABEL, terms.iri(terms.SKOS + "altLabel")}:
                spelled.setdefault(terms.fold(plain(value)), set()).add(subject)
    assert len(spelled) > 1500
    assert {label for label, agencies in spelled.items() if len(agencies) > 1} == set()


@pytest.mark.parametrize("name", ["tags_subject", "tags_program", "tags_geographic", "tags_organization"])
def test_every_tag_of_the_lists_has_a_concept_with_its_label(data: Path, name: str) -> None:
    for row in rows(data, name):
        concept = terms.iri(AUTHORITIES.thing("tag", row["code"]))
        labels = [plain(value) for _, predicate, value in vocabulary().records[concept] if predicate == LABEL]
        assert labels == [row["label"] or row["code"]], row["code"]


def test_every_post_of_the_lists_has_a_station_and_an_agency(data: Path) -> None:
    for row in rows(data, "posts"):
        assert vocabulary().stations[row["station"]] == row["station"]
        agencies = {vocabulary().agency(label) for label in row["labels"].split("|")}
        assert len(agencies) == 1
        assert None not in agencies


def test_every_level_and_caption_of_the_lists_has_a_concept(data: Path) -> None:
    for row in rows(data, "captions"):
        assert terms.iri(AUTHORITIES.thing("caption", row["code"])) in vocabulary().records
    notations = {
        plain(value)
        for subject, triples in vocabulary().records.items()
        if "/classification/" in subject
        for _, predicate, value in triples
        if predicate == NOTATION
    }
    assert {row["code"] for row in rows(data, "levels")} <= notations


def test_an_order_comes_with_the_one_that_replaced_it(entries: Entries) -> None:
    entries.concept("order", "12958")
    described = {quad.subject for quad in entries.quads()}
    replaced = {quad.object for quad in entries.quads() if quad.predicate == terms.iri(terms.DCTERMS + "isReplacedBy")}
    assert replaced
    assert replaced <= described
