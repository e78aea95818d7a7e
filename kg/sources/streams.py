"""Bytes that come in order: read once, looked at before, unpacked within limits.

Facts
-----
* Deflate packs zeros 1,028 : 1, bzip2 some 100,000 : 1; the text of telegrams is packed 3 to 20 : 1.
* A gzip file that was cut off looks like one that ended, unless its last bytes are asked for.
* gzip, bzip2 and xz files may be several, one after the other; zeros may follow.
* An xz file says how much memory it wants, up to 4 GiB; the strongest usual setting wants 65 MiB.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import IO, Final, Protocol

from kg.sources.blobs import DamageError

CHUNK: Final = 1024 * 1024
"""Bytes read at once: enough to be fast, little enough for memory to stay flat."""

HIGHEST_RATIO: Final = 200
FREE_OF_RATIO: Final = 1024 * 1024
_LARGEST_DICTIONARY: Final = 128 * 1024 * 1024
_PACKED_BLOCK: Final = 64 * 1024

Read = Callable[[int], bytes]
"""Gives the next bytes, some but not more than asked for; none at the end."""


def taken(read: Read, size: int) -> bytes:
    """Take as many bytes as asked for, fewer at the end alone."""
    first = read(size) if size else b""
    if len(first) == size or not first:
        return first
    pieces = [first]
    size -= len(first)
    while size and (piece := read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


class Stream:
    """Bytes that come in order; `size` is how many, 0 when nobody knows, `file` where places in it can be sought.

    What stops them is told when all the bytes before it are taken: they may be complete records.
    """

    def __init__(self, read: Read, *, size: int = 0, file: IO[bytes] | None = None, held: bytes = b"") -> None:
        self._read = read
        self._held = held
        self._at = 0
        self._damage: DamageError | None = None
        self.size = size
        self.file = file

    @classmethod
    def of(cls, data: bytes) -> Stream:
        """Make a stream of bytes at hand."""
        return cls(_nothing, size=len(data), file=io.BytesIO(data), held=data)

    def peek(self, size: int) -> bytes:
        """Look at the next bytes: as many as asked for, fewer at the end alone."""
        while len(self._held) - self._at < size and (more := self._more()):
            self._held, self._at = self._held[self._at :] + more, 0
        return self._held[self._at : self._at + size]

    def read(self, size: int) -> bytes:
        """Take the next bytes: as many as asked for, fewer at the end and before damage, which is raised then."""
        data = taken(self._some, size)
        if self._damage and size and not data:
            raise self._damage
        return data

    def _some(self, size: int) -> bytes:
        if self._at >= len(self._held):
            self._held, self._at = self._more(), 0
        piece = self._held[self._at : self._at + size]
        self._at += len(piece)
        return piece

    def _more(self) -> bytes:
        if self._damage:
            return b""
        try:
            return self._read(CHUNK)
        except DamageError as damage:
            self._damage = damage
        except OSError as error:
            self._damage = DamageError("unreadable", error.strerror or "cannot be read")
        return b""


def _nothing(_: int) -> bytes:
    return b""


class Ratio:
    """What an archive may unpack to, against the bytes it has."""

    def __init__(self, packed: int = 0) -> None:
        self.packed = packed
        self.unpacked = 0

    def count(self, unpacked: int) -> None:
        """Count bytes that were unpacked; raises DamageError when they are too many."""
        self.unpacked += unpacked
        if self.unpacked > max(FREE_OF_RATIO, HIGHEST_RATIO * self.packed):
            reason = f"unpacks to more than {HIGHEST_RATIO} times its size: no archive of texts; unpack it yourself"
            raise DamageError("ratio", reason)


class Decompressor(Protocol):
    """What unpacks one compressed file, as bz2 and lzma have it."""

    @property
    def eof(self) -> bool:
        """Tell whether the compressed file has ended."""

    @property
    def unused_data(self) -> bytes:
        """Give what came after the end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Give unpacked bytes, not more than asked for."""


class Inflate:
    """zlib with the manners of bz2 and lzma: it keeps what it could not unpack yet."""

    def __init__(self, wbits: int) -> None:
        self._one = zlib.decompressobj(wbits)

    @property
    def eof(self) -> bool:
        """Tell whether the compressed file has ended."""
        return self._one.eof

    @property
    def unused_data(self) -> bytes:
        """Give what came after the end."""
        return self._one.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Give unpacked bytes, not more than asked for."""
        return self._one.decompress(self._one.unconsumed_tail + data, max_length)


def gzip_file() -> Decompressor:
    """Unpack gzip, with its checksum."""
    return Inflate(16 + zlib.MAX_WBITS)


def xz_file() -> Decompressor:
    """Unpack xz within a limit of memory."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_LARGEST_DICTIONARY)


COMPRESSED: Final[tuple[tuple[tuple[bytes, ...], Callable[[], Decompressor]], ...]] = (
    ((b"\x1f\x8b\x08",), gzip_file),
    (
        tuple(b"BZh%d%b" % (size, of) for size in range(1, 10) for of in (b"1AY&SY", b"\x17rE8P\x90")),
        bz2.BZ2Decompressor,
    ),
    ((b"\xfd7zXZ\x00",), xz_file),
)
"""First bytes of compressed files, and what unpacks them."""


class Unpacked:
    """A compressed stream as the bytes in it, never more of them at once than asked for."""

    def __init__(self, packed: Read, make: Callable[[], Decompressor], ratio: Ratio) -> None:
        self._packed = packed
        self._make = make
        self._ratio = ratio
        self._current = make()
        self._food = b""

    def read(self, size: int) -> bytes:
        """Give the next bytes, none at the end; raises DamageError when the end is missing or bytes are wrong."""
        while not self._current.eof or self._begins_again():
            try:
                found = self._current.decompress(self._food, size)
            except (zlib.error, lzma.LZMAError, OSError, EOFError, MemoryError) as error:
                raise DamageError("damaged", f"cannot be unpacked: {error}") from error
            self._food = b""
            if found:
                self._ratio.count(len(found))
                return found
            if not self._current.eof:
                self._food = self._block()
                if not self._food:
                    raise DamageError("truncated", "ends before its end: complete records before it were read")
        return b""

    def _block(self) -> bytes:
        block = self._packed(_PACKED_BLOCK)
        self._ratio.packed += len(block)
        return block

    def _begins_again(self) -> bool:
        self._food = self._current.unused_data.lstrip(b"\0")
        while not self._food and (block := self._block()):
            self._food = block.lstrip(b"\0")
        if not self._food:
            return False
        self._current = self._make()
        return True
