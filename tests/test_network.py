"""References as a network: every spelling of a cited cable meets one IRI, held or not, with the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import api, readers, terms
from kg.cable import Cable
from kg.release.build import Options, build
from kg.release.opened import Release
from kg.terms import AUTHORITIES, Quad

TELEGRAM = """R 121302Z JUL {year}
FM AMEMBASSY {post}
TO SECSTATE WASHDC
INFO {info}
BT
UNCLAS {post} {serial:06}

TAGS: PREL, KQQQ
SUBJECT: KITES

REF: {refs}

1. Kites are reported, as in {mention}. They are red.

2. Nobody cites anything here.
BT
"""


def telegram(post: str, serial: int, **given: str) -> str:
    words = {"year": "09", "info": "AMEMBASSY LIMA", "refs": "STATE 1", "mention": "ref A", **given}
    return TELEGRAM.format(post=post, serial=serial, **words)


def read(text: str) -> Cable:
    (cable,) = readers.read("telegram.txt", text.encode())
    assert isinstance(cable, Cable)
    return cable


def quads(*texts: str) -> Iterator[Quad]:
    return api.mapped([read(text) for text in texts])


def cited(text: str) -> set[str]:
    return {AUTHORITIES.parse(quad.object[1:-1]).key for quad in quads(text) if quad.predicate == terms.ck("cites")}


@pytest.mark.parametrize(
    "spelling",
    ["09 STATE 1", "09 STATE 00001", "2009 STATE 000001", "STATE 1", "09 SECSTATE 01", "09STATE1", "09STATE00001"],
)
def test_padding_and_years_lead_to_one_cable(spelling: str) -> None:
    assert cited(telegram("QUITO", 31, refs=spelling)) == {"09STATE1"}


@pytest.mark.parametrize("spelling", ["77 GUAYAQ 145", "1977 GUAYAQUIL 00145", "77 GUAYAQUIL 0145"])
def test_old_and_new_forms_of_a_station_lead_to_one_cable(spelling: str) -> None:
    assert cited(telegram("QUITO", 31, year="78", refs=spelling)) == {"77GUAYAQUIL145"}


def test_a_year_that_is_left_out_is_that_of_the_citing_cable() -> None:
    assert cited(telegram("QUITO", 31, year="78", refs="STATE 12")) == {"78STATE12"}


def test_a_cited_cable_is_a_document_and_a_held_one_a_cable() -> None:
    texts = telegram("QUITO", 31, refs="09 LIMA 00007; 09 STATE 1"), telegram("LIMA", 7)
    kinds = {quad.subject: quad.object for quad in quads(*texts) if quad.predicate == terms.TYPE}
    assert kinds[terms.iri(AUTHORITIES.cable("09LIMA7"))] == terms.ck("Cable")
    assert kinds[terms.iri(AUTHORITIES.cable("09STATE1"))] == terms.ck("Document")


def test_the_facts_of_a_cited_cable_stand_once() -> None:
    texts = telegram("QUITO", 31, refs="09 LIMA 00007; 09 STATE 1"), telegram("LIMA", 7)
    triples = [quad[:3] for quad in quads(*texts)]
    assert len(triples) == len(set(triples))
    identified = [subject for subject, predicate, _ in triples if predicate == terms.IDENTIFIER]
    assert len(identified) == len(set(identified))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder: Path = tmp_path_factory.mktemp("network")
    one = telegram("QUITO", 31, refs="A. 09 LIMA 00007\n     B. 09 STATE 1", mention="ref B and 09 BOGOTA 0452")
    others = (
        telegram("LIMA", 7, info="AMEMBASSY QUITO"),
        telegram("BOGOTA", 9, info="AMEMBASSY QUITO//POL//\nKITE DESK"),
    )
    for number, text in enumerate((one, *others)):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return build([folder], folder / "public", Options(issued="2026-11-25"))


def test_the_citing_paragraph_and_its_place_can_be_asked(release: Release) -> None:
    _, rows = release.query(
        "SELECT ?id ?text ?begin ?end { ?citing ck:paragraph ?p . ?p ck:mentions ?cited ; ck:text ?text ;"
        " ck:begin ?begin ; ck:end ?end . ?cited dcterms:identifier ?id . ?citing dcterms:identifier '09QUITO31' }"
        " ORDER BY ?id"
    ).rows()
    found = list(rows)
    assert [row[0] for row in found] == ["09BOGOTA452", "09STATE1"]
    assert all("as in ref B" in row[1] and int(row[2]) < int(row[3]) for row in found)


def test_the_entry_of_the_reference_list_can_be_asked(release: Release) -> None:
    _, rows = release.query(
        "SELECT ?label ?words ?id { cable:09QUITO31 ck:reference ?ref ."
        " ?ref ck:referenceLabel ?label ; ck:referenceText ?words ; ck:refersTo/dcterms:identifier ?id }"
        " ORDER BY ?label"
    ).rows()
    assert list(rows) == [["A", "09 LIMA 00007", "09LIMA7"], ["B", "09 STATE 1", "09STATE1"]]


def test_cables_that_are_cited_and_not_held_can_be_asked(release: Release) -> None:
    _, rows = release.query(
        "SELECT ?id (COUNT(DISTINCT ?citing) AS ?n) { ?citing ck:cites ?cited . ?cited dcterms:identifier ?id"
        " FILTER NOT EXISTS { ?cited a ck:Cable } } GROUP BY ?id"
    ).rows()
    assert list(rows) == [["09STATE1", "3"]]


def test_labels_of_an_agency_are_counted(release: Release) -> None:
    _, rows = release.query(
        "SELECT ?label ?n { ?form ck:labelOf agency:ecuador-quito ; skosxl:literalForm ?label ; ck:cableCount ?n }"
        " ORDER BY DESC(?n)"
    ).rows()
    assert list(rows) == [["AMEMBASSY QUITO", "2"], ["AMEMBASSY QUITO//POL//", "1"]]


def test_what_no_list_knows_is_reported_most_frequent_first(release: Release) -> None:
    lines = (release.path / "reports" / "unresolved.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "kind,label,cables,entry,examples"
    assert [line.split(",")[:3] for line in lines[1:]] == [["tag", "KQQQ", "3"], ["agency", "KITE DESK", "1"]]


def test_the_manifest_counts_what_the_lists_know(release: Release) -> None:
    assert release.manifest["labels"]["tag"] == {"uses": 6, "known": 3, "unresolved": 1}
    assert release.manifest["labels"]["agency"]["unresolved"] == 1
