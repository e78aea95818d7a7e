"""The build: the whole line from inputs to a release that can be served.

Two passes: first everything is read and sorted by id, so that neither the order of the inputs nor that
of a folder shows in the result; then each cable is mapped, validated and written, a few at a time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from kg import api, quads, sources, terms
from kg.cable import Cable
from kg.errors import InputError
from kg.quads import Mapped
from kg.release import manifest, place
from kg.release.checking import Checker
from kg.release.dumps import Shards
from kg.release.ledger import Ledger, Row
from kg.release.metadata.gathered import WATCHED
from kg.release.opened import CURRENT, Release
from kg.release.options import Options
from kg.release.overview import Overview
from kg.release.statistics import Statistics
from kg.release.whole import Progress, Whole
from kg.release.work import Text, Work
from kg.shacl.results import Result
from kg.sources import Blob, Problem
from kg.terms import Names
from kg.vocabulary import Vocabulary, vocabulary

__all__ = ["Options", "build"]

TOGETHER: Final = 16
"""Cables that are mapped, then validated: checked one by one they took a tenth longer, for want of warm code."""


def build(
    inputs: Iterable[str | os.PathLike[str]],
    public: str | os.PathLike[str] = "public",
    options: Options | None = None,
    progress: Progress = lambda *_: None,
) -> Release:
    """Build a release of the inputs and make it the current one of the output folder.

    Raises UsageError when an input is not there, FaultError when disk, lock or store fail. Inputs that
    give no record and cables with a Violation stand in the release's ledger; they raise nothing. With a
    Violation over the corpus the release is made and the current one stays, unless invalid ones are kept.
    """
    chosen = options or Options()
    day = chosen.day
    incoming = sources.read(inputs, chosen.layout)
    with place.locked(Path(public)) as folder:
        one = _Build(folder, chosen, progress)
        try:
            one.survey(incoming)
            one.publish()
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
        self.names = Names(options.base)
        self._vocabulary = terms.iri(self.names.graph("vocabulary"))
        self.known: Vocabulary = vocabulary()
        self.checker = Checker()
        self.work = Work(folder / "work.sqlite")
        self.ledger = Ledger()
        self.overview = Overview()
        self.statistics = Statistics(folder, WATCHED)
        self.whole = Whole(folder, options, self.work, self.ledger, self.overview, self.statistics)
        for name in ("dumps", "reports"):
            (folder / name).mkdir()

    # -- first pass -------------------------------------------------------------------------------
    def survey(self, incoming: Iterable[Blob | Problem]) -> None:
        """Read every input; what gives no record goes to the ledger."""
        for number, blob in enumerate(incoming, 1):
            if isinstance(blob, Problem):
                self._refuse(blob)
            else:
                self._read(blob)
            self.progress("read", number, 0)

    def _read(self, blob: Blob) -> None:
        try:
            found = api.contents(blob, self.options.layout)
            for one in found:
                if isinstance(one, Cable):
                    self.names.cable(self.known.identity(one.id).id)
        except InputError as error:
            self._refuse(Problem.of(error, blob))
            return
        for one in found:
            if isinstance(one, Problem):
                self._refuse(one)
                continue
            self.ledger.count("read", one.source.bytes)
            self.work.add_cable(self.known.identity(one.id).id, one)

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
    def publish(self) -> None:
        """Map, validate and write all cables in the order of their ids."""
        total = self.work.cables()
        shards = Shards(self.folder / "dumps", "cables", self.options.base)
        done = 0
        texts = iter(self.work.texts())
        while some := list(islice(texts, TOGETHER)):
            self._publish(some, shards)
            done += sum(1 + len(text.duplicates) for text in some)
            self.progress("validate", done, total)
        shards.close()
        self.whole.contents |= shards.contents
        self.whole.graphs["cables"] = shards.triples

    def _publish(self, texts: Sequence[Text], shards: Shards) -> None:
        """Map some texts, then check them: code that did the same to the cable before is at hand in the processor."""
        mapped = [self._mapped(text) for text in texts]
        checked = [self.checker.results(one) if one else [] for one in mapped]
        for text, one, results in zip(texts, mapped, checked, strict=True):
            if one:
                self._settle(text, one, results, shards)

    def _settle(self, text: Text, mapped: Mapped, results: list[Result], shards: Shards) -> None:
        if any(result.severity == "Violation" for result in results) and not self.options.keep_invalid:
            self._reject(text, results)
            return
        self.work.add_results(results, published=True)
        self._write(text.cable, mapped, shards)
        for again in text.duplicates:
            self._duplicate(again, text.cable)

    def _mapped(self, text: Text) -> Mapped | None:
        """Map a text; one that cannot be named costs itself and its duplicates, never the corpus."""
        try:
            return quads.quads(text.cable, self.names, self.known, text.nth)
        except InputError as error:
            for cable in (text.cable, *text.duplicates):
                self.ledger.count("rejected", cable.source.bytes)
                self.work.add_row(_row("rejected", error.code, cable, cable.source.line, error.reason))
            return None

    def _write(self, cable: Cable, mapped: Mapped, shards: Shards) -> None:
        shards.write(mapped.nquads, mapped.described)
        self.ledger.count("published", cable.source.bytes)
        self.overview.add(mapped, cable)
        self.statistics.add(mapped.described.items())
        self.work.add_held(mapped.subject)
        self.work.add_entries(mapped.entries.used, self._vocabulary)
        self.work.add_said(mapped.entries, self.known.identity(cable.id).id)

    def _reject(self, text: Text, results: list[Result]) -> None:
        worst = next(result for result in sorted(results) if result.severity == "Violation")
        reason = f"{worst.message} [{worst.shape.strip('<>').rpartition('#')[2]}]"
        self.work.add_results(results, published=False)
        for cable in (text.cable, *text.duplicates):
            self.ledger.count("rejected", cable.source.bytes)
            self.work.add_row(_row("rejected", "violation", cable, worst.line, reason))

    def _duplicate(self, cable: Cable, first: Cable) -> None:
        self.ledger.count("duplicate", cable.source.bytes)
        reason = f"the same text as {first.source.path}"
        self.work.add_row(_row("duplicate", "duplicate", cable, cable.source.line, reason))


def _row(bucket: str, code: str, cable: Cable, line: int, reason: str) -> Row:
    return Row(bucket, code, cable.source.path, line, cable.id, cable.source.bytes, reason)
