"""Cable -> quads: the standard model, one named graph a cable.

Pure and in a fixed order: the document, its copy, its references, then headings and paragraphs as they
stand in the text. Super-terms, inverses and "next" links are left to inference; no blank nodes.
What is stated is kept by subject and property: N-Quads, Turtle, the statistics and the shapes each look at it
from there, and none of them has to sort or to index triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from kg import facts, fields, terms
from kg.cable import Cable
from kg.entries import Entries
from kg.errors import TermError
from kg.facts import Facts
from kg.fields import Field, Row
from kg.terms import Names, Quad, Term
from kg.vocabulary import Identity, Triple, Vocabulary

_CABLE: Final = terms.ck("Cable")
_COPY: Final = terms.ck("SourceCopy")
_DUPLICATE_OF: Final = terms.ck("possibleDuplicateOf")
_SIGNED_BY: Final = terms.ck("signedBy")
_HAS_COPY: Final = terms.ck("hasCopy")
_ADDRESS: Final = terms.ck("address")
_REFERENCE: Final = terms.ck("reference")
_CITES: Final = terms.ck("cites")
_HEADING: Final = terms.ck("heading")
_PARAGRAPH: Final = terms.ck("paragraph")
_ADDRESS_CLASS: Final = terms.ck("Address")
_REFERENCE_CLASS: Final = terms.ck("Reference")
_HEADING_CLASS: Final = terms.ck("Heading")
_PARAGRAPH_CLASS: Final = terms.ck("Paragraph")
_REFERS_TO: Final = terms.ck("refersTo")
_UNDER: Final = terms.ck("underHeading")
_MENTIONS: Final = terms.ck("mentions")
_PORTION_CAPTION: Final = terms.ck("portionCaption")
_AGENCY_TEXT: Final = terms.ck("agencyText")
_OTHER_FIELD: Final = terms.ck("otherField")


@dataclass(frozen=True)
class Mapped:
    """One cable as RDF: its own graph, and the vocabulary entries that it uses."""

    subject: Term
    graph: Term
    described: dict[Term, Facts]
    """What is stated of each subject; whoever gets it leaves it as it is."""

    entries: Entries

    @cached_property
    def nquads(self) -> str:
        """The statements as lines of N-Quads."""
        return facts.nquads(self.described, self.graph)

    @property
    def triples(self) -> tuple[Triple, ...]:
        """The statements, one by one."""
        return tuple(facts.triples(self.described))

    @property
    def quads(self) -> tuple[Quad, ...]:
        """The triples in their graph."""
        return tuple([Quad(*triple, self.graph) for triple in facts.triples(self.described)])


def quads(cable: Cable, names: Names, vocabulary: Vocabulary, nth: int = 1) -> Mapped:
    """Map a cable; `nth` > 1 when another text under the same id comes first.

    Raises TermError when the id cannot be named by an IRI.
    """
    identity = vocabulary.identity(cable.id)
    graph = terms.iri(names.document(identity.id, nth))
    routing = {address.label: address.routing for address in cable.addresses if address.routing}
    entries = Entries(names, vocabulary, routing)
    mapping = _Mapping(cable, names.cable(identity.id, nth), entries)
    if nth > 1:
        mapping.state(mapping.subject, ((_DUPLICATE_OF, (terms.iri(names.cable(identity.id)),)),))
    mapping.document(identity)
    mapping.copy()
    mapping.parts()
    if entries.rewritten:
        mapping.state(mapping.subject, ((_AGENCY_TEXT, map(terms.text, entries.rewritten)),))
    return Mapped(mapping.subject, graph, mapping.stated, entries)


def _ready(rows: Iterable[Field]) -> tuple[Row, ...]:
    return tuple(row.ready for row in rows)


_DOCUMENT: Final = _ready(row for row in fields.DOCUMENT if row.attribute or not row.label)
_SOURCE_COPY: Final = _ready(fields.COPY)
_NOTES: Final = _ready(fields.NOTES)
_REFERENCES: Final = _ready(fields.REFERENCE)
_ADDRESSES: Final = _ready(fields.ADDRESS)
_HEADINGS: Final = _ready(fields.HEADING)
_PARAGRAPHS: Final = _ready(fields.PARAGRAPH)


class _Mapping:
    """One cable on its way to statements."""

    def __init__(self, cable: Cable, address: str, entries: Entries) -> None:
        self.cable = cable
        self.entries = entries
        self.stated: dict[Term, Facts] = {}
        self.subject = terms.iri(address)
        self.part = part = f"<{address}#"
        self.addresses = [
            (Term(f"{part}to-{number}>"), address)
            for number, address in enumerate(cable.addresses, 1)
            if fields.says_more(address)
        ]
        self.references = [Term(f"{part}ref-{number}>") for number in range(1, len(cable.references) + 1)]
        self.headings = [Term(f"{part}{heading.id}>") for heading in cable.headings]
        self.paragraphs = [Term(f"{part}{paragraph.id}>") for paragraph in cable.paragraphs]
        self.cited = [entries.cited(reference.id) if reference.id else Term("") for reference in cable.references]

    def state(self, subject: Term, said: Iterable[tuple[Term, Iterable[Term]]]) -> None:
        """State properties of a subject, each with its values."""
        stated = self.stated.setdefault(subject, {})
        for predicate, values in said:
            _keep(stated, predicate, tuple(values))

    def facts(self, subject: Term, rows: Iterable[Row], thing: object) -> bool:
        """State what the rows of a table say of one thing; tells whether they say anything."""
        entries, stated, said = self.entries, self.stated.setdefault(subject, {}), False
        for value_of, predicate, state, name, sized in rows:
            value = value_of(thing)
            if value or sized:
                spelled: Any = name(entries) if name else state
                several = type(value) is tuple
                texts = tuple(filter(None, map(spelled, value))) if several else (spelled(value),)
                said |= _keep(stated, predicate, texts)
        return said

    def table(self, kind: Term, rows: Iterable[Row], subjects: Sequence[Term], parts: Sequence[object]) -> None:
        """State what a table says of parts of one kind, a column at a time."""
        kinds, entries = (kind,), self.entries
        described: list[Facts] = [{terms.TYPE: kinds} for _ in subjects]
        for value_of, predicate, state, name, sized in rows:
            column = [*map(value_of, parts)]
            if sized or any(column):
                spelled: Any = name(entries) if name else state
                for stated, value in zip(described, column, strict=True):
                    if (value or sized) and (text := spelled(value)):
                        stated[predicate] = (text,)
        self.stated.update(zip(subjects, described, strict=True))

    def document(self, identity: Identity) -> None:
        """State the facts of the document and link its parts."""
        cable, subject, entries = self.cable, self.subject, self.entries
        self.state(subject, [(predicate, (value,)) for predicate, value in entries.identifying(identity, _CABLE)])
        self.facts(subject, _DOCUMENT, cable)
        links: tuple[tuple[Term, Iterable[Term]], ...] = (
            (_SIGNED_BY, (entries.signatory(identity.station, cable.signature),) if cable.signature else ()),
            (_HAS_COPY, (Term(f"{self.part}copy>"),)),
            (_ADDRESS, [name for name, _ in self.addresses]),
            (_REFERENCE, self.references),
            (_CITES, filter(None, dict.fromkeys(self.cited))),
            (_HEADING, self.headings),
            (_PARAGRAPH, self.paragraphs),
        )
        self.state(subject, links)

    def copy(self) -> None:
        """State the facts of the source copy, and what no property of its own has room for."""
        subject = Term(f"{self.part}copy>")
        self.state(subject, ((terms.TYPE, (_COPY,)),))
        self.facts(subject, _SOURCE_COPY, self.cable)
        for label, value in self.cable.fields:
            if not self.field(label, value):
                self.state(subject, ((_OTHER_FIELD, (terms.text(f"{label}: {value}"),)),))
        self.facts(subject, _NOTES, self.cable)

    def field(self, label: str, value: str) -> bool:
        """State a field of the archive; tells whether its row says anything."""
        try:
            return self.facts(self.subject, fields.LABELLED.get(label, ()), value)
        except TermError:  # a value that no IRI can carry, such as a lone dot, is kept as it is written
            return False

    def parts(self) -> None:
        """State addresses and references, then headings and paragraphs."""
        cable, part = self.cable, self.part
        if self.addresses:
            names, addresses = zip(*self.addresses, strict=True)
            self.table(_ADDRESS_CLASS, _ADDRESSES, names, addresses)
        if cable.references:
            self.table(_REFERENCE_CLASS, _REFERENCES, self.references, cable.references)
            self.link(_REFERS_TO, self.references, self.cited)
        if cable.headings:
            self.table(_HEADING_CLASS, _HEADINGS, self.headings, cable.headings)
        if cable.paragraphs:
            self.table(_PARAGRAPH_CLASS, _PARAGRAPHS, self.paragraphs, cable.paragraphs)
            under = [Term(f"{part}h{one.heading}>" if one.heading else "") for one in cable.paragraphs]
            self.link(_UNDER, self.paragraphs, under)
            self.mentions()
            self.captions()

    def link(self, predicate: Term, subjects: Sequence[Term], values: Sequence[Term]) -> None:
        """State one property of many parts; "" states nothing."""
        for subject, value in zip(subjects, values, strict=True):
            if value:
                self.stated[subject][predicate] = (value,)

    def mentions(self) -> None:
        """State what each paragraph mentions."""
        for mention in self.cable.mentions:
            cited = self.entries.cited(mention.id)
            if stated := self.stated.get(Term(f"{self.part}{mention.paragraph}>")):
                _keep(stated, _MENTIONS, (cited,))

    def captions(self) -> None:
        """State the captions in the mark of each paragraph."""
        named = self.entries.concept
        for subject, paragraph in zip(self.paragraphs, self.cable.paragraphs, strict=True):
            if paragraph.caveats:
                captions = tuple([named("caption", caption) for caption in paragraph.caveats])
                self.state(subject, ((_PORTION_CAPTION, captions),))


def _keep(stated: Facts, predicate: Term, values: tuple[Term, ...]) -> bool:
    """Keep values of a property, none of them twice; tells whether there are any."""
    if predicate in stated or len(values) > 1:
        values = tuple(dict.fromkeys((*stated.get(predicate, ()), *values)))
    if not values or not values[0]:
        return False
    stated[predicate] = values
    return True
