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
* A few bodies hold the record once more, as the export wrote it (`kg.readers.pasted`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final, NamedTuple

from kg.cable import Note
from kg.document import Document, parts
from kg.grammar import dates
from kg.grammar.lines import Claim
from kg.passage import LineNumbers, Passage
from kg.readers import pasted
from kg.readers.assembly import Given, Reading, assembled
from kg.readers.cablegate import CITED, CLASSIFICATION, CREATED, ID, ORIGIN, headed
from kg.readers.markup import (
    TABLE_END,
    Block,
    bare,
    blocks,
    by_label,
    cells,
    field,
    outside,
    passage,
    placed,
    seen,
    tags,
    unseen,
)
from kg.readers.metadata import Metadata, Stated, stated
from kg.readers.pasted import Pasted

NAME: Final = "cablegate-html"
_WORDS = re.compile(r"R(?:eference|EFERENCE)(?:\s|&nbsp;){1,20}I[Dd]\b")
_CELL = re.compile(
    rf"<t[hd](?:\s[^<]{{0,120}})?>\s{{0,20}}(?:<(?!t[abdhr])[^</]{{1,80}}>\s{{0,20}}){{0,3}}{_WORDS.pattern}\Z",
    re.IGNORECASE,
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


def sniff(head: str) -> bool:
    """Tell whether a record is a page of this layout."""
    return "<" in head and next(_tables(head), None) is not None


def read(document: Document) -> Iterator[Reading]:
    """Read the cables of a page, most hold one; raises InputError when nothing gives an id."""
    text, place = seen(document.text), 0
    starts = list(_tables(text))
    for part in parts(document, starts):
        end = place + len(part.text)
        yield _reading(part, text[place:end], 0 if place or not starts else starts[0])
        place = end


def _tables(text: str) -> Iterator[int]:
    """Find the cells of the first label, one in each table."""
    for words in _WORDS.finditer(text):
        if cell := _CELL.search(text, max(words.start() - _NEAR, 0), words.end()):
            yield cell.start()


_NEAR: Final = 500


def _reading(document: Document, text: str, begin: int) -> Reading:
    """Read the cable of a page, of which that text is seen, whose table's first label stands there."""
    lines = LineNumbers(document.text, document.line, document.before)
    table = _table(text, begin)
    fields, notes = by_label(_fields(text, table), lines)
    before, block = _parted(text, list(islice(blocks(text, table.end), 2)))
    own = fields[ID.casefold()].value if ID.casefold() in fields else ""
    told = pasted.found(text, block, own)
    if told.cited:
        fields[CITED.casefold()] = field(CITED, text, *told.cited[:2])
    found = Metadata(fields, lines)
    heads = [(one, headed(passage(text, one, lines))) for one in (before, told.heading) if one]
    head_notes = heads[0][1].notes if heads else ()
    notice = heads[0][0] if head_notes else None
    heads.sort(key=lambda head: bool(head[1].notes))
    place, heading = next(((one, head.heading) for one, head in heads if head.heading), (None, None))
    noted = (*document.notes, *notes, *head_notes, *_minute(found, heading), *_body_notes(told, found))
    body = passage(text, told.body, lines)
    used = (place, told.body) if place else (told.body,)
    claims = partial(_claims, document.text, (table, block), _Taken(used, told.skipped, notice))
    found = replace(found, notes=noted)
    return assembled(Given(document, NAME, found, body, heading=heading, headed=not heading, claims=claims))


class _Taken(NamedTuple):
    """Where in a page heading and body stand, other records, and a notice in place of the heading."""

    used: tuple[Block, ...]
    skipped: tuple[Block, ...]
    notice: Block | None


def _claims(text: str, page: tuple[Block, Block], taken: _Taken) -> Iterator[Claim]:
    """Claim the page around the record, markup and labels of the table, and what is no telegram in the body's block."""
    table, block = page
    yield from unseen(text)
    text = seen(text)
    yield from outside(len(text), filter(None, (table, *taken.used, *taken.skipped, taken.notice)))
    yield from tags(text, table.begin, table.end)
    for cell in cells(text, table.begin, table.end):
        if head := _head(text, cell, bare(text[cell.begin : cell.end])):
            yield Claim(cell.begin, cell.end, "field", head)
    yield Claim(block.begin, max(block.begin, taken.used[-1].begin), "field", "Row")
    yield from (Claim(one.begin, one.end, "skipped", "record") for one in taken.skipped)
    if taken.notice:
        yield Claim(taken.notice.begin, taken.notice.end, "heading", "notice")


def _head(text: str, cell: Block, said: str) -> str:
    """Give the label of the archive for the head of a column, its own words for one that is no column of the export."""
    words = " ".join(said.split()).rstrip(":")
    if known := _LABELS.get(words.casefold()):
        return known
    tag = text.rfind("<", 0, cell.begin)
    return words if text[tag : tag + 3].casefold() == "<th" else ""


def _table(text: str, begin: int) -> Block:
    """Give the table that begins there; one never closed ends at the first block."""
    if closing := TABLE_END.search(text, begin):
        return Block(begin, closing.start())
    return Block(begin, next((block.begin for block in blocks(text, begin)), len(text)), closed=False)


def _fields(text: str, table: Block) -> Iterator[Stated]:
    """Pair the heads of the columns with the cells that follow them, in order."""
    labels: list[str] = []
    rest: list[tuple[Block, str]] = []
    for cell in cells(text, table.begin, table.end):
        said = bare(text[cell.begin : cell.end])
        if head := _head(text, cell, said):
            labels.append(head)
        else:
            rest.append((cell, said))
    for label, (cell, said) in zip(labels, rest, strict=False):
        yield placed(label, said, text, cell)
    for cell, said in rest[len(labels) :]:
        label, colon, value = said.partition(":\n")
        if colon and stated(value):
            yield Stated(" ".join(label.split()), " ".join(value.split()), cell.begin, cell.end)


def _parted(text: str, found: list[Block]) -> tuple[Block | None, Block]:
    """Tell heading and body among the blocks behind the table: a block alone is the body."""
    if not found:
        return None, Block(len(text), len(text))
    return (None, found[0]) if len(found) < 2 else (found[0], found[1])


def _minute(found: Metadata, heading: Passage | None) -> Iterator[Note]:
    """Tell a minute that is the hour once more, where the telegram itself has another."""
    created = dates.stated(found.value(CREATED))
    if heading is None or len(created) < _TO_THE_MINUTE or int(created[14:16]) != (int(created[11:13]) - 1) % 12 + 1:
        return
    sent = dates.group(heading.text)[1]
    if sent[:13] == created[:13] and sent[14:16] != created[14:16]:
        yield Note("minute-doubtful", found.line(CREATED), sent)


_TO_THE_MINUTE = len("2010-01-29T20:49")


def _body_notes(told: Pasted, found: Metadata) -> Iterator[Note]:
    following, place = told.following
    if following:
        yield Note("record-swallowed", found.lines.at(place), following)
    if told.skipped and told.skipped[0].begin < told.body.begin:
        yield Note("record-pasted", found.lines.at(told.body.begin))
    if not told.body.closed:
        yield Note("cut-off", found.lines.at(told.body.begin))
