"""A volume as XML: its documents, element by element, each piece of text with its place in the volume.

Facts
-----
* A volume of Foreign Relations is one TEI file of up to 40 MB with some 500 documents, each a
  `div[@type="document"]`; what stands between them (front matter, lists of persons, page breaks) is none.
* No volume declares entities. One that does could grow without end or name other files: it is refused.
* expat tells the byte at which each piece of text begins, and ends a piece at every line end and reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, NoReturn
from xml.parsers import expat

from kg.document import DAMAGE, Document
from kg.errors import InputError

_CHUNK: Final = 1024 * 1024
_DEEPEST: Final = 200
"""Elements of a document stand some 15 deep."""
_MOST: Final = 500_000
"""The longest documents have some 50,000 elements and lines."""


class Piece(NamedTuple):
    """Text between two tags, line ends or references, and the byte of the volume at which it begins."""

    text: str
    at: int


@dataclass(slots=True)
class Element:
    """An element of a document: what stands in it, in order."""

    name: str
    attributes: dict[str, str]
    at: int
    parts: list[Element | Piece] = field(default_factory=list)

    @property
    def children(self) -> Iterator[Element]:
        """Give the elements directly in this one."""
        return (part for part in self.parts if isinstance(part, Element))

    def found(self, name: str, kind: str = "") -> Iterator[Element]:
        """Give the elements of a name, and of a type when one is asked for, however deep."""
        for child in self.children:
            if child.name == name and (not kind or child.attributes.get("type") == kind):
                yield child
            yield from child.found(name, kind)


class Part(NamedTuple):
    """One document of a volume: the volume's name, the document as elements, its own bytes as a record."""

    volume: str
    element: Element
    record: Document


def volume_name(head: str) -> str:
    """Tell by its beginning whether a text is a volume of Foreign Relations: its name, "" when it is none.

    >>> volume_name('<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="frus1934v05">')
    'frus1934v05'
    """
    begin = head.find("<TEI")
    tag = head[begin : head.find(">", begin) + 1] if begin >= 0 else ""
    name = tag.partition('xml:id="')[2].partition('"')[0] if "tei-c.org" in tag else ""
    return name if name.startswith("frus") else ""


def parts(whole: Document) -> Iterator[Part]:
    """Give the documents of a volume in their order; raises InputError when the XML is not to be read."""
    if whole.encoding == "utf-16":
        raise InputError("a volume in UTF-16: convert it to UTF-8", code="several", path=whole.path, line=1)
    scan = _Scan(whole)
    cut = _Cut(whole, scan.data)
    for begin in range(0, len(scan.data), _CHUNK):
        scan.feed(scan.data[begin : begin + _CHUNK])
        for element, end in scan.taken():
            yield Part(scan.volume, element, cut.record(element.at, end))
    scan.feed(b"", last=True)


class _Scan:
    """A volume on its way through expat; documents are taken from it as they end."""

    def __init__(self, whole: Document) -> None:
        self.path = whole.path
        self.data = whole.text.encode()
        self.volume = ""
        self._ended: list[tuple[Element, int]] = []
        self._open: list[Element] = []
        self._count = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EntityDeclHandler = self._entity
        self._parser.ExternalEntityRefHandler = self._entity
        self._parser.SkippedEntityHandler = self._entity

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Read on; raises InputError for what is no well-formed XML and for entities."""
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            reason = f"no well-formed XML: {expat.ErrorString(error.code)}"
            raise InputError(reason, code="xml", path=self.path, line=error.lineno) from None

    def taken(self) -> list[tuple[Element, int]]:
        """Take the documents that have ended, each with the byte behind it."""
        ended, self._ended = self._ended, []
        return ended

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._open:
            element = Element(name, attributes, self._parser.CurrentByteIndex)
            self._hold(element)
            self._open.append(element)
            if len(self._open) > _DEEPEST:
                self._refuse(f"elements more than {_DEEPEST} deep", "xml")
        elif name == "div" and attributes.get("type") == "document":
            self._open.append(Element(name, attributes, self._parser.CurrentByteIndex))
            self._count = 0
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._text
        elif name == "TEI":
            self.volume = attributes.get("xml:id", "")

    def _text(self, text: str) -> None:
        self._hold(Piece(text, self._parser.CurrentByteIndex))

    def _hold(self, part: Element | Piece) -> None:
        self._open[-1].parts.append(part)
        self._count += 1
        if self._count > _MOST:
            self._refuse(f"a document of more than {_MOST:,} elements and lines", "xml")

    def _end(self, _: str) -> None:
        element = self._open.pop()
        if self._open:
            return
        at = self._parser.CurrentByteIndex
        closed = self.data.startswith(b"</", at)
        self._ended.append((element, self.data.index(b">", at) + 1 if closed else at))
        self._parser.EndElementHandler = None
        self._parser.CharacterDataHandler = None

    def _entity(self, *_: object) -> NoReturn:
        self._refuse("the XML declares or names entities: a volume has none, take them out", "entities")

    def _refuse(self, reason: str, code: str) -> NoReturn:
        raise InputError(reason, code=code, path=self.path, line=self._parser.CurrentLineNumber)


class _Cut:
    """A cursor that cuts documents out of a volume, from its front to its end."""

    def __init__(self, whole: Document, data: bytes) -> None:
        self._whole = whole
        self._data = data
        raw = whole.data.decode(whole.encoding, errors="replace")
        self._raw = whole.text if raw == whole.text else raw
        self._byte = 0
        self._place = 0
        self._offset = len(whole.data) - len(whole.data.removeprefix(b"\xef\xbb\xbf"))
        self._line = whole.line

    def record(self, begin: int, end: int) -> Document:
        """Cut out a document by the bytes of the text in UTF-8, in which controls are replaced already."""
        self._go(begin)
        place, offset, line, whole = self._place, self._offset, self._line, self._whole
        before = place - whole.text.rfind("\n", 0, place) - 1
        self._go(end)
        text = whole.text[place : self._place]
        notes = whole.notes if whole.encoding == "cp1252" or DAMAGE in text else ()
        data = whole.data[offset : self._offset]
        return Document(whole.path, data, text, whole.encoding, line, whole.offset + offset, notes, before)

    def _go(self, byte: int) -> None:
        place = self._place + len(self._data[self._byte : byte].decode())
        passed = self._raw[self._place : place]
        self._offset += len(passed) if self._whole.encoding == "cp1252" else len(passed.encode())
        self._line += passed.count("\n")
        self._byte, self._place = byte, place


class Places:
    """Bytes of a volume -> code points of one record of it; quick as long as they are asked for in order."""

    def __init__(self, part: Part) -> None:
        self._first = part.element.at
        self._plain = part.record.text.isascii()
        self._data = b"" if self._plain else part.record.text.encode()
        self._byte = 0
        self._place = 0

    def of(self, at: int) -> int:
        """Give the place in the record of a byte of the volume."""
        byte = at - self._first
        if self._plain:
            return byte
        if byte < self._byte:
            self._byte, self._place = 0, 0
        self._place += len(self._data[self._byte : byte].decode())
        self._byte = byte
        return self._place
