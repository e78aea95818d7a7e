"""Members of a zip archive that has lost its directory, by the headers that stand before each.

Facts
-----
* The directory is written last: an archive that was cut off has all its first members and no directory.
* A header states the size of its member unless the archive was written in one go (bit 3): then the end of the
  deflated data is where the member ends, and a descriptor of 12 to 24 bytes follows. A stored member of such
  an archive has no end that could be told.
* Kinds of files stand in the directory alone: without it a link is a file that holds the name of its target.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final, NamedTuple

from kg.sources.blobs import DamageError
from kg.sources.members import FILE, FOLDER, STEP, Member
from kg.sources.streams import CHUNK, Inflate, Ratio, Stream

FIRST_BYTES: Final = b"PK\x03\x04"
ENCRYPTED, UTF8, _STREAMED = 0x1, 0x800, 0x8
_HEADER: Final = struct.Struct("<4s2x2H4x3L2H")
_OF_64_BITS: Final = 0xFFFFFFFF
_DESCRIPTORS: Final = (0, 12, 16, 20, 24)
_CUT_OFF: Final = "ends without its directory: the complete members before its end were read"


class _Header(NamedTuple):
    """What stands before a member: how it is packed, its checksum and size (-1: not told), where it begins."""

    name: str
    flags: int
    method: int
    checksum: int
    size: int
    begin: int


def members(file: IO[bytes], readable: frozenset[int]) -> Iterator[Member]:
    """Give the members that are whole, each to be read before the next is asked for.

    Raises DamageError behind the last one: what follows it is lost.
    """
    ratio = Ratio(file.seek(0, 2))
    place, number = 0, 0
    while header := _header(file, place):
        number += 1
        body = _Body(file, header, ratio)
        refusal = _refusal(header, readable)
        yield Member(header.name, FOLDER if header.name.endswith("/") else FILE, Stream(body.read), refusal)
        while body.end < 0 and not refusal[0] and body.read(CHUNK):
            pass
        if body.end < 0:
            break
        place = _following(file, body.end)
    raise DamageError("truncated", _CUT_OFF if number else "ends without its directory: nothing of it was read")


def _header(file: IO[bytes], place: int) -> _Header | None:
    file.seek(place)
    head = file.read(_HEADER.size)
    if len(head) < _HEADER.size or not head.startswith(FIRST_BYTES):
        return None
    _, flags, method, checksum, size, _, length, extra = _HEADER.unpack(head)
    name = file.read(length)
    if len(name) < length:
        return None
    told = -1 if flags & _STREAMED or size == _OF_64_BITS else size
    begin = place + _HEADER.size + length + extra
    return _Header(_decoded(name), flags, method, checksum, told, begin)


def _decoded(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeError:
        return name.decode("cp437")


def _refusal(header: _Header, readable: frozenset[int]) -> tuple[str, str]:
    if header.flags & ENCRYPTED:
        return "encrypted", "an encrypted member: unpack the archive yourself"
    if header.method not in readable:
        return "unreadable", f"packed by method {header.method}: stored and deflate can be read"
    return "", ""


def _following(file: IO[bytes], end: int) -> int:
    """Find the next header behind the end of a member and its descriptor."""
    file.seek(end)
    behind = file.read(_DESCRIPTORS[-1] + len(FIRST_BYTES))
    return end + next((skip for skip in _DESCRIPTORS if behind.startswith(FIRST_BYTES, skip)), 0)


class _Body:
    """The bytes of one member, unpacked; `end` is where it ends in the archive, -1 until that is known."""

    def __init__(self, file: IO[bytes], header: _Header, ratio: Ratio) -> None:
        self._file = file
        self._header = header
        self._ratio = ratio
        self._place = header.begin
        self._checksum = 0
        self._inflate = Inflate(-zlib.MAX_WBITS) if header.method == zipfile.ZIP_DEFLATED else None
        self.end = header.begin + header.size if header.size >= 0 else -1

    def read(self, size: int) -> bytes:
        """Give the next bytes, none at the end; raises DamageError when the archive ends before them."""
        found = self._inflated(min(size, STEP)) if self._inflate else self._packed(min(size, STEP))
        self._ratio.count(len(found))
        self._checksum = zlib.crc32(found, self._checksum)
        if not found and self._header.size >= 0 and self._checksum != self._header.checksum:
            raise DamageError("damaged", "its checksum is wrong", whole=False)
        return found

    def _inflated(self, size: int) -> bytes:
        inflate, food = self._inflate, b""
        while inflate and not inflate.eof:
            try:
                found = inflate.decompress(food, size)
            except zlib.error as error:
                raise DamageError("damaged", f"cannot be unpacked: {error}", whole=self.end < 0) from error
            if found:
                return found
            food = b"" if inflate.eof else self._packed(STEP)
            if not food and not inflate.eof:
                raise DamageError("damaged", "ends before its end", whole=False)
        if inflate and self.end < 0:
            self.end = self._place - len(inflate.unused_data)
        return b""

    def _packed(self, size: int) -> bytes:
        """Give the next bytes as they stand in the archive."""
        left = size if self.end < 0 else min(size, self.end - self._place)
        self._file.seek(self._place)
        found = self._file.read(left)
        self._place += len(found)
        if left and not found:
            raise DamageError("truncated", _CUT_OFF)
        return found
