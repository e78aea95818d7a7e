r"""HTML as archives dress telegrams in it: what is undone, and where tables and blocks stand.

Facts
-----
* A page of 70 kB holds a telegram of 3 kB near its end; the rest is navigation, keys and advice. The
  telegram is found by the literals of its own markup, never by its place in the page.
* Line ends of a telegram stand as `&#x000A;` or as they are; a backslash before one is left of an older export.
* The pilcrow that Cablegate has before the number of a paragraph it also has before the letters of references and
  points, where the telegram itself never has one: there it is dress.
* Telegrams hold bare ampersands and angle brackets: "AT&T", "<doe@state.gov>", "<<END OF DOCUMENT>>". Only an
  entity of the HTML table with its semicolon, and a tag that such pages use, is dress.
* Pages were saved by many programs: tags in capitals, attributes in any order and quotes, cells never closed.

Rules: nothing is fetched, nothing expands but the HTML table's one or two characters; every pattern begins with a
literal and stops at the next angle bracket, so that a page without ends costs one look a bracket.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from html.entities import html5
from itertools import accumulate
from typing import Final, NamedTuple

from kg.cable import Note
from kg.document import clean
from kg.grammar.lines import Claim
from kg.grammar.memory import remembered
from kg.passage import LineNumbers, Passage, plain
from kg.readers.metadata import Stated, stated

ENTITY: Final = r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_LINES: Final = frozenset(
    {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
    | {"dl", "dt", "dd", "blockquote", "caption"}
)
"""Elements that begin or end a line of what they hold."""
_INLINE: Final = frozenset(
    {"a", "b", "i", "u", "s", "em", "strong", "span", "font", "code", "pre", "tt", "sup", "sub", "small", "big"}
    | {"td", "th", "tbody", "center", "acronym", "abbr", "ins", "del", "mark", "nobr", "wbr", "img"}
    | {"label", "button", "thead", "tfoot", "colgroup", "col", "strike", "kbd", "samp", "cite"}
)
TAG_REST: Final = r"(?:(?>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*)>|[^<>]*+>)"
"""A tag to its end: a value in quotes can hold a bracket, where the quotes are whole."""
TAG_END: Final = rf"(?=[\s/>]){TAG_REST}"
"""A tag behind its name."""
ATTRIBUTES: Final = r"\s(?:[^<>]{0,300}?|(?:[^<>\"']|\"[^\"<]{0,300}\"|'[^'<]{0,300}'){0,300}?)"
"""What stands in a tag before an attribute that is looked for."""
_TAG = rf"</?(?:{'|'.join(sorted(_LINES | _INLINE))}){TAG_END}"
_BREAK = r"<br\s?/?>\s?\n"
_NEXT_LINE = rf"</(?:div|li)\s?>\s{{0,9}}<(?:div|li){TAG_END}"
"""Both end a line once, not twice."""
_COMMENT = r"<!--(?>(?:[^<>-]++|-(?!->))*)-->"
_CDATA = r"<!\[CDATA\[|\]\]>"
_LETTERED = r"(?:</a\s?>)?(?=[A-Za-z][.)])"
PILCROW: Final = rf"¶{_LETTERED}|&(?:para|#182|#[xX]0*[bB]6);{_LETTERED}"
_LINE_END = "&#x000A;"
"""The commonest dress by far, so it is tried first."""
_BACKSLASH = r"\\(?=[ ]?(?:\n|&#(?:x0*A|10);))"
_DRESS: Final = re.compile(
    f"({_LINE_END}|{PILCROW}|{ENTITY}|{_NEXT_LINE}|{_BREAK}|{_TAG}|{_COMMENT}|{_CDATA}|{_BACKSLASH})", re.IGNORECASE
)
"""What is undone; every choice begins with a sign, so that what lies between is passed over fast."""
_MARKUP = re.compile(f"{_BREAK}|{_TAG}|{_COMMENT}|{_CDATA}", re.IGNORECASE)
_NAME = re.compile(r"</?([A-Za-z0-9]+)")
_PRE = re.compile(rf"<(?:pre|code){TAG_END}(?:\s*<(?:pre|code){TAG_END})?", re.IGNORECASE)
_PRE_END = re.compile(r"</(?:pre|code)\s*+>", re.IGNORECASE)
_PAGE_END = re.compile(r"</(?:body|html)\s*+>", re.IGNORECASE)
_CELL = re.compile(rf"<t[hd]{TAG_END}", re.IGNORECASE)
_CELL_END = re.compile(r"</?t(?:[hdr]|able|body)[\s>]", re.IGNORECASE)
TABLE_END: Final = re.compile(r"</table\s*+>", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<!--(?>(?:[^-]++|-(?!->))*)(-->)?"
    r"|<script(?=[\s>])(?>(?:[^<]++|<(?!/script))*)(</script\s*+>)?"
    r"|<style(?=[\s>])(?>(?:[^<]++|<(?!/style))*)(</style\s*+>)?",
    re.IGNORECASE,
)


def seen(text: str) -> str:
    """Give a page with blanks, sign for sign, for what nobody sees: scripts, styles, and comments that hold markup.

    What is never closed stays; so do comments of words alone, which are dress.

    >>> seen("<td><!-- <td>old -->new<!-- x -->")
    '<td>                new<!-- x -->'
    """
    return _UNSEEN.sub(_blanked, text)


def unseen(text: str) -> Iterator[Claim]:
    """Claim for the layout what `seen` gives blanks for."""
    return (Claim(*match.span(), "layout") for match in _UNSEEN.finditer(text) if _is_unseen(match))


def _is_unseen(match: re.Match[str]) -> bool:
    return bool(match.lastindex) and not _OF_WORDS.fullmatch(match.group())


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match.group()) if _is_unseen(match) else match.group()


_OF_WORDS = re.compile(_COMMENT)


class Block(NamedTuple):
    """What an element holds: where it begins and ends in the record, whether the page says where it ends."""

    begin: int
    end: int
    closed: bool = True


@remembered
def undone(dress: str) -> str:
    r"""Give what stands for an entity, a tag, a comment or a backslash at the end of a line.

    >>> undone("&#x000A;"), undone("&para;"), undone("<BR/>"), undone("<a href='/tag/PGOV_0.html'>")
    ('\n', '¶', '\n', '')
    """
    if dress[0] == "&" and dress[-1] == ";":
        return entity(dress)
    name = _NAME.match(dress)
    return "\n" if name and name[1].lower() in _LINES else ""


@remembered
def entity(dress: str) -> str:
    """Give the characters of an entity; what the HTML table does not know stays as it is.

    >>> entity("&#182;"), entity("&eacute;"), entity("&nbsp;"), entity("&tantamount;")
    ('¶', 'é', ' ', '&tantamount;')
    """
    if dress[1] != "#" and dress[1:] not in html5:
        return dress
    found = html.unescape(dress)
    return " " if found in _BLANKS else clean(found)


_BLANKS: Final = frozenset({"\r", "\xa0"})
"""What a record never holds, or what is a blank for the eye alone."""


def passage(text: str, block: Block, lines: LineNumbers) -> Passage:
    r"""Take a block of a page as the telegram that it dresses.

    >>> page = "<pre><a id='par1' href='#par1'>¶</a>1. (U) Talks &amp; trade.&#x000A;DOE</pre>"
    >>> found = passage(page, Block(5, 72), LineNumbers(page))
    >>> found.text, found.start(8)
    ('¶1. (U) Talks & trade.\nDOE', 43)
    """
    begin, end, _ = block
    return undressed(_TELEGRAM, plain(text, begin, end, lines))


class Dress(NamedTuple):
    """What is undone in a passage: the signs with which it begins, its pattern of one group, what stands for it."""

    signs: str
    pattern: re.Pattern[str]
    undo: Callable[[str], str]


_TELEGRAM: Final = Dress("&<¶\\]", _DRESS, undone)


def undressed(dress: Dress, written: Passage) -> Passage:
    """Undo all dress of a passage that stands as written."""
    pieces = _parted(dress, written.text)
    if len(pieces) == 1:
        return written
    size = [*map(len, pieces)]
    meaning = {one: dress.undo(one) for one in set(pieces[1::2])}
    pieces[1::2] = map(meaning.__getitem__, pieces[1::2])
    source, at = accumulate(size[:-1], initial=written.source[0]), accumulate(map(len, pieces[:-1]), initial=0)
    return Passage("".join(pieces), [*at], [*source], size, written.lines)


def _parted(dress: Dress, text: str) -> list[str]:
    """Part a text at its dress, each piece of it between two of the text; where signs are few each is looked up."""
    if sum(map(text[:_NEAR].count, dress.signs)) > _FEW:
        return dress.pattern.split(text)
    pieces: list[str] = []
    end = 0
    for place in sorted(_signs(dress.signs, text)):
        if place >= end and (match := dress.pattern.match(text, place)):
            pieces += text[end:place], match.group()
            end = match.end()
    return [*pieces, text[end:]]


_NEAR: Final = 500
_FEW: Final = 3
"""Signs near the head of a text in which they are many: one is found at the speed of memory, and looked up slowly."""


def _signs(signs: str, text: str) -> Iterator[int]:
    for sign in signs:
        place = text.find(sign)
        while place >= 0:
            yield place
            place = text.find(sign, place + 1)


def bare(text: str) -> str:
    """Undo the dress of a short text, a cell or a label.

    >>> bare("<a href='/origin/125_0.html'>Embassy Quito</a>")
    'Embassy Quito'
    """
    return _DRESS.sub(lambda match: undone(match.group()), text)


def field(label: str, text: str, begin: int, end: int) -> Stated:
    """Make a field of what a cell holds, its place without outer blanks."""
    return placed(label, bare(text[begin:end]), text, Block(begin, end))


def placed(label: str, said: str, text: str, cell: Block) -> Stated:
    """Make a field of what a cell says, its place without outer blanks."""
    begin, end, _ = cell
    written = text[begin:end]
    start = begin + len(written) - len(written.lstrip())
    return Stated(label, stated(said), start, max(start, begin + len(written.rstrip())))


def named(text: str, name: str) -> re.Match[str] | None:
    """Find the start tag of the element that has a name for its id.

    >>> named("<a href='#body'>Text</a><DIV class=x id='body'>", "body")["element"]
    'DIV'
    """
    place, tried = text.find(name), -1
    while place >= 0:
        start = text.rfind("<", max(place - _LONGEST_TAG, 0), place)
        if start > tried and (found := _WITH_ID.match(text, start)) and found["id"] == name:
            return found
        place, tried = text.find(name, place + len(name)), max(start, tried)
    return None


_LONGEST_TAG: Final = 300
_WITH_ID = re.compile(
    rf"<(?P<element>[a-z][a-z0-9]{{0,9}})"
    rf"(?={ATTRIBUTES}(?<=\s)id\s?=\s?[\"']?(?P<id>[\w-]{{1,40}})[\"'\s/>]){TAG_END}",
    re.IGNORECASE,
)


def tags(text: str, begin: int, end: int) -> Iterator[Claim]:
    """Claim the markup of a stretch of a page, and none of its words.

    >>> [claim[:2] for claim in tags("<td><!-- x -->DOE</td>", 0, 22)]
    [(0, 4), (4, 14), (17, 22)]
    """
    return (Claim(*match.span(), "layout") for match in _MARKUP.finditer(text, begin, end))


def blocks(text: str, begin: int) -> Iterator[Block]:
    """Give the preformatted blocks of a page from a place on; one never closed ends with the page."""
    start = _PRE.search(text, begin)
    while start:
        end = _PRE_END.search(text, start.end())
        if end is None:
            yield _unclosed(text, start.end())
            return
        yield Block(start.end(), end.start())
        start = _PRE.search(text, end.end())


def cells(text: str, begin: int, end: int) -> Iterator[Block]:
    """Give the cells of a table; one never closed ends at the next."""
    for start in _CELL.finditer(text, begin, end):
        closing = _CELL_END.search(text, start.end(), end)
        yield Block(start.end(), closing.start() if closing else end)


def element(text: str, name: str, begin: int) -> Block:
    """Give what an element holds that begins at a place: elements of the same name stand inside others."""
    depth = 1
    for match in re.compile(rf"<(/?){name}(?=[\s/>])", re.IGNORECASE).finditer(text, begin):
        depth += -1 if match[1] else 1
        if not depth:
            return Block(begin, match.start())
    return _unclosed(text, begin)


def _unclosed(text: str, begin: int) -> Block:
    end = _PAGE_END.search(text, begin)
    return Block(begin, end.start() if end else len(text), closed=False)


def outside(length: int, inside: Iterable[Block]) -> Iterator[Claim]:
    """Claim for the layout what stands around the parts of a page that are read: navigation, advice.

    >>> [claim[:3] for claim in outside(90, [Block(40, 50), Block(52, 80)])]
    [(0, 40, 'layout'), (50, 52, 'layout'), (80, 90, 'layout')]
    """
    place = 0
    for one in sorted(inside):
        if one.begin > place:
            yield Claim(place, one.begin, "layout")
        place = max(place, one.end)
    yield Claim(place, length, "layout")


def by_label(found: Iterable[Stated], lines: LineNumbers) -> tuple[dict[str, Stated], list[Note]]:
    """Give fields by their labels case folded; of two values of one label the first counts, the other is kept."""
    fields: dict[str, Stated] = {}
    notes: list[Note] = []
    for one in found:
        folded = one.label.casefold()
        if folded in fields and one.value != fields[folded].value:
            line = lines.at(one.start)
            notes.append(Note("duplicate-field", line, one.label))
            label = f"{one.label} (line {line})"
            fields.setdefault(label.casefold(), one._replace(label=label))
        fields.setdefault(folded, one)
    return fields, notes
