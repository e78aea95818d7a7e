"""The table: what a cable says -> property of the ontology -> how the value becomes RDF.

Rules: a header field is one row here and one term in `ontology/cables.ttl`. `label` is the archive's
own word; `source` the attribute of `Cable`, empty when the value stays in `Cable.fields` under its label,
or a function where the value has to be found first. Of a tuple each value is stated by itself.
A label without a row is published as ck:otherField, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol

from kg import terms
from kg.cable import Address, Cable, Paragraph, Reference, Tag
from kg.grammar.lines import letters
from kg.terms import DCTERMS, TIME, Term


class Entries(Protocol):
    """Names what a value stands for and keeps the entry that explains it (`kg.entries.Entries`)."""

    def agency(self, label: str) -> Term:
        """Name an agency."""

    def holder(self, label: str) -> Term:
        """Name an archive."""

    def tag(self, tag: Tag) -> Term:
        """Name a TAGS entry."""

    def level(self, name: str) -> Term | None:
        """Name a level or control."""

    def concept(self, kind: str, code: str) -> Term:
        """Name a value of another list."""


class Kind(NamedTuple):
    """A kind of value: how it is stated in N-Triples form.

    It is stated by itself (`state`) or named by the entries of the cable (`name`); a name that is "" or None states
    nothing, and neither does a value that is empty, unless its kind is `sized`: a count or a place says something
    even where it is 0.
    """

    state: Callable[[Any], Term] | None = None
    name: Callable[[Entries], Callable[[Any], Term | None]] | None = None
    sized: bool = False


def typed(datatype: str) -> Kind:
    """Give the kind of literals of an XML Schema datatype, whose text needs no escape."""
    return Kind(partial(terms.typed, datatype=datatype))


def concept(kind: str) -> Kind:
    """Give the kind of values of one list."""
    return Kind(name=lambda entries: partial(entries.concept, kind))


TEXT: Final = Kind(terms.text)
ENGLISH: Final = Kind(terms.english)
"""Words of a catalogue; a transcription claims no language."""

INTEGER: Final = Kind(terms.integer)
SIZE: Final = Kind(terms.integer, sized=True)
AGENCY: Final = Kind(name=attrgetter("agency"))
HOLDER: Final = Kind(name=attrgetter("holder"))
TAG: Final = Kind(name=attrgetter("tag"))
LEVEL: Final = Kind(name=attrgetter("level"))
"""A classification level; a word that is none states nothing."""

UNIT: Final = Kind(lambda name: terms.iri(TIME + name))


@dataclass(frozen=True)
class Field:
    """One row: the property, where the value stands, what kind of value it is."""

    term: str
    source: str | Callable[[Any], Any]
    kind: Kind
    label: str = ""

    @property
    def name(self) -> str:
        """The property's local name."""
        return self.term.rpartition(":")[2]

    @property
    def attribute(self) -> str:
        """The attribute that holds the value, "" where none does."""
        return self.source if isinstance(self.source, str) else ""

    @property
    def predicate(self) -> Term:
        """The property, in N-Triples form."""
        return terms.iri(DCTERMS + self.name) if self.term.startswith("dcterms:") else terms.ck(self.term)

    @property
    def ready(self) -> Row:
        """The row, ready to be asked."""
        source = self.source if callable(self.source) else attrgetter(self.source) if self.source else str
        return Row(source, self.predicate, *self.kind)


class Row(NamedTuple):
    """A row that is ready: what finds the value, or a tuple of values, and how each is stated."""

    value_of: Callable[[Any], Any]
    predicate: Term
    state: Callable[[Any], Term] | None
    name: Callable[[Entries], Callable[[Any], Term | None]] | None
    sized: bool


def listed(value: str) -> Sequence[str]:
    """Several values in a field, with commas or semicolons between them."""
    return tuple(one.strip() for one in re.split("[,;]", value) if one.strip())


