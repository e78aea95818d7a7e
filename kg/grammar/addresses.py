"""Addressees in the archive's metadata: one line of labels with ", " between them.

Facts
-----
* Labels hold commas ("American Institute Taiwan, Taipei") and parentheses ("Korea (South) Seoul"), so
  the list is parted outside parentheses only, and where a known label holds the comma it stays whole.
* Routing words stay in a label: "RHMFISS CDR USNORTHCOM PETERSON AFB CO".
"""

from __future__ import annotations

import re
from typing import Protocol

_COMMA = re.compile(r",\s+(?![^()]*\))")
_LONGEST = 4
"""A label holds three commas at most ("Department of Health, Education, and Welfare" holds two)."""


class Known(Protocol):
    """What is known of labels with commas (`kg.vocabulary.Vocabulary`)."""

    def begins_comma(self, words: str) -> bool:
        """Tell whether a known label goes on with a comma behind these words."""

    def holds_comma(self, label: str) -> bool:
        """Tell whether a label with a comma is a known one."""


def labels(text: str, known: Known) -> tuple[str, ...]:
    """Part a list of addressees; the longest label that is known wins.

    >>> from kg.vocabulary import vocabulary
    >>> labels("Peru Lima, American Institute Taiwan, Taipei", vocabulary())
    ('Peru Lima', 'American Institute Taiwan, Taipei')
    """
    line = " ".join(text.split())
    split = _COMMA.split(line) if ")" in line else line.split(", ")
    pieces = [piece.strip() for piece in split if piece.strip(" ,")]
    found: list[str] = []
    place = 0
    while place < len(pieces):
        size = _size(pieces[place : place + _LONGEST], known) if known.begins_comma(pieces[place]) else 1
        found.append(", ".join(pieces[place : place + size]).rstrip(","))
        place += size
    return tuple(dict.fromkeys(found))


def _size(pieces: list[str], known: Known) -> int:
    """Tell how many pieces the longest known label has that begins here."""
    return next((size for size in range(len(pieces), 1, -1) if known.holds_comma(", ".join(pieces[:size]))), 1)
