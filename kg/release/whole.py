"""What is about the whole of a release: its shared graphs, reports, store and description.

The order is given by what needs what: constraints over the corpus ask the store, which holds cables and
vocabulary by then; what they find goes to the quality graph; the description counts all of these and holds
the hashes of their dumps, so it comes last and is described by nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import formats, resources, store, terms
from kg.corpus import checked
from kg.errors import FaultError
from kg.facts import by_subject
from kg.pages import page
from kg.release import checking, ledger, manifest, met
from kg.release.commit import commit
from kg.release.dumps import Dump
from kg.release.ledger import Ledger
from kg.release.metadata import files, gathered
from kg.release.opened import lines_of
from kg.release.options import Options
from kg.release.overview import Overview
from kg.release.statistics import Statistics
from kg.release.work import Work
from kg.reports import REPORTS, rdf
from kg.reports.findings import Finding, local, total
from kg.shacl.results import Result
from kg.terms import Names
from kg.turtle import Turtle
from kg.version import VERSION

Progress = Callable[[str, int, int], None]
"""Told the stage, how many are done, and of how many (0: not known)."""


@dataclass(slots=True)
class Whole:
    """A release whose cables are written, before the rest is."""

    folder: Path
    options: Options
    work: Work
    ledger: Ledger
    overview: Overview
    statistics: Statistics
    filling: store.Filling
    contents: dict[str, str] = field(default_factory=dict)
    graphs: dict[str, int] = field(default_factory=dict)
    unchecked: list[str] = field(default_factory=list)

    def finish(self, day: str, progress: Progress) -> dict[str, Any]:
        """Write all that is left and give the facts of the manifest."""
        progress("publish", 0, 0)
        names = Names(self.options.base)
        self.work.add_triples(met.triples(self.work.met(), names), terms.iri(names.graph("vocabulary")))
        self._dump("vocabulary", self.work.entries())
        progress("load", 0, 0)
        self.filling.add_dump(self.folder / "dumps" / "vocabulary.nq.gz")
        self.filling.close()
        progress("check", 0, 0)
        self.work.add_results(self._crossing(), published=True)
        findings = self._check()
        identity = self._identity(day)
        self._describe(identity, day)
        late = [self.folder / "dumps" / f"{kind}.nq.gz" for kind in ("quality", "metadata")]
        self._compare(store.fill(self.folder / "store", late))
        return {
            "id": identity,
            "version": VERSION,
            "issued": day,
            "base": self.options.base,
            "options": self.options.recorded,
            **self.overview.facts(self.graphs, self.work.entry),
            "labels": met.facts(self.work.met()),
            "validation": total(findings),
            "unchecked": sorted(map(local, self.unchecked)),
            "ledger": self.ledger.totals(),
        }

    def _dump(self, kind: str, lines: Iterable[str]) -> None:
        """Write a graph that is about the whole release: N-Quads, and Turtle for people."""
        dump = Dump(self.folder / "dumps" / f"{kind}.nq.gz")
        number = 0
        for number, line in enumerate(lines, 1):  # noqa: B007 - counted on the way
            dump.write(line.encode())
        self.contents[dump.path.name], self.graphs[kind] = dump.close(), number
        self.statistics.add(by_subject(map(formats.from_line, lines_of(dump.path))))
        with (self.folder / "dumps" / f"{kind}.ttl").open("w", encoding="utf-8", newline="\n") as turtle:
            turtle.writelines(Turtle(self.options.base).turtle(map(formats.from_line, lines_of(dump.path))))

    def _crossing(self) -> Iterator[Result]:
        """Give what crosses cables: what the constraints over the corpus find, and which were not checked."""
        for result in checked.results(self.folder / "store", self.overview.cables):
            if checked.unchecked(result):
                self.unchecked.append(result.shape)
            yield result

    @property
    def refused(self) -> bool:
        """Whether something over the corpus is wrong by our own doing, so that the release must not be served."""
        return not self.options.keep_invalid and self.work.publishes_violations()

    def _check(self) -> list[Finding]:
        """Check the vocabulary, and write what the validation found: the quality graph, and the reports."""
        self.work.add_results(checking.vocabulary(self.work.entries), published=True)
        quality = rdf.quads(self.work.published_results(), Names(self.options.base))
        self._dump("quality", formats.nquads(quality))
        findings = self.work.findings()
        ledger.write(self.work.rows(), self.folder / "reports" / "ledger.csv")
        met.write(self.work.met(), self.folder / "reports" / "unresolved.csv")
        for report in REPORTS.values():
            path = self.folder / "reports" / f"validation.{report.suffix}"
            with path.open("w", encoding="utf-8", newline="", errors="backslashreplace") as file:
                file.writelines(report.write(findings, self.options.base))
        for name in ("ontology", "shapes"):
            shutil.copytree(resources.folder(name), self.folder / name)
        page.write(self.folder)
        return findings

    def _identity(self, day: str) -> str:
        """Name the release; two builds that publish the same and rejected other inputs are two releases."""
        reports = {path.name: manifest.sha256(path) for path in (self.folder / "reports").iterdir()}
        program = "+".join(filter(None, (VERSION, commit(resources.CHECKOUT))))
        return manifest.release_id(day, {**self.contents, **reports}, self.options.recorded, program)

    def _describe(self, identity: str, day: str) -> None:
        made = gathered.Gathered(
            folder=self.folder,
            options=self.options,
            work=self.work,
            overview=self.overview,
            statistics=self.statistics,
            ledger=self.ledger,
            graphs=self.graphs,
            unchecked=self.unchecked,
        )
        about = gathered.facts(made, identity, day)
        self.contents["metadata.nq.gz"], self.graphs["metadata"] = files.write(self.folder, about)
        self.statistics.close()

    def _compare(self, held: int) -> None:
        expected = sum(self.graphs.values())
        if held != expected:
            raise FaultError(f"the store holds {held:,} quads, the dumps {expected:,}: a triple stands twice")
