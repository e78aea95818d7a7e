"""Content negotiation: which of our forms an Accept header likes best (RFC 9110, sections 12.4.2 and 12.5.1).

Facts
-----
* The most specific range decides about a type, not the best one: `text/*, text/csv;q=0` refuses CSV.
* Some clients send what the grammar does not know: Java's `*; q=.2`, empty items, no header at all.
  What cannot be read is passed over; a header without one readable range counts as absent.
* SPARQLWrapper and rdflib send several media types of one quality, so ties go by the server's order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

LONGEST: Final = 4_096
"""Characters of an Accept header that are looked at; browsers and RDF clients send less than 400."""

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_ITEM = re.compile(rf'(?:[^,"]|{_QUOTED})+')
_NAME = r"[\w!#$%&'*+.^`|~-]+"
_RANGE = re.compile(rf"\s*({_NAME})/({_NAME})\s*(?:;(.*))?", re.DOTALL)
_PARAMETER = re.compile(rf'\s*({_NAME})\s*=\s*({_QUOTED}|[^;"\s]*)\s*(?:;|$)')
_QUALITY = re.compile(r"[01]|[01]?\.\d*", re.ASCII)


class Offer(Protocol):
    """A form that can be sent: its name, its media type and the others that ask for it."""

    @property
    def name(self) -> str:
        """The name that `best` gives back."""

    @property
    def media_type(self) -> str:
        """The media type that is sent."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other media types that ask for this form."""


class Range(NamedTuple):
    """One media range of an Accept header."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """Tell how exactly this range means a media type: 0 not at all, 1 `*/*`, 2 `text/*`, 3 the type itself."""
        if f"{self.type}/{self.subtype}" == media_type:
            return 3
        if self.subtype != "*":
            return 0
        if self.type == media_type.partition("/")[0]:
            return 2
        return int(self.type == "*")


def best(accept: str | None, offers: Sequence[Offer]) -> str | None:
    """Name the offer that a client likes best, None when it takes none of them.

    >>> from kg.results import SOLUTIONS
    >>> best("text/csv, application/json;q=0.9, */*;q=0.1", SOLUTIONS)
    'csv'
    """
    ranges = tuple(_ranges(accept or "")) or (Range("*", "*", 1.0),)
    wanted = [(_quality(offer, ranges), -place) for place, offer in enumerate(offers)]
    quality, place = max(wanted, default=(0.0, 0))
    return offers[-place].name if quality > 0 else None


def _ranges(accept: str) -> list[Range]:
    found = (_RANGE.fullmatch(item) for item in _ITEM.findall(accept[:LONGEST]))
    ranges = ((match[1].lower(), match[2].lower(), _weight(match[3] or "")) for match in found if match)
    return [Range(first, second, weight) for first, second, weight in ranges if weight is not None]


def _weight(parameters: str) -> float | None:
    for name, value in _PARAMETER.findall(parameters):
        if name.lower() == "q":
            return min(float(value), 1.0) if _QUALITY.fullmatch(value) and value != "." else None
    return 1.0


def _quality(offer: Offer, ranges: Sequence[Range]) -> float:
    """Give the best quality among the media types of an offer, each judged by its most specific range."""
    names = (offer.media_type, *offer.aliases)
    judged = (max((one.specificity(name), one.quality) for one in ranges) for name in names)
    return max(quality if specificity else 0.0 for specificity, quality in judged)
