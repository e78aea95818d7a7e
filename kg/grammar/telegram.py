"""The telegram as a whole: its text in, everything it says about itself out.

The same for every layout: what the archive says beside the telegram is joined in `kg.readers`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from kg.cable import Note, Sections
from kg.grammar import opening, pages, paragraphs
from kg.grammar.lines import Line
from kg.grammar.opening import Opening

DAMAGE: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class Telegram:
    """What a telegram says: its opening, its text, its page furniture."""

    opening: Opening
    text: paragraphs.Text
    page_lines: tuple[pages.PageLine, ...]
    sections: Sections | None
    notes: tuple[Note, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """Forms of the telegram's own message reference, in order, once each."""
        first = self.opening.class_line.reference if self.opening.class_line else ""
        forms = [first, *(page.reference for page in self.page_lines)]
        return tuple(dict.fromkeys(filter(None, forms)))


def read(body: Line, station: str, subject: str, unescape: Callable[[str], str]) -> Telegram:
    """Read a telegram from its text.

    `station` and `subject` are what the archive states ("" when it does not): by them page lines
    inside a sentence and a subject wrapped over an empty line are told from text.
    """
    blocks, found = pages.strip(body, station)
    head, rest = opening.read(blocks, subject)
    count = head.class_line.sections if head.class_line else 0
    text = paragraphs.read(rest, unescape, _section_at(head, found) if count else lambda _: 0)
    return Telegram(head, text, tuple(found), _sections(head, found, count), (*_notes(head, found), *text.notes))


def _sections(head: Opening, found: Iterable[pages.PageLine], count: int) -> Sections | None:
    if not count or head.class_line is None:
        return None
    seen = {head.class_line.section, *(page.part for page in found if page.parts == count)}
    return Sections(count, tuple(sorted(part for part in seen if 0 < part <= count)))


def _section_at(head: Opening, found: Iterable[pages.PageLine]) -> Callable[[int], int]:
    first = head.class_line.section if head.class_line else 0
    marks = sorted((page.line, page.part) for page in found if page.part)
    starts = [line for line, _ in marks]

    def section_at(line: int) -> int:
        place = bisect_right(starts, line)
        return marks[place - 1][1] if place else first

    return section_at


def _notes(head: Opening, found: Iterable[pages.PageLine]) -> Iterable[Note]:
    yield from (Note("page-line-inline", page.line, page.reference) for page in found if page.inline)
    yield from (Note("heading-residue", line.number, line.text.strip()[:80]) for line in head.residue)
    yield from (
        Note("correction", lines[0].number, lines[0].text) for name, lines in head.entries if name == "correction"
    )
