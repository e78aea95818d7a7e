"""Cable -> quads: the standard model, one named graph a cable.

Pure and in a fixed order: the document, its copy, its references, then headings and paragraphs as they
stand in the text. Super-terms, inverses and "next" links are left to inference; no blank nodes.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from kg import fields, terms
from kg.cable import Cable, Paragraph, Reference
from kg.fields import Field
from kg.terms import Names, Quad, Term
from kg.vocabulary import Entries, Identity, Vocabulary

_HAS_COPY: Final = terms.ck("hasCopy")
_REFERENCE: Final = terms.ck("reference")
_REFERS_TO: Final = terms.ck("refersTo")
_CITES: Final = terms.ck("cites")
_MENTIONS: Final = terms.ck("mentions")
_PARAGRAPH: Final = terms.ck("paragraph")
_HEADING: Final = terms.ck("heading")
_UNDER: Final = terms.ck("underHeading")
_SIGNED_BY: Final = terms.ck("signedBy")
_OTHER_FIELD: Final = terms.ck("otherField")
_READER_NOTE: Final = terms.ck("readerNote")
_LINES: Final = terms.ck("lines")
_HOLDER: Final = terms.ck("holder")
_LAYOUT: Final = terms.ck("layout")
_DUPLICATE_OF: Final = terms.ck("possibleDuplicateOf")


def lines(cable: Cable) -> list[tuple[str, int]]:
    """Give each fact and part with the line it stands on: one literal on the copy instead of a triple each."""
    references = [(f"ref-{number}", reference.line) for number, reference in enumerate(cable.references, 1)]
    headings = [(heading.id, heading.line) for heading in cable.headings]
    return [*cable.lines, *references, *headings, *((paragraph.id, paragraph.line) for paragraph in cable.paragraphs)]


class Mapped(NamedTuple):
    """One cable as RDF: its own graph, and the vocabulary entries that it uses."""

    subject: Term
    quads: tuple[Quad, ...]
    entries: Entries


def quads(cable: Cable, names: Names, vocabulary: Vocabulary, nth: int = 1) -> Mapped:
    """Map a cable; `nth` > 1 when another text under the same id comes first.

    Raises TermError when the id cannot be named by an IRI.
    """
    identity = vocabulary.identity(cable.id)
    graph = terms.iri(names.document(identity.id, nth))
    mapping = _Mapping(cable, identity, names.cable(identity.id, nth), Entries(names, vocabulary))
    if nth > 1:
        mapping.add(mapping.subject, _DUPLICATE_OF, terms.iri(names.cable(identity.id)))
    mapping.document()
    mapping.copy()
    for number, reference in enumerate(cable.references, 1):
        mapping.reference(number, reference)
    for heading in cable.headings:
        mapping.rows(mapping.typed(heading.id, "Heading"), fields.HEADING, heading)
    for paragraph in cable.paragraphs:
        mapping.paragraph(paragraph)
    found = tuple(Quad(*triple, graph) for triple in dict.fromkeys(mapping.triples))
    return Mapped(mapping.subject, found, mapping.entries)


class _Mapping:
    """One cable on its way to triples."""

    def __init__(self, cable: Cable, identity: Identity, address: str, entries: Entries) -> None:
        self.cable = cable
        self.identity = identity
        self.address = address
        self.subject = terms.iri(address)
        self.entries = entries
        self.triples: list[tuple[Term, Term, Term]] = []

    def part(self, name: str) -> Term:
        """Name a part."""
        return Term(f"<{self.address}#{name}>")

    def add(self, subject: Term, predicate: Term, value: Term) -> None:
        """State one triple."""
        self.triples.append((subject, predicate, value))

    def typed(self, name: str, kind: str) -> Term:
        """Begin a part: its name and its class."""
        subject = self.part(name)
        self.add(subject, terms.TYPE, terms.ck(kind))
        return subject

    def rows(self, subject: Term, rows: tuple[Field, ...], part: object) -> None:
        """State what the rows of a table say of a part."""
        for row in rows:
            value = part if row.attribute == "*" else getattr(part, row.attribute)
            if value or (value == 0 and row.term in _ZERO):
                self.row(subject, row, value)

    def row(self, subject: Term, row: Field, value: object) -> bool:
        """State what one row says; tells whether it said anything."""
        before = len(self.triples)
        for term in row.objects(value, self.entries):
            if term:
                self.triples.append((subject, row.predicate, term))
        return len(self.triples) > before

    def document(self) -> None:
        """State the facts of the document and link its parts."""
        cable, subject = self.cable, self.subject
        for predicate, value in self.entries.identifying(self.identity, "Cable"):
            self.add(subject, predicate, value)
        self.rows(subject, _ATTRIBUTES, cable)
        if cable.signature:
            self.add(subject, _SIGNED_BY, self.entries.signatory(self.identity.station, cable.signature))
        self.add(subject, _HAS_COPY, self.part("copy"))
        for number, reference in enumerate(cable.references, 1):
            self.add(subject, _REFERENCE, self.part(f"ref-{number}"))
            if reference.id:
                self.add(subject, _CITES, self.entries.cited(reference.id))
        for heading in cable.headings:
            self.add(subject, _HEADING, self.part(heading.id))
        for paragraph in cable.paragraphs:
            self.add(subject, _PARAGRAPH, self.part(paragraph.id))

    def copy(self) -> None:
        """State the facts of the source copy, and what no property of its own has room for."""
        cable = self.cable
        copy = self.typed("copy", "SourceCopy")
        self.add(copy, terms.IDENTIFIER, terms.text(cable.copy))
        if cable.holder:
            self.add(copy, _HOLDER, self.entries.agency(cable.holder))
        self.add(copy, _LAYOUT, terms.text(cable.layout))
        self.rows(copy, fields.COPY, cable.source)
        if placed := lines(cable):
            self.add(copy, _LINES, terms.text(" ".join(f"{name}:{line}" for name, line in placed)))
        for label, value in cable.fields:
            row = fields.LABELLED.get(label)
            if row is None or not self.row(self.subject, row, value):
                self.add(copy, _OTHER_FIELD, terms.text(f"{label}: {value}"))
        for note in cable.notes:
            self.add(copy, _READER_NOTE, terms.text(", ".join(filter(None, (note.code, str(note.line), note.text)))))

    def reference(self, number: int, reference: Reference) -> None:
        """State one entry of the references."""
        subject = self.typed(f"ref-{number}", "Reference")
        self.rows(subject, fields.REFERENCE, reference)
        if reference.id:
            self.add(subject, _REFERS_TO, self.entries.cited(reference.id))

    def paragraph(self, paragraph: Paragraph) -> None:
        """State one paragraph."""
        subject = self.typed(paragraph.id, "Paragraph")
        self.rows(subject, fields.PARAGRAPH, paragraph)
        if paragraph.heading:
            self.add(subject, _UNDER, self.part(f"h{paragraph.heading}"))
        for mention in self.cable.mentions:
            if mention.paragraph == paragraph.id:
                self.add(subject, _MENTIONS, self.entries.cited(mention.id))


_ATTRIBUTES: Final = tuple(row for row in fields.DOCUMENT if row.attribute)
_ZERO: Final = frozenset({"begin", "offset"})
"""Properties whose value 0 says something."""
