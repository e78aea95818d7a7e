"""Files and folders of a disk, and standard input.

Rules: regular files only, so that a pipe cannot hang a build; links are followed only for an input that was
named itself; a folder is walked in the order of its names, and no more than the names of one folder are held
at each depth. A file that others write to meanwhile is read again once.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from kg.sources.archives import contents
from kg.sources.blobs import LARGEST_RECORD, Blob, Problem, printable, rejected, skipped
from kg.sources.cuts import LONGEST_START, largest
from kg.sources.streams import Stream, taken

STDIN: Final = "-"

_FLAGS: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
"""Opened so that what became a pipe or terminal since it was looked at hangs nobody."""


_TRIES: Final = 2


def stdin(layout: str = "") -> Iterator[Blob | Problem]:
    """Give the records of standard input."""
    if sys.stdin is None:
        yield rejected("unreadable", STDIN, "standard input is closed")
        return
    try:
        yield from contents(STDIN, Stream(sys.stdin.buffer.read), layout)
    except OSError as error:
        yield _unreadable(STDIN, error)


def folder(root: str, layout: str = "", without: str = "") -> Iterator[Blob | Problem]:
    """Give the records of all files of a folder, in the order of their names, those of folders in it too.

    One folder can be left out, whatever way leads to it: what a build writes is none of its inputs.
    """
    left_out = _identity(without) if without else None
    waiting = [("", [b""])]
    while waiting:
        above, names = waiting[-1]
        if not names:
            waiting.pop()
            continue
        path = above + os.fsdecode(names.pop())
        place = f"{root}/{path}"
        try:
            kind = stat.S_IFMT(os.lstat(place).st_mode)
            if problem := _passed_over(path, kind):
                yield problem
            elif kind == stat.S_IFDIR and left_out and _identity(place) == left_out:
                yield skipped("output", printable(path or "."), "the folder that the build writes")
            elif kind == stat.S_IFDIR:
                waiting.append((path and f"{path}/", _names(place)))
            elif kind == stat.S_IFREG:
                yield from _regular(place, printable(path), layout)
            else:
                yield _no_file(path)
        except OSError as error:
            yield _unreadable(path or ".", error)


def _identity(path: str) -> tuple[int, int] | None:
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _names(path: str) -> list[bytes]:
    """Give the names in a folder, the first one last; as bytes, which need no decoding to be sorted."""
    return sorted(os.listdir(os.fsencode(path)), reverse=True)  # noqa: PTH208 - names alone, of millions of files


def _passed_over(path: str, kind: int) -> Problem | None:
    if path.startswith(".", path.rfind("/") + 1):
        return skipped("hidden", printable(path), "a hidden file or folder")
    if kind == stat.S_IFLNK:
        return skipped("link", printable(path), "a symbolic link: name its target as an input")
    return None


def file(path: str, name: str, layout: str = "") -> Iterator[Blob | Problem]:
    """Give the records of a file, under the name it is known by."""
    try:
        if stat.S_ISREG(Path(path).stat().st_mode):
            yield from _regular(path, printable(name), layout)
        else:
            yield _no_file(name)
    except OSError as error:
        yield _unreadable(name, error)


def _no_file(name: str) -> Problem:
    return rejected("no-file", printable(name), "no regular file (a pipe, socket or device)")


def _regular(path: str, name: str, layout: str) -> Iterator[Blob | Problem]:
    with os.fdopen(os.open(path, _FLAGS), "rb", buffering=0) as opened:
        yield from _steady(opened, name, layout)


def _steady(opened: IO[bytes], name: str, layout: str) -> Iterator[Blob | Problem]:
    """Read a file as it stands at one moment: whole when it is no larger than a record may be, else as a stream."""
    for _ in range(_TRIES):
        before = _state(opened)
        limit = _limit(opened, before[0])
        opened.seek(0)
        if before[0] > limit:
            yield from contents(name, Stream(opened.read, size=before[0], file=opened), layout)
            if _state(opened) == before:
                return
            break
        data = taken(opened.read, before[0] + 1)
        if len(data) > before[0]:  # the kernel's own files say that they have no bytes
            data += taken(opened.read, limit + 1 - len(data))
        if _state(opened) == before:
            yield from contents(name, Stream.of(data), layout)
            return
    yield rejected("changed", name, "changed while it was read: read it again when nobody writes to it")


def _limit(opened: IO[bytes], size: int) -> int:
    """Tell how large a file may be: one that is no larger than any record is not asked how it begins."""
    if 0 < size <= LARGEST_RECORD:
        return LARGEST_RECORD
    opened.seek(0)
    return largest(opened.read(LONGEST_START))


def _state(opened: IO[bytes]) -> tuple[int, int]:
    status = os.fstat(opened.fileno())
    return status.st_size, status.st_mtime_ns


def _unreadable(name: str, error: OSError) -> Problem:
    return rejected("unreadable", printable(name), error.strerror or "cannot be read")
