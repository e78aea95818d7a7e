"""Metadata + telegram -> Cable: what both say is joined here, the same for every layout.

Rules of the record: the archive's lists win over the telegram's, the telegram's classification block
over the archive's field; where only one classification is stated both carry it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from kg.cable import Cable, Declassification, Note, Reference
from kg.document import Document
from kg.errors import InputError
from kg.fields import CANONICAL_ID, DOCUMENT, HEADER, REFERENCES
from kg.grammar import addresses, dates, identifiers, markings, orders, references, tags, telegram
from kg.grammar.identifiers import MessageReference
from kg.grammar.lines import Line, joined
from kg.grammar.telegram import Telegram
from kg.vocabulary import vocabulary

EMPTY: Final = frozenset({"-- not assigned --", "-- n/a or blank --"})
"""What the archive writes where a field has no value, case folded."""

_OTHER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,40}\d[A-Za-z0-9]{0,8}(?:_[a-z])?")
"""An id that is no message reference: P750066-0259 (a reel and its frame), frus1934v05-d31."""


class Stated(NamedTuple):
    """One field of the archive: its label as written, its value (`stated`), and its line."""

    label: str
    value: str
    line: int


def stated(value: str) -> str:
    """Give the value of a field without outer blanks, the archive's empty phrases taken as none."""
    bare = value.strip()
    return "" if bare.startswith("--") and " ".join(bare.casefold().split()) in EMPTY else bare


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the archive says beside the telegram: label, case folded -> what is stated there."""

    fields: dict[str, Stated]
    holder: str
    notes: tuple[Note, ...]
    unescape: Callable[[str], str]

    def value(self, label: str) -> str:
        """Give the value of a label, "" when it has none."""
        field = self.fields.get(label.casefold())
        return field.value if field else ""

    def line(self, label: str) -> int:
        """Give the line of a label (1 when it is not there)."""
        field = self.fields.get(label.casefold())
        return field.line if field else 1

    def rest(self) -> Iterator[tuple[str, str]]:
        """Give the labels that no attribute of `Cable` holds, as written."""
        for name, field in self.fields.items():
            if field.value and not HEADER.get(name):
                yield field.label, " ".join(field.value.split())


class _Identity(NamedTuple):
    id: str
    copy: str
    year: int
    notes: tuple[Note, ...]


def assembled(document: Document, layout: str, metadata: Metadata, body: Line) -> Cable:
    """Join everything to one cable; raises InputError when nothing gives an id."""
    given = identifiers.read(identifiers.first_of_two(metadata.value(CANONICAL_ID))[0])
    subject = " ".join(metadata.value("Subject").split())
    read = telegram.read(body, given.station if given else "", subject, metadata.unescape)
    date_text = " ".join(metadata.value("Date").split())
    date = dates.stated(date_text)
    identity = _identity(document, metadata, read, date)
    year = int(date[:4] or identity.year)
    markings_found, marking_notes = _markings(metadata, read)
    body_references = _body_references(metadata, read, year)
    notes = _notes(metadata, read, date, body_references)
    return Cable(
        id=identity.id,
        copy=identity.copy,
        layout=layout,
        source=document.source,
        holder=metadata.holder,
        message_references=read.references,
        date=date,
        date_text=date_text,
        references=_references(metadata, body_references, identity, year),
        notes=(*metadata.notes, *identity.notes, *notes, *marking_notes, *read.notes),
        lines=tuple(_lines(metadata, read)),
        **_names_and_text(metadata, read, subject),
        **markings_found,
    )


def _names_and_text(metadata: Metadata, read: Telegram, subject: str) -> dict[str, Any]:
    """Give what the archive says of sender, addressees and TAGS, and what the telegram itself says."""
    body_subject = _body_subject(read, metadata)
    own_tags = tags.codes(joined(read.opening.lines("tags")))
    return {
        "subject": subject or body_subject,
        "body_subject": body_subject,
        "sender": " ".join(metadata.value("From").split()),
        "to": addresses.labels(metadata.value("To"), vocabulary()),
        "pass_to": tuple(joined(lines) for name, lines in read.opening.entries if name == "pass_to"),
        "tags": tags.titled(metadata.value("TAGS")) or own_tags,
        "body_tags": tuple(dict.fromkeys(tag.code for tag in own_tags)),
        "sections": read.sections,
        "page_lines": sum(page.counted for page in read.page_lines),
        "headings": read.text.headings,
        "paragraphs": read.text.paragraphs,
        "signature": read.text.signature,
    }


def _markings(metadata: Metadata, read: Telegram) -> tuple[dict[str, Any], tuple[Note, ...]]:
    """Give levels, captions and the classification block, and what was unusual about them."""
    level = _levels(metadata, read)
    order, mended = _order(metadata, read)
    who, why = orders.classifier(metadata.unescape(read.opening.text("classifier")))
    order_lines = read.opening.lines("order")
    mend = (Note("order-mended", order_lines[0].number, order_lines[0].text[:40]),) if mended and order_lines else ()
    return {
        "original_classification": level.original,
        "classification": level.current,
        "captions": level.captions,
        "executive_order": order,
        "declassification": _declassification(metadata, read),
        "classified_by": who,
        "derived_from": metadata.unescape(read.opening.text("derived")),
        "reasons": why or orders.reasons(read.opening.text("reasons")),
        "fields": (*level.fields, *metadata.rest()),
    }, (*level.notes, *mend)


def _identity(document: Document, metadata: Metadata, read: Telegram, date: str) -> _Identity:
    """Find the id: from the metadata, the telegram itself or, at last, the file's name."""
    canonical = " ".join(metadata.value(CANONICAL_ID).split()).replace("\\_", "_")
    first, rest = identifiers.first_of_two(canonical)
    if read_id := identifiers.read(first):
        notes = (Note("id-rest", metadata.line(CANONICAL_ID), rest),) if rest else ()
        return _Identity(str(read_id), first if "," in canonical else canonical, read_id.year, notes)
    if made := _from_telegram(read, date):
        notes = (Note("id-from-body", metadata.line(CANONICAL_ID), canonical or read.references[0]),)
        return _Identity(str(made), canonical or str(made), made.year, notes)
    if _OTHER_ID.fullmatch(canonical):
        return _Identity(canonical, canonical, 0, ())
    stem = PurePosixPath(document.path).stem
    if named := identifiers.read(stem):
        return _Identity(str(named), stem, named.year, (Note("id-from-name", 1, stem),))
    reason = "nothing gives an id: no Canonical ID, no message reference with a date, no file name like 10MEXICO83.md"
    raise InputError(reason, code="no-id", path=document.path, line=metadata.line(CANONICAL_ID))


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


