"""The telegram as a whole: its text in, everything it says about itself out.

The same for every layout: what the archive says beside the telegram is joined in `kg.readers`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.cable import Note, Sections
from kg.grammar import copies, opening, pages, paragraphs
from kg.grammar import heading as headings
from kg.grammar.format_lines import unfilled
from kg.grammar.heading import Heading
from kg.grammar.lines import Claim, Line
from kg.grammar.markings import class_line
from kg.grammar.opening import Opening
from kg.passage import Passage


@dataclass(frozen=True, slots=True)
class Telegram:
    """What a telegram says: its heading, its opening, its text, its page furniture."""

    where: Passage
    heading: Heading
    headed_by: Passage
    opening: Opening
    text: paragraphs.Text
    pages: pages.Pages
    sections: Sections | None
    notes: tuple[Note, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """Forms of the telegram's own message reference, in order, once each."""
        first = self.opening.class_line.reference if self.opening.class_line else ""
        forms = [self.heading.reference, first, *(page.reference for page in self.pages.found)]
        return tuple(dict.fromkeys(filter(None, forms)))

    @property
    def page_lines(self) -> int:
        """Count the page lines, of the heading too."""
        in_heading = sum(part == "page" for _, _, part in self.heading.claims)
        return in_heading + sum(page.counted for page in self.pages.found)

    def accounts(self) -> Iterator[tuple[Passage, Iterator[Claim]]]:
        """Tell what each stretch of the heading and of the body is."""
        yield self.headed_by, (Claim(start, end, "heading", part) for start, end, part in self.heading.claims)
        yield self.where, self._claims()

    def _claims(self) -> Iterator[Claim]:
        yield from self.pages.claims
        yield from self.opening.labels
        for name, lines in self.opening.entries:
            yield from (Claim(line.start, line.end, "opening", name) for line in lines)
        yield from (Claim(line.start, line.end, "opening", said) for line, said in self.opening.taken)
        yield from self.text.claims()


def read(  # noqa: PLR0913 - the telegram, and what is known of it beside its text
    where: Passage,
    *,
    heading: Passage | None = None,
    headed: bool = False,
    station: str = "",
    subject: str = "",
    page_gap: int = 0,
) -> Telegram:
    """Read a telegram from its text.

    `heading` is its heading where that stands apart, `headed` says that the text may begin with one.
    `station` and `subject` are what the archive states ("" when it does not): by them page lines
    inside a sentence and a subject wrapped over an empty line are told from text. `page_gap` is the
    number of empty lines that are a page break where an export has lost the page line (0: none).
    """
    above = heading or where
    text = unfilled(above.text) if headed or heading else above.text
    raised = _raised(text)
    start = 0 if heading else _heading_at(raised, headed=headed)
    headline = headings.read(raised, start) if start >= 0 else _UNHEADED
    first = 0 if heading else headline.end
    text = where.text if heading else text
    begin = copies.whole(text, first)
    lines = pages.single_spaced(text, begin)
    stripped = pages.strip(lines, begin, station or _own_station(lines, begin))
    head, rest = opening.read(list(pages.blocks(stripped.text, begin, stripped, page_gap)), subject)
    count = head.class_line.sections if head.class_line else 0
    told = paragraphs.read(rest, where, _section_at(head, stripped) if count else lambda _: 0)
    twice = (Note("copy-cut-short", where.line(first)),) if begin > first else ()
    notes = (*_heading_notes(headline, above), *twice, *_notes(where, head, stripped), *told.notes)
    claims = (Claim(first, begin, "furniture", "copy"), *stripped.claims)
    furniture = pages.Pages(stripped.text, stripped.found, claims)
    return Telegram(where, headline, above, head, told, furniture, _sections(head, stripped, count), notes)


_UNHEADED: Final = Heading()


def _raised(text: str) -> str:
    """Give a text whose heading has lost its capitals in capitals."""
    return text.upper() if text[:_FARTHEST_HEADING].islower() and text.isascii() else text


