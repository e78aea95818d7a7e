"""Facts that follow from a cable: what is compared, and that it is published only where it says something."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from rdflib import Graph, Literal, URIRef

import kg
from kg import fields, terms
from kg.cable import Cable
from kg.quads import quads
from kg.terms import DEFAULT_BASE, Names
from kg.vocabulary import plain, vocabulary
from tests.conftest import ROOT

Made = Callable[..., str]


def said(text: str, name: str) -> list[str]:
    """Values that a source leads to of one property: local names of concepts, text of literals."""
    (cable,) = kg.parse(text.encode())
    return said_of(cable, name)


def said_of(cable: Cable, name: str) -> list[str]:
    found = [value for _, stated, value in quads(cable, Names(), vocabulary()).triples if stated == terms.ck(name)]
    return [plain(value) if value.startswith('"') else re.split("[/#]", value.strip("<>"))[-1] for value in found]


def test_highest_portion_is_that_of_the_highest_rank(cable: Made) -> None:
    text = "1. (U) A balloon.\n\n2. (SBU) A kite.\n\n3. (C) A rope.\n\n4. A ladder."
    assert said(cable(text), "highestPortion") == ["confidential"]
    assert said(cable("1. A balloon without a mark."), "highestPortion") == []


def test_ranks_are_those_of_the_scheme(cable: Made) -> None:
    scheme = Graph().parse(ROOT / "ontology" / "schemes" / "classification.ttl")
    (read,) = kg.parse(cable().encode())
    for rank, names in enumerate(fields.RANKED):
        for name in names:
            marked = replace(read, paragraphs=(read.paragraphs[0]._replace(level=name),))
            (level,) = said_of(marked, "portionLevel")
            of = scheme.value(URIRef(f"{DEFAULT_BASE}classification/{level}"), URIRef(f"{terms.CK}rank"))
            assert of == Literal(rank), name


def test_states_a_weekday_that_is_not_the_calendars(cable: Made) -> None:
    right = cable()
    assert said(right, "statedWeekday") == []
    assert said(right.replace("(Wednesday)", "(Thursday)"), "statedWeekday") == ["Thursday"]


def test_states_the_level_of_the_first_line_where_it_differs(cable: Made) -> None:
    assert said(cable(), "bodyClassification") == []
    assert said(cable(opening="S E C R E T QUITO 000214"), "bodyClassification") == ["secret"]
    assert said(cable(opening="SIPDIS"), "bodyClassification") == []


@pytest.mark.parametrize(
    ("field", "stated"),
    [
        ("", []),
        ("**Executive Order (E.O.):** -- Not Assigned --", ["12958"]),
        ("**Executive Order (E.O.):** 13526", ["12958"]),
        ("**Executive Order (E.O.):** 12958", []),
        ("**Executive Order (E.O.):** GS", []),
    ],
)
def test_states_the_order_of_the_body_where_the_field_has_none(cable: Made, field: str, stated: list[str]) -> None:
    text = cable(opening="C O N F I D E N T I A L QUITO 000214\n\nE.O. 12958: DECL: 03/14/2017")
    assert said(text.replace("**TAGS:**", f"{field}\n\n**TAGS:**", 1), "bodyExecutiveOrder") == stated


def test_counts_the_body_without_fields_and_escapes(cable: Made) -> None:
    body = "C O N F I D E N T I A L QUITO 000214\n\nTAGS: PREL, EC\n\nSUBJECT: BANANA TALKS\n\n1. (C) Text.\n\nDOE"
    assert said(cable(), "bodyLength") == [str(len(body))]
    assert said(cable(r"1. (C) It costs \$1."), "bodyLength") == [str(len(body) + len("It costs $1.") - len("Text."))]


def test_states_addressees_with_a_routing_indicator_as_written(cable: Made) -> None:
    text = cable().replace("Peru Lima, ", "RHMFISS CDR USNORTHCOM PETERSON AFB CO, Peru Lima, ")
    assert said(text, "addresseeText") == ["RHMFISS CDR USNORTHCOM PETERSON AFB CO"]
    assert said(cable(), "addresseeText") == []
    assert said(cable().replace("Peru Lima, ", "RUSSIA MOSCOW, Peru Lima, "), "addresseeText") == []
