r"""Files that hold many records, cut where a record starts while they are read.

Facts
-----
* cables.csv has a quarter of a million records and no header row. Line feeds stand in its values and a quote in
  a value is `\"`, so a line that begins with number and date in plain quotes is the start of a record: the one
  sign that is still there after a broken record. Tables written anew can have a header row, and fewer quotes.
* An AAD text begins each telegram with the line "Message Text"; lines of stamps can stand before the first.
* People join PlusD exports into one file; each begins with its canonical id.
* A volume of Foreign Relations is one XML file: its documents are told by its reader, not by lines.

Rule: the parts tile the bytes of the file. A part that no record can be is told as one problem, and reading
goes on at the next start.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.sources.blobs import LARGEST_RECORD, LARGEST_VOLUME, Blob, DamageError, Problem
from kg.sources.streams import CHUNK, Read, Stream

LONGEST_START: Final = 256
"""More bytes than any start has: so many are looked at again together with what follows them."""

_MARK = re.escape(codecs.BOM_UTF8)


class Cut(NamedTuple):
    """One layout of which a file can hold several records.

    `words` stand in each start or beside it, so that most files are told at a glance; `first` finds the first start,
    within `reach` bytes, and `start` each one, with the line end before it. What stands before the first start belongs
    to the first record of a layout that is `prefaced`; else it is a part by itself.
    """

    layout: str
    words: re.Pattern[bytes]
    first: re.Pattern[bytes]
    start: re.Pattern[bytes]
    reach: int
    prefaced: bool


def _cut(layout: str, words: bytes, start: bytes, *, reach: int, prefaced: bool) -> Cut:
    first = re.compile(rb"(?:\A(?:" + _MARK + rb")?|\n)(?=" + start + rb")")
    return Cut(layout, re.compile(re.escape(words)), first, re.compile(rb"\n(?=" + start + rb")"), reach, prefaced)


CUTS: Final = (
    _cut("plusd-text", b"**Canonical ID:**", rb"[ \t]{0,80}\*\*Canonical ID:\*\*", reach=20_000, prefaced=True),
    _cut("aad-text", b"Message Text", rb"[ \t]{0,80}Message Text[ \t]{0,80}(?:\r?\n|\Z)", reach=4_096, prefaced=True),
    _cut(
        "cablegate-csv",
        b'","',
        rb'(?:"\d{1,10}","\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}",|\d{1,10},\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2},)',
        reach=CHUNK,
        prefaced=False,
    ),
)


_HEADS = re.compile(rb'"?[A-Za-z][\w /().]{0,30}"?(?:,"?[A-Za-z][\w /().]{0,30}"?){7}')
"""The row of heads of a table, which is no record: it goes with the first one."""


class Part(NamedTuple):
    """Bytes from one start to the next; those of a part that is too large are counted and not held."""

    data: bytes
    size: int
    lines: int


def cut(path: str, stream: Stream, layout: str = "") -> Iterator[Blob | Problem]:
    """Give the records of one file, or why it has none; raises DamageError when its bytes stop to come."""
    head = stream.peek(CHUNK)
    found = _found(head, layout)
    if found is None or _is_one(found[0], head):
        yield _whole(path, stream, found[0].layout if found else "")
        return
    rule, first = found
    before = head[:first].removeprefix(codecs.BOM_UTF8).strip()
    begins = rule.prefaced or not before or _HEADS.fullmatch(before) is not None
    line, offset = 1, 0
    for part in parts(stream.read, rule.start, first if begins else 0):
        if part.size == len(part.data):
            yield Blob(path, part.data, line, offset, rule.layout if begins else "")
        else:
            yield _too_large(path, line, part.size, LARGEST_RECORD)
        line, offset, begins = line + part.lines, offset + part.size, True


def largest(head: bytes) -> int:
    """Tell by its first bytes how large a file may be that is not cut.

    >>> largest(b"<?xml version='1.0'?>") > largest(b"VZCZCXYZ")
    True
    """
    return LARGEST_VOLUME if _bare(head).startswith((b"<?xml", b"<TEI")) else LARGEST_RECORD


def _bare(head: bytes) -> bytes:
    return head[:LONGEST_START].removeprefix(codecs.BOM_UTF8).lstrip()


def _found(head: bytes, layout: str) -> tuple[Cut, int] | None:
    """Find the layout of which a file holds records, and where the first one starts; a page of markup is one record."""
    if _bare(head).startswith(b"<"):
        return None
    for rule in CUTS:
        reach = rule.reach + LONGEST_START
        if layout not in {"", rule.layout} or not rule.words.search(head, 0, reach):
            continue
        if first := rule.first.search(head, 0, reach):
            return rule, first.end()
    return None


def _is_one(rule: Cut, head: bytes) -> bool:
    """Tell at a glance that a file holds one record: nearly all do."""
    return len(head) < CHUNK and len(rule.words.findall(head)) == 1


def _whole(path: str, stream: Stream, layout: str) -> Blob | Problem:
    limit = largest(stream.peek(LONGEST_START))
    if stream.size > limit:
        return _too_large(path, 1, stream.size, limit)
    data = stream.read(limit + 1)
    size = len(data)
    try:
        while more := stream.read(CHUNK):
            size += len(more)
    except DamageError as damage:
        damage.size = size
        raise
    return Blob(path, data, layout=layout) if size <= limit else _too_large(path, 1, size, limit)


def _too_large(path: str, line: int, size: int, limit: int) -> Problem:
    reason = f"{size:,} bytes are more than one record may have ({limit:,}): split the file"
    return Problem("rejected", "too-large", path, line, size, reason)


def parts(
    read: Read, start: re.Pattern[bytes], first: int = 0, *, chunk: int = CHUNK, most: int = LARGEST_RECORD
) -> Iterator[Part]:
    r"""Cut bytes at each start behind the `first`, reading a chunk at a time.

    >>> import io
    >>> [part.data for part in parts(io.BytesIO(b"#1\na\n#2\nb").read, re.compile(rb"\n(?=#)"))]
    [b'#1\na\n', b'#2\nb']
    """
    growing, buffer, passed = _Growing(most), b"", 0
    ends = False
    while not ends:
        try:
            more = read(chunk)
        except DamageError as damage:
            damage.size = growing.size + len(buffer)
            raise
        ends, buffer = not more, buffer + more
        sure = len(buffer) if ends else max(len(buffer) - LONGEST_START, 0)
        begin = 0
        for place in _starts(start, buffer, sure, first - passed):
            growing.add(buffer[begin:place])
            yield growing.part()
            growing, begin = _Growing(most), place
        growing.add(buffer[begin:sure])
        buffer, passed = buffer[sure:], passed + sure
    if growing.size:
        yield growing.part()


class _Growing:
    """A part under way: its bytes are let go as soon as they are too many for a record."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pieces: list[bytes] = []
        self.size = 0
        self._lines = 0

    def add(self, data: bytes) -> None:
        """Put bytes at its end."""
        self.size += len(data)
        self._lines += data.count(b"\n")
        self._pieces.append(data)
        if self.size > self._most:
            self._pieces.clear()

    def part(self) -> Part:
        """Give it as it stands."""
        return Part(b"".join(self._pieces), self.size, self._lines)


def _starts(start: re.Pattern[bytes], buffer: bytes, sure: int, after: int) -> Iterator[int]:
    """Give the places at which records start, those whose bytes are all there."""
    for match in start.finditer(buffer):
        if match.start() >= sure:
            return
        if match.end() > after:
            yield match.end()
