"""Cable -> quads: the standard model, one named graph a cable.

Pure and in a fixed order: the document, its copy, its references, then headings and paragraphs as they
stand in the text. Super-terms, inverses and "next" links are left to inference; no blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from kg import fields, terms
from kg.cable import Cable, Heading, Paragraph, Reference
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
_DUPLICATE_OF: Final = terms.ck("possibleDuplicateOf")

Pair = tuple[Term, Term]


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
    mapping = _Mapping(cable, names, vocabulary.identity(cable.id), nth, Entries(names, vocabulary))
    graph = terms.iri(names.document(mapping.identity.id, nth))
    return Mapped(
        mapping.subject,
        tuple(Quad(*triple, graph) for triple in dict.fromkeys(mapping.triples())),
        mapping.entries,
    )


class _Mapping:
    """One cable on its way to triples."""

    def __init__(self, cable: Cable, names: Names, identity: Identity, nth: int, entries: Entries) -> None:
        self.cable = cable
        self.identity = identity
        self.entries = entries
        self.nth = nth
        self.names = names
        self.address = names.cable(identity.id, nth)
        self.subject = terms.iri(self.address)
        self.labelled = dict(cable.fields)

    def part(self, name: str) -> Term:
        return Term(f"<{self.address}#{name}>")

    def triples(self) -> Iterator[tuple[Term, Term, Term]]:
        for parts in (self._document(), *self._copy(), *self._references(), *self._headings(), *self._paragraphs()):
            subject, pairs = parts
            yield from ((subject, predicate, value) for predicate, value in pairs)

    def _document(self) -> tuple[Term, Iterator[Pair]]:
        return self.subject, self._document_pairs()

    def _document_pairs(self) -> Iterator[Pair]:
        cable = self.cable
        yield from self.entries.identifying(self.identity, "Cable")
        if self.nth > 1:
            yield _DUPLICATE_OF, terms.iri(self.names.cable(self.identity.id))
        for row in fields.DOCUMENT:
            yield from self._row(row, cable if row.attribute == "*" else self._value(row))
        if cable.signature:
            yield _SIGNED_BY, self.entries.signatory(self.identity.station, cable.signature)
        yield _HAS_COPY, self.part("copy")
        for number, reference in enumerate(cable.references, 1):
            yield _REFERENCE, self.part(f"ref-{number}")
            if reference.id:
                yield _CITES, self.entries.cited(reference.id)
        yield from ((_HEADING, self.part(heading.id)) for heading in cable.headings)
        yield from ((_PARAGRAPH, self.part(paragraph.id)) for paragraph in cable.paragraphs)

    def _value(self, row: Field) -> object:
        return getattr(self.cable, row.attribute) if row.attribute else self.labelled.get(row.label)

    def _row(self, row: Field, value: object) -> Iterator[Pair]:
        if value:
            predicate = row.predicate
            yield from ((predicate, term) for term in row.objects(value, self.entries) if term)

    def _copy(self) -> Iterator[tuple[Term, Iterator[Pair]]]:
        yield self.part("copy"), self._copy_pairs()

    def _copy_pairs(self) -> Iterator[Pair]:
        cable = self.cable
        yield terms.TYPE, terms.ck("SourceCopy")
        yield terms.IDENTIFIER, terms.text(cable.copy)
        if cable.holder:
            yield terms.ck("holder"), self.entries.agency(cable.holder)
        yield terms.ck("layout"), terms.text(cable.layout)
        yield from self._rows(fields.COPY, cable.source)
        if placed := lines(cable):
            yield _LINES, terms.text(" ".join(f"{name}:{line}" for name, line in placed))
        for label, value in cable.fields:
            if not self._published(label, value):
                yield _OTHER_FIELD, terms.text(f"{label}: {value}")
        for note in cable.notes:
            yield _READER_NOTE, terms.text(", ".join(filter(None, (note.code, str(note.line), note.text))))

    def _published(self, label: str, value: str) -> bool:
        row = next((row for row in fields.LABELLED if row.label == label), None)
        return row is not None and any(row.objects(value, self.entries))

    def _rows(self, rows: tuple[Field, ...], part: object) -> Iterator[Pair]:
        for row in rows:
            value = part if row.attribute == "*" else getattr(part, row.attribute)
            if value or (value == 0 and row.term in _ZERO):
                predicate = row.predicate
                yield from ((predicate, term) for term in row.objects(value, self.entries) if term)

    def _references(self) -> Iterator[tuple[Term, Iterator[Pair]]]:
        for number, reference in enumerate(self.cable.references, 1):
            yield self.part(f"ref-{number}"), self._reference(reference)

    def _reference(self, reference: Reference) -> Iterator[Pair]:
        yield terms.TYPE, terms.ck("Reference")
        yield from self._rows(fields.REFERENCE, reference)
        if reference.id:
            yield _REFERS_TO, self.entries.cited(reference.id)

    def _headings(self) -> Iterator[tuple[Term, Iterator[Pair]]]:
        for heading in self.cable.headings:
            yield self.part(heading.id), self._heading(heading)

    def _heading(self, heading: Heading) -> Iterator[Pair]:
        yield terms.TYPE, terms.ck("Heading")
        yield from self._rows(fields.HEADING, heading)

    def _paragraphs(self) -> Iterator[tuple[Term, Iterator[Pair]]]:
        for paragraph in self.cable.paragraphs:
            yield self.part(paragraph.id), self._paragraph(paragraph)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Pair]:
        yield terms.TYPE, terms.ck("Paragraph")
        yield from self._rows(fields.PARAGRAPH, paragraph)
        if paragraph.heading:
            yield _UNDER, self.part(f"h{paragraph.heading}")
        for mention in self.cable.mentions:
            if mention.paragraph == paragraph.id:
                yield _MENTIONS, self.entries.cited(mention.id)


_ZERO: Final = frozenset({"begin", "offset"})
"""Properties whose value 0 says something."""
