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
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kg.grammar.lines import Line
from kg.grammar.markings import captions, class_line

_STATION = r"(?<![A-Za-z])[A-Z][A-Z.\-]{0,19}(?: [A-Z][A-Z.\-]{0,19}){0,3}"
PAGE_LINE: Final = re.compile(
    rf"(?P<modern>(?P<post>{_STATION}) (?P<serial>\d{{5,8}}) +(?P<page>\d{{3}})(?:\.\d)? OF (?P<pages>\d{{3}})\b)"
    rf"|(?P<old>\bPAGE \d\d\s+(?P<old_post>{_STATION}) +(?P<old_serial>\d{{4,6}})"
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
    counted: bool = True
    """False for a line that heads a section: furniture too, but no page line."""


def page_line(match: re.Match[str], post: str, line: int, *, inline: bool) -> PageLine:
    """Read what a page line says."""
    if match["modern"]:
        return PageLine(f"{post} {match['serial']}", int(match["page"]), int(match["pages"]), line, inline)
    reference = f"{match['old_post']} {match['old_serial']}"
    return PageLine(reference, int(match["section"] or 0), int(match["sections"] or 0), line, inline)


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


def strip(body: Line, station: str = "") -> tuple[list[Line], list[PageLine]]:
    """Take page furniture out of a telegram of this station and give what is left in blocks.

    A page line is blanked, character for character, so that every offset stays true.
    """
    found: list[PageLine] = []
    text = _blanked(body, station, found)
    return _without_class_words(list(_blocks(body._replace(text=text), {page.line for page in found}))), found


def _blanked(body: Line, station: str, found: list[PageLine]) -> str:
    text = body.text
    pieces, end, headed = [], 0, False
    for begin, stop in _candidates(text):
        line = text[begin:stop]
        if (heads := class_line(line)) and heads.section:
            if not headed:
                headed = True
                continue
            number = body.number + text.count("\n", 0, begin)
            found.append(PageLine(heads.reference, heads.section, heads.sections, number, inline=False, counted=False))
            pieces += [text[end:begin], " " * len(line)]
            end = stop
            continue
        if not _SIGN.search(line):
            continue
        for match in PAGE_LINE.finditer(line):
            alone = line.strip() == match.group()
            post = match["post"] if alone or not match["post"] else own_post(match["post"], station)
            start = match.start() if alone or not match["post"] else match.end("post") - len(post)
            found.append(page_line(match, post, body.number + text.count("\n", 0, begin), inline=not alone))
            pieces += [text[end : begin + start], _NO_LINE_END.sub(" ", line[start : match.end()])]
            end = begin + match.end()
    return "".join([*pieces, text[end:]])


def _candidates(text: str) -> list[tuple[int, int]]:
    """Give begin and end of the lines that hold a word of page lines: looking at no other is what is fast."""
    found: dict[int, int] = {}
    for word in _WORDS:
        place = text.find(word)
        while place >= 0:
            begin = text.rfind("\n", 0, place) + 1
            end = _PAGE_ALONE.match(text, begin) or _LINE.match(text, begin)
            found[begin] = end.end() if end else len(text)
            place = text.find(word, found[begin])
    return sorted(found.items())


_WORDS = (" OF ", "PAGE ")
_NO_LINE_END = re.compile(r"[^\n]")
_LINE = re.compile(r"[^\n]*")
_PAGE_ALONE = re.compile(r"[ \t]*PAGE \d\d[ \t]*\n\s*[^\n]*")
"""A page line broken over two lines, as some exports of 1978 have it."""
_SIGN = re.compile(r"\d OF \d{3}|PAGE \d\d\s")
"""What every page line holds: a look for it spares most other lines the slower patterns."""


def _blocks(body: Line, page_lines: set[int]) -> Iterator[Line]:
    """Part a telegram at its gaps; a page ends in a gap that is long or holds a page line."""
    text, start, number, _ = body
    if not text.strip():
        return
    begin, end = text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1, 0
    last = text.find("\n", len(text.rstrip()))
    last = last if last >= 0 else len(text)
    for stop, after in [*[match.span() for match in _GAP.finditer(text, begin, last)], (last, last)]:
        piece = text[begin:stop]
        first = number + text.count("\n", end, begin)
        inside = page_lines and not page_lines.isdisjoint(range(number, first + 1))
        yield Line(piece, start + begin, first, 2 if inside or first - number > GAP_OF_A_PAGE else 1)
        number, end, begin = first + piece.count("\n"), stop, after


_GAP = re.compile(r"\n\s*\n")
"""Empty lines, up to the beginning of the next line with text."""


def _without_class_words(blocks: Sequence[Line]) -> list[Line]:
    """Drop class words beside a page break, alone or on the edge of a block; the first block stays."""
    kept: list[Line] = []
    page_follows = False
    for position in range(len(blocks) - 1, -1, -1):
        block = blocks[position]
        if page_follows or block.gap == 2:
            inner = _trimmed(block, after_page=position > 0 and block.gap == 2, before_page=page_follows)
            if inner is None and position:
                if block.gap == 2 and kept:
                    kept[-1] = kept[-1]._replace(gap=2)
                page_follows = True
                continue
            block = inner or block
        page_follows = block.gap == 2
        kept.append(block)
    return kept[::-1]


def _trimmed(block: Line, *, after_page: bool, before_page: bool) -> Line | None:
    """Take class words off the edges of a block that a page break touches; None when nothing is left."""
    text = block.text
    edges = (text.partition("\n")[0] if after_page else "", text.rpartition("\n")[2] if before_page else "")
    if not any(map(_is_class_line, edges)):
        return block
    lines = list(block.lines())
    first, last = 0, len(lines)
    while before_page and last > first and _is_class_line(lines[last - 1].text):
        last -= 1
    while after_page and first < last and _is_class_line(lines[first].text):
        first += 1
    if first == last:
        return None
    begin, end = lines[first].start - block.start, lines[last - 1].end - block.start
    return Line(block.text[begin:end], lines[first].start, lines[first].number, block.gap)


def _is_class_line(text: str) -> bool:
    bare = text.strip()
    return len(text) <= _LONGEST_CLASS_LINE and bool(CLASS_WORDS.fullmatch(bare) or captions(bare))


_LONGEST_CLASS_LINE = 80
