"""Cases by folder: a made-up telegram and the part of its record that it is about.

`tests/cases/NAME` with any suffix is read, `tests/cases/NAME.json` says what its record must hold.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import readers
from kg.cable import NOTES
from kg.errors import InputError
from kg.grammar.lines import split
from kg.quads import quads
from kg.terms import Names
from kg.vocabulary import vocabulary
from tests import corpus
from tests.conftest import ROOT, SEEDS

CASES = sorted(path for path in (ROOT / "tests" / "cases").iterdir() if path.suffix != ".json")
SEED_TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.md"))[:6]]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_record_holds_what_the_case_says(path: Path) -> None:
    (cable,) = kg.parse(path)
    found = json.loads(json.dumps(kg.record(cable)))
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert {name: found.get(name) for name in expected} == expected


def test_every_note_has_a_meaning() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kg").rglob("*.py"))
    assert all(f'"{code}"' in sources.replace(f'"{code}":', "") for code in NOTES)
    for cable in (kg.parse(path)[0] for path in CASES):
        assert {note.code for note in cable.notes} <= set(NOTES)


@given(st.sampled_from(SEED_TEXTS), st.lists(st.tuples(st.integers(0, 4000), st.text(max_size=6)), max_size=12))
def test_damage_never_ends_in_anything_but_our_error(text: str, edits: list[tuple[int, str]]) -> None:
    for place, piece in edits:
        text = text[:place] + piece + text[place + len(piece) // 2 :]
    try:
        (cable,) = readers.read("damaged.md", text.encode(errors="surrogatepass"))
    except InputError:
        return
    try:
        mapped = quads(cable, Names(), vocabulary())
    except InputError:
        return
    assert len(set(mapped.quads)) == len(mapped.quads)
    for paragraph in cable.paragraphs:
        assert 0 <= paragraph.start < paragraph.end


@given(st.text())
def test_lines_are_pieces_of_their_text(text: str) -> None:
    assert all(text[line.start : line.end] == line.text for line in split(text))
    assert "\n".join(line.text for line in split(text)) == text


@pytest.mark.parametrize("made", list(corpus.cables(60, seed=7, defects=True)), ids=lambda made: made.name)
def test_generated_cables_are_read_as_they_were_made(made: corpus.Made) -> None:
    (cable,) = readers.read(made.name, made.text.encode())
    truth = made.truth
    assert [paragraph.mark for paragraph in cable.paragraphs] == list(truth.marks)
    assert [paragraph.n for paragraph in cable.paragraphs] == list(truth.numbers)
    assert (cable.id, cable.date, cable.subject, cable.signature) == (
        truth.id,
        truth.date,
        truth.subject,
        truth.signature,
    )
    assert [tag.code for tag in cable.tags] == list(truth.tags)
    assert cable.body_tags == truth.body_tags
    assert {reference.id for reference in cable.references} == set(truth.references)
    assert (cable.to, cable.page_lines) == (truth.to, truth.page_lines)
    assert (cable.declassification.date if cable.declassification else "") == truth.declassification
