"""Metadata + telegram -> Cable: what both say is joined here, the same for every layout.

Rules of the record: the archive's lists win over the telegram's, the telegram's classification block
over the archive's field; where only one classification is stated both carry it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from kg.cable import Cable, Note, Reference
from kg.document import Document
from kg.fields import DOCUMENT, REFERENCES
from kg.grammar import addresses, dates, mentions, portions, references, tags, telegram
from kg.grammar.lines import Claim, joined, place_in
from kg.grammar.telegram import Telegram
from kg.passage import Passage
from kg.readers import identity
from kg.readers.classification import classified
from kg.readers.identity import Identity
from kg.readers.metadata import Metadata
from kg.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Given:
    """What a layout finds in a record: the archive's fields and the telegram, with its place in the record.

    `heading` is the transmission heading where the layout keeps it apart; `headed` says that the body may
    begin with one. `claims` tells the layout's own stretches of the record (footers, markup, navigation)
    to whoever asks: a parse alone does not.
    `telegram` is the body read already, by a layout in which it has another form than a telegram's own.
    `amends` gives anew, of the values of `Cable` as all layouts read them, those that this one states otherwise.
    """

    document: Document
    layout: str
    metadata: Metadata
    body: Passage
    heading: Passage | None = None
    headed: bool = False
    page_gap: int = 0
    claims: Callable[[], Iterable[Claim]] = tuple
    telegram: Telegram | None = None
    amends: Callable[[dict[str, Any]], dict[str, Any]] | None = None


class Reading(NamedTuple):
    """A cable and what it was read from, for whoever asks what each character of the source is."""

    cable: Cable
    given: Given
    telegram: Telegram


def assembled(given: Given) -> Reading:
    """Join everything to one cable; raises InputError when nothing gives an id."""
    metadata = given.metadata
    read = _telegram(given)
    date_text = " ".join(metadata.value("Date").split())
    date, dtg = _dated(date_text, read)
    references = read.references
    own = identity.identity(given.document, metadata, references, date, read.heading.sent_as)
    year = int(date[:4] or own.year)
    parts = _parts(metadata, read, own, year)
    marked, marking_notes = classified(metadata, read, year)
    notes = _notes(metadata, read, date, parts["references"])
    values = {"date": date, **_names(metadata, read), **parts, **marked}
    cable = Cable(
        id=own.id,
        copy=own.copy,
        layout=given.layout,
        source=given.document.source,
        holder=metadata.holder,
        message_references=references,
        date_text=date_text or dtg,
        dtg=dtg,
        notes=(*metadata.notes, *own.notes, *notes, *marking_notes, *read.notes),
        lines=tuple(_lines(metadata, read)),
        body_length=len(given.body.text.strip()),
        **(values | given.amends(values) if given.amends else values),
    )
    return Reading(cable, given, read)


def _dated(date_text: str, read: Telegram) -> tuple[str, str]:
    """Give the date, and the date-time group, which the archive's field holds where the telegram has lost it."""
    if read.heading.dtg or "Z " not in date_text:
        return dates.stated(date_text) or read.heading.instant, read.heading.dtg
    dtg, instant = dates.group(date_text)
    return instant or dates.stated(date_text), dtg


def _telegram(given: Given) -> Telegram:
    if given.telegram:
        return given.telegram
    stated_id = identity.stated(given.metadata)
    return telegram.read(
        given.body,
        heading=given.heading,
        headed=given.headed,
        station=stated_id.station if stated_id else "",
        subject=" ".join(given.metadata.value("Subject").split()),
        page_gap=given.page_gap,
    )


def _names(metadata: Metadata, read: Telegram) -> dict[str, Any]:
    """Give what the archive says of sender, addressees and TAGS, and what the telegram itself says."""
    body_subject = _body_subject(read)
    own_tags = tags.codes(read.opening.text("tags"), vocabulary().is_tag)
    heading = read.heading
    return {
        "subject": " ".join(metadata.value("Subject").split()) or body_subject,
        "body_subject": body_subject,
        "precedence": heading.precedence,
        "sender": " ".join(metadata.value("From").split()) or heading.sender,
        "to": addresses.labels(metadata.value("To"), vocabulary()) or heading.to,
        "info": heading.info,
        "addresses": heading.addresses,
        "excluded": heading.excluded,
        "pass_to": tuple(joined(lines) for name, lines in read.opening.entries if name == "pass_to"),
        "tags": tags.titled(metadata.value("TAGS"), vocabulary().is_tag) or own_tags,
        "body_tags": tuple(dict.fromkeys(tag.code for tag in own_tags)),
    }


