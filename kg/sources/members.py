"""What an archive holds: its members, told by their headers before a byte of them is read.

Rules: a member is read where it stands and never written to a disk, so that no name can lead anywhere; all the
same a name that would lead out of a folder is refused, for an archive with such names was made to do harm.
Folders give no records and no rows, as on a disk; links and hidden files are passed over, as on a disk.
"""

from __future__ import annotations

import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import IO, Final, NamedTuple, TypeVar

from kg.sources.blobs import DamageError, Problem, printable, rejected, skipped
from kg.sources.streams import Read, Stream

FILE, FOLDER, LINK, OTHER = "file", "folder", "link", "other"

KINDS: Final = {stat.S_IFREG: FILE, stat.S_IFDIR: FOLDER, stat.S_IFLNK: LINK, 0: FILE}
"""What a member is, by the kind of its file mode; an archive made elsewhere states none."""

STEP: Final = 8 * 1024
"""Bytes of a member that are asked for at once: of one that is cut off or damaged, so many can be lost before that."""

_DRIVE = re.compile(r"[A-Za-z]:")


class Member(NamedTuple):
    """One member: its name as written, what it is, and its bytes.

    `refusal` says why the bytes cannot be had: its code and its reason.
    """

    name: str
    kind: str
    stream: Stream
    refusal: tuple[str, str] = ("", "")


def path_of(archive: str, name: str) -> str:
    """Give the path of a member in a record.

    >>> path_of("pack.zip", "./a/b.md")
    'pack.zip!/a/b.md'
    """
    return f"{archive}!/{printable('/'.join(part for part in name.split('/') if part not in {'', '.'}))}"


def refused(archive: str, member: Member) -> Problem | None:
    """Tell why a member is not read, None when it is."""
    path = path_of(archive, member.name)
    if reason := _harm(member.name):
        return rejected("name", f"{archive}!/{printable(member.name)}", f"the name {reason}")
    if member.kind == LINK:
        return skipped("link", path, "a link: its target is read where it stands")
    if any(part.startswith(".") and part != "." for part in member.name.split("/")):
        return skipped("hidden", path, "a hidden file or folder")
    if member.kind == OTHER:
        return rejected("no-file", path, "no regular file (a pipe, device or other)")
    return rejected(member.refusal[0], path, member.refusal[1]) if member.refusal[0] else None


def _harm(name: str) -> str:
    """Tell what is wrong with a name.

    >>> _harm("../../etc/passwd"), _harm("a..b/c.md")
    ('leads out of the archive', '')
    """
    if name.startswith("/"):
        return "is absolute"
    if "\\" in name:
        return "holds a backslash"
    if "\0" in name:
        return "holds a NUL"
    if _DRIVE.match(name):
        return "names a drive"
    return "leads out of the archive" if ".." in name.split("/") else ""


_BROKEN = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, struct.error),
    *(EOFError, LookupError, MemoryError, OverflowError, RuntimeError, ValueError),
)
"""What `zipfile` and `tarfile` raise for bytes that make no sense: passwords, methods and depth are RuntimeErrors."""

_LONGEST_REASON: Final = 200
"""Characters of what a library says: it cites names, which can have 64 kB."""

_Found = TypeVar("_Found")


def told(call: Callable[[], _Found], *, whole: bool = True) -> _Found:
    """Give what a library gives; raises DamageError for whatever it raises about the bytes of an archive."""
    try:
        return call()
    except OSError as error:
        raise DamageError("unreadable", error.strerror or "cannot be read", whole=whole) from error
    except _BROKEN as error:
        reason = printable(str(error)[:_LONGEST_REASON]) or "it ends too early"
        raise DamageError("damaged", f"cannot be read: {reason}", whole=whole) from error


def content(opened: Callable[[], IO[bytes]], *, whole: bool = True) -> Read:
    """Give what reads a member, in small steps; it is opened when its first bytes are asked for."""
    file = cache(opened)
    return lambda size: told(lambda: file().read(min(size, STEP)), whole=whole)
