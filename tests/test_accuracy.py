"""Precision and recall of every field, measured on made-up telegrams whose truth is known.

The corpus holds the quirks of the world at their frequencies, the same telegrams in every layout.
Whatever is missed is a fault, of the reader or of the corpus: the message names the telegrams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from kg import readers
from kg.cable import Cable
from tests import corpus
from tests.corpus import LAYOUTS, Telegram, Truth

COUNT, SEED, LEAST = 400, 11, 0.999
ALIKE, COLUMNS = 40, (69, 120, 0)

Found = Callable[[Cable], Iterable[Any]]
Expected = Callable[[Truth], Iterable[Any]]

FIELDS: dict[str, tuple[Found, Expected]] = {
    "id": (lambda cable: [cable.id], lambda truth: [truth.id]),
    "copy": (lambda cable: [cable.copy], lambda truth: [truth.copy]),
    "date": (lambda cable: [cable.date], lambda truth: [truth.date]),
    "dtg": (lambda cable: [cable.dtg], lambda truth: [truth.dtg]),
    "precedence": (lambda cable: [cable.precedence], lambda truth: [truth.precedence]),
    "from": (lambda cable: [cable.sender], lambda truth: [truth.sender]),
    "to": (lambda cable: cable.to, lambda truth: truth.to),
    "info": (lambda cable: cable.info, lambda truth: truth.info),
    "addresses": (lambda cable: map(tuple, cable.addresses), lambda truth: map(tuple, truth.addresses)),
    "excluded": (lambda cable: cable.excluded, lambda truth: truth.excluded),
    "classification": (lambda cable: [cable.original_classification], lambda truth: [truth.classification]),
    "captions": (lambda cable: cable.captions, lambda truth: truth.captions),
    "pass_to": (lambda cable: cable.pass_to, lambda truth: truth.pass_to),
    "executive_order": (lambda cable: [cable.executive_order], lambda truth: [truth.order]),
    "declassification": (
        lambda cable: [cable.declassification.date if cable.declassification else ""],
        lambda truth: [truth.declassification],
    ),
    "tags": (lambda cable: [tag.code for tag in cable.tags], lambda truth: truth.tags),
    "body_tags": (lambda cable: cable.body_tags, lambda truth: truth.body_tags),
    "subject": (lambda cable: [cable.subject], lambda truth: [truth.subject]),
    "body_subject": (lambda cable: [cable.body_subject], lambda truth: [truth.body_subject]),
    "classified_by": (lambda cable: [cable.classified_by], lambda truth: [truth.classified_by]),
    "reasons": (lambda cable: cable.reasons, lambda truth: truth.reasons),
    "references": (
        lambda cable: [(one.label, one.id, one.kind, one.notal) for one in cable.references],
        lambda truth: map(tuple, truth.cited),
    ),
    "mentions": (
        lambda cable: [(one.id, one.paragraph, one.via) for one in cable.mentions],
        lambda truth: truth.mentions,
    ),
    "sections": (lambda cable: [cable.sections.count if cable.sections else 0], lambda truth: [truth.sections]),
    "page_lines": (lambda cable: [cable.page_lines], lambda truth: [truth.page_lines]),
    "headings": (lambda cable: [one.text for one in cable.headings], lambda truth: truth.headings),
    "numbers": (lambda cable: [one.n for one in cable.paragraphs], lambda truth: truth.numbers),
    "marks": (
        lambda cable: [(one.n, one.mark) for one in cable.paragraphs],
        lambda truth: zip(truth.numbers, truth.marks, strict=True),
    ),
    "levels": (
        lambda cable: [(one.n, one.level) for one in cable.paragraphs],
        lambda truth: zip(truth.numbers, truth.levels, strict=True),
    ),
    "texts": (
        lambda cable: [(one.n, one.text) for one in cable.paragraphs],
        lambda truth: zip(truth.numbers, truth.texts, strict=True),
    ),
    "signature": (lambda cable: [cable.signature], lambda truth: [truth.signature]),
}
"""Field -> its values in a cable and in the truth; values count as often as they stand there."""


@cache
def read(layout: str) -> tuple[tuple[Cable, Truth], ...]:
    found = []
    for made in corpus.telegrams(COUNT, layout, SEED):
        (cable,) = readers.read(made.name, made.text.encode())
        assert cable.layout == layout
        found.append((cable, made.truth))
    return tuple(found)


def counted(values: Iterable[Any]) -> Counter[Any]:
    return Counter(value for value in values if value)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_finds_the_values_of_the_field_and_no_others(layout: str, field: str) -> None:
    found_in, expected_in = FIELDS[field]
    right = found = expected = 0
    missed = []
    for cable, truth in read(layout):
        one, other = counted(found_in(cable)), counted(expected_in(truth))
        right += (one & other).total()
        found, expected = found + one.total(), expected + other.total()
        if one != other:
            missed.append((truth.id, dict(one - other), dict(other - one)))
    assert right >= LEAST * found, missed[:5]
    assert right >= LEAST * expected, missed[:5]


def said(telegram: Telegram, layout: str) -> tuple[Any, ...]:
    """Give what a telegram says by itself, as it is read in a layout."""
    made = LAYOUTS[layout].write(telegram)
    (cable,) = readers.read(made.name, made.text.encode())
    return (
        cable.body_subject,
        cable.body_tags,
        tuple((one.label, one.id, one.kind, one.notal) for one in cable.references),
        tuple((one.n, one.mark, one.text) for one in cable.paragraphs),
        tuple(one.text for one in cable.headings),
        cable.signature,
    )


@pytest.mark.parametrize("index", range(ALIKE))
def test_reads_the_same_whatever_the_layout_and_the_wrapping(index: int) -> None:
    telegram = corpus.telegram(SEED, index)
    wrappings = [replace(telegram, habits=telegram.habits._replace(columns=columns)) for columns in COLUMNS]
    found = {said(one, layout) for one in wrappings for layout in LAYOUTS}
    assert len(found) == 1