def _parts(metadata: Metadata, read: Telegram, own: Identity, year: int) -> dict[str, Any]:
    """Give the parts of the telegram: sections, headings, paragraphs, and what they cite."""
    cited = _references(metadata, read, own, year)
    found = read.text.paragraphs
    return {
        "sections": read.sections,
        "page_lines": read.page_lines,
        "headings": read.text.headings,
        "paragraphs": found,
        "signature": " ".join(read.text.signature.text.split()) if read.text.signature else "",
        "references": cited,
        "mentions": mentions.mentions(found, cited, year=year, own=own.id, stations=_stations()),
    }


def _stations() -> mentions.Stations:
    known = vocabulary()
    return mentions.Stations(known.stations.__contains__, known.station_ends.__contains__)


def _body_subject(read: Telegram) -> str:
    subject = read.opening.text("subject")
    mark = portions.first_portion(subject)
    return subject[mark[1] :].strip() if mark else subject


def _references(metadata: Metadata, read: Telegram, own: Identity, year: int) -> tuple[Reference, ...]:
    """Join the entries of the REF blocks with those that only the archive lists."""
    known = vocabulary().stations.__contains__
    body: list[Reference] = []
    for name, lines in read.opening.entries:
        if name == "references":
            lines = [line.cut(0) for line in lines if not line.text.isspace()]  # noqa: PLW2901 - a page line left blanks
            text = "\n".join(line.text for line in lines)
            found = references.read_block(text, year=year, station=own.station, known=known)
            body += [_placed(entry, read.where.position(place_in(lines, offset))) for offset, entry in found]
    stated = metadata.value(REFERENCES)
    if not body and not stated:
        return ()
    listed = references.listed(stated, year=year, known=known) if stated else ()
    at = metadata.position(REFERENCES) if listed else (0, 0)
    return references.merged(body, [_placed(entry, at) for entry in listed], own.id)


def _placed(entry: Reference, position: tuple[int, int]) -> Reference:
    label, raw, kind, cited, notal, where = entry[:6]
    return Reference(label, raw, kind, cited, notal, where, *position)


_LABELLED: Final = tuple((row.name, row.label.casefold()) for row in DOCUMENT if row.label)
_CLASSED: Final = ("sectionCount", "missingSection", "bodyClassification")
"""Properties that the telegram's first line states."""
_STATED_BY: Final = (
    ("bodySubject", "subject"),
    ("bodyTag", "tags"),
    ("executiveOrder", "order"),
    ("bodyExecutiveOrder", "order"),
    ("declassification", "order"),
    ("classifiedBy", "classifier"),
    ("derivedFrom", "derived"),
)
"""Property -> label of the opening that states it."""


def _lines(metadata: Metadata, read: Telegram) -> Sequence[tuple[str, int, int]]:
    """Give line and column of each fact: of the archive's fields, then of the telegram's opening."""
    fields, where = metadata.fields, read.where
    facts = [(name, fields[label].start) for name, label in _LABELLED if label in fields]
    if read.opening.class_line_at >= 0:
        at = where.start(read.opening.class_line_at)
        facts += [(name, at) for name in _CLASSED]
    begins = {name: lines[0].start for name, lines in reversed(read.opening.entries)}
    facts += [(name, where.start(begins[label])) for name, label in _STATED_BY if label in begins]
    positions = metadata.lines.positions([place for _, place in facts])
    return [(name, *positions[place]) for name, place in facts]


def _notes(metadata: Metadata, read: Telegram, date: str, cited: Sequence[Reference]) -> Iterator[Note]:
    if metadata.value("Date") and not date:
        yield Note("date-unread", metadata.line("Date"), metadata.value("Date")[:80])
    for entry in cited:
        if entry.kind == "other":
            yield Note("reference-unread", entry.line, entry.raw[:80])
    if not read.text.paragraphs and not read.opening.entries:
        yield Note("no-body", metadata.lines.first)
