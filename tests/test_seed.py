"""The one real cable: what a reader of this layout must get right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import kg
from kg import formats, quads
from kg.cable import Cable
from kg.fields import DOCUMENT
from kg.grammar.lines import letters
from kg.records import record
from kg.terms import CK, Names
from kg.vocabulary import vocabulary


@pytest.fixture(scope="module")
def path(data: Path) -> Path:
    return data / "seed" / "10MEXICO83_a.md"


@pytest.fixture(scope="module")
def seed(path: Path) -> Cable:
    (cable,) = kg.parse(path)
    return cable


def test_identifies_the_cable_and_its_copy(seed: Cable) -> None:
    assert (seed.id, seed.copy, seed.layout) == ("10MEXICO83", "10MEXICO83_a", "plusd-text")
    assert seed.message_references == ("MEXICO 000083", "MEXICO 00000083")
    assert seed.date == "2010-01-29T20:49"
    assert seed.holder == "National Security Archive"


def test_keeps_fourteen_addressees_whole(seed: Cable) -> None:
    assert len(seed.to) == 14
    assert seed.to[-1] == "United States Southern Command (Miami)"
    assert "RHMFISS CDR USNORTHCOM PETERSON AFB CO" in seed.to


def test_reads_the_classification_block_from_the_body(seed: Cable) -> None:
    assert (seed.original_classification, seed.classification) == ("SECRET", "SECRET")
    assert seed.captions == ("SIPDIS",)
    assert seed.executive_order == "12958"
    assert seed.declassification is not None
    assert seed.declassification.date == "2020-01-29"
    assert seed.derived_from == "DSCG 05-1 B, D"
    assert seed.pass_to == ("DOD/OSD STOCKTON", "DEPT NSC")


def test_keeps_both_lists_of_tags(seed: Cable) -> None:
    assert [tag.code for tag in seed.tags] == ["KCRM", "MX", "PREL", "PGOV", "PHUM", "SNAR"]
    assert all(tag.label for tag in seed.tags)
    assert seed.body_tags == ("PGOV", "PREL", "PHUM", "SNAR", "KCRM", "MX")


def test_unwraps_the_subject_over_an_empty_line(seed: Cable) -> None:
    assert seed.body_subject.endswith("Defense Bilateral Working Group, Washington, D.C., February 1")
    assert letters(seed.body_subject) == letters(seed.subject)


def test_counts_sections_and_page_lines(seed: Cable) -> None:
    assert seed.sections is not None
    assert (seed.sections.count, seed.sections.seen) == (5, (1, 2, 3, 4, 5))
    assert seed.page_lines == 4
    assert [heading.text for heading in seed.headings][2] == "Change on the Horizon"
    assert len(seed.headings) == 4


def test_numbers_seventeen_paragraphs_with_their_marks(seed: Cable) -> None:
    assert [paragraph.n for paragraph in seed.paragraphs] == list(range(1, 18))
    assert Counter(paragraph.mark for paragraph in seed.paragraphs) == {"SBU": 6, "C": 9, "S": 2}
    assert seed.signature == "FEELEY"


def test_makes_paragraphs_cut_by_pages_whole(seed: Cable) -> None:
    text = {paragraph.n: paragraph.text for paragraph in seed.paragraphs}
    for number, words in (
        (1, "support the Mexican military's"),
        (3, "a matter of citizen security"),
        (4, "With a strategy best described"),
        (9, "to deploy them in such numbers"),
        (14, "build a greater intelligence fusion"),
        (17, "a long way to go toward modernization."),
    ):
        assert words in text[number]
    assert "$200 million" in text[13]


def test_lets_nothing_of_the_footer_into_the_text(seed: Cable) -> None:
    whole = " ".join(paragraph.text for paragraph in seed.paragraphs)
    assert not any(words in whole for words in ("Gelman", "nsarchiv", "00000083", "#", "\\"))
    assert "Not Assigned" not in str(record(seed))
    assert dict(seed.fields)["Document Character Count"] == "18084"


def test_offsets_point_into_the_decoded_file(seed: Cable, path: Path) -> None:
    text = path.read_bytes().decode(seed.source.encoding)
    for paragraph in seed.paragraphs:
        span = text[paragraph.start : paragraph.end]
        assert span.split()[:5] == paragraph.text.split()[:5]
        assert span.split()[-5:] == paragraph.text.split()[-5:]
        assert text.count("\n", 0, paragraph.start) + 1 == paragraph.line


def test_maps_to_the_standard_model(seed: Cable) -> None:
    mapped = quads.quads(seed, Names(), vocabulary())
    assert 205 <= len(mapped.quads) <= 240
    assert len({quad.graph for quad in mapped.quads}) == 1
    lines = "".join(formats.nquads(mapped.quads))
    assert "_:" not in lines
    assert "XMLSchema#string" not in lines
    assert '"2010-01-29T20:49:00"^^' in lines


def test_states_every_row_of_the_table_at_most_once(seed: Cable) -> None:
    assert len({(row.term, row.label) for row in DOCUMENT}) == len(DOCUMENT)
    mapped = quads.quads(seed, Names(), vocabulary())
    properties = Counter(quad.predicate for quad in mapped.quads)
    assert properties[f"<{CK}addressee>"] == 14  # type: ignore[index]
