r"""Layout `frus-tei`: the telegrams of a printed or electronic volume of Foreign Relations of the United States.

Facts
-----
* Half of a volume's documents are no telegrams: they are skipped, each with what it is (`kg.grammar.headnote`).
* The id is volume + "-" + document ("frus1977-80v22-d150"); footnotes of other documents cite it as `#d150` or,
  from another volume, `frus1977-80v22#d150`.
* The print has lost class line, addressees and labels; they are in the head and in the source note.
  "[2 lines not declassified]" is text, footnotes are not.
* From 1977 a paragraph before the first numbered one holds "Subj: ..", "Ref: ..". Electronic volumes transcribe
  some telegrams whole, each line a paragraph: those are read like any other telegram.
* `date[@when]` has an offset in volumes since 1955; +00:00 stands for the Z of the printed date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from kg.cable import Cable, Note
from kg.document import Document
from kg.grammar import headnote, opening, paragraphs
from kg.grammar.heading import Heading
from kg.grammar.lines import Claim, Line
from kg.grammar.markings import class_line
from kg.grammar.opening import FIRST_PARAGRAPH, Opening
from kg.grammar.pages import Pages
from kg.grammar.telegram import Telegram
from kg.passage import LineNumbers, Passage
from kg.readers import apparatus
from kg.readers.assembly import Given, Reading, assembled
from kg.readers.metadata import Metadata, Stated
from kg.readers.printed import Printed
from kg.readers.prose import Prose, words
from kg.readers.skipped import Skipped
from kg.readers.tei import parts, volume_name

NAME: Final = "frus-tei"
_PROBE = 8192
_LABELLED = re.compile(r"\b(?:Subj(?:ect)?|Refs?|Reftels?|Tags|E\.O\. ?\d{5})\s*:", re.IGNORECASE)
_TRANSCRIBED = re.compile(r"(?:TAGS|SUBJECT|SUBJ|E\.O\. ?\d{5})\s*:|(?:FM|TO) [A-Z]{3}")
_OPENING_LINES: Final = 30
_LONGEST_LINE: Final = 80


def sniff(head: str) -> bool:
    """Tell whether a text is a volume of Foreign Relations."""
    return "<" in head and bool(volume_name(head[:_PROBE]))


def read(whole: Document) -> Iterator[Reading | Skipped]:
    """Read the telegrams of a volume, and tell of each document that is none; raises InputError for bad XML."""
    found = [_read(Printed.of(part)) for part in parts(whole)]
    telegrams = {one.cable.id for one in found if isinstance(one, Reading)}
    for one in found:
        yield one._replace(cable=_linked(one.cable, telegrams)) if isinstance(one, Reading) else one


def _linked(cable: Cable, telegrams: set[str]) -> Cable:
    """Call cited documents cables that are telegrams of the same volume."""
    if not any(entry.id in telegrams for entry in cable.references):
        return cable
    cited = (entry._replace(kind="cable") if entry.id in telegrams else entry for entry in cable.references)
    return replace(cable, references=tuple(cited))


def _read(printed: Printed) -> Reading | Skipped:
    if printed.is_telegram:
        return _telegram(printed)
    record = printed.part.record
    reason = f"no telegram: {headnote.kind(printed.title)}"
    return Skipped(printed.id, record.path, record.line, record.offset, len(record.data), reason)


def _telegram(printed: Printed) -> Reading:
    """Read a telegram: its text by the grammar, everything else from head, notes and dateline."""
    record = printed.part.record
    lines = LineNumbers(record.text, record.line, record.before)
    claims = partial(apparatus.claims, record.text, frozenset(printed.lines_at))
    prose = Prose()
    for one in printed.body:
        prose.add(one)
    unsigned = len(prose.starts)
    for one in printed.signed[:1]:
        prose.add(one)
    where = prose.passage(lines)
    blocks = prose.blocks(where)
    metadata = Metadata(dict(_stated(printed)), lines, notes=record.notes)
    given = Given(record, NAME, metadata, where, claims=claims)
    if _is_transcribed(blocks[:_OPENING_LINES]):
        return _finished(printed, assembled(given))
    number, begin = _own_number(blocks[:unsigned])
    if number:
        given = replace(given, claims=partial(_with_number, claims, where, blocks[0].start, blocks[0].start + begin))
        blocks[0] = blocks[0].cut(begin)
    telegram = _of_prose(where, [one for one in blocks if one.text], signed=len(blocks) > unsigned)
    return _finished(printed, assembled(replace(given, telegram=telegram)), number)


def _with_number(claims: Callable[[], Iterable[Claim]], where: Passage, begin: int, end: int) -> Iterator[Claim]:
    yield from claims()
    yield Claim(where.start(begin), where.end(end), "opening", "number")


def _own_number(blocks: Sequence[Line]) -> tuple[str, int]:
    return headnote.own_number(blocks[0].text, blocks[1].text if len(blocks) > 1 else "") if blocks else ("", 0)


def _is_transcribed(blocks: Sequence[Line]) -> bool:
    """Tell a telegram that is transcribed line by line from prose."""
    first = [block.text for block in blocks if len(block.text) <= _LONGEST_LINE]
    labels = sum(bool(_TRANSCRIBED.match(text)) for text in first)
    return labels > 1 or any((line := class_line(text)) and line.reference for text in first)


def _of_prose(where: Passage, blocks: list[Line], *, signed: bool) -> Telegram:
    """Read prose that has no opening or, at most, a paragraph of labels before the first numbered one."""
    begun, rest = Opening(), blocks
    if len(blocks) > 1 and FIRST_PARAGRAPH.match(blocks[1].text) and _LABELLED.search(blocks[0].text):
        begun, rest = opening.read(blocks[:1])
        rest = [*rest, *blocks[1:]]
    text = paragraphs.read(rest, where, _no_section)
    if signed and (text.signature is None or text.signature.start != blocks[-1].start):
        text = paragraphs.read(rest[:-1], where, _no_section)
    residue = (Note("heading-residue", where.line(line.start), line.text[:80]) for line in begun.residue)
    pages = Pages(where.text, (), ())
    return Telegram(where, Heading(), where, begun, text, pages, None, (*residue, *text.notes))


def _no_section(_: int) -> int:
    return 0


def _stated(printed: Printed) -> Iterator[tuple[str, Stated]]:
    """Give what the volume says of a telegram, under the labels of the archives."""
    head = printed.head.at
    date = printed.dated.at if printed.dated else head
    rest = "; ".join(printed.handling.rest)
    for label, value, at in (
        ("Canonical ID", printed.id, 0),
        ("Subject", " ".join(printed.subjects), head),
        ("From", printed.parties.sender, head),
        ("To", "; ".join(printed.parties.addressees), head),
        ("Original Classification", printed.handling.level, head),
        ("Handling", rest, head),
        ("Date", printed.when, date),
        ("Place", printed.place, date),
        ("Received", printed.received, date),
        ("Source", " | ".join(printed.sources), head),
        *((label, value, head) for label, value in printed.extra),
    ):
        if value:
            yield label.casefold(), Stated(label, value, at, at)


def _finished(printed: Printed, reading: Reading, number: str = "") -> Reading:
    """Put into the cable what the print states in its own way."""
    cable, said = reading.cable, printed.handling
    own = number or headnote.number_in_head(printed.title)
    cited = printed.citations(reading.given.body.lines.position)
    return reading._replace(
        cable=replace(
            cable,
            message_references=tuple(dict.fromkeys(filter(None, (own, *cable.message_references)))),
            date=printed.date,
            date_text=words(printed.dated) if printed.dated else printed.when,
            to=printed.parties.addressees,
            info=tuple(dict.fromkeys((*cable.info, *printed.informed))),
            captions=tuple(dict.fromkeys((*cable.captions, *said.captions))),
            precedence=cable.precedence or said.precedence,
            signature=printed.signature or cable.signature,
            references=(*cable.references, *cited),
        )
    )
