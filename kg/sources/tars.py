"""Members of a tar archive, in its order, from a stream that is read once.

Facts
-----
* Blocks of 512 bytes: a header, then the member's bytes, filled up with zeros. Two blocks of zeros end an
  archive; joined archives have them in the middle. One that ends without them was cut off.
* A long name stands in a member of its own before its member: type `L` (GNU) or as `path` in type `x` (pax);
  `g` and `K` say nothing about names or sizes of files.
* The size of a header counts no bytes for links, folders, devices and pipes.
* A sparse file has few bytes and says it has many.
* The standard library takes a cut-off archive for one that has ended, and reads headers of any size into memory.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import Final

from kg.sources.blobs import DamageError
from kg.sources.members import FILE, FOLDER, LINK, OTHER, Member, Span
from kg.sources.streams import CHUNK, Stream

_BLOCK: Final = tarfile.BLOCKSIZE
_LARGEST_HEADER: Final = 1024 * 1024
"""Bytes of a long name or of pax records: paths have 4,096, attributes 64 kB."""

_KINDS: Final = {
    tarfile.REGTYPE: FILE,
    tarfile.AREGTYPE: FILE,
    tarfile.CONTTYPE: FILE,
    tarfile.DIRTYPE: FOLDER,
    tarfile.LNKTYPE: LINK,
    tarfile.SYMTYPE: LINK,
}
_WITHOUT_BYTES: Final = frozenset(
    {tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE}
)
_PAX: Final = frozenset({tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE})
_SAYS_NOTHING: Final = frozenset({tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK})
_AHEAD: Final = _PAX | _SAYS_NOTHING | {tarfile.GNUTYPE_LONGNAME}
_SPARSE = ("sparse", "a sparse file: it says it has more bytes than the archive holds")


def is_tar(head: bytes) -> bool:
    """Tell a tar archive by the checksum of its first header."""
    return len(head) >= _BLOCK and b"\0" in head[:_BLOCK] and _header(head[:_BLOCK]) is not None


def _header(block: bytes) -> tarfile.TarInfo | None:
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return None


def members(stream: Stream) -> Iterator[Member]:
    """Give the members of an archive; each is to be read before the next is asked for.

    Raises DamageError when the archive is cut off or its headers make no sense.
    """
    ahead: dict[str, str] = {}
    ended = False
    while block := _block(stream):
        ended = not block.strip(b"\0")
        if ended:
            continue
        header = _header(block) if len(block) == _BLOCK else None
        if header is None or header.size < 0:
            raise _damage(block)
        if header.type in _AHEAD:
            ahead |= _said(header.type, _taken(stream, header.size))
            continue
        yield from _member(stream, header, block, ahead)
        ahead = {}
    if not ended:
        raise DamageError("truncated", "ends without its end: the members before it were read")


def _block(stream: Stream) -> bytes:
    block = stream.read(_BLOCK)
    return block if len(block) in {0, _BLOCK} else block + stream.read(_BLOCK)


def _damage(block: bytes) -> DamageError:
    if len(block) < _BLOCK:
        return DamageError("truncated", "ends in the middle of a header: the members before it were read")
    return DamageError("damaged", "holds a header that makes no sense: the members before it were read")


def _member(stream: Stream, header: tarfile.TarInfo, block: bytes, ahead: dict[str, str]) -> Iterator[Member]:
    sparse = header.type == tarfile.GNUTYPE_SPARSE or any(key.startswith("GNU.sparse.") for key in ahead)
    more = header.type == tarfile.GNUTYPE_SPARSE and block[482] != 0
    while more:
        more = _block(stream)[504:505] not in {b"\0", b""}
    size = 0 if header.type in _WITHOUT_BYTES else _size(ahead.get("size"), header.size)
    span = Span(stream.read, size)
    kind = FILE if sparse else _KINDS.get(header.type, OTHER)
    name = ahead.get("GNU.sparse.name") or ahead.get("path") or header.name
    yield Member(name, kind, Stream(span.read), _SPARSE if sparse else ("", ""))
    span.drain(CHUNK)
    Span(stream.read, -size % _BLOCK).drain(_BLOCK)


def _size(said: str | None, otherwise: int) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 20 else otherwise


def _taken(stream: Stream, size: int) -> bytes:
    """Take what a header says about the next member."""
    if size > _LARGEST_HEADER:
        raise DamageError("damaged", f"holds a header of {size:,} bytes: the members before it were read")
    data = stream.read(size + -size % _BLOCK)
    if len(data) < size:
        raise _damage(b"")
    return data[:size]


def _said(kind: bytes, data: bytes) -> dict[str, str]:
    if kind in _SAYS_NOTHING:
        return {}
    if kind not in _PAX:
        return {"path": data.rstrip(b"\0").decode(errors="surrogateescape")}
    return dict(_pax(data))


def _pax(data: bytes) -> Iterator[tuple[str, str]]:
    r"""Give the records of a pax header, each "length key=value" and a line feed.

    >>> list(_pax(b"14 path=a.txt\n"))
    [('path', 'a.txt')]
    """
    at = 0
    while at < len(data):
        length, blank, _ = data[at : at + 12].partition(b" ")
        if not (blank and length.isdigit() and int(length) > len(length)):
            raise DamageError("damaged", "holds a header that makes no sense: the members before it were read")
        key, _, value = data[at + len(length) + 1 : at + int(length) - 1].partition(b"=")
        yield key.decode(errors="surrogateescape"), value.decode(errors="surrogateescape")
        at += int(length)
