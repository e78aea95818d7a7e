"""What is done with each record by itself, in the process of a build or in one that works for it.

Reading, mapping, validation and Turtle are most of a build and know nothing of other cables. What is about the
whole - order, counts, duplicates, the store - stays in one process.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from kg import api, quads
from kg.cable import Cable
from kg.entries import is_document
from kg.errors import InputError
from kg.quads import Mapped
from kg.records import content
from kg.release.checking import Checker
from kg.release.options import Options
from kg.release.parts import Kept, Made, Publication, Record, Text
from kg.sources import Blob, Problem
from kg.terms import Names, Term
from kg.turtle import Turtle
from kg.vocabulary import Records, Triple, Vocabulary, vocabulary

_REMEMBERED: Final = 2_000
"""Entries that were given before: most come again all the time."""


class Given:
    """The entries that a process gave before."""

    def __init__(self) -> None:
        self._known: dict[Term, tuple[Triple, ...]] = {}

    def new(self, used: Records) -> Records:
        """Give the entries that were not given yet, or were with other words."""
        found = {subject: triples for subject, triples in used.items() if self._known.get(subject) is not triples}
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known.update((subject, triples) for subject, triples in found.items() if not is_document(triples))
        return found


class Maker:
    """Reads records, and makes what is published of cables; one process has one."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._names = Names(options.base)
        self._known: Vocabulary = vocabulary()
        self._turtle = Turtle(options.base)
        self._given = Given()

    @cached_property
    def _checker(self) -> Checker:
        return Checker()

    # -- reading ----------------------------------------------------------------------------------
    def read(self, blobs: Sequence[Blob | Problem]) -> list[list[Kept | Problem]]:
        """Read some inputs; gives for each its cables and the documents that are none."""
        return [[blob] if isinstance(blob, Problem) else self._read(blob) for blob in blobs]

    def _read(self, blob: Blob) -> list[Kept | Problem]:
        try:
            return [self._kept(one) for one in api.contents(blob, self._options.layout)]
        except InputError as error:
            return [Problem.of(error, blob)]

    def _kept(self, one: Cable | Problem) -> Kept | Problem:
        if isinstance(one, Problem):
            return one
        identity, source = self._known.identity(one.id).id, one.source
        self._names.cable(identity)  # an id that cannot be named refuses its record
        return Kept(
            identity=identity,
            fullness=one.text_length,
            content=content(one),
            path=source.path,
            sha256=source.sha256,
            size=source.bytes,
            cable=pickle.dumps(one),
        )

    # -- making -----------------------------------------------------------------------------------
    def make(self, texts: Sequence[Text]) -> list[Made]:
        """Map some texts, then check them: code that did the same to the cable before is at hand in the processor."""
        given = [[pickle.loads(one) for one in text.cables] for text in texts]  # noqa: S301 - of this build
        mapped = [self._mapped(cables[0], text.nth) for text, cables in zip(texts, given, strict=True)]
        return [self._made(cables, one) for cables, one in zip(given, mapped, strict=True)]

    def _mapped(self, cable: Cable, nth: int) -> Mapped | InputError:
        """Map a text; one that cannot be named costs itself and its duplicates, never the corpus."""
        try:
            return quads.quads(cable, self._names, self._known, nth)
        except InputError as error:
            return error

    def _made(self, cables: Sequence[Cable], mapped: Mapped | InputError) -> Made:
        records = tuple(map(Record.of, cables))
        if isinstance(mapped, InputError):
            return Made(records, error=mapped)
        results = tuple(self._checker.results(mapped))
        if not self._options.keep_invalid and any(result.severity == "Violation" for result in results):
            return Made(records, results)
        return Made(records, results, self._publication(cables[0], mapped))

    def _publication(self, cable: Cable, mapped: Mapped) -> Publication:
        entries = mapped.entries
        return Publication(
            identity=self._known.identity(cable.id).id,
            subject=mapped.subject,
            graph=mapped.graph,
            described=mapped.described,
            turtle=self._turtle.blocks(mapped.described.items()),
            records=self._given.new(entries.used),
            said=tuple([(said, entry.term, entry.listed) for said, entry in entries.said.items()]),
            day=cable.date[:10],
            paragraphs=len(cable.paragraphs),
        )
