r"""Layout `plusd-html`: the page of a PlusD record.

Facts
-----
* The fields stand in one table, `id="synopsis"`: in each cell a label `div.s_key` with a colon and then its value
  `div.s_val`; a row holds several cells. The subject is the text of a cell without a label.
* TAGS are "CODE - Long title" with bars between, the other way round than in the text export. Date is
  "1978 November 23, 00:00 (Thursday)". Labels are shorter than in the text export: "Executive Order:".
* The telegram is what `id="tagged-text"` holds. Its first line can be the label of a switch, "Show Headers":
  what the switch hides is not in the page, so FM and TO are known from the fields alone.
* Blocks of keys and advice stand before the table, and some of them are `pre`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from kg.cable import Note
from kg.document import Document
from kg.grammar.lines import Claim
from kg.grammar.memory import remembered
from kg.passage import LineNumbers
from kg.readers.assembly import Given, Reading, assembled
from kg.readers.markup import (
    ATTRIBUTES,
    TAG_END,
    TAG_REST,
    Block,
    bare,
    by_label,
    element,
    field,
    named,
    outside,
    passage,
    seen,
    tags,
    unseen,
)
from kg.readers.metadata import Metadata, Stated

NAME: Final = "plusd-html"
_TABLE: Final = "synopsis"
_TEXT: Final = "tagged-text"
_SWITCH = re.compile(
    rf"(?>(?:\s|<{TAG_REST})*)(?:Show|Hide)\s{{1,5}}Headers\b(?>(?:\s|<(?!pre){TAG_REST})*)", re.IGNORECASE
)
_KIND = r"(?<![\w-])s_(?:key|val)\b"
_TABULAR = r"/?t(?:[hdr]|able|body)"
_PIECE = re.compile(
    rf"<(?:\w{{1,10}}(?=\s[^<]{{0,600}}?{_KIND})"
    rf"(?={ATTRIBUTES}[\"']?[^<>\"']{{0,60}}?(?<![\w-])s_(?P<kind>key|val)\b){TAG_END}"
    rf"|{_TABULAR}{TAG_END}(?>(?:\s*+<{_TABULAR}\s*+>)*))",
    re.IGNORECASE,
)
"""What begins a label or a value, or ends cells and begins others; most tags are told to be none in one look along
them."""
_LABELS: Final = {
    "executive order": "Executive Order (E.O.)",
    "character count": "Document Character Count",
    "reference": "Reference(s)",
    "references": "Reference(s)",
    "title": "Subject",
}
"""Label of a page, case folded -> label of the text export, where they differ."""
_LISTS: Final = frozenset({"to", "reference(s)"})
"""Fields of several values, which a page parts by lines or bars and the text export by commas."""
_CELL_ENDS = re.compile(rf"(?:\s*</t[hd]{TAG_END})+", re.IGNORECASE)
_BETWEEN = re.compile(r"[|\n]")
_NEXT_TAG = re.compile(r"(?<![\s|])[^\S\n]*+\n\s*+(?=[A-Z]{2,5} - )")


def sniff(head: str) -> bool:
    """Tell whether a record is a page of this layout."""
    return "<" in head and _TABLE in head and named(seen(head), _TABLE) is not None


def read(document: Document) -> Iterator[Reading]:
    """Read the cable of a page; raises InputError when nothing gives an id."""
    text, lines = seen(document.text), LineNumbers(document.text, document.line, document.before)
    block = _block(text)
    fields, notes = by_label(_fields(text, block), lines)
    body = passage(text, block, lines)
    cut = () if block.closed else (Note("cut-off", body.line(0)),)
    metadata = Metadata(fields, lines, notes=(*document.notes, *notes, *cut))
    yield assembled(Given(document, NAME, metadata, body, headed=True, claims=partial(_claims, document.text, block)))


def _claims(text: str, block: Block) -> Iterator[Claim]:
    """Claim the page around fields and telegram, and the markup and labels of the table."""
    yield from unseen(text)
    text = seen(text)
    table = _table(text)
    yield from outside(len(text), filter(None, (table, block)))
    if table is None:
        return
    yield from tags(text, table.begin, table.end)
    for piece, end in _pieces(text, table, block):
        if (piece["kind"] or "").lower() == "key":
            yield Claim(piece.end(), end, "field", _key(text[piece.end() : end]))


def _table(text: str) -> Block | None:
    if not (table := named(text, _TABLE)):
        return None
    block = element(text, "table", table.end())
    return block if block.closed else Block(block.begin, len(text))


def _pieces(text: str, table: Block, telegram: Block) -> Iterator[tuple[re.Match[str], int]]:
    """Give what begins labels, values and cells, each with the place where the next begins.

    A table with a telegram in it, as of a page whose elements were never closed, has no fields there.
    """
    above = _PIECE.finditer(text, table.begin, min(table.end, telegram.begin))
    pieces = [*above, *_PIECE.finditer(text, max(table.begin, telegram.end), table.end)]
    ends = [*(piece.start() for piece in pieces[1:]), table.end]
    begin = telegram.begin
    return ((one, min(end, begin) if one.start() < begin else end) for one, end in zip(pieces, ends, strict=False))


def _block(text: str) -> Block:
    """Find the telegram: nothing else in a page may be taken for it."""
    start = named(text, _TEXT)
    if start is None:
        return Block(len(text), len(text))
    block = element(text, start["element"], start.end())
    switch = _SWITCH.match(text, block.begin, block.end)
    return block._replace(begin=switch.end()) if switch else block


def _fields(text: str, telegram: Block) -> Iterator[Stated]:
    """Read the cells of the table: a value belongs to the label before it in its cell, or is a cell itself."""
    table = _table(text)
    if table is None:
        return
    name, titled = "", False
    for piece, end in _pieces(text, table, telegram):
        begin, kind = piece.end(), (piece["kind"] or "").lower()
        if kind == "key":
            name = _key(text[begin:end])
        elif kind == "val" and name:
            yield _field(name, text, begin, end)
        elif not kind:
            name = name if name and _CELL_ENDS.fullmatch(piece.group()) else ""
            if not titled and (title := field("Subject", text, begin, end)).value:
                titled = True
                yield title


@remembered
def _key(written: str) -> str:
    return " ".join(bare(written).split()).rstrip(": ")


def _field(written: str, text: str, begin: int, end: int) -> Stated:
    found = field(label(written), text, begin, end)
    value = listed(found.label, found.value)
    return found if value == found.value else found._replace(value=value)


def label(written: str) -> str:
    """Give the label of the text export that a label of a page stands for.

    >>> label("Executive Order"), label("From")
    ('Executive Order (E.O.)', 'From')
    """
    return _LABELS.get(written.casefold(), written)


def listed(name: str, value: str) -> str:
    r"""Give the value of a field in one line: several are parted by commas as in the text export, tags by bars.

    >>> listed("To", "LIMA | QUITO"), listed("TAGS", "EC - Ecuador\nPFOR - Foreign Policy")
    ('LIMA, QUITO', 'EC - Ecuador | PFOR - Foreign Policy')
    """
    if name == "TAGS":
        return _NEXT_TAG.sub(" | ", value)
    if name.casefold() not in _LISTS:
        return value
    return ", ".join(filter(None, map(str.strip, _BETWEEN.split(value))))
