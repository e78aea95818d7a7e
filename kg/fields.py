"""The table: what a cable says -> property of the ontology -> how the value becomes RDF.

Rules: a header field is one row here and one term in `ontology/cables.ttl`. `label` is the archive's
own word; `attribute` the place in `Cable`, empty when the value stays in `Cable.fields` under its label.
A label without a row is published as ck:otherField, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Protocol

from kg import terms
from kg.cable import Cable, Paragraph, Reference, Tag
from kg.terms import DCTERMS, TIME, Term


class Entries(Protocol):
    """Names what a value stands for and keeps the entry that explains it (`kg.vocabulary.Entries`)."""

    def agency(self, label: str) -> Term:
        """Name an agency."""

    def tag(self, tag: Tag) -> Term:
        """Name a TAGS entry."""

    def level(self, name: str) -> Term | None:
        """Name a level or control."""

    def concept(self, kind: str, code: str) -> Term:
        """Name a value of another list."""


Objects = Callable[[Any, Entries], Iterable[Term | None]]
"""Value of a cable -> objects of the triples; None and nothing at all mean no triple."""


@dataclass(frozen=True)
class Field:
    """One row: the property, where the value stands, how it becomes RDF."""

    term: str
    attribute: str
    objects: Objects
    label: str = ""

    @property
    def name(self) -> str:
        """The property's local name."""
        return self.term.rpartition(":")[2]

    @cached_property
    def predicate(self) -> Term:
        """The property, in N-Triples form."""
        return terms.iri(DCTERMS + self.name) if self.term.startswith("dcterms:") else terms.ck(self.term)


def texts(value: str | tuple[str, ...], _: Entries) -> Iterator[Term]:
    """Plain literals."""
    yield from (terms.text(one) for one in ((value,) if isinstance(value, str) else value))


def title(value: str, _: Entries) -> Iterator[Term]:
    """Words of a catalogue, in English."""
    yield terms.english(value)


def number(value: str | int, _: Entries) -> Iterator[Term]:
    """An integer; text that is none gives nothing and is kept as ck:otherField."""
    digits = str(value).replace(",", "")
    if digits.isascii() and digits.isdigit():
        yield terms.integer(int(digits))


def size(value: int, _: Entries) -> Iterator[Term]:
    """A count that cannot be negative."""
    yield terms.typed(value, "nonNegativeInteger")


def hexadecimal(value: str, _: Entries) -> Iterator[Term]:
    """A hash."""
    yield terms.typed(value, "hexBinary")


def day(value: str, _: Entries) -> Iterator[Term]:
    """The day of a date, for filters: SPARQL 1.1 does not compare dates with times."""
    yield terms.typed(value[:10], "date")


def moment(value: str, _: Entries) -> Iterator[Term]:
    """The minute of a date; nothing when only the day is stated, no zone unless one is."""
    if "T" in value:
        zone = "Z" if value.endswith("Z") else ""
        yield terms.typed(f"{value.removesuffix('Z')}:00{zone}", "dateTime")


def precision(value: str, _: Entries) -> Iterator[Term]:
    """How exactly a date is stated: the seconds of an xsd:dateTime are an artefact."""
    yield terms.iri(TIME + ("unitMinute" if "T" in value else "unitDay"))


def agencies(value: str | tuple[str, ...], entries: Entries) -> Iterator[Term]:
    """Authority records of labels."""
    yield from (entries.agency(one) for one in ((value,) if isinstance(value, str) else value))


def level(value: str, entries: Entries) -> Iterator[Term | None]:
    """A classification level."""
    yield entries.level(value)


def concepts(kind: str) -> Objects:
    """Values of one list."""

    def objects(value: str | tuple[str, ...], entries: Entries) -> Iterator[Term]:
        yield from (entries.concept(kind, one) for one in ((value,) if isinstance(value, str) else value))

    return objects


def tags(value: tuple[Tag, ...], entries: Entries) -> Iterator[Term]:
    """TAGS."""
    yield from (entries.tag(one) for one in value)


def header_tags(cable: Cable, entries: Entries) -> Iterator[Term]:
    """TAGS of the archive, published apart only where the telegram has others."""
    if _tags_differ(cable):
        yield from tags(cable.tags, entries)


def body_tags(cable: Cable, entries: Entries) -> Iterator[Term]:
    """TAGS of the telegram, published apart only where the archive has others."""
    if _tags_differ(cable):
        yield from (entries.tag(Tag(code)) for code in cable.body_tags)


def _tags_differ(cable: Cable) -> bool:
    return bool(cable.body_tags) and {tag.code for tag in cable.tags} != set(cable.body_tags)


def body_subject(cable: Cable, _: Entries) -> Iterator[Term]:
    """The telegram's own subject, where it says something else than the archive's."""
    if cable.body_subject and _letters(cable.body_subject) != _letters(cable.subject):
        yield terms.english(cable.body_subject)


def _letters(value: str) -> str:
    return "".join(character for character in value.casefold() if character.isalnum())


def declassified(cable: Cable, _: Entries) -> Iterator[Term]:
    """The date of the declassification instruction, when it is a date."""
    if cable.declassification and cable.declassification.date:
        yield terms.typed(cable.declassification.date, "date")


