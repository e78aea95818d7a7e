"""Paragraphs, headings and the signature: the text of a telegram as its readers number and cite it.

Facts
-----
* 13,383 of 14,174 paragraphs seen were "N. (MARK) text"; 448 had no mark. 36 telegrams of 1,295 do not
  start at 1, 32 repeat a number, 82 jump or go back, so a number is believed when it carries a mark.
* Sub-points ("-", "--", bullets, "A.", "(1)") belong to the paragraph before them, each on its own line.
* Three page breaks in four cut a sentence: unnumbered text after a page break goes on with the paragraph.
* Headings come as "#### Title", as a title underlined by dashes (the Markdown mark can be lost) or in
  capitals on a line of their own. A heading owns the paragraphs up to the next one.
* The last line is the surname of who signs, in capitals; end marks (NNNN, BT) and class words may follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kg.cable import Heading, Note, Paragraph
from kg.grammar.lines import Line, squeezed
from kg.grammar.markings import Mark, first_portion, portion_at
from kg.grammar.pages import CLASS_WORDS

NUMBER: Final = re.compile(
    r"(?:[¶\ufffd]\s*)?(\d{1,3})\s?\\?([.)])(?!\d)\s*|(?:[¶\ufffd]\s*)?(\d{1,3})\s+(?=\([A-Z/]{1,8}\))"
)
RULE: Final = re.compile(r"[-_=*~]{3,}")
SUB_POINT: Final = re.compile(r"(?:-{1,3}|\*|•|\u2022|o)\s+\S|\(?(?:[a-zA-Z]|\d{1,2})[.)]\s+\S|\([ivx]+\)\s")
_HASHES = re.compile(r"#{1,6}\s+")
_ENDS = (".", "!", "?", ":", ";")
_CLOSING = "\"'”’)]"
_BEFORE_AN_ITEM = (*_ENDS, ",", ")", "-")
_END_MARK = re.compile(r"N{3,4}|BT|#\d*|<< ?END OF DOCUMENT ?>>|MINIMIZE CONSIDERED\.?|-+", re.IGNORECASE)
_SIGNATURE = re.compile(r"[A-Z][A-Z'’.\-]*(?: [A-Z][A-Z'’.\-]*){0,3}|[A-Z][a-z]+(?:-[A-Z][a-z]+)?")
_NO_NAME = re.compile(
    r"(?:END )?(?:COMMENT|SUMMARY|NOTE|TEXT)\b"
    r"|(?:ACTION REQUEST(?:ED)?|BIO(?:GRAPHIC)?(?: NOTE)?|CONCLUSIONS?|INTRODUCTION)$"
)
_CAPITALS = re.compile(r"(?=.*[A-Z]{3})[^a-z]{3,60}")
_LONGEST_HEADING = 120
_TITLE_END = re.compile(r"[,;]$|\.{1}$")

_BEGINNING = re.compile(
    r"\n[ \t]*(?:[^A-Za-z\s]|[A-Za-z][.)]|o\s|[A-Z][A-Z'’.\- ]{1,60}\Z|[A-Z][a-z\-A-Z]+\Z)",
)
"""Inside a block: a line that may be a rule, a number, a sub-point or a signature."""

Unescape = Callable[[str], str]


class Text(NamedTuple):
    """The text of a telegram, read."""

    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]
    signature: str
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Draft:
    """A paragraph while its lines are being collected."""

    number: int
    mark: Mark | None
    heading: int
    pieces: list[tuple[str, Line]] = field(default_factory=list)
    list_item: int = 0

    def add(self, line: Line) -> None:
        bare = line.cut(0)
        if bare.text:
            self.pieces.append(("\n" if self.pieces and self._is_item(bare) else " ", bare))

    def _is_item(self, line: Line) -> bool:
        """Tell a sub-point from a wrapped line that begins with "4." or "A."."""
        sure = line.gap or not line.text[0].isalnum() or self.pieces[-1][1].text.endswith(_BEFORE_AN_ITEM)
        return bool(sure and SUB_POINT.match(line.text))

    @property
    def ended(self) -> bool:
        return not self.pieces or self.pieces[-1][1].text.rstrip(_CLOSING).endswith(_ENDS)


def read(blocks: Sequence[Line], unescape: Unescape, section_at: Callable[[int], int]) -> Text:
    """Read the text of a telegram; `section_at` tells the section a line stands in."""
    units = list(_units(blocks))
    signature, units = _signature(units)
    reading = _Reading(unescape)
    for position, unit in enumerate(units):
        reading.take(units, position, unit)
    paragraphs = _named(reading.drafts, unescape, section_at)
    return Text(tuple(reading.headings), paragraphs, signature, (*reading.notes, *_sequence_notes(paragraphs)))


def _units(blocks: Sequence[Line]) -> Iterator[Line]:
    """Give the text in units: a whole block of prose, or its lines where one of them begins something."""
    for block in blocks:
        if "\n" in block.text and _BEGINNING.search(block.text):
            yield from block.lines()
        else:
            yield block


@dataclass(slots=True)
class _Reading:
    """What was read so far of the text."""

    unescape: Unescape
    drafts: list[_Draft] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    last: int = 0

    def take(self, units: Sequence[Line], position: int, unit: Line) -> None:
        """Put one line where it belongs."""
        number = NUMBER.match(unit.text, len(unit.text) - len(unit.text.lstrip()))
        if number and (start := self._start(unit, number)):
            self._begin(unit, *start)
            return
        text = unit.text.strip()
        if not number and RULE.fullmatch(text):
            return
        if not number and self._is_heading(units, position, text):
            self._add_heading(unit)
        elif self.drafts and self._continues(unit, text):
            self.drafts[-1].add(unit)
        else:
            self._begin(unit, 0, 0, first_portion(unit.text))

    def _is_heading(self, units: Sequence[Line], position: int, text: str) -> bool:
        """Tell whether a line without a number is a heading."""
        if text.startswith("#") and _HASHES.match(text):
            return True
        if not units[position].gap or len(text) > _LONGEST_HEADING or "\n" in text or SUB_POINT.match(text):
            return False
        following = units[position + 1].text.strip() if position + 1 < len(units) else ""
        if RULE.fullmatch(following):
            return True
        capitals = bool(_CAPITALS.fullmatch(text)) and not _TITLE_END.search(text)
        return capitals and bool(NUMBER.match(following)) and units[position + 1].gap > 0

    def _add_heading(self, line: Line) -> None:
        marked = _HASHES.match(line.text.strip())
        bare = line.cut(0)
        bare = bare.cut(marked.end() if marked else 0)
        number = len(self.headings) + 1
        text = " ".join(bare.text.split())
        self.headings.append(Heading(f"h{number}", number, self.unescape(text), bare.start, bare.end, line.number))
        if not marked:
            self.notes.append(Note("heading-unmarked", line.number, text))

    def _start(self, unit: Line, match: re.Match[str]) -> tuple[int, int, tuple[Mark, int] | None] | None:
        """Tell whether a number begins a paragraph: the number, where the rest begins, its mark."""
        number = int(match[1] or match[3])
        mark = portion_at(unit.text, match.end())
        if not mark and not self._believable(number, match[2] or "", unit.gap):
            return None
        return number, match.end(), mark

    def _believable(self, number: int, sign: str, gap: int) -> bool:
        """Tell whether a number without a mark begins a paragraph and not an item or a wrapped date."""
        draft = self.drafts[-1] if self.drafts else None
        if draft and sign == ")" and draft.list_item == number - 1 and (draft.list_item or number == 1):
            draft.list_item = number
            return False
        if not gap and (draft is None or not draft.ended):
            return draft is None
        if number == self.last + 1:
            return True
        if draft and (draft.mark or sign == ")" or not gap):
            draft.list_item = number
            return False
        return number > self.last or number == 1

    def _begin(self, line: Line, number: int, rest: int, mark: tuple[Mark, int] | None) -> None:
        draft = _Draft(number, mark[0] if mark else None, len(self.headings))
        first = line.cut(mark[1] if mark else rest)
        if first.text:
            draft.pieces.append((" ", first))
        self.drafts.append(draft)
        self.last = number or self.last

    def _continues(self, unit: Line, text: str) -> bool:
        """Tell whether a line without a number goes on with the paragraph before it."""
        draft = self.drafts[-1]
        under_new_heading = draft.heading != len(self.headings)
        if unit.gap == 0 and not under_new_heading:
            return True
        if under_new_heading or first_portion(text):
            return False
        if SUB_POINT.match(text) or not draft.ended or text[:1].islower():
            return True
        return unit.gap == 2 and draft.number > 0


def _signature(units: list[Line]) -> tuple[str, list[Line]]:
    """Take the signature and what follows it off the end."""
    end = len(units)
    while end and _is_end_mark(units[end - 1].text.strip()):
        end -= 1
    if not end:
        return "", units
    last = units[end - 1]
    text = last.text.strip()
    before = units[end - 2].text if end > 1 else ""
    apart = last.gap > 0 or (text.isupper() and (not before.isupper() or before.rstrip(_CLOSING).endswith(_ENDS)))
    if end > 1 and apart and _SIGNATURE.fullmatch(text) and not _NO_NAME.match(text):
        return text, units[: end - 1]
    return "", units[:end]


def _is_end_mark(text: str) -> bool:
    return bool(_END_MARK.fullmatch(text) or CLASS_WORDS.fullmatch(text))


def _named(drafts: Sequence[_Draft], unescape: Unescape, section_at: Callable[[int], int]) -> tuple[Paragraph, ...]:
    """Name the paragraphs: `p4`, a repeated number `p4-2`, an unnumbered one `u1`."""
    names = _names(drafts)
    return tuple(
        _paragraph(name, draft, unescape, section_at) for name, draft in zip(names, drafts, strict=True) if draft.pieces
    )


def _names(drafts: Sequence[_Draft]) -> Iterator[str]:
    met: dict[int, int] = {}
    for draft in drafts:
        met[draft.number] = met.get(draft.number, 0) + (1 if draft.pieces else 0)
        times = met[draft.number]
        if not draft.number:
            yield f"u{times}"
        else:
            yield f"p{draft.number}-{times}" if times > 1 else f"p{draft.number}"


def _paragraph(name: str, draft: _Draft, unescape: Unescape, section_at: Callable[[int], int]) -> Paragraph:
    (_, first), *more = draft.pieces
    text = squeezed(first.text) + "".join([separator + squeezed(line.text) for separator, line in more])
    last = more[-1][1] if more else first
    mark, level, caveats = draft.mark or _UNMARKED
    return Paragraph(
        name,
        draft.number,
        mark,
        level,
        caveats,
        draft.heading,
        section_at(first.number),
        unescape(text),
        first.start,
        last.end,
        first.number,
    )


_UNMARKED = Mark("", "", ())


def _sequence_notes(paragraphs: Sequence[Paragraph]) -> Iterator[Note]:
    expected = 1
    for paragraph in paragraphs:
        if paragraph.n and paragraph.n != expected:
            yield Note("paragraph-sequence", paragraph.line, f"{paragraph.n} where {expected} was due")
        expected = paragraph.n + 1 if paragraph.n else expected
