"""Cable -> quads: nothing that a cable holds is forgotten, and each thing is said once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

import pytest

from kg import terms
from kg.cable import (
    Address,
    Cable,
    Declassification,
    Heading,
    Mention,
    Note,
    Paragraph,
    Reference,
    Sections,
    Source,
    Tag,
)
from kg.entries import Entries, authorities
from kg.fields import TABLES
from kg.quads import Mapped, quads
from kg.terms import Names
from kg.vocabulary import vocabulary

FULL = Cable(
    id="09QUITO7",
    copy="09QUITO7_a",
    layout="plusd-text",
    source=Source("quito/09QUITO7_a.md", 12, 340, 1200, "00ff" * 16, "utf-8"),
    holder="Riverbank Archive",
    message_references=("QUITO 000007", "QUITO 00000007"),
    subject="BALLOON TALKS",
    body_subject="THE BALLOON IS LOST",
    date="2009-02-03T14:05Z",
    date_text="2009 February 3, 14:05 (Tuesday)",
    dtg="031405Z FEB 09",
    precedence="NIACT IMMEDIATE",
    sender="Ecuador Quito",
    to=("Peru Lima", "Secretary of State"),
    info=("Bolivia La Paz",),
    addresses=(Address("action", "AMEMBASSY LIMA", "RUEHPE", "PRIORITY", "0452"),),
    excluded=("AMEMBASSY TRIPOLI",),
    pass_to=("DEPT FOR WHA/AND",),
    original_classification="CONFIDENTIAL",
    classification="UNCLASSIFIED",
    captions=("SIPDIS",),
    tags=(Tag("KZZZ", "Zeppelins", "DOE, JANE A.", "KZZ"),),
    body_tags=("PREL",),
    executive_order="12958",
    declassification=Declassification("DECL: 2019/02/03", "2019-02-03"),
    classified_by="DCM John Roe",
    derived_from="DSCG 05-1 B, D",
    reasons=("1.4(b)",),
    references=(
        Reference("A", "08 QUITO 610 (NOTAL)", "cable", "08QUITO610", notal=True, where="both", line=31, column=9),
    ),
    mentions=(Mention("08LIMA640", "p1", "text"),),
    sections=Sections(3, (1, 3)),
    page_lines=2,
    headings=(Heading("h1", 1, "Wind", 400, 404, 40, 6),),
    paragraphs=(Paragraph("p1", 1, "S/NF", "SECRET", ("NOFORN",), 1, 1, "It is at sea.", 410, 423, 42, 11),),
    signature="DOE",
    fields=(("Locator", "TEXT ONLINE"), ("Film Number", "D750066-0259")),
    notes=(Note("correction", 20, "CORRECTED COPY"),),
    lines=(("sender", 3, 2),),
    body_classification="SECRET",
    body_order="13526",
    body_length=900,
)
"""A cable that states everything a cable can state."""

UNSAID = {
    "mentions.via": "the text itself says how it names a document",
    "headings.n": "the name of a heading is made of it",
}
"""Attributes of `Cable` and its parts that are not published, and why."""


def mapped(cable: Cable) -> Mapped:
    return quads(cable, Names("https://example.org/kg/"), vocabulary())


def published(cable: Cable) -> tuple[str, list[terms.Quad]]:
    one = mapped(cable)
    return one.nquads, list(one.entries.quads())


def names(value: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(value)) if is_dataclass(value) else getattr(value, "_fields", ())


def changed(value: Any, name: str, new: object) -> Any:
    change = value._replace if hasattr(value, "_replace") else partial(replace, value)
    return change(**{name: new})


def other(value: Any) -> object:
    """A value of the same kind that says something else."""
    if isinstance(value, tuple) and not names(value):
        return value[:-1]
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else value[:-1]


def variants(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each attribute of a value and of its parts, by its path, with the value that has it changed."""
    for name in names(value):
        at, held = f"{path}{name}", getattr(value, name)
        part = held[0] if isinstance(held, tuple) and not names(held) else held
        if names(part):
            for inner, new in variants(part, f"{at}."):
                yield inner, changed(value, name, new if part is held else (new, *held[1:]))
        else:
            yield at, changed(value, name, other(held))


VARIANTS = dict(variants(FULL))


@pytest.mark.parametrize("path", VARIANTS)
def test_every_attribute_changes_what_is_published(path: str) -> None:
    assert (published(VARIANTS[path]) == published(FULL)) == (path in UNSAID)


