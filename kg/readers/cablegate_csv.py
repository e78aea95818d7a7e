r"""Layout `cablegate-csv`: rows of the Cablegate table, one cable each.

Facts
-----
* Eight columns, no row of heads: number, created, reference id, origin, classification, references, heading, body.
* Every column stands in double quotes, empty ones too; nothing stands between quote and comma. Tables written anew
  have quotes only where they must, and a row of heads.
* A quote in a value is `\"`; `\'` and `\\` are escaped as well. Other backslashes are text, but for one at the
  end of a line, which an older export left there. Tables written anew have quotes doubled (RFC 4180).
* Created is "M/D/YYYY H:MM", month first, without zeros in front, seconds or zone.
* References are ids with a bar between. They need not be in the table, and need not be those of the REF line.
* Line feeds stand in heading and body, so a record ends where the next begins: at a line that opens with a number
  and a date, each in quotes of its own. In a value such quotes are escaped.

Rule: of a broken row what can be told is read. A quote that nothing escapes is text unless a column or the row ends
there; the last column goes on to the end of the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from kg.cable import Note
from kg.document import Document, parts
from kg.grammar.lines import Claim
from kg.grammar.memory import remembered
from kg.passage import LineNumbers, Passage, plain
from kg.readers.assembly import Given, Reading, assembled
from kg.readers.cablegate import CITED, CLASSIFICATION, CREATED, ID, ORIGIN, headed
from kg.readers.markup import ENTITY, PILCROW, Block, Dress, undone, undressed
from kg.readers.metadata import Metadata, Stated, stated

NAME: Final = "cablegate-csv"
_CREATED = r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}"
_START = (
    rf'(?:"\d{{1,10}}",(?="?{_CREATED}"?,|"[^"\n]{{0,40}}","(?:19|20)?\d\d[A-Z][A-Z.\- ]{{0,30}}\d)'
    rf"|\d{{1,10}},(?={_CREATED},))"
)
_ROW = re.compile(_START)
"""What a row begins with: number and created, or, where created is broken, number and reference id."""
HEADS: Final = re.compile(r'"?[A-Za-z][\w /().]{0,30}"?(?:,"?[A-Za-z][\w /().]{0,30}"?){7}\s*')
"""The row of heads that a table written anew can have."""
_LATER = re.compile("\n" + _START)
_SHORT = re.compile(r'"?((?:[^"\\\n]|\\.)*?)(?:",|,(?=")|"\s*\Z)')
"""A column of one line: a quote that is missing before or behind it hides no other column."""
_BARE = re.compile(r'([^",\n]*+)(?:,|\s*\Z)|"((?>(?:[^"\\]|\\.|"")*))"(?:,|\s*\Z)')
"""A column of one line in a table whose quotes stand only where they must."""
_LONG = re.compile(r'"([^"\\]*+(?>(?:(?:\\[\s\S]|"(?!,"|\s*\Z))[^"\\]*+)*))"(?:,|\s*\Z)')
_BETWEEN = re.compile('","')
_PROBE = 20_000
_DRESS = re.compile(rf"(\\(?:[\"'\\]|(?=[ ]?\n))|\"\"|{PILCROW}|{ENTITY})")
_COLUMNS: Final = ("", CREATED, ID, ORIGIN, CLASSIFICATION, CITED)
"""Labels of the archive for the short columns; the number of a row is the table's own."""
_HEADING, _BODY = 6, 7
_PATTERNS: Final = (_SHORT,) * _HEADING + (_LONG,)


def sniff(head: str) -> bool:
    """Tell whether a record is a row of this table."""
    return bool(_BETWEEN.search(head, 0, _PROBE)) and bool(_ROW.match(head) or _LATER.search(head, 0, _PROBE))


def read(document: Document) -> Iterator[Reading]:
    """Read the cables of some rows; raises InputError when nothing gives an id."""
    for part in parts(document, _starts(document.text)):
        yield _reading(part)


def _starts(text: str) -> list[int]:
    later = [match.start() + 1 for match in _LATER.finditer(text)]
    return [0, *later] if _ROW.match(text) else later


