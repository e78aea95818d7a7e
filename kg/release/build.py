"""The build: the whole line from inputs to a release that can be served.

Two passes: first everything is read and sorted by id, so that neither the order of the inputs nor that
of a folder shows in the result; then each cable is mapped, validated and written, a few at a time. What is
done with each by itself can be left to other processes; the release is the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final

from kg import sources, store, terms
from kg.facts import nquads
from kg.release import manifest, place
from kg.release.dumps import Shards
from kg.release.ledger import Ledger, Row
from kg.release.maker import Maker
from kg.release.metadata.gathered import WATCHED
from kg.release.opened import CURRENT, Release
from kg.release.options import Options
from kg.release.overview import Overview
from kg.release.parts import Kept, Made, Publication, Record, Text
from kg.release.statistics import Statistics
from kg.release.whole import Progress, Whole
from kg.release.work import Work
from kg.release.workers import Each, workers
from kg.sources import Blob, Problem
from kg.terms import Names

__all__ = ["Options", "build"]

TOGETHER: Final = 16
"""Cables that are mapped, then validated: checked one by one they took a tenth longer, for want of warm code."""
_MOST_AT_ONCE: Final = 1_000_000
"""Bytes of records that are read at a time; one can be larger."""


def build(
    inputs: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    public: str | os.PathLike[str] = "public",
    options: Options | None = None,
    progress: Progress = lambda *_: None,
    jobs: int = 1,
) -> Release:
    """Build a release of the inputs and make it the current one of the output folder.

    `jobs` > 1 leaves reading, mapping and validation to so many processes; it changes no byte of the release.
    Raises UsageError when an input is not there, FaultError when disk, lock, store or a process fail. Inputs that
    give no record and cables with a Violation stand in the release's ledger; they raise nothing. With a
    Violation over the corpus the release is made and the current one stays, unless invalid ones are kept.
    """
    chosen = options or Options()
    day = chosen.day
    incoming = sources.read(inputs, chosen.layout, public)
    with place.locked(Path(public)) as folder:
        one = _Build(folder, chosen, progress)
        try:
            with workers(chosen, jobs) as each:
                one.survey(incoming, each)
                one.publish(each)
            facts = one.finish(day)
            # a release of nothing is kept for its ledger, and takes no place of one that holds something
            nothing = not facts["counts"]["cables"] and (Path(public) / CURRENT).exists()
            current = not nothing and not one.whole.refused
        finally:
            one.close()
        (folder / "work.sqlite").unlink()
        manifest.write(folder, facts, one.whole.contents)
        return Release.open(place.switch(Path(public), folder, facts["id"], current=current))


class _Build:
    """One build under way."""

    def __init__(self, folder: Path, options: Options, progress: Progress) -> None:
        self.folder = folder
        self.options = options
        self.progress = progress
        self._vocabulary = terms.iri(Names(options.base).graph("vocabulary"))
        self.work = Work(folder / "work.sqlite")
        self.ledger = Ledger()
        self.overview = Overview()
        self.statistics = Statistics(folder, WATCHED)
        self.filling = store.Filling(folder / "store")
        self.whole = Whole(folder, options, self.work, self.ledger, self.overview, self.statistics, self.filling)
        for name in ("dumps", "reports"):
            (folder / name).mkdir()

    # -- first pass -------------------------------------------------------------------------------
    def survey(self, incoming: Iterable[Blob | Problem], each: Each) -> None:
        """Read every input; what gives no record goes to the ledger."""
        number = 0
        for answers in each(Maker.read, _parted(incoming)):
            for found in answers:
                for one in found:
                    self._keep(one)
            number += len(answers)
            self.progress("read", number, 0)

    def _keep(self, one: Kept | Problem) -> None:
        if isinstance(one, Problem):
            self._refuse(one)
            return
        self.ledger.count("read", one.size)
        self.work.add_cable(one)

    def _refuse(self, problem: Problem) -> None:
        self.ledger.count("read", problem.bytes)
        self.ledger.count(problem.bucket, problem.bytes)
        self.work.add_row(
            Row(problem.bucket, problem.code, problem.path, problem.line, problem.id, problem.bytes, problem.reason)
        )

    def finish(self, day: str) -> dict[str, Any]:
        """Write what is about the whole, and give the facts of the manifest."""
        return self.whole.finish(day, self.progress)

    def close(self) -> None:
        """Let go of the files that only the build needs."""
        self.work.close()
        self.statistics.close()

    # -- second pass ------------------------------------------------------------------------------
    def publish(self, each: Each) -> None:
        """Map, validate and write all cables in the order of their ids."""
        total = self.work.cables()
        done = 0
        with closing(Shards(self.folder / "dumps", "cables", self.options.base)) as shards:
            for some in each(Maker.make, _together(self.work.texts())):
                for one in some:
                    self._settle(one, shards)
                done += sum(len(one.records) for one in some)
                self.progress("validate", done, total)
        self.whole.contents |= shards.contents
        self.whole.graphs["cables"] = shards.triples

    def _settle(self, made: Made, shards: Shards) -> None:
        first, *again = made.records
        if made.publication is None:
            self._reject(made)
            return
        self.work.add_results(made.results, published=True)
        self.ledger.count("published", first.size)
        self._write(made.publication, shards)
        for record in again:
            self._duplicate(record, first)

    def _write(self, one: Publication, shards: Shards) -> None:
        lines = nquads(one.described, one.graph).encode()
        shards.write(lines, one.turtle.encode())
        self.filling.add(lines)
        self.overview.add(one)
        self.statistics.add(one.described.items())
        self.work.add_held(one.subject)
        self.work.add_triples((triple for entry in one.records.values() for triple in entry), self._vocabulary)
        self.work.add_said(one.said, one.identity)

    def _reject(self, made: Made) -> None:
        """Note a text that is not published, and its duplicates: by its error, or by the worst of its results."""
        code, reason, line = "violation", "", 0
        if made.error:
            code, reason = made.error.code, made.error.reason
        else:
            worst = next(result for result in sorted(made.results) if result.severity == "Violation")
            reason, line = f"{worst.message} [{worst.shape.strip('<>').rpartition('#')[2]}]", worst.line
        self.work.add_results(made.results, published=False)
        for record in made.records:
            self.ledger.count("rejected", record.size)
            self.work.add_row(_row("rejected", code, record, line or record.line, reason))

    def _duplicate(self, record: Record, first: Record) -> None:
        self.ledger.count("duplicate", record.size)
        self.work.add_row(_row("duplicate", "duplicate", record, record.line, f"the same text as {first.path}"))


def _parted(incoming: Iterable[Blob | Problem]) -> Iterator[list[Blob | Problem]]:
    """Give some inputs at a time, and no more than is worth sending at once."""
    some: list[Blob | Problem] = []
    size = 0
    for one in incoming:
        some.append(one)
        size += len(one.data) if isinstance(one, Blob) else 0
        if len(some) == TOGETHER or size > _MOST_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _together(texts: Iterator[Text]) -> Iterator[list[Text]]:
    while some := list(islice(texts, TOGETHER)):
        yield some


def _row(bucket: str, code: str, record: Record, line: int, reason: str) -> Row:
    return Row(bucket, code, record.path, line, record.id, record.size, reason)