def count(value: str) -> str:
    """A number in a field; text that is none gives nothing and is kept as ck:otherField."""
    digits = value.replace(",", "")
    return str(int(digits)) if _NUMBER.fullmatch(digits) else ""


_NUMBER = re.compile(r"[0-9]{1,15}")


def stated_day(cable: Cable) -> str:
    """The day of a date, for filters: SPARQL 1.1 does not compare dates with times."""
    return cable.date[:10]


def stated_moment(cable: Cable) -> str:
    """The minute of a date; nothing when only the day is stated, no zone unless one is."""
    if "T" not in cable.date:
        return ""
    return f"{cable.date[:-1]}:00Z" if cable.date.endswith("Z") else f"{cable.date}:00"


def stated_unit(cable: Cable) -> str:
    """How exactly a date is stated: the seconds of an xsd:dateTime are an artefact."""
    if not cable.date:
        return ""
    return "unitMinute" if "T" in cable.date else "unitDay"


def header_tags(cable: Cable) -> Sequence[Tag]:
    """TAGS of the archive, published apart only where the telegram has others."""
    return cable.tags if _tags_differ(cable) else ()


def body_tags(cable: Cable) -> Sequence[Tag]:
    """TAGS of the telegram, published apart only where the archive has others."""
    return tuple(map(Tag, cable.body_tags)) if _tags_differ(cable) else ()


def _tags_differ(cable: Cable) -> bool:
    return bool(cable.body_tags) and set(map(_CODE, cable.tags)) != set(cable.body_tags)


_CODE = attrgetter("code")


def person_tags(cable: Cable) -> Sequence[str]:
    """TAGS that carry the name of a person."""
    return tuple([f"{tag.code} ({tag.person})" for tag in cable.tags if tag.person])


def mended_tags(cable: Cable) -> Sequence[str]:
    """TAGS whose code was mended, with what was written."""
    return tuple([f"{tag.code}: {tag.raw}" for tag in cable.tags if tag.raw])


def action_addressees(cable: Cable) -> Sequence[str]:
    """Addressees of the telegram's TO lines, published apart only where the archive's list has others."""
    if not cable.addresses:
        return ()
    labels = tuple([address.label for address in cable.addresses if address.role == "action"])
    return () if set(labels) == set(cable.to) else labels


def body_subject(cable: Cable) -> str:
    """The telegram's own subject, where it says something else than the archive's."""
    own, given = cable.body_subject, cable.subject
    same = own.casefold() == given.casefold() or letters(own) == letters(given)
    return "" if same else own


def declassified(cable: Cable) -> str:
    """The date of the declassification instruction, when it is a date."""
    return cable.declassification.date if cable.declassification else ""


def instruction(cable: Cable) -> str:
    """The declassification instruction as written."""
    return cable.declassification.raw if cable.declassification else ""


def section_count(cable: Cable) -> int:
    """How many sections the telegram announces."""
    return cable.sections.count if cable.sections else 0


def missing_sections(cable: Cable) -> Sequence[int]:
    """Sections that were announced and never met."""
    if not cable.sections:
        return ()
    return tuple(n for n in range(1, cable.sections.count + 1) if n not in cable.sections.seen)


RANKED: Final = (
    ("UNCLASSIFIED",),
    ("EFTO", "FOUO", "SBU", "LIMITED OFFICIAL USE", "RESTRICTED"),
    ("CONFIDENTIAL",),
    ("SECRET",),
    ("TOP SECRET",),
)
"""Levels and controls of a portion mark by their rank in the scheme; of one rank, levels stand behind controls."""

_PLACE: Final = {name: place for place, name in enumerate(name for names in RANKED for name in names)}


def highest_portion(cable: Cable) -> str:
    """The highest level in the portion marks, which should be the telegram's own; "" where none is marked."""
    met = {paragraph.level for paragraph in cable.paragraphs} & _PLACE.keys()
    return max(met, key=_PLACE.__getitem__, default="")


