"""CITATION.cff of a release: how to cite it, for people and for programs (Citation File Format 1.2.0).

Facts
-----
* The format is YAML, and every JSON text is YAML 1.2, so strings are written as JSON.
* `license` holds SPDX identifiers only; a licence that is known by its IRI is `license-url`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.release.metadata.facts import Facts


def citation(facts: Facts) -> Iterator[str]:
    """Give the lines of the file."""
    about = facts.about
    yield "cff-version: 1.2.0\n"
    yield 'message: "If you use this dataset, please cite this release of it: its id names its exact content."\n'
    yield "type: dataset\n"
    known = {
        "title": f"{about.title}, release {facts.id}",
        "abstract": facts.summary,
        "version": facts.id,
        "date-released": facts.issued,
        "license-url": about.license,
        "url": about.landing_page,
        "repository-artifact": facts.download(""),
    }
    yield from (f"{name}: {_text(value)}\n" for name, value in known.items())
    yield f"authors:\n  - name: {_text(about.creator)}\n"
    yield f"contact:\n  - name: {_text(about.publisher)}\n"
    yield f"    {'email' if about.mail else 'website'}: {_text(about.contact)}\n"
    yield f"identifiers:\n  - type: url\n    value: {_text(facts.release)}\n"
    yield "    description: The IRI of this release.\n"
    if about.words:
        yield "keywords:\n"
        yield from (f"  - {_text(word)}\n" for word in about.words)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
