"""What is handed between the process of a build and those that work for it: plain values, small enough to be sent."""

from __future__ import annotations

from typing import NamedTuple

from kg.cable import Cable
from kg.entries import Said
from kg.errors import InputError
from kg.facts import Facts
from kg.shacl.results import Result
from kg.terms import Term
from kg.vocabulary import Records


class Kept(NamedTuple):
    """A cable that was read, ready to be kept until all are: what it is sorted by, and the pickled cable."""

    identity: str
    fullness: int
    content: str
    path: str
    sha256: str
    size: int
    cable: bytes


class Text(NamedTuple):
    """One text of a telegram: which text of its id it is, and its cable and duplicates, pickled."""

    nth: int
    cables: tuple[bytes, ...]


class Record(NamedTuple):
    """What the ledger says of a record that holds a cable."""

    id: str
    path: str
    line: int
    size: int

    @classmethod
    def of(cls, cable: Cable) -> Record:
        """Give the record of a cable."""
        source = cable.source
        return cls(cable.id, source.path, source.line, source.bytes)


class Publication(NamedTuple):
    """What a release gets from one text.

    `records` are vocabulary entries that the same process did not give before, `said` what stands in place of
    entries: the words, their entry, whether a list holds it.
    """

    identity: str
    subject: Term
    graph: Term
    described: dict[Term, Facts]
    turtle: str
    records: Records
    said: tuple[tuple[Said, Term, bool], ...]
    day: str
    paragraphs: int


class Made(NamedTuple):
    """What became of a text: a publication, or the error or the Violation (among the results) that it failed with."""

    records: tuple[Record, ...]
    results: tuple[Result, ...] = ()
    publication: Publication | None = None
    error: InputError | None = None
