"""Metadata + telegram -> Cable: what both say is joined here, the same for every layout.

Rules of the record: the archive's lists win over the telegram's, the telegram's classification block
over the archive's field; where only one classification is stated both carry it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from kg.cable import Cable, Declassification, Note, Reference
from kg.document import Document
from kg.errors import InputError
from kg.fields import CANONICAL_ID, DOCUMENT, REFERENCES
from kg.grammar import addresses, dates, identifiers, markings, mentions, orders, references, tags, telegram
from kg.grammar.identifiers import MessageReference
from kg.grammar.lines import joined, place_in
from kg.grammar.telegram import Telegram
from kg.passage import Passage
from kg.readers.metadata import Metadata
from kg.vocabulary import vocabulary

_OTHER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,40}\d[A-Za-z0-9]{0,8}(?:_[a-z])?")
"""An id that is no message reference: P750066-0259 (a reel and its frame), frus1934v05-d31."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a layout finds in a record: the archive's fields and the telegram, with its place in the record.

    `telegram` is the body read already, by a layout in which it has another form than a telegram's own.
    """

    document: Document
    layout: str
    metadata: Metadata
    body: Passage
    page_gap: int = 0
    telegram: Telegram | None = None


class Reading(NamedTuple):
    """A cable and what it was read from, for whoever asks what each character of the source is."""

    cable: Cable
    given: Given
    telegram: Telegram


class _Identity(NamedTuple):
    id: str
    copy: str
    year: int
    station: str
    notes: tuple[Note, ...]


def assembled(given: Given) -> Reading:
    """Join everything to one cable; raises InputError when nothing gives an id."""
    metadata = given.metadata
    stated_id = identifiers.read(identifiers.first_of_two(metadata.value(CANONICAL_ID))[0])
    subject = " ".join(metadata.value("Subject").split())
    station = stated_id.station if stated_id else ""
    read = given.telegram or telegram.read(given.body, station=station, subject=subject, page_gap=given.page_gap)
    date_text = " ".join(metadata.value("Date").split())
    date = dates.stated(date_text)
    identity = _identity(given.document, metadata, read, date)
    parts = _parts(metadata, read, identity, int(date[:4] or identity.year))
    markings_found, marking_notes = _markings(metadata, read)
    notes = _notes(metadata, read, date, parts["references"])
    cable = Cable(
        id=identity.id,
        copy=identity.copy,
        layout=given.layout,
        source=given.document.source,
        holder=metadata.holder,
        message_references=read.references,
        date=date,
        date_text=date_text,
        notes=(*metadata.notes, *identity.notes, *notes, *marking_notes, *read.notes),
        lines=tuple(_lines(metadata, read)),
        **_names(metadata, read, subject),
        **parts,
        **markings_found,
    )
    return Reading(cable, given, read)


def _names(metadata: Metadata, read: Telegram, subject: str) -> dict[str, Any]:
    """Give what the archive says of sender, addressees and TAGS, and what the telegram itself says."""
    body_subject = _body_subject(read)
    own_tags = tags.codes(joined(read.opening.lines("tags")))
    return {
        "subject": subject or body_subject,
        "body_subject": body_subject,
        "sender": " ".join(metadata.value("From").split()),
        "to": addresses.labels(metadata.value("To"), vocabulary()),
        "pass_to": tuple(joined(lines) for name, lines in read.opening.entries if name == "pass_to"),
        "tags": tags.titled(metadata.value("TAGS")) or own_tags,
        "body_tags": tuple(dict.fromkeys(tag.code for tag in own_tags)),
    }


def _parts(metadata: Metadata, read: Telegram, identity: _Identity, year: int) -> dict[str, Any]:
    """Give the parts of the telegram: sections, headings, paragraphs, and what they cite."""
    cited = _references(metadata, read, identity, year)
    found = read.text.paragraphs
    known = vocabulary().is_station
    return {
        "sections": read.sections,
        "page_lines": sum(page.counted for page in read.pages.found),
        "headings": read.text.headings,
        "paragraphs": found,
        "signature": read.text.signature.text if read.text.signature else "",
        "references": cited,
        "mentions": mentions.mentions(found, cited, year=year, own=identity.id, known=known),
    }


def _markings(metadata: Metadata, read: Telegram) -> tuple[dict[str, Any], tuple[Note, ...]]:
    """Give levels, captions and the classification block, and what was unusual about them."""
    level = _levels(metadata, read)
    order, mended = _order(metadata, read)
    who, why = orders.classifier(read.opening.text("classifier"))
    at = read.opening.at("order")
    mend = (Note("order-mended", read.where.line(at), read.opening.text("order")[:40]),) if mended and at >= 0 else ()
    return {
        "original_classification": level.original,
        "classification": level.current,
        "captions": level.captions,
        "executive_order": order,
        "declassification": _declassification(metadata, read),
        "classified_by": who,
        "derived_from": read.opening.text("derived"),
        "reasons": why or orders.reasons(read.opening.text("reasons")),
        "fields": (*level.fields, *metadata.rest()),
    }, (*level.notes, *mend)


def _identity(document: Document, metadata: Metadata, read: Telegram, date: str) -> _Identity:
    """Find the id: from the metadata, the telegram itself or, at last, the file's name."""
    canonical = " ".join(metadata.value(CANONICAL_ID).split()).replace("\\_", "_")
    line = metadata.line(CANONICAL_ID)
    first, rest = identifiers.first_of_two(canonical)
    if found := identifiers.read(first):
        notes = (Note("id-rest", line, rest),) if rest else ()
        return _identified(found, first if "," in canonical else canonical, *notes)
    if made := _from_telegram(read, date):
        return _identified(made, canonical or str(made), Note("id-from-body", line, canonical or read.references[0]))
    if _OTHER_ID.fullmatch(canonical):
        return _Identity(canonical, canonical, 0, "", ())
    stem = PurePosixPath(document.path).stem
    if named := identifiers.read(stem):
        return _identified(named, stem, Note("id-from-name", document.line, stem))
    reason = "nothing gives an id: no Canonical ID, no message reference with a date, no file name like 10MEXICO83.md"
    raise InputError(reason, code="no-id", path=document.path, line=line)


