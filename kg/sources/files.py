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
from kg.sources.blobs import Blob, Problem, printable, rejected, skipped
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


def folder(root: str, layout: str = "") -> Iterator[Blob | Problem]:
    """Give the records of all files of a folder, in the order of their names, those of folders in it too."""
    waiting = [("", [b"."])]
    while waiting:
        above, names = waiting[-1]
        if not names:
            waiting.pop()
            continue
        path = Path(above, os.fsdecode(names.pop()))
        try:
            kind = _kind(Path(root, path)) if path.name else stat.S_IFDIR
            if problem := _passed_over(path, kind):
                yield problem
            elif kind == stat.S_IFDIR:
                waiting.append((str(path), _names(Path(root, path))))
            else:
                yield from file(Path(root, path), str(path), layout)
        except OSError as error:
            yield _unreadable(str(path), error)


def _kind(path: Path) -> int:
    return stat.S_IFMT(path.lstat().st_mode)


def _names(path: Path) -> list[bytes]:
    """Give the names in a folder, the first one last; as bytes, which need no decoding to be sorted."""
    return sorted(os.listdir(os.fsencode(path)), reverse=True)  # noqa: PTH208 - names alone, of millions of files


def _passed_over(path: Path, kind: int) -> Problem | None:
    if path.name.startswith("."):
        return skipped("hidden", printable(str(path)), "a hidden file or folder")
    if kind == stat.S_IFLNK:
        return skipped("link", printable(str(path)), "a symbolic link: name its target as an input")
    return None


def file(path: Path, name: str, layout: str = "") -> Iterator[Blob | Problem]:
    """Give the records of a file, under the name it is known by."""
    shown = printable(name)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield rejected("no-file", shown, "no regular file (a pipe, socket or device)")
            return
        with os.fdopen(os.open(path, _FLAGS), "rb", buffering=0) as opened:
            yield from _steady(opened, shown, layout)
    except OSError as error:
        yield _unreadable(shown, error)


def _steady(opened: IO[bytes], name: str, layout: str) -> Iterator[Blob | Problem]:
    """Read a file as it stands at one moment: whole when it is no larger than a record may be, else as a stream."""
    for _ in range(_TRIES):
        before = _state(opened)
        opened.seek(0)
        limit = largest(opened.read(LONGEST_START))
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


def _state(opened: IO[bytes]) -> tuple[int, int]:
    status = os.fstat(opened.fileno())
    return status.st_size, status.st_mtime_ns


def _unreadable(name: str, error: OSError) -> Problem:
    return rejected("unreadable", printable(name), error.strerror or "cannot be read")
