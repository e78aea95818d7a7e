"""A release that is there: found, opened, read."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
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
from kg.terms import Quad, Term

CURRENT: Final = "current"
MANIFEST: Final = "manifest.json"
GRAPHS: Final = ("cables", "vocabulary", "quality", "metadata")
"""Kinds of graphs that a release holds, each with its dumps."""
NEEDED: Final = frozenset({"id", "base"})
"""What a manifest says at least."""


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
            manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise FaultError(f"{path / MANIFEST}: the manifest cannot be read: {error}") from error
        if not isinstance(manifest, dict) or not manifest.keys() >= NEEDED:
            raise FaultError(
                f"{path / MANIFEST}: damaged: it lacks {', '.join(sorted(NEEDED))}; build the release again"
            )
        return cls(path.resolve(), manifest)

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
        """Give the N-Quads dumps of a kind (one of `GRAPHS`), in order; those that the manifest lists."""
        files: Iterable[str] = self.manifest.get("files", ())
        return [self.path / name for name in sorted(files) if fnmatch(name, f"dumps/{kind}*.nq.gz")]

    def lines(self, *kinds: str) -> Iterator[str]:
        """Stream the N-Quads lines of dumps, one graph after the other.

        Raises FaultError for a dump that is not, byte for byte, the one that was built: half a corpus, or a text
        with a letter changed, must not be taken for the whole.
        """
        for kind in kinds:
            for dump in self.dumps(kind):
                self._check(dump)
                yield from lines_of(dump)

    def _check(self, dump: Path) -> None:
        if dump in self._checked:
            return
        try:
            with dump.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise FaultError(f"{dump}: {error.strerror}; build the release again") from error
        if found != self.manifest["files"][str(dump.relative_to(self.path))]["sha256"]:
            raise FaultError(f"{dump}: damaged: its SHA-256 is not that of the manifest; build the release again")
        self._checked.add(dump)

    @cached_property
    def _checked(self) -> set[Path]:
        return set()


def open_release(public: Path | str = "public") -> Release:
    """Open the current release of an output folder; see `Release.open`."""
    return Release.open(public)


def quads_of(dump: Path) -> Iterator[Quad]:
    """Stream the quads of one N-Quads dump that kg wrote; raises FaultError when it is damaged, or another's."""
    for number, line in enumerate(lines_of(dump), 1):
        try:
            yield from_line(line)
        except ValueError as error:
            raise FaultError(f"{dump}:{number}: no line of N-Quads as kg writes them") from error


def lines_of(dump: Path) -> Iterator[str]:
    """Stream the lines of one N-Quads dump; raises FaultError when the file is damaged."""
    try:
        with gzip.open(dump, "rt", encoding="utf-8", newline="\n") as stream:
            yield from stream
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise FaultError(f"{dump}: the dump cannot be read: {error}") from error