def _identified(found: MessageReference, copy: str, *notes: Note) -> _Identity:
    return _Identity(str(found), copy, found.year, found.station, notes)


def _from_telegram(read: Telegram, date: str) -> MessageReference | None:
    if not date or not read.references:
        return None
    return identifiers.read(f"{date[:4]} {read.references[0]}")


class _Levels(NamedTuple):
    original: str
    current: str
    captions: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]


def _levels(metadata: Metadata, read: Telegram) -> _Levels:
    """Join the classification fields with the telegram's first line."""
    labels = ("Original Classification", "Current Classification")
    values = {label: metadata.value(label) for label in labels}
    known = {label: markings.level(value) for label, value in values.items()}
    unknown = [label for label in labels if values[label] and not known[label][0]]
    line = read.opening.class_line
    original = known[labels[0]][0] or (line.level if line else "")
    current = known[labels[1]][0]
    captions = [*read.opening.captions, *(caption for label in labels for caption in known[label][1])]
    return _Levels(
        original or current,
        current or original,
        tuple(dict.fromkeys(captions)),
        tuple((label, values[label]) for label in unknown),
        tuple(Note("level-unknown", metadata.line(label), label) for label in unknown),
    )


def _body_subject(read: Telegram) -> str:
    subject = read.opening.text("subject")
    mark = markings.first_portion(subject)
    return subject[mark[1] :].strip() if mark else subject


def _order(metadata: Metadata, read: Telegram) -> tuple[str, bool]:
    number, mended = orders.order(read.opening.text("order"))
    return (number, mended) if number else orders.order(metadata.value("Executive Order (E.O.)"))


def _declassification(metadata: Metadata, read: Telegram) -> Declassification | None:
    for text in (read.opening.text("order"), read.opening.text("declassify"), metadata.value("Executive Order (E.O.)")):
        if found := orders.declassification(text):
            return found
    return None


def _references(metadata: Metadata, read: Telegram, identity: _Identity, year: int) -> tuple[Reference, ...]:
    """Join the entries of the REF blocks with those that only the archive lists."""
    known = vocabulary().is_station
    body: list[Reference] = []
    for name, lines in read.opening.entries:
        if name == "references":
            text = "\n".join(line.text for line in lines)
            found = references.read_block(text, year=year, station=identity.station, known=known)
            body += [entry._replace(line=read.where.line(place_in(lines, offset))) for offset, entry in found]
    listed = references.listed(metadata.value(REFERENCES), year=year, known=known) if metadata.value(REFERENCES) else ()
    at = metadata.line(REFERENCES)
    return references.merged(body, [entry._replace(line=at) for entry in listed], identity.id)


_LABELLED: Final = tuple((row.name, row.label.casefold()) for row in DOCUMENT if row.label)
_STATED_BY: Final = (
    ("bodySubject", "subject"),
    ("bodyTag", "tags"),
    ("executiveOrder", "order"),
    ("declassification", "order"),
    ("classifiedBy", "classifier"),
    ("derivedFrom", "derived"),
)
"""Property -> label of the opening that states it."""


def _lines(metadata: Metadata, read: Telegram) -> Iterator[tuple[str, int]]:
    """Give the line of each fact: of the archive's fields, then of the telegram's opening."""
    for name, label in _LABELLED:
        if label in metadata.fields:
            yield name, metadata.line(label)
    if read.opening.class_line_at >= 0:
        line = read.where.line(read.opening.class_line_at)
        yield "sectionCount", line
        yield "missingSection", line
    for name, label in _STATED_BY:
        if (at := read.opening.at(label)) >= 0:
            yield name, read.where.line(at)


def _notes(metadata: Metadata, read: Telegram, date: str, cited: Sequence[Reference]) -> Iterator[Note]:
    if metadata.value("Date") and not date:
        yield Note("date-unread", metadata.line("Date"), metadata.value("Date")[:80])
    for entry in cited:
        if entry.kind == "other":
            yield Note("reference-unread", entry.line, entry.raw[:80])
    if not read.text.paragraphs and not read.opening.entries:
        yield Note("no-body", metadata.first)
