"""A release held against what it says of itself: every file by its hash, every graph by its number of statements.

Facts
-----
* A disk or a copy changes bytes without a word, and an engine notices only where it looks: of twelve files of a
  store with flipped bytes a full scan passed over six (pyoxigraph 0.5.13).
* Loaders of other stores lose data without a word too, so what an endpoint holds is counted.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg import remote
from kg.errors import FaultError
from kg.release.manifest import SUMS, sha256
from kg.release.opened import GRAPHS, MANIFEST, Release, lines_of
from kg.terms import Names

_PIECE: Final = 1 << 20


class Difference(NamedTuple):
    """What is not as it was built: the file, or the graphs, and how."""

    where: str
    what: str


def differences(release: Release) -> Iterator[Difference]:
    """Find what is not as it was built: files that are gone, changed or new, and counts that are not true."""
    files = release.manifest.get("files", {})
    for name, entry in files.items():
        if what := _of_file(release.path / name, entry):
            yield Difference(name, what)
    there = {path.relative_to(release.path).as_posix() for path in release.path.rglob("*") if path.is_file()}
    for name in sorted(there - files.keys() - {MANIFEST, SUMS}):
        yield Difference(name, "is no file of this release")
    yield from _of_sums(release, files)
    yield from _of_counts(release)


def _of_file(path: Path, entry: Mapping[str, Any]) -> str:
    try:
        if path.stat().st_size != entry["bytes"]:
            return f"has {path.stat().st_size:,} bytes, not {entry['bytes']:,}"
        if sha256(path) != entry["sha256"]:
            return "is changed: its SHA-256 is another"
        if "content_sha256" in entry and _content(path) != entry["content_sha256"]:
            return "holds something else: the SHA-256 of its content is another"
    except (OSError, EOFError, zlib.error) as error:
        return f"cannot be read: {getattr(error, 'strerror', None) or error}"
    return ""


def _content(path: Path) -> str:
    digest = hashlib.sha256()
    with gzip.open(path) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _of_sums(release: Release, files: Mapping[str, Mapping[str, Any]]) -> Iterator[Difference]:
    """Hold SHA256SUMS against the manifest, which it covers too."""
    try:
        lines = (release.path / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        yield Difference(SUMS, f"cannot be read: {error}")
        return
    stated = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    true = {name: entry["sha256"] for name, entry in files.items()} | {MANIFEST: sha256(release.path / MANIFEST)}
    for name in sorted(stated.keys() | true.keys()):
        if stated.get(name) != true.get(name):
            yield Difference(SUMS, f"says something else of {name} than the manifest")


def _of_counts(release: Release) -> Iterator[Difference]:
    said = release.manifest.get("counts", {})
    for kind in GRAPHS:
        try:
            held = sum(1 for dump in release.dumps(kind) for _ in lines_of(dump))
        except FaultError:
            continue  # told as a file
        yield from _compared(f"dumps of {kind}", held, said.get("graphs", {}).get(kind, 0))
    try:
        held = len(release.store.engine)
    except (FaultError, RuntimeError) as error:
        yield Difference("store", str(error))
    else:
        yield from _compared("store", held, said.get("triples", 0))


def elsewhere(release: Release, endpoint: str) -> Iterator[Difference]:
    """Find what a SPARQL endpoint that this release was loaded into lacks, or has beside it, by graphs.

    Raises as `remote.query` does.
    """
    names = Names(release.base)
    graphs = release.manifest.get("counts", {}).get("graphs", {})
    for kind in GRAPHS:
        pattern = f"GRAPH <{names.graph(kind)}> {{ ?s ?p ?o }}"
        if kind == "cables":
            pattern = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{release.base}doc/"))'
        answer = remote.query(endpoint, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", release.base)
        yield from _compared(f"{endpoint}: graphs of {kind}", _number(answer.rows()[1]), graphs.get(kind, 0))


def _number(rows: Iterable[list[str]]) -> int:
    return next((int(row[0]) for row in rows), 0)


def _compared(where: str, held: int, said: int) -> Iterator[Difference]:
    if held != said:
        yield Difference(where, f"hold {held:,} statements, not {said:,}")
