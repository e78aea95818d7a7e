"""Whole telegrams in every layout, however their lines are wrapped and wherever a page ends: the truth stays the same.

The truth of each stands in its file, written before it was read.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from kg import readers
from kg.cable import Cable
from tests.dresses import FOLDER, LAYOUTS, STYLES, Given, given

FILES = sorted(FOLDER.glob("*.txt"))
COLUMNS = (0, 50, 62, 66, 80, 120)
HEADED = ("telegram-text", "cablegate-csv", "cablegate-html")
PAGE_LINE = re.compile(r"00\d(?:\.2)? OF 003|PAGE 0\d|Declassified/Released")


def numbers(cable: Cable) -> str:
    return " ".join(f"{one.n}:{one.mark}" if one.mark else f"{one.n}" for one in cable.paragraphs if one.n)


def found(cable: Cable) -> dict[str, str]:
    return {
        "subject": cable.body_subject.upper(),
        "tags": " ".join(cable.body_tags),
        "to": "|".join(cable.to),
        "cited": " ".join(sorted(one.id for one in cable.references if one.id)),
        "decl": cable.declassification.date if cable.declassification else "",
        "numbers": numbers(cable),
        "signature": cable.signature.upper(),
    }


def expected(truth: dict[str, str]) -> dict[str, str]:
    upper = {"subject": truth["subject"].upper(), "signature": truth["signature"].upper()}
    return {label: truth[label] for label in ("tags", "to", "decl", "numbers")} | {
        **upper,
        "cited": " ".join(sorted(truth["cited"].split())),
    }


def words(cable: Cable) -> str:
    """All that was read of the text, in its order, letters and digits alone."""
    parts = sorted(
        [(one.start, one.text) for one in cable.paragraphs] + [(one.start, one.text) for one in cable.headings]
    )
    return re.sub(r"\W", "", "".join(text for _, text in parts))


def read(layout: str, one: Given) -> Cable:
    name, text = LAYOUTS[layout](one)
    (cable,) = readers.read(name, text.encode())
    return cable


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_says_the_same_in_every_dress(path: Path) -> None:
    one = given(path)
    whole = words(read("telegram-text", one.wrapped(0).paged("", Random(0))))
    for place, columns in enumerate(COLUMNS):
        for turn, layout in enumerate(LAYOUTS):
            style = STYLES[(place + turn) % len(STYLES)]
            cable = read(layout, one.wrapped(columns).paged(style, Random(f"{path.stem}{columns}")))
            dress = {"layout": layout, "columns": columns, "style": style}
            assert (found(cable) | dress) == (expected(one.truth) | dress)
            assert (words(cable), dress) == (whole, dress)
            assert not PAGE_LINE.search(" ".join(text.text for text in cable.paragraphs))
            if layout in HEADED:
                assert (cable.id, "|".join(cable.info), dress) == (one.truth["id"], one.truth["info"], dress)
