"""The proof that nothing is lost: the bytes of a file made again of what `kg` says each character is.

Rules
-----
* A span gives back its bytes from its own text, encoded again; the source's bytes are asked only where a
  character had been replaced when the record was decoded (`kg.document`).
* The words of a paragraph are read once more between its two places in the source, without furniture and
  markup, and must be those of the record. White space is not compared: lines are joined, gaps closed.
* A record that is rejected is one unexplained span. What lies between records is a span too.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg import readers, sources
from kg.document import DAMAGE, Document, document
from kg.errors import InputError
from kg.grammar.pages import bare
from kg.passage import Passage
from kg.readers.assembly import Reading
from kg.readers.spans import GROUPS, Span, spans
from kg.sources import Blob, Problem
from kg.sources.streams import COMPRESSED

OK, LOST, UNREAD = "ok", "lost", "unread"
SHARES: Final = tuple(dict.fromkeys(GROUPS.values()))
MOST_LINES: Final = 20
"""Unexplained lines that are listed of a file: the first ones tell what kind it is."""
_LONGEST_LINE: Final = 120
_COUNTED: Final = ("bytes", "records", "spans")
_COLUMNS: Final = ("state", *_COUNTED, *SHARES, "sha256", "file")
_SIGNS: Final = tuple(sign for signs, _ in COMPRESSED for sign in signs)


class Loose(NamedTuple):
    """A line of a file that nothing explains."""

    line: int
    text: str


@dataclass(slots=True)
class Account:
    """What was made again of one file.

    `state` is "ok", "lost" (other bytes, or a paragraph whose words stand elsewhere: `faults`) or "unread"
    (not all of its bytes could be had). `characters` are counted by share; `more` lines are not listed.
    """

    path: str
    state: str = OK
    bytes: int = 0
    records: int = 0
    spans: int = 0
    sha256: str = ""
    characters: Counter[str] = field(default_factory=Counter)
    loose: list[Loose] = field(default_factory=list)
    more: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def shares(self) -> dict[str, float]:
        """Give the part of the characters that each share has."""
        whole = sum(self.characters.values()) or 1
        return {name: self.characters[name] / whole for name in SHARES}

    def add(self, other: Account) -> None:
        """Count another account to this one."""
        self.bytes += other.bytes
        self.records += other.records
        self.spans += other.spans
        self.characters.update(other.characters)


def accounts(inputs: Sequence[str | os.PathLike[str]], layout: str = "") -> Iterator[Account | Problem]:
    """Account for each file of the inputs, and tell what gave no record.

    Raises UsageError at once when an input is not there.
    """
    for name, found in [(os.fspath(one), sources.read([one], layout)) for one in inputs]:
        yield from _accounts(name, found, layout)


def head(form: str, *, coverage: bool) -> Iterator[str]:
    """Give what stands above the lines of all files: the heads of the table of shares."""
    if coverage and form == "text":
        yield _row(_COLUMNS)


def lines(account: Account, form: str, *, coverage: bool) -> Iterator[str]:
    """Give an account as text, with its faults and the lines that nothing explains, or as one line of JSON."""
    if form == "json":
        yield json.dumps(plain(account, coverage=coverage), ensure_ascii=False)
        return
    numbers = account.bytes, account.records, account.spans
    if coverage:
        shares = (f"{share:.2%}" for share in account.shares.values())
        yield _row([account.state, *map(str, numbers), *shares, account.sha256, account.path])
    else:
        counts = ", ".join(f"{count} {name}" for count, name in zip(numbers, _COUNTED, strict=True))
        yield f"{account.state} {account.path}: {counts}, sha256 {account.sha256}"
    yield from (f"  {account.path}: {fault}" for fault in account.faults)
    if coverage:
        yield from (f"  {account.path}:{line}: {text}" for line, text in account.loose)
        yield from (f"  {account.path}: and {more} more lines" for more in [account.more] if more)


def _row(cells: Sequence[str]) -> str:
    state, *numbers, digest, path = cells
    return "  ".join([f"{state:6}", *(f"{cell:>11}" for cell in numbers), f"{digest:64}", path]).rstrip()


def plain(account: Account, *, coverage: bool) -> dict[str, Any]:
    """Give an account as a plain mapping, ready for JSON."""
    found: dict[str, Any] = {"path": account.path, "state": account.state, "bytes": account.bytes}
    found |= {"records": account.records, "spans": account.spans, "sha256": account.sha256, "faults": account.faults}
    if coverage:
        found["characters"] = {name: account.characters[name] for name in SHARES}
        found["unexplained"] = [line._asdict() for line in account.loose]
        found["more"] = account.more
    return found


def _accounts(name: str, found: Iterable[Blob | Problem], layout: str) -> Iterator[Account | Problem]:
    file: File | None = None
    for one in found:
        if file and one.path != file.account.path:
            yield file.closed(name)
            file = None
        if isinstance(one, Problem):
            if file:
                file.account.state = UNREAD
            yield one
            continue
        file = file or File(one.path)
        yield from file.take(one, layout)
    if file:
        yield file.closed(name)


class File:
    """A file while its records come in."""

    def __init__(self, path: str) -> None:
        self.account = Account(path)
        self._source = hashlib.sha256()
        self._made = hashlib.sha256()

    def take(self, blob: Blob, layout: str = "") -> Iterator[Problem]:
        """Account for the bytes of one record, or of a volume of them."""
        self._source.update(blob.data)
        known = blob.layout if blob.layout in readers.NAMES else ""
        try:
            found = readers.contents(blob.path, blob.data, layout or known, blob.line, blob.offset)
        except InputError as error:
            self._reject(blob)
            yield Problem.of(error, blob)
        else:
            place = 0
            for one in found:
                source = one.given.document.source if isinstance(one, Reading) else one
                begin = source.offset - blob.offset
                self._raw(blob.data[place:begin], "skipped")
                place = begin + source.bytes
                if isinstance(one, Reading):
                    self._reading(one)
                else:
                    self._raw(blob.data[begin:place], "skipped")
            self._raw(blob.data[place:], "skipped")
        self.account.bytes += len(blob.data)

    def closed(self, name: str) -> Account:
        """Compare what was made with the source: its records as they were read, and the file on the disk."""
        account = self.account
        account.sha256 = self._source.hexdigest()
        same = self._made.digest() == self._source.digest()
        if account.state != UNREAD and not (same and _on_disk(name, account.path) in {"", account.sha256}):
            account.faults.append("the bytes made again are not those of the source")
        if account.faults:
            account.state = LOST
        return account

    def _raw(self, data: bytes, kind: str) -> None:
        """Account for bytes of no record as one span."""
        if data:
            self._made.update(data)
            self.account.spans += 1
            self.account.characters[GROUPS[kind]] += len(data.decode(errors="replace"))

    def _reject(self, blob: Blob) -> None:
        self._raw(blob.data, "unexplained")
        try:
            text = document(blob.path, blob.data).text
        except InputError:
            return
        self._list(text, blob.line, [Span(0, len(text), "unexplained")])

    def _reading(self, reading: Reading) -> None:
        found = spans(reading)
        record = reading.given.document
        self.account.records += 1
        self.account.spans += len(found)
        for piece in made(record, found):
            self._made.update(piece)
        for span in found:
            self.account.characters[GROUPS[span.kind]] += span.end - span.start
        names = lost(reading, found)
        self.account.faults += [f"{reading.cable.id}: the words of {name} do not stand at its place" for name in names]
        self._list(record.text, record.line, found)

    def _list(self, text: str, first: int, found: Iterable[Span]) -> None:
        """List the lines that nothing explains."""
        place = 0
        for span in found:
            if span.kind != "unexplained":
                continue
            first, place = first + text.count("\n", place, span.start), span.start
            for number, line in enumerate(text[span.start : span.end].split("\n")):
                if line.strip():
                    self._loose(Loose(first + number, line.strip()[:_LONGEST_LINE]))

    def _loose(self, line: Loose) -> None:
        if len(self.account.loose) < MOST_LINES:
            self.account.loose.append(line)
        else:
            self.account.more += 1


def _on_disk(name: str, path: str) -> str:
    """Hash a file where it stands; "" when it is packed or comes from no disk."""
    place = Path(name, path) if Path(name).is_dir() else Path(name)
    if "!/" in path or name == sources.STDIN or not place.is_file():
        return ""
    with place.open("rb") as file:
        if file.read(len(max(_SIGNS, key=len))).startswith(_SIGNS):
            return ""
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()


def made(record: Document, found: Iterable[Span]) -> Iterator[bytes]:
    """Give the bytes of each span, made of its text; none for what cannot have been the text of these bytes."""
    mark, codec = _codec(record)
    raw = record.data.decode(record.encoding, errors="replace")
    data = memoryview(record.data)
    place = len(mark)
    yield mark
    for start, end, *_ in found if len(raw) == len(record.text) else ():
        text, before = record.text[start:end], raw[start:end]
        if text == before and (codec == "utf-8" or DAMAGE not in text):
            piece = text.encode(codec)
        else:
            piece = b"".join(_mended(zip(text, before, strict=True), data[place:], codec, last=end == len(raw)))
        place += len(piece)
        yield piece


def _codec(record: Document) -> tuple[bytes, str]:
    """Give the byte order mark of a record and the codec of what follows it."""
    if record.encoding == "utf-16":
        big = record.data.startswith(codecs.BOM_UTF16_BE)
        return (codecs.BOM_UTF16_BE, "utf-16-be") if big else (codecs.BOM_UTF16_LE, "utf-16-le")
    if record.encoding == "cp1252":
        return b"", "cp1252"
    return codecs.BOM_UTF8 if record.data.startswith(codecs.BOM_UTF8) else b"", "utf-8"


def _mended(pairs: Iterable[tuple[str, str]], data: memoryview, codec: str, *, last: bool) -> Iterator[bytes]:
    """Encode what stands as it was decoded, and take the bytes of each character that was replaced."""
    place = 0
    for kept, run in groupby(pairs, lambda pair: pair[0] == pair[1] and (codec == "utf-8" or pair[1] != DAMAGE)):
        text = "".join(before for _, before in run)
        if kept:
            piece = text.encode(codec)
        else:
            size = len(text) if codec == "cp1252" else len(text.encode(codec))
            piece = bytes(data[place : place + size])
        place += len(piece)
        yield piece
    if last and not kept:  # an odd byte at the end of UTF-16 is a character of no known size
        yield bytes(data[place:])


def lost(reading: Reading, found: Sequence[Span]) -> Iterator[str]:
    """Name the paragraphs whose words do not stand between their places in the record."""
    starts = [span.start for span in found]
    where, text = reading.telegram.where, reading.given.document.text
    for paragraph in reading.cable.paragraphs:
        first = bisect_right(starts, paragraph.start) - 1
        own = [
            (max(span.start, paragraph.start), min(span.end, paragraph.end))
            for span in found[first : bisect_left(starts, paragraph.end)]
            if span.kind == "paragraph" and span.part == paragraph.id
        ]
        words = "".join(bare("".join(_words(text, where, begin, end))) for begin, end in own)
        if "".join(words.split()) != "".join(paragraph.text.split()):
            yield paragraph.id


def _words(text: str, where: Passage, begin: int, end: int) -> Iterator[str]:
    """Read a stretch of a record: as it stands, and what was dressed as the passage has it."""
    for run in range(max(bisect_right(where.source, begin) - 1, 0), bisect_left(where.source, end)):
        at, start, size = where.at[run], where.source[run], where.size[run]
        following = where.at[run + 1] if run + 1 < len(where.at) else len(where.text)
        if following - at == size:
            yield text[max(start, begin) : min(start + size, end)]
        elif start < end and start + size > begin:
            yield where.text[at:following]
