"""The letters of a list of references: which of them are marks, and the entries between them.

Facts
-----
* Message software letters what the drafter had lettered: "A. A) QUITO 12", "B. (B) LIMA 3", "A. REF A LIMA 3". It
  even letters the second half of a date: "A. DAILY REPORT JANUARY 13 B. 2008".
* Letters follow each other; initials of names do not. A letter that is repeated or left out is one only before a
  citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.grammar.citations import Citing, begins

_DATED = re.compile(r"\b(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)[A-Z]{0,6}\.? \d{1,2},?\s*\Z")
_BARE_YEAR = re.compile(r"\s*(?:19|20)\d\d\W*")
_SKIPPED = re.compile(r"(?:[\s,;.&)\-/|]+|AND\b)*")


class Mark(NamedTuple):
    """The letter or number before an entry: whether a citation follows, whether it stands where letters stand."""

    label: str
    start: int
    end: int
    cites: bool
    placed: bool

    @property
    def firm(self) -> bool:
        """Tell whether the letter is no initial of a name."""
        return self.cites or self.placed


class Entry(NamedTuple):
    """One lettered entry of a block: its letter ("" without one) and where its text stands."""

    label: str
    start: int
    end: int


def skipped(flat: str, place: int, end: int) -> int:
    """Pass over what parts two entries or citations."""
    match = _SKIPPED.match(flat, place, end)
    return match.end() if match else place


def entries(flat: str, end: int, citing: Citing) -> Iterator[Entry]:
    """Part a block at its letters; a block without letters is one entry."""
    marks = _marks(flat, end, citing)
    if len(marks) > 1 and not flat[marks[-1].end : end].strip(" \n.,;)") and _starts(flat, marks[0], citing):
        yield from _named_behind(marks)
        return
    if not marks or flat[: marks[0].start].strip(" \n-."):
        yield Entry("", 0, marks[0].start if marks else end)
    ends = [*(mark.start for mark in marks[1:]), end]
    waiting: Entry | None = None
    for mark, stop in zip(marks, ends, strict=False):
        if waiting and _BARE_YEAR.fullmatch(flat, mark.end, stop) and _DATED.search(flat[waiting.start : waiting.end]):
            waiting = waiting._replace(end=stop)
            continue
        if waiting:
            yield waiting
        waiting = Entry(mark.label, mark.end, stop)
    if waiting:
        yield waiting


def _starts(flat: str, mark: Mark, citing: Citing) -> bool:
    """Tell whether a citation stands before the first mark."""
    return begins(flat, skipped(flat, 0, mark.start), mark.start, citing)


def _named_behind(marks: Sequence[Mark]) -> Iterator[Entry]:
    """Part a block that sets its letters behind the entries: "QUITO 12 (A), LIMA 34 (B)"."""
    begin = 0
    for mark in marks:
        yield Entry(mark.label, begin, mark.start)
        begin = mark.end


_AGAIN = (
    r"(?:\s*REF(?:TEL)?S?\s*+(?::\s*+)?\(?(?P=label)\b\)?[.:)]?|\s*\(?(?P=label)(?:[.:]\)?|\)[.:]?|\s*-(?=\s))"
    r"|\s*\((?:U|C|S|SBU|LOU|[CS]//?NF)\)(?=\s))?"
)
"""The letter once more, or a portion mark: "A. (A) QUITO 12", "A. (U) QUITO 12"."""
_LETTERED = re.compile(
    rf"(?<![A-Z'/&.\-])(?:REF(?:TEL)?S?\s*+(?::\s*+)?)?\(?\b(?P<label>[A-Z])"
    rf"(?:[.:]\)?|\)\s?[.:]?|[/,](?=\s)|\s+-(?=\s)|-(?=[A-Z]{{4,}}(?: [A-Z]+){{0,2}} \d)|(?=\s)){_AGAIN}"
)
_NUMBERED = re.compile(rf"(?<![\w'/&.\-])\(?(?P<label>\d{{1,2}})(?:\.\)?|\)\.?)(?!\d){_AGAIN}")
_NUMBERS_FIRST = re.compile(r"\s*\(?1(?:\.\)?|\)\.?)\s*(?=[A-Z\d])")
_BEFORE_MARK = re.compile(r"(?:\A|[^A-Z\s]|\n|NOTAL|PREVIOUS|SERIES)[ \-]*\Z")


def _marks(flat: str, end: int, citing: Citing) -> list[Mark]:
    """Find the letters (or numbers) of a list, those in sequence only."""
    numbered = bool(_NUMBERS_FIRST.match(flat))
    pattern = _NUMBERED if numbered else _LETTERED
    met = [_mark(flat, match, end, citing) for match in pattern.finditer(flat, 0, end)]
    last = {mark.label: mark.start for mark in met if mark.firm}
    chosen: list[Mark] = []
    for mark in met:
        step = _order(mark.label) - (_order(chosen[-1].label) if chosen else 0)
        follows = step == 1 and (mark.firm or last.get(mark.label, -1) < mark.start)
        if follows or (mark.cites and mark.placed):
            chosen.append(mark)
    return chosen if numbered or any(mark.firm for mark in chosen) else []


def _order(label: str) -> int:
    return int(label) if label.isdigit() else ord(label) - ord("@")


def _mark(flat: str, match: re.Match[str], end: int, citing: Citing) -> Mark:
    """Judge a mark by what stands before it and after it."""
    before = flat[max(0, match.start() - 20) : match.start()]
    cites = begins(flat, skipped(flat, match.end(), end), end, citing)
    placed = bool(_BEFORE_MARK.search(before)) and not before[-1:].isdigit()
    bare = match.group().strip(" ,") == match["label"]
    return Mark(match["label"], match.start(), match.end(), cites, placed and (cites or not bare))