def _reading(document: Document) -> Reading:
    text, lines = document.text, LineNumbers(document.text, document.line, document.before)
    row = _row(text)
    fields = {one.label.casefold(): one for one in _fields(text, row.columns)}
    heading, head_notes = headed(_passage(text, row.columns[_HEADING : _HEADING + 1], lines))
    body = _passage(text, row.columns[_BODY:], lines) or plain(text, len(text), len(text), lines)
    last = lines.at(len(text.rstrip()))
    notes = (*document.notes, *head_notes, *(Note(code, last) for code in row.faults))
    claims = partial(_claims, text, row.columns, extract=bool(head_notes))
    metadata = Metadata(fields, lines, notes=notes)
    return assembled(Given(document, NAME, metadata, body, heading=heading, headed=not heading, claims=claims))


def _claims(text: str, columns: list[Block], *, extract: bool) -> Iterator[Claim]:
    """Claim the signs between the columns, the number of the row, and a notice in place of the heading."""
    place = next(iter(_starts(text)), 0)
    if HEADS.fullmatch(text, 0, place):
        yield Claim(0, place, "layout")
    for number, column in enumerate(columns):
        yield from _signs(text, place, column.begin)
        if number == 0:
            yield Claim(column.begin, column.end, "field", "Number")
        elif number == _HEADING and extract:
            yield Claim(column.begin, column.end, "heading", "notice")
        place = column.end
    yield from _signs(text, place, len(text))


def _signs(text: str, begin: int, end: int) -> Iterator[Claim]:
    if not text[begin:end].strip('", \n'):
        yield Claim(begin, end, "layout")


class _Row(NamedTuple):
    """The columns of a row, at most eight, and what is wrong with it."""

    columns: list[Block]
    faults: tuple[str, ...]


def _row(text: str) -> _Row:
    """Part a row into its columns, whose bounds are the quotes."""
    place = next(iter(_starts(text)), max(text.find('"'), 0))
    columns: list[Block] = []
    sparing = text[place : place + 1].isdigit()
    for pattern in _PATTERNS:
        match = (sparing and _BARE.match(text, place)) or pattern.match(text, place)
        if match is None:
            break
        columns.append(Block(*match.span(match.lastindex or 1)))
        place = match.end()
    if text.startswith('"', place):
        columns.append(_last(text, place + 1))
    quoted = all(text[one.begin - 1] == '"' and text[one.end : one.end + 1] in {'"', ""} for one in columns)
    told = (
        ("quote-missing", not (quoted or sparing)),
        ("columns-missing", len(columns) <= _BODY),
        ("cut-off", not all(column.closed for column in columns)),
    )
    return _Row(columns, tuple(code for code, so in told if so))


def _last(text: str, begin: int) -> Block:
    """Give the column that the end of the row closes, or does not."""
    bare = text.rstrip()
    inside = bare[begin:-1]
    escaped = (len(inside) - len(inside.rstrip("\\"))) % 2
    if bare.endswith('"') and len(bare) > begin and not escaped:
        return Block(begin, len(bare) - 1)
    return Block(begin, len(text), closed=False)


def _fields(text: str, columns: list[Block]) -> Iterator[Stated]:
    for label, column in zip(_COLUMNS, columns, strict=False):
        if label:
            yield Stated(label, stated(_bare(text[column.begin : column.end])), column.begin, column.end)


@remembered
def _bare(text: str) -> str:
    return _DRESS.sub(lambda match: _undone(match.group()), text)


def _passage(text: str, columns: list[Block], lines: LineNumbers) -> Passage | None:
    """Take the heading or the body, None when the row has no such column."""
    if not columns:
        return None
    begin, end, _ = columns[0]
    return undressed(_WRITTEN, plain(text, begin, end, lines))


def _undone(dress: str) -> str:
    return dress[1:] if dress[0] in '\\"' else undone(dress)


_WRITTEN: Final = Dress('\\"¶&', _DRESS, _undone)