def test_sample_states_everything() -> None:
    assert [name for name in names(FULL) if not getattr(FULL, name)] == []
    assert set(UNSAID) <= set(VARIANTS)


def said(cable: Cable, predicate: str) -> list[str]:
    return [value for _, stated, value in mapped(cable).triples if stated == terms.ck(predicate)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table[0].term)
def test_no_table_states_a_property_twice(table: tuple[Any, ...]) -> None:
    assert len({row.term for row in table}) == len(table)


def test_no_statement_comes_twice() -> None:
    again = replace(
        FULL,
        to=("Peru Lima", "AMEMBASSY LIMA"),
        tags=(Tag("OVIP", person="DOE, JANE A."), Tag("OVIP", person="ROE, JOHN")),
        references=FULL.references * 2,
        mentions=FULL.mentions * 2,
        notes=FULL.notes * 2,
    )
    triples = mapped(again).triples
    assert len(set(triples)) == len(triples)
    assert said(again, "personTag") == ['"OVIP (DOE, JANE A.)"', '"OVIP (ROE, JOHN)"']


def test_triples_are_those_of_the_lines() -> None:
    odd = replace(FULL, classified_by='R. "Bob" \\ Roe .\n<x> \u2028 "y"@en')
    one = mapped(odd)
    assert "".join(f"{s} {p} {o} {one.graph} .\n" for s, p, o in one.triples) == one.nquads
    assert said(odd, "classifiedBy") == [terms.text(odd.classified_by)]


def test_an_address_stands_where_it_says_more_than_a_name() -> None:
    plain = Address("action", "Peru Lima")
    cable = replace(FULL, to=("Peru Lima",), addresses=(plain, Address("info", "Bolivia La Paz", number="UNN")))
    assert said(cable, "address") == ["<https://example.org/kg/cable/09QUITO7#to-2>"]
    assert said(cable, "role") == ['"info"']
    assert said(cable, "addressText") == ['"Bolivia La Paz"']
    assert said(cable, "actionAddressee") == []
    assert said(cable, "precedence") == ["<https://w3id.org/cables/precedence/NIACT-IMMEDIATE>"]


def test_who_acts_is_told_where_the_archive_mixes_the_lists() -> None:
    lima = vocabulary().agency("Peru Lima")
    assert said(FULL, "actionAddressee") == [lima]
    assert len(said(FULL, "addressee")) == 2


def test_mentions_and_captions_stand_on_their_paragraph() -> None:
    second = FULL.paragraphs[0]._replace(id="p2", n=2, mark="U", level="UNCLASSIFIED", caveats=())
    mentions = (Mention("08LIMA640", "p2", "text"), Mention("08QUITO610", "p2", "ref A"))
    cable = replace(FULL, paragraphs=(FULL.paragraphs[0], second), mentions=mentions)
    found = [
        (subject[-4:], value) for subject, stated, value in mapped(cable).triples if stated == terms.ck("mentions")
    ]
    assert found == [
        ("#p2>", terms.iri(f"https://example.org/kg/cable/{cited}")) for cited in ("08LIMA640", "08QUITO610")
    ]
    assert said(cable, "portionCaption") == ["<https://w3id.org/cables/caption/NOFORN>"]


def test_a_place_is_stated_even_where_it_is_the_first() -> None:
    first = replace(FULL, paragraphs=(FULL.paragraphs[0]._replace(start=0),), source=replace(FULL.source, offset=0))
    assert terms.typed(0, "integer") in said(first, "begin")
    assert said(first, "offset") == [terms.typed(0, "integer")]


def test_a_field_that_no_row_can_state_is_kept_as_written() -> None:
    odd = replace(FULL, fields=(("Document Character Count", "many"), ("Office", "."), ("Concepts", "SEA; AIR, SEA")))
    assert said(odd, "otherField") == ['"Document Character Count: many"', '"Office: ."']
    assert len(said(odd, "concept")) == 2


def test_what_is_remembered_of_labels_is_bounded() -> None:
    entries = Entries(Names("https://example.org/bounded/"), vocabulary())
    known = authorities(entries.names, vocabulary()).agencies
    entries.agency("Ministry of Kites")
    entries.agency("Ministry of " + "Very " * 100 + "Long Kites")
    assert list(known) == [("Ministry of Kites", "")]