def _heading_at(text: str, *, headed: bool) -> int:
    """Find where the heading begins, -1 when there is none: scans have stamps and forms before it."""
    if not headed or not _may_hold_a_heading(text[:_FARTHEST_HEADING]):
        return -1
    if headings.recognises(text, 0) and not _PRINTED.match(text):
        return 0
    sender = _SENDER.search(text, 0, _FARTHEST_HEADING)
    opened = _COUNTED if sender and "ZCZC" in sender.group() else _OPENED
    return sender.start() + 1 if sender and not opened.search(text, 0, sender.start()) else -1


def _may_hold_a_heading(text: str) -> bool:
    """Tell by a word that stands in every heading: single looks, which spare most bodies the slower patterns."""
    return (
        "PAGE" in text
        or "TO " in text
        or ("M " in text and ("FM " in text or "EM AM" in text or "RM AM" in text))
        or "VZCZC" in text
        or "partial extract" in text
    )


_SENDER = re.compile(
    r"\n(?:[ \t]*VZCZC\w+[ \t]*\n(?:[^\n]*\n){0,40}?|[ \t]*(?:[ZOPR] ){1,3}\d{6}Z [A-Z]{3} \d\d[^\n]*\n)?"
    r"[ \t]*(?:FM|EM|RM|TO) (?:AM ?EM ?BASSY|AM ?CONSUL|SECSTATE|USMISSION|USINT|R[A-Z]{4,6}/)"
)
_PRINTED = re.compile(
    r"\s*(?:UNCLASSIFIED\s+|CONFIDENTIAL\s+|SECRET\s+)?(?:UNCLAS|CONFID|SECRET|C O N F|S E C R)[^\n]*\d{3}[^\n]*\n"
    r"(?:(?![ \t]*V?ZCZC)[^\n]*\n){1,30}[ \t]*V?ZCZC"
)
"""A post's own copy: first line and notes of its printer above the heading of the transmission."""
_OPENED = re.compile(r"^[ \t]*(?:\d{1,2}\s?[.)] |SUBJ|TAGS|E\.O\.|REF)", re.MULTILINE)
_COUNTED = re.compile(r"^[ \t]*\d{1,2}\s?[.)] ", re.MULTILINE)
"""A heading behind such a line is that of a later section; a post's own copy has labels above the whole heading."""
_FARTHEST_HEADING = 3_000


def _heading_notes(heading: Heading, where: Passage) -> Iterator[Note]:
    for start, end in heading.residue:
        yield Note("heading-residue", where.line(start), where.text[start:end].strip()[:80])


def _own_station(text: str, begin: int) -> str:
    """Give the station of the telegram's first line."""
    before = ""
    for line in text[begin : begin + _FIRST_LINES].split("\n"):
        heads = class_line(line) or (class_line(f"{before} {line.strip()}") if before else None)
        if heads and heads.reference:
            return "".join(heads.reference.split()[:-1])
        before = line.strip() if heads else ""
    return ""


_FIRST_LINES = 300


def _sections(head: Opening, stripped: pages.Pages, count: int) -> Sections | None:
    if not count or head.class_line is None:
        return None
    seen = {head.class_line.section, *(page.part for page in stripped.found if page.parts == count)}
    return Sections(count, tuple(sorted(part for part in seen if 0 < part <= count)))


def _section_at(head: Opening, stripped: pages.Pages) -> Callable[[int], int]:
    first = head.class_line.section if head.class_line else 0
    marks = [(page.start, page.part) for page in stripped.found if page.part]
    starts = [start for start, _ in marks]

    def section_at(offset: int) -> int:
        place = bisect_right(starts, offset)
        return marks[place - 1][1] if place else first

    return section_at


def _notes(where: Passage, head: Opening, stripped: pages.Pages) -> Iterator[Note]:
    for page in stripped.found:
        if page.inline:
            yield Note("page-line-inline", where.line(page.start), page.reference)
    yield from (_note("heading-residue", where, line) for line in head.residue)
    if head.class_line and head.class_line.section > 1:
        yield Note("section-apart", where.line(head.class_line_at), head.class_line.reference)
    if head.class_line and "CORRECT" in head.class_line.remark:
        yield Note("correction", where.line(head.class_line_at), head.class_line.remark)
    yield from (_note("correction", where, lines[0]) for name, lines in head.entries if name == "correction")


def _note(code: str, where: Passage, line: Line) -> Note:
    return Note(code, where.line(line.start), line.text.strip()[:80])
