"""Pages of archives, whatever program wrote them: they all say the same."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import readers
from kg.cable import Cable
from kg.readers.assembly import Reading
from kg.readers.spans import spans
from tests.hostile import tiles
from tests.saved_pages import PAGES

SAID = {
    "plusd": {
        "layout": "plusd-html",
        "id": "78QUITO5313",
        "subject": "TALKS ON BANANA ROUND & TRADE",
        "date": "1978-11-23",
        "sender": "Ecuador Quito",
        "to": ("Department of State", "Peru Lima"),
        "original_classification": "CONFIDENTIAL",
        "page_lines": 1,
        "signature": "DOE",
    },
    "cablegate": {
        "layout": "cablegate-html",
        "id": "07QUITO214",
        "subject": 'THE SO-CALLED "BANANA ROUND" IN QUITO',
        "date": "2007-03-14T16:20",
        "sender": "Embassy Quito",
        "to": ("SECSTATE WASHDC",),
        "info": ("AMEMBASSY LIMA",),
        "captions": ("SIPDIS", "NOFORN"),
        "classified_by": "DCM Jane Doe",
        "page_lines": 1,
        "signature": "ROE",
    },
}
PARAGRAPHS = {
    "plusd": [
        "TEXT OF THE FIRST PARAGRAPH, LIMA 12, <CUT> BY THE PAGE LINE. R&D; GOES ON, 3 < 4 > 2.",
        'SECOND.\nA. DOE\'S "POINT".',
    ],
    "cablegate": [
        "The minister & his aide <roe@example.org> met AT&T; they spoke of 3 < 4, \u201cpeace\u201d, caf\u00e9s.",
        "It went on \u2013 as ever.",
    ],
}
LISTED = {
    "plusd": (["EC", "ETRD"], []),
    "cablegate": (["PREL", "EC"], ["07QUITO91", "06LIMA1021"]),
}


def listed(cable: Cable) -> tuple[list[str], list[str]]:
    return [tag.code for tag in cable.tags], [entry.id for entry in cable.references]


def reading(layout: str, seed: int) -> Reading:
    (found,) = readers.readings("page.html", PAGES[layout](Random(seed)).encode())
    return found


@pytest.mark.parametrize("layout", PAGES)
@given(seed=st.integers(0, 10**9))
def test_reads_the_same_from_a_page_whoever_wrote_it(layout: str, seed: int) -> None:
    cable = reading(layout, seed).cable
    assert {name: getattr(cable, name) for name in SAID[layout]} == SAID[layout]
    assert [one.text for one in cable.paragraphs] == PARAGRAPHS[layout]
    assert listed(cable) == LISTED[layout]
    assert not cable.notes


@pytest.mark.parametrize("layout", PAGES)
@given(seed=st.integers(0, 10**9))
def test_explains_all_of_a_page_whoever_wrote_it(layout: str, seed: int) -> None:
    found = reading(layout, seed)
    tiles(found)
    assert not [span for span in spans(found) if span.kind == "unexplained"]
