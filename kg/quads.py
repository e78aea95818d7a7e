"""Cable -> quads: the standard model, one named graph a cable.

Pure and in a fixed order: the document, its copy, its references, then headings and paragraphs as they
stand in the text. Super-terms, inverses and "next" links are left to inference; no blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from kg import fields, terms
from kg.cable import Cable, Paragraph, Reference
from kg.errors import TermError
from kg.fields import Field
from kg.terms import Names, Quad, Term
from kg.vocabulary import Entries, Identity, Triple, Vocabulary

_CABLE_CLASS: Final = terms.ck("Cable")
_COPY_CLASS: Final = terms.ck("SourceCopy")
_REFERENCE_CLASS: Final = terms.ck("Reference")
_HEADING_CLASS: Final = terms.ck("Heading")
_PARAGRAPH_CLASS: Final = terms.ck("Paragraph")
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
    graph: Term
    triples: tuple[Triple, ...]
    entries: Entries

    @property
    def quads(self) -> tuple[Quad, ...]:
        """The triples in their graph."""
        return tuple(Quad(*triple, self.graph) for triple in self.triples)


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
        mapping.rows(mapping.typed(heading.id, _HEADING_CLASS), _HEADINGS, heading)
    for paragraph in cable.paragraphs:
        mapping.paragraph(paragraph)
    return Mapped(mapping.subject, graph, tuple(dict.fromkeys(mapping.triples)), mapping.entries)


class _Row(NamedTuple):
    """A row of a table, made ready."""

    attribute: str
    objects: fields.Objects
    predicate: Term
    zero: bool


_ZERO: Final = frozenset({"begin", "offset"})
"""Properties whose value 0 says something."""


def _ready(rows: Iterable[Field]) -> tuple[_Row, ...]:
    whole = {"*": ""}
    return tuple(
        _Row(whole.get(row.attribute, row.attribute), row.objects, row.predicate, row.term in _ZERO)
        for row in rows
        if row.attribute
    )


_DOCUMENTS: Final = _ready(fields.DOCUMENT)
_COPIES: Final = _ready(fields.COPY)
_PARAGRAPHS: Final = _ready(fields.PARAGRAPH)
_HEADINGS: Final = _ready(fields.HEADING)
_REFERENCES: Final = _ready(fields.REFERENCE)


class _Mapping:
    """One cable on its way to triples."""

    def __init__(self, cable: Cable, identity: Identity, address: str, entries: Entries) -> None:
        self.cable = cable
        self.identity = identity
        self.address = address
        self.subject = terms.iri(address)
        self.entries = entries
        self.triples: list[Triple] = []

    def part(self, name: str) -> Term:
        """Name a part."""
        return Term(f"<{self.address}#{name}>")

    def add(self, subject: Term, predicate: Term, value: Term) -> None:
        """State one triple."""
        self.triples.append((subject, predicate, value))

    def typed(self, name: str, kind: Term) -> Term:
        """Begin a part: its name and its class."""
        subject = self.part(name)
        self.triples.append((subject, terms.TYPE, kind))
        return subject

    def rows(self, subject: Term, rows: tuple[_Row, ...], part: object) -> None:
        """State what the rows of a table say of a part."""
        add, entries = self.triples.append, self.entries
        for attribute, objects, predicate, zero in rows:
            value = getattr(part, attribute) if attribute else part
            if value or (zero and value == 0):
                for term in objects(value, entries):
                    if term:
                        add((subject, predicate, term))

    def field(self, row: Field, value: str) -> bool:
        """State a field of the archive; tells whether its row says anything."""
        try:
            found = [term for term in row.objects(value, self.entries) if term]
        except TermError:  # a value that no IRI can carry, such as a lone dot, is kept as it is written
            return False
        self.triples += [(self.subject, row.predicate, term) for term in found]
        return bool(found)

    def document(self) -> None:
        """State the facts of the document and link its parts."""
        cable, subject = self.cable, self.subject
        for predicate, value in self.entries.identifying(self.identity, _CABLE_CLASS):
            self.add(subject, predicate, value)
        self.rows(subject, _DOCUMENTS, cable)
        if cable.signature:
            self.add(subject, _SIGNED_BY, self.entries.signatory(self.identity.station, cable.signature))
        self.add(subject, _HAS_COPY, self.part("copy"))
        self.triples += [
            (subject, _REFERENCE, self.part(f"ref-{number}")) for number in range(1, len(cable.references) + 1)
        ]
        self.triples += [(subject, _CITES, self.entries.cited(entry.id)) for entry in cable.references if entry.id]
        for heading in cable.headings:
            self.add(subject, _HEADING, self.part(heading.id))
        self.triples += [(subject, _PARAGRAPH, self.part(paragraph.id)) for paragraph in cable.paragraphs]

    def copy(self) -> None:
        """State the facts of the source copy, and what no property of its own has room for."""
        cable = self.cable
        copy = self.typed("copy", _COPY_CLASS)
        self.add(copy, terms.IDENTIFIER, terms.text(cable.copy))
        if cable.holder:
            self.add(copy, _HOLDER, self.entries.agency(cable.holder))
        self.add(copy, _LAYOUT, terms.text(cable.layout))
        self.rows(copy, _COPIES, cable.source)
        if placed := lines(cable):
            self.add(copy, _LINES, terms.text(" ".join(f"{name}:{line}" for name, line in placed)))
        for label, value in cable.fields:
            row = fields.LABELLED.get(label)
            if row is None or not self.field(row, value):
                self.add(copy, _OTHER_FIELD, terms.text(f"{label}: {value}"))
        for note in cable.notes:
            self.add(copy, _READER_NOTE, terms.text(", ".join(filter(None, (note.code, str(note.line), note.text)))))

    def reference(self, number: int, reference: Reference) -> None:
        """State one entry of the references."""
        subject = self.typed(f"ref-{number}", _REFERENCE_CLASS)
        self.rows(subject, _REFERENCES, reference)
        if reference.id:
            self.add(subject, _REFERS_TO, self.entries.cited(reference.id))

    def paragraph(self, paragraph: Paragraph) -> None:
        """State one paragraph."""
        subject = self.typed(paragraph.id, _PARAGRAPH_CLASS)
        self.rows(subject, _PARAGRAPHS, paragraph)
        if paragraph.heading:
            self.add(subject, _UNDER, self.part(f"h{paragraph.heading}"))
        for mention in self.cable.mentions:
            if mention.paragraph == paragraph.id:
                self.add(subject, _MENTIONS, self.entries.cited(mention.id))
