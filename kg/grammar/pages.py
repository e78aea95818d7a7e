"""Page furniture: what the printer of a telegram put between its pages.

Facts
-----
* Since the 1980s every page after the first begins with station, padded serial and page number:
  "QUITO 00000123 002 OF 005"; the page may have a decimal ("001.2 OF 004").
* In the 1970s it was "PAGE 02 QUITO 01234 01 OF 02 082030Z" with the classification above and below.
* Of 1,561 page lines on a line of their own in 1,295 telegrams three in four cut a sentence; 43 more
  stand inside a line of text. So text goes on behind them, and a paragraph cut by one is whole again.
* In Markdown exports a page break is a gap of three empty lines, with a page line or without.
* The class word beside a page line is furniture too ("SECRET", "S E C R E T").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from kg.grammar.lines import Line

_STATION = r"(?<![A-Za-z])[A-Z][A-Z.\-]{0,19}(?: [A-Z][A-Z.\-]{0,19}){0,3}"
PAGE_LINE: Final = re.compile(
    rf"(?P<modern>(?P<post>{_STATION}) (?P<serial>\d{{5,8}}) +(?P<page>\d{{3}})(?:\.\d)? OF (?P<pages>\d{{3}})\b)"
    rf"|(?P<old>\bPAGE \d\d +(?P<old_post>{_STATION}) +(?P<old_serial>\d{{4,6}})"
    r"(?: +(?P<section>\d\d) OF (?P<sections>\d\d))?(?: +\d{6}Z)?)"
)
"""Either form; what it names is read by `page_line`."""

CLASS_WORDS: Final = re.compile(
    r"(?:(?:U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?|L ?I ?M ?I ?T ?E ?D +O ?F ?F ?I ?C ?I ?A ?L +U ?S ?E"
    r"|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|S ?E ?C ?R ?E ?T|T ?O ?P +S ?E ?C ?R ?E ?T)(?: *//? *[A-Z ]+)?)"
)
GAP_OF_A_PAGE: Final = 3
"""So many empty lines in a row are a page break of a Markdown export."""


class PageLine(NamedTuple):
    """One page line: the message reference as written, which part of how many, where."""

    reference: str
    part: int
    parts: int
    line: int
    inline: bool


class Block(NamedTuple):
    """Lines between two gaps; `broken` when a page ends in the gap before it."""

    lines: tuple[Line, ...]
    broken: bool

    @property
    def first(self) -> Line:
        """The line a block begins with."""
        return self.lines[0]


def page_line(match: re.Match[str], line: Line, post: str) -> PageLine:
    """Read what a page line says."""
    inline = bool((line.text[: match.start()] + line.text[match.end() :]).strip())
    if match["modern"]:
        return PageLine(f"{post} {match['serial']}", int(match["page"]), int(match["pages"]), line.number, inline)
    reference = f"{match['old_post']} {match['old_serial']}"
    return PageLine(reference, int(match["section"] or 0), int(match["sections"] or 0), line.number, inline)


def own_post(words: str, station: str) -> str:
    """Give the words that name the station; capitals before them belong to the sentence.

    >>> own_post("TALKS WITH LA PAZ", "LAPAZ"), own_post("WITH QUITO", "")
    ('LA PAZ', 'QUITO')
    """
    pieces = words.split(" ")
    for first in range(len(pieces)):
        if "".join(pieces[first:]) == station:
            return " ".join(pieces[first:])
    return pieces[-1]


def strip(lines: Iterable[Line], station: str = "") -> tuple[list[Block], list[PageLine]]:
    """Take page furniture out of a telegram of this station and give what is left in blocks."""
    found: list[PageLine] = []
    blocks: list[Block] = []
    current: list[Line] = []
    gap, broken = 0, False
    for line, page in _pieces(lines, found, station):
        if page or not line.text.strip():
            if current:
                blocks.append(Block(tuple(current), broken))
                current, gap, broken = [], 0, False
            gap += 1
            broken = broken or page or gap >= GAP_OF_A_PAGE
            continue
        current.append(line)
        gap = 0
    if current:
        blocks.append(Block(tuple(current), broken))
    return _without_class_words(blocks), found


def _pieces(lines: Iterable[Line], found: list[PageLine], station: str) -> Iterable[tuple[Line, bool]]:
    """Give lines without page lines; a piece that is a page line comes as (line, True)."""
    for line in lines:
        if " OF " not in line.text and "PAGE " not in line.text:
            yield line, False
            continue
        begin = 0
        for match in PAGE_LINE.finditer(line.text):
            alone = match.group() == line.text.strip()
            post = match["post"] if alone or not match["post"] else own_post(match["post"], station)
            start = match.start() if alone or not match["post"] else match.end("post") - len(post)
            found.append(page_line(match, line, post))
            if (before := line.cut(begin, start)).text:
                yield before, False
            if alone:
                yield line, True
            begin = match.end()
        rest = line.cut(begin) if begin else line
        if rest.text or not begin:
            yield rest, False


def _without_class_words(blocks: Sequence[Block]) -> list[Block]:
    """Drop class words that stand alone beside a page break; the first lines of a telegram stay."""
    kept: list[Block] = []
    broken = False
    for position, block in enumerate(blocks):
        beside = position and (block.broken or (position + 1 < len(blocks) and blocks[position + 1].broken))
        if beside and len(block.lines) == 1 and CLASS_WORDS.fullmatch(block.first.text.strip()):
            broken = True
            continue
        kept.append(block._replace(broken=block.broken or broken))
        broken = False
    return kept
