"""Dumps of a release: gzip files whose bytes depend on their content alone.

A gzip header holds a time and a file name; both are left out, so the same content gives the same bytes
with one zlib. The hash of what is inside is recorded too, which holds for every zlib.
"""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from typing import IO, Final

from kg.background import Background
from kg.turtle import Turtle

COMPRESSED_AT_ONCE: Final = 1_000_000
"""Bytes that are compressed while the next are made: a third of what a cable costs after it was read."""
LARGEST_SHARD: Final = 1_000_000_000
"""Bytes of a shard before compression: loaders take files of this size at once."""


class Dump:
    """One gzip file that is being written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._hash = hashlib.sha256()
        self._file: IO[bytes] = path.open("wb")
        self._gzip = gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=self._file, mtime=0)
        self._background = Background(self._compress, COMPRESSED_AT_ONCE)

    def write(self, data: bytes) -> None:
        """Add lines in UTF-8."""
        self.size += len(data)
        self._background.add(data)

    def _compress(self, data: bytes) -> None:
        self._hash.update(data)
        self._gzip.write(data)

    def close(self) -> str:
        """End the file and give the SHA-256 of what is inside."""
        with self._file:
            self._background.close()
            self._gzip.close()
        return self._hash.hexdigest()


class Shards:
    """Dumps of one kind in N-Quads and Turtle, cut into numbered shards of bounded size."""

    def __init__(self, folder: Path, kind: str, base: str) -> None:
        self.contents: dict[str, str] = {}
        self.triples = 0
        self._folder = folder
        self._kind = kind
        self._head = Turtle(base).head()
        self._number = 0
        self._open()

    def _open(self) -> None:
        name = f"{self._kind}-{self._number:04}"
        self._nquads = Dump(self._folder / f"{name}.nq.gz")
        self._ttl = Dump(self._folder / f"{name}.ttl.gz")
        self._ttl.write(self._head.encode())

    def write(self, nquads: bytes, turtle: bytes) -> None:
        """Add one graph, which is never cut, in both forms."""
        if self._nquads.size and self._nquads.size + len(nquads) > LARGEST_SHARD:
            self.close()
            self._number += 1
            self._open()
        self.triples += nquads.count(b"\n")
        self._nquads.write(nquads)
        self._ttl.write(turtle)

    def close(self) -> None:
        """End the current shard."""
        for dump in (self._nquads, self._ttl):
            self.contents[dump.path.name] = dump.close()
