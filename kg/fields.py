"""The table: what a cable says -> property of the ontology -> how the value becomes RDF.

Rules: a header field is one row here and one term in `ontology/cables.ttl`. `label` is the archive's
own word; `attribute` the place in `Cable`, empty when the value stays in `Cable.fields` under its label.
A label without a row is published as ck:otherField, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Protocol

from kg import terms
from kg.cable import Cable, Declassification, Paragraph, Sections, Tag
from kg.grammar.lines import letters
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


Objects = Callable[[Any, Entries], Sequence[Term | None]]
"""Value of a cable -> objects of the triples; None and nothing at all mean no triple."""

_NOTHING: Final = ()


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


def text(value: str, _: Entries) -> Sequence[Term]:
    """A plain literal."""
    return (terms.text(value),)


def texts(value: tuple[str, ...], _: Entries) -> Sequence[Term]:
    """Plain literals."""
    return [terms.text(one) for one in value]


def title(value: str, _: Entries) -> Sequence[Term]:
    """Words of a catalogue, in English."""
    return (terms.english(value),)


def integer(value: int, _: Entries) -> Sequence[Term]:
    """An integer."""
    return (terms.integer(value),)


def number(value: str, _: Entries) -> Sequence[Term]:
    """An integer; text that is none gives nothing and is kept as ck:otherField."""
    digits = value.replace(",", "")
    return (terms.integer(int(digits)),) if _NUMBER.fullmatch(digits) else _NOTHING


_NUMBER = re.compile(r"[0-9]{1,15}")


def size(value: int, _: Entries) -> Sequence[Term]:
    """A count that cannot be negative."""
    return (terms.typed(value, "nonNegativeInteger"),)


def hexadecimal(value: str, _: Entries) -> Sequence[Term]:
    """A hash."""
    return (terms.typed(value, "hexBinary"),)


def day(value: str, _: Entries) -> Sequence[Term]:
    """The day of a date, for filters: SPARQL 1.1 does not compare dates with times."""
    return (terms.typed(value[:10], "date"),)


def moment(value: str, _: Entries) -> Sequence[Term]:
    """The minute of a date; nothing when only the day is stated, no zone unless one is."""
    if "T" not in value:
        return _NOTHING
    zone = "Z" if value.endswith("Z") else ""
    return (terms.typed(f"{value.removesuffix('Z')}:00{zone}", "dateTime"),)


def precision(value: str, _: Entries) -> Sequence[Term]:
    """How exactly a date is stated: the seconds of an xsd:dateTime are an artefact."""
    return (terms.iri(TIME + ("unitMinute" if "T" in value else "unitDay")),)


def agency(value: str, entries: Entries) -> Sequence[Term]:
    """The authority record of a label."""
    return (entries.agency(value),)


def agencies(value: tuple[str, ...], entries: Entries) -> Sequence[Term]:
    """Authority records of labels."""
    return [entries.agency(one) for one in value]


def level(value: str, entries: Entries) -> Sequence[Term | None]:
    """A classification level."""
    return (entries.level(value),)


def concept(kind: str) -> Objects:
    """A value of one list."""
    return lambda value, entries: (entries.concept(kind, value),)


def captions(value: tuple[str, ...], entries: Entries) -> Sequence[Term]:
    """Captions."""
    return [entries.concept("caption", one) for one in value]


def listed(kind: str) -> Objects:
    """Values of one list, several in a field with commas or semicolons between them."""

    def objects(value: str, entries: Entries) -> Sequence[Term]:
        return [entries.concept(kind, one.strip()) for one in re.split("[,;]", value) if one.strip()]

    return objects


def tags(value: tuple[Tag, ...], entries: Entries) -> Sequence[Term]:
    """TAGS."""
    return [entries.tag(one) for one in value]


def header_tags(cable: Cable, entries: Entries) -> Sequence[Term]:
    """TAGS of the archive, published apart only where the telegram has others."""
    return tags(cable.tags, entries) if _tags_differ(cable) else _NOTHING


def body_tags(cable: Cable, entries: Entries) -> Sequence[Term]:
    """TAGS of the telegram, published apart only where the archive has others."""
    return [entries.tag(Tag(code)) for code in cable.body_tags] if _tags_differ(cable) else _NOTHING


def _tags_differ(cable: Cable) -> bool:
    return bool(cable.body_tags) and {tag.code for tag in cable.tags} != set(cable.body_tags)


def body_subject(cable: Cable, _: Entries) -> Sequence[Term]:
    """The telegram's own subject, where it says something else than the archive's."""
    if not cable.body_subject or letters(cable.body_subject) == letters(cable.subject):
        return _NOTHING
    return (terms.english(cable.body_subject),)


def declassified(value: Declassification, _: Entries) -> Sequence[Term]:
    """The date of the declassification instruction, when it is a date."""
    return (terms.typed(value.date, "date"),) if value.date else _NOTHING


def instruction(value: Declassification, _: Entries) -> Sequence[Term]:
    """The declassification instruction as written."""
    return (terms.text(value.raw),)


def section_count(value: Sections, _: Entries) -> Sequence[Term]:
    """How many sections the telegram announces."""
    return (terms.integer(value.count),)


def missing_sections(value: Sections, _: Entries) -> Sequence[Term]:
    """Sections that were announced and never met."""
    return [terms.integer(n) for n in range(1, value.count + 1) if n not in value.seen]


DOCUMENT: Final = (
    Field("messageReference", "message_references", texts),
    Field("dcterms:title", "subject", title, "Subject"),
    Field("bodySubject", "*", body_subject),
    Field("sender", "sender", agency, "From"),
    Field("addressee", "to", agencies, "To"),
    Field("infoAddressee", "info", agencies),
    Field("excludedAddressee", "excluded", agencies),
    Field("passTo", "pass_to", texts),
    Field("precedence", "precedence", concept("precedence")),
    Field("originalClassification", "original_classification", level, "Original Classification"),
    Field("classification", "classification", level, "Current Classification"),
    Field("caption", "captions", captions),
    Field("formerCaption", "", listed("caption"), "Previous Handling Restrictions"),
    Field("executiveOrder", "executive_order", concept("order"), "Executive Order (E.O.)"),
    Field("declassifyOn", "declassification", declassified),
    Field("declassification", "declassification", instruction),
    Field("classifiedBy", "classified_by", text),
    Field("classificationReason", "reasons", texts),
    Field("derivedFrom", "derived_from", text),
    Field("date", "date", day),
    Field("sent", "date", moment),
    Field("sentPrecision", "date", precision),
    Field("dateText", "date_text", text, "Date"),
    Field("dateTimeGroup", "dtg", text),
    Field("documentType", "", concept("type"), "Type"),
    Field("locator", "", concept("locator"), "Locator"),
    Field("archiveStatus", "", concept("status"), "Archive Status"),
    Field("markings", "", concept("marking"), "Markings"),
    Field("enclosure", "", concept("enclosure"), "Enclosure"),
    Field("office", "", concept("office"), "Office"),
    Field("concept", "", listed("concept"), "Concepts"),
    Field("characterCount", "", number, "Document Character Count"),
    Field("tag", "tags", tags, "TAGS"),
    Field("headerTag", "*", header_tags),
    Field("bodyTag", "*", body_tags),
    Field("sectionCount", "sections", section_count),
    Field("missingSection", "sections", missing_sections),
    Field("signature", "signature", text),
)
"""Facts of the document; `*` hands the whole cable to the value reader."""

COPY: Final = (
    Field("path", "path", text),
    Field("line", "line", integer),
    Field("offset", "offset", size),
    Field("byteSize", "bytes", size),
    Field("sha256", "sha256", hexadecimal),
    Field("encoding", "encoding", text),
)
"""Facts of the record's own bytes (attributes of `Source`)."""


def mark(paragraph: Paragraph, _: Entries) -> Sequence[Term]:
    """The portion mark as written, where it says more than the level."""
    says_more = paragraph.caveats or (paragraph.mark and not paragraph.level)
    return (terms.text(paragraph.mark),) if says_more else _NOTHING


PARAGRAPH: Final = (
    Field("number", "n", integer),
    Field("portionLevel", "level", level),
    Field("portionMark", "*", mark),
    Field("section", "section", integer),
    Field("text", "text", text),
    Field("begin", "start", size),
    Field("end", "end", size),
)
HEADING: Final = (
    Field("text", "text", text),
    Field("begin", "start", size),
    Field("end", "end", size),
)


def true(_: bool, __: Entries) -> Sequence[Term]:  # noqa: FBT001 - called for what is so
    """What is stated only where it is so."""
    return (terms.typed("true", "boolean"),)


REFERENCE: Final = (
    Field("referenceLabel", "label", text),
    Field("referenceText", "raw", text),
    Field("referenceKind", "kind", text),
    Field("notal", "notal", true),
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
