"""Members of a zip archive, in the order of its directory, one header in memory at a time.

Facts
-----
* The directory at the end says what an archive holds; the local headers repeat it. One that was cut off has no
  directory: its local headers are then followed from the front, as far as they go.
* A writer that cannot seek sets bit 3 and puts sizes and checksum behind the bytes. Deflate tells its own end;
  bytes that are only stored do not.
* Sizes and offsets of 0xFFFFFFFF stand in the zip64 field (0x0001), those that are so, in a fixed order.
* Names are UTF-8 with bit 11 and code page 437 without it, says the book; many writers put UTF-8 all the same.
* Bytes before the archive (a program that unpacks it) shift all offsets.
* Members may share their bytes, so that 42 kB unpack to terabytes: what counts is the sum.
"""

from __future__ import annotations

import bz2
import stat
import struct
import zlib
from collections.abc import Iterator
from typing import IO, Any, Final, NamedTuple

from kg.sources.blobs import DamageError
from kg.sources.members import FOLDER, KINDS, OTHER, Member, Span
from kg.sources.streams import CHUNK, Ratio, Read, Stream, Unpacked, deflated, taken

FIRST_BYTES: Final = (b"PK\x03\x04", b"PK\x05\x06")

_LOCAL = struct.Struct("<4s2xHH4xLLLHH")
_LISTED = struct.Struct("<4s4xHH4xLLLHHH4xLL")
_END = struct.Struct("<4s8xLLH")
_END64 = struct.Struct("<4s36xQQ")
_LOCATOR = struct.Struct("<4s4xQ4x")
_LONGEST_END: Final = _END.size + 0xFFFF
_FARTHEST: Final = 1 << 43
"""A place that no disk has: an offset beyond it is wrong."""

_IN_ZIP64 = 0xFFFFFFFF
_ENCRYPTED, _SIZES_BEHIND, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED, _BZIP2 = 0, 8, 12
_UNPACKING: Final = {_DEFLATED: deflated, _BZIP2: bz2.BZ2Decompressor}
_LONGEST_BEHIND: Final = 4 + 20 + 2
_CUT_OFF = "ends without its directory: the members before its end were read"


class _Entry(NamedTuple):
    """What a header says of a member."""

    name: str
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    mode: int = 0
    begin: int = 0

    @property
    def kind(self) -> str:
        return FOLDER if self.name.endswith("/") else KINDS.get(stat.S_IFMT(self.mode), OTHER)

    @property
    def refusal(self) -> tuple[str, str]:
        if self.flags & _ENCRYPTED:
            return "encrypted", "an encrypted member: unpack the archive yourself"
        if self.method != _STORED and self.method not in _UNPACKING:
            return "unreadable", f"packed by method {self.method}: stored, deflate and bzip2 can be read"
        return "", ""


def members(file: IO[bytes]) -> Iterator[Member]:
    """Give the members of an archive; each is to be read before the next is asked for.

    Raises DamageError when the archive is cut off, damaged or unpacks to too much.
    """
    size = file.seek(0, 2)
    directory = _directory(file, size)
    if directory is None:
        yield from _followed(Stream(_At(file, 0).read), Ratio(size))
        return
    ratio = Ratio(size)
    for entry in _listed(file, directory):
        refusal = entry.refusal
        yield Member(entry.name, entry.kind, Stream(_read(file, entry, ratio)), refusal)


class _At:
    """Reads a file from a place on, wherever others read it meanwhile."""

    def __init__(self, file: IO[bytes], place: int) -> None:
        self._file = file
        self._place = place

    def read(self, size: int) -> bytes:
        """Give the next bytes, none at the end."""
        if not 0 <= self._place < _FARTHEST:
            return b""
        self._file.seek(self._place)
        data = taken(self._file.read, size)
        self._place += len(data)
        return data


class _Directory(NamedTuple):
    """Where the directory stands, how many bytes it has, and by how much all offsets are shifted."""

    begin: int
    size: int
    shift: int


def _directory(file: IO[bytes], size: int) -> _Directory | None:
    """Find the directory of an archive, None when it was cut off."""
    tail_at = max(size - _LONGEST_END, 0)
    tail = _At(file, tail_at).read(_LONGEST_END)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return None
    _, length, begin, comment = _END.unpack_from(tail, at)
    if len(tail) - at < _END.size + comment or tail[at + _END.size + comment :].strip(b"\0"):
        return None  # the end of an archive inside this one, which was cut off behind it
    end = tail_at + at
    locator = _unpacked(_LOCATOR, file, end - _LOCATOR.size, b"PK\x06\x07")
    for where in (locator[1], end - _LOCATOR.size - _END64.size) if locator else ():
        if wide := _unpacked(_END64, file, where, b"PK\x06\x06"):
            end, (_, length, begin) = where, wide
            break
    shift = end - length - begin
    for one in (_Directory(begin, length, 0), _Directory(begin + shift, length, shift)):
        if _begins(file, one, b"PK\x01\x02" if length else b""):
            return one
    return None


def _unpacked(form: struct.Struct, file: IO[bytes], place: int, sign: bytes) -> tuple[Any, ...] | None:
    """Read a record of a fixed form, None when it does not stand there."""
    if place < 0:
        return None
    data = _At(file, place).read(form.size)
    return form.unpack(data) if len(data) == form.size and data.startswith(sign) else None


def _begins(file: IO[bytes], one: _Directory, sign: bytes) -> bool:
    return _At(file, one.begin).read(len(sign)) == sign


