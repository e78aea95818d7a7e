"""A release that is there: found, opened, read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from kg.errors import FaultError, UsageError
from kg.formats import from_line
from kg.jsonld import label
from kg.results import Answer
from kg.store import Store
from kg.terms import Term

CURRENT: Final = "current"
MANIFEST: Final = "manifest.json"
GRAPHS: Final = ("cables", "vocabulary", "quality", "metadata")
"""Kinds of graphs that a release holds, each with its dumps."""


@dataclass(frozen=True)
class Release:
    """One release: its folder and its manifest; the store is opened when it is first asked."""

    path: Path
    manifest: dict[str, Any] = field(repr=False)

    @classmethod
    def open(cls, public: Path | str = "public") -> Release:
        """Open the current release of an output folder, or a release folder itself.

        Raises UsageError when there is none, FaultError when its manifest is damaged.
        """
        folder = Path(public)
        path = folder if (folder / MANIFEST).is_file() else folder / CURRENT
        if not (path / MANIFEST).is_file():
            raise UsageError(f"{folder}: no release here; make one with: kg build SOURCE -o {folder}")
        try:
            return cls(path.resolve(), json.loads((path / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise FaultError(f"{path / MANIFEST}: the manifest cannot be read: {error}") from error

    @property
    def id(self) -> str:
        """The release's id."""
        return str(self.manifest["id"])

    @property
    def base(self) -> str:
        """The base of the IRIs that the build minted."""
        return str(self.manifest["base"])

    @cached_property
    def store(self) -> Store:
        """The release's store, read-only."""
        return Store.open(self.path / "store", self.base)

    @cached_property
    def labels(self) -> dict[Term, str]:
        """The preferred labels of the release's vocabulary; read when first asked for, some hundred bytes each."""
        entries = groupby(map(from_line, self.lines("vocabulary")), key=itemgetter(0))
        found = {subject: label(subject, (quad[:3] for quad in group)) for subject, group in entries}
        return {subject: said for subject, said in found.items() if said}

    def label(self, term: Term) -> str:
        """Give the label of a thing; "" when it has none."""
        return self.labels.get(term, "")

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query over all graphs of the release."""
        return self.store.query(text)

    def dumps(self, kind: str) -> list[Path]:
        """Give the N-Quads dumps of a kind (one of `GRAPHS`), in order."""
        return sorted((self.path / "dumps").glob(f"{kind}*.nq.gz"))

    def lines(self, *kinds: str) -> Iterator[str]:
        """Stream the N-Quads lines of dumps, one graph after the other."""
        for kind in kinds:
            for dump in self.dumps(kind):
                yield from lines_of(dump)


def open_release(public: Path | str = "public") -> Release:
    """Open the current release of an output folder; see `Release.open`."""
    return Release.open(public)


def lines_of(dump: Path) -> Iterator[str]:
    """Stream the lines of one N-Quads dump; raises FaultError when the file is damaged."""
    try:
        with gzip.open(dump, "rt", encoding="utf-8", newline="\n") as stream:
            yield from stream
    except (OSError, EOFError) as error:
        raise FaultError(f"{dump}: the dump cannot be read: {error}") from error
