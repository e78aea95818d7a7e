"""PROV: the run that made a release, what it read and which program it was (W3C PROV-O).

Facts
-----
* The clock of the run gets in nowhere, or no two runs would give the same bytes: its times are the day of issue.
* What was read is one collection here, with one hash for all of it; each copy with its file, line and hash stands
  in the graph of its cable.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg import terms
from kg.release.metadata.catalogue import checksum
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
        ("prov:generatedAtTime", terms.typed(facts.time, "dateTime")),
    )
    yield from described(
        f"{release}#run",
        "ck:ParseRun prov:Activity",
        ("dcterms:title", terms.english(f"The run that made release {facts.id}")),
        ("prov:used", links([read, plan])),
        ("prov:wasAssociatedWith", links([software, maker])),
        ("prov:startedAtTime", terms.typed(facts.time, "dateTime")),
        ("prov:endedAtTime", terms.typed(facts.time, "dateTime")),
        ("rdfs:comment", terms.english(_TIMES)),
    )
    yield from _program(facts.run, software)
    yield from _configuration(facts.run, plan)
    yield from _sources(facts, read)


_TIMES: Final = (
    "The times are the day of issue, as it was stated: no clock is read, so that the same inputs give the same bytes."
)


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
    yield from checksum(f"{plan}-sha256", run.configuration)


_OF_ALL: Final = (
    "Of a text that holds, sorted and one a line, the SHA-256 of each record that a cable was read from: "
    "the values of ck:sha256, and those of duplicates and of cables that were rejected."
)


def _sources(facts: Facts, read: str) -> Iterator[Triple]:
    held = ", ".join(name for _, name in facts.holders)
    yield from described(
        read,
        "prov:Entity prov:Collection",
        ("dcterms:title", terms.english("The records that were read")),
        ("dcterms:description", terms.english(f"Copies held by {held}." if held else "Copies of telegrams.")),
        ("dcterms:extent", terms.english(f"{facts.run.records:,} records, {facts.run.size:,} bytes")),
        ("spdx:checksum", terms.iri(f"{read}-sha256")),
    )
    yield from checksum(f"{read}-sha256", facts.run.sources)
    yield terms.iri(f"{read}-sha256"), terms.named("rdfs:comment"), terms.english(_OF_ALL)
    for iri, _ in facts.holders:
        yield from described(iri, "prov:Agent")
        yield terms.iri(read), terms.named("prov:wasAttributedTo"), terms.iri(iri)
