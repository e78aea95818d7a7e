"""The benchmark's rival: cables to RDF with regular expressions, plain rdflib and stock pySHACL.

What a competent engineer writes in an afternoon, for one layout only. It makes about the triples
of our standard model and is slow nowhere on purpose, so that a comparison with it says something.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pyshacl import validate as pyshacl_validate
from rdflib import DCTERMS, RDF, SKOS, XSD, Dataset, Graph, Literal, Namespace, URIRef

if TYPE_CHECKING:
    from rdflib.term import Node

BASE = "https://w3id.org/cables/"
CK = Namespace(f"{BASE}ns#")
TIME = Namespace("http://www.w3.org/2006/time#")
VOCABULARY = URIRef(f"{BASE}graph/vocabulary")

FIELD = re.compile(r"^\*\*(.+?):\*\* (.*?)(?=\n\n\*\*|\n\n---\n)", re.MULTILINE | re.DOTALL)
TAG = re.compile(r"(.+?) \[(\w+)\]")
CANONICAL_ID = re.compile(r"(\d\d)([A-Z]+)0*(\d+)")
FIRST_LINE = re.compile(r"^(?:UNCLAS|[A-Z](?: [A-Z])+\b) (?:SECTION \d\d OF (\d\d) )?([A-Z ]+ \d{6})$", re.MULTILINE)
PAGE_LINE = re.compile(r"^([A-Z][A-Z ]* \d{8}) \d{3} OF \d{3}$", re.MULTILINE)
CAPTION = re.compile(r"^(SIPDIS|NOFORN|SENSITIVE|EXDIS|NODIS|LIMDIS|STADIS)$", re.MULTILINE)
ORDER = re.compile(r"^E\.O\. (\d+): (.*)$", re.MULTILINE)
DECLASSIFY = re.compile(r"DECL: (?:(\d+)/(\d+)/(\d{4})|(\d{4})/(\d+)/(\d+))")
TAGS = re.compile(r"^TAGS: (.*)$", re.MULTILINE)
SUBJECT = re.compile(r"^SUBJECT: (.*?)(?=\n\n(?:REF|DERIVED|Classified)|\Z)", re.MULTILINE | re.DOTALL)
REFERENCES = re.compile(r"^REF: (.*?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
REFERENCE = re.compile(r"(?:([A-Z])\. )?(?:(\d\d) )?([A-Z][A-Z ]+?) (\d+)$")
CLASSIFIED = re.compile(r"^Classified By: (.*?) for reasons (.*)\.$", re.MULTILINE | re.DOTALL)
PARAGRAPH = re.compile(r"^(\d+)\. (?:\(([A-Z/]+)\) )?", re.MULTILINE)
HEADING = re.compile(r"^#### (.+)\n\n-----", re.MULTILINE)
SIGNATURE = re.compile(r"\n\n([A-Z][A-Z-]+)\s*\Z")
EMPTY = frozenset(("-- Not Assigned --", "-- N/A or Blank --"))
LEVELS = {"U": "unclassified", "SBU": "sbu", "C": "confidential", "S": "secret", "TS": "top-secret"}

Record = dict[str, Any]
Facts = Iterable[tuple[URIRef, object]]


def _joined(text: str) -> str:
    return " ".join(PAGE_LINE.sub("", text).split())


def _declassification(text: str) -> str | None:
    if not (found := DECLASSIFY.search(text)):
        return None
    month, day, year, first, second, third = found.groups()
    return f"{year or first}-{int(month or second):02}-{int(day or third):02}"


def _references(text: str, year: str) -> Iterator[Record]:
    for line in map(str.strip, text.split("\n")):
        if found := REFERENCE.match(line):
            letter, stated, post, serial = found.groups()
            cited = f"{stated or year}{post.replace(' ', '')}{serial}"
            yield {"label": letter, "raw": line, "id": cited}


def _opening(text: str, year: str) -> Record:
    """Read the lines between the classification line and the first paragraph."""
    first, order, classified = FIRST_LINE.search(text), ORDER.search(text), CLASSIFIED.search(text)
    tags, subject, references = TAGS.search(text), SUBJECT.search(text), REFERENCES.search(text)
    return {
        "sections": int(first[1] or 1) if first else 1,
        "message_references": [first[2]] if first else [],
        "captions": CAPTION.findall(text),
        "executive_order": order[1] if order else None,
        "declassification_text": order[2] if order else None,
        "declassification": _declassification(order[2]) if order else None,
        "body_tags": re.split(r",? ", tags[1]) if tags else [],
        "body_subject": _joined(subject[1]) if subject else None,
        "references": [*_references(references[1], year)] if references else [],
        "classified_by": _joined(classified[1]) if classified else None,
        "reasons": re.findall(r"\(([a-h])\)", classified[2]) if classified else [],
    }


def _paragraphs(text: str, start: int, end: int) -> Iterator[Record]:
    """Cut at numbers and headings; the spans are those of the source."""
    headings = [match.start() for match in HEADING.finditer(text, start, end)]
    pages = [match.start() for match in PAGE_LINE.finditer(text, start, end)]
    matches = [*PARAGRAPH.finditer(text, start, end)]
    cuts = sorted([*(match.start() for match in matches), *headings, end])
    stops = dict(pairwise(cuts))
    for match in matches:
        at, begin = match.start(), match.end()
        words = text[begin : stops[at]].rstrip()
        yield {
            "n": int(match[1]),
            "mark": match[2] or "",
            "heading": sum(heading < at for heading in headings),
            "section": 1 + sum(page < at for page in pages),
            "text": _joined(words),
            "start": begin,
            "end": begin + len(words),
        }


def _metadata(fields: dict[str, str]) -> Record:
    """Read the header fields that need more than copying."""
    date, _, _ = fields["Date"].partition(" (")
    copy = fields["Canonical ID"].replace("\\_", "_")
    return {
        "id": copy.partition("_")[0],
        "copy": copy,
        "subject": fields["Subject"],
        "date": datetime.strptime(date, "%Y %B %d, %H:%M"),  # noqa: DTZ007 - no zone is stated
        "from": fields["From"],
        "to": fields["To"].split(", ") if "To" in fields else [],
        "original_classification": fields["Original Classification"].partition("//")[0],
        "classification": fields["Current Classification"].partition("//")[0],
        "tags": {code: label for label, code in TAG.findall(fields.get("TAGS", ""))},
        "fields": fields,
    }


def parse(text: str) -> Record:
    """Read one cable of the PlusD text export."""
    fields = {label: value for label, value in FIELD.findall(text) if value not in EMPTY}
    record = _metadata(fields)
    start = text.index("\n---\n") + 5
    end = text.find("\n\n\n\n**", start)  # the holder's footer
    end = len(text) if end < 0 else end
    first = PARAGRAPH.search(text, start, end)
    signed = SIGNATURE.search(text, start, end)
    record |= _opening(text[start : first.start() if first else end], record["id"][:2])
    pages = PAGE_LINE.findall(text, start, end)
    record["message_references"] += pages[:1]
    source = text.encode()
    return record | {
        "sha256": hashlib.sha256(source).hexdigest(),
        "bytes": len(source),
        "page_lines": len(pages),
        "headings": [
            {"text": match[1], "start": match.start(1), "end": match.end(1)}
            for match in HEADING.finditer(text, start, end)
        ],
        "paragraphs": [*_paragraphs(text, start, signed.start() if signed else end)],
        "signature": signed[1] if signed else None,
    }


@cache
def _thing(kind: str, key: str) -> URIRef:
    return URIRef(f"{BASE}{kind}/{quote(key)}")


@cache
def _agency(label: str) -> URIRef:
    return _thing("agency", re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-"))


@cache
def _level(name: str) -> URIRef:
    return _thing("classification", name.lower().replace(" ", "-"))


def _describe(graph: Graph, subject: URIRef, facts: Facts) -> None:
    """Add a fact for every value that is there; Python values become typed literals."""
    for predicate, value in facts:
        if value is not None:
            node: Node = value if isinstance(value, (URIRef, Literal)) else Literal(value)
            graph.add((subject, predicate, node))


def _document(record: Record) -> Facts:
    found = CANONICAL_ID.fullmatch(record["id"])
    _, station, serial = found.groups() if found else ("", "", "0")
    fields, date = record["fields"], record["date"]
    yield RDF.type, CK.Cable
    yield DCTERMS.identifier, record["id"]
    yield DCTERMS.title, Literal(record["subject"], lang="en")
    yield CK.station, _thing("station", station)
    yield CK.year, date.year
    yield CK.serial, int(serial)
    yield CK.sender, _agency(record["from"])
    yield CK.originalClassification, _level(record["original_classification"])
    yield CK.classification, _level(record["classification"])
    yield CK.sent, date
    yield CK.sentPrecision, TIME.unitMinute
    yield CK.date, date.date()
    yield CK.dateText, fields["Date"]
    yield CK.documentType, _thing("type", fields["Type"])
    yield CK.locator, _thing("locator", fields["Locator"])
    yield CK.characterCount, int(fields["Document Character Count"])
    yield CK.sectionCount, record["sections"]
    yield CK.hasCopy, _thing("cable", record["id"]) + "#copy"


def _lists(record: Record, cable: URIRef) -> Facts:
    """Give what a cable has none, one or many of."""
    for key, predicate, kind in (("captions", CK.caption, "caption"), ("tags", CK.tag, "tag")):
        yield from ((predicate, _thing(kind, code)) for code in record[key])
    yield from ((CK.addressee, _agency(label)) for label in record["to"])
    yield from ((CK.messageReference, text) for text in record["message_references"])
    yield from ((CK.classificationReason, f"1.4({letter})") for letter in record["reasons"])
    yield from ((CK.reference, cable + f"#ref-{n + 1}") for n in range(len(record["references"])))
    yield from ((CK.cites, _thing("cable", cited["id"])) for cited in record["references"])
    yield from ((CK.heading, cable + f"#h{n + 1}") for n in range(len(record["headings"])))
    yield from ((CK.paragraph, cable + f"#p{part['n']}") for part in record["paragraphs"])


def _release(record: Record) -> Facts:
    """Give the facts of declassification and signature, where there are any."""
    if order := record["executive_order"]:
        yield CK.executiveOrder, _thing("order", order)
        yield CK.declassification, record["declassification_text"]
    if day := record["declassification"]:
        yield CK.declassifyOn, Literal(day, datatype=XSD.date)
    yield CK.classifiedBy, record["classified_by"]
    if signature := record["signature"]:
        found = CANONICAL_ID.fullmatch(record["id"])
        yield CK.signature, signature
        yield CK.signedBy, _thing("signatory", f"{found[2] if found else ''}/{signature}")


def _paragraph(part: Record, cable: URIRef) -> Facts:
    level, _, caveat = part["mark"].partition("/")
    yield RDF.type, CK.Paragraph
    yield CK.number, part["n"]
    yield CK.text, part["text"]
    yield CK.section, part["section"]
    yield CK.begin, Literal(part["start"])
    yield CK.end, Literal(part["end"])
    yield CK.portionLevel, _level(LEVELS[level]) if level in LEVELS else None
    yield CK.portionMark, part["mark"] if caveat else None
    yield CK.underHeading, cable + f"#h{part['heading']}" if part["heading"] else None


def _heading(part: Record) -> Facts:
    yield RDF.type, CK.Heading
    yield CK.text, part["text"]
    yield CK.begin, Literal(part["start"])
    yield CK.end, Literal(part["end"])


def _reference(part: Record) -> Facts:
    yield RDF.type, CK.Reference
    yield CK.refText, part["raw"]
    yield CK.refLabel, part["label"]
    yield CK.refersTo, _thing("cable", part["id"])


def _copy(record: Record) -> Facts:
    yield RDF.type, CK.SourceCopy
    yield DCTERMS.identifier, record["copy"]
    yield CK.sha256, Literal(record["sha256"], datatype=XSD.hexBinary)
    yield CK.byteSize, record["bytes"]
    yield CK.layout, "plusd-text"


def _add_cable(graph: Graph, record: Record) -> None:
    cable = _thing("cable", record["id"])
    for facts in (_document(record), _lists(record, cable), _release(record)):
        _describe(graph, cable, facts)
    _describe(graph, cable + "#copy", _copy(record))
    for part in record["paragraphs"]:
        _describe(graph, cable + f"#p{part['n']}", _paragraph(part, cable))
    for n, part in enumerate(record["headings"], 1):
        _describe(graph, cable + f"#h{n}", _heading(part))
    for n, part in enumerate(record["references"], 1):
        _describe(graph, cable + f"#ref-{n}", _reference(part))


def _add_vocabulary(graph: Graph, record: Record) -> None:
    for label in (record["from"], *record["to"]):
        _describe(graph, _agency(label), ((RDF.type, CK.Agency), (SKOS.prefLabel, label)))
    for code, label in record["tags"].items():
        facts = ((RDF.type, CK.Tag), (SKOS.notation, code), (SKOS.prefLabel, label))
        _describe(graph, _thing("tag", code), facts)


def to_dataset(records: Iterable[Record]) -> Dataset:
    """Make one named graph per cable and one for agencies and TAGS."""
    dataset = Dataset()
    vocabulary = dataset.graph(VOCABULARY)
    for record in records:
        _add_cable(dataset.graph(_thing("doc/cable", record["id"])), record)
        _add_vocabulary(vocabulary, record)
    return dataset


def union(dataset: Dataset) -> Graph:
    """Put the triples of all named graphs into one graph, for Turtle and for pySHACL."""
    graph = Graph()
    graph.bind("ck", CK)
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))
    return graph


def nquads(dataset: Dataset) -> bytes:
    """Serialize with rdflib."""
    return dataset.serialize(format="nquads", encoding="utf-8")


def turtle(dataset: Dataset) -> bytes:
    """Serialize the union of the graphs with rdflib."""
    return union(dataset).serialize(format="turtle", encoding="utf-8")


def validate(graph: Graph, shapes_graph: Graph) -> tuple[bool, Graph, str]:
    """Validate with stock pySHACL: no inference, no meta-validation, nothing loaded on the way."""
    conforms, report, text = pyshacl_validate(graph, shacl_graph=shapes_graph)
    return conforms, report, text
