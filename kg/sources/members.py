"""What an archive holds: its members, told by their headers before a byte of them is read.

Rules: a member is read where it stands and never written to a disk, so that no name can lead anywhere; all the
same a name that would lead out of a folder is refused, for an archive with such names was made to do harm.
Folders give no records and no rows, as on a disk; links and hidden files are passed over, as on a disk.
"""

from __future__ import annotations

import re
import stat
from typing import Final, NamedTuple

from kg.sources.blobs import DamageError, Problem, printable, rejected, skipped
from kg.sources.streams import Read, Stream

FILE, FOLDER, LINK, OTHER = "file", "folder", "link", "other"

KINDS: Final = {stat.S_IFREG: FILE, stat.S_IFDIR: FOLDER, stat.S_IFLNK: LINK, 0: FILE}
"""What a member is, by the kind of its file mode; an archive made elsewhere states none."""

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


class Span:
    """So many bytes of a stream, and no more."""

    def __init__(self, read: Read, size: int) -> None:
        self._read = read
        self.left = size

    def read(self, size: int) -> bytes:
        """Give the next bytes, none at the end; raises DamageError when the stream ends before."""
        data = self._read(min(size, self.left)) if self.left else b""
        if self.left and not data:
            raise DamageError("truncated", "ends in the middle of a member: those before it were read")
        self.left -= len(data)
        return data

    def drain(self, chunk: int) -> None:
        """Pass over what was not read."""
        while self.left:
            self.read(chunk)
