"""schema.org: the description of a release that its page carries for search engines.

Google's Dataset Search wants a name and a description of 50 to 5000 characters; the context is the one that
such crawlers know by heart and never fetch.
"""

from __future__ import annotations

import json
from typing import Any

from kg.release.metadata.catalogue import form
from kg.release.metadata.facts import Facts


def page(facts: Facts) -> str:
    """Give the description as JSON that can stand in a script element of HTML as it is."""
    text = json.dumps(_dataset(facts), ensure_ascii=False, indent=1, sort_keys=True)
    return text.replace("<", "\\u003c") + "\n"


def _dataset(facts: Facts) -> dict[str, Any]:
    about = facts.about
    known: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": facts.release,
        "identifier": facts.release,
        "name": f"{about.title}, release {facts.id}",
        "description": facts.summary,
        "url": about.landing_page,
        "version": facts.id,
        "datePublished": facts.issued,
        "dateModified": facts.issued,
        "license": about.license,
        "creator": {"@type": "Organization", "name": about.creator},
        "publisher": _publisher(facts),
        "keywords": list(about.words),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "temporalCoverage": "/".join((facts.period[0], facts.period[-1])) if facts.period else "",
        "spatialCoverage": [{"@type": "Place", "@id": iri, "name": name} for iri, name in facts.places],
        "variableMeasured": ["cables", "paragraphs", "citations", "TAGS", "classification"],
        "measurementTechnique": f"kg {facts.run.version}",
        "includedInDataCatalog": _catalogue(facts),
        "isPartOf": _series(facts),
        "isBasedOn": [_archive(iri, name) for iri, name in facts.holders],
        "creditText": facts.citation,
        "distribution": [_download(facts, number) for number in range(len(facts.files))],
    }
    return {name: value for name, value in known.items() if value not in ("", [])}


def _catalogue(facts: Facts) -> dict[str, Any]:
    name = f"Catalogue: {facts.about.title}"
    return {"@type": "DataCatalog", "@id": facts.names.thing("dataset", "catalog"), "name": name}


def _series(facts: Facts) -> dict[str, Any]:
    """Describe the series: crawlers ask of every Dataset they meet for a description and a licence."""
    about = facts.about
    return {
        "@type": "Dataset",
        "@id": facts.series,
        "name": about.title,
        "description": about.description,
        "license": about.license,
        "creator": {"@type": "Organization", "name": about.creator},
    }


def _publisher(facts: Facts) -> dict[str, Any]:
    publisher: dict[str, Any] = {"@type": "Organization", "name": facts.about.publisher}
    return publisher | ({"url": facts.about.publisher_url} if facts.about.publisher_url else {})


def _archive(iri: str, name: str) -> dict[str, Any]:
    holder = {"@type": "ArchiveOrganization", "@id": iri, "name": name}
    return {"@type": "ArchiveComponent", "name": f"Telegrams held by {name}", "holdingArchive": holder}


def _download(facts: Facts, number: int) -> dict[str, Any]:
    file = facts.files[number]
    return {
        "@type": "DataDownload",
        "name": file.name,
        "contentUrl": facts.download(file.path),
        "encodingFormat": form(file.path).media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
