"""DCAT 3: the catalogue, the series of releases, this release, its distributions, its endpoint.

Facts
-----
* DCAT-AP 3.0 asks for ranges too: a licence is a dcterms:LicenseDocument, a language a dcterms:LinguisticSystem,
  and so on, so what is named here is typed here.
* Media types are IRIs of the IANA registry; format, theme, language, frequency and access right are authority
  tables of the Publications Office of the European Union.
* No dcat:previousVersion: which release came before is known to a folder, not to the inputs, and the same
  inputs give the same bytes. `kg diff` compares any two.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final, NamedTuple

from kg import terms
from kg.release.metadata.facts import Facts, File
from kg.release.metadata.statements import Triple, described, links, optional
from kg.terms import Term

_EU: Final = "http://publications.europa.eu/resource/authority/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
ENGLISH: Final = f"{_EU}language/ENG"
PUBLIC: Final = f"{_EU}access-right/PUBLIC"
IRREGULAR: Final = f"{_EU}frequency/IRREG"
STABLE: Final = f"{_EU}planned-availability/STABLE"
THEMES: Final = MappingProxyType(
    {f"{_EU}data-theme/GOVE": "Government and public sector", f"{_EU}data-theme/INTR": "International issues"}
)
GZIP: Final = f"{_IANA}application/gzip"
SHA256: Final = terms.SPDX + "checksumAlgorithm_sha256"


class Form(NamedTuple):
    """The form of a dump: media type, file type of the European Union, and its standard."""

    media_type: str
    file_type: str
    standard: str
    name: str


FORMS: Final = MappingProxyType(
    {
        "nq": Form("application/n-quads", "RDF_N_QUADS", "https://www.w3.org/TR/n-quads/", "N-Quads"),
        "ttl": Form("text/turtle", "RDF_TURTLE", "https://www.w3.org/TR/turtle/", "Turtle"),
    }
)
"""Suffix of a dump -> its form."""

WHAT: Final = MappingProxyType(
    {
        "cables": "the cables, each with its own graph",
        "vocabulary": "agencies, stations, tags, markings, and cables that are cited and not held",
        "quality": "what the validation found in published cables",
    }
)
"""Kind of graph -> what it holds."""


def form(path: str) -> Form:
    """Give the form of a dump by its name."""
    return FORMS[path.removesuffix(".gz").rpartition(".")[2]]


def catalogue(facts: Facts) -> Iterator[Triple]:
    """Describe a release and everything that leads to it."""
    yield from _catalogue(facts)
    yield from _series(facts)
    yield from _release(facts)
    yield from _origin(facts)
    for file in facts.files:
        yield from _distribution(facts, file)
    yield from _service(facts)
    yield from _people(facts)
    yield from _named(facts)


def _day(facts: Facts) -> Term:
    return terms.typed(facts.issued, "date")


def _shared(facts: Facts) -> list[tuple[str, Term | list[Term]]]:
    """Give what holds of catalogue, series and release alike."""
    return [
        ("dcterms:publisher", terms.iri(f"{facts.series}#publisher")),
        ("dcterms:creator", terms.iri(f"{facts.series}#creator")),
        ("dcterms:license", terms.iri(facts.about.license)),
        ("dcterms:rights", terms.iri(f"{facts.series}#rights")),
        ("dcterms:accessRights", terms.iri(PUBLIC)),
        ("dcterms:language", terms.iri(ENGLISH)),
        ("dcterms:spatial", links(iri for iri, _ in facts.places)),
        ("dcterms:temporal", links([f"{facts.release}#period"] if facts.period else [])),
        ("dcat:keyword", [terms.english(word) for word in facts.about.words]),
        ("dcat:theme", links(THEMES)),
        ("dcat:contactPoint", terms.iri(f"{facts.series}#contact")),
        ("dcat:landingPage", terms.iri(facts.about.landing_page)),
    ]


def _catalogue(facts: Facts) -> Iterator[Triple]:
    yield from described(
        facts.names.thing("dataset", "catalog"),
        "dcat:Catalog",
        ("dcterms:title", terms.english(f"Catalogue: {facts.about.title}")),
        ("dcterms:description", terms.english("The releases of the dataset, its endpoint and its downloads.")),
        ("dcterms:modified", _day(facts)),
        ("dcat:dataset", links([facts.series, facts.release])),
        ("dcat:service", terms.iri(_service_iri(facts))),
        ("dcat:record", terms.iri(facts.download("void.ttl"))),
        ("dcat:themeTaxonomy", terms.iri(f"{_EU}data-theme")),
        ("foaf:homepage", terms.iri(facts.about.landing_page)),
        *[fact for fact in _shared(facts) if fact[0] not in {"dcat:theme", "dcat:landingPage"}],
    )
    yield from described(
        facts.download("void.ttl"),
        "dcat:CatalogRecord void:DatasetDescription",
        ("dcterms:title", terms.english(f"Description of release {facts.id}")),
        ("dcterms:issued", _day(facts)),
        ("dcterms:modified", _day(facts)),
        ("dcterms:creator", terms.iri(f"{facts.series}#creator")),
        ("foaf:primaryTopic", terms.iri(facts.release)),
    )


def _series(facts: Facts) -> Iterator[Triple]:
    yield from described(
        facts.series,
        "dcat:DatasetSeries",
        ("dcterms:title", terms.english(facts.about.title)),
        ("dcterms:description", terms.english(facts.about.description)),
        ("dcterms:accrualPeriodicity", terms.iri(IRREGULAR)),
        ("dcterms:modified", _day(facts)),
        ("dcat:hasCurrentVersion", terms.iri(facts.release)),
        *_shared(facts),
    )


def _release(facts: Facts) -> Iterator[Triple]:
    standards = links(standard.iri for standard in facts.standards)
    yield from described(
        facts.release,
        "dcat:Dataset",
        ("dcterms:title", terms.english(f"{facts.about.title}, release {facts.id}")),
        ("dcterms:description", terms.english(facts.summary)),
        ("dcterms:identifier", terms.text(facts.release)),
        ("dcterms:issued", _day(facts)),
        ("dcterms:modified", _day(facts)),
        ("dcterms:bibliographicCitation", terms.text(facts.citation)),
        ("dcterms:conformsTo", standards),
        ("dcterms:provenance", terms.iri(f"{facts.release}#provenance")),
        ("dcterms:source", links(iri for iri, _ in facts.holders)),
        ("dcat:isVersionOf", terms.iri(facts.series)),
        ("dcat:version", terms.text(facts.id)),
        ("dcat:inSeries", terms.iri(facts.series)),
        ("dcat:distribution", links(_distribution_iri(facts, file) for file in facts.files)),
        *_shared(facts),
    )


def _origin(facts: Facts) -> Iterator[Triple]:
    words = (
        f"Read from {facts.run.records:,} records of {facts.run.size:,} bytes by kg {facts.run.version}; each fact "
        "stands in the graph of its cable, whose copy names the file, line and hash that it was read from."
    )
    origin = f"{facts.release}#provenance"
    yield from described(origin, "dcterms:ProvenanceStatement", ("rdfs:label", terms.english(words)))


def _distribution_iri(facts: Facts, file: File) -> str:
    return f"{facts.release}#{file.name}"


def _distribution(facts: Facts, file: File) -> Iterator[Triple]:
    kind, address = form(file.path), terms.iri(facts.download(file.path))
    iri = _distribution_iri(facts, file)
    packed = "dcat:compressFormat", links([GZIP] if file.path.endswith(".gz") else [])
    yield from described(
        iri,
        "dcat:Distribution",
        ("dcterms:title", terms.english(f"{file.name}: {WHAT[file.graph]}, in {kind.name}")),
        ("dcterms:description", terms.english(f"A dump in {kind.name} of {WHAT[file.graph]}.")),
        ("dcterms:license", terms.iri(facts.about.license)),
        ("dcterms:rights", terms.iri(f"{facts.series}#rights")),
        ("dcterms:issued", _day(facts)),
        ("dcterms:modified", _day(facts)),
        ("dcterms:format", terms.iri(f"{_EU}file-type/{kind.file_type}")),
        ("dcterms:conformsTo", links([kind.standard, *[standard.iri for standard in facts.standards]])),
        ("dcterms:language", terms.iri(ENGLISH)),
        ("dcat:accessURL", address),
        ("dcat:downloadURL", address),
        ("dcat:mediaType", terms.iri(_IANA + kind.media_type)),
        packed,
        ("dcat:byteSize", terms.typed(file.size, "nonNegativeInteger")),
        ("dcatap:availability", terms.iri(STABLE)),
        ("spdx:checksum", terms.iri(f"{iri}-sha256")),
    )
    yield from checksum(f"{iri}-sha256", file.sha256)


def checksum(iri: str, sha256: str) -> Iterator[Triple]:
    """Describe a SHA-256."""
    yield from described(
        iri,
        "spdx:Checksum",
        ("spdx:algorithm", terms.iri(SHA256)),
        ("spdx:checksumValue", terms.typed(sha256, "hexBinary")),
    )


def _service_iri(facts: Facts) -> str:
    return facts.names.thing("dataset", "sparql")


def _service(facts: Facts) -> Iterator[Triple]:
    yield from described(
        _service_iri(facts),
        "dcat:DataService",
        ("dcterms:title", terms.english(f"SPARQL endpoint: {facts.about.title}")),
        ("dcterms:description", terms.english("SPARQL 1.1 queries over all graphs of the current release.")),
        ("dcterms:conformsTo", terms.iri(_PROTOCOL)),
        ("dcterms:publisher", terms.iri(f"{facts.series}#publisher")),
        ("dcterms:license", terms.iri(facts.about.license)),
        ("dcterms:accessRights", terms.iri(PUBLIC)),
        ("dcat:contactPoint", terms.iri(f"{facts.series}#contact")),
        ("dcat:keyword", [terms.english(word) for word in facts.about.words]),
        ("dcat:theme", links(THEMES)),
        ("dcat:endpointURL", terms.iri(facts.about.endpoint)),
        ("dcat:endpointDescription", terms.iri(facts.about.endpoint)),
        ("dcat:servesDataset", links([facts.release])),
    )


_PROTOCOL: Final = "https://www.w3.org/TR/sparql11-protocol/"


def _people(facts: Facts) -> Iterator[Triple]:
    about, home = facts.about, facts.series
    yield from described(
        f"{home}#publisher",
        "foaf:Agent prov:Agent",
        ("foaf:name", terms.text(about.publisher)),
        ("foaf:homepage", optional(about.publisher_url)),
    )
    yield from described(f"{home}#creator", "foaf:Agent prov:Agent", ("foaf:name", terms.text(about.creator)))
    address = f"mailto:{about.contact}" if about.mail else about.contact
    yield from described(
        f"{home}#contact",
        "vcard:Kind",
        ("vcard:fn", terms.text(about.publisher)),
        ("vcard:hasEmail" if about.mail else "vcard:hasURL", terms.iri(address)),
    )
    yield from described(f"{home}#rights", "dcterms:RightsStatement", ("rdfs:label", terms.english(about.rights)))


def _named(facts: Facts) -> Iterator[Triple]:
    """Type what other people named, as DCAT-AP asks."""
    if facts.period:
        yield from described(
            f"{facts.release}#period",
            "dcterms:PeriodOfTime",
            ("dcat:startDate", terms.typed(facts.period[0], "date")),
            ("dcat:endDate", terms.typed(facts.period[-1], "date")),
        )
    for standard in facts.standards:
        yield from described(
            standard.iri,
            "dcterms:Standard",
            ("dcterms:title", terms.english(standard.title)),
            ("owl:versionInfo", terms.text(standard.version)),
        )
    for iri, kind in _typed(facts):
        yield from described(iri, kind)
    for iri, label in THEMES.items():
        yield from described(iri, "skos:Concept", ("skos:prefLabel", terms.english(label)))
    yield from described(f"{_EU}data-theme", "skos:ConceptScheme", ("dcterms:title", terms.english("Data theme")))


def _typed(facts: Facts) -> list[tuple[str, str]]:
    forms = sorted({form(file.path) for file in facts.files})
    return [
        (facts.about.license, "dcterms:LicenseDocument"),
        (facts.about.landing_page, "foaf:Document"),
        (PUBLIC, "dcterms:RightsStatement"),
        (ENGLISH, "dcterms:LinguisticSystem"),
        (IRREGULAR, "dcterms:Frequency"),
        (STABLE, "skos:Concept"),
        (GZIP, "dcterms:MediaType"),
        (SHA256, "spdx:ChecksumAlgorithm"),
        (_PROTOCOL, "dcterms:Standard"),
        *[(_IANA + one.media_type, "dcterms:MediaType") for one in forms],
        *[(f"{_EU}file-type/{one.file_type}", "dcterms:MediaTypeOrExtent") for one in forms],
        *[(one.standard, "dcterms:Standard") for one in forms],
        *[(iri, "dcterms:Location") for iri, _ in facts.places],
    ]
