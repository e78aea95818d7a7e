"""The facts that every description of a release is made of, gathered once by the build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.release.about import UNNAMED, About
from kg.release.statistics import Counts
from kg.terms import Names, Term


class File(NamedTuple):
    """One dump: its path in the release, its size and SHA-256 as it lies there."""

    path: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.rpartition("/")[2]

    @property
    def graph(self) -> str:
        """The kind of graph that it holds: cables, vocabulary or quality."""
        return self.name.partition(".")[0].partition("-")[0]


class Metric(NamedTuple):
    """A shape as a measure of quality: its message, severity, and a dimension of LDQD."""

    shape: str
    message: str
    dimension: str


class Standard(NamedTuple):
    """Something that the data conform to: ontology or shapes, by version IRI."""

    iri: str
    title: str
    version: str


class Links(NamedTuple):
    """Links of one property to another dataset, known by the namespace of its IRIs."""

    predicate: Term
    target: str
    triples: int


@dataclass(frozen=True, slots=True)
class Run:
    """The run that made a release: program, its commit where it is known, its configuration, and what it read.

    `configuration` and `sources` are hashes (SHA-256), `size` is in bytes.
    """

    version: str
    commit: str
    configuration: str
    sources: str
    records: int
    size: int


@dataclass(frozen=True, slots=True)
class Facts:
    """A release, before it is described."""

    names: Names
    id: str
    issued: str
    about: About
    cables: int
    paragraphs: int
    period: tuple[str, ...]
    counts: Counts
    graphs: Mapping[str, int]
    files: tuple[File, ...]
    holders: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]
    links: tuple[Links, ...]
    standards: tuple[Standard, ...]
    metrics: tuple[Metric, ...]
    failing: Mapping[str, int]
    run: Run

    @property
    def release(self) -> str:
        """The IRI of the release."""
        return self.names.release(self.id)

    @property
    def series(self) -> str:
        """The IRI of the dataset whose releases these are."""
        return self.names.thing("dataset", "cables")

    @property
    def time(self) -> str:
        """The day of issue as a time: no clock is read, or no two runs would give the same bytes."""
        return f"{self.issued}T00:00:00Z"

    def download(self, path: str) -> str:
        """Give the address that a file of the release is downloaded from."""
        return f"{self.about.downloads.rstrip('/')}/{self.id}/{path}"

    @property
    def summary(self) -> str:
        """What the release holds, and what its count of triples is of."""
        period = f", sent {self.period[0]} to {self.period[-1]}" if self.period else ""
        return (
            f"{self.about.description} This release holds {self.cables:,} cables with {self.paragraphs:,} paragraphs"
            f"{period}. Its {self.counts.triples:,} triples are those of the graphs of the cables, of the vocabulary "
            "and of the validation results; the graph that describes the release is not counted among them."
        )

    @property
    def citation(self) -> str:
        """How to cite the release: who, when, what, where; nobody is named twice, and nobody who has no name."""
        title, year = f"{self.about.title}, release {self.id}", f"({self.issued[:4]})"
        if self.about.creator.startswith(UNNAMED):
            return f"{title} {year}. {self.release}"
        other = self.about.publisher != self.about.creator and not self.about.publisher.startswith(UNNAMED)
        publisher = f"{self.about.publisher}. " if other else ""
        return f"{self.about.creator} {year}. {title}. {publisher}{self.release}"