def instruction(cable: Cable, _: Entries) -> Iterator[Term]:
    """The declassification instruction as written."""
    if cable.declassification:
        yield terms.text(cable.declassification.raw)


def section_count(cable: Cable, _: Entries) -> Iterator[Term]:
    """How many sections the telegram announces."""
    if cable.sections:
        yield terms.integer(cable.sections.count)


def missing_sections(cable: Cable, _: Entries) -> Iterator[Term]:
    """Sections that were announced and never met."""
    if cable.sections:
        yield from (terms.integer(n) for n in range(1, cable.sections.count + 1) if n not in cable.sections.seen)


DOCUMENT: Final = (
    Field("messageReference", "message_references", texts),
    Field("dcterms:title", "subject", title, "Subject"),
    Field("bodySubject", "*", body_subject),
    Field("sender", "sender", agencies, "From"),
    Field("addressee", "to", agencies, "To"),
    Field("infoAddressee", "info", agencies),
    Field("excludedAddressee", "excluded", agencies),
    Field("passTo", "pass_to", texts),
    Field("precedence", "precedence", concepts("precedence")),
    Field("originalClassification", "original_classification", level, "Original Classification"),
    Field("classification", "classification", level, "Current Classification"),
    Field("caption", "captions", concepts("caption")),
    Field("formerCaption", "", concepts("caption"), "Previous Handling Restrictions"),
    Field("executiveOrder", "executive_order", concepts("order"), "Executive Order (E.O.)"),
    Field("declassifyOn", "*", declassified),
    Field("declassification", "*", instruction),
    Field("classifiedBy", "classified_by", texts),
    Field("classificationReason", "reasons", texts),
    Field("derivedFrom", "derived_from", texts),
    Field("date", "date", day),
    Field("sent", "date", moment),
    Field("sentPrecision", "date", precision),
    Field("dateText", "date_text", texts, "Date"),
    Field("dateTimeGroup", "dtg", texts),
    Field("documentType", "", concepts("type"), "Type"),
    Field("locator", "", concepts("locator"), "Locator"),
    Field("archiveStatus", "", concepts("status"), "Archive Status"),
    Field("markings", "", concepts("marking"), "Markings"),
    Field("enclosure", "", concepts("enclosure"), "Enclosure"),
    Field("office", "", concepts("office"), "Office"),
    Field("concept", "", concepts("concept"), "Concepts"),
    Field("characterCount", "", number, "Document Character Count"),
    Field("tag", "tags", tags, "TAGS"),
    Field("headerTag", "*", header_tags),
    Field("bodyTag", "*", body_tags),
    Field("sectionCount", "*", section_count),
    Field("missingSection", "*", missing_sections),
    Field("signature", "signature", texts),
)
"""Facts of the document; `*` hands the whole cable to the value reader."""

COPY: Final = (
    Field("path", "path", texts),
    Field("line", "line", number),
    Field("offset", "offset", size),
    Field("byteSize", "bytes", size),
    Field("sha256", "sha256", hexadecimal),
    Field("encoding", "encoding", texts),
)
"""Facts of the record's own bytes (attributes of `Source`)."""


def portion(paragraph: Paragraph, entries: Entries) -> Iterator[Term | None]:
    """Level or control of a paragraph."""
    yield entries.level(paragraph.level) if paragraph.level else None


def mark(paragraph: Paragraph, _: Entries) -> Iterator[Term]:
    """The portion mark as written, where it says more than the level."""
    if paragraph.caveats or (paragraph.mark and not paragraph.level):
        yield terms.text(paragraph.mark)


PARAGRAPH: Final = (
    Field("number", "n", lambda n, _: (terms.integer(n),)),
    Field("portionLevel", "*", portion),
    Field("portionMark", "*", mark),
    Field("section", "section", number),
    Field("text", "text", texts),
    Field("begin", "start", size),
    Field("end", "end", size),
)
HEADING: Final = (
    Field("text", "text", texts),
    Field("begin", "start", size),
    Field("end", "end", size),
)


def notal(reference: Reference, _: Entries) -> Iterator[Term]:
    """Whether the entry says NOTAL; stated only where it does."""
    if reference.notal:
        yield terms.typed("true", "boolean")


REFERENCE: Final = (
    Field("referenceLabel", "label", texts),
    Field("referenceText", "raw", texts),
    Field("referenceKind", "kind", texts),
    Field("notal", "*", notal),
)

CANONICAL_ID: Final = "Canonical ID"
REFERENCES: Final = "Reference(s)"
HEADER: Final = MappingProxyType(
    {CANONICAL_ID.casefold(): "id", REFERENCES.casefold(): "references"}
    | {row.label.casefold(): row.attribute for row in DOCUMENT if row.label}
)
"""Header label of the archive, case folded -> attribute of `Cable` ("" = kept in `fields`)."""

LABELLED: Final = MappingProxyType({row.label: row for row in DOCUMENT if row.label and not row.attribute})
"""Label -> the row whose value stays in `Cable.fields`."""
