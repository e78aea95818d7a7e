"""Cable -> quads: the standard model, one named graph a cable.

Pure and in a fixed order: the document, its copy, its references, then headings and paragraphs as they
stand in the text. Super-terms, inverses and "next" links are left to inference; no blank nodes.
A statement is made as the line of N-Quads that most of them become and stay; whoever wants triples has the
lines taken apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any, Final, NamedTuple, cast

from kg import fields, terms
from kg.cable import Cable
from kg.entries import Entries
from kg.errors import TermError
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
    nquads: str
    entries: Entries

    @cached_property
    def triples(self) -> tuple[Triple, ...]:
        """The statements, taken apart."""
        end = -len(f" {self.graph} .")
        parts = [tuple(line[:end].split(" ", 2)) for line in self.nquads.split("\n")[:-1]]
        return cast("tuple[Triple, ...]", tuple(parts))

    @property
    def quads(self) -> tuple[Quad, ...]:
        """The triples in their graph."""
        return tuple([Quad(*triple, self.graph) for triple in self.triples])


def quads(cable: Cable, names: Names, vocabulary: Vocabulary, nth: int = 1) -> Mapped:
    """Map a cable; `nth` > 1 when another text under the same id comes first.

    Raises TermError when the id cannot be named by an IRI.
    """
    identity = vocabulary.identity(cable.id)
    graph = terms.iri(names.document(identity.id, nth))
    routing = {address.label: address.routing for address in cable.addresses if address.routing}
    entries = Entries(names, vocabulary, routing)
    mapping = _Mapping(cable, names.cable(identity.id, nth), graph, entries)
    if nth > 1:
        mapping.state(mapping.subject, ((_DUPLICATE_OF, (terms.iri(names.cable(identity.id)),)),))
    mapping.document(identity)
    mapping.copy()
    mapping.parts()
    if entries.rewritten:
        mapping.state(mapping.subject, ((_AGENCY_TEXT, map(terms.text, entries.rewritten)),))
    return Mapped(mapping.subject, graph, "".join(mapping.lines), entries)


class _Table(NamedTuple):
    """What is said of parts of one kind: its class, the rows, and links that the cable gives."""

    kind: Term
    rows: tuple[Row, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


def _table(kind: Term, rows: Sequence[Field], *links: Term) -> _Table:
    ready = _ready(rows)
    before = [f" {terms.TYPE} ", *[row.before for row in ready], *[f" {link} " for link in links]]
    return _Table(kind, ready, tuple(before), ("", *[row.after for row in ready], *[""] * len(links)))


def _ready(rows: Iterable[Field]) -> tuple[Row, ...]:
    return tuple(row.ready for row in rows)


_DOCUMENT: Final = _ready(row for row in fields.DOCUMENT if row.attribute or not row.label)
_SOURCE_COPY: Final = _ready(fields.COPY)
_NOTES: Final = _ready(fields.NOTES)
_REFERENCES: Final = _table(terms.ck("Reference"), fields.REFERENCE, terms.ck("refersTo"))
_ADDRESSES: Final = _table(terms.ck("Address"), fields.ADDRESS)
_HEADINGS: Final = _table(terms.ck("Heading"), fields.HEADING)
_PARAGRAPHS: Final = _table(terms.ck("Paragraph"), fields.PARAGRAPH, _UNDER, _MENTIONS, _PORTION_CAPTION)


class _Mapping:
    """One cable on its way to lines of N-Quads."""

    def __init__(self, cable: Cable, address: str, graph: Term, entries: Entries) -> None:
        self.cable = cable
        self.entries = entries
        self.lines: list[str] = []
        self.end = f" {graph} .\n"
        self.subject = terms.iri(address)
        self.part = part = f"<{address}#"
        self.addresses = [
            (f"{part}to-{number}>", address)
            for number, address in enumerate(cable.addresses, 1)
            if fields.says_more(address)
        ]
        self.references = [f"{part}ref-{number}>" for number in range(1, len(cable.references) + 1)]
        self.headings = [f"{part}{heading.id}>" for heading in cable.headings]
        self.paragraphs = [f"{part}{paragraph.id}>" for paragraph in cable.paragraphs]
        self.cited = [entries.cited(reference.id) if reference.id else "" for reference in cable.references]

    def state(self, subject: str, said: Iterable[tuple[Term, Iterable[str]]]) -> None:
        """State properties of a subject, each with its values."""
        end = self.end
        self.lines += [f"{subject} {predicate} {value}{end}" for predicate, values in said for value in values]

    def facts(self, subject: str, rows: Iterable[Row], thing: object) -> None:
        """State what the rows of a table say of one thing, of each property no value twice."""
        entries, end, add = self.entries, self.end, self.lines.append
        for value_of, before, after, spell, name in rows:
            value = value_of(thing)
            if value or spell is str:  # a size says something even where it is 0
                spelled = name(entries) if name else spell
                if type(value) is tuple:
                    for text in dict.fromkeys(map(spelled, value) if spelled else value):
                        add(f"{subject}{before}{text}{after}{end}")
                elif text := spelled(value) if spelled else value:
                    add(f"{subject}{before}{text}{after}{end}")

    def table(self, table: _Table, subjects: Sequence[str], parts: Sequence[object], *links: Iterable[str]) -> None:
        """State what a table says of many parts, a column at a time; "" states nothing."""
        end, columns = self.end, [repeat(table.kind), *self.columns(table.rows, parts), *links]
        self.lines += [
            f"{subject}{before}{text}{after}{end}"
            for subject, texts in zip(subjects, zip(*columns, strict=False), strict=True)
            for before, text, after in zip(table.before, texts, table.after, strict=False)
            if text
        ]

    def columns(self, rows: Iterable[Row], parts: Sequence[object]) -> list[Iterable[Any]]:
        """Give the texts of each row for all parts."""
        columns: list[Iterable[Any]] = []
        for value_of, _, _, spell, name in rows:
            spelled = name(self.entries) if name else spell
            column = map(value_of, parts)
            columns.append(map(spelled, column) if spelled else column)
        return columns

    def document(self, identity: Identity) -> None:
        """State the facts of the document and link its parts."""
        cable, subject, entries = self.cable, self.subject, self.entries
        self.state(subject, [(predicate, (value,)) for predicate, value in entries.identifying(identity, _CABLE)])
        self.facts(subject, _DOCUMENT, cable)
        links: tuple[tuple[Term, Iterable[str]], ...] = (
            (_SIGNED_BY, (entries.signatory(identity.station, cable.signature),) if cable.signature else ()),
            (_HAS_COPY, (f"{self.part}copy>",)),
            (_ADDRESS, [name for name, _ in self.addresses]),
            (_REFERENCE, self.references),
            (_CITES, filter(None, dict.fromkeys(self.cited))),
            (_HEADING, self.headings),
            (_PARAGRAPH, self.paragraphs),
        )
        self.state(subject, links)

    def copy(self) -> None:
        """State the facts of the source copy, and what no property of its own has room for."""
        subject = f"{self.part}copy>"
        self.state(subject, ((terms.TYPE, (_COPY,)),))
        self.facts(subject, _SOURCE_COPY, self.cable)
        for label, value in self.cable.fields:
            if not self.field(label, value):
                self.state(subject, ((_OTHER_FIELD, (terms.text(f"{label}: {value}"),)),))
        self.facts(subject, _NOTES, self.cable)

    def field(self, label: str, value: str) -> bool:
        """State a field of the archive; tells whether its row says anything."""
        stated = len(self.lines)
        try:
            self.facts(self.subject, fields.LABELLED.get(label, ()), value)
        except TermError:  # a value that no IRI can carry, such as a lone dot, is kept as it is written
            return False
        return len(self.lines) > stated

    def parts(self) -> None:
        """State addresses and references, then headings and paragraphs."""
        cable, part = self.cable, self.part
        if self.addresses:
            names, addresses = zip(*self.addresses, strict=True)
            self.table(_ADDRESSES, names, addresses)
        if cable.references:
            self.table(_REFERENCES, self.references, cable.references, self.cited)
        if cable.headings:
            self.table(_HEADINGS, self.headings, cable.headings)
        if cable.paragraphs:
            under = [f"{part}h{paragraph.heading}>" if paragraph.heading else "" for paragraph in cable.paragraphs]
            self.table(_PARAGRAPHS, self.paragraphs, cable.paragraphs, under, self.mentions(), self.captions())

    def mentions(self) -> Iterable[str]:
        """Give what each paragraph mentions, as one text."""
        if not self.cable.mentions:
            return repeat("")
        met: dict[str, list[Term]] = defaultdict(list)
        for mention in self.cable.mentions:
            met[mention.paragraph].append(self.entries.cited(mention.id))
        return self.listed(_MENTIONS, [met[paragraph.id] for paragraph in self.cable.paragraphs])

    def captions(self) -> Iterable[str]:
        """Give the captions in the mark of each paragraph, as one text."""
        caveats = [paragraph.caveats for paragraph in self.cable.paragraphs]
        if not any(caveats):
            return repeat("")
        named = self.entries.concept
        return self.listed(_PORTION_CAPTION, [[named("caption", caption) for caption in one] for one in caveats])

    def listed(self, predicate: Term, values: Iterable[Sequence[Term]]) -> Iterable[str]:
        """Join the values that each paragraph has of a property: what stands between two of them is constant."""
        return [
            f"{self.end}{name} {predicate} ".join(dict.fromkeys(several))
            for name, several in zip(self.paragraphs, values, strict=True)
        ]
