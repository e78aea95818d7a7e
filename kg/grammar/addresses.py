"""Addressees in the archive's metadata: one line of labels with ", " between them.

Facts
-----
* Labels hold commas ("American Institute Taiwan, Taipei") and parentheses ("Korea (South) Seoul"), so
  the list is parted outside parentheses only, and where a known label holds the comma it stays whole.
* Routing words stay in a label: "RHMFISS CDR USNORTHCOM PETERSON AFB CO".
"""

from __future__ import annotations

import re
from collections.abc import Callable

_COMMA = re.compile(r",\s+(?![^()]*\))")
_LONGEST = 4
"""A label holds three commas at most ("Department of Health, Education, and Welfare" holds two)."""


def labels(text: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """Part a list of addressees; the longest label that `known` affirms wins.

    >>> labels("Peru Lima, American Institute Taiwan, Taipei", {"American Institute Taiwan, Taipei"}.__contains__)
    ('Peru Lima', 'American Institute Taiwan, Taipei')
    """
    pieces = [piece.strip() for piece in _COMMA.split(" ".join(text.split())) if piece.strip(" ,")]
    found: list[str] = []
    while pieces:
        lengths = range(min(_LONGEST, len(pieces)), 1, -1)
        size = next((size for size in lengths if known(", ".join(pieces[:size]))), 1)
        found.append(", ".join(pieces[:size]).rstrip(","))
        del pieces[:size]
    return tuple(dict.fromkeys(found))