_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(rf"\(({'|'.join(_WEEKDAYS)})\)")


def stated_weekday(cable: Cable) -> str:
    """The day of the week that the archive states, where the date falls on another: one of the two is wrong."""
    found = _WEEKDAY.search(cable.date_text)
    if not found or not cable.date:
        return ""
    computed = _WEEKDAYS[date.fromisoformat(cable.date[:10]).weekday()]
    return "" if found[1] == computed else found[1]


_ROUTING = re.compile(r"R(?!USSIAN?\b|UMANIAN?\b|URAL\b|UHR\b|HINE\b)[HU][A-Z]{3,5}[ /]+\S")
"""A routing indicator before a name: RU or RH first, five to seven letters (ACP 117), and no word of a name."""


def routed_addressees(cable: Cable) -> tuple[str, ...]:
    """Addressees, as written, in whose names the archive has left a routing indicator, which is a key of none."""
    return tuple([label for label in (*cable.to, *cable.info) if _ROUTING.match(label)])


DOCUMENT: Final = (
    Field("messageReference", "message_references", TEXT),
    Field("dcterms:title", "subject", ENGLISH, "Subject"),
    Field("bodySubject", body_subject, ENGLISH),
    Field("sender", "sender", AGENCY, "From"),
    Field("addressee", "to", AGENCY, "To"),
    Field("actionAddressee", action_addressees, AGENCY),
    Field("infoAddressee", "info", AGENCY),
    Field("excludedAddressee", "excluded", AGENCY),
    Field("addresseeText", routed_addressees, TEXT),
    Field("passTo", "pass_to", TEXT),
    Field("precedence", "precedence", concept("precedence")),
    Field("originalClassification", "original_classification", LEVEL, "Original Classification"),
    Field("classification", "classification", LEVEL, "Current Classification"),
    Field("bodyClassification", "body_classification", LEVEL),
    Field("highestPortion", highest_portion, LEVEL),
    Field("caption", "captions", concept("caption")),
    Field("formerCaption", listed, concept("caption"), "Previous Handling Restrictions"),
    Field("executiveOrder", "executive_order", concept("order"), "Executive Order (E.O.)"),
    Field("bodyExecutiveOrder", "body_order", concept("order")),
    Field("declassifyOn", declassified, typed("date")),
    Field("declassification", instruction, TEXT),
    Field("classifiedBy", "classified_by", TEXT),
    Field("classificationReason", "reasons", TEXT),
    Field("derivedFrom", "derived_from", TEXT),
    Field("date", stated_day, typed("date")),
    Field("sent", stated_moment, typed("dateTime")),
    Field("sentPrecision", stated_unit, UNIT),
    Field("dateText", "date_text", TEXT, "Date"),
    Field("statedWeekday", stated_weekday, TEXT),
    Field("dateTimeGroup", "dtg", TEXT),
    Field("documentType", "", concept("type"), "Type"),
    Field("locator", "", concept("locator"), "Locator"),
    Field("archiveStatus", "", concept("status"), "Archive Status"),
    Field("markings", "", concept("marking"), "Markings"),
    Field("enclosure", "", concept("enclosure"), "Enclosure"),
    Field("office", "", concept("office"), "Office"),
    Field("concept", listed, concept("concept"), "Concepts"),
    Field("characterCount", count, INTEGER, "Document Character Count"),
    Field("bodyLength", "body_length", INTEGER),
    Field("tag", "tags", TAG, "TAGS"),
    Field("headerTag", header_tags, TAG),
    Field("bodyTag", body_tags, TAG),
    Field("personTag", person_tags, TEXT),
    Field("tagText", mended_tags, TEXT),
    Field("sectionCount", section_count, INTEGER),
    Field("missingSection", missing_sections, INTEGER),
    Field("signature", "signature", TEXT),
)
"""Facts of the document."""


