"""The ontology as values to show: its metadata, its terms, and what leads from one to another.

Alignments stand in a file of their own and are read with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.pages import facts
from kg.pages.facts import Facts
from kg.terms import CK, DCTERMS, OWL, RDFS, SKOS

FILES: Final = ("cables.ttl", "alignments.ttl")
HOME: Final = CK.removesuffix("#")
STATUS: Final = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"
_SCHEMA: Final = "https://schema.org/"

KINDS: Final = {
    OWL + "Class": "Class",
    OWL + "ObjectProperty": "Object property",
    OWL + "DatatypeProperty": "Datatype property",
}
ABOVE: Final = (RDFS + "subClassOf", RDFS + "subPropertyOf")
DOMAIN: Final = (RDFS + "domain", _SCHEMA + "domainIncludes")
RANGE: Final = (RDFS + "range", _SCHEMA + "rangeIncludes")
INVERSE: Final = OWL + "inverseOf"
_MATCHES: Final = tuple(SKOS + name for name in ("exactMatch", "closeMatch", "relatedMatch"))


class Row(NamedTuple):
    """One line of a term's table: what it is called, and its values, as IRIs."""

    name: str
    values: tuple[str, ...]


class Entry(NamedTuple):
    """One term: its name and kind, what it means, and its rows."""

    iri: str
    name: str
    kind: str
    label: str
    definition: str
    example: str
    status: str
    rows: tuple[Row, ...]


class Page(NamedTuple):
    """What a page of the ontology shows."""

    facts: Facts
    about: dict[str, list[Any]]
    classes: tuple[Entry, ...]
    properties: tuple[Entry, ...]


def read(folder: Path) -> Page:
    """Read the ontology of a folder; raises FaultError when it is not there or damaged."""
    known = facts.read(folder / name for name in FILES if (folder / name).is_file() or name == FILES[0])
    entries = tuple(entry(known, term) for term in terms(known))
    classes = tuple(one for one in entries if one.kind == "Class")
    properties = tuple(one for one in entries if one.kind != "Class")
    return Page(known, known.subjects.get(HOME, {}), classes, properties)


def terms(known: Facts) -> list[str]:
    """Give our own terms, in the order of the file."""
    return [term for term in known.of_type(*KINDS) if term.startswith(CK)]


def entry(known: Facts, term: str) -> Entry:
    """Gather what is said of one term."""
    kind = next(KINDS[one] for one in known.nodes(term, facts.TYPE) if one in KINDS)
    return Entry(
        iri=term,
        name=term.removeprefix(CK),
        kind=kind,
        label=known.text(term, RDFS + "label"),
        definition=known.text(term, SKOS + "definition"),
        example=known.text(term, SKOS + "example"),
        status=known.text(term, STATUS),
        rows=tuple(row for row in _rows(known, term, kind) if row.values),
    )


def _rows(known: Facts, term: str, kind: str) -> Iterator[Row]:
    above = known.nodes(term, *ABOVE)
    ours = terms(known)
    if kind == "Class":
        yield Row("Sub-class of", tuple(above))
        yield Row("Sub-classes", tuple(one for one in ours if term in known.nodes(one, ABOVE[0])))
        yield Row("Properties of it", _pointing(known, ours, DOMAIN, term))
        yield Row("Properties that lead to it", _pointing(known, ours, RANGE, term))
    else:
        yield Row("Sub-property of", tuple(above))
        yield Row("Sub-properties", tuple(one for one in ours if term in known.nodes(one, ABOVE[1])))
        yield Row("Domain", tuple(known.nodes(term, *DOMAIN)))
        yield Row("Range", tuple(known.nodes(term, *RANGE)))
        yield Row("Inverse of", tuple(known.nodes(term, INVERSE)))
    for match, name in zip(_MATCHES, ("Exact match", "Close match", "Related match"), strict=True):
        yield Row(name, tuple(known.nodes(term, match)))


def _pointing(known: Facts, ours: Sequence[str], links: Sequence[str], term: str) -> tuple[str, ...]:
    return tuple(one for one in ours if term in known.nodes(one, *links))


ABOUT: Final = {
    "Version": (OWL + "versionIRI",),
    "Issued": (DCTERMS + "issued",),
    "Modified": (DCTERMS + "modified",),
    "Creator": (DCTERMS + "creator",),
    "Publisher": (DCTERMS + "publisher",),
    "License": (DCTERMS + "license",),
    "Status": ("http://purl.org/ontology/bibo/status",),
    "Namespace": ("http://purl.org/vocab/vann/preferredNamespaceUri",),
    "Preferred prefix": ("http://purl.org/vocab/vann/preferredNamespacePrefix",),
    "Sources": (DCTERMS + "source",),
    "Cite as": (DCTERMS + "bibliographicCitation",),
    "Open": (SKOS + "editorialNote",),
}
"""What the head of a page tells of an ontology, in this order."""


def about(known: Facts, home: str) -> list[tuple[str, list[str]]]:
    """Give the metadata of an ontology to show: name and values."""
    rows = [(name, known.texts(home, *links)) for name, links in ABOUT.items()]
    return [(name, values) for name, values in rows if values]
