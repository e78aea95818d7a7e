"""One telegram in any dress says the same: lines wrapped anew, other blanks and line ends, pages elsewhere.

Made-up telegrams whose truth is known are dressed and read; what a reader cites must not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import readers
from kg.cable import Cable
from tests import corpus
from tests.corpus import LAYOUTS, Truth

Dress = Callable[[str, Random], str]

DRESSES: dict[str, Dress] = {
    "as it is": lambda text, _: text,
    "blanks at line ends": lambda text, _: text.replace("\n", "  \n"),
    "blanks on empty lines": lambda text, _: text.replace("\n\n", "\n \n"),
    "empty lines doubled": lambda text, _: text.replace("\n\n", "\n\n\n"),
    "indented": lambda text, _: re.sub(r"^(?=\S)", "   ", text, flags=re.MULTILINE),
    "no-break spaces": lambda text, rng: re.sub(" ", lambda _: rng.choice(" \u00a0"), text),
    "CRLF": lambda text, _: text.replace("\n", "\r\n"),
    "byte order mark": lambda text, _: f"\ufeff{text}",
}
"""Dresses in the order in which they are put on."""
COLUMNS = (50, 60, 69, 72, 80, 100, 120, 0)
FIRST = re.compile(r"\n¶?1(?:[.)]|\s\()(?!4)")
PAGE_LINE = re.compile(r"\b007(?:\.2)? OF 009|PAGE 07\b")


def found(cable: Cable) -> tuple[Any, ...]:
    day = cable.declassification.date if cable.declassification else ""
    cited = tuple((one.label, one.id, one.kind, one.notal) for one in cable.references)
    counted = tuple((one.n, one.mark) for one in cable.paragraphs if one.n)
    return cable.to, cable.info, cable.body_tags, cable.body_subject, day, cited, counted, cable.signature


def expected(truth: Truth) -> tuple[Any, ...]:
    counted = tuple(zip(truth.numbers, truth.marks, strict=True))
    cited = tuple(map(tuple, truth.cited))
    parts = (truth.to, truth.info, truth.body_tags, truth.body_subject, truth.declassification)
    return *parts, cited, counted, truth.signature


def telegram(index: int, columns: int, layout: str = "telegram-text") -> corpus.Made:
    one = corpus.telegram(29, index)
    return LAYOUTS[layout].write(replace(one, habits=one.habits._replace(columns=columns)))


def read(made: corpus.Made, text: str) -> Cable:
    (cable,) = readers.read(made.name, text.encode())
    return cable


@settings(max_examples=60)
@given(
    st.integers(0, 5_000),
    st.sampled_from(COLUMNS),
    st.lists(st.sampled_from(sorted(DRESSES)), max_size=3),
    st.randoms(),
)
def test_says_the_same_in_any_dress(index: int, columns: int, dresses: list[str], rng: Random) -> None:
    made = telegram(index, columns)
    text = made.text.replace("\r", "")
    for name, dress in DRESSES.items():
        text = dress(text, rng) if name in dresses else text
    assert found(read(made, text)) == expected(made.truth)


def paged(text: str, index: int, signature: str, rng: Random) -> str:
    """Put a page line of this telegram between two words of a sentence."""
    habits = corpus.telegram(29, index).habits
    own = f"{habits.origin.post.spaced} {habits.origin.serial:08}"
    line = f"\n{own}  007{rng.choice(('', '.2'))} OF 009{rng.choice(('', ' '))}\n"
    if habits.old:
        word = habits.class_word
        line = f"\n{word}\n\n{word}\n\nPAGE 07        {own[:-8]}{own[-5:]}  {habits.origin.sent:%d%H%MZ}\n"
    first, last = FIRST.search(text, text.index("SUBJ")), text.rindex(signature) - 2
    assert first
    between = re.compile(r"(?<=\w\w\w) (?=\w\w\w)")
    places = [place.start() for place in between.finditer(text, first.end() + 20, last)]
    place = rng.choice(places) if places else last
    return (
        text[:place]
        + rng.choice((line, f"\n{line}\n", line.replace("\n", " ") if not habits.old else line))
        + text[place + 1 :]
    )


@settings(max_examples=60)
@given(st.integers(0, 5_000), st.sampled_from(COLUMNS), st.randoms())
def test_page_lines_leave_no_trace(index: int, columns: int, rng: Random) -> None:
    made = telegram(index, columns)
    cable = read(made, paged(made.text.replace("\r", ""), index, made.truth.signature, rng))
    assert found(cable) == expected(made.truth)
    texts = [*(one.text for one in cable.paragraphs), *(one.text for one in cable.headings)]
    assert not [text for text in texts if PAGE_LINE.search(text)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_offsets_are_true_in_any_layout(layout: str) -> None:
    for index in range(20):
        made = telegram(index, 69, layout)
        for one in read(made, made.text).paragraphs:
            first, last = one.text.split()[0], one.text.split()[-1]
            stretch = made.text[one.start : one.end]
            assert re.sub(r"\W", "", stretch).startswith(re.sub(r"\W", "", first))
            assert re.sub(r"\W", "", stretch).endswith(re.sub(r"\W", "", last))
