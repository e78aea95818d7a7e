"""Members of a tar archive, in its order, from a stream that is read once, as `tarfile` gives them.

Facts
-----
* Two blocks of zeros end an archive; joined archives have them in the middle. One that ends without them was
  cut off; `tarfile` takes it for whole, and a header that makes no sense for an end: both are told here.
* `tarfile` reads all that stands ahead of a member (long names, pax records, the map of a sparse file) into
  memory, passes over as many bytes as a header says behind the end of a stream, and keeps each header it has read.
* Before Python 3.11.10 and 3.12.6 its time and memory grow by the square of the pax records and of digits in a
  row (CVE-2024-6232): 0.1 s and 50 MB for as many as are let through here, once.
"""

from __future__ import annotations

import sys
import tarfile
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from kg.sources.blobs import DamageError
from kg.sources.members import FILE, FOLDER, LINK, OTHER, Member, content, told
from kg.sources.streams import Stream

_BLOCK: Final = tarfile.BLOCKSIZE
_MOST_AHEAD: Final = 16 * 1024
"""Bytes that may stand ahead of a member: a path and the target of a link have 4,096 each."""
_MOST_RECORDS: Final = 100
"""Pax records of a member: there are a dozen, and one for each attribute that a system adds."""

_NAMES: Final = ("utf-8", "surrogateescape")
_CUT_OFF = "ends without its end: the members before it were read"
_SENSELESS = "holds a header that makes no sense: the members before it were read"
_SPARSE = ("sparse", "a sparse file: it says it has more bytes than the archive holds")


def is_tar(head: bytes) -> bool:
    """Tell a tar archive by the checksum of its first header."""
    if len(head) < _BLOCK or b"\0" not in head[:_BLOCK]:
        return False
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], *_NAMES)
    except tarfile.HeaderError:
        return False
    return True


def members(stream: Stream) -> Iterator[Member]:
    """Give the members of an archive and of those joined to it; each is to be read before the next is asked for.

    Raises DamageError when the archive is cut off or its headers make no sense.
    """
    while True:
        yield from _members(_Blocks(stream))
        while not stream.peek(_BLOCK).strip(b"\0"):
            if not stream.read(_BLOCK):
                return


class _Blocks:
    """The bytes of an archive as `tarfile` takes them: their end is an error, and so are too many in a header."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.left = _MOST_AHEAD
        self.last = b""

    def read(self, size: int) -> bytes:
        """Give the next bytes; raises DamageError when there are none."""
        data = self._stream.read(size)
        self.left -= len(data)
        if not data:
            raise DamageError("truncated", _CUT_OFF)
        digits = self.left < _MOST_AHEAD and len(data) == _BLOCK and data.isdigit()
        if self.left < 0 or digits:
            raise DamageError("damaged", _SENSELESS)
        self.last = data
        return data


def _opened(blocks: Any) -> Any:
    encoding, errors = _NAMES
    return tarfile.open(fileobj=blocks, mode="r|", bufsize=_BLOCK, encoding=encoding, errors=errors)


def _members(blocks: _Blocks) -> Iterator[Member]:
    archive = told(lambda: _opened(blocks))
    while header := told(archive.next):
        if header.size < 0 or len(header.pax_headers) > _MOST_RECORDS:
            raise DamageError("damaged", _SENSELESS)
        blocks.left = sys.maxsize
        refusal = _SPARSE if header.issparse() else ("", "")
        yield Member(header.name, _kind(header), Stream(content(partial(archive.extractfile, header))), refusal)
        told(lambda: archive.fileobj.seek(archive.offset))
        archive.members, archive.pax_headers = [], {}
        blocks.left = _MOST_AHEAD
    if blocks.left != _MOST_AHEAD - _BLOCK or blocks.last.strip(b"\0"):
        raise DamageError("damaged", _SENSELESS)


def _kind(header: tarfile.TarInfo) -> str:
    if header.issym() or header.islnk():
        return LINK
    if header.isdir():
        return FOLDER
    return FILE if header.isreg() else OTHER