def placed(cable: Cable) -> str:
    """Line and column of facts and parts (the first column unsaid): one literal on the copy instead of triples each."""
    places = [
        *cable.lines,
        *[(f"ref-{number}", reference.line, reference.column) for number, reference in enumerate(cable.references, 1)],
        *[(heading.id, heading.line, heading.column) for heading in cable.headings],
        *[(paragraph.id, paragraph.line, paragraph.column) for paragraph in cable.paragraphs],
    ]
    return " ".join([f"{name}:{line}:{column}" if column > 1 else f"{name}:{line}" for name, line, column in places])


COPY: Final = (
    Field("dcterms:identifier", "copy", TEXT),
    Field("holder", "holder", HOLDER),
    Field("layout", "layout", TEXT),
    Field("path", "source.path", TEXT),
    Field("line", "source.line", INTEGER),
    Field("offset", "source.offset", SIZE),
    Field("byteSize", "source.bytes", SIZE),
    Field("sha256", "source.sha256", typed("hexBinary")),
    Field("encoding", "source.encoding", TEXT),
    Field("lines", placed, TEXT),
    Field("pageLineCount", "page_lines", INTEGER),
)
"""Facts of the copy that was read: of the record's own bytes, and where in them things stand."""


def notes(cable: Cable) -> Sequence[str]:
    """What was unusual, each as "code, line, text"."""
    return tuple([", ".join(filter(None, (note.code, str(note.line), note.text))) for note in cable.notes])


NOTES: Final = (Field("readerNote", notes, TEXT),)
"""What stands on the copy behind the fields of the archive."""


def mark(paragraph: Paragraph) -> str:
    """The portion mark as written, where it says more than the level."""
    return paragraph.mark if paragraph.caveats or not paragraph.level else ""


PARAGRAPH: Final = (
    Field("number", "n", INTEGER),
    Field("portionLevel", "level", LEVEL),
    Field("portionMark", mark, TEXT),
    Field("section", "section", INTEGER),
    Field("text", "text", TEXT),
    Field("begin", "start", SIZE),
    Field("end", "end", SIZE),
)
HEADING: Final = (
    Field("text", "text", TEXT),
    Field("begin", "start", SIZE),
    Field("end", "end", SIZE),
)


def says_more(address: Address) -> bool:
    """Tell whether a line of the list of addressees says more than a name."""
    return bool(address.routing or address.precedence or address.number)


ADDRESS: Final = (
    Field("addressedTo", "label", AGENCY),
    Field("addressText", "label", TEXT),
    Field("role", "role", TEXT),
    Field("routingIndicator", "routing", TEXT),
    Field("precedence", "precedence", concept("precedence")),
    Field("seriesNumber", "number", TEXT),
)


def reference_source(reference: Reference) -> str:
    """Who states a reference, where not the telegram alone does."""
    return "" if reference.where == "body" else reference.where


def notal(reference: Reference) -> str:
    """The word NOTAL, which is stated only where it stands."""
    return "true" if reference.notal else ""


REFERENCE: Final = (
    Field("referenceLabel", "label", TEXT),
    Field("referenceText", "raw", TEXT),
    Field("referenceKind", "kind", TEXT),
    Field("referenceSource", reference_source, TEXT),
    Field("notal", notal, typed("boolean")),
)

TABLES: Final = (DOCUMENT, COPY, NOTES, ADDRESS, REFERENCE, HEADING, PARAGRAPH)

CANONICAL_ID: Final = "Canonical ID"
REFERENCES: Final = "Reference(s)"
HEADER: Final = MappingProxyType(
    {CANONICAL_ID.casefold(): "id", REFERENCES.casefold(): "references"}
    | {row.label.casefold(): row.attribute for row in DOCUMENT if row.label}
)
"""Header label of the archive, case folded -> attribute of `Cable` ("" = kept in `fields`)."""

LABELLED: Final = MappingProxyType({row.label: (row.ready,) for row in DOCUMENT if row.label and not row.attribute})
"""Label -> the row whose value stays in `Cable.fields`."""
