"""Exact counts of distinct values of a corpus of any size, in bounded memory.

Values are known by a hash of 128 bits: among 10^9 values two share one with a chance of 10^-21. What does not
fit into memory goes to files by the first byte of the hash; a value is always in one file, so each file is
counted by itself.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final

SIZE: Final = 16
"""Bytes of a hash."""

MOST_HELD: Final = 20_000
"""Keys in memory: some 2 MB."""


def digest(value: str) -> bytes:
    """Give the hash by which a value is known."""
    return blake2b(value.encode(errors="surrogatepass"), digest_size=SIZE).digest()


class Distinct:
    """A set of keys: a hash, and what may follow it, of one length in all of them."""

    def __init__(self, folder: Path, most_held: int = MOST_HELD) -> None:
        self._folder = folder
        self._most = most_held
        self._held: set[bytes] = set()
        self._length = SIZE

    def add(self, key: bytes) -> None:
        """Add a key."""
        self._held.add(key)
        if len(self._held) >= self._most:
            self._spill(len(key))

    def _spill(self, length: int) -> None:
        self._folder.mkdir(exist_ok=True)
        self._length = length
        by_first: dict[int, list[bytes]] = defaultdict(list)
        for key in self._held:
            by_first[key[0]].append(key)
        self._held.clear()
        for first, keys in by_first.items():
            with (self._folder / f"{first:02x}").open("ab", buffering=0) as file:
                file.write(b"".join(keys))

    def parts(self) -> Iterator[set[bytes]]:
        """Give the keys, a part at a time; keys of one hash are in one part."""
        if not self._folder.exists():
            yield self._held
            return
        if self._held:
            self._spill(self._length)
        for path in sorted(self._folder.iterdir()):
            data = path.read_bytes()
            yield {data[at : at + self._length] for at in range(0, len(data), self._length)}

    def count(self) -> int:
        """Count the keys."""
        return sum(map(len, self.parts()))

    def close(self) -> None:
        """Remove the files."""
        shutil.rmtree(self._folder, ignore_errors=True)
