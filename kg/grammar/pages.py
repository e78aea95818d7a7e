"""Page furniture: what printers, communication centres and archives put between the pages of a telegram.

Facts
-----
* Since the 1980s every page after the first begins with station, padded serial and page number:
  "QUITO 00000123 002 OF 005"; the page may have a decimal ("001.2 OF 004").
* In the 1970s it was "PAGE 02 QUITO 01234 01 OF 02 082030Z" with the classification above and below;
  exports of 1978 break it over two lines, those of 1979 glue the class word to the station.
* Of 1,561 page lines on a line of their own in 1,295 telegrams three in four cut a sentence; 43 more
  stand inside a line of text, and whoever wraps lines anew cuts them too. So a blank of a page line may
  be a line end, and text goes on behind it.
* The class and caption words beside a page line are furniture too ("SECRET", "S E C R E T", "SIPDIS").
* Releases of 1973-79 carry a stamp twice a page: "Jane Q. Doe Declassified/Released US Department of
  State EO Systematic Review 20 Mar 2014". Scans carry "Released in Full", a name, an office, a date,
  "Page 1 of 3" and the class word now in force.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from kg.grammar import sections
from kg.grammar.lines import Claim, Line, line_around, line_of

_WORD = r"[A-Z][A-Z.\-]{0,19}"
_STATION = rf"(?<![A-Za-z]){_WORD}(?:\s{{1,2}}{_WORD}){{0,3}}"
_LEVEL = (
    r"(?:U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?|L ?I ?M ?I ?T ?E ?D +O ?F ?F ?I ?C ?I ?A ?L +U ?S ?E"
    r"|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|S ?E ?C ?R ?E ?T|T ?O ?P +S ?E ?C ?R ?E ?T)"
)
_CAPTION = r"(?:SIPDIS|NODIS|EXDIS|LIMDIS|STADIS|NOFORN|SENSITIVE|SBU|FOUO|E ?F ?T ?O)"
CLASS_WORDS: Final = re.compile(rf"{_LEVEL}(?: *(?:(?://?|-) *)?[A-Z][A-Z ]*)?")
"""A line of class words alone: the level, perhaps with a caption behind it."""

_MODERN = re.compile(
    rf"(?P<post>{_STATION}|(?<![A-Za-z])(?:[A-Z][a-z]+|X{{3,20}})(?: [A-Z][a-z]+){{0,2}})\s+"
    r"(?P<serial>\d{5,8})\s+(?P<page>\d{3})(?:\.\d)?\s+OF\s+(?P<pages>\d{3})(?!\d)"
)
_SMALL = re.compile(
    r"(?P<post>(?<![A-Za-z])[A-Za-z][a-z.\-]{0,19}(?:\s[A-Za-z][a-z.\-]{0,19}){0,3})\s+"
    r"(?P<serial>\d{5,8})\s+(?P<page>\d{3})(?:\.\d)?\s+[Oo]f\s(?P<pages>00\d)(?!\d)"
)
"""The page line of a telegram that has lost its capitals."""
_OLD = re.compile(
    rf"PAGE\s+\d\d(?!\d)(?:\s+{_LEVEL})?\s*(?:(?P<post>{_STATION})\s+(?P<serial>\d{{4,6}})(?!\d)"
    r"(?:\s+(?P<page>\d\d)\s+OF\s+(?P<pages>\d\d)(?!\d))?(?:\s+\d{6}Z)?|(?=\n|$))"
    r"|PAGE\s+(?:\d{1,2}|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)\s+R[A-Z]{4,7}\s+\d{2,6}(?:\s+UNCLAS)?\b"
)
_TAIL = re.compile(
    rf"[ \t]*{_LEVEL}?(?P<post>{_WORD}(?: {_WORD}){{0,3}}?) +(?P<serial>\d{{4,6}})"
    r"(?: +(?P<page>\d\d) OF (?P<pages>\d\d))?[ \t]+\d{6}Z[ \t]*(?=\n|$)"
)
"""The second half of an old page line, where the first half is lost: a line of its own."""

_STAMP = re.compile(
    r"(?:(?:[A-Z][a-z]+|[A-Z]\.)(?:[ \n](?:[A-Z][a-z]+|[A-Z]\.)){1,3}\s+)?"
    r"Declassified/Released\s+US\s+Department\s+of\s+State\s+EO\s+Systematic\s+Review\s+\d{1,2}\s+[A-Za-z]{3}\s+\d{4}"
)
_RELEASE = re.compile(
    r"[ \t]*(?:(?:Declassified|Released?) in (?:Full|Part)(?: / Released? in (?:Full|Part))?"
    r"|[A-Z][a-z]+(?: [A-Z][a-z.]*){1,3}, (?:Acting[ -])?Director|US Department of State|\d{1,2}/\d{1,2}/\d{4}"
    r"|(?:SB[U0] )?Page ?\d+ ?of ?\d+|SB[U0]|Dissemination Rule:|Archive Copy"
    r"|CSP-\d{4}-\d+|[A-Z0-9]-\d{8,}|\"?UNCLASSIFIED\"?)[ \t]*(?=\n|$)"
)
"""A line of the release form of a scan; such lines are furniture where several stand together."""


class PageLine(NamedTuple):
    """One page line: the message reference as written, which part of how many, where."""

    reference: str
    part: int
    parts: int
    start: int
    inline: bool
    counted: bool = True
    """False for what is furniture too but no page line: the head of a section."""


class Pages(NamedTuple):
    """A telegram without its furniture: blanked character for character, so that every offset stays true."""

    text: str
    found: tuple[PageLine, ...]
    claims: tuple[Claim, ...]


class _Piece(NamedTuple):
    start: int
    end: int
    page: PageLine | None = None


def strip(text: str, begin: int = 0, station: str = "") -> Pages:
    """Take page furniture out of a telegram of this station, from an offset on."""
    text = bare(text)
    pieces = [*_modern(text, begin, station), *_old(text, begin), *_tails(text, begin)]
    if _SMALL_PAGES.search(text):
        pieces += _modern(text, begin, station, small=True)
    pieces += [*_stamps(text, begin), *_releases(text, begin), *_sections(text, begin)]
    if not pieces:
        return Pages(text, (), ())
    pieces = _apart(sorted(pieces), text, begin)
    blanked, place = [], 0
    for start, end, _ in pieces:
        tight = _is_tight(text, start, end)
        blanked += [text[place : start - tight], " " * (end - start + 1) if tight else _blank(text[start:end])]
        place = end
    claims = tuple(Claim(start, end, "furniture") for start, end, _ in pieces)
    return Pages("".join([*blanked, text[place:]]), tuple(page for _, _, page in pieces if page), claims)


def single_spaced(text: str, begin: int) -> str:
    r"""Close the empty line behind each line where a telegram has been spaced out, its paragraphs by more of them.

    >>> single_spaced("1. One\n\ntwo.\n\n\n\n2. Three\n\nfour.\n\nfive.", 0)
    '1. One \ntwo.\n\n\n\n2. Three \nfour. \nfive.'
    """
    head = text[begin : begin + _LONGEST_HEAD].strip()
    if _LINE_END.search(head) or "\n\n\n" not in text or max(map(len, head.split("\n"))) > _WIDEST_SPACED:
        return text
    rest = text[begin:]
    if _LINE_END.search(rest.strip()) or max(map(len, rest.split("\n"))) > _WIDEST_SPACED:
        return text
    return text[:begin] + _SPACED_END.sub(lambda end: " " * (len(end.group()) - 1) + "\n", rest)


_LINE_END = re.compile(r"[^\n]\n[^\n]*[^\s]")
_SPACED_END = re.compile(r"(?<=\S)[ \t]*\n[ \t]*\n(?=[ \t]*\S)")
_LONGEST_HEAD, _WIDEST_SPACED = 1_000, 130


def bare(text: str) -> str:
    """Blank what exports have put before numbers and letters (a pilcrow) and at line ends (a backslash).

    A copy can have another sign for the pilcrow, all through: "#1. (C) Text", "§1. (C) Text", "Â¶1. (C) Text".
    """
    if "\\" in text:
        text = text.replace("\\\n", " \n")
    text = text.replace("¶", " ")
    for sign, first in _LIKE_A_PILCROW:
        if sign in text and first.search(text):
            text = _without(text, sign)
    return text


def _without(text: str, sign: str) -> str:
    """Blank a sign at the head of the lines that begin with a number."""

    def meant(match: re.Match[str]) -> str:
        place = match.start()
        return sign if text[text.rfind("\n", 0, place) + 1 : place].strip(" \t") else " "

    return re.sub(rf"{re.escape(sign)}(?= ?\d{{1,3}}\s?[.)])", meant, text)


_LIKE_A_PILCROW = tuple((sign, re.compile(rf"{sign} ?1\.")) for sign in ("#", "§", "Â"))


_PAGE_WORD, _ZULU = re.compile("PAGE"), re.compile(r"Z[ \t]*(?=\n|$)")
_STAMP_WORDS = "Declassified/Released"
_IN_FULL, _IN_PART = re.compile("Full(?<=in Full)"), re.compile("Part(?<=in Part)")
"""Words that tell where to look. A pattern that begins with a rare letter, as capitals are, is the fastest look."""


def _blank(text: str) -> str:
    return "\n".join([" " * len(line) for line in text.split("\n")])


def _is_tight(text: str, start: int, end: int) -> bool:
    """Tell furniture between two lines of one block: no empty line beside it or in it, so none comes of it."""
    return (
        text[start - 1 : start] == "\n"
        and text[start - 2 : start - 1] not in {"", "\n"}
        and _TEXT_FOLLOWS.match(text, end) is not None
        and not _EMPTY_LINE.search(text, start, end)
    )


_TEXT_FOLLOWS = re.compile(r"[ \t]*\n[ \t]*[^\s]")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")


def _modern(text: str, begin: int, station: str, *, small: bool = False) -> Iterator[_Piece]:
    """Find page lines by their end, "OF 005": few words of a telegram look like it; some are in small letters."""
    of_pages, line = (_SMALL_OF_PAGES, _SMALL) if small else (_OF_PAGES, _MODERN)
    for sign in of_pages.finditer(text, begin):
        if not text[max(sign.start() - _WIDEST_BREAK, 0) : sign.start()].rstrip()[-1:].isdigit():
            continue
        if piece := _alone(text, begin, *sign.span()):
            yield piece
            continue
        for match in line.finditer(text, max(begin, sign.start() - _LONGEST), sign.end()):
            alone = "\n" not in match["post"] and _is_alone(text, match.start(), match.end())
            post = match["post"] if alone else own_post(match["post"], station)
            alone = alone or _is_alone(text, match.end("post") - len(post), match.end())
            start = match.end("post") - len(post)
            reference = f"{' '.join(post.split())} {match['serial']}"
            page = PageLine(reference, int(match["page"]), int(match["pages"]), start, not alone)
            yield _Piece(start, match.end(), page)


def _alone(text: str, begin: int, place: int, end: int) -> _Piece | None:
    """Read a page line that stands alone on its line, where no capitals above it can belong to its station."""
    line = line_around(text, place, begin, _LONGEST)
    if not line or text[end : line[1]].strip():
        return None
    start = line[1] - len(text[line[0] : line[1]].lstrip())
    above = text[max(begin, line[0] - _LONGEST) : line[0]].rstrip().rstrip(".-")
    match = _MODERN.match(text, start, end) if not above or above[-1].islower() else None
    if not match or match.end() != end or "\n" in match.group():
        return None
    reference = f"{' '.join(match['post'].split())} {match['serial']}"
    return _Piece(start, end, PageLine(reference, int(match["page"]), int(match["pages"]), start, inline=False))


_OF_PAGES = re.compile(r"OF\s+\d{3}(?!\d)")
_SMALL_OF_PAGES = re.compile(r"[Oo]f\s00\d(?!\d)")
_SMALL_PAGES = re.compile("00(?<=[Oo]f 00)")
_LONGEST = 120
"""A page line is shorter than this."""
_WIDEST_BREAK = 4
"""Characters of a line end inside a page line: pages of an archive have a blank before it."""


def _is_alone(text: str, start: int, end: int) -> bool:
    before, behind = text[max(0, start - _LONGEST) : start], text[end : end + _LONGEST]
    first, last = before.rpartition("\n"), behind.partition("\n")
    bounded = bool(first[1] or start <= _LONGEST) and bool(last[1] or end + _LONGEST >= len(text))
    return bounded and not first[2].strip() and not last[0].strip()


def own_post(words: str, station: str) -> str:
    """Give the words that name the station; capitals before them belong to the sentence.

    >>> own_post("TALKS WITH LA PAZ", "LAPAZ"), own_post("IN TEL AVIV", "TELAV"), own_post("WITH QUITO", "")
    ('LA PAZ', 'TEL AVIV', 'QUITO')
    """
    for match in re.finditer(r"\S+", words):
        if station and "".join(words[match.start() :].split()).upper().startswith(station):
            return words[match.start() :]
    return words.rpartition("\n")[2].rsplit(maxsplit=1)[-1]


def _old(text: str, begin: int) -> Iterator[_Piece]:
    for word in _PAGE_WORD.finditer(text, begin):
        place = word.start()
        match = _OLD.match(text, place)
        if match and not (place and text[place - 1].islower()):
            yield _Piece(place, match.end(), _old_page(match, inline=not _is_alone(text, place, match.end())))


def _old_page(match: re.Match[str], *, inline: bool) -> PageLine:
    post, serial, page, pages = match.group("post", "serial", "page", "pages")
    reference = f"{' '.join(post.split())} {serial}" if post else ""
    return PageLine(reference, int(page or 0), int(pages or 0), match.start(), inline)


def _tails(text: str, begin: int) -> Iterator[_Piece]:
    for sign in _ZULU.finditer(text, begin):
        place = sign.start()
        if text[place - 6 : place].isdigit():
            line = line_around(text, place, begin, _LONGEST)
            if line and (match := _TAIL.match(text, line[0])):
                yield _Piece(line[0], match.end(), _old_page(match, inline=False))


def _stamps(text: str, begin: int) -> Iterator[_Piece]:
    place = begin - 1
    while (place := text.find(_STAMP_WORDS, place + 1)) >= 0:
        line = max(begin, place - _LONGEST)
        line = max(line, text.rfind("\n", line, text.rfind("\n", line, place)) + 1)
        yield from (_Piece(*match.span()) for match in _STAMP.finditer(text, line, place + _LONGEST))


def _releases(text: str, begin: int) -> Iterator[_Piece]:
    """Find the release lines of a scan: two or more of them together."""
    if not (_IN_FULL.search(text) or _IN_PART.search(text)):
        return
    run: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]*", text[begin:]):
        start, end = begin + line.start(), begin + line.end()
        if _RELEASE.fullmatch(text, start, end):
            run.append((start, end))
        elif line.group().strip():
            yield from _run(text, run)
            run = []
    yield from _run(text, run)


def _run(text: str, run: list[tuple[int, int]]) -> Iterator[_Piece]:
    words = [text[start:end].strip().strip('"') for start, end in run]
    if any(word.startswith(("Release", "Declassified", "Page", "CSP")) for word in words):
        yield from (_Piece(start, end) for start, end in run)


def _sections(text: str, begin: int) -> Iterator[_Piece]:
    for head in sections.heads(text, begin):
        line = head.line
        page = PageLine(line.reference, line.section, line.sections, head.start, inline=False, counted=False)
        yield _Piece(head.begin, head.end, page)


def _apart(pieces: list[_Piece], text: str, begin: int) -> list[_Piece]:
    """Take the class words beside each piece with it, and of two pieces that overlap the first."""
    kept: list[_Piece] = []
    opened = _OPENED.search(text, begin, begin + _LONGEST_OPENING)
    labels = opened.start() if opened else begin
    for start, end, page in pieces:
        floor = kept[-1].end if kept else begin
        if end <= floor:
            continue
        if start < floor:  # what another piece holds is taken off, a page line is counted once
            start, page = floor, page if page and not page.counted else None  # noqa: PLW2901
        last = text[max(floor, start - _LONGEST) : start].rstrip()[-1:]
        classed = last.isupper() or last.isdigit()  # else text stands there: a look that spares a slow search
        caption, beside = (_CLASS_BEFORE, _CLASS_AFTER) if start > labels else (_LEVEL_BEFORE, _LEVEL_AFTER)
        before = caption.search(text, max(floor, start - _LONGEST), start) if classed else None
        if before and (before.start() > begin or kept):
            start = before.start()  # noqa: PLW2901 - the piece grows
        after = beside.match(text, end)
        kept.append(_Piece(start, after.end() if after else end, page))
    return kept


_CLASS_BEFORE = re.compile(rf"(?<!\S)(?:{_LEVEL}(?: *//? *[A-Z]+)?(?:\s+[A-Z]{{3}}\d{{4}})?\s+|{_CAPTION}\s+)+\Z")
_CLASS_AFTER = re.compile(
    rf"(?:\s*?\n[ \t]*(?:{_LEVEL}(?: *(?://?|,)? *{_CAPTION})*|{_CAPTION}(?: {_CAPTION})*)[ \t]*(?=\n|$))+"
)


_LONGEST_OPENING = 2_000
_LEVEL_BEFORE = re.compile(rf"(?<!\S)(?:{_LEVEL}\s+)+\Z")
_LEVEL_AFTER = re.compile(rf"(?:\s*?\n[ \t]*{_LEVEL}[ \t]*(?=\n|$))+")
"""Where the captions of the telegram itself may stand: before its first label."""
_OPENED = re.compile(r"^[ \t]*(?:E\.O\.|TAGS|SUBJ|\d\d?\.)", re.MULTILINE)


def blocks(text: str, begin: int, pages: Pages, page_gap: int = 0) -> Iterator[Line]:
    """Part a telegram at its gaps; a gap that holds furniture, or `page_gap` empty lines, is a page break.

    Furniture inside a block, with no empty line beside it, parts nothing.
    """
    breaks = [claim.start for claim in pages.claims]
    last = len(text.rstrip())
    if begin >= last:
        return
    first = len(text) - len(text[begin:].lstrip())
    gaps = [(begin, first), *[match.span() for match in _GAP.finditer(text, first, last)], (last, last)]
    for (end, place), (stop, _) in pairwise(gaps):
        wide = (breaks or page_gap) and (place - end > _NARROW or stop == last)
        broken = wide and _is_break(text[end:place], end, breaks, page_gap)
        yield line_of((text[place:stop], place, 2 if broken else 1))


def _is_break(gap: str, begin: int, breaks: list[int], page_gap: int) -> bool:
    """Tell a page break from a gap between paragraphs."""
    wide = 0 < page_gap < gap.count("\n")
    first = bisect_left(breaks, begin)
    return wide or (first < len(breaks) and breaks[first] < begin + len(gap))


_NARROW = 3
"""A gap of two line ends, and a blank at most, parts paragraphs and holds no furniture; most are so."""
_GAP = re.compile(r"\n\s*\n[ \t]*")
"""Empty lines, up to the first character of the line behind them."""
