"""Addressees in the archive's metadata: a list of labels in one field.

Facts
-----
* PlusD: one line with ", " between the labels. Labels hold commas ("American Institute Taiwan, Taipei") and
  parentheses ("Korea (South) Seoul"), so the list is parted outside parentheses only, and where a known
  label holds the comma it stays whole.
* Other exports put "|" or ";" between them; these stand in no label, so a comma then belongs to the label.
* Records of 1973-79 have bare city names in capitals with a run of blanks between them ("LIMA     STATE"),
  or one on each line. A Markdown export wraps its comma list over lines: there a line end is a blank.
* Routing words stay in a label: "RHMFISS CDR USNORTHCOM PETERSON AFB CO".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

_RUN = re.compile(r"\s{2,}|\n")
_LONG_RUN = re.compile(r"(?<!\s)[ \t]{3,}(?=\S)")
"""Two blanks are a slip of the typist in a mixed-case list; in capitals they part it."""
_LONGEST = 4
"""A label holds three commas at most ("Department of Health, Education, and Welfare" holds two)."""


class Known(Protocol):
    """What is known of labels (`kg.vocabulary.Vocabulary`)."""

    def agency(self, label: str) -> object:
        """Give the authority record of a label, None when there is none."""

    def begins_comma(self, words: str) -> bool:
        """Tell whether a known label goes on with a comma behind these words."""

    def holds_comma(self, label: str) -> bool:
        """Tell whether a label with a comma is a known one."""


def labels(text: str, known: Known) -> tuple[str, ...]:
    """Part a list of addressees; the longest label that is known wins.

    >>> from kg.vocabulary import vocabulary
    >>> labels("Peru Lima, American Institute Taiwan, Taipei", vocabulary())
    ('Peru Lima', 'American Institute Taiwan, Taipei')
    >>> labels("JOHANNESBURG     STATE", vocabulary()), labels("Peru Lima | Ecuador Quito", vocabulary())
    (('JOHANNESBURG', 'STATE'), ('Peru Lima', 'Ecuador Quito'))
    """
    for sign in "|;":
        if sign in text:
            return _once(text.split(sign))
    if "," not in text:
        return _once(_uncommaed(text.strip(), known))
    parts = _LONG_RUN.split(text) if "   " in text or "\t" in text else [text]
    found = [label.strip(" ,") for part in parts for label in _parted(part, known)]
    return tuple(dict.fromkeys(filter(None, found)))


def _uncommaed(text: str, known: Known) -> list[str]:
    """Part a list without commas; in mixed case a line end parts it where the first line is a known label."""
    if text.isupper():
        return _RUN.split(text)
    lines = text.split("\n")
    return lines if len(lines) > 1 and known.agency(lines[0].strip()) else _LONG_RUN.split(text)


def _once(found: Iterable[str]) -> tuple[str, ...]:
    """Give labels with single blanks, once each."""
    bare = [" ".join(label.split()).strip(" ,") for label in found]
    return tuple(dict.fromkeys(filter(None, bare)))


def _parted(text: str, known: Known) -> Iterator[str]:
    """Part a list at its commas, but for those that a label holds."""
    line = " ".join(text.split())
    outside = _outside(line) if "(" in line else line.split(", ")
    pieces = [piece.strip() for piece in outside if piece.strip(" ,")]
    place = 0
    while place < len(pieces):
        size = _size(pieces[place : place + _LONGEST], known) if known.begins_comma(pieces[place]) else 1
        yield ", ".join(pieces[place : place + size])
        place += size


def _outside(line: str) -> Iterator[str]:
    """Part a line at its commas outside parentheses; one that is never closed holds nothing."""
    held: list[str] = []
    depth = 0
    for piece in line.split(", "):
        held.append(piece)
        depth += piece.count("(") - piece.count(")")
        if depth <= 0:
            yield ", ".join(held)
            held, depth = [], 0
    yield from held


def _size(pieces: list[str], known: Known) -> int:
    """Tell how many pieces the longest known label has that begins here."""
    return next((size for size in range(len(pieces), 1, -1) if known.holds_comma(", ".join(pieces[:size]))), 1)
