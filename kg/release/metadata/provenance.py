"""PROV: the run that made a release, what it read and which program it was (W3C PROV-O).

Facts
-----
* The clock of the run gets in nowhere, or no two runs would give the same bytes: a release has its date of issue.
* What was read is one collection here; each copy with its file, line and hash stands in the graph of its cable.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg import terms
from kg.release.metadata.catalogue import SHA256
from kg.release.metadata.facts import Facts, Run
from kg.release.metadata.statements import Triple, described, links

PROGRAM: Final = f"{terms.DEFAULT_BASE}dataset/kg"
"""The program, whatever base a release has."""


def provenance(facts: Facts) -> Iterator[Triple]:
    """Describe how a release came to be."""
    release, maker = facts.release, f"{facts.series}#creator"
    read, plan, software = f"{release}#sources", f"{release}#configuration", _software(facts.run)
    yield from described(
        release,
        "prov:Entity",
        ("prov:wasGeneratedBy", terms.iri(f"{release}#run")),
        ("prov:wasDerivedFrom", links([read, *[iri for iri, _ in facts.holders]])),
        ("prov:wasAttributedTo", terms.iri(maker)),
    )
    yield from described(
        f"{release}#run",
        "ck:ParseRun prov:Activity",
        ("dcterms:title", terms.english(f"The run that made release {facts.id}")),
        ("prov:used", links([read, plan])),
        ("prov:wasAssociatedWith", links([software, maker])),
    )
    yield from _program(facts.run, software)
    yield from _configuration(facts.run, plan)
    yield from _sources(facts, read)


def _software(run: Run) -> str:
    return f"{PROGRAM}-{terms.segment(run.version)}" + (f"-{run.commit[:12]}" if run.commit else "")


def _program(run: Run, software: str) -> Iterator[Triple]:
    yield from described(
        software,
        "prov:SoftwareAgent",
        ("foaf:name", terms.text("kg")),
        ("owl:versionInfo", terms.text(run.version)),
        ("dcterms:identifier", [terms.text(f"git:{run.commit}")] if run.commit else []),
    )


def _configuration(run: Run, plan: str) -> Iterator[Triple]:
    yield from described(
        plan,
        "prov:Entity",
        ("dcterms:title", terms.english("Options of the run")),
        ("spdx:checksum", terms.iri(f"{plan}-sha256")),
    )
    yield from described(
        f"{plan}-sha256",
        "spdx:Checksum",
        ("spdx:algorithm", terms.iri(SHA256)),
        ("spdx:checksumValue", terms.typed(run.configuration, "hexBinary")),
    )


def _sources(facts: Facts, read: str) -> Iterator[Triple]:
    held = ", ".join(name for _, name in facts.holders)
    yield from described(
        read,
        "prov:Entity prov:Collection",
        ("dcterms:title", terms.english("The records that were read")),
        ("dcterms:description", terms.english(f"Copies held by {held}." if held else "Copies of telegrams.")),
        ("dcterms:extent", terms.english(f"{facts.run.records:,} records, {facts.run.size:,} bytes")),
    )
    for iri, _ in facts.holders:
        yield from described(iri, "prov:Agent")
        yield terms.iri(read), terms.named("prov:wasAttributedTo"), terms.iri(iri)
