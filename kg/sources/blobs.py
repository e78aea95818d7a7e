"""What inputs give: the bytes of records, and the inputs that give none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.errors import InputError

LARGEST_RECORD: Final = 16 * 1024 * 1024
"""Bytes of one record: the longest telegrams known have some 600 kB; a bigger file is no telegram."""

LARGEST_VOLUME: Final = 64 * 1024 * 1024
"""Bytes of one XML file: a volume of Foreign Relations holds some 500 documents in up to 40 MB."""


@dataclass(frozen=True, slots=True)
class Blob:
    """The bytes of one record, the path of its file, and where it stands in it.

    `layout` is what its beginning tells, empty when a reader has to look.
    """

    path: str
    data: bytes
    line: int = 1
    offset: int = 0
    layout: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One input that gives no record: which bucket of the ledger it falls into, and why.

    `bytes` counts what was read of it, or of a file that is too large what it has: nothing of an input
    that is refused by its name or kind.
    """

    bucket: str
    code: str
    path: str
    line: int
    bytes: int
    reason: str
    id: str = ""

    @classmethod
    def of(cls, error: InputError, blob: Blob) -> Problem:
        """Make the ledger's view of the error that a record gave; a record inside a file has a line in any case."""
        line = error.line or (blob.line if blob.offset else 0)
        return cls("rejected", error.code, error.path or blob.path, line, len(blob.data), error.reason)


class DamageError(Exception):
    """Bytes that stop to come: an archive is cut off, damaged, or unpacks to too much.

    `size` counts what was read of the record that stays incomplete; `whole` tells whether all that comes
    after it is lost too.
    """

    def __init__(self, code: str, reason: str, *, whole: bool = True) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.whole = whole
        self.size = 0

    def problem(self, path: str) -> Problem:
        """Make the ledger's view of it."""
        return Problem("rejected", self.code, path, 0, self.size, self.reason)


def skipped(code: str, path: str, reason: str) -> Problem:
    """Tell of an input that is passed over, as people expect it to be."""
    return Problem("skipped", code, path, 0, 0, reason)


def rejected(code: str, path: str, reason: str) -> Problem:
    """Tell of an input that should have given a record and cannot."""
    return Problem("rejected", code, path, 0, 0, reason)


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def printable(path: str) -> str:
    r"""Give a path that any terminal, report and IRI can hold: undecodable bytes and controls percent-encoded.

    >>> printable("caf\udce9\x1b.md")
    'caf%E9%1B.md'
    """
    return _UNPRINTABLE.sub(_encoded, path) if _UNPRINTABLE.search(path) else path


def _encoded(match: re.Match[str]) -> str:
    undecodable = "\udc80" <= match[0] <= "\udcff"
    found = match[0].encode(errors="surrogateescape" if undecodable else "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in found)
