r"""Layout `cablegate-html`: a page of Cablegate, one cable each.

Facts
-----
* A table of one row: Reference ID, Created, Released, Classification, Origin, each value inside a link. The
  `title` of the classification's link belongs to another level: only the text of a link counts. A second row of
  one cell can follow: "Appears in these articles:" and their addresses.
* Behind the table two blocks `<code><pre>`: the heading, then the body. Advice with blocks of its own can stand
  before the table.
* The site put a pilcrow with a link before each paragraph it could tell, and made links of what stood behind
  "TAGS:" up to the end of the line: where a whole head stood on one line, its SUBJECT and REF are lost.
* The title of the page is the first line of the subject alone, so the body's own SUBJECT is the better one.
* In the pages of 2011 the minutes of Created and Released are the hour once more, on a clock of twelve hours:
  18:06 for 18:20, 09:09 for 09:44. Day and hour are right; the date-time group tells the minute.
* A few bodies are raw rows of the export, a tab between columns: created, id, origin, classification, references,
  heading, body; the row of the next cable follows in the same block, behind its number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from kg.cable import Note
from kg.document import Document, parts
from kg.grammar import dates
from kg.passage import Passage, line_ends
from kg.readers.assembly import Given, Reading, assembled
from kg.readers.cablegate import CITED, CLASSIFICATION, CREATED, ID, ORIGIN, headed
from kg.readers.markup import TABLE_END, Block, bare, blocks, by_label, cells, field, passage
from kg.readers.metadata import Metadata, Stated, stated

NAME: Final = "cablegate-html"
_WORDS = "Reference ID"
_CELL = re.compile(
    rf"<t[hd](?:\s[^<>]{{0,80}})?>\s{{0,20}}(?:<[^<>/]{{1,80}}>\s{{0,20}}){{0,2}}{_WORDS}\Z", re.IGNORECASE
)
"""The cell of the first label."""
_LABELS: Final = {
    "reference id": ID,
    "created": CREATED,
    "released": "Released",
    "classification": CLASSIFICATION,
    "origin": ORIGIN,
}
"""Head of a column -> label of the archive."""
_LINE_END = r"(?:\n|&#(?:[xX]0*[aA]|10);)"
_MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?"
_RAW = re.compile(
    rf"\s{{0,80}}(?:\d{{1,7}}\t)?{_MOMENT}\t[^\t]{{1,80}}\t[^\t]{{0,80}}\t[^\t]{{0,80}}\t(?P<cited>[^\t]{{0,2000}})\t"
    r"(?P<heading>[^\t]{0,100000})\t"
)
_NEXT = re.compile(rf"{_LINE_END}\d{{1,7}}\t{_MOMENT}\t(?P<id>[^\t]{{1,80}})\t")


class _Told(NamedTuple):
    """Where heading and body stand, and what a raw row states: the references, the id of the next record."""

    heading: Block | None
    body: Block
    cited: Stated | None = None
    following: re.Match[str] | None = None


def sniff(head: str) -> bool:
    """Tell whether a record is a page of this layout."""
    return next(_tables(head), None) is not None


def read(document: Document) -> Iterator[Reading]:
    """Read the cables of a page, most hold one; raises InputError when nothing gives an id."""
    for part in parts(document, list(_tables(document.text))):
        yield _reading(part)


def _tables(text: str) -> Iterator[int]:
    """Find the cells of the first label, one in each table."""
    place = text.find(_WORDS)
    while place >= 0:
        if cell := _CELL.search(text, max(place - _NEAR, 0), place + len(_WORDS)):
            yield cell.start()
        place = text.find(_WORDS, place + len(_WORDS))


_NEAR: Final = 200


def _reading(document: Document) -> Reading:
    text, ends, first = document.text, line_ends(document.text), document.line
    table = _table(text)
    told = _told(text, list(islice(blocks(text, table.end), 2)))
    fields, notes = by_label(_fields(text, table), ends, first)
    if told.cited and told.cited.value:
        fields[CITED.casefold()] = told.cited
    heading, head_notes = headed(passage(text, told.heading, ends, first)) if told.heading else (None, ())
    found = Metadata(fields, ends, first)
    noted = (*document.notes, *notes, *head_notes, *_minute(found, heading), *_body_notes(told, found))
    body = passage(text, told.body, ends, first)
    return assembled(Given(document, NAME, replace(found, notes=noted), body, heading=heading))


def _table(text: str) -> Block:
    """Find the table; one never closed ends at the first block."""
    begin = next(_tables(text), 0)
    if closing := TABLE_END.search(text, begin):
        return Block(begin, closing.start())
    return Block(begin, next((block.begin for block in blocks(text, begin)), len(text)), closed=False)


def _fields(text: str, table: Block) -> Iterator[Stated]:
    """Pair the heads of the columns with the cells that follow them, in order."""
    labels: list[str] = []
    rest: list[Block] = []
    for cell in cells(text, table.begin, table.end):
        name = " ".join(bare(text[cell.begin : cell.end]).split()).rstrip(":").casefold()
        if name in _LABELS:
            labels.append(_LABELS[name])
        else:
            rest.append(cell)
    for label, cell in zip(labels, rest, strict=False):
        yield field(label, text, cell.begin, cell.end)
    for cell in rest[len(labels) :]:
        label, colon, value = bare(text[cell.begin : cell.end]).partition(":\n")
        if colon and stated(value):
            yield Stated(" ".join(label.split()), " ".join(value.split()), cell.begin, cell.end)


def _told(text: str, found: list[Block]) -> _Told:
    """Tell heading and body among the blocks behind the table: a block alone is the body."""
    if not found:
        return _Told(None, Block(len(text), len(text)))
    heading, body = (None, found[0]) if len(found) < 2 else (found[0], found[1])
    if text.find("\t", body.begin, body.end) < 0:
        return _Told(heading, body)
    following = _NEXT.search(text, body.begin, body.end)
    end = following.start() if following else body.end
    row = _RAW.match(text, body.begin, end)
    if row is None:
        return _Told(heading, body._replace(end=end), following=following)
    own = Block(*row.span("heading"))
    cited = field(CITED, text, *row.span("cited"))
    return _Told(heading or own, Block(row.end(), end, body.closed), cited, following)


def _minute(found: Metadata, heading: Passage | None) -> Iterator[Note]:
    """Tell a minute that is the hour once more, where the telegram itself has another."""
    created = dates.stated(found.value(CREATED))
    if heading is None or len(created) < _TO_THE_MINUTE or int(created[14:16]) != (int(created[11:13]) - 1) % 12 + 1:
        return
    sent = dates.group(heading.text)[1]
    if sent[:13] == created[:13] and sent[14:16] != created[14:16]:
        yield Note("minute-doubtful", found.line(CREATED), sent)


_TO_THE_MINUTE = len("2010-01-29T20:49")


def _body_notes(told: _Told, found: Metadata) -> Iterator[Note]:
    if told.following:
        line = found.first + bisect_left(found.ends, told.following.end())
        yield Note("record-swallowed", line, told.following["id"])
    if not told.body.closed:
        yield Note("cut-off", found.first + bisect_left(found.ends, told.body.begin))
