"""Inputs as people have them: files and folders, read bounded, never a URL.

Rules: regular files only, so that a pipe cannot hang a build; links are followed only for an input
that was named itself; a folder is walked in the order of its names; a path in a record is relative to
the folder that was given. What cannot be read is told, never skipped in silence.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import InputError, UsageError

LARGEST_RECORD: Final = 16 * 1024 * 1024
"""Bytes of one record: the longest telegrams known have some 600 kB; a bigger file is no telegram."""

STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Blob:
    """One file's bytes and the path it is known by."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """One input that gives no record: which bucket of the ledger it falls into, and why."""

    bucket: str
    code: str
    path: str
    line: int
    bytes: int
    reason: str
    id: str = ""

    @classmethod
    def of(cls, error: InputError, path: str, size: int = 0) -> Problem:
        """Make the ledger's view of an error."""
        return cls("rejected", error.code, error.path or path, error.line, size, error.reason)


def read(inputs: Iterable[str | os.PathLike[str]]) -> Iterator[Blob | Problem]:
    """Give every file of the inputs, or why it cannot be read.

    Raises UsageError at once when an input that was named is not there.
    """
    named = [os.fspath(name) for name in inputs]
    for name in named:
        if name != STDIN and not Path(name).exists():
            reason = f"{printable(name)}: no such file or folder"
            raise UsageError(reason)
    return _all(named)


def printable(path: str) -> str:
    """Give a path that any terminal, report and IRI can hold: undecodable bytes percent-encoded."""
    return "".join(f"%{ord(c) - 0xDC00:02X}" if 0xDC80 <= ord(c) <= 0xDCFF else c for c in path)


def _all(named: Iterable[str]) -> Iterator[Blob | Problem]:
    for name in named:
        if name == STDIN:
            yield _sized(STDIN, sys.stdin.buffer.read(LARGEST_RECORD + 1))
        elif Path(name).is_dir():
            yield from _folder(Path(name), Path(name))
        else:
            yield _file(Path(name), Path(name).name)


def _folder(folder: Path, root: Path) -> Iterator[Blob | Problem]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield _unreadable(str(folder.relative_to(root)), error)
        return
    for entry in entries:
        path = Path(entry.path)
        name = path.relative_to(root).as_posix()
        if entry.name.startswith("."):
            yield Problem("skipped", "hidden", printable(name), 0, 0, "a hidden file or folder")
        elif entry.is_symlink():
            yield Problem("skipped", "link", printable(name), 0, 0, "a symbolic link: name its target as an input")
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(path, root)
        else:
            yield _file(path, name)


def _file(path: Path, name: str) -> Blob | Problem:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem("rejected", "no-file", printable(name), 0, 0, "no regular file (a pipe, socket or device)")
        if status.st_size > LARGEST_RECORD:
            return _too_large(printable(name), status.st_size)
        with path.open("rb") as file:
            return _sized(printable(name), file.read(LARGEST_RECORD + 1))
    except OSError as error:
        return _unreadable(name, error)


def _sized(name: str, data: bytes) -> Blob | Problem:
    return Blob(name, data) if len(data) <= LARGEST_RECORD else _too_large(name, len(data))


def _too_large(name: str, size: int) -> Problem:
    reason = f"{size:,} bytes are more than one record may have ({LARGEST_RECORD:,}): split the file"
    return Problem("rejected", "too-large", name, 1, size, reason)


def _unreadable(name: str, error: OSError) -> Problem:
    return Problem("rejected", "unreadable", printable(name), 0, 0, error.strerror or "cannot be read")