def _body_subject(read: Telegram, metadata: Metadata) -> str:
    subject = metadata.unescape(read.opening.text("subject"))
    mark = markings.first_portion(subject)
    return subject[mark[1] :].strip() if mark else subject


def _order(metadata: Metadata, read: Telegram) -> tuple[str, bool]:
    number, mended = orders.order(read.opening.text("order"))
    return (number, mended) if number else orders.order(metadata.value("Executive Order (E.O.)"))


def _declassification(metadata: Metadata, read: Telegram) -> Declassification | None:
    for text in (read.opening.text("order"), read.opening.text("declassify"), metadata.value("Executive Order (E.O.)")):
        if found := orders.declassification(metadata.unescape(text)):
            return found
    return None


def _body_references(metadata: Metadata, read: Telegram, year: int) -> list[Reference]:
    """Read the entries of the REF block."""
    entries = references.entries(read.opening.lines("references"))
    return [
        references.read(label, metadata.unescape(raw), year=year, where="body", line=line)
        for label, raw, line in entries
        if raw.upper() not in _NO_REFERENCE
    ]


_NO_REFERENCE: Final = frozenset({"", "NONE", "N/A"})


def _references(metadata: Metadata, body: Sequence[Reference], identity: _Identity, year: int) -> tuple[Reference, ...]:
    line = metadata.line(REFERENCES)
    listed = [
        references.read("", item.strip(), year=year, where="metadata", line=line)
        for item in metadata.value(REFERENCES).replace("|", ",").replace(";", ",").split(",")
        if item.strip()
    ]
    return references.merged(body, listed, identity.id)


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
        if field := metadata.fields.get(label):
            yield name, field.line
    if read.opening.class_line_at:
        yield "sectionCount", read.opening.class_line_at
        yield "missingSection", read.opening.class_line_at
    for name, label in _STATED_BY:
        if line := read.opening.line(label):
            yield name, line


def _notes(metadata: Metadata, read: Telegram, date: str, body: Sequence[Reference]) -> Iterator[Note]:
    if metadata.value("Date") and not date:
        yield Note("date-unread", metadata.line("Date"), metadata.value("Date")[:80])
    for entry in body:
        if entry.kind == "other" and references.read("", entry.raw, year=1, where="", line=0).kind == "other":
            yield Note("reference-unread", entry.line, entry.raw[:80])
    if not read.text.paragraphs and not read.opening.entries:
        yield Note("no-body", 1)
