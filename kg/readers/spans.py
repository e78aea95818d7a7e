"""What each character of a record is: spans that tile it, of a part of the cable or of residue.

Rules
-----
* Each character stands in exactly one span. Furniture (a page line, a stamp) lies inside a paragraph and
  goes before it; of others the one that begins later is the closer one.
* What nobody claims is `blank`, or `layout` where only markup stands there, or `unexplained`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.grammar.lines import Claim
from kg.passage import Passage
from kg.readers.assembly import Reading

GROUPS: Final = MappingProxyType(
    {
        "paragraph": "text",
        "title": "text",
        "signature": "text",
        "field": "header",
        "heading": "header",
        "opening": "header",
        "furniture": "furniture",
        "footer": "furniture",
        "layout": "furniture",
        "blank": "furniture",
        "skipped": "skipped",
        "unexplained": "unexplained",
    }
)
"""Kind of a span -> the share of a file that it is counted to."""

_FIRST: Final = frozenset({"furniture", "footer"})


class Span(NamedTuple):
    """A stretch of a record (code points of its decoded text) and what it is."""

    start: int
    end: int
    kind: str
    part: str = ""


def spans(reading: Reading) -> tuple[Span, ...]:
    """Tile the text of a record with spans."""
    given = reading.given
    text = given.document.text
    passages = [passage for passage in (given.heading, given.body) if passage]
    pieces = list(_tiled([*_claims(reading)], len(text)))
    found = [span for piece in pieces for span in (_named(piece, text, passages) if not piece.kind else (piece,))]
    return tuple(_joined(found))


def _claims(reading: Reading) -> Iterator[Claim]:
    """Give all claims in places of the record."""
    given = reading.given
    yield from given.claims()
    yield from (Claim(field.start, field.end, "field", field.label) for field in given.metadata.fields.values())
    for where, claims in reading.telegram.accounts():
        for start, end, kind, part in claims:
            if end > start:
                yield Claim(where.start(start), where.end(end), kind, part)


def _tiled(claims: Sequence[Claim], length: int) -> Iterator[Span]:
    """Part a text at every begin and end of a claim; a piece belongs to the first or closest claim over it."""
    edges = sorted({0, length, *(min(edge, length) for claim in claims for edge in claim[:2])})
    waiting = sorted(claims, key=lambda claim: claim.start, reverse=True)
    open_claims: list[tuple[int, int, int, str, str]] = []
    for start, end in pairwise(edges):
        while waiting and waiting[-1].start <= start:
            claim = waiting.pop()
            rank = 0 if claim.kind in _FIRST else 1
            heappush(open_claims, (rank, -claim.start, claim.end, claim.kind, claim.part))
        while open_claims and open_claims[0][2] <= start:
            heappop(open_claims)
        yield Span(start, end, *(open_claims[0][3:] if open_claims else ("", "")))


def _named(piece: Span, text: str, passages: Iterable[Passage]) -> Iterator[Span]:
    """Say what an unclaimed piece is, line by line."""
    start = piece.start
    while start < piece.end:
        stop = text.find("\n", start, piece.end)
        end = stop + 1 if stop >= 0 else piece.end
        yield Span(start, end, _residue(text[start:end], start, end, passages))
        start = end


def _residue(line: str, start: int, end: int, passages: Iterable[Passage]) -> str:
    if not line.strip():
        return "blank"
    bare = "".join(_undressed(passage, start, end) for passage in passages if _holds(passage, start, end))
    within = any(_holds(passage, start, end) for passage in passages)
    return "layout" if within and not bare.strip(_SIGNS) else "unexplained"


_SIGNS: Final = " \t\n\u00b6\\"
"""Blanks and what exports put before a number and at the end of a line."""


def _holds(passage: Passage, start: int, end: int) -> bool:
    return passage.source[0] <= start and end <= passage.source[-1] + passage.size[-1]


def _undressed(passage: Passage, start: int, end: int) -> str:
    """Give the text that a stretch of the record stands for."""
    first = bisect_right(passage.source, start) - 1
    pieces = []
    for run in range(first, bisect_right(passage.source, end - 1)):
        following = passage.at[run + 1] if run + 1 < len(passage.at) else len(passage.text)
        inside = max(start - passage.source[run], 0)
        pieces.append(
            passage.text[passage.at[run] + inside : min(following, passage.at[run] + end - passage.source[run])]
        )
    return "".join(pieces)


def _joined(found: Iterable[Span]) -> Iterator[Span]:
    """Join neighbours that are the same."""
    last: Span | None = None
    for span in found:
        if last and last.kind == span.kind and last.part == span.part:
            last = last._replace(end=span.end)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last
