"""Members of a zip archive, in the order of its directory, as `zipfile` gives them.

Facts
-----
* The directory at the end says what an archive holds: one that was cut off has none, and is read by the headers of
  its members (`kg.sources.local_headers`). What looks like its end can be that of an archive inside it.
* `zipfile` holds the directory in memory, some 700 bytes for a member: 135 MB for 200,000 of them, and
  520 MB for the largest one that is read here, of 1.5 million members without a name.
* Deflate is unpacked in steps; `zipfile` unpacks 4 kB of bzip2 or xz at once, which can be gigabytes.
* Names are UTF-8 with bit 11 and code page 437 without it, says the book; many writers put UTF-8 all the same.
* Members may share their bytes, so that 42 kB unpack to terabytes: what counts is the sum.
"""

from __future__ import annotations

import stat
import warnings
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import IO, Final

from kg.sources import local_headers
from kg.sources.blobs import DamageError
from kg.sources.members import FOLDER, KINDS, OTHER, Member, content, told
from kg.sources.streams import Ratio, Read, Stream

FIRST_BYTES: Final = (local_headers.FIRST_BYTES, b"PK\x05\x06")

_END, _END_SIZE = b"PK\x05\x06", 22
_READABLE: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LARGEST_DIRECTORY: Final = 64 * 1024 * 1024
"""Bytes of a directory: that of a quarter of a million cables has some 25 MB."""


def members(file: IO[bytes]) -> Iterator[Member]:
    """Give the members of an archive; each is to be read before the next is asked for.

    Raises DamageError when the archive is cut off, damaged or unpacks to too much.
    """
    archive = told(lambda: zipfile.ZipFile(_Bounded(file))) if told(lambda: zipfile.is_zipfile(file)) else None
    if archive is None or not _ends(file, archive):
        yield from local_headers.members(file, _READABLE)
        return
    ratio = Ratio(file.seek(0, 2))
    for entry in archive.infolist():
        name = _name(entry)
        read = content(partial(_opened, archive, entry), whole=False)
        yield Member(name, _kind(entry, name), Stream(_counted(read, ratio)), _refusal(entry))


def _opened(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python 3.13 warns of members that share their bytes, and opens them
        return archive.open(entry)


def _ends(file: IO[bytes], archive: zipfile.ZipFile) -> bool:
    """Tell whether the directory that was found stands at the end."""
    file.seek(max(file.seek(0, 2) - _END_SIZE - len(archive.comment), 0))
    return file.read(len(_END)) == _END


class _Bounded:
    """A file of which no more is taken at once than a directory may have."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes; raises DamageError when too many are asked for."""
        if size > _LARGEST_DIRECTORY:
            reason = f"a directory of more than {_LARGEST_DIRECTORY:,} bytes: make it several archives, or a tar"
            raise DamageError("too-large", reason)
        return self._file.read(size)


def _name(entry: zipfile.ZipInfo) -> str:
    """Give the name as written: `filename` ends before a NUL."""
    name = entry.orig_filename
    try:
        return name if entry.flag_bits & local_headers.UTF8 else name.encode("cp437").decode()
    except UnicodeError:
        return name


def _kind(entry: zipfile.ZipInfo, name: str) -> str:
    return FOLDER if name.endswith("/") else KINDS.get(stat.S_IFMT(entry.external_attr >> 16), OTHER)


def _refusal(entry: zipfile.ZipInfo) -> tuple[str, str]:
    if entry.flag_bits & local_headers.ENCRYPTED:
        return "encrypted", "an encrypted member: unpack the archive yourself"
    if entry.compress_type not in _READABLE:
        return "unreadable", f"packed by method {entry.compress_type}: stored and deflate can be read"
    return "", ""


def _counted(read: Read, ratio: Ratio) -> Read:
    def counted(size: int) -> bytes:
        data = read(size)
        ratio.count(len(data))
        return data

    return counted
