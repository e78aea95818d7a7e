"""Paragraphs and headings: the text of a telegram as its readers number and cite it.

Facts
-----
* 13,383 of 14,174 paragraphs seen were "N. (MARK) text"; 448 had no mark. 36 telegrams of 1,295 do not
  start at 1, 32 repeat a number, 82 jump or go back, so a number is believed when it carries a mark.
* In 23 telegrams a number stands inside a line of text ("..may grow. 12. (C) The .."): it counts when it
  carries a mark and the sequence asks for it.
* Three page breaks in four cut a sentence: unnumbered text after a page break goes on with the paragraph.
* Headings come as "#### Title", as a title underlined by dashes (the Markdown mark can be lost), in
  capitals or as a bare title above a numbered paragraph. A heading owns the paragraphs up to the next one.
* "1. (C - ENTIRE TEXT)" is a paragraph that is nothing but its mark; the mark is its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from kg.cable import Heading, Note, Paragraph, maker
from kg.grammar import numbers, rules, signature, units
from kg.grammar.counting import Count
from kg.grammar.drafts import SUB_POINT, Draft
from kg.grammar.lines import Claim, Line, bared, prose
from kg.grammar.numbers import Unit
from kg.grammar.portions import Mark, first_portion
from kg.passage import Passage

_HASHES = re.compile(r"#{1,6}\s+")
_CAPITALS = re.compile(r"(?=.*[A-Z]{3})[^a-z]{3,60}")
_TITLE = re.compile(r"[A-Z\"“'][^\n]{2,70}(?:[A-Za-z?!:)\"”']|\b[A-Z]\.)")
"""A title without a rule: short, without a stop, right above a numbered paragraph."""
_RULED = re.compile(
    r"(?:(?:[-=]{3,}|(?:[-=] ){2,}[-=]) *)?([A-Za-z\"“'][^\n]{2,100}?) *(?:[-=]{5,}|(?<= )(?:[-=] ){2,}[-=])"
)
"""A title and its rule on one line, where lines were joined."""
_SENTENCES = re.compile(r"[.?!]\s|[.?!]\Z")
"""What a title above a number does not hold where a page has cut the sentence before it."""
_LONGEST_HEADING = 120
_PAGE = 2
"""The gap that a page line has left."""
_NO_TITLE = re.compile(
    r"[,;]$|(?<!\b[A-Z])\.$|^(?:BEGIN|END|QUOTE|UNQUOTE|QTE|UNQTE)\b|\bEND (?:OF )?(?:SUMMARY|COMMENT)$", re.IGNORECASE
)


class Text(NamedTuple):
    """The text of a telegram, read."""

    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]
    signature: Line | None
    notes: tuple[Note, ...]
    claims: Callable[[], Iterator[Claim]]
    """Tells what each stretch of the text is to whoever asks: a parse alone does not."""


def read(blocks: Sequence[Line], where: Passage, section_at: Callable[[int], int]) -> Text:
    """Read the text of a telegram; `section_at` tells the section an offset stands in."""
    end = signature.read(blocks, wired=signature.is_wired(where.text))
    parted = numbers.parted(units.of_text(end.blocks, len(blocks)))
    reading = _Reading(where=where)
    for position, unit in enumerate(parted):
        reading.take(parted, position, unit)
    paragraphs = tuple(_paragraphs(reading.drafts, where, section_at))
    lost = reading.unmarked if len(reading.unmarked) < len(reading.headings) else ()
    notes = (*lost, *_sequence_notes(paragraphs))
    return Text(tuple(reading.headings), paragraphs, end.signature, notes, partial(_claims, reading, end))


@dataclass(slots=True)
class _Reading(Count):
    """What was read so far of the text."""

    where: Passage = field(kw_only=True)
    headings: list[Heading] = field(default_factory=list)
    unmarked: list[Note] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    title: int = 0
    """Lines of a heading that are still to come."""

    def take(self, units: Sequence[Unit], position: int, unit: Unit) -> None:
        """Put one line where it belongs."""
        if self.title:
            self.title -= 1
            return
        number = unit.match
        if number and unit.mark:
            self._begin(unit, unit.number, number.end(), unit.mark)
            return
        if number and self._titled(units, position):
            number = None
        if number and (start := self.start(units, position, number)):
            self._begin(unit, *start)
            return
        text = unit.text.strip()
        if not number and unit.sign in rules.SIGNS and rules.RULE.fullmatch(text):
            self.claims.append(Claim(unit.start, unit.end, "layout"))
        elif not number and (lines := self._heading(units, position, text)):
            self.title = lines - 1
            self._add_heading(units[position : position + lines])
        elif self.drafts and self._continues(unit, text):
            self.drafts[-1].add(unit)
        else:
            self._begin(unit, *self._mark_first(unit))

    def _mark_first(self, unit: Unit) -> tuple[int, int, tuple[Mark, int] | None]:
        """Read the mark of a unit, and the number due where a hand set it behind the mark ("(C) 2. Text")."""
        mark = first_portion(unit.text)
        number = numbers.NUMBER.match(unit.text, mark[1]) if mark else None
        if mark and number and numbers.value(number) == self.last + 1:
            return self.last + 1, number.end(), (mark[0], number.end())
        return 0, 0, mark

    def _heading(self, units: Sequence[Unit], position: int, text: str) -> int:
        """Tell how many lines of a heading begin here, 0 when none does."""
        if (text[0] == "#" and _HASHES.match(text)) or (text[-1] in rules.SIGNS and _RULED.fullmatch(text)):
            return 1
        if len(text) > _LONGEST_HEADING or "\n" in text:
            return 0
        unit = units[position]
        if not (unit.gap or (self.drafts and self.drafts[-1].ended) or rules.is_rule(units, position - 1)):
            return 0
        marked = text[0] == "(" and first_portion(text)
        if SUB_POINT.match(text) and not marked and not (unit.match and self._titled(units, position)):
            return 0
        if lines := rules.underlined(units, position) or rules.underlined_behind_a_page(units, position):
            return lines
        following = units[position + 1] if position + 1 < len(units) else None
        bare = following and unit.gap and not marked and not _NO_TITLE.search(text)
        return int(bool(bare and following and self._is_above_a_number(text, unit.gap, following)))

    def _is_above_a_number(self, text: str, gap: int, following: Unit) -> bool:
        """Tell a title without a rule, right above a numbered paragraph."""
        number = numbers.NUMBER.match(following.text.lstrip())
        if not number:
            return False
        ended = not self.drafts or self.drafts[-1].ended
        if gap == _PAGE and not ended and (_SENTENCES.search(text) or self.drafts[-1].is_in_capitals):
            return False
        capitals = bool(_CAPITALS.fullmatch(text))
        close = numbers.value(number) == self.last + 1 and (gap == 1 or (capitals and ended))
        return bool(following.gap or close) and (capitals or (ended and bool(_TITLE.fullmatch(text))))

    def _add_heading(self, lines: Sequence[Unit]) -> None:
        first = lines[0].cut(0)
        marked = _HASHES.match(first.text)
        ruled = _RULED.fullmatch(first.text)
        first = first.cut(*ruled.span(1)) if ruled else first.cut(marked.end() if marked else 0)
        end = first.end if ruled else lines[-1].cut(0).end
        number = len(self.headings) + 1
        text = " ".join(" ".join([first.text, *(line.text for line in lines[1:])]).split())
        start, stop, line, column = self.where.place(first.start, end)
        self.headings.append(Heading(f"h{number}", number, text, start, stop, line, column))
        self.claims.append(Claim(lines[0].start, lines[-1].end, "title", f"h{number}"))
        self.unmarked += [] if marked else [Note("heading-unmarked", line, text)]

    def _titled(self, units: Sequence[Unit], position: int) -> bool:
        """Tell a title with a number of its own ("1. The Split" over a rule) where paragraphs carry marks."""
        unit = units[position]
        if unit.mark or not unit.gap or not (self.drafts and self.drafts[-1].mark):
            return False
        return rules.is_rule(units, position + 1) and not units[position + 1].gap

    def _begin(self, unit: Unit, number: int, rest: int, mark: tuple[Mark, int] | None) -> None:
        text, start = unit.text, unit.start
        draft = Draft(number, mark[0] if mark else None, len(self.headings), start, start + len(text))
        begin = mark[1] if mark else rest
        first = bared(text[begin:], start + begin, unit.gap)
        if first.text[:1] in numbers.PILCROWS:
            first = draft.unsigned(first)
        if mark and not first.text:
            first, draft.bare = unit.cut(rest), True
        if first.text:
            draft.put(" ", first)
        self.drafts.append(draft)
        if number:
            self.count(number, unit.match[2] if unit.match else None, marked=mark is not None)

    def _continues(self, unit: Unit, text: str) -> bool:
        """Tell whether a line without a number goes on with the paragraph before it."""
        draft = self.drafts[-1]
        under_new_heading = draft.heading != len(self.headings)
        if draft.bare and "ENTIRE" not in draft.pieces[0][1].text.upper():
            return True
        marked = unit.sign == "(" and first_portion(text) is not None and not draft.lists(text)
        if unit.gap == 0 and not under_new_heading:
            return not (marked and draft.ended)
        if under_new_heading or marked:
            return False
        if SUB_POINT.match(text) or not draft.ended or text[:1].islower():
            return True
        return unit.gap == 2 and draft.number > 0


def _names(drafts: Sequence[Draft]) -> Iterator[str]:
    """Name the paragraphs: `p4`, a repeated number `p4-2`, an unnumbered one `u1`."""
    met: dict[int, int] = {}
    for draft in drafts:
        number = draft.number
        times = met[number] = met.get(number, 0) + (1 if draft.pieces else 0)
        if number:
            yield f"p{number}-{times}" if times > 1 else f"p{number}"
        else:
            yield f"u{times}"


def _paragraphs(drafts: Sequence[Draft], where: Passage, section_at: Callable[[int], int]) -> Iterator[Paragraph]:
    """Make paragraphs of all drafts that hold a text."""
    named = [(name, draft) for name, draft in zip(_names(drafts), drafts, strict=True) if draft.pieces]
    bounds = [(draft.pieces[0][1].start, draft.pieces[-1][1].end) for _, draft in named]
    for (name, draft), (begin, _), place in zip(named, bounds, where.places(bounds), strict=True):
        mark, level, caveats = draft.mark or _UNMARKED
        text = prose(draft.pieces)
        yield _paragraph_of((name, draft.number, mark, level, caveats, draft.heading, section_at(begin), text, *place))


_paragraph_of = maker(Paragraph)
_UNMARKED = Mark("", "", ())


def _claims(reading: _Reading, end: signature.End) -> Iterator[Claim]:
    yield from reading.claims
    for name, draft in zip(_names(reading.drafts), reading.drafts, strict=True):
        if draft.pieces:
            yield Claim(draft.begin, draft.pieces[-1][1].end, "paragraph", name)
        else:
            yield Claim(draft.begin, draft.stop, "layout")
        yield from draft.signs
    if end.line:
        yield Claim(end.line.start, end.line.end, "signature")
    yield from (Claim(line.start, line.end, "furniture") for line in end.behind)


def _sequence_notes(paragraphs: Sequence[Paragraph]) -> Iterator[Note]:
    expected = 1
    for paragraph in paragraphs:
        if paragraph.n and paragraph.n != expected:
            yield Note("paragraph-sequence", paragraph.line, f"{paragraph.n} where {expected} was due")
        expected = paragraph.n + 1 if paragraph.n else expected