def _listed(file: IO[bytes], directory: _Directory) -> Iterator[_Entry]:
    stream = Stream(Span(_At(file, directory.begin).read, directory.size).read)
    while head := stream.read(_LISTED.size):
        if len(head) < _LISTED.size or not head.startswith(b"PK\x01\x02"):
            raise DamageError("damaged", "holds a directory that makes no sense: the members before it were read")
        _, flags, method, checksum, packed, size, *lengths, attributes, begin = _LISTED.unpack(head)
        name, extra = stream.read(lengths[0]), stream.read(lengths[1])
        stream.read(lengths[2])
        size, packed, begin = _in_zip64(extra, (size, packed, begin))
        mode = attributes >> 16
        yield _Entry(_name(name, flags), flags, method, checksum, packed, size, mode, begin + directory.shift)


def _in_zip64(extra: bytes, values: tuple[int, ...]) -> tuple[int, ...]:
    """Put in the values that stand in the zip64 field."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            wide = iter(struct.unpack_from(f"<{min(size, len(extra) - at - 4) // 8}Q", extra, at + 4))
            return tuple(next(wide, value) if value == _IN_ZIP64 else value for value in values)
        at += 4 + size
    return values


def _name(name: bytes, flags: int) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode(errors="surrogateescape") if flags & _UTF8 else name.decode("cp437")


def _read(file: IO[bytes], entry: _Entry, ratio: Ratio) -> Read:
    """Give what reads a member by its entry in the directory, when it is first asked for."""
    opened: list[_Checked] = []

    def read(size: int) -> bytes:
        if not opened:
            head = _At(file, entry.begin).read(_LOCAL.size)
            if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
                raise DamageError("damaged", "the member is not where the directory says", whole=False)
            begin = entry.begin + _LOCAL.size + sum(_LOCAL.unpack(head)[-2:])
            opened.append(_Checked(Span(_At(file, begin).read, entry.packed).read, entry, ratio))
        return opened[0].read(size)

    return read


class _Checked:
    """The bytes of a member, held to their size and checksum; an error in them costs this member alone."""

    def __init__(self, packed: Read, entry: _Entry, ratio: Ratio) -> None:
        make = _UNPACKING.get(entry.method)
        self.unpacked = Unpacked(packed, make, ratio, one=True) if make else None
        self._read = self.unpacked.read if self.unpacked else packed
        self._entry = entry
        self._ratio = ratio
        self.checksum = 0
        self.size = 0

    def read(self, size: int) -> bytes:
        """Give the next bytes, none at the end; raises DamageError when they are not what was packed."""
        try:
            data = self._read(size)
        except DamageError as damage:
            damage.whole = damage.code == "ratio"
            raise
        if not self.unpacked:
            self._ratio.count(len(data))
        self.checksum, self.size = zlib.crc32(data, self.checksum), self.size + len(data)
        if not data:
            self._check()
        return data

    def _check(self) -> None:
        if (self.checksum, self.size) != (self._entry.checksum, self._entry.size):
            raise DamageError("damaged", "its bytes are not those that were packed", whole=False)


def _followed(stream: Stream, ratio: Ratio) -> Iterator[Member]:
    """Give the members of an archive without its directory, as far as their local headers go."""
    while entry := _next(stream):
        behind = bool(entry.flags & _SIZES_BEHIND) and not entry.packed
        if behind and (entry.refusal[0] or entry.method == _STORED):
            break
        span = Span(stream.read, entry.packed)
        checked = _Behind(stream, entry, ratio) if behind else _Followed(span.read, entry, ratio)
        yield Member(entry.name, entry.kind, Stream(checked.read), entry.refusal)
        while behind and checked.read(CHUNK):
            pass
        span.drain(CHUNK)
    raise DamageError("truncated", _CUT_OFF)


def _next(stream: Stream) -> _Entry | None:
    head = stream.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        return None
    _, flags, method, checksum, packed, size, *lengths = _LOCAL.unpack(head)
    name, extra = stream.read(lengths[0]), stream.read(lengths[1])
    size, packed = _in_zip64(extra, (size, packed))
    return _Entry(_name(name, flags), flags, method, checksum, packed, size)


class _Followed(_Checked):
    """A member of an archive that was cut off: where its bytes end too early, the archive does."""

    def read(self, size: int) -> bytes:
        """Give the next bytes, none at the end."""
        try:
            return super().read(size)
        except DamageError as damage:
            damage.whole = True
            raise


class _Behind(_Followed):
    """A member whose size and checksum stand behind its bytes."""

    def __init__(self, stream: Stream, entry: _Entry, ratio: Ratio) -> None:
        super().__init__(stream.read, entry, ratio)
        self._stream = stream
        self._ended = False

    def _check(self) -> None:
        if self._ended:
            return
        self._ended = True
        self._stream.push(self.unpacked.rest if self.unpacked else b"")
        said = self._stream.peek(_LONGEST_BEHIND)
        sign = 4 if said.startswith(b"PK\x07\x08") else 0
        for form in (struct.Struct("<LLL"), struct.Struct("<LQQ")):
            end = sign + form.size
            if len(said) < end or said[end : end + 2] not in {b"PK", b"P", b""}:
                continue
            checksum, _, size = form.unpack_from(said, sign)
            if (checksum, size) == (self.checksum, self.size):
                self._stream.read(end)
                return
        raise DamageError("truncated", _CUT_OFF)
